import { open, type FileHandle } from 'node:fs/promises'
import { bytesToHeader, Compression, PMTiles, readVarint, TileType, type Cache, type Entry, type Header, type RangeResponse, type Source } from 'pmtiles'
import type { TileFormat } from '../../core/map-source.ts'
import { FileRefused, MAX_TILE_BYTES, plainText } from '../store/tile-files.ts'
import { readTile, unpack, type TileFacts, type TileSet } from './tile-set.ts'

/** A directory holds at most so many entries, and is at most so large on disk and unpacked. */
const MAX_ENTRIES = 2_000_000
const MAX_DIRECTORY = 16_000_000
const MAX_DIRECTORY_UNPACKED = 40_000_000
const PACKED = new Map<Compression, 'gzip' | 'br' | 'zstd'>([[Compression.Gzip, 'gzip'], [Compression.Brotli, 'br'], [Compression.Zstd, 'zstd']])
/** Directories kept in memory. */
const KEPT = 64
const FORMATS = new Map<TileType, TileFormat>([[TileType.Mvt, 'mvt'], [TileType.Png, 'png'], [TileType.Jpeg, 'jpg'], [TileType.Webp, 'webp']])

/** Open a PMTiles file (version 3), raster or vector, reading only the ranges asked for. Throws FileRefused. */
export async function openPmtiles(path: string): Promise<TileSet> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const source = new FileRanges(file, path, size)
    const header = headerOf(new Uint8Array((await source.getBytes(0, Math.min(127, size))).data), size)
    const format = FORMATS.get(header.tileType)
    if (!format) {
      throw new FileRefused('tile-format', 'the tiles are neither PNG, JPEG or WebP pictures nor Mapbox vector tiles')
    }
    const archive = new PMTiles(source, new Directories(header), decompress)
    const meta = await metadataOf(source, header)
    const tile: TileSet['tile'] = async (z, x, y) => {
      const found = await archive.getZxy(z, x, y)
      return found && found.data.byteLength > 0 ? readTile(new Uint8Array(found.data)) : null
    }
    // The root directory is read now, so that a damaged file is refused here and not when somebody looks at the map.
    await archive.cache.getDirectory(source, header.rootDirectoryOffset, header.rootDirectoryLength, header)
    return { facts: { ...meta, format, minZoom: header.minZoom, maxZoom: header.maxZoom, bounds: [header.minLon, header.minLat, header.maxLon, header.maxLat], tileSize: 256 }, tile, close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error instanceof FileRefused ? error : new FileRefused('damaged', `the file cannot be read as PMTiles (${error instanceof Error ? error.message : String(error)})`)
  }
}

function headerOf(bytes: Uint8Array, size: number): Header {
  if (bytes.length < 127 || new TextDecoder().decode(bytes.subarray(0, 7)) !== 'PMTiles') {
    throw new FileRefused('not-this-format', 'the file does not begin as PMTiles do')
  }
  if (bytes[7] !== 3) {
    throw new FileRefused('version', `the file is PMTiles version ${bytes[7]}; version 3 is read. Make it anew with: pmtiles convert`)
  }
  const header = bytesToHeader(bytes.slice().buffer)
  const sound = header.minZoom <= header.maxZoom && header.maxZoom <= 26 && header.minLon < header.maxLon && header.minLat < header.maxLat && Math.abs(header.minLon) <= 180 && Math.abs(header.maxLon) <= 180 && Math.abs(header.minLat) <= 90 && Math.abs(header.maxLat) <= 90
  if (!sound) {
    throw new FileRefused('damaged', 'the zoom range or the bounds in the header make no sense')
  }
  if (header.rootDirectoryOffset + header.rootDirectoryLength > size || header.tileDataOffset + (header.tileDataLength ?? 0) > size) {
    throw new FileRefused('cut-short', 'the file is shorter than its header says: the copy was cut short')
  }
  return header
}

async function metadataOf(source: Source, header: Header): Promise<Pick<TileFacts, 'title' | 'attribution' | 'layers'>> {
  if (header.jsonMetadataLength === 0) {
    return { title: '', attribution: '', layers: [] }
  }
  const packed = (await source.getBytes(header.jsonMetadataOffset, header.jsonMetadataLength)).data
  const text = new TextDecoder().decode(await decompress(packed, header.internalCompression))
  const meta = JSON.parse(text) as { name?: unknown; attribution?: unknown; vector_layers?: unknown }
  const layers = Array.isArray(meta.vector_layers) ? (meta.vector_layers as { id?: unknown }[]).flatMap((one) => (typeof one.id === 'string' ? [one.id.slice(0, 100)] : [])) : []
  return { title: typeof meta.name === 'string' ? meta.name.slice(0, 120) : '', attribution: typeof meta.attribution === 'string' ? plainText(meta.attribution) : '', layers: layers.slice(0, 100) }
}

/** Ranges of a file, none beyond what a sound archive asks for. */
class FileRanges implements Source {
  readonly #file: FileHandle
  readonly #path: string
  readonly #size: number

  constructor(file: FileHandle, path: string, size: number) {
    this.#file = file
    this.#path = path
    this.#size = size
  }

  getKey(): string {
    return this.#path
  }

  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    if (!(offset >= 0) || !(length >= 0) || length > Math.max(MAX_DIRECTORY, MAX_TILE_BYTES) || offset + length > this.#size) {
      throw new FileRefused('damaged', 'the file points outside of itself')
    }
    const data = new ArrayBuffer(length)
    const { bytesRead } = await this.#file.read(new Uint8Array(data), 0, length, offset)
    if (bytesRead < length) {
      throw new FileRefused('cut-short', 'the file is shorter than its header says: the copy was cut short')
    }
    return { data }
  }
}

/** Directories read with limits, so that a made-up count of entries cannot fill the memory. */
class Directories implements Cache {
  readonly #header: Header
  readonly #kept = new Map<string, Promise<Entry[]>>()

  constructor(header: Header) {
    this.#header = header
  }

  async getHeader(): Promise<Header> {
    return this.#header
  }

  getDirectory(source: Source, offset: number, length: number, header: Header): Promise<Entry[]> {
    const key = `${offset} ${length}`
    const known = this.#kept.get(key)
    if (known) {
      this.#kept.delete(key)
      this.#kept.set(key, known)
      return known
    }
    const made = source.getBytes(offset, length).then(async ({ data }) => entriesOf(new Uint8Array(await decompress(data, header.internalCompression, MAX_DIRECTORY_UNPACKED))))
    made.catch(() => this.#kept.delete(key))
    const [oldest] = this.#kept.keys()
    if (this.#kept.size >= KEPT && oldest !== undefined) {
      this.#kept.delete(oldest)
    }
    this.#kept.set(key, made)
    return made
  }

  async invalidate(): Promise<void> {
    this.#kept.clear()
  }
}

/** PMTiles 3, section 4.2: count, then columns of tile id differences, run lengths, lengths and offsets (0: right after the one before). */
function entriesOf(bytes: Uint8Array): Entry[] {
  const at = { buf: bytes, pos: 0 }
  const count = readVarint(at)
  if (count > MAX_ENTRIES || count * 4 > bytes.length) {
    throw new FileRefused('damaged', 'a directory of the file names more tiles than it can hold')
  }
  const entries: Entry[] = []
  let tileId = 0
  for (let i = 0; i < count; i += 1) {
    tileId += readVarint(at)
    entries.push({ tileId, offset: 0, length: 0, runLength: 1 })
  }
  for (const entry of entries) {
    entry.runLength = readVarint(at)
  }
  for (const entry of entries) {
    entry.length = readVarint(at)
  }
  let end = 0
  for (const entry of entries) {
    const offset = readVarint(at)
    entry.offset = offset === 0 ? end : offset - 1
    end = entry.offset + entry.length
  }
  return entries
}

async function decompress(packed: ArrayBuffer, compression: Compression, limit?: number): Promise<ArrayBuffer> {
  if (compression === Compression.None || compression === Compression.Unknown) {
    return packed
  }
  const how = PACKED.get(compression)
  if (!how) {
    throw new FileRefused('tile-format', 'the file is packed in a way that is not known; make it with gzip')
  }
  const bytes = await unpack(new Uint8Array(packed), how, limit)
  // A copy: what is unpacked may lie in memory it shares with others.
  return new Uint8Array(bytes).buffer
}
