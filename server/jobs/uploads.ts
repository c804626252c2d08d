import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { Problem } from '../../core/problem.ts'

/** How long a file waits to be imported after it was last looked at. */
const KEEP_MS = 2 * 3_600_000
/** Files one person may have waiting; the oldest goes. */
const MOST = 4
const PREFIX = 'upload-'

export type Upload = { id: string; owner: string; name: string; file: string; at: number }

/** Files handed in to be looked at, tried and imported without sending them again over a thin link. */
export class Uploads {
  readonly #folder: string
  readonly #kept = new Map<string, Upload>()
  readonly #ready: Promise<unknown>

  constructor(dataDir: string) {
    this.#folder = path.join(dataDir, 'tmp')
    this.#ready = this.#sweep()
  }

  /** Where the file of an id is to be written. */
  async place(id: string): Promise<string> {
    await this.#ready
    return path.join(this.#folder, `${PREFIX}${id}`)
  }

  /** Keep a file that was written whole. */
  async keep(upload: Upload): Promise<void> {
    this.#kept.set(upload.id, upload)
    const mine = [...this.#kept.values()].filter((one) => one.owner === upload.owner)
    const old = [...this.#kept.values()].filter((one) => one.at < upload.at - KEEP_MS)
    await Promise.all([...old, ...mine.slice(0, Math.max(0, mine.length - MOST))].map((one) => this.drop(one.id)))
  }

  /** A file of this person. Throws Problem `not-found` when it is not theirs or was let go. */
  take(id: string, owner: string, now: number): Upload {
    const found = this.#kept.get(id)
    if (!found || found.owner !== owner) {
      throw new Problem('not-found', 'the file is not here any more; choose it again')
    }
    found.at = now
    return found
  }

  async drop(id: string): Promise<void> {
    const found = this.#kept.get(id)
    this.#kept.delete(id)
    if (found) {
      await rm(found.file, { force: true })
    }
  }

  /** Let go of everything. */
  async close(): Promise<void> {
    await Promise.all([...this.#kept.keys()].map((id) => this.drop(id)))
  }

  /** What an earlier run of the node left. */
  async #sweep(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const left = (await readdir(this.#folder)).filter((name) => name.startsWith(PREFIX))
    await Promise.all(left.map((name) => rm(path.join(this.#folder, name), { force: true })))
  }
}
