/** Work under one name is done one after the other; different names run side by side. */
export class Lanes {
  readonly #tails = new Map<string, Promise<unknown>>()

  /** Do `work` after everything begun earlier under this name. A failure is the caller's alone. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(name) ?? Promise.resolve()
    const mine = before.then(work)
    const tail = mine.then(nothing, nothing)
    this.#tails.set(name, tail)
    try {
      return await mine
    } finally {
      if (this.#tails.get(name) === tail) {
        this.#tails.delete(name)
      }
    }
  }
}

function nothing(): void {}
