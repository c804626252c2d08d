import type { Heard, HeardFix } from '../../../../core/feed.ts'
import type { Reader } from '../../../../core/policy.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import type { CommitBatch, Cut, Delivery, FeedView, Store } from '../../../../server/face.ts'
import { Fusion } from '../../shared/fusion.ts'
import { Twins } from '../../shared/pipeline/dedupe.ts'
import { runPipeline, type Run } from '../../shared/pipeline/pipeline.ts'
import { AHEAD_MS, YEAR_2000 } from '../../shared/pipeline/normalise.ts'
import { Refusals } from '../../shared/pipeline/refusals.ts'
import { reportOf, SUSPECT, type Report } from '../../shared/pipeline/report.ts'
import { Subjects } from '../../shared/pipeline/subjects.ts'
import { isInside, type Box } from './audience.ts'
import { Book, MANUAL_PREFIX } from './book.ts'
import { Belonging, type FeedIn } from './belonging.ts'
import { AccessClasses } from './classes.ts'
import { natureOf } from './describe.ts'
import type { LastKnown } from './heads-file.ts'
import { lastKnownOf, restoreInto } from './last-known.ts'
import { learn } from './learn.ts'
import { Publisher } from './publisher.ts'
import { Sight } from './sight.ts'
import { CHANGED, Things, type TrackEntry } from './things.ts'
import { ToHistory, type Writer } from './to-history.ts'
import { Unplaced } from './unplaced.ts'

/** Identities carried at once; beyond it new ones are refused, counted, until others are forgotten. */
const MOST_SUBJECTS = 1_200_000
const FORGOTTEN_MS = 24 * 3_600_000

/** A call for help or its end, as whoever watches hears of it. `thing` is −1 where it was never placed. */
export type HeardAlarm = { subject: string; alarm: string; at: number; text: string | null; thing: number; feed: FeedView }

/** What follows the live picture; called in the order of events, must not throw. */
export type Follower = {
  /** Every position that was taken, in the order of fix times, before it is kept: where fences are held against it. */
  fences?(reports: readonly Report[], picture: Picture): void
  /** Positions that were believed and are the newest, after the picture has taken them. `slot` of each names its identity, `subjects.thing` its thing. */
  moved?(reports: readonly Report[], picture: Picture): void
  alarm?(alarm: HeardAlarm, picture: Picture): void
  /** The alert of a subject's call for help was closed. */
  closed?(subject: string): void
  /** A thing of a feed that makes tracks of what it meets was seen for the first time. */
  met?(thing: number, feed: FeedView): void
}

/** The live picture of one node: takes what feeds and people report through the pipeline and knows where everything is now. */
export class Picture {
  readonly classes = new AccessClasses()
  readonly subjects = new Subjects()
  readonly things = new Things(this.subjects, this.classes)
  readonly book = new Book(this.classes)
  readonly refusals = new Refusals()
  readonly publisher: Publisher
  readonly sight: Sight
  /** Which identity is shown as what. */
  readonly #belonging: Belonging
  readonly #store: Store
  readonly #clock: () => number
  readonly #twins = new Twins()
  readonly #fusion = new Fusion()
  readonly #unplaced = new Unplaced()
  readonly #followers: Follower[] = []
  readonly #history = new ToHistory(this.refusals)

  constructor(store: Store, clock: () => number) {
    this.#store = store
    this.#clock = clock
    this.sight = new Sight(store, this.classes, this.book)
    this.#belonging = new Belonging(this, (thing, feed) => this.#followers.forEach((one) => one.met?.(thing, feed)))
    this.publisher = new Publisher(this.things, store, clock)
    this.things.unitOf = (callsign) => this.book.unitOf(callsign)
  }

  /** Where history is written; before it is known nothing is kept. */
  keepIn(write: Writer): void {
    this.#history.write = write
  }

  /** Positions handed on for history and not yet on the disk. */
  get waiting(): number {
    return this.#history.waiting
  }

  follow(follower: Follower): void {
    this.#followers.push(follower)
  }

  /** Read the records the picture rests on. Changes that are committed meanwhile must come through `commit` afterwards. */
  async load(system: Reader): Promise<void> {
    for await (const { record } of this.#store.stream(system, { kind: 'feed', workflow: ['approved', 'retracted', 'merged'] })) {
      this.book.feed(record)
    }
    for await (const { record } of this.#store.stream(system, { kind: 'unit' })) {
      this.book.unit(record)
    }
    for await (const { record } of this.#store.stream(system, { kind: 'track', workflow: ['approved', 'retracted', 'merged'] })) {
      this.book.track(record)
    }
  }

  /** Take committed records in: who may see what, and which identity is whose, changes with them at once. */
  commit(batch: CommitBatch): void {
    let protection = false
    for (const { record } of batch.changes) {
      switch (record.kind) {
        case 'track':
          this.#belonging.trackChanged(record)
          protection = true
          break
        case 'feed':
          this.#belonging.feedChanged(record)
          protection = true
          break
        case 'unit':
          this.book.unit(record)
          break
        case 'alert':
          this.#alertChanged(record)
          break
        case 'area':
        case 'user':
          protection = true
      }
    }
    if (protection) {
      this.publisher.protectionChanged()
    }
  }

  /** How words are cut for everybody from now on: no frame goes out any more as it was made before. */
  keepWords(cut: Cut | null): void {
    this.things.keepWords(cut)
    this.publisher.protectionChanged()
  }

  /** Take what a feed heard. */
  take(delivery: Delivery): void {
    const known = this.book.feeds.get(delivery.feed.id)
    const feed = known ?? { ...delivery.feed, klass: this.classes.numberOf(delivery.feed) }
    let batch: Report[] = []
    const flush = (): void => {
      if (batch.length > 0) {
        this.#run(batch, feed, delivery.replay)
        batch = []
      }
    }
    for (const heard of delivery.heard) {
      if (heard.what === 'position') {
        batch.push(reportOf(heard.fix, delivery.receivedAt, heard.facts, feed.id))
      } else {
        flush()
        this.#event(heard, feed, delivery)
      }
    }
    flush()
  }

  /** Take what a person said of where a track is. `at` is when it was there. Answers how it was taken. */
  manual(track: TrackEntry, said: { lon: number; lat: number; at: number; accuracyM: number | null; speedMs?: number | null; courseDeg?: number | null }): { late: boolean; refused: boolean } {
    const report = reportOf({ subject: MANUAL_PREFIX + track.id, altM: null, speedMs: null, courseDeg: null, source: 'manual', ...said }, this.#clock(), undefined, null)
    const [taken] = this.#run([report], null, false)
    return { late: taken?.late ?? false, refused: taken === undefined }
  }

  /** A recording of where a track was, in the order of its times: kept in history, and shown where it is newer than what is known. */
  recorded(track: TrackEntry, fixes: readonly HeardFix[]): { taken: number } {
    const now = this.#clock()
    const reports = fixes.map((fix) => reportOf({ ...fix, subject: MANUAL_PREFIX + track.id }, now, undefined, null))
    return { taken: this.#run(reports, null, false, true).length }
  }

  /** Forget what has no track and was not heard of for a day; tracks keep their last known place. Answers how many. */
  forget(now: number): number {
    const { things, subjects } = this
    let count = 0
    for (let thing = 0; thing < things.numbers; thing += 1) {
      if (things.exists(thing) && things.tracks.get(thing) === undefined && (subjects.receivedAt[things.lead[thing] as number] as number) < now - FORGOTTEN_MS) {
        this.#belonging.drop(thing)
        count += 1
      }
    }
    return count
  }

  /** Every last known place, for keeping over a restart. */
  lastKnown(): Generator<LastKnown> {
    return lastKnownOf(this)
  }

  /** Take a last known place back in, unless something newer is known. What its feed or track no longer allows is left out. */
  restore(row: Parameters<typeof restoreInto>[2]): void {
    restoreInto(this, this.#belonging, row)
  }

  /** Has this identity been met, as it comes by a feed, or does a track claim it? */
  hasMet(feed: string, subject: string): boolean {
    return this.#belonging.hasMet(feed, subject)
  }

  /** The number of a thing by its id, `feed/identity` where it has no track; −1 when there is none on the picture. */
  find(id: string): number {
    const track = this.book.tracks.get(id)
    if (track) {
      return track.thing
    }
    const cut = id.indexOf('/')
    const [feed, subject] = [id.slice(0, Math.max(0, cut)), id.slice(cut + 1)]
    for (const name of [subject, `${subject}@${feed}`]) {
      const slot = this.subjects.find(name)
      const thing = slot < 0 ? -1 : (this.subjects.thing[slot] as number)
      if (thing >= 0 && this.things.idOf(thing) === id) {
        return thing
      }
    }
    return -1
  }

  isInside(thing: number, box: Box): boolean {
    const lead = this.things.lead[thing] as number
    return isInside(box, this.subjects.lon[lead] as number, this.subjects.lat[lead] as number)
  }

  close(): void {
    this.publisher.close()
  }

  /** `replay`: heard before, not kept again. `past`: of somebody's recording, about which nobody is alerted any more. */
  #run(reports: Report[], feed: FeedIn, replay: boolean, past = false): Report[] {
    const run: Run = {
      subjects: this.subjects,
      twins: this.#twins,
      note: (reason, report) => this.refusals.note(feed?.id ?? '', reason, report),
      identify: (report) => this.#belonging.identify(report.subject, feed, this.subjects.size < MOST_SUBJECTS),
      sortOf: (slot, report) => {
        const thing = this.subjects.thing[slot] as number
        return this.things.tracks.get(thing)?.data.sort ?? natureOf(report.facts ?? this.things.facts.get(thing), feed ?? undefined).sort
      },
      associate: (batch) => this.#belonging.associate(batch, feed, (thing, subject) => this.#placed(thing, subject, feed)),
      geofence: (batch) => {
        if (!past) {
          this.#followers.forEach((one) => one.fences?.(batch, this))
        }
      },
      persist: (batch) => {
        if (!replay) {
          this.#history.take(batch, (report) => this.things.tracks.get(this.subjects.thing[report.slot] as number)?.data.retention ?? feed?.config.retention ?? 'standard', feed?.id ?? '')
        }
      },
      head: (batch) => this.#head(batch),
      rules: (batch) => {
        const believed = batch.filter((report) => !report.late && report.quality !== SUSPECT)
        if (believed.length > 0 && !past) {
          this.#followers.forEach((one) => one.moved?.(believed, this))
        }
      },
      publish: () => {},
    }
    // Reports that bear no identity are made tracks of before anything is asked about identities.
    return runPipeline(feed?.config.options?.['fuse'] === true ? this.#fusion.take(feed.id, reports) : reports, run)
  }

  /** Something is somewhere for the first time: what its source said of it before belongs to it. */
  #placed(thing: number, subject: string, feed: FeedIn): void {
    const facts = feed ? this.#unplaced.take(feed.id, subject) : undefined
    if (facts) {
      learn(this.things, thing, facts)
    }
  }

  #head(reports: readonly Report[]): void {
    for (const report of reports) {
      const thing = this.subjects.thing[report.slot] as number
      if (thing < 0 || report.quality === SUSPECT) {
        continue
      }
      if (!report.late) {
        this.things.moved(thing, report.slot)
      }
      if (report.facts) {
        learn(this.things, thing, report.facts)
      }
    }
  }

  #event(heard: Heard, feed: NonNullable<FeedIn>, delivery: Delivery): void {
    switch (heard.what) {
      case 'facts': {
        const thing = this.#belonging.thingOf(heard.subject, feed)
        if (thing >= 0) {
          learn(this.things, thing, heard.facts)
        } else {
          this.#unplaced.keep(feed.id, heard.subject, heard.facts)
        }
        return
      }
      case 'alarm': {
        if (heard.fix) {
          this.#run([reportOf(heard.fix, delivery.receivedAt, undefined, feed.id)], feed, delivery.replay)
        }
        const thing = this.#belonging.thingOf(heard.subject, feed)
        if (thing >= 0 && (heard.alarm === 'sos' || heard.alarm === 'cancel')) {
          this.things.sos[thing] = heard.alarm === 'sos' ? 1 : 0
          this.things.mark(thing, CHANGED.described)
        }
        if (!delivery.replay) {
          const alarm: HeardAlarm = { subject: heard.subject, alarm: heard.alarm, at: believable(heard.at, delivery.receivedAt), text: heard.text ?? null, thing, feed }
          this.#followers.forEach((one) => one.alarm?.(alarm, this))
        }
        return
      }
      case 'gone': {
        const thing = this.#belonging.thingOf(heard.subject, feed)
        // A track keeps its last known place; what is only heard of leaves with its own word.
        if (thing >= 0 && this.things.tracks.get(thing) === undefined) {
          this.#belonging.drop(thing)
        }
      }
    }
  }

  /** A call for help that somebody closed is not shown as one any more. */
  #alertChanged({ data }: VigieRecord): void {
    const subject = String(data['subject'] ?? '')
    if (data['sos'] !== true || data['state'] !== 'closed' || subject === '') {
      return
    }
    const slot = this.subjects.find(subject)
    const thing = slot < 0 ? -1 : (this.subjects.thing[slot] as number)
    if (thing >= 0 && this.things.sos[thing] === 1) {
      this.things.sos[thing] = 0
      this.things.mark(thing, CHANGED.described)
    }
    this.#followers.forEach((one) => one.closed?.(subject))
  }
}

/** When a call was made by its device's clock, unless that clock is wrong. */
function believable(at: number | null, receivedAt: number): number {
  return at !== null && at >= YEAR_2000 && at <= receivedAt + AHEAD_MS ? at : receivedAt
}
