import { Problem } from '../../../../core/problem.ts'
import type { NewAction } from '../../../../core/record.ts'
import { SYSTEM, type App, type Committed } from '../../../../server/face.ts'

/** Actions written in one turn of the store. */
export const BATCH = 200
/** The store could not take something: it is asked again after this. */
export const BUSY_MS = 2_000
/** Why what was to go out does not. */
export const SEEN_BEFORE = 'it was seen before this went out'
/** An attempt nobody wrote the end of belongs to a process that ended: it is made again. */
export const LEASE_MS = 120_000

/** Commit as the node; where another process has done one of them, each alone. */
export async function commitEach(app: App, actions: readonly NewAction[]): Promise<Committed[]> {
  try {
    return await app.store.commit(SYSTEM, actions)
  } catch (error) {
    if (actions.length === 1) {
      app.log.warn({ err: error, type: actions[0]?.type }, 'another process did it, or it cannot be done any more')
      return []
    }
    const done: Committed[] = []
    for (const one of actions) {
      done.push(...(await commitEach(app, [one])))
    }
    return done
  }
}

/** What came of attempts, written together: one turn of the store for many answers. */
export class Results {
  readonly #app: App
  readonly #waiting: { actions: NewAction[]; done: () => void }[] = []
  #writing = false
  #closed = false

  constructor(app: App) {
    this.#app = app
  }

  /** Resolves when it is written down, or can never be. */
  async put(actions: NewAction[]): Promise<void> {
    await new Promise<void>((done) => {
      this.#waiting.push({ actions, done })
      if (!this.#writing) {
        this.#writing = true
        void this.#write()
      }
    })
  }

  /** What cannot be written now is not tried again. */
  close(): void {
    this.#closed = true
  }

  async #write(): Promise<void> {
    await new Promise((resolve) => { setImmediate(resolve) })
    while (this.#waiting.length > 0) {
      const part = this.#waiting.splice(0, BATCH)
      await this.#keep(part.flatMap(({ actions }) => actions))
      part.forEach(({ done }) => done())
    }
    // In the same turn as the last look: what comes now begins anew.
    this.#writing = false
  }

  /** A store that is busy or full is asked again: what is not written would be sent a second time. */
  async #keep(actions: readonly NewAction[]): Promise<void> {
    const end = Date.now() + LEASE_MS
    for (let wait = 50; ; wait = Math.min(2 * wait, BUSY_MS)) {
      try {
        await this.#app.store.commit(SYSTEM, actions)
        return
      } catch (error) {
        const refused = error instanceof Problem && error.status < 500
        if (refused || this.#closed || Date.now() > end) {
          // One of them does not fit any more, the node stops, or by now others make the attempt: each answers for itself.
          await commitEach(this.#app, actions)
          return
        }
        this.#app.log.warn({ err: error }, 'what became of notices could not be written down yet; it is tried again')
        await new Promise((resolve) => { setTimeout(resolve, wait) })
      }
    }
  }
}
