import type { Json, JsonObject } from '../core/json.ts'

/**
 * JSON in few bytes, for what must pass through a picture: words both sides know are one or two bytes, ids sixteen, times
 * their distance from the time before. Object keys come out sorted.
 * @param words known to both sides by their place; a list that only ever grows at its end
 */
export function packJson(value: JsonObject, words: readonly string[]): Uint8Array {
  return new Writer(words).json(value).done()
}

/** What `packJson` packed; null when the bytes are not of this form or hold a word of a longer list. */
export function unpackJson(bytes: Uint8Array, words: readonly string[]): JsonObject | null {
  try {
    const reader = new Reader(bytes, words)
    const value = reader.json(0)
    return reader.ended && typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

// One byte says what follows: 00–3f a small whole number, 40–9f a word of the list, a0–af a list, b0–bf an object.
const [SMALL, WORD, LIST, OBJECT] = [0x40, 0x40, 0xa0, 0xb0]
const WORDS = 0x60
const [NULL, FALSE, TRUE, UP, DOWN, FLOAT, TEXT, UUID, SECONDS, MILLIS, LONG_LIST, LONG_OBJECT, LONG_WORD, DECIMAL] = [0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd]
const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const TIME_TEXT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
const MOST_DEPTH = 32

class Writer {
  #bytes: number[] = []
  #time = 0
  #index: ReadonlyMap<string, number>

  constructor(words: readonly string[]) {
    this.#index = new Map(words.map((word, i) => [word, i]))
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#bytes)
  }

  json(value: Json): this {
    if (value === null || value === false || value === true) {
      this.#bytes.push(value === null ? NULL : value ? TRUE : FALSE)
    } else if (typeof value === 'number') {
      this.#number(value)
    } else if (typeof value === 'string') {
      this.#text(value)
    } else if (Array.isArray(value)) {
      this.#sized(value.length, LIST, LONG_LIST)
      value.forEach((one) => this.json(one))
    } else {
      const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
      this.#sized(entries.length, OBJECT, LONG_OBJECT)
      for (const [key, one] of entries) {
        this.#text(key)
        this.json(one as Json)
      }
    }
    return this
  }

  #sized(size: number, short: number, long: number): void {
    if (size < 16) {
      this.#bytes.push(short + size)
    } else {
      this.#bytes.push(long)
      this.#varint(size)
    }
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (value >= 0 && value < SMALL) {
        this.#bytes.push(value)
      } else {
        this.#bytes.push(value < 0 ? DOWN : UP)
        this.#varint(Math.abs(value))
      }
      return
    }
    const short = /^(\d{1,9})\.(\d{1,6})$/.exec(String(value))
    if (short) {
      const places = short[2]?.length ?? 0
      this.#bytes.push(DECIMAL, places)
      this.#varint(Number(`${short[1] ?? ''}${short[2] ?? ''}`))
      return
    }
    const view = new DataView(new ArrayBuffer(8))
    view.setFloat64(0, value)
    this.#bytes.push(FLOAT, ...new Uint8Array(view.buffer))
  }

  #text(text: string): void {
    const word = this.#index.get(text)
    if (word !== undefined) {
      if (word < WORDS) {
        this.#bytes.push(WORD + word)
      } else {
        this.#bytes.push(LONG_WORD)
        this.#varint(word)
      }
    } else if (UUID_TEXT.test(text)) {
      this.#bytes.push(UUID, ...(text.replaceAll('-', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)))
    } else if (TIME_TEXT.test(text) && timeText(Date.parse(text)) === text) {
      // Times stand close together: each as its distance from the one before.
      const at = Date.parse(text)
      const by = at - this.#time
      const whole = by % 1000 === 0
      this.#bytes.push(whole ? SECONDS : MILLIS)
      this.#zigzag(whole ? by / 1000 : by)
      this.#time = at
    } else {
      const bytes = new TextEncoder().encode(text)
      this.#bytes.push(TEXT)
      this.#varint(bytes.length)
      bytes.forEach((byte) => this.#bytes.push(byte))
    }
  }

  #zigzag(value: number): void {
    this.#varint(value < 0 ? -value * 2 - 1 : value * 2)
  }

  #varint(value: number): void {
    let rest = value
    while (rest >= 128) {
      this.#bytes.push((rest % 128) + 128)
      rest = Math.floor(rest / 128)
    }
    this.#bytes.push(rest)
  }
}

class Reader {
  #bytes: Uint8Array
  #at = 0
  #time = 0
  #words: readonly string[]

  constructor(bytes: Uint8Array, words: readonly string[]) {
    this.#bytes = bytes
    this.#words = words
  }

  get ended(): boolean {
    return this.#at === this.#bytes.length
  }

  /** @throws Error when the bytes are not of this form */
  json(depth: number): Json {
    if (depth > MOST_DEPTH) {
      throw new Error('too deep')
    }
    const tag = this.#byte()
    if (tag < SMALL) {
      return tag
    }
    if (tag >= LIST && tag < LIST + 16) {
      return this.#list(tag - LIST, depth)
    }
    if (tag >= OBJECT && tag < OBJECT + 16) {
      return this.#object(tag - OBJECT, depth)
    }
    switch (tag) {
      case NULL: return null
      case FALSE: return false
      case TRUE: return true
      case UP: return this.#varint()
      case DOWN: return -this.#varint()
      case DECIMAL: {
        const places = this.#byte()
        const digits = String(this.#varint()).padStart(places + 1, '0')
        return Number(`${digits.slice(0, -places)}.${digits.slice(-places)}`)
      }
      case FLOAT: {
        const part = this.#take(8)
        return new DataView(part.buffer, part.byteOffset, 8).getFloat64(0)
      }
      case LONG_LIST: return this.#list(this.#varint(), depth)
      case LONG_OBJECT: return this.#object(this.#varint(), depth)
      default: return this.#text(tag)
    }
  }

  #list(size: number, depth: number): Json[] {
    this.#enough(size)
    return Array.from({ length: size }, () => this.json(depth + 1))
  }

  #object(size: number, depth: number): JsonObject {
    this.#enough(size)
    return Object.fromEntries(Array.from({ length: size }, () => {
      const key = this.#text(this.#byte())
      return [key, this.json(depth + 1)]
    })) as JsonObject
  }

  #text(tag: number): string {
    if (tag >= WORD && tag < WORD + WORDS) {
      return this.#word(tag - WORD)
    }
    switch (tag) {
      case LONG_WORD: return this.#word(this.#varint())
      case UUID: {
        const hex = Array.from(this.#take(16), (byte) => byte.toString(16).padStart(2, '0')).join('')
        return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
      }
      case SECONDS: case MILLIS: {
        const n = this.#varint()
        this.#time += (n % 2 === 1 ? -(n + 1) / 2 : n / 2) * (tag === SECONDS ? 1000 : 1)
        return timeText(this.#time)
      }
      case TEXT: return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.#take(this.#varint()))
      default: throw new Error(`no value begins with ${tag}`)
    }
  }

  #word(i: number): string {
    const word = this.#words[i]
    if (word === undefined) {
      throw new Error('a word of a newer edition')
    }
    return word
  }

  #enough(size: number): void {
    if (size > this.#bytes.length - this.#at) {
      throw new Error('shorter than it says')
    }
  }

  #varint(): number {
    let [value, by] = [0, 1]
    for (let i = 0; i < 8; i += 1) {
      const byte = this.#byte()
      value += (byte & 127) * by
      if (byte < 128) {
        return value
      }
      by *= 128
    }
    throw new Error('too large a number')
  }

  #byte(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) {
      throw new Error('ended early')
    }
    this.#at += 1
    return byte
  }

  #take(size: number): Uint8Array {
    this.#enough(size)
    this.#at += size
    return this.#bytes.slice(this.#at - size, this.#at)
  }
}

function timeText(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : ''
}
