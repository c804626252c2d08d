/** Devices whose last word of themselves is remembered, so that it is not read again with every position. */
const MOST_SAID = 20_000
/** What a device says of itself is told anew so often. */
export const ANEW_MS = 60_000
const NOTHING = Buffer.alloc(0)

/** What devices said of themselves last. */
export class News {
  readonly #clock: () => number
  readonly #said = new Map<string, { head: Buffer; tail: Buffer; at: number }>()

  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** Whoever comes back says it anew. */
  forget(uid: string): void {
    this.#said.delete(uid)
  }

  clear(): void {
    this.#said.clear()
  }

  /** Does a position say more than where it is and how it moves? What a device says of itself is told anew once a minute. */
  isNews(uid: string, bytes: Uint8Array): boolean {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const from = Math.max(0, text.indexOf('<detail'))
    const track = text.indexOf('<track', from)
    const head = track < 0 ? text.subarray(from) : text.subarray(from, track)
    const tail = track < 0 ? NOTHING : text.subarray(text.indexOf('>', track))
    const now = this.#clock()
    const said = this.#said.get(uid)
    if (said && now - said.at < ANEW_MS && said.head.equals(head) && said.tail.equals(tail)) {
      return false
    }
    if (!said && this.#said.size >= MOST_SAID) {
      this.#said.delete(this.#said.keys().next().value!)
    }
    this.#said.set(uid, { head, tail, at: now })
    return true
  }
}
