import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import type { TileFormat } from '../../core/map-source.ts'
import { FileRefused, MAX_TILE_BYTES } from '../store/tile-files.ts'

/** What a set of tiles is, as far as a map must know. `bounds`: west, south, east, north, degrees. */
export type TileFacts = {
  format: TileFormat
  title: string
  attribution: string
  minZoom: number
  maxZoom: number
  bounds: [number, number, number, number]
  /** Pixels of a side of a raster tile. */
  tileSize: number
  /** Layers of vector tiles. */
  layers: string[]
}
export type Tile = { format: TileFormat; bytes: Uint8Array }
/** An open set of tiles. */
export type TileSet = { facts: TileFacts; tile(z: number, x: number, y: number): Promise<Tile | null>; close(): Promise<void> }

/** The whole world as web maps draw it. */
export const WORLD: TileFacts['bounds'] = [-180, -85.051_129, 180, 85.051_129]
export const TILE_TYPES: Record<TileFormat, string> = { png: 'image/png', jpg: 'image/jpeg', webp: 'image/webp', mvt: 'application/vnd.mapbox-vector-tile' }
/** Largest tile after unpacking, bytes. */
const MAX_UNPACKED = 4 * MAX_TILE_BYTES

/** What bytes are by their own beginning; null for anything that is no picture a map shows. */
export function pictureFormat(bytes: Uint8Array): Exclude<TileFormat, 'mvt'> | null {
  const starts = (...magic: number[]): boolean => magic.every((byte, i) => bytes[i] === byte)
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) {
    return 'png'
  }
  if (starts(0xff, 0xd8, 0xff)) {
    return 'jpg'
  }
  return starts(0x52, 0x49, 0x46, 0x46) && bytes[8] === 0x57 && bytes[9] === 0x45 && bytes[10] === 0x42 && bytes[11] === 0x50 ? 'webp' : null
}

/**
 * A tile by what it is, never by what its file says of it: a picture as it stands, a vector tile unpacked.
 * @throws FileRefused `tile-format` for anything else
 */
export async function readTile(bytes: Uint8Array): Promise<Tile> {
  const picture = pictureFormat(bytes)
  if (picture) {
    return { format: picture, bytes }
  }
  const how = packing(bytes)
  const plain = how === null ? bytes : await unpack(bytes, how)
  if (!looksVector(plain)) {
    throw new FileRefused('tile-format', 'the tiles are neither PNG, JPEG or WebP pictures nor Mapbox vector tiles')
  }
  return { format: 'mvt', bytes: plain }
}

/** How vector tiles are packed, by their beginning; null for plain ones. Brotli has no mark of its own. */
function packing(bytes: Uint8Array): 'gzip' | 'deflate' | 'zstd' | null {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    return 'gzip'
  }
  return bytes[0] === 0x78 ? 'deflate' : bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd ? 'zstd' : null
}

const UNPACK = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress), zstd: promisify(zstdDecompress) }

/** Unpack with a limit. Throws FileRefused. */
export async function unpack(bytes: Uint8Array, how: keyof typeof UNPACK, limit = MAX_UNPACKED): Promise<Uint8Array> {
  const options = { maxOutputLength: limit }
  try {
    return await UNPACK[how](bytes, options)
  } catch {
    throw new FileRefused('damaged', 'a packed part of the file cannot be unpacked, or is larger than any sound one')
  }
}

/** A vector tile is layers (field 3), each with its length, to the end of the bytes. */
function looksVector(bytes: Uint8Array): boolean {
  let at = 0
  while (at < bytes.length) {
    if (bytes[at] !== 0x1a) {
      return false
    }
    at += 1
    let length = 0
    let scale = 1
    for (;;) {
      const byte = bytes[at]
      if (byte === undefined || scale > 2 ** 35) {
        return false
      }
      at += 1
      length += (byte & 0x7f) * scale
      scale *= 128
      if (byte < 0x80) {
        break
      }
    }
    at += length
  }
  return at === bytes.length
}
