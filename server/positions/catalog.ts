import { readdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { syncedDir } from '../store/files.ts'
import type { Damage } from './face.ts'
import { DAY_DIR, SEGMENT_FILE } from './folders.ts'
import type { Page } from './page.ts'
import { Segment, type SegmentIndex } from './segment.ts'

/** Pages that were read lately, in all. */
const PAGE_CACHE_BYTES = 32 * 1024 * 1024
/** Pages whose bounds are kept in memory, in all. */
const MOST_PAGES = 40_000

type PageKey = { segment: Segment; page: number }

/** The segments there are. */
export class Catalog {
  readonly folder: string
  readonly damaged: Damage[] = []
  readonly #segments = new Map<string, Segment>()
  readonly #indexes = new Map<string, { index: Promise<SegmentIndex>; pages: number }>()
  #pages = 0
  readonly #read = new Map<string, Map<number, Page>>()
  #readBytes = 0
  /** Highest number in use. */
  highest = 0

  constructor(folder: string) {
    this.folder = folder
  }

  /** Open what is there: drafts are removed, and what a later segment replaces. Damaged files are named and left alone. */
  async load(): Promise<void> {
    for (const day of readdirSync(this.folder).filter((name) => DAY_DIR.test(name)).sort()) {
      const dir = path.join(this.folder, day)
      for (const name of readdirSync(dir)) {
        if (name.endsWith('.part')) {
          rmSync(path.join(dir, name))
        } else if (SEGMENT_FILE.test(name)) {
          this.highest = Math.max(this.highest, Number(SEGMENT_FILE.exec(name)![1]))
          await this.swap([path.join(dir, name)], []).catch((error: unknown) => this.damage({ file: path.join(dir, name), page: -1, detail: (error as Error).message }))
        }
      }
      const here = this.all().filter((one) => one.head.day === day)
      const replaced = new Set(here.flatMap((one) => one.head.replaces))
      await this.drop(here.filter((one) => replaced.has(path.basename(one.file))))
    }
  }

  /** Take files in and others out, both at once for whoever asks, with `then`. Throws an Error when one cannot be read. */
  async swap(files: readonly string[], old: readonly Segment[], then: () => void = () => {}): Promise<void> {
    const fresh = await Promise.all(files.map((file) => Segment.open(file)))
    const before = fresh.map((one) => this.#segments.get(one.file))
    for (const segment of fresh) {
      this.#forget(segment.file)
      this.#segments.set(segment.file, segment)
    }
    then()
    await this.drop(old)
    await Promise.all(before.map((one) => one?.retire()))
  }

  all(): Segment[] {
    return [...this.#segments.values()]
  }

  /** Take segments out; each file is removed when nobody reads it any more. */
  async drop(segments: readonly Segment[]): Promise<void> {
    for (const segment of segments) {
      this.#segments.delete(segment.file)
      this.#forget(segment.file)
    }
    await Promise.all(segments.map((segment) => segment.retire(() => rm(segment.file, { force: true }))))
    for (const dir of new Set(segments.map((one) => path.dirname(one.file)))) {
      await syncedDir(dir)
    }
  }

  /** Name a page that cannot be read, once. */
  damage(one: Damage): void {
    const named = { ...one, file: path.relative(this.folder, one.file) }
    if (!this.damaged.some(({ file, page }) => file === named.file && page === named.page)) {
      this.damaged.push(named)
    }
  }

  isDamaged(segment: Segment): boolean {
    const name = path.relative(this.folder, segment.file)
    return this.damaged.some(({ file }) => file === name)
  }

  /** What a segment holds, page by page; null when that cannot be read, which is named. */
  async index(segment: Segment): Promise<SegmentIndex | null> {
    let known = this.#indexes.get(segment.file)
    if (known === undefined) {
      known = { index: segment.index(), pages: Math.ceil(segment.head.rows / 1024) }
      this.#pages += known.pages
    } else {
      this.#indexes.delete(segment.file)
    }
    this.#indexes.set(segment.file, known)
    for (const [oldest] of this.#indexes) {
      if (this.#pages <= MOST_PAGES || oldest === segment.file) {
        break
      }
      this.#forget(oldest)
    }
    try {
      return await known.index
    } catch (error) {
      this.damage({ file: segment.file, page: -1, detail: (error as Error).message })
      return null
    }
  }

  /** A page that was read lately. */
  page({ segment, page }: PageKey): Page | undefined {
    return this.#read.get(segment.file)?.get(page)
  }

  /** Remember a page for whoever asks next; the segments read longest ago are forgotten. */
  keepPage({ segment, page }: PageKey, read: Page): void {
    if (this.#segments.get(segment.file) !== segment || this.#read.get(segment.file)?.has(page)) {
      return
    }
    const pages = this.#read.get(segment.file) ?? new Map<number, Page>()
    this.#read.delete(segment.file)
    this.#read.set(segment.file, pages)
    pages.set(page, read)
    this.#readBytes += read.bytes
    while (this.#readBytes > PAGE_CACHE_BYTES) {
      const [file, oldest] = this.#read.entries().next().value!
      const [number, first] = oldest.entries().next().value!
      oldest.delete(number)
      this.#readBytes -= first.bytes
      if (oldest.size === 0) {
        this.#read.delete(file)
      }
    }
  }

  #forget(file: string): void {
    this.#read.get(file)?.forEach((page) => { this.#readBytes -= page.bytes })
    this.#read.delete(file)
    this.#pages -= this.#indexes.get(file)?.pages ?? 0
    this.#indexes.delete(file)
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map((one) => one.retire()))
    this.#segments.clear()
  }
}
