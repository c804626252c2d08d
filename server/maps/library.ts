import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { MAP_FILE_NAME, mapTypeOf, type MapFileType } from '../../core/map-source.ts'
import { FileRefused, TileFiles } from '../store/tile-files.ts'
import { openFolder } from './folder-set.ts'
import { openPmtiles } from './pmtiles-set.ts'
import { readTile, WORLD, type TileFacts, type TileSet } from './tile-set.ts'

/** A file in the folder of maps: what it is, or why it cannot be used. */
export type MapFile = { file: string; type: MapFileType; bytes: number; facts: TileFacts | null; refused: { reason: string; message: string } | null }

/** Sets open at once. */
const MAX_OPEN = 16
const NAME = new RegExp(MAP_FILE_NAME)

/** The node's folder of maps (`<data>/maps`): files are checked when opened, kept open, and opened anew when they change. */
export class MapLibrary {
  readonly folder: string
  readonly #tables = new TileFiles()
  readonly #open = new Map<string, { stamp: string; set: Promise<TileSet> }>()

  constructor(dataDir: string) {
    this.folder = path.join(dataDir, 'maps')
  }

  /** Every map file in the folder, checked. */
  async files(): Promise<MapFile[]> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const out: MapFile[] = []
    for (const entry of await readdir(this.folder, { withFileTypes: true })) {
      const type = NAME.test(entry.name) ? mapTypeOf(entry.name) : null
      if (type !== null && (type === 'folder') === entry.isDirectory()) {
        out.push(await this.file(entry.name, type))
      }
    }
    return out.sort((a, b) => a.file.localeCompare(b.file))
  }

  /** One file, checked. */
  async file(name: string, type: MapFileType): Promise<MapFile> {
    const found = await stat(path.join(this.folder, name)).catch(() => null)
    const base = { file: name, type, bytes: found?.isFile() ? found.size : 0 }
    try {
      return { ...base, facts: (await this.set(name, type)).facts, refused: null }
    } catch (error) {
      if (error instanceof FileRefused) {
        return { ...base, facts: null, refused: { reason: error.reason, message: error.message } }
      }
      throw error
    }
  }

  /** An open set of tiles. Throws FileRefused. */
  async set(name: string, type: MapFileType): Promise<TileSet> {
    const file = path.join(this.folder, name)
    const found = NAME.test(name) ? await stat(file).catch(() => null) : null
    if (!found || found.isDirectory() !== (type === 'folder')) {
      throw new FileRefused('missing', `${name} is not in the folder of maps (${type}); put it there again`)
    }
    const stamp = `${type} ${found.size} ${found.mtimeMs} ${found.ino}`
    const known = this.#open.get(name)
    if (known?.stamp === stamp) {
      this.#open.delete(name)
      this.#open.set(name, known)
      return known.set
    }
    await this.release(name)
    const [oldest] = this.#open.keys()
    if (this.#open.size >= MAX_OPEN && oldest !== undefined) {
      await this.release(oldest)
    }
    const set = this.openSet(file, type)
    set.catch(() => {
      // A file that was refused is looked at again when next asked for: it may have been mended in place.
      if (this.#open.get(name)?.set === set) {
        this.#open.delete(name)
      }
    })
    this.#open.set(name, { stamp, set })
    return set
  }

  /** Check and open any path, e.g. an upload before it gets its name. The caller closes it. Throws FileRefused. */
  async openSet(file: string, type: MapFileType): Promise<TileSet> {
    if (type === 'pmtiles') {
      return openPmtiles(file)
    }
    return type === 'folder' ? openFolder(file) : this.#openTables(file, type)
  }

  /** Take a file out of the folder. */
  async remove(name: string): Promise<void> {
    await this.release(name)
    await rm(path.join(this.folder, name), { recursive: true, force: true })
  }

  /** Let go of a file. */
  async release(name: string): Promise<void> {
    const known = this.#open.get(name)
    this.#open.delete(name)
    await known?.set.then((set) => set.close(), () => {})
  }

  async close(): Promise<void> {
    for (const name of Array.from(this.#open.keys())) {
      await this.release(name)
    }
    await this.#tables.close()
  }

  async #openTables(file: string, type: 'mbtiles' | 'gpkg'): Promise<TileSet> {
    const { sample, bounds, ...facts } = await this.#tables.open(file, type)
    const { format } = await readTile(sample)
    return {
      facts: { ...facts, format, bounds: bounds ?? WORLD },
      tile: async (z, x, y) => {
        const bytes = await this.#tables.tile(file, type, z, x, y)
        return bytes === null ? null : readTile(bytes)
      },
      close: () => this.#tables.release(file),
    }
  }
}
