const FIRST_BYTES = 4_096
const POWERS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]
const [ZERO, MINUS, POINT] = [0x30, 0x2d, 0x2e]
const NULL = [0x6e, 0x75, 0x6c, 0x6c]
/** Longest number in whole or decimal digits. */
const NUMBER_BYTES = 32
/** Numbers below it are written digit by digit. */
const QUICK = 2 ** 31
const SEVEN = 10_000_000
/** Digits of 00 to 99. */
const PAIRS = Uint8Array.from({ length: 200 }, (_, i) => ZERO + (i % 2 === 0 ? Math.floor(i / 20) : (i >> 1) % 10))

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
    this.#end = whole(this.#bytes, this.#end, value)
  }

  /** A number rounded to at most seven places after the point; null where it is none. */
  decimal(value: number | undefined, places: number): void {
    const power = POWERS[places] as number
    const scaled = Math.round((value ?? NaN) * power)
    if (!(Math.abs(scaled) < QUICK)) {
      this.#unusual(scaled / power)
      return
    }
    this.#need(NUMBER_BYTES)
    const bytes = this.#bytes
    let at = this.#end
    let rest = scaled | 0
    if (rest < 0) {
      bytes[at] = MINUS
      at += 1
      rest = -rest
    }
    const before = (rest / power) | 0
    at = whole(bytes, at, before)
    let part = (rest - before * power) | 0
    if (part > 0) {
      let digits = places
      for (let tenth = (part / 10) | 0; part === tenth * 10; tenth = (part / 10) | 0) {
        part = tenth
        digits -= 1
      }
      bytes[at] = POINT
      at = put(bytes, at + 1, part, digits)
    }
    this.#end = at
  }

  /** A number too large for the short way, or none. */
  #unusual(value: number): void {
    if (Number.isFinite(value)) {
      this.text(String(value))
      return
    }
    this.#need(NULL.length)
    for (const code of NULL) {
      this.#bytes[this.#end] = code
      this.#end += 1
    }
  }

  /** A copy of what was written. */
  taken(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#end))
  }

  #need(bytes: number): void {
    if (this.#end + bytes > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + bytes))
      larger.set(this.#bytes.subarray(0, this.#end))
      this.#bytes = larger
    }
  }
}

/** Write a whole number without zeros before it; answers where it ends. */
function whole(bytes: Uint8Array, at: number, value: number): number {
  if (value >= SEVEN) {
    const high = Math.floor(value / SEVEN)
    return put(bytes, whole(bytes, at, high), value - high * SEVEN, 7)
  }
  let count = 1
  while (value >= (POWERS[count] as number)) {
    count += 1
  }
  return put(bytes, at, value, count)
}

/** Write so many digits of a number below ten millions, two at a time; answers where they end. */
function put(bytes: Uint8Array, at: number, value: number, count: number): number {
  let rest = value | 0
  let place = at + count
  while (place - at > 1) {
    const hundredth = (rest / 100) | 0
    const pair = (rest - hundredth * 100) << 1
    place -= 2
    bytes[place] = PAIRS[pair] as number
    bytes[place + 1] = PAIRS[pair + 1] as number
    rest = hundredth
  }
  if (place > at) {
    bytes[at] = ZERO + rest
  }
  return at + count
}
