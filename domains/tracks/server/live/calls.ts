import type { Reader } from '../../../../core/policy.ts'
import { storable } from '../../../../core/text.ts'
import type { App } from '../../../../server/face.ts'
import { cancelAlert, isRaisedAlready, raiseAlert, type AlertKey, type RaisedAlert } from '../../../watch/contract.ts'
import { callOff, callReportId, keepCall } from './call-report.ts'
import { helpersFor, withHelpers } from './helpers.ts'
import type { HeardAlarm, Picture } from './picture.ts'
import { standingCall } from './standing-call.ts'

/** Those of TAK devices are raised with their conversation by the stream server. */
const ELSEWHERE = 'cot:'
/** Calls remembered as open; beyond, the store is asked. */
const MOST_OPEN = 10_000

/**
 * A tracker that calls for help raises an alert, one a subject until it is called off or closed, also over a restart; a person closes
 * it, also when its source called it off. `by` is the node itself. Answers what resolves when everything heard is written.
 */
export function raiseCalls(app: App, picture: Picture, by: Reader): () => Promise<void> {
  const open = new Map<string, AlertKey>()
  let turn: Promise<void> = Promise.resolve()
  /** Answers false when the same call had been written before: it was closed since. */
  const commit = async (action: ReturnType<typeof raiseAlert>): Promise<boolean> => {
    try {
      const [done] = await app.store.commit(by, [action])
      return done?.again !== true
    } catch (error) {
      if (!isRaisedAlready(error)) {
        throw error
      }
      return false
    }
  }
  const remember = (subject: string, key: AlertKey): void => {
    const [oldest] = open.keys()
    if (open.size >= MOST_OPEN && oldest !== undefined) {
      open.delete(oldest)
    }
    open.set(subject, key)
  }
  const take = async ({ subject: named, alarm, at, text, thing, feed }: HeardAlarm, said: { view: ReturnType<Picture['things']['view']> | null; track: string | null; protection: Pick<HeardAlarm['feed'], 'handling' | 'area'> }): Promise<void> => {
    const subject = storable(named, 340)
    const standing = open.get(subject) ?? (await standingCall(app.store, by, subject))
    if (alarm === 'cancel') {
      open.delete(subject)
      if (standing) {
        await commit(cancelAlert(standing, app.clock()))
        await callOff(app, by, standing, app.clock())
      }
      return
    }
    if (standing) {
      remember(subject, standing)
      return
    }
    const { view, track } = said
    const { handling, area } = thing >= 0 ? said.protection : feed
    const name = (view?.callsign ?? view?.name ?? subject).slice(0, 200)
    const key: AlertKey = { rule: 'sos', subject, episode: new Date(at).toISOString() }
    const place = view ? { lon: view.lon, lat: view.lat, ...(view.accuracyM === null ? {} : { radiusM: view.accuracyM }) } : null
    const helpers = place ? await helpersFor(app, picture, place, { handling, area }, named, app.clock()) : []
    const call: RaisedAlert = {
      ...key, severity: 5, sos: true, at, handling, area, track, record: callReportId(key), place,
      title: { en: `SOS: ${name}`, fr: `SOS : ${name}`, ar: `استغاثة: ${name}`, es: `SOS: ${name}` },
      text: withHelpers(text ?? '', helpers, place !== null),
    }
    const raised = await commit(raiseAlert(call))
    if (raised) {
      remember(subject, key)
      await keepCall(app, by, { raised: call, name: call.title.en, helpers, from: { uid: storable(named, 200), ...(view?.callsign ? { callsign: storable(view.callsign, 200) } : {}) }, type: 'b-a-o', feed: feed.id, cot: '' })
    }
  }
  picture.follow({
    alarm(heard) {
      const { subject, alarm, thing, feed } = heard
      if (subject.startsWith(ELSEWHERE) || (alarm !== 'sos' && alarm !== 'cancel')) {
        return
      }
      // As it stands when it is heard: its turn comes later.
      const { things, classes } = picture
      const said = thing >= 0 ? { view: things.view(thing), track: things.tracks.get(thing)?.id ?? null, protection: classes.protection(things.klass[thing] as number) } : { view: null, track: null, protection: feed }
      turn = turn.then(() => take(heard, said)).catch((error: unknown) => app.log.error({ err: error }, 'a call for help could not be written down as an alert; it stands on the picture'))
    },
    closed: (subject) => open.delete(subject),
  })
  return () => turn
}
