import type { SubjectFacts } from '../../../../core/fix.ts'
import type { Cut, FeedView } from '../../../../server/face.ts'
import type { LiveTrack } from '../../shared/wire.ts'
import { longer, Pages, room } from '../../shared/pipeline/columns.ts'
import type { Subjects } from '../../shared/pipeline/subjects.ts'
import type { Track } from '../../shared/track.ts'
import { describe, NAMED, withWords } from './describe.ts'
import type { AccessClasses } from './classes.ts'
import { Grid } from './grid.ts'

/** A track as the picture keeps it. `thing` is its number once it has a position, −1 before. */
export type TrackEntry = { id: string; ref: string; version: number; data: Track; klass: number; thing: number }

/** What happened to a thing since it was last told: bits. */
export const CHANGED = { moved: 1, described: 2, gone: 4 } as const

/**
 * Everything that is shown, in columns: which identity leads it, who may see it, what it is. A thing is a track with all its
 * identities, or one identity of one feed that nobody has made a track of.
 */
export class Things {
  readonly subjects: Subjects
  readonly classes: AccessClasses
  readonly grid = new Grid()
  /** Id of the unit that goes by a callsign. */
  unitOf: (callsign: string | null) => string | null = () => null
  /** Identity whose position is the newest; −1 for a number that is free. */
  lead = new Int32Array(1024)
  klass = new Int32Array(1024)
  changed = new Uint8Array(1024)
  /** Positions since last told. */
  updates = new Int32Array(1024)
  sos = new Uint8Array(1024)
  readonly tracks = new Pages<TrackEntry>()
  readonly feeds = new Pages<FeedView>()
  readonly facts = new Pages<SubjectFacts>()
  /** Identities of a thing that has more than one. */
  readonly members = new Map<number, number[]>()
  #cut: Cut | null = null
  #dirty: number[] = []
  readonly #free: number[] = []
  #numbers = 0
  #count = 0
  #wake: () => void = () => {}

  constructor(subjects: Subjects, classes: AccessClasses) {
    this.subjects = subjects
    this.classes = classes
  }

  /** Things there are. */
  get size(): number {
    return this.#count
  }

  /** Numbers ever given; those with `lead` −1 are free. */
  get numbers(): number {
    return this.#numbers
  }

  get dirty(): number {
    return this.#dirty.length
  }

  /** Called whenever something is to be told, after nothing was. */
  onChange(wake: () => void): void {
    this.#wake = wake
  }

  /** A new thing led by an identity that has a position. */
  make(subject: number, klass: number, feed: FeedView | undefined, track: TrackEntry | undefined): number {
    const thing = this.#free.pop() ?? this.#numbers
    if (thing === this.#numbers) {
      this.#numbers += 1
    }
    if (thing >= this.lead.length) {
      this.#grow()
    }
    this.lead[thing] = subject
    this.klass[thing] = klass
    this.sos[thing] = 0
    this.updates[thing] = 0
    this.tracks.set(thing, track)
    this.feeds.set(thing, feed)
    this.facts.set(thing, undefined)
    this.subjects.thing[subject] = thing
    if (track) {
      track.thing = thing
    }
    this.#count += 1
    this.grid.put(thing, this.subjects.lon[subject] as number, this.subjects.lat[subject] as number)
    this.mark(thing, CHANGED.described)
    return thing
  }

  /** An identity has a newer position. */
  moved(thing: number, subject: number): void {
    const { subjects } = this
    const lead = this.lead[thing] as number
    if (lead !== subject) {
      if ((subjects.at[subject] as number) < (subjects.at[lead] as number)) {
        return
      }
      this.lead[thing] = subject
      this.mark(thing, CHANGED.described)
    }
    this.grid.put(thing, subjects.lon[subject] as number, subjects.lat[subject] as number)
    this.updates[thing] = (this.updates[thing] as number) + 1
    this.mark(thing, CHANGED.moved)
  }

  /** Take an identity out of its thing; a thing without any is gone. */
  leave(subject: number): void {
    const thing = this.subjects.thing[subject] as number
    if (thing < 0) {
      return
    }
    this.subjects.thing[subject] = -1
    const others = (this.members.get(thing) ?? []).filter((one) => one !== subject)
    if (others.length > 1) {
      this.members.set(thing, others)
    } else {
      this.members.delete(thing)
    }
    const remaining = others.length > 0 ? others : this.lead[thing] === subject ? [] : [this.lead[thing] as number]
    if (remaining.length === 0) {
      this.#end(thing)
      return
    }
    if (this.lead[thing] === subject) {
      const { at } = this.subjects
      const newest = remaining.reduce((a, b) => ((at[b] as number) > (at[a] as number) ? b : a))
      this.lead[thing] = newest
      this.grid.put(thing, this.subjects.lon[newest] as number, this.subjects.lat[newest] as number)
      this.mark(thing, CHANGED.described)
    }
  }

  /** Let an identity with a position belong to a thing that stands. */
  join(thing: number, subject: number): void {
    const members = this.members.get(thing) ?? [this.lead[thing] as number]
    this.members.set(thing, [...members, subject])
    this.subjects.thing[subject] = thing
    this.moved(thing, subject)
  }

  /** Identities of a thing. */
  membersOf(thing: number): readonly number[] {
    return this.members.get(thing) ?? [this.lead[thing] as number]
  }

  mark(thing: number, what: number): void {
    const before = this.changed[thing] as number
    if (before === 0) {
      this.#dirty.push(thing)
      if (this.#dirty.length === 1) {
        this.#wake()
      }
    }
    this.changed[thing] = before | what
  }

  /** What is to be told, once: `told` frees what is gone and forgets the marks. */
  takeDirty(): number[] {
    const taken = this.#dirty
    this.#dirty = []
    return taken
  }

  /** What was taken has been told to everybody. */
  told(things: readonly number[]): void {
    for (const thing of things) {
      this.changed[thing] = 0
      this.updates[thing] = 0
      if (this.lead[thing] === -1) {
        this.#free.push(thing)
      }
    }
  }

  exists(thing: number): boolean {
    return thing < this.#numbers && (this.lead[thing] ?? -1) >= 0
  }

  /** `feed/subject` for a thing without a track. */
  idOf(thing: number): string {
    const track = this.tracks.get(thing)
    return track?.id ?? `${this.feeds.get(thing)?.id ?? ''}/${this.subjectOf(thing)}`
  }

  /** The identity that leads a thing, as its source says it: that it is kept apart from the same one known more widely is no part of it. */
  subjectOf(thing: number): string {
    const name = this.subjects.nameOf(this.lead[thing] as number) ?? ''
    const feed = this.feeds.get(thing)
    return feed && name.endsWith(`@${feed.id}`) ? name.slice(0, -feed.id.length - 1) : name
  }

  view(thing: number): LiveTrack {
    const said = describe(this, thing)
    return this.#cut ? withWords(said, this.#cut) : said
  }

  /** Words of everybody's names are cut so from now on, null for none; what says one of them otherwise than before is described anew. */
  keepWords(cut: Cut | null): void {
    const before = this.#cut
    this.#cut = cut
    for (let thing = 0; thing < this.#numbers; thing += 1) {
      if (this.exists(thing)) {
        const said = describe(this, thing)
        const [then, now] = [withWords(said, before), withWords(said, cut)]
        if (NAMED.some((field) => then[field] !== now[field])) {
          this.mark(thing, CHANGED.described)
        }
      }
    }
  }

  #end(thing: number): void {
    const track = this.tracks.get(thing)
    if (track) {
      track.thing = -1
    }
    this.lead[thing] = -1
    this.tracks.set(thing, undefined)
    this.feeds.set(thing, undefined)
    this.facts.set(thing, undefined)
    this.members.delete(thing)
    this.grid.remove(thing)
    this.#count -= 1
    this.mark(thing, CHANGED.gone)
  }

  #grow(): void {
    const size = room(this.lead.length)
    this.lead = longer(this.lead, new Int32Array(size))
    this.klass = longer(this.klass, new Int32Array(size))
    this.changed = longer(this.changed, new Uint8Array(size))
    this.updates = longer(this.updates, new Int32Array(size))
    this.sos = longer(this.sos, new Uint8Array(size))
  }
}
