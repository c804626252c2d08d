import { rm } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { isSensitive, levelRank, marking, combineHandling, type Handling } from '../../core/handling.ts'
import type { Reader } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import type { Query } from '../../core/query.ts'
import { csvChunks } from '../../formats/csv-write.ts'
import { geoJsonChunks, tableFeatures } from '../../formats/geojson.ts'
import { gpxChunks, placemarkWaypoints } from '../../formats/gpx.ts'
import { kmlChunks, tablePlacemarks } from '../../formats/kml.ts'
import type { Table } from '../../formats/table.ts'
import { xlsxChunks } from '../../formats/xlsx-write.ts'
import type { Seen, Store } from '../store/face.ts'
import { writeGeoPackage } from '../store/geopackage.ts'
import { exportTable } from './export-table.ts'

export const EXPORT_FORMATS = ['csv', 'geojson', 'xlsx', 'kml', 'gpkg', 'gpx'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export const EXPORT_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8', geojson: 'application/geo+json', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', kml: 'application/vnd.google-earth.kml+xml',
  gpkg: 'application/geopackage+sqlite3', gpx: 'application/gpx+xml',
}
/** Sensitive records are written down as having left in groups of so many, before their rows are handed out. */
const AUDIT_GROUP = 200
/** Between two tellings of how far it is. */
const TELL_ROWS = 200

export type ExportOptions = {
  /** Helps spreadsheets to read CSV as UTF-8. */
  bom?: boolean
  /** Where a file may be made that is removed once it was read; GeoPackages are written there first. */
  scratch: string
  /** Epoch ms. */
  now: number
  signal?: AbortSignal
  progress?: (done: number, total: number) => void
}
export type Export = { /** Records in it. */ count: number; marking: string; content: Readable }

/**
 * The records of a query as a file, in constant memory. What is strictly confidential leaves only with a
 * declared purpose (`reader.purpose`): throws Problem `purpose-needed` before the first byte. That it leaves is
 * written on the mission's record (format, kind, count, purpose), and each sensitive record is recorded as exported
 * before its row is handed out.
 */
export async function exportRecords(store: Store, reader: Reader, query: Query, format: ExportFormat, options: ExportOptions): Promise<Export> {
  if (!EXPORT_FORMATS.includes(format)) {
    throw new Problem('invalid-query', `format: "${String(format)}" is not known. Use ${EXPORT_FORMATS.join(', ')}`)
  }
  const kind = store.kinds().need(query.kind)
  const { limit: _limit, cursor: _cursor, ...all } = query
  options.signal?.throwIfAborted()
  const { handling, count } = await survey(store, reader, all, options.signal)
  await store.audit(reader, ['mission'], 'export', { format, count, of: kind.name })
  const rows = exportTable(kind, told(audited(store, reader, format, store.stream(reader, all)), count, options))
  const mark = marking(handling)
  return { count, marking: mark, content: await contentOf(rows, format, mark, options) }
}

async function contentOf(rows: Table, format: ExportFormat, mark: string, options: ExportOptions): Promise<Readable> {
  switch (format) {
    case 'csv':
      return Readable.from(csvChunks(rows, { bom: options.bom === true }))
    case 'geojson':
      return Readable.from(geoJsonChunks(tableFeatures(rows), { name: rows.name, marking: mark }))
    case 'kml':
      return Readable.from(kmlChunks(rows.name, tablePlacemarks(rows), mark))
    case 'gpx':
      return Readable.from(gpxChunks(rows.name, placemarkWaypoints(tablePlacemarks(rows)), { description: mark, time: new Date(options.now).toISOString() }))
    case 'xlsx':
      return Readable.from(xlsxChunks(rows, { marking: mark }))
    case 'gpkg': {
      await writeGeoPackage(options.scratch, rows, { marking: mark, at: new Date(options.now).toISOString(), ...(options.signal ? { signal: options.signal } : {}) })
      return createReadStream(options.scratch).once('close', () => void rm(options.scratch, { force: true }))
    }
    default:
      return format satisfies never
  }
}

/** Highest handling and number of everything that will leave; refuses what needs a purpose. */
async function survey(store: Store, reader: Reader, query: Query, signal?: AbortSignal): Promise<{ handling: Handling; count: number }> {
  let all: Handling = { level: 'U', compartments: [], owner: reader.org, releasableTo: [], caveats: [] }
  const add = (ref: string, h: Handling): void => {
    if (levelRank(h.level) === 2 && reader.purpose === null && !reader.system) {
      throw new Problem('purpose-needed', `purpose: ${ref} is strictly confidential. Say what the export is for (purpose=…), or leave such records out`, { fields: [{ path: 'purpose', problem: 'is missing', fix: 'Say what the export is for' }] })
    }
    all = combineHandling([all, h], reader.org)
  }
  const known = await store.extent(reader, query)
  if (known) {
    known.classes.forEach(({ access, ref }) => add(ref, { level: access.level, compartments: [...access.compartments], owner: access.owner, releasableTo: [...access.releasableTo], caveats: [...access.caveats], named: [...access.named] }))
    return { handling: all, count: known.count }
  }
  let count = 0
  const seen = new Set<string>()
  for await (const { record: { ref, handling } } of store.stream(reader, query)) {
    signal?.throwIfAborted()
    count += 1
    const key = `${handling.level} ${handling.compartments.join()} ${handling.caveats.join()}`
    if (!seen.has(key)) {
      seen.add(key)
      add(ref, handling)
    }
  }
  return { handling: all, count }
}

async function* told(items: AsyncIterable<Seen>, total: number, { progress, signal }: ExportOptions): AsyncGenerator<Seen> {
  let done = 0
  for await (const seen of items) {
    signal?.throwIfAborted()
    yield seen
    done += 1
    if (done % TELL_ROWS === 0) {
      progress?.(Math.min(done, total), total)
    }
  }
  progress?.(total, total)
}

async function* audited(store: Store, reader: Reader, format: ExportFormat, items: AsyncIterable<Seen>): AsyncGenerator<Seen> {
  let group: Seen[] = []
  const note = async (): Promise<void> => {
    const sensitive = group.filter((seen) => isSensitive(seen.record.handling)).map((seen) => seen.record.id)
    if (sensitive.length > 0) {
      await store.audit(reader, sensitive, 'export', { format })
    }
  }
  for await (const seen of items) {
    group.push(seen)
    if (group.length >= AUDIT_GROUP) {
      await note()
      yield* group
      group = []
    }
  }
  await note()
  yield* group
}
