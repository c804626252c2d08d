import type { Text } from '../../../../core/i18n.ts'
import type { NewAction } from '../../../../core/record.ts'
import type { Emergency, EmergencySort } from '../../../../formats/cot/emergency.ts'
import { hasPlace } from '../../../../formats/cot/heard.ts'
import { systemFor, type App } from '../../../../server/face.ts'
import { cancelAlert, isRaisedAlready, raiseAlert, type AlertKey, type RaisedAlert } from '../../../watch/contract.ts'
import { callOff, callReportId, keepCall } from '../live/call-report.ts'
import { helpersFor, lastPlace, withHelpers } from '../live/helpers.ts'
import { pictureOf } from '../live/of-app.ts'
import { standingCall } from '../live/standing-call.ts'
import type { TakAccess } from './face.ts'
import type { FieldReport } from '../../shared/field-report.ts'
import { NOBODY, type Author } from './keeper.ts'

/** Calls that are remembered as open; beyond, the store is asked. */
const MOST_OPEN = 5000
/** A device repeats its call until it is called off: for so long after a person closed it, that is no new one. */
const CLOSED_MS = 60_000

const WORDS: Record<Exclude<EmergencySort, 'cancel'>, Text> = {
  'emergency': { en: 'Call for help', fr: 'Appel à l’aide', es: 'Llamada de auxilio', ar: 'نداء استغاثة' },
  'ring-the-bell': { en: 'Asks to be called', fr: 'Demande à être contacté', es: 'Pide que lo contacten', ar: 'يطلب الاتصال به' },
  'in-contact': { en: 'Under fire', fr: 'Pris à partie', es: 'En contacto con fuego', ar: 'تحت النيران' },
  'geofence': { en: 'Left or entered a marked area', fr: 'Zone délimitée franchie', es: 'Cruzó un área delimitada', ar: 'تجاوز منطقة محددة' },
  'custom': { en: 'Call for help', fr: 'Appel à l’aide', es: 'Llamada de auxilio', ar: 'نداء استغاثة' },
}

/** Who called, and the event as it came. */
export type CallSaid = { author: Author; from: FieldReport['from']; type: string; feed: string; cot: string }

/** Calls for help that devices make: one alert from the first word to its cancelling, however often the device repeats it. */
export class Calls {
  readonly #app: App
  readonly #trackOf: (uid: string) => string | null
  readonly #open = new Map<string, AlertKey>()
  readonly #closed = new Map<string, number>()
  #turn: Promise<void> = Promise.resolve()

  constructor(app: App, trackOf: (uid: string) => string | null) {
    this.#app = app
    this.#trackOf = trackOf
  }

  /** One after the other, so that a call and its cancelling are never met out of order. */
  take(call: Emergency, access: TakAccess, said: CallSaid): Promise<void> {
    this.#turn = this.#turn.then(() => this.#take(call, access, said)).catch((error: unknown) => this.#app.log.error({ detail: String(error) }, 'a call for help could not be written'))
    return this.#turn
  }

  /** A person closed the alert of a call: the next one raises another, but what is still repeated only after a while. */
  closed(subject: string): void {
    if (this.#open.delete(subject)) {
      if (this.#closed.size >= MOST_OPEN) {
        this.#closed.clear()
      }
      this.#closed.set(subject, this.#app.clock())
    }
  }

  /**
   * May an account call off what a device called for? Whoever called may, and whoever there is no knowing of; nobody else, or a
   * captured device would silence others.
   */
  async mayCancel({ subjectUid }: Emergency, account: string | null): Promise<boolean> {
    await this.#turn
    const subject = subjectOf(subjectUid)
    const open = this.#open.get(subject) ?? (await standingCall(this.#app.store, systemFor(NOBODY), subject))
    const report = open && (await this.#app.store.get(systemFor(NOBODY), callReportId(open)))?.record
    const by = report ? ((report.data as unknown as FieldReport).from.account ?? null) : null
    return by === null || by === account
  }

  /** What was taken is written. */
  settled(): Promise<void> {
    return this.#turn
  }

  async #take(call: Emergency, access: TakAccess, said: CallSaid): Promise<void> {
    const subject = subjectOf(call.subjectUid)
    const now = this.#app.clock()
    if (call.sort === 'cancel') {
      this.#closed.delete(subject)
    } else if (now - (this.#closed.get(subject) ?? -CLOSED_MS) < CLOSED_MS) {
      return
    }
    const open = this.#open.get(subject) ?? (await standingCall(this.#app.store, systemFor(NOBODY), subject))
    if (call.sort === 'cancel') {
      this.#open.delete(subject)
      if (open) {
        await this.#commit(cancelAlert(open, now))
        await callOff(this.#app, systemFor(said.author), open, now)
      }
      return
    }
    if (open) {
      this.#remember(subject, open)
      return
    }
    const words = WORDS[call.sort]
    const titled = (word: string | undefined) => `${word ?? words.en}: ${call.callsign || call.subjectUid}`.slice(0, 300)
    const key: AlertKey = { rule: 'sos', subject, episode: `${new Date(now).toISOString()} ${call.uid}`.slice(0, 120) }
    const { point } = call
    // A device without a fix calls all the same: then where it was last.
    const place = hasPlace({ point } as Parameters<typeof hasPlace>[0]) ? { lon: point.lon, lat: point.lat, ...(point.ce === null ? {} : { radiusM: Math.min(2_000_000, Math.max(0, point.ce)) }) } : lastPlace(pictureOf(this.#app), subject)
    const helpers = place ? await helpersFor(this.#app, pictureOf(this.#app), place, access, subject, now) : []
    const raised: RaisedAlert = {
      ...key, severity: 5, sos: true, title: { en: titled(words.en), fr: titled(words.fr), es: titled(words.es), ar: titled(words.ar) },
      text: withHelpers(call.text, helpers, place !== null), place, record: callReportId(key),
      at: now, handling: access.handling, area: access.area, track: this.#trackOf(call.subjectUid),
    }
    await this.#commit(raiseAlert(raised))
    this.#remember(subject, key)
    await keepCall(this.#app, systemFor(said.author), { raised, name: raised.title.en, helpers, from: said.from, type: said.type, feed: said.feed, cot: said.cot })
  }

  #remember(subject: string, key: AlertKey): void {
    if (this.#open.size >= MOST_OPEN) {
      this.#open.delete(this.#open.keys().next().value!)
    }
    this.#open.set(subject, key)
  }

  async #commit(action: NewAction): Promise<void> {
    try {
      await this.#app.store.commit(systemFor(NOBODY), [action])
    } catch (error) {
      if (!isRaisedAlready(error)) {
        throw error
      }
    }
  }
}

function subjectOf(uid: string): string {
  return `cot:${uid}`.slice(0, 340)
}
