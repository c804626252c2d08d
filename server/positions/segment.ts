import { closeSync, fsyncSync, openSync, renameSync, rmSync, writevSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import type { RetentionClass } from '../../core/observation.ts'
import { syncDir } from '../store/files.ts'
import type { Identity } from './row.ts'
import type { Bounds, MadePage } from './pages.ts'

/**
 * A segment: sealed positions of one UTC day and one retention class, never changed once it stands.
 *
 *     block 'VPS1': what it holds, as JSON      (twice: at the beginning, and at the end before its own length)
 *     pages
 *     block 'VPI1': identities and page bounds  (twice, one after the other)
 *
 * A block is four letters, bytes u32, CRC-32 u32, content. So no single damaged byte makes more than one page unreadable.
 */
export type SegmentHead = Bounds & {
  day: string
  retention: RetentionClass
  /** Seconds it was thinned to, 0 when everything is there, and the subjects that were left alone. */
  everyS: number
  exempt: string[]
  /** Files of the same folder whose positions are in this one: they are done with. */
  replaces: string[]
  index: { at: number; bytes: number }
}
export type PageEntry = Bounds & { offset: number; bytes: number; identities: Uint32Array }
export type SegmentIndex = { identities: Identity[]; pages: PageEntry[] }

const HEAD = 0x31535056
const INDEX = 0x31495056
const BLOCK = 12
/** Numbers of a page in the index. */
const ENTRY = 10

function block(magic: number, content: Buffer): Buffer {
  const head = Buffer.alloc(BLOCK)
  head.writeUInt32LE(magic, 0)
  head.writeUInt32LE(content.length, 4)
  head.writeUInt32LE(crc32(content), 8)
  return Buffer.concat([head, content])
}

function openBlock(magic: number, bytes: Buffer, at: number): Buffer | null {
  if (at < 0 || at + BLOCK > bytes.length || bytes.readUInt32LE(at) !== magic) {
    return null
  }
  const content = bytes.subarray(at + BLOCK, at + BLOCK + bytes.readUInt32LE(at + 4))
  return content.length === bytes.readUInt32LE(at + 4) && crc32(content) === bytes.readUInt32LE(at + 8) ? content : null
}

/** Write a segment as a draft, on the disk when it returns; `finishSegment` puts it in place. Answers its head and bytes. */
export function writeSegment(file: string, about: Pick<SegmentHead, 'day' | 'retention' | 'everyS' | 'exempt' | 'replaces'>, identities: readonly Identity[], pages: readonly MadePage[]): { head: SegmentHead; bytes: number } {
  const numbers = new Float64Array(pages.length * ENTRY)
  const bounds: Bounds = { rows: 0, from: Infinity, to: -Infinity, west: Infinity, south: Infinity, east: -Infinity, north: -Infinity, suspects: false }
  let offset = 0
  pages.forEach((page, i) => {
    numbers.set([offset, page.bytes.length, page.rows, page.from, page.to, page.west, page.south, page.east, page.north, page.suspects ? 1 : 0], i * ENTRY)
    offset += page.bytes.length
    bounds.rows += page.rows
    bounds.from = Math.min(bounds.from, page.from)
    bounds.to = Math.max(bounds.to, page.to)
    bounds.west = Math.min(bounds.west, page.west)
    bounds.south = Math.min(bounds.south, page.south)
    bounds.east = Math.max(bounds.east, page.east)
    bounds.north = Math.max(bounds.north, page.north)
    bounds.suspects ||= page.suspects
  })
  const names = Buffer.from(JSON.stringify(identities.map(({ subject, feed }) => [subject, feed])))
  const who = listsOf(pages)
  const sizes = Uint32Array.of(names.length, numbers.byteLength, who.byteLength)
  const index = block(INDEX, deflateRawSync(Buffer.concat([bytesOf(sizes), names, bytesOf(numbers), bytesOf(who)])))
  // The head says where the index is and stands before it: as long as it must be to say so.
  const told = (at: number): SegmentHead => ({ ...bounds, ...about, index: { at, bytes: index.length } })
  let at = offset
  let real = block(HEAD, Buffer.from(JSON.stringify(told(at))))
  while (real.length + offset !== at) {
    at = real.length + offset
    real = block(HEAD, Buffer.from(JSON.stringify(told(at))))
  }
  const tail = Buffer.alloc(8)
  tail.writeUInt32LE(real.length, 0)
  tail.writeUInt32LE(HEAD, 4)
  const parts = [real, ...pages.map((page) => page.bytes), index, index, real, tail]
  writeDraft(`${file}.part`, parts)
  return { head: told(at), bytes: parts.reduce((sum, part) => sum + part.length, 0) }
}

/** How many identities each page names, and which, one page after another. */
function listsOf(pages: readonly MadePage[]): Uint32Array {
  const out = new Uint32Array(pages.reduce((sum, page) => sum + 1 + page.identities.length, 0))
  let at = 0
  for (const { identities } of pages) {
    out[at] = identities.length
    out.set(identities, at + 1)
    at += 1 + identities.length
  }
  return out
}

function bytesOf(array: Float64Array | Uint32Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}

/** At most so many pieces at once: the system takes no more. */
const PIECES = 512

function writeDraft(draft: string, parts: readonly Buffer[]): void {
  const fd = openSync(draft, 'w', 0o600)
  try {
    for (let i = 0; i < parts.length; i += PIECES) {
      let pieces = parts.slice(i, i + PIECES)
      while (pieces.length > 0) {
        let written = writevSync(fd, pieces)
        while (pieces.length > 0 && written >= pieces[0]!.length) {
          written -= pieces[0]!.length
          pieces = pieces.slice(1)
        }
        if (pieces.length > 0) {
          pieces = [pieces[0]!.subarray(written), ...pieces.slice(1)]
        }
      }
    }
    fsyncSync(fd)
  } catch (error) {
    // Half a draft on a full disk would take the room that is needed to go on.
    rmSync(draft, { force: true })
    throw error
  } finally {
    closeSync(fd)
  }
}

/** A draft becomes the segment: whole or not at all. */
export function finishSegment(file: string): void {
  renameSync(`${file}.part`, file)
  syncDir(path.dirname(file))
}

/** A draft that is not to become one. */
export function dropDraft(file: string): void {
  rmSync(`${file}.part`, { force: true })
}

/** A segment on the disk, open for reading. */
export class Segment {
  readonly file: string
  readonly head: SegmentHead
  readonly bytes: number
  readonly #handle: FileHandle
  #users = 0
  #onFree: (() => void | Promise<void>) | null = null

  private constructor(file: string, head: SegmentHead, bytes: number, handle: FileHandle) {
    this.file = file
    this.head = head
    this.bytes = bytes
    this.#handle = handle
  }

  /** Throws an Error that says what is wrong with the file. */
  static async open(file: string): Promise<Segment> {
    const handle = await open(file, 'r')
    try {
      const { size } = await handle.stat()
      const first = await readAt(handle, 0, Math.min(size, 16_384))
      let content = openBlock(HEAD, first, 0)
      if (content === null && first.length >= BLOCK && first.readUInt32LE(0) === HEAD && first.readUInt32LE(4) < size) {
        content = openBlock(HEAD, await readAt(handle, 0, BLOCK + first.readUInt32LE(4)), 0)
      }
      if (content === null) {
        const tail = await readAt(handle, Math.max(0, size - 8), 8)
        if (tail.length === 8 && tail.readUInt32LE(4) === HEAD && tail.readUInt32LE(0) <= size) {
          content = openBlock(HEAD, await readAt(handle, size - 8 - tail.readUInt32LE(0), tail.readUInt32LE(0)), 0)
        }
      }
      if (content === null) {
        throw new Error('what it says of itself cannot be read, neither at its beginning nor at its end')
      }
      return new Segment(file, JSON.parse(content.toString()) as SegmentHead, size, handle)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /** Identities and pages. Throws an Error when both copies are damaged. */
  async index(): Promise<SegmentIndex> {
    const { at, bytes } = this.head.index
    const content = openBlock(INDEX, await readAt(this.#handle, at, bytes), 0) ?? openBlock(INDEX, await readAt(this.#handle, at + bytes, bytes), 0)
    if (content === null) {
      throw new Error('its index cannot be read in either copy')
    }
    return parseIndex(inflateRawSync(content), at)
  }

  /** Bytes of neighbouring pages, from `offset` on. */
  read(offset: number, bytes: number): Promise<Buffer> {
    return readAt(this.#handle, offset, bytes)
  }

  /** Whoever reads holds it, so that it is not taken away meanwhile. */
  hold(): void {
    this.#users += 1
  }

  /** Resolves when it is closed, where this was what it waited for. */
  release(): Promise<void> | null {
    this.#users -= 1
    const then = this.#onFree
    return this.#users === 0 && then !== null ? this.#handle.close().then(then) : null
  }

  /** Close when nobody reads it any more, then do what is asked. */
  async retire(then: () => void | Promise<void> = () => {}): Promise<void> {
    this.#onFree = then
    this.hold()
    await this.release()
  }
}

function parseIndex(content: Buffer, pagesEnd: number): SegmentIndex {
  const [names = 0, numbers = 0, who = 0] = [content.readUInt32LE(0), content.readUInt32LE(4), content.readUInt32LE(8)]
  const identities = (JSON.parse(content.subarray(12, 12 + names).toString()) as [string, string][]).map(([subject, feed]) => ({ subject, feed }))
  // Copied: a number of eight bytes must begin at a multiple of eight.
  const table = new Float64Array(numbers / 8)
  bytesOf(table).set(content.subarray(12 + names, 12 + names + numbers))
  const lists = new Uint32Array(who / 4)
  bytesOf(lists).set(content.subarray(12 + names + numbers, 12 + names + numbers + who))
  const pages: PageEntry[] = []
  let all = 0
  for (let i = 0; i < table.length; i += ENTRY) {
    all += table[i + 1]!
  }
  let at = 0
  for (let i = 0; i < table.length; i += ENTRY) {
    const [offset = 0, bytes = 0, rows = 0, from = 0, to = 0, west = 0, south = 0, east = 0, north = 0, suspects = 0] = table.subarray(i, i + ENTRY)
    const count = lists[at]!
    pages.push({ offset: pagesEnd - all + offset, bytes, rows, from, to, west, south, east, north, suspects: suspects === 1, identities: lists.subarray(at + 1, at + 1 + count) })
    at += 1 + count
  }
  return { identities, pages }
}

async function readAt(handle: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes)
  let got = 0
  while (got < bytes) {
    const { bytesRead } = await handle.read(buffer, got, bytes - got, at + got)
    if (bytesRead === 0) {
      return buffer.subarray(0, got)
    }
    got += bytesRead
  }
  return buffer
}
