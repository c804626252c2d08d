import type { Reader } from '../../core/policy.ts'
import { keyOf } from './views.ts'

/** What is told of a listener: `changed` when other rights hold from now on, `same` when none do, `gone` when nobody may listen any more. */
export type Told = { changed(reader: Reader): void; same(): void; gone(): void; failed(error: unknown): void }

/** Who sits before one screen, with the rights that hold now. While they are looked up nothing is sent that depends on them. */
export class Listener {
  #reader: Reader
  #key: string
  #hold: Promise<void> | null = null
  readonly #told: Told

  constructor(reader: Reader, told: Told) {
    this.#reader = reader
    this.#key = keyOf(reader)
    this.#told = told
  }

  get reader(): Reader {
    return this.#reader
  }

  /** The same for readers who may see the same. */
  get key(): string {
    return this.#key
  }

  get isHeld(): boolean {
    return this.#hold !== null
  }

  /** The account changed. `look` answers who it is now, or null when nobody may listen any more. */
  recheck(look: () => Promise<Reader | null>): void {
    const held: Promise<void> = look().then(
      (reader) => this.#become(held, reader),
      (error: unknown) => {
        this.#told.failed(error)
        this.#become(held, null)
      },
    )
    this.#hold = held
  }

  /** Resolves when the rights are known. */
  async known(): Promise<void> {
    while (this.#hold) {
      await this.#hold
    }
  }

  #become(held: Promise<void>, reader: Reader | null): void {
    if (this.#hold !== held) {
      // Looked up once more since.
      return
    }
    this.#hold = null
    if (!reader) {
      this.#told.gone()
      return
    }
    const key = keyOf(reader)
    const same = key === this.#key
    this.#reader = reader
    this.#key = key
    if (same) {
      this.#told.same()
    } else {
      this.#told.changed(reader)
    }
  }
}
