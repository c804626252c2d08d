/** Numbers with a key, smallest key first: a binary heap over typed arrays. The same number may lie in it several times. */
export class KeyHeap {
  #keys: Float64Array
  #values: Int32Array
  size = 0

  constructor(room = 1024) {
    this.#keys = new Float64Array(room)
    this.#values = new Int32Array(room)
  }

  push(key: number, value: number): void {
    if (this.size === this.#keys.length) {
      const [keys, values] = [new Float64Array(this.size * 2), new Int32Array(this.size * 2)]
      keys.set(this.#keys)
      values.set(this.#values)
      this.#keys = keys
      this.#values = values
    }
    const keys = this.#keys
    const values = this.#values
    let at = this.size
    this.size += 1
    while (at > 0) {
      const above = (at - 1) >> 1
      const other = keys[above] as number
      if (other <= key) {
        break
      }
      keys[at] = other
      values[at] = values[above] as number
      at = above
    }
    keys[at] = key
    values[at] = value
  }

  /** Smallest key in it; only while `size` > 0. */
  get least(): number {
    return this.#keys[0] as number
  }

  /** Takes out the value with the smallest key; only while `size` > 0. */
  pop(): number {
    const keys = this.#keys
    const values = this.#values
    const out = values[0] as number
    this.size -= 1
    const last = this.size
    const key = keys[last] as number
    const value = values[last] as number
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= last) {
        break
      }
      if (below + 1 < last && (keys[below + 1] as number) < (keys[below] as number)) {
        below += 1
      }
      const other = keys[below] as number
      if (other >= key) {
        break
      }
      keys[at] = other
      values[at] = values[below] as number
      at = below
    }
    keys[at] = key
    values[at] = value
    return out
  }
}
