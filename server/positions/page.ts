import { crc32 } from 'node:zlib'
import { COLUMN } from './columns.ts'
import { NONE } from './row.ts'
import { runsOf, type Runs } from './runs.ts'

/**
 * A page: up to PAGE_ROWS positions of one stretch of time and one corner of the map, sorted by identity and time. Each column is
 * a base and differences of one width, so that one member of one row is read without the others.
 *
 *     0  'VPP1'   4  rows u32   8  bytes of the page u32   12  CRC-32 of everything but these four bytes u32
 *     16 ten times: base f64, step u32 (1, or 1000 where all times are whole seconds), width u8, three bytes of 0
 *     176 the columns one after another, little-endian
 */
const MAGIC = 0x31505056
const COLUMNS = 10
const HEAD = 16 + COLUMNS * 16

/** Least and greatest number of a column; `none`: some rows have no value. Without any value `low` is above `high`. */
export type Span = { low: number; high: number; none: boolean }

export function spanOf(column: Int32Array, rows: number): Span {
  let [low, high, none] = [0x7fff_ffff, NONE, false]
  for (let i = 0; i < rows; i += 1) {
    const value = column[i]!
    if (value === NONE) {
      none = true
    } else {
      low = value < low ? value : low
      high = value > high ? value : high
    }
  }
  return { low, high, none }
}

/** Write rows of ten columns as a page. Times are milliseconds after `day`, epoch ms; the other columns in the units of a row. */
export function encodePage(columns: readonly Int32Array[], spans: readonly Span[], rows: number, day: number): Buffer {
  const plans = columns.map((column, k) => planOf(column, spans[k]!, rows, k === COLUMN.at))
  const bytes = HEAD + plans.reduce((sum, plan) => sum + plan.width * rows, 0)
  const out = Buffer.allocUnsafe(bytes)
  out.fill(0, 0, HEAD)
  out.writeUInt32LE(MAGIC, 0)
  out.writeUInt32LE(rows, 4)
  out.writeUInt32LE(bytes, 8)
  let at = HEAD
  plans.forEach((plan, k) => {
    const { base, step, width, none } = plan
    out.writeDoubleLE(k === COLUMN.at ? day + base : base, 16 + k * 16)
    out.writeUInt32LE(step, 24 + k * 16)
    out[28 + k * 16] = width
    out[29 + k * 16] = none ? 1 : 0
    put(out, at, columns[k]!, rows, plan)
    at += width * rows
  })
  out.writeUInt32LE(pageSum(out), 12)
  return out
}

/** Write the differences of a column. Those of two int32 have 32 bits, whatever their signs. */
function put(out: Buffer, begin: number, column: Int32Array, rows: number, { base, step, width, none }: Plan): void {
  const from = base | 0
  let at = begin
  for (let i = 0; i < rows && width > 0; i += 1) {
    const value = column[i]!
    const n = none && value === NONE ? 0 : step === 1 ? (value - from) | 0 : ((value - from) / step) | 0
    out[at] = n
    if (width > 1) {
      out[at + 1] = n >>> 8
    }
    if (width > 2) {
      out[at + 2] = n >>> 16
    }
    if (width > 3) {
      out[at + 3] = n >>> 24
    }
    at += width
  }
}

type Plan = { base: number; step: number; width: number; /** 0 stands for no value. */ none: boolean }

function planOf(column: Int32Array, { low, high, none }: Span, rows: number, time: boolean): Plan {
  if (low > high) {
    return { base: NONE, step: 1, width: 0, none: false }
  }
  let seconds = time
  for (let i = 0; seconds && i < rows; i += 1) {
    seconds = (column[i]! - low) % 1000 === 0
  }
  const step = seconds ? 1000 : 1
  const base = none ? low - step : low
  const most = (high - base) / step
  let width = 0
  while (most >= 256 ** width) {
    width += 1
  }
  return { base, step, width: most === 0 ? 0 : width, none }
}

function pageSum(page: Buffer): number {
  return crc32(page.subarray(16), crc32(page.subarray(0, 12)))
}

/** A page read: members are taken out when they are asked for. */
export class Page {
  readonly rows: number
  readonly #bytes: Buffer
  readonly #starts: number[] = []
  readonly #bases: number[] = []
  readonly #steps: number[] = []

  readonly bytes: number
  #runs: Runs | null = null

  /** Throws an Error that says what is wrong with the bytes. */
  constructor(bytes: Buffer) {
    if (bytes.length < HEAD || bytes.readUInt32LE(0) !== MAGIC) {
      throw new Error('it does not begin as a page does')
    }
    if (bytes.readUInt32LE(8) !== bytes.length || bytes.readUInt32LE(12) !== pageSum(bytes)) {
      throw new Error('its checksum is wrong')
    }
    this.#bytes = bytes
    this.bytes = bytes.length
    this.rows = bytes.readUInt32LE(4)
    let at = HEAD
    for (let k = 0; k < COLUMNS; k += 1) {
      this.#starts.push(at)
      this.#bases.push(bytes.readDoubleLE(16 + k * 16))
      this.#steps.push(bytes.readUInt32LE(24 + k * 16))
      at += bytes[28 + k * 16]! * this.rows
    }
  }

  /** One member of one row, in the units of a row. */
  value(k: number, row: number): number {
    const bytes = this.#bytes
    const width = bytes[28 + k * 16]!
    const n = difference(bytes, this.#starts[k]! + row * width, width)
    return n === 0 && bytes[29 + k * 16] === 1 ? NONE : this.#bases[k]! + n * this.#steps[k]!
  }

  /** One member of some rows, the first `count` of `picked`, into `out`: the i-th at `at` + i × `stride`. In the units of a row. */
  gather(out: Float64Array, at: number, stride: number, k: number, picked: Int32Array, count: number): void {
    const bytes = this.#bytes
    const [base, step, start] = [this.#bases[k]!, this.#steps[k]!, this.#starts[k]!]
    let to = at
    // One loop a width: this is where the time of a question goes.
    switch (bytes[28 + k * 16]!) {
      case 0:
        for (let i = 0; i < count; i += 1, to += stride) {
          out[to] = base
        }
        break
      case 1:
        for (let i = 0; i < count; i += 1, to += stride) {
          out[to] = base + bytes[start + picked[i]!]! * step
        }
        break
      case 2:
        for (let i = 0; i < count; i += 1, to += stride) {
          const from = start + picked[i]! * 2
          out[to] = base + (bytes[from]! | (bytes[from + 1]! << 8)) * step
        }
        break
      case 3:
        for (let i = 0; i < count; i += 1, to += stride) {
          const from = start + picked[i]! * 3
          out[to] = base + (bytes[from]! | (bytes[from + 1]! << 8) | (bytes[from + 2]! << 16)) * step
        }
        break
      default:
        for (let i = 0; i < count; i += 1, to += stride) {
          out[to] = this.value(k, picked[i]!)
        }
    }
    if (bytes[29 + k * 16] === 1) {
      for (let i = 0, back = at; i < count; i += 1, back += stride) {
        out[back] = out[back] === base ? NONE : out[back]!
      }
    }
  }

  /** Members of rows `from` to `to` (not included) into `out`, at their own numbers, in the units of a row. */
  into(out: Float64Array, k: number, from: number, to: number): void {
    const bytes = this.#bytes
    const [base, step, none] = [this.#bases[k]!, this.#steps[k]!, bytes[29 + k * 16] === 1]
    const width = bytes[28 + k * 16]!
    let at = this.#starts[k]! + from * width
    for (let i = from; i < to; i += 1) {
      const n = difference(bytes, at, width)
      out[i] = none && n === 0 ? NONE : base + n * step
      at += width
    }
  }

  /** A whole column, in the units of a row. */
  column(k: number): Float64Array {
    const out = new Float64Array(this.rows)
    this.into(out, k, 0, this.rows)
    return out
  }

  /** The first row of [from, to), where a column is in order, whose member is not below `least`; `to` where there is none. */
  firstFrom(k: number, least: number, from: number, to: number): number {
    let [low, high] = [from, to]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.value(k, middle) < least) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /** Where the rows of each identity lie; looked up once. */
  runs(): Runs {
    this.#runs ??= runsOf(this)
    return this.#runs
  }
}

function difference(bytes: Buffer, at: number, width: number): number {
  switch (width) {
    case 0: return 0
    case 1: return bytes[at]!
    case 2: return bytes[at]! | (bytes[at + 1]! << 8)
    case 3: return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)
    case 4: return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
    default: return bytes.readUIntLE(at, width)
  }
}
