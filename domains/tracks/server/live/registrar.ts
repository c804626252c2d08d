import { TRACK_SORTS } from '../../../../core/fix.ts'
import type { JsonObject } from '../../../../core/json.ts'
import type { Reader } from '../../../../core/policy.ts'
import { Problem } from '../../../../core/problem.ts'
import type { NewAction } from '../../../../core/record.ts'
import { storable } from '../../../../core/text.ts'
import { uuidV7, type App, type FeedView } from '../../../../server/face.ts'
import type { Track } from '../../shared/track.ts'
import { natureOf } from './describe.ts'
import type { Picture } from './picture.ts'

/** Met things wait so long, for what their source says of them in further messages. */
const WAIT_MS = 1_500
const MOST_AT_ONCE = 500
/** After a failure of the store. */
const AGAIN_MS = 10_000
const SYMBOL = /^(?:[0-9]{20}|[0-9]{30}|[A-Z*-]{10,15})$/

/** Data of the track that is made of a thing nobody has made one of yet. */
export function trackOf(picture: Picture, thing: number, feed: FeedView, name?: string): Track {
  const lead = picture.things.lead[thing] as number
  const subject = picture.subjects.nameOf(lead) ?? ''
  const facts = picture.things.facts.get(thing)
  const { sort, affiliation } = natureOf(facts, feed)
  const callsign = facts?.callsign === undefined ? undefined : storable(facts.callsign.trim(), 64)
  const unit = picture.book.unitOf(callsign)
  const sidc = facts?.sidc !== undefined && SYMBOL.test(facts.sidc) ? facts.sidc : undefined
  return {
    name: storable(name ?? (callsign || subject), 120), ...(callsign ? { callsign } : {}), subjects: [subject], sort: TRACK_SORTS.includes(sort) ? sort : 'unknown', affiliation,
    ...(sidc ? { sidc } : {}), ...(unit ? { unit } : {}), feed: feed.id,
  }
}

/** Makes tracks of what feeds that register meet, many at once, so that a harbour full of vessels is a few commits. */
export class Registrar {
  readonly #app: Pick<App, 'store' | 'clock' | 'log'>
  readonly #picture: Picture
  readonly #by: Reader
  readonly #met = new Map<number, FeedView>()
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #closed = false

  /** `by` is the node itself. */
  constructor(app: Pick<App, 'store' | 'clock' | 'log'>, picture: Picture, by: Reader) {
    this.#app = app
    this.#picture = picture
    this.#by = by
    picture.follow({ met: (thing, feed) => this.#note(thing, feed) })
  }

  /** Make what waits now; resolves when it is in the store. */
  async settle(): Promise<void> {
    await this.#running
    while (this.#met.size > 0 && !this.#closed && (await this.#batch())) {
      // As long as there is something and the store takes it.
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer) {
      clearTimeout(this.#timer)
    }
    await this.#running
  }

  #note(thing: number, feed: FeedView): void {
    this.#met.set(thing, feed)
    this.#plan(WAIT_MS)
  }

  #plan(ms: number): void {
    if (this.#closed || this.#timer || this.#running) {
      return
    }
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#running = this.#batch().then((done) => {
        this.#running = null
        if (this.#met.size > 0) {
          this.#plan(done ? 0 : AGAIN_MS)
        }
      })
    }, ms)
    this.#timer.unref()
  }

  /** Answers false when the store could not take them: they wait. */
  async #batch(): Promise<boolean> {
    const batch = [...this.#met].slice(0, MOST_AT_ONCE)
    const { things, book } = this.#picture
    const actions: NewAction[] = []
    for (const [thing, feed] of batch) {
      const now = book.feeds.get(feed.id)
      // Gone, kept by somebody or claimed meanwhile.
      if (now && things.exists(thing) && things.tracks.get(thing) === undefined && things.feeds.get(thing)?.id === feed.id) {
        actions.push(creation(this.#picture, thing, now, this.#app.clock()))
      }
    }
    try {
      if (actions.length > 0) {
        await this.#app.store.commit(this.#by, actions)
      }
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) {
        this.#app.log.error({ err: error }, 'tracks could not be made of what was met; tried again')
        return false
      }
      await this.#oneByOne(actions)
    }
    batch.forEach(([thing]) => this.#met.delete(thing))
    return true
  }

  /** One that is refused holds up no other; its subject stays the feed's own. */
  async #oneByOne(actions: readonly NewAction[]): Promise<void> {
    for (const action of actions) {
      await this.#app.store.commit(this.#by, [action]).catch((error: unknown) => this.#app.log.warn({ err: error }, 'no track could be made of a subject'))
    }
  }
}

/** The action that makes a track of a thing, with handling, owner and area of its feed. */
export function creation(picture: Picture, thing: number, feed: FeedView, now: number, name?: string): NewAction {
  const data = trackOf(picture, thing, feed, name) as unknown as JsonObject
  return { id: uuidV7(now), record: uuidV7(now), kind: 'track', type: 'create', at: new Date(now).toISOString(), basedOn: null, patch: { data, handling: feed.handling as unknown as JsonObject, area: feed.area } }
}
