const FIRST_BYTES = 4_096
const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]
const [ZERO, MINUS, POINT] = [0x30, 0x2d, 0x2e]
/** Longest number in whole or decimal digits. */
const NUMBER_BYTES = 32
/** Numbers below it are written digit by digit. */
const QUICK = 2 ** 31

/** JSON written as bytes: what is sent a hundred thousand times a second need not be a text first. */
export class JsonBytes {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES)
  #end = 0

  get length(): number {
    return this.#end
  }

  /** Begin anew; room that was much too large is given back. */
  clear(): void {
    if (this.#bytes.length > 64 * FIRST_BYTES && this.#end * 4 < this.#bytes.length) {
      this.#bytes = Buffer.allocUnsafe(this.#bytes.length / 2)
    }
    this.#end = 0
  }

  text(text: string): void {
    this.#need(text.length * 3)
    this.#end += this.#bytes.write(text, this.#end)
  }

  byte(code: number): void {
    this.#need(1)
    this.#bytes[this.#end] = code
    this.#end += 1
  }

  /** A stretch of what another has written. */
  copy(from: JsonBytes, begin: number, end: number): void {
    this.#need(end - begin)
    const [to, bytes] = [this.#bytes, from.#bytes]
    let at = this.#end
    // Shorter than what a call to copy them would cost.
    for (let i = begin; i < end; i += 1) {
      to[at] = bytes[i] as number
      at += 1
    }
    this.#end = at
  }

  /** A whole number, 0 or more, below 2⁵³. */
  whole(value: number): void {
    this.#need(NUMBER_BYTES)
    if (value >= 10_000_000) {
      const high = Math.floor(value / 10_000_000)
      this.whole(high)
      this.#digits(value - high * 10_000_000, 7)
      return
    }
    let count = 1
    while (value >= (POWERS[count] ?? Infinity)) {
      count += 1
    }
    this.#digits(value, count)
  }

  /** A number rounded to at most seven places after the point; null where it is none. */
  decimal(value: number | undefined, places: number): void {
    const power = POWERS[places] as number
    const scaled = Math.round((value ?? NaN) * power)
    if (!(Math.abs(scaled) < QUICK)) {
      this.text(Number.isFinite(scaled) ? String(scaled / power) : 'null')
      return
    }
    this.#need(NUMBER_BYTES)
    let rest = scaled
    if (rest < 0) {
      this.#bytes[this.#end] = MINUS
      this.#end += 1
      rest = -rest
    }
    const whole = Math.floor(rest / power)
    this.whole(whole)
    let part = rest - whole * power
    if (part > 0) {
      let digits = places
      while (part % 10 === 0) {
        part /= 10
        digits -= 1
      }
      this.#bytes[this.#end] = POINT
      this.#end += 1
      this.#digits(part, digits)
    }
  }

  /** A copy of what was written. */
  taken(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#end))
  }

  #digits(value: number, count: number): void {
    let rest = value | 0
    for (let at = this.#end + count - 1; at >= this.#end; at -= 1) {
      const tenth = (rest / 10) | 0
      this.#bytes[at] = ZERO + rest - tenth * 10
      rest = tenth
    }
    this.#end += count
  }

  #need(bytes: number): void {
    if (this.#end + bytes > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + bytes))
      larger.set(this.#bytes.subarray(0, this.#end))
      this.#bytes = larger
    }
  }
}
