import type { FeedConfig } from '../../../../core/feed-config.ts'
import { GONE, type VigieRecord } from '../../../../core/record.ts'
import { fold } from '../../../../core/text.ts'
import type { FeedView } from '../../../../server/face.ts'
import type { Track } from '../../shared/track.ts'
import type { AccessClasses } from './classes.ts'
import type { TrackEntry } from './things.ts'

/** The identity under which a person's word on where a track is is kept. */
export const MANUAL_PREFIX = 'manual:'

/**
 * The records the picture rests on, in memory: tracks by the identities they claim, feeds, and units by callsign. An identity
 * claimed by two tracks belongs to the older one. A retracted track still claims its identities, so that what was taken away does
 * not come back under its feed.
 */
export class Book {
  readonly #classes: AccessClasses
  readonly tracks = new Map<string, TrackEntry & { withdrawn: boolean }>()
  readonly feeds = new Map<string, FeedView & { klass: number }>()
  /** Access class of what each feed brought, also of one that was retracted: its positions stay in history. */
  readonly sources = new Map<string, number>()
  readonly #claims = new Map<string, string[]>()
  readonly #units = new Map<string, string>()
  readonly #callsigns = new Map<string, string[]>()

  constructor(classes: AccessClasses) {
    this.#classes = classes
  }

  /** Take a track as it stands now; answers the identities whose owner may have changed. */
  track(record: VigieRecord): string[] {
    const data = record.data as unknown as Track
    const before = this.tracks.get(record.id)
    const claimed = record.workflow === 'merged' ? [] : data.subjects
    const [lost, won] = [(before?.data.subjects ?? []).filter((one) => !claimed.includes(one)), claimed.filter((one) => !this.#claims.get(one)?.includes(record.id))]
    for (const subject of lost) {
      const left = (this.#claims.get(subject) ?? []).filter((one) => one !== record.id)
      if (left.length > 0) {
        this.#claims.set(subject, left)
      } else {
        this.#claims.delete(subject)
      }
    }
    const entry = { id: record.id, ref: record.ref, version: record.version, data: claimed === data.subjects ? data : { ...data, subjects: claimed }, klass: this.#classes.numberOf(record), thing: before?.thing ?? -1, withdrawn: GONE.includes(record.workflow) }
    if (before) {
      Object.assign(before, entry)
    } else {
      this.tracks.set(record.id, entry)
    }
    for (const subject of won) {
      // References grow with time, so the oldest comes first.
      this.#claims.set(subject, [...(this.#claims.get(subject) ?? []), record.id].sort((a, b) => (this.tracks.get(a)?.ref ?? '').localeCompare(this.tracks.get(b)?.ref ?? '')))
    }
    return [...lost, ...claimed]
  }

  /** Take a feed as it stands now; answers it, or null when it was retracted. */
  feed(record: VigieRecord): (FeedView & { klass: number }) | null {
    this.sources.set(record.id, this.#classes.numberOf(record))
    if (GONE.includes(record.workflow)) {
      this.feeds.delete(record.id)
      return null
    }
    const view = { id: record.id, ref: record.ref, config: record.data as unknown as FeedConfig, handling: record.handling, area: record.area, klass: this.#classes.numberOf(record) }
    this.feeds.set(record.id, view)
    return view
  }

  /** Take a unit as it stands now: its callsigns name it. */
  unit(record: VigieRecord): void {
    for (const sign of this.#callsigns.get(record.id) ?? []) {
      if (this.#units.get(sign) === record.id) {
        this.#units.delete(sign)
      }
    }
    const signs = GONE.includes(record.workflow) ? [] : ((record.data['callsigns'] as string[] | undefined) ?? []).map(signOf)
    this.#callsigns.set(record.id, signs)
    for (const sign of signs) {
      if (!this.#units.has(sign)) {
        this.#units.set(sign, record.id)
      }
    }
  }

  /** Id of the unit that goes by a callsign. */
  unitOf(callsign: string | null | undefined): string | null {
    return callsign ? (this.#units.get(signOf(callsign)) ?? null) : null
  }

  /** The track an identity belongs to. */
  ownerOf(subject: string): (TrackEntry & { withdrawn: boolean }) | undefined {
    const id = this.#claims.get(subject)?.[0] ?? (subject.startsWith(MANUAL_PREFIX) ? subject.slice(MANUAL_PREFIX.length) : undefined)
    return id === undefined ? undefined : this.tracks.get(id)
  }
}

/** `Lion 2`, `LION-2` and `lion2` are one callsign. */
function signOf(callsign: string): string {
  return fold(callsign).replace(/[^\p{L}\p{N}]/gu, '')
}
