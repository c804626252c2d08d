import type { Reader } from '../../../../core/policy.ts'
import type { App } from '../../../../server/face.ts'
import { cancelAlert, isRaisedAlready, raiseAlert, type AlertKey } from '../../../watch/contract.ts'
import type { HeardAlarm, Picture } from './picture.ts'

/** Those of TAK devices are raised with their conversation by the stream server. */
const ELSEWHERE = 'cot:'
const MOST_OPEN = 10_000

/**
 * A tracker that calls for help raises an alert, one a subject until it is called off or closed; a person closes it, also when its
 * source called it off. `by` is the node itself.
 */
export function raiseCalls(app: App, picture: Picture, by: Reader): void {
  const open = new Map<string, AlertKey>()
  const commit = (action: ReturnType<typeof raiseAlert>): void => {
    app.store.commit(by, [action]).catch((error: unknown) => {
      if (!isRaisedAlready(error)) {
        app.log.error({ err: error }, 'a call for help could not be written down as an alert; it stands on the picture')
      }
    })
  }
  picture.follow({
    alarm({ subject, alarm, at, text, thing, feed }: HeardAlarm) {
      if (subject.startsWith(ELSEWHERE) || (alarm !== 'sos' && alarm !== 'cancel')) {
        return
      }
      const standing = open.get(subject)
      if (alarm === 'cancel') {
        open.delete(subject)
        if (standing) {
          commit(cancelAlert(standing, app.clock()))
        }
        return
      }
      if (standing || open.size >= MOST_OPEN) {
        return
      }
      const view = thing >= 0 ? picture.things.view(thing) : null
      const { handling, area } = thing >= 0 ? picture.classes.protection(picture.things.klass[thing] as number) : feed
      const name = (view?.callsign ?? view?.name ?? subject).slice(0, 200)
      const key: AlertKey = { rule: 'sos', subject: subject.slice(0, 340), episode: new Date(at).toISOString() }
      open.set(subject, key)
      commit(raiseAlert({
        ...key, severity: 5, sos: true, at, handling, area, track: thing >= 0 ? (picture.things.tracks[thing]?.id ?? null) : null,
        title: { en: `SOS: ${name}`, fr: `SOS : ${name}`, ar: `استغاثة: ${name}`, es: `SOS: ${name}` }, ...(text === null ? {} : { text: { en: text.slice(0, 2000), fr: text.slice(0, 2000) } }),
        place: view ? { lon: view.lon, lat: view.lat, ...(view.accuracyM === null ? {} : { radiusM: view.accuracyM }) } : null,
      }))
    },
    closed: (subject) => open.delete(subject),
  })
}
