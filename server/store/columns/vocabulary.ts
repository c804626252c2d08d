const MIN_PENDING = 512

/** Words ↔ numbers, with all words that begin alike found together. Numbers are given in order of arrival. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>()
  /** Sorted by UTF-16 unit. */
  #sorted: string[] = []
  /** Came since the last merge, in order of arrival; searched one by one. */
  #pending: string[] = []

  get size(): number {
    return this.#numbers.size
  }

  /** The number of a word, given now when it is new. */
  intern(word: string): number {
    const known = this.#numbers.get(word)
    if (known !== undefined) {
      return known
    }
    const number = this.#numbers.size
    this.#numbers.set(word, number)
    this.#pending.push(word)
    // Merging costs the whole list, so it waits for a share of it: adding stays cheap however large it gets.
    if (this.#pending.length > Math.max(MIN_PENDING, this.#sorted.length >> 2)) {
      this.#merge()
    }
    return number
  }

  /** The number of a word; undefined when it never came. */
  find(word: string): number | undefined {
    return this.#numbers.get(word)
  }

  /** Numbers of all words that begin with `prefix`, in no order. */
  startingWith(prefix: string): number[] {
    if (this.#pending.length > MIN_PENDING) {
      this.#merge()
    }
    const found: number[] = []
    for (let i = lowerBound(this.#sorted, prefix); i < this.#sorted.length; i += 1) {
      const word = this.#sorted[i]!
      if (!word.startsWith(prefix)) {
        break
      }
      found.push(this.#numbers.get(word)!)
    }
    for (const word of this.#pending) {
      if (word.startsWith(prefix)) {
        found.push(this.#numbers.get(word)!)
      }
    }
    return found
  }

  #merge(): void {
    const more = this.#pending.sort(byUnit)
    const out: string[] = []
    let i = 0
    for (const word of this.#sorted) {
      while (i < more.length && more[i]! < word) {
        out.push(more[i++]!)
      }
      out.push(word)
    }
    while (i < more.length) {
      out.push(more[i++]!)
    }
    this.#sorted = out
    this.#pending = []
  }
}

function byUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function lowerBound(sorted: readonly string[], word: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < word) {
      low = middle + 1
    } else {
      high = middle
    }
  }
  return low
}
