import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { MapSource } from '../../core/map-source.ts'
import { FileRefused } from '../store/tile-files.ts'
import { fetchTile } from './network-fetch.ts'
import { readTile, type Tile } from './tile-set.ts'

/** Half the side of the web-Mercator square, metres. */
const HALF = 20_037_508.342_789_244
const DAY_MS = 86_400_000
const DEFAULT_CACHE_DAYS = 30
/** Bytes kept of one source; when it is passed, the tiles not used for longest go until a fifth is free. */
const CACHE_BYTES = 500_000_000
/** Requests under way to one source; what comes beyond waits. */
const AT_ONCE = 4
/** After a failure the network is left alone for so long, and what is kept is shown. */
const PAUSE_MS = 20_000

/** How a network source fares: since when it fails, and why. */
export type NetworkState = { since: number; reason: string; message: string } | null

/** The address of one tile: the template filled in, or a WMS request for its square. */
export function tileAddress(source: Pick<MapSource, 'type' | 'url' | 'layers' | 'version'>, z: number, x: number, y: number): string {
  const template = source.url ?? ''
  if (source.type === 'xyz') {
    return template.replaceAll('{z}', String(z)).replaceAll('{x}', String(x)).replaceAll('{-y}', String(2 ** z - 1 - y)).replaceAll('{y}', String(y))
  }
  const url = new URL(template)
  const version = source.version ?? '1.3.0'
  const side = (2 * HALF) / 2 ** z
  // In EPSG:3857 both versions count east before north; only the name of the parameter differs.
  const wanted: Record<string, string> = {
    SERVICE: 'WMS', REQUEST: 'GetMap', VERSION: version, LAYERS: source.layers ?? '', STYLES: '', FORMAT: 'image/png', TRANSPARENT: 'TRUE', WIDTH: '256', HEIGHT: '256',
    [version === '1.3.0' ? 'CRS' : 'SRS']: 'EPSG:3857', BBOX: [x * side - HALF, HALF - (y + 1) * side, (x + 1) * side - HALF, HALF - y * side].map((v) => v.toFixed(4)).join(','),
  }
  for (const name of Array.from(url.searchParams.keys())) {
    if (name.toUpperCase() in wanted) {
      url.searchParams.delete(name)
    }
  }
  for (const [name, value] of Object.entries(wanted)) {
    url.searchParams.set(name, value)
  }
  return url.href
}

/**
 * Tiles of network sources, fetched by the node so that browsers need reach nothing else, and kept on disk
 * (`<data>/maps-cache`). With no network the tiles kept are shown, however old, and the state says so.
 */
export class NetworkMaps {
  readonly #folder: string
  readonly #clock: () => number
  readonly #fetch: typeof fetchTile
  readonly #states = new Map<string, NonNullable<NetworkState>>()
  readonly #under = new Map<string, Promise<Tile | null>>()
  readonly #lanes = new Map<string, { running: number; waiting: (() => void)[] }>()
  readonly #kept = new Map<string, number>()

  constructor(dataDir: string, clock: () => number, fetch: typeof fetchTile = fetchTile) {
    this.#folder = path.join(dataDir, 'maps-cache')
    this.#clock = clock
    this.#fetch = fetch
  }

  /** Null while a source answers. */
  state(id: string): NetworkState {
    return this.#states.get(id) ?? null
  }

  /** A tile from the cache or the network. Throws FileRefused when neither has it. */
  async tile(id: string, source: MapSource, z: number, x: number, y: number): Promise<Tile | null> {
    const folder = path.join(this.#folder, id.replaceAll(/[^A-Za-z0-9-]/g, '_'), print(source))
    const file = path.join(folder, String(z), `${x}-${y}`)
    const known = this.#under.get(file)
    if (known) {
      return known
    }
    const made = this.#tile(id, source, { folder, file, z, x, y }).finally(() => this.#under.delete(file))
    this.#under.set(file, made)
    return made
  }

  /** One tile straight from the network, kept nowhere: to try a source. Throws FileRefused. */
  async probe(source: MapSource, z: number, x: number, y: number): Promise<Tile | null> {
    const bytes = await this.#fetch(tileAddress(source, z, x, y), source.allowPrivate === true)
    return bytes === null || bytes.length === 0 ? null : readTile(bytes)
  }

  async #tile(id: string, source: MapSource, at: { folder: string; file: string; z: number; x: number; y: number }): Promise<Tile | null> {
    const now = this.#clock()
    const found = await stat(at.file).catch(() => null)
    if (found && now - found.mtimeMs < (source.cacheDays ?? DEFAULT_CACHE_DAYS) * DAY_MS) {
      return kept(at.file)
    }
    const state = this.#states.get(id)
    if (state && now - state.since < PAUSE_MS) {
      return this.#orKept(found !== null, at.file, new FileRefused(state.reason, state.message))
    }
    try {
      const tile = await this.#inLane(id, () => this.probe(source, at.z, at.x, at.y))
      this.#states.delete(id)
      await this.#keep(at, tile?.bytes ?? new Uint8Array(), now)
      return tile
    } catch (error) {
      if (!(error instanceof FileRefused)) {
        throw error
      }
      if (error.reason === 'no-network' || error.reason === 'address') {
        this.#states.set(id, { since: now, reason: error.reason, message: error.message })
      }
      return this.#orKept(found !== null, at.file, error)
    }
  }

  async #orKept(have: boolean, file: string, error: FileRefused): Promise<Tile | null> {
    if (have) {
      return kept(file)
    }
    throw error
  }

  /** An empty file stands for "the server has nothing here". */
  async #keep(at: { folder: string; file: string }, bytes: Uint8Array, now: number): Promise<void> {
    await mkdir(path.dirname(at.file), { recursive: true, mode: 0o700 })
    const fresh = `${at.file}.${process.hrtime.bigint()}.new`
    await writeFile(fresh, bytes, { mode: 0o600 })
    await utimes(fresh, now / 1000, now / 1000)
    await rename(fresh, at.file)
    const before = this.#kept.get(at.folder) ?? (await sizes(at.folder)).reduce((sum, one) => sum + one.size, 0)
    this.#kept.set(at.folder, before + bytes.length)
    if (before + bytes.length > CACHE_BYTES) {
      this.#kept.set(at.folder, await prune(at.folder, CACHE_BYTES * 0.8))
    }
  }

  async #inLane<T>(id: string, run: () => Promise<T>): Promise<T> {
    const lane = this.#lanes.get(id) ?? { running: 0, waiting: [] }
    this.#lanes.set(id, lane)
    if (lane.running >= AT_ONCE) {
      await new Promise<void>((go) => { lane.waiting.push(go) })
    } else {
      lane.running += 1
    }
    try {
      return await run()
    } finally {
      const next = lane.waiting.shift()
      if (next) {
        next()
      } else {
        lane.running -= 1
      }
    }
  }
}

/** Another address is another cache. */
function print(source: MapSource): string {
  return createHash('sha256').update([source.type, source.url, source.layers, source.version].join('\0')).digest('hex').slice(0, 16)
}

async function kept(file: string): Promise<Tile | null> {
  const bytes = await readFile(file)
  return bytes.length === 0 ? null : readTile(bytes)
}

async function sizes(folder: string): Promise<{ file: string; size: number; at: number }[]> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return Promise.all(names.filter((one) => one.isFile()).map(async (one) => {
    const file = path.join(one.parentPath, one.name)
    const { size, mtimeMs } = await stat(file)
    return { file, size, at: mtimeMs }
  }))
}

/** Delete the oldest until `target` bytes are left; gives what is left. */
async function prune(folder: string, target: number): Promise<number> {
  const all = (await sizes(folder)).sort((a, b) => a.at - b.at)
  let left = all.reduce((sum, one) => sum + one.size, 0)
  for (const one of all) {
    if (left <= target) {
      break
    }
    await rm(one.file, { force: true })
    left -= one.size
  }
  return left
}
