import { canonical } from '../../../../core/json.ts'
import type { Reader } from '../../../../core/policy.ts'
import type { Channel, Store } from '../../../../server/face.ts'
import { Audience, MOST_A_FRAME, type Box } from './audience.ts'
import { MovedRows } from './moved-rows.ts'
import type { Things } from './things.ts'

/** A turn comes at most so often; with few things moving, sooner. */
const TURN_MS = 1_000
const QUIET_TURN_MS = 250
const QUIET = 200
/** What takes something out of sight is told within this. */
const AT_ONCE_MS = 20

/** Writes down that somebody reads what is sensitive; rejects when that cannot be written. */
export type NoteReads = (reader: Reader, things: readonly number[]) => Promise<void>

type Screen = { audience: Audience; reader: Reader; box: Box | null; most: number; ready: () => void }

/**
 * Tells open screens what changed, in turns: each turn the changed things are looked at once for each audience, and what is sent
 * is written once for all its screens.
 */
export class Publisher {
  readonly #things: Things
  readonly #store: Store
  readonly #clock: () => number
  readonly #audiences = new Map<string, Audience>()
  readonly #screens = new Set<Screen>()
  readonly #rows: MovedRows
  readonly #texts = new Map<number, string>()
  #timer: NodeJS.Timeout | null = null
  #due = Infinity
  #turn = 0
  #lastTurn = -Infinity
  #protectionChanged = false
  #closed = false
  /** Before it is set nothing is written down. */
  noteReads: NoteReads | null = null

  constructor(things: Things, store: Store, clock: () => number) {
    this.#things = things
    this.#rows = new MovedRows(things)
    this.#store = store
    this.#clock = clock
    things.onChange(() => this.#plan())
  }

  /** Screens open now. */
  get screens(): number {
    return this.#screens.size
  }

  /** Who may see what has changed: nothing more is sent before everybody's picture has been brought in line. */
  protectionChanged(): void {
    this.#protectionChanged = true
    this.#schedule(AT_ONCE_MS)
  }

  /** A screen opens; `most` things are shown at most. */
  open(reader: Reader, box: Box | null, most: number, ready: () => void): Channel {
    const screen: Screen = { audience: this.#audienceOf(reader, box, most), reader, box, most, ready }
    this.#screens.add(screen)
    screen.audience.screens += 1
    let [numbers, from] = [screen.audience.numbers(), 0]
    let [epoch, turn] = [screen.audience.epoch, screen.audience.turn]
    const anew = (): void => {
      ;[numbers, from] = [screen.audience.numbers(), 0]
      ;[epoch, turn] = [screen.audience.epoch, screen.audience.turn]
      ready()
    }
    const noted = new Set<string>()
    let noting = false
    let failed: { error: unknown } | null = null
    /** What is sensitive is sent when it is written down that it was read. */
    const mustNote = (): boolean => {
      if (failed) {
        throw failed.error
      }
      const fresh = this.noteReads ? [...screen.audience.sensitive].filter((thing) => this.#things.exists(thing) && !noted.has(this.#things.idOf(thing))) : []
      if (fresh.length > 0 && !noting && this.noteReads) {
        noting = true
        const ids = fresh.map((thing) => this.#things.idOf(thing))
        this.noteReads(screen.reader, fresh).then(() => ids.forEach((id) => noted.add(id)), (error: unknown) => { failed = { error } }).finally(() => {
          noting = false
          ready()
        })
      }
      return fresh.length > 0
    }
    ready()
    return {
      take: () => {
        this.#settle()
        if (mustNote()) {
          return null
        }
        if (epoch !== screen.audience.epoch) {
          anew()
        }
        const now = this.#clock()
        if (from <= numbers.length) {
          const frame = screen.audience.first(numbers, from, now)
          from += MOST_A_FRAME
          if (from >= numbers.length) {
            from = Infinity
          }
          ready()
          return frame
        }
        const frame = screen.audience.since(turn, now)
        if (frame === undefined) {
          anew()
          return null
        }
        turn = screen.audience.turn
        return frame
      },
      become: (next) => {
        screen.reader = next
        const audience = this.#audienceOf(next, box, most)
        if (audience !== screen.audience) {
          this.#leave(screen)
          screen.audience = audience
          audience.screens += 1
          anew()
        }
        this.protectionChanged()
      },
      close: () => {
        this.#screens.delete(screen)
        this.#leave(screen)
      },
    }
  }

  /** Take in what changed now; called by its own timer. */
  turn(): void {
    const things = this.#things
    const dirty = things.takeDirty()
    this.#protectionChanged = false
    this.#turn += 1
    this.#lastTurn = performance.now()
    this.#rows.clear()
    this.#texts.clear()
    const said = new Set<Audience>()
    const changed = things.grid.some(dirty)
    for (const audience of this.#audiences.values()) {
      if (audience.advance(this.#turn, changed)) {
        said.add(audience)
      }
    }
    things.told(dirty)
    for (const screen of this.#screens) {
      if (said.has(screen.audience)) {
        screen.ready()
      }
    }
  }

  close(): void {
    this.#closed = true
    if (this.#timer) {
      clearTimeout(this.#timer)
    }
  }

  /** Bring every picture in line with rights that have changed, before anything is taken. */
  #settle(): void {
    if (this.#protectionChanged) {
      this.turn()
    }
  }

  #audienceOf(reader: Reader, box: Box | null, most: number): Audience {
    const { user, name: _name, ...rights } = reader
    const key = canonical([rights, this.#things.classes.isNamed(user) ? user : null, box, most])
    let audience = this.#audiences.get(key)
    if (!audience) {
      audience = new Audience({ things: this.#things, store: this.#store, rows: this.#rows, text: (thing) => this.#text(thing) }, reader, box, most, this.#turn)
      this.#audiences.set(key, audience)
    }
    return audience
  }

  #leave(screen: Screen): void {
    screen.audience.screens -= 1
    if (screen.audience.screens > 0) {
      return
    }
    for (const [key, audience] of this.#audiences) {
      if (audience === screen.audience) {
        this.#audiences.delete(key)
      }
    }
  }

  #text(thing: number): string {
    let text = this.#texts.get(thing)
    if (text === undefined) {
      text = JSON.stringify(this.#things.view(thing))
      this.#texts.set(thing, text)
    }
    return text
  }

  /** Something is to be told: at the next turn, which is soon while little moves. */
  #plan(): void {
    const since = performance.now() - this.#lastTurn
    this.#schedule(Math.max(AT_ONCE_MS, QUIET_TURN_MS - since))
  }

  #schedule(ms: number): void {
    const at = performance.now() + ms
    if (this.#closed || (this.#timer !== null && this.#due <= at)) {
      return
    }
    if (this.#timer) {
      clearTimeout(this.#timer)
    }
    this.#due = at
    this.#timer = setTimeout(() => {
      this.#timer = null
      const rest = this.#lastTurn + TURN_MS - performance.now()
      if (!this.#protectionChanged && this.#things.dirty > QUIET && rest > 0) {
        this.#schedule(rest)
      } else {
        this.turn()
      }
    }, ms)
    this.#timer.unref()
  }
}
