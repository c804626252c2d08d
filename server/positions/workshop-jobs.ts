import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import type { RetentionClass } from '../../core/observation.ts'
import { syncDir } from '../store/files.ts'
import type { Damage } from './face.ts'
import { Page } from './page.ts'
import { Identities, type Identity } from './row.ts'
import { finishSegment, Segment, writeSegment } from './segment.ts'
import { pagesOf } from './pages.ts'
import { addPage, allOf, groupsOf, newTable, ordered, renumbered, thinned, type Table } from './table.ts'

/** Work on whole segments, done in a thread of its own. */
export type Job =
  /**
   * Rows as they lie in memory, which is shared, become segments named `number`, one a day and retention class. Identities are
   * JSON [[subject, feed], …]: very many go from thread to thread quicker as one text.
   */
  | { do: 'seal'; folder: string; number: number; rows: Int32Array; count: number; identities: string }
  /**
   * Segments of one day and class become one named `number`. Thinned to `everyS` when it is not 0 (null leaves only `exempt`);
   * then it stays a draft, so that what is lost can be written down before.
   */
  | { do: 'merge'; folder: string; number: number; files: string[]; everyS: number | null; exempt: string[] }

/** Files made (none where nothing was left), and how many positions are not in them any more. With `damaged` nothing was made. */
export type JobDone = { files: string[]; dropped: number; damaged: Damage | null }

/** Path of a segment. Numbers are written so that names sort as they do. */
export function segmentFile(folder: string, day: string, number: number, retention: RetentionClass): string {
  return path.join(folder, day, `${String(number).padStart(10, '0')}.${retention}.seg`)
}

/** `2026-11-22` of a number of days since 1970. */
export function dayName(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}

/** Do a job; everything it made is on the disk when it resolves. Throws the system's error. */
export async function perform(job: Job): Promise<JobDone> {
  return job.do === 'seal' ? seal(job) : merge(job)
}

function seal(job: Extract<Job, { do: 'seal' }>): JobDone {
  const files: string[] = []
  const identities = (JSON.parse(job.identities) as [string, string][]).map(([subject, feed]): Identity => ({ subject, feed }))
  const table = { rows: job.rows, count: job.count }
  for (const { day, retention, picked } of groupsOf(table)) {
    const name = dayName(day)
    if (mkdirSync(path.join(job.folder, name), { recursive: true, mode: 0o700 }) !== undefined) {
      syncDir(job.folder)
    }
    const file = write(segmentFile(job.folder, name, job.number, retention), { day: name, retention, everyS: 0, exempt: [], replaces: [] }, table, ordered(table, picked, identities.length), picked, identities)
    finishSegment(file)
    files.push(file)
  }
  return { files, dropped: 0, damaged: null }
}

function write(file: string, about: Parameters<typeof writeSegment>[1], table: Table, order: Uint32Array, all: Uint32Array, identities: readonly Identity[]): string {
  // In the order they lie in, where none is left out: rows that lie together are read quicker.
  const { list, numbers, bits } = renumbered(table, order.length === all.length ? all : order, identities)
  writeSegment(file, about, list, [...pagesOf(table, order, numbers, bits)])
  return file
}

async function merge(job: Extract<Job, { do: 'merge' }>): Promise<JobDone> {
  const segments: Segment[] = []
  try {
    for (const file of job.files) {
      segments.push(await Segment.open(file))
    }
    const [first] = segments
    if (first === undefined) {
      return { files: [], dropped: 0, damaged: null }
    }
    const identities = new Identities()
    const table = newTable(segments.reduce((sum, one) => sum + one.head.rows, 0))
    for (const segment of segments) {
      const index = await segment.index()
      const numbers = index.identities.map(({ subject, feed }) => identities.of(subject, feed))
      for (const [i, entry] of index.pages.entries()) {
        try {
          addPage(table, new Page(await segment.read(entry.offset, entry.bytes)), numbers)
        } catch (error) {
          return { files: [], dropped: 0, damaged: { file: segment.file, page: i, detail: (error as Error).message } }
        }
      }
    }
    const everything = allOf(table)
    const all = ordered(table, everything, identities.list.length)
    const exempt = new Set(job.exempt)
    const order = job.everyS === 0 ? all : thinned(table, all, job.everyS, new Set([...identities.list.keys()].filter((i) => exempt.has(identities.list[i]!.subject))))
    const dropped = all.length - order.length
    if (order.length === 0) {
      return { files: [], dropped, damaged: null }
    }
    const { day, retention } = first.head
    const same = segments.every((one) => one.head.everyS === first.head.everyS)
    const thinnedTo = job.everyS === null ? -1 : job.everyS !== 0 ? job.everyS : same ? first.head.everyS : 0
    // What an input replaced is named again as long as its file may come back.
    const replaces = [...new Set(segments.flatMap((one) => [path.basename(one.file), ...one.head.replaces]))].filter((name) => existsSync(path.join(job.folder, day, name)))
    const about = { day, retention, everyS: thinnedTo, exempt: job.everyS === 0 ? [...new Set(segments.flatMap((one) => one.head.exempt))] : job.exempt, replaces }
    const file = write(segmentFile(job.folder, day, job.number, retention), about, table, order, everything, identities.list)
    if (job.everyS === 0) {
      finishSegment(file)
    }
    return { files: [file], dropped, damaged: null }
  } finally {
    for (const segment of segments) {
      await segment.retire()
    }
  }
}
