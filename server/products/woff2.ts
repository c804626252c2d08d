import { brotliDecompressSync } from 'node:zlib'

/** Tags of the tables that have a number of their own in WOFF2 (W3C Recommendation, section 5.1). */
const TAGS = 'cmap head hhea hmtx maxp name OS/2 post cvt_ fpgm glyf loca prep CFF_ VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG_ sbix acnt avar bdat bloc bsln cvar fdsc feat fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill'.split(' ').map((tag) => tag.replace('_', ' '))
/** What makes a font variable: a document holds its ordinary weight. */
const VARIABLE = ['fvar', 'gvar', 'avar', 'cvar', 'HVAR', 'VVAR', 'MVAR', 'STAT']

class Bytes {
  readonly data: Uint8Array
  at = 0

  constructor(data: Uint8Array) {
    this.data = data
  }

  u8(): number {
    const value = this.data[this.at++]
    if (value === undefined) {
      throw new RangeError('the font ends too early')
    }
    return value
  }

  u16(): number {
    return (this.u8() << 8) | this.u8()
  }

  i16(): number {
    return (this.u16() << 16) >> 16
  }

  u32(): number {
    return this.u16() * 65536 + this.u16()
  }

  /** 255UInt16 of the specification. */
  packed(): number {
    const code = this.u8()
    return code === 253 ? this.u16() : code === 255 ? this.u8() + 253 : code === 254 ? this.u8() + 506 : code
  }

  /** UIntBase128 of the specification. */
  base128(): number {
    let value = 0
    for (let i = 0; i < 5; i++) {
      const byte = this.u8()
      value = value * 128 + (byte & 0x7f)
      if (byte < 0x80) {
        return value
      }
    }
    throw new RangeError('a number of the font is too long')
  }

  take(length: number): Bytes {
    const part = this.data.subarray(this.at, this.at + length)
    this.at += length
    return new Bytes(part)
  }
}

/** A TrueType font out of a WOFF2 file, at its ordinary weight. Written after the W3C Recommendation; RangeError for anything else. */
export function sfntOfWoff2(file: Uint8Array): Uint8Array {
  const head = new Bytes(file)
  if (head.u32() !== 0x774f4632) {
    throw new RangeError('this is no WOFF2 font')
  }
  head.at = 12
  const count = head.u16()
  head.at = 20
  const compressed = head.u32()
  head.at = 48
  const tables: { tag: string; length: number; transformed: boolean }[] = []
  for (let i = 0; i < count; i++) {
    const flags = head.u8()
    const tag = (flags & 63) === 63 ? String.fromCharCode(head.u8(), head.u8(), head.u8(), head.u8()) : (TAGS[flags & 63] as string)
    const original = head.base128()
    const version = flags >> 6
    const transformed = tag === 'glyf' || tag === 'loca' ? version === 0 : version !== 0
    tables.push({ tag, length: transformed ? head.base128() : original, transformed })
  }
  const data = new Bytes(brotliDecompressSync(file.subarray(head.at, head.at + compressed)))
  const parts = new Map(tables.map(({ tag, length, transformed }) => [tag, { bytes: data.take(length).data, transformed }]))
  const out = new Map([...parts].filter(([tag]) => !VARIABLE.includes(tag)).map(([tag, part]) => [tag, part.bytes]))
  const glyf = parts.get('glyf')
  if (glyf?.transformed) {
    const { glyphs, loca, xMins } = glyphsOf(glyf.bytes)
    out.set('glyf', glyphs).set('loca', loca)
    const long = Uint8Array.from(out.get('head') as Uint8Array)
    long[51] = 1
    out.set('head', long)
    const hmtx = parts.get('hmtx')
    if (hmtx?.transformed) {
      out.set('hmtx', metricsOf(hmtx.bytes, new DataView((out.get('hhea') as Uint8Array).slice().buffer).getUint16(34), xMins))
    }
  }
  return joined(out)
}

function glyphsOf(data: Uint8Array): { glyphs: Uint8Array; loca: Uint8Array; xMins: number[] } {
  const head = new Bytes(data)
  head.at = 2
  const options = head.u16()
  const count = head.u16()
  head.at += 2
  const sizes = Array.from({ length: 7 }, () => head.u32())
  const [contours, points, flags, coordinates, composites, boxes, instructions] = sizes.map((size) => head.take(size)) as [Bytes, Bytes, Bytes, Bytes, Bytes, Bytes, Bytes]
  const overlaps = (options & 1) === 1 ? head.take((count + 7) >> 3).data : null
  const boxed = boxes.take(((count + 31) >> 5) * 4).data
  const has = (bits: Uint8Array | null, i: number): boolean => bits !== null && (((bits[i >> 3] ?? 0) >> (7 - (i & 7))) & 1) === 1
  const made: Uint8Array[] = []
  const xMins: number[] = []
  for (let i = 0; i < count; i++) {
    const n = contours.i16()
    const box = has(boxed, i) ? [boxes.i16(), boxes.i16(), boxes.i16(), boxes.i16()] : null
    const glyph = n === 0 ? null : n > 0 ? simple(n, box, has(overlaps, i), { points, flags, coordinates, instructions }) : composite(box ?? [0, 0, 0, 0], { composites, coordinates, instructions })
    made.push(glyph?.bytes ?? new Uint8Array())
    xMins.push(glyph?.xMin ?? 0)
  }
  const loca = new DataView(new ArrayBuffer((count + 1) * 4))
  const glyphs = new Uint8Array(made.reduce((sum, one) => sum + ((one.length + 3) & ~3), 0))
  let at = 0
  made.forEach((one, i) => {
    loca.setUint32(i * 4, at)
    glyphs.set(one, at)
    at += (one.length + 3) & ~3
  })
  loca.setUint32(count * 4, at)
  return { glyphs, loca: new Uint8Array(loca.buffer), xMins }
}

type Glyph = { bytes: Uint8Array; xMin: number }

function simple(contours: number, box: number[] | null, overlap: boolean, from: { points: Bytes; flags: Bytes; coordinates: Bytes; instructions: Bytes }): Glyph {
  const ends: number[] = []
  let total = 0
  for (let i = 0; i < contours; i++) {
    total += from.points.packed()
    ends.push(total - 1)
  }
  const [on, xs, ys]: [number[], number[], number[]] = [[], [], []]
  let [x, y] = [0, 0]
  let bounds = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number]
  for (let i = 0; i < total; i++) {
    const flag = from.flags.u8()
    const [dx, dy] = step(flag & 0x7f, from.coordinates)
    on.push(flag < 0x80 ? 1 : 0)
    xs.push(dx)
    ys.push(dy)
    x += dx
    y += dy
    bounds = [Math.min(bounds[0], x), Math.min(bounds[1], y), Math.max(bounds[2], x), Math.max(bounds[3], y)]
  }
  const code = from.instructions.take(from.coordinates.packed()).data
  const [a, b, c, d] = box ?? bounds
  const out = new Writer(12 + contours * 2 + code.length + total * 5)
  ;[contours, a as number, b as number, c as number, d as number, ...ends, code.length].forEach((value) => out.i16(value))
  out.bytes(code)
  on.forEach((one, i) => out.u8(one | (overlap && i === 0 ? 0x40 : 0)))
  ;[...xs, ...ys].forEach((value) => out.i16(value))
  return { bytes: out.done(), xMin: a as number }
}

/** One point, as the difference to the one before (table of section 5.2 of the specification). */
function step(flag: number, from: Bytes): [number, number] {
  const sign = (bit: number, value: number): number => ((bit & 1) === 1 ? value : -value)
  if (flag < 10) {
    return [0, sign(flag, ((flag & 14) << 7) + from.u8())]
  }
  if (flag < 20) {
    return [sign(flag, (((flag - 10) & 14) << 7) + from.u8()), 0]
  }
  if (flag < 84) {
    const [b, c] = [flag - 20, from.u8()]
    return [sign(flag, 1 + (b & 0x30) + (c >> 4)), sign(flag >> 1, 1 + ((b & 0x0c) << 2) + (c & 0x0f))]
  }
  if (flag < 120) {
    const b = flag - 84
    return [sign(flag, 1 + (Math.floor(b / 12) << 8) + from.u8()), sign(flag >> 1, 1 + (((b % 12) >> 2) << 8) + from.u8())]
  }
  if (flag < 124) {
    const [a, b, c] = [from.u8(), from.u8(), from.u8()]
    return [sign(flag, (a << 4) + (b >> 4)), sign(flag >> 1, ((b & 0x0f) << 8) + c)]
  }
  return [sign(flag, from.u16()), sign(flag >> 1, from.u16())]
}

function composite(box: readonly number[], from: { composites: Bytes; coordinates: Bytes; instructions: Bytes }): Glyph {
  const { composites } = from
  const begin = composites.at
  let more = true
  let instructed = false
  while (more) {
    const flags = composites.u16()
    more = (flags & 0x20) !== 0
    instructed ||= (flags & 0x100) !== 0
    composites.at += 2 + ((flags & 1) === 1 ? 4 : 2) + ((flags & 8) !== 0 ? 2 : (flags & 0x40) !== 0 ? 4 : (flags & 0x80) !== 0 ? 8 : 0)
  }
  const parts = composites.data.subarray(begin, composites.at)
  const code = instructed ? from.instructions.take(from.coordinates.packed()).data : null
  const out = new Writer(10 + parts.length + (code ? 2 + code.length : 0))
  ;[-1, ...box].forEach((value) => out.i16(value))
  out.bytes(parts)
  if (code) {
    out.i16(code.length)
    out.bytes(code)
  }
  return { bytes: out.done(), xMin: box[0] as number }
}

/** Left side bearings that were left out are the left edges of the glyphs. */
function metricsOf(data: Uint8Array, full: number, xMins: readonly number[]): Uint8Array {
  const from = new Bytes(data)
  const flags = from.u8()
  const widths = Array.from({ length: full }, () => from.u16())
  const bearings = xMins.map((xMin, i) => ((flags & (i < full ? 1 : 2)) === 0 ? from.i16() : xMin))
  const out = new Writer(full * 4 + (xMins.length - full) * 2)
  bearings.forEach((bearing, i) => {
    if (i < full) {
      out.i16(widths[i] as number)
    }
    out.i16(bearing)
  })
  return out.done()
}

class Writer {
  readonly #view: DataView
  #at = 0

  constructor(length: number) {
    this.#view = new DataView(new ArrayBuffer(length))
  }

  u8(value: number): void {
    this.#view.setUint8(this.#at++, value)
  }

  i16(value: number): void {
    this.#view.setInt16(this.#at, value)
    this.#at += 2
  }

  u32(value: number): void {
    this.#view.setUint32(this.#at, value)
    this.#at += 4
  }

  bytes(data: Uint8Array): void {
    new Uint8Array(this.#view.buffer).set(data, this.#at)
    this.#at += data.length
  }

  done(): Uint8Array {
    return new Uint8Array(this.#view.buffer, 0, this.#at)
  }
}

/** Checksums stay zero: what is made of it is subset again, and nothing else reads it. */
function joined(tables: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1))
  const padded = (length: number): number => (length + 3) & ~3
  const out = new Writer(12 + sorted.length * 16 + sorted.reduce((sum, [, data]) => sum + padded(data.length), 0))
  const power = Math.floor(Math.log2(sorted.length))
  out.u32(0x00010000)
  ;[sorted.length, 2 ** power * 16, power, sorted.length * 16 - 2 ** power * 16].forEach((value) => out.i16(value))
  let at = 12 + sorted.length * 16
  for (const [tag, data] of sorted) {
    out.bytes(Uint8Array.from(tag, (char) => char.charCodeAt(0)))
    ;[0, at, data.length].forEach((value) => out.u32(value))
    at += padded(data.length)
  }
  for (const [, data] of sorted) {
    out.bytes(data)
    out.bytes(new Uint8Array(padded(data.length) - data.length))
  }
  return out.done()
}
