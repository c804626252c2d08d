import type { Handling } from '../../../../core/handling.ts'
import { combineHandling } from '../../../../core/handling.ts'
import type { About } from '../../shared/rules/about.ts'
import { storable } from '../../../../core/text.ts'
import { natureOf } from '../live/describe.ts'
import type { Picture } from '../live/picture.ts'

/** Answers are remembered for so many keys, and asked again after so long: what a source says of its subject may change. */
const REMEMBERED = 100_000
const GOOD_FOR_MS = 10_000

/** What rules may know of what is on the live picture, and who may see it. Keys are those of `Things.idOf`. */
export class Abouts {
  readonly #picture: Picture
  readonly #clock: () => number
  readonly #known = new Map<string, { about: About; until: number }>()
  /** The thing that last went by a key. */
  readonly #things = new Map<string, number>()

  constructor(picture: Picture, clock: () => number) {
    this.#picture = picture
    this.#clock = clock
  }

  /** A thing goes by this key now. */
  note(key: string, thing: number): void {
    if (this.#things.size > REMEMBERED * 4) {
      this.#things.clear()
    }
    this.#things.set(key, thing)
  }

  forget(): void {
    this.#known.clear()
  }

  about(key: string): About {
    const now = this.#clock()
    const known = this.#known.get(key)
    if (known && known.until > now) {
      return known.about
    }
    if (this.#known.size > REMEMBERED) {
      this.#known.clear()
    }
    const about = this.#read(key)
    this.#known.set(key, { about, until: now + GOOD_FOR_MS })
    return about
  }

  /** Handling and area of what an alert about these would be: nobody may read it who may not see all of them. */
  protection(keys: readonly string[], alike: { handling: Handling; area: string | null }): { handling: Handling; area: string | null } {
    const parts = keys.map((key) => this.#protectionOf(key)).filter((part) => part !== null)
    if (parts.length === 0) {
      return alike
    }
    const handling = combineHandling([...parts.map((part) => part.handling), alike.handling], parts[0]?.handling.owner ?? alike.handling.owner)
    // Two areas have no area in common but the whole mission.
    return { handling, area: parts.every((part) => part.area === parts[0]?.area) ? (parts[0]?.area ?? null) : null }
  }

  #protectionOf(key: string): { handling: Handling; area: string | null } | null {
    const { book, classes, things } = this.#picture
    const thing = this.#thing(key)
    const klass = thing >= 0 ? things.klass[thing] : (book.tracks.get(key)?.klass ?? book.feeds.get(key.split('/', 1)[0] ?? '')?.klass)
    return klass === undefined ? null : classes.protection(klass)
  }

  #thing(key: string): number {
    const { book, things } = this.#picture
    const track = book.tracks.get(key)
    const thing = track ? track.thing : (this.#things.get(key) ?? -1)
    return thing >= 0 && things.exists(thing) && things.idOf(thing) === key ? thing : -1
  }

  #read(key: string): About {
    const { book, things } = this.#picture
    const track = book.tracks.get(key)
    if (track) {
      const { data } = track
      const feed = data.feed ?? null
      return {
        name: data.callsign ?? data.name, track: track.id, feed, technology: book.feeds.get(feed ?? '')?.config.technology ?? null, affiliation: data.affiliation, sort: data.sort,
        unit: data.unit ?? book.unitOf(data.callsign), capabilities: data.capabilities ?? [],
      }
    }
    const cut = key.indexOf('/')
    const thing = this.#thing(key)
    const feed = thing >= 0 ? things.feeds.get(thing) : book.feeds.get(key.slice(0, cut))
    const facts = thing >= 0 ? things.facts.get(thing) : undefined
    const nature = natureOf(facts, feed)
    return { name: storable(facts?.callsign ?? key.slice(cut + 1), 64), track: null, feed: feed?.id ?? null, technology: feed?.config.technology ?? null, ...nature, unit: book.unitOf(facts?.callsign), capabilities: [] }
  }
}
