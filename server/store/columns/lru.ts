/** The last few values asked for, up to a total weight; the one longest unused goes first. */
export class Lru<T> {
  readonly #entries = new Map<string, T>()
  readonly #most: number
  readonly #weigh: (value: T) => number
  #weight = 0

  /** `weigh` answers what a value counts against `most`; one each by default. */
  constructor(most: number, weigh: (value: T) => number = () => 1) {
    this.#most = most
    this.#weigh = weigh
  }

  get(key: string): T | undefined {
    const value = this.#entries.get(key)
    if (value !== undefined) {
      this.#entries.delete(key)
      this.#entries.set(key, value)
    }
    return value
  }

  set(key: string, value: T): void {
    this.#drop(key)
    this.#entries.set(key, value)
    this.#weight += this.#weigh(value)
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#most) {
        break
      }
      this.#drop(oldest)
    }
  }

  clear(): void {
    this.#entries.clear()
    this.#weight = 0
  }

  #drop(key: string): void {
    const value = this.#entries.get(key)
    if (value !== undefined) {
      this.#entries.delete(key)
      this.#weight -= this.#weigh(value)
    }
  }
}
