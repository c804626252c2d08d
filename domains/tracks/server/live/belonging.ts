import type { VigieRecord } from '../../../../core/record.ts'
import type { FeedView } from '../../../../server/face.ts'
import { SUSPECT, type Report } from '../../shared/pipeline/report.ts'
import type { Subjects } from '../../shared/pipeline/subjects.ts'
import { MANUAL_PREFIX, type Book } from './book.ts'
import type { Sight } from './sight.ts'
import { CHANGED, type Things, type TrackEntry } from './things.ts'

/** The feed something came by, null for what a person said. */
export type FeedIn = (FeedView & { klass: number }) | null

/** Which identity is shown as what: of the track that claims it, or by itself; and what changes with records of tracks and feeds. */
export class Belonging {
  readonly #subjects: Subjects
  readonly #things: Things
  readonly #book: Book
  readonly #sight: Sight
  readonly #met: (thing: number, feed: FeedView) => void

  /** `met` is told of a thing seen for the first time by a feed that makes tracks of what it meets. */
  constructor(picture: { subjects: Subjects; things: Things; book: Book; sight: Sight }, met: (thing: number, feed: FeedView) => void) {
    this.#subjects = picture.subjects
    this.#things = picture.things
    this.#book = picture.book
    this.#sight = picture.sight
    this.#met = met
  }

  /**
   * The number of the identity a report is of; −1 when it is new and `make` is false. One that comes more strictly handled than it
   * is shown stays apart, under its feed.
   */
  identify(subject: string, feed: FeedIn, make: boolean): number {
    const known = this.#subjects.find(subject)
    const slot = (name: string): number => (make ? this.#subjects.slot(name) : this.#subjects.find(name))
    if (feed === null) {
      return known >= 0 ? known : slot(subject)
    }
    const thing = known >= 0 ? (this.#subjects.thing[known] as number) : -1
    const track = thing >= 0 ? this.#things.tracks.get(thing) : this.#book.ownerOf(subject)
    const together = track
      ? track.data.feed === feed.id || this.#sight.isCovered(track.klass, feed.klass)
      : thing < 0 || this.#things.feeds.get(thing)?.id === feed.id || this.#things.klass[thing] === feed.klass
    return together ? (known >= 0 ? known : slot(subject)) : slot(`${subject}@${feed.id}`)
  }

  /** Has this identity been met, as it comes by a feed, or does a track claim it? */
  hasMet(feed: string, subject: string): boolean {
    return this.#subjects.find(subject) >= 0 || this.#subjects.find(`${subject}@${feed}`) >= 0 || this.#book.ownerOf(subject) !== undefined
  }

  /** Give every identity that is shown its thing. `placed` is told of those that had none. */
  associate(reports: readonly Report[], feed: FeedIn, placed: (thing: number, subject: string) => void): Report[] {
    for (const report of reports) {
      const { slot } = report
      if (report.quality === SUSPECT || (this.#subjects.thing[slot] as number) >= 0 || !this.#subjects.isPlaced(slot)) {
        continue
      }
      this.place(slot, feed)
      const thing = this.#subjects.thing[slot] as number
      if (thing >= 0) {
        placed(thing, report.subject)
      }
    }
    return reports as Report[]
  }

  /** Give an identity with a position its thing, where somebody answers for it. */
  place(slot: number, feed: FeedIn): void {
    const name = this.#subjects.nameOf(slot) ?? ''
    const track = this.#book.ownerOf(name)
    if (track) {
      if (!track.withdrawn) {
        this.#placeTrack(track, slot)
      }
    } else if (feed) {
      const thing = this.#things.make(slot, feed.klass, feed, undefined)
      if (feed.config.registers && !name.includes('@')) {
        this.#met(thing, feed)
      }
    }
  }

  #placeTrack(track: TrackEntry, slot: number): void {
    if (track.thing >= 0) {
      this.#things.join(track.thing, slot)
    } else {
      this.#things.make(slot, track.klass, undefined, track)
    }
  }

  /** Forget a thing that has no track. */
  drop(thing: number): void {
    const slot = this.#things.lead[thing] as number
    this.#things.leave(slot)
    this.#subjects.drop(slot)
  }

  /** The thing an identity that comes by a feed is shown as; −1 for none. */
  thingOf(subject: string, feed: FeedIn): number {
    const slot = this.identify(subject, feed, false)
    return slot < 0 ? -1 : (this.#subjects.thing[slot] as number)
  }

  /** A track was committed: its identities come to it, or leave it. */
  trackChanged(record: VigieRecord): void {
    const affected = this.#book.track(record)
    const track = this.#book.tracks.get(record.id)
    for (const subject of [...affected, MANUAL_PREFIX + record.id]) {
      this.#settle(subject)
    }
    if (track && track.thing >= 0) {
      this.#things.klass[track.thing] = track.klass
      this.#things.mark(track.thing, CHANGED.described)
    }
  }

  /** An identity may belong elsewhere now: bring it there with its last position. */
  #settle(subject: string): void {
    const slot = this.#subjects.find(subject)
    if (slot < 0 || !this.#subjects.isPlaced(slot)) {
      return
    }
    const thing = this.#subjects.thing[slot] as number
    const owner = this.#book.ownerOf(subject)
    const [facts, sos, feed] = [this.#things.facts.get(thing), this.#things.sos[thing], this.#things.feeds.get(thing)]
    const source = feed && this.#book.feeds.get(feed.id)
    if (owner && !owner.withdrawn && thing >= 0 && this.#things.tracks.get(thing)?.id !== owner.id && source && owner.data.feed !== source.id && !this.#sight.isCovered(owner.klass, source.klass)) {
      // What this feed brings is handled more strictly than the track that claims it: it stays apart.
      return
    }
    if (thing >= 0 && (owner === undefined ? this.#things.tracks.get(thing) === undefined : !owner.withdrawn && this.#things.tracks.get(thing)?.id === owner.id)) {
      return
    }
    this.#things.leave(slot)
    if (owner && !owner.withdrawn) {
      this.#placeTrack(owner, slot)
      const now = owner.thing
      if (facts && this.#things.facts.get(now) === undefined) {
        this.#things.facts.set(now, facts)
      }
      if (sos === 1) {
        this.#things.sos[now] = 1
      }
    }
  }

  /** A feed was committed: what it brings is shown as it says now, or no more. */
  feedChanged(record: VigieRecord): void {
    const feed = this.#book.feed(record)
    for (let thing = 0; thing < this.#things.numbers; thing += 1) {
      if (this.#things.feeds.get(thing)?.id !== record.id || !this.#things.exists(thing)) {
        continue
      }
      if (feed) {
        this.#things.feeds.set(thing, feed)
        this.#things.klass[thing] = feed.klass
        this.#things.mark(thing, CHANGED.described)
      } else {
        this.drop(thing)
      }
    }
  }
}
