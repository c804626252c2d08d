import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { MAP_FILE_NAME, mapTypeOf, type MapFileType } from '../../core/map-source.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import { FileRefused } from '../store/tile-files.ts'
import type { MapFile, MapLibrary } from './library.ts'

/** Largest map taken in over the browser, bytes; larger ones are copied into the folder by the operator. */
export const MAX_UPLOAD = 20_000_000_000
/** Largest piece of it in one request, bytes. */
export const MAX_PIECE = 16_000_000
/** Disk that must stay free, bytes. */
const KEEP_FREE = 500_000_000
/** Uploads nobody went on with for so long are thrown away, ms. */
const STALE_MS = 3 * 86_400_000

export type Upload = { upload: string; file: string; size: number; offset: number }

/** Large files in pieces, written to disk as they come; a broken upload goes on where it stopped. */
export class MapUploads {
  readonly #library: MapLibrary
  readonly #folder: string
  readonly #busy = new Set<string>()

  constructor(library: MapLibrary) {
    this.#library = library
    this.#folder = path.join(library.folder, '.uploads')
  }

  /** Begin, or find the one of the same name and size again. Throws Problem. */
  async begin(file: string, size: number, now: number): Promise<Upload> {
    const type = new RegExp(MAP_FILE_NAME).test(file) ? mapTypeOf(file) : null
    if (type === null || type === 'folder') {
      throw refuseField('file', `"${file}" is not the name of a map`, 'Letters, digits, dot, dash and underscore, ending in .pmtiles, .mbtiles or .gpkg')
    }
    if (size > MAX_UPLOAD) {
      throw new Problem('too-large', `the file is larger than ${MAX_UPLOAD / 1e9} GB; copy it into ${this.#library.folder} on the node`)
    }
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await this.#sweep(now)
    if (await stat(path.join(this.#library.folder, file)).catch(() => null)) {
      throw new Problem('duplicate', `there is a map ${file} already; give the new one another name`)
    }
    const upload = `${size}-${file}`
    const part = path.join(this.#folder, upload)
    const offset = (await stat(part).catch(() => null))?.size ?? 0
    const { bavail, bsize } = await statfs(this.#folder)
    if (bavail * bsize < size - offset + KEEP_FREE) {
      throw new Problem('storage-full', `the disk has ${Math.round((bavail * bsize) / 1e6)} MB free; the file needs ${Math.round((size - offset) / 1e6)} MB and ${KEEP_FREE / 1e6} MB must stay free`)
    }
    if (offset === 0) {
      await writeFile(part, '', { mode: 0o600 })
    }
    return { upload, file, size, offset }
  }

  /** Write the piece that begins at `offset`. Throws Problem `wrong-state` with the offset to go on from. */
  async piece(upload: string, offset: number, bytes: Readable): Promise<Upload> {
    const known = await this.#of(upload)
    if (this.#busy.has(upload) || known.offset !== offset) {
      bytes.resume()
      throw new Problem('wrong-state', `the next piece begins at byte ${known.offset}`, { extra: { offset: known.offset } })
    }
    this.#busy.add(upload)
    try {
      let room = known.size - offset
      await pipeline(bytes, async function* limit(from: AsyncIterable<Buffer>) {
        for await (const part of from) {
          room -= part.length
          if (room < 0) {
            throw new Problem('too-large', 'more bytes came than the file was said to have; begin again')
          }
          yield part
        }
      }, createWriteStream(path.join(this.#folder, upload), { flags: 'a', mode: 0o600 }))
    } finally {
      this.#busy.delete(upload)
    }
    return this.#of(upload)
  }

  /** All is there: check it, and only then give it its name. A refused file is thrown away. Throws Problem. */
  async finish(upload: string): Promise<MapFile> {
    const known = await this.#of(upload)
    if (known.offset !== known.size) {
      throw new Problem('wrong-state', `${known.size - known.offset} bytes are missing`, { extra: { offset: known.offset } })
    }
    const type = mapTypeOf(known.file) as MapFileType
    const part = path.join(this.#folder, upload)
    try {
      await (await this.#library.openSet(part, type)).close()
    } catch (error) {
      await rm(part, { force: true })
      throw error instanceof FileRefused ? new Problem('rule-broken', `${known.file} was refused: ${error.message}`, { extra: { reason: error.reason } }) : error
    }
    await rename(part, path.join(this.#library.folder, known.file))
    return this.#library.file(known.file, type)
  }

  /** Throw an upload away. */
  async drop(upload: string): Promise<void> {
    await rm(path.join(this.#folder, (await this.#of(upload)).upload), { force: true })
  }

  async #of(upload: string): Promise<Upload> {
    const parts = /^(\d{1,14})-(.+)$/.exec(upload)
    const file = parts?.[2] ?? ''
    const found = new RegExp(MAP_FILE_NAME).test(file) ? await stat(path.join(this.#folder, upload)).catch(() => null) : null
    if (!found) {
      throw new Problem('not-found', 'there is no such upload; begin it again')
    }
    return { upload, file, size: Number(parts?.[1]), offset: found.size }
  }

  async #sweep(now: number): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      const found = await stat(path.join(this.#folder, name)).catch(() => null)
      if (found && now - found.mtimeMs > STALE_MS) {
        await rm(path.join(this.#folder, name), { force: true })
      }
    }
  }
}
