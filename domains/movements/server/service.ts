import type { App, Service } from '../../../server/face.ts'
import { stateOf } from '../shared/movement.ts'
import { Book, type MovementRecord } from './book.ts'
import { Hindered } from './restrictions.ts'
import { Eyes } from './seen.ts'
import { Told } from './told.ts'

/** Positions are looked at so often. */
const LOOK_MS = 15_000

const services = new WeakMap<App, MovementWatch>()

/** The watch over movements of a running node; null before it has begun. */
export function watchOf(app: App): MovementWatch | null {
  return services.get(app) ?? null
}

/** Follows what moves: positions by a timer, deadlines by the clocks, calls as they come; tells of each occasion once. */
export class MovementWatch implements Service {
  readonly book: Book
  readonly #app: App
  readonly #eyes: Eyes
  readonly #told: Told
  readonly #hindered: Hindered
  readonly #stops: (() => void)[] = []
  #timer: ReturnType<typeof setTimeout> | null = null
  #queue: Promise<void> = Promise.resolve()
  #closed = false

  private constructor(app: App) {
    this.#app = app
    this.book = new Book(app)
    this.#eyes = new Eyes(app, this.book)
    this.#told = new Told(app)
    this.#hindered = new Hindered(app, this.book)
  }

  static async make(app: App): Promise<MovementWatch> {
    const watch = new MovementWatch(app)
    services.set(app, watch)
    await watch.#begin()
    return watch
  }

  async start(): Promise<void> {
    this.#wait()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stops.forEach((stop) => stop())
    if (this.#timer) {
      clearTimeout(this.#timer)
    }
    await this.#queue
  }

  /** Everything that was committed or came due by now was told. */
  async settled(): Promise<void> {
    for (let before: Promise<void> | null = null; before !== this.#queue;) {
      before = this.#queue
      await before
    }
  }

  /** Look at every movement under way now. */
  look(): Promise<void> {
    return this.#enqueue(async () => {
      for (const record of this.book.underWay()) {
        await this.#check(record, true)
      }
      // What is in force for a time ends by itself.
      if (this.#hindered.any) {
        await this.#hindered.look(null, this.#app.clock())
      }
    })
  }

  async #begin(): Promise<void> {
    await this.book.load()
    await this.#told.load()
    await this.#hindered.load()
    this.#stops.push(this.#app.store.onCommit((batch) => {
      const touched = this.book.take(batch)
      if (this.#app.loading === null) {
        for (const record of touched) {
          void this.#enqueue(() => this.#check(record, false))
        }
        if (touched.length > 0 || batch.changes.some(({ record }) => record.kind === 'restriction')) {
          const some = batch.changes.some(({ record }) => record.kind === 'restriction') ? null : touched
          void this.#enqueue(() => this.#hindered.look(some, this.#app.clock()))
        }
      }
    }))
    this.#stops.push(this.#app.clocks.onCrossed(async ({ clock, rung, record }) => {
      if (record.kind === 'movement' && rung.what !== 'warn' && clock.name !== 'report') {
        // What a tracker says now comes before what the clock says.
        await this.#enqueue(() => this.#check(record as MovementRecord, true))
      }
    }))
  }

  async #check(known: MovementRecord, positions: boolean): Promise<void> {
    const standing = (): MovementRecord => this.book.open.get(known.id) ?? known
    if (stateOf(standing().data) !== 'departed') {
      this.#eyes.forget(known.id)
    } else if (positions) {
      await this.#eyes.look(standing(), this.#app.clock())
    }
    await this.#told.settle(this.book.open.get(known.id) ?? { ...known, data: { ...known.data, state: stateOf(known.data) === 'departed' ? 'returned' : stateOf(known.data) } }, this.#eyes.followingOf(known.id), this.#app.clock())
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(() => (this.#closed ? undefined : work()))
    this.#queue = done.catch((error: unknown) => this.#app.log.error({ err: error }, 'movements could not be looked at; they are looked at again'))
    return done
  }

  #wait(): void {
    if (!this.#closed) {
      this.#timer = setTimeout(() => void this.look().catch(() => undefined).finally(() => this.#wait()), LOOK_MS)
      this.#timer.unref()
    }
  }
}
