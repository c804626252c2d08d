import { isSensitive, type Handling } from '../../../../core/handling.ts'
import type { Reader } from '../../../../core/policy.ts'
import type { App, Cut, Kept } from '../../../../server/face.ts'
import { natureOf, withWords } from '../live/describe.ts'
import { MANUAL_PREFIX } from '../live/book.ts'
import { pictureOf } from '../live/of-app.ts'
import type { Picture } from '../live/picture.ts'
import type { LiveTrack } from '../../shared/wire.ts'
import { symbolOf } from '../../shared/symbol.ts'

/** A moving thing of the past as it is known today: a track with all its identities, or one identity of one feed. */
export type Thing = Pick<LiveTrack, 'id' | 'ref' | 'name' | 'callsign' | 'sidc' | 'sort' | 'affiliation' | 'capabilities' | 'unit' | 'feed' | 'level'> & { record: boolean; handling: Handling }

/**
 * Who may see which positions of the past, and whose they are. Rights, tracks and feeds are those of today: a position is read
 * under the handling its track has now, or, where it has none or came by a stricter feed, under that of its feed.
 */
export class Eyes {
  readonly #app: App
  readonly #picture: Picture
  readonly #reader: Reader
  readonly #cut: Cut | null
  readonly #allow: (subject: string, feed: string) => boolean
  readonly #things = new Map<string, Thing>()
  readonly #byIdentity = new Map<string, Thing>()

  constructor(app: App, reader: Reader) {
    this.#app = app
    this.#reader = reader
    this.#picture = pictureOf(app)
    this.#allow = this.#picture.sight.allow(reader)
    this.#cut = app.store.openly()
  }

  /** For `Positions`: may it be read, and was it asked for? */
  allow(ids: ReadonlySet<string> | null): (subject: string, feed: string) => boolean {
    return (subject, feed) => this.#allow(subject, feed) && (ids === null || ids.has(this.of(subject, feed).id) || ids.has(this.of(subject, feed).ref ?? ''))
  }

  /** The thing an identity that came by a feed belongs to. */
  of(subject: string, feed: string | null | undefined): Thing {
    const key = `${subject}\0${feed ?? ''}`
    let thing = this.#byIdentity.get(key)
    if (thing === undefined) {
      const made = withWords(this.#make(subject, feed ?? ''), this.#cut)
      thing = this.#things.get(made.id) ?? made
      this.#things.set(thing.id, thing)
      this.#byIdentity.set(key, thing)
    }
    return thing
  }

  /** One of those met so far, by its id. */
  thing(id: string): Thing | undefined {
    return this.#things.get(id)
  }

  ofKept(one: Kept): Thing {
    return this.of(one.subject, one.feed)
  }

  #make(subject: string, feed: string): Thing {
    const { book, classes, subjects, things } = this.#picture
    const owner = book.ownerOf(subject)
    const source = book.feeds.get(feed)
    if (owner && !owner.withdrawn && this.#picture.sight.isOf(owner, feed)) {
      const { data } = owner
      const { handling } = classes.protection(owner.klass)
      return {
        id: owner.id, ref: owner.ref, name: data.name, callsign: data.callsign ?? null, sidc: data.sidc !== undefined && /^(?:\d{20}|\d{30})$/.test(data.sidc) ? data.sidc : symbolOf(data.affiliation, data.sort), sort: data.sort, affiliation: data.affiliation,
        capabilities: data.capabilities ?? [], unit: data.unit ?? null, feed: data.feed ?? null, level: handling.level, record: true, handling,
      }
    }
    const slot = subjects.find(subject)
    const live = slot >= 0 ? (subjects.thing[slot] as number) : -1
    // What it is called is taken from the live picture only where it came by this very feed.
    const facts = live >= 0 && things.feeds.get(live)?.id === feed ? things.facts.get(live) : undefined
    const nature = natureOf(facts, source)
    const handling: Handling = source ? source.handling : { level: 'SC', compartments: [], owner: '', releasableTo: [], caveats: [] }
    return {
      id: `${feed}/${subject}`, ref: null, name: facts?.callsign ?? (subject.startsWith(MANUAL_PREFIX) ? subject.slice(MANUAL_PREFIX.length) : subject), callsign: facts?.callsign ?? null, sidc: symbolOf(nature.affiliation, nature.sort),
      sort: nature.sort, affiliation: nature.affiliation, capabilities: [], unit: null, feed: feed === '' ? null : feed, level: handling.level, record: false, handling,
    }
  }

  /** Write down that sensitive tracks were looked at, before it is answered; the same person within ten minutes is one reading. */
  async note(things: Iterable<Thing>): Promise<void> {
    const ids = sensitiveIds(things)
    if (this.#reader.system || ids.length === 0) {
      return
    }
    const now = this.#app.clock()
    const known = readingsOf(this.#app)
    const keyOf = (id: string): string => `${this.#reader.user}\0${id}\0${this.#reader.purpose ?? ''}`
    const fresh = ids.filter((id) => (known.get(keyOf(id)) ?? -Infinity) <= now - ONE_READING_MS)
    if (fresh.length > 0) {
      await this.#app.store.audit(this.#reader, fresh, 'read', {})
      fresh.forEach((id) => known.set(keyOf(id), now))
    }
  }
}

/** Records under which it is written down that sensitive things were read or left: their tracks, or the feeds of what has none. */
export function sensitiveIds(things: Iterable<Thing>): string[] {
  return [...new Set([...things].filter((one) => isSensitive(one.handling)).flatMap((one) => (one.record ? one.id : (one.feed ?? []))))]
}

const ONE_READING_MS = 10 * 60_000
const MOST_REMEMBERED = 20_000
const readings = new WeakMap<App, Map<string, number>>()

function readingsOf(app: App): Map<string, number> {
  let known = readings.get(app)
  if (known === undefined || known.size > MOST_REMEMBERED) {
    known = new Map()
    readings.set(app, known)
  }
  return known
}

/** A position of the past as the live picture shows what is now. */
export function liveView(thing: Thing, one: Kept): LiveTrack {
  const { record: _record, handling: _handling, ...known } = thing
  return {
    ...known, subject: one.subject, lon: one.lon, lat: one.lat, altM: one.altM, speedMs: one.speedMs, courseDeg: one.courseDeg, accuracyM: one.accuracyM,
    at: one.at, receivedAt: one.receivedAt, source: one.source, battery: null, sos: false,
  }
}
