/**
 * Mapbox Vector Tile 2.1, point layers only, straight from columns to bytes.
 * https://github.com/mapbox/vector-tile-spec/tree/master/2.1
 */

export const TILE_EXTENT = 4096
/** Finest zoom: at 20 the 2^32 grid has one step for each tile unit. */
export const MAX_ZOOM = 20
/** Room for the tag and the length of the layer. */
const HEAD = 8

/**
 * Where the points are. `mercator`: the web-Mercator square cut into 2^32 steps, x from the west edge, y
 * from the north edge (`projectE7` makes them; keep them, projecting is the dear part). `e7`: degrees × 10⁷.
 * `tile`: already in tile units, 0..4096 from the top left corner of this tile.
 */
export type Positions =
  | { kind: 'mercator'; x: Uint32Array; y: Uint32Array }
  | { kind: 'e7'; lon: Int32Array; lat: Int32Array }
  | { kind: 'tile'; x: Int32Array; y: Int32Array }

/** One property of every feature, indexed by slot. A code or number equal to `none` leaves the property out. */
export type TileColumn =
  | { name: string; kind: 'dictionary'; codes: Uint8Array | Uint16Array | Uint32Array | Int32Array; texts: readonly string[]; none?: number }
  | { name: string; kind: 'number'; values: Uint8Array | Uint16Array | Uint32Array | Int16Array | Int32Array | Float32Array | Float64Array; none?: number }
  | { name: string; kind: 'boolean'; values: Uint8Array; none?: number }

export type PointLayer = {
  name: string
  positions: Positions
  /** Which slots to draw, in drawing order; the first `count` entries (all of them when absent). */
  slots: Int32Array | Uint32Array
  count?: number
  columns: readonly TileColumn[]
  /** Feature ids by slot: whole numbers up to 2^53 − 1. */
  ids?: Uint32Array | Float64Array
}

const LIMIT_LAT = 85.0511287798066
const TWO_32 = 4294967296

/** Degrees × 10⁷ to the 2^32 web-Mercator grid. Latitudes beyond ±85.0511° are put on the edge. */
export function projectE7(lon: Int32Array, lat: Int32Array): { x: Uint32Array; y: Uint32Array } {
  const x = new Uint32Array(lon.length)
  const y = new Uint32Array(lon.length)
  for (let i = 0; i < lon.length; i += 1) {
    x[i] = mercatorX(lon[i]!)
    y[i] = mercatorY(lat[i]!)
  }
  return { x, y }
}

/** One longitude (degrees × 10⁷) on the 2^32 grid. */
export function mercatorX(lonE7: number): number {
  return Math.min(TWO_32 - 1, Math.max(0, Math.round((lonE7 / 3_600_000_000 + 0.5) * TWO_32)))
}

/** One latitude (degrees × 10⁷) on the 2^32 grid; spherical Mercator (EPSG:3857). */
export function mercatorY(latE7: number): number {
  const sin = Math.sin((Math.min(LIMIT_LAT, Math.max(-LIMIT_LAT, latE7 / 1e7)) * Math.PI) / 180)
  const y = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)
  return Math.min(TWO_32 - 1, Math.max(0, Math.round(y * TWO_32)))
}

/** Bounds of a tile on the 2^32 grid, widened by `buffer` tile units (of 4096); upper bounds exclusive. */
export function tileBounds(z: number, x: number, y: number, buffer = 0): { x0: number; y0: number; x1: number; y1: number } {
  const side = TWO_32 / 2 ** z
  const more = (side * buffer) / TILE_EXTENT
  return { x0: x * side - more, y0: y * side - more, x1: (x + 1) * side + more, y1: (y + 1) * side + more }
}

// Working memory kept between tiles: fresh megabytes for every tile would cost as much as filling them.
// Encoding never pauses, so no two tiles use it at once.
const KEEP_BYTES = 16_000_000
const kept: { indexes: Int32Array; xy: Int32Array; bytes: Uint8Array } = { indexes: new Int32Array(0), xy: new Int32Array(0), bytes: new Uint8Array(0) }

function scratchInts(use: 'indexes' | 'xy', size: number): Int32Array {
  if (kept[use].length >= size) {
    return kept[use]
  }
  const fresh = new Int32Array(size)
  if (fresh.byteLength <= KEEP_BYTES) {
    kept[use] = fresh
  }
  return fresh
}

function scratchBytes(size: number): Uint8Array {
  return kept.bytes.length >= size ? kept.bytes : new Uint8Array(size)
}

function keepBytes(data: Uint8Array): void {
  if (data.byteLength <= KEEP_BYTES && data.byteLength > kept.bytes.byteLength) {
    kept.bytes = data
  }
}

/** Growable byte writer; `need` before writing, then write without looking. */
class Bytes {
  data: Uint8Array
  at = 0

  constructor(data: Uint8Array) {
    this.data = data
  }

  need(more: number): void {
    if (this.at + more > this.data.length) {
      const bigger = new Uint8Array(Math.max(this.data.length * 2, this.at + more))
      bigger.set(this.data.subarray(0, this.at))
      this.data = bigger
    }
  }

  varint(value: number): void {
    let rest = value
    while (rest > 0x7fffffff) {
      this.data[this.at++] = (rest % 128) | 0x80
      rest = Math.floor(rest / 128)
    }
    while (rest > 0x7f) {
      this.data[this.at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.data[this.at++] = rest
  }

  field(tag: number, bytes: Uint8Array): void {
    this.need(bytes.length + 10)
    this.data[this.at++] = tag
    this.varint(bytes.length)
    this.data.set(bytes, this.at)
    this.at += bytes.length
  }
}

const text = new (globalThis as unknown as { TextEncoder: new () => { encode(text: string): Uint8Array } }).TextEncoder()

/** The values table of a layer: every distinct value once, in order of first use, as bytes. */
class Values {
  out = new Bytes(new Uint8Array(4096))
  length = 0

  text(value: string): number {
    return this.ascii(value) ? this.length++ : this.utf8(value)
  }

  /** Short plain text, such as ids and codes, letter by letter: several times quicker than the encoder. False when it is not. */
  private ascii(value: string): boolean {
    const { out } = this
    const { length } = value
    if (length > 100) {
      return false
    }
    out.need(length + 24)
    const { data } = out
    let at = out.at
    data[at++] = 0x22
    data[at++] = length + 2
    data[at++] = 0x0a
    data[at++] = length
    for (let i = 0; i < length; i += 1) {
      const code = value.charCodeAt(i)
      if (code > 127) {
        return false
      }
      data[at++] = code
    }
    out.at = at
    return true
  }

  private utf8(value: string): number {
    const bytes = text.encode(value)
    const length = bytes.length
    this.out.need(length + 24)
    this.out.data[this.out.at++] = 0x22
    this.out.varint(1 + varintLength(length) + length)
    this.out.field(0x0a, bytes)
    return this.length++
  }

  bool(value: number): number {
    return this.raw(0x38, value)
  }

  number(value: number): number {
    // A negative number is written doubled: beyond 2^52 that would no longer be exact, so it goes as a double below.
    if (Number.isSafeInteger(value) && value >= -(2 ** 52)) {
      return value >= 0 ? this.raw(0x28, value) : this.raw(0x30, -2 * value - 1) // uint_value, sint_value
    }
    this.out.need(16)
    this.out.data.set([0x22, 9, 0x19], this.out.at) // double_value
    new DataView(this.out.data.buffer).setFloat64(this.out.at + 3, value, true)
    this.out.at += 11
    return this.length++
  }

  private raw(tag: number, value: number): number {
    const { out } = this
    out.need(24)
    out.data[out.at++] = 0x22
    out.data[out.at++] = 1 + varintLength(value)
    out.data[out.at++] = tag
    out.varint(value)
    return this.length++
  }
}

function varintLength(value: number): number {
  let length = 1
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) {
    length += 1
  }
  return length
}

/** Whole 32-bit numbers → index, open addressing; several times quicker than a Map. */
class IntTable {
  keys = new Int32Array(1024)
  indexes = new Int32Array(1024)
  used = 0

  /** Place of the key: `indexes[place]` is its index + 1, or 0 when it is not in yet. */
  place(key: number): number {
    const mask = this.keys.length - 1
    let at = (Math.imul(key, 0x9e3779b1) >>> 8) & mask
    while (this.indexes[at] !== 0 && this.keys[at] !== key) {
      at = (at + 1) & mask
    }
    return at
  }

  add(place: number, key: number, index: number): void {
    this.keys[place] = key
    this.indexes[place] = index + 1
    this.used += 1
    if (this.used * 2 > this.keys.length) {
      const { keys, indexes } = this
      this.keys = new Int32Array(keys.length * 4)
      this.indexes = new Int32Array(keys.length * 4)
      for (let i = 0; i < keys.length; i += 1) {
        if (indexes[i] !== 0) {
          const to = this.place(keys[i]!)
          this.keys[to] = keys[i]!
          this.indexes[to] = indexes[i]!
        }
      }
    }
  }
}

const SMALL = 4096

/**
 * Write the index in the values table for each drawn feature into every `step`-th place of `out`, −1 where
 * the property is absent. A table answers for dictionary codes and small whole numbers, hashes for the rest.
 */
function valueIndexes(column: TileColumn, slots: Int32Array | Uint32Array, count: number, values: Values, out: Int32Array, first: number, step: number): void {
  const none = column.none ?? Number.NaN
  const source = column.kind === 'dictionary' ? column.codes : column.values
  const size = column.kind === 'dictionary' ? column.texts.length : column.kind === 'boolean' ? 2 : SMALL
  const table = new Int32Array(size).fill(-1)
  const whole = new IntTable()
  const others = new Map<number, number>()
  for (let i = 0, at = first; i < count; i += 1, at += step) {
    const value = source[slots[i]!]!
    if (value === none || Number.isNaN(value)) {
      out[at] = -1
    } else if (value >= 0 && value < size && (value | 0) === value) {
      let index = table[value]!
      if (index < 0) {
        index = column.kind === 'dictionary' ? values.text(column.texts[value]!) : column.kind === 'boolean' ? values.bool(value) : values.number(value)
        table[value] = index
      }
      out[at] = index
    } else if (column.kind !== 'number') {
      out[at] = -1
    } else if ((value | 0) === value) {
      const place = whole.place(value)
      let index = whole.indexes[place]! - 1
      if (index < 0) {
        index = values.number(value)
        whole.add(place, value, index)
      }
      out[at] = index
    } else {
      let index = others.get(value)
      if (index === undefined) {
        index = values.number(value)
        others.set(value, index)
      }
      out[at] = index
    }
  }
}

/** Tile coordinates of the drawn features: x in even, y in odd places. */
function tileXY(positions: Positions, slots: Int32Array | Uint32Array, count: number, z: number, tx: number, ty: number): Int32Array {
  const out = scratchInts('xy', count * 2)
  if (positions.kind === 'tile') {
    for (let i = 0; i < count; i += 1) {
      const slot = slots[i]!
      out[2 * i] = positions.x[slot]!
      out[2 * i + 1] = positions.y[slot]!
    }
    return out
  }
  const scale = (2 ** z * TILE_EXTENT) / TWO_32
  const x0 = tx * TILE_EXTENT
  const y0 = ty * TILE_EXTENT
  if (positions.kind === 'e7') {
    for (let i = 0; i < count; i += 1) {
      const slot = slots[i]!
      out[2 * i] = Math.floor(mercatorX(positions.lon[slot]!) * scale) - x0
      out[2 * i + 1] = Math.floor(mercatorY(positions.lat[slot]!) * scale) - y0
    }
    return out
  }
  const { x, y } = positions
  const shift = MAX_ZOOM - z
  for (let i = 0; i < count; i += 1) {
    const slot = slots[i]!
    // 2^32 steps = 2^(z + 12) tile units at zoom z: a shift, not a division.
    out[2 * i] = (x[slot]! >>> shift) - x0
    out[2 * i + 1] = (y[slot]! >>> shift) - y0
  }
  return out
}

/**
 * Encode one layer of points as the bytes of a tile (a tile is the concatenation of its layers, so several
 * results may be joined). The caller has chosen the slots inside the tile and its buffer. Zoom 0 to 20.
 */
export function encodePointLayer(layer: PointLayer, z: number, x: number, y: number): Uint8Array {
  if (!(z >= 0 && z <= MAX_ZOOM)) {
    throw new RangeError(`zoom ${z} is outside 0..${MAX_ZOOM}`)
  }
  const count = layer.count ?? layer.slots.length
  if (count === 0) {
    return new Uint8Array(0)
  }
  const values = new Values()
  const width = layer.columns.length
  const indexes = scratchInts('indexes', count * width)
  layer.columns.forEach((column, k) => valueIndexes(column, layer.slots, count, values, indexes, k, width))
  const xy = tileXY(layer.positions, layer.slots, count, z, x, y)
  const { ids, slots } = layer
  const worst = 40 + width * 10
  const out = new Bytes(scratchBytes(count * (18 + width * 3) + values.out.at + 1024))
  out.at = HEAD
  out.field(0x0a, text.encode(layer.name))
  for (let i = 0; i < count; i += 1) {
    out.need(worst)
    const data = out.data
    let at = out.at
    data[at] = 0x12 // feature
    const start = at + 2
    at = start
    if (ids !== undefined) {
      let id = ids[slots[i]!]!
      data[at++] = 0x08
      while (id > 0x7fffffff) {
        data[at++] = (id % 128) | 0x80
        id = Math.floor(id / 128)
      }
      while (id > 0x7f) {
        data[at++] = (id & 0x7f) | 0x80
        id >>>= 7
      }
      data[at++] = id
    }
    if (width > 0) {
      data[at++] = 0x12 // tags
      const length = at
      at += 1
      for (let k = 0; k < width; k += 1) {
        let index = indexes[i * width + k]!
        if (index < 0) {
          continue
        }
        at = k < 128 ? at : writeHigh(data, at, k)
        data[at++] = k < 128 ? k : k >>> 7
        while (index > 0x7f) {
          data[at++] = (index & 0x7f) | 0x80
          index >>>= 7
        }
        data[at++] = index
      }
      at = closeLength(data, length, at)
    }
    data[at++] = 0x18 // type
    data[at++] = 1 // point
    data[at++] = 0x22 // geometry
    const length = at
    at += 1
    data[at++] = 9 // MoveTo, once
    for (let k = 2 * i; k < 2 * i + 2; k += 1) {
      const value = xy[k]!
      let zigzag = ((value << 1) ^ (value >> 31)) >>> 0
      while (zigzag > 0x7f) {
        data[at++] = (zigzag & 0x7f) | 0x80
        zigzag >>>= 7
      }
      data[at++] = zigzag
    }
    data[length] = at - length - 1
    out.at = closeLength(data, start - 1, at)
  }
  for (const column of layer.columns) {
    out.field(0x1a, text.encode(column.name))
  }
  out.need(values.out.at + 8)
  out.data.set(values.out.data.subarray(0, values.out.at), out.at)
  out.at += values.out.at
  out.data[out.at++] = 0x28 // extent
  out.varint(TILE_EXTENT)
  out.data[out.at++] = 0x78 // version
  out.data[out.at++] = 2

  // The layer's own tag and length go into the room kept before it, so nothing is copied.
  const length = out.at - HEAD
  const start = HEAD - 1 - varintLength(length)
  const end = out.at
  out.at = start
  out.data[out.at++] = 0x1a
  out.varint(length)
  keepBytes(out.data)
  return out.data.slice(start, end)
}

function writeHigh(data: Uint8Array, at: number, value: number): number {
  data[at] = (value & 0x7f) | 0x80
  return at + 1
}

/** Write the length of what follows `place` into that byte, making room when it needs two bytes or three. */
function closeLength(data: Uint8Array, place: number, end: number): number {
  const length = end - place - 1
  if (length < 128) {
    data[place] = length
    return end
  }
  const more = length < 16_384 ? 1 : 2
  data.copyWithin(place + 1 + more, place + 1, end)
  data[place] = (length & 0x7f) | 0x80
  if (more === 1) {
    data[place + 1] = length >>> 7
  } else {
    data[place + 1] = ((length >>> 7) & 0x7f) | 0x80
    data[place + 2] = length >>> 14
  }
  return end + more
}
