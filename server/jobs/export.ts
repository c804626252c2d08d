import { Readable } from 'node:stream'
import { isSensitive, levelRank, marking, combineHandling, type Handling } from '../../core/handling.ts'
import type { Reader } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import type { Query } from '../../core/query.ts'
import { csvChunks } from '../../formats/csv-write.ts'
import { geoJsonChunks, tableFeatures } from '../../formats/geojson.ts'
import { kmlChunks, tablePlacemarks } from '../../formats/kml.ts'
import { xlsxChunks } from '../../formats/xlsx-write.ts'
import type { Seen, Store } from '../store/face.ts'
import { exportTable } from './export-table.ts'

export const EXPORT_FORMATS = ['csv', 'geojson', 'xlsx', 'kml'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export const EXPORT_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8', geojson: 'application/geo+json', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', kml: 'application/vnd.google-earth.kml+xml',
}
/** Sensitive records are written down as having left in groups of so many, before their rows are handed out. */
const AUDIT_GROUP = 200

/**
 * The records of a query as a file, in constant memory. What is strictly confidential leaves only with a
 * declared purpose (`reader.purpose`): throws Problem `purpose-needed` before the first byte. Each
 * sensitive record is recorded as exported before its row is handed out. `bom` helps spreadsheets to read CSV.
 */
export async function exportRecords(store: Store, reader: Reader, query: Query, format: ExportFormat, options: { bom?: boolean } = {}): Promise<Readable> {
  const kind = store.kinds().need(query.kind)
  const { limit: _limit, cursor: _cursor, ...all } = query
  const handling = await handlingOf(store, reader, all)
  const rows = exportTable(kind, audited(store, reader, format, store.stream(reader, all)))
  const mark = marking(handling)
  switch (format) {
    case 'csv':
      return Readable.from(csvChunks(rows, { bom: options.bom === true }))
    case 'geojson':
      return Readable.from(geoJsonChunks(tableFeatures(rows), { name: kind.name, marking: mark }))
    case 'kml':
      return Readable.from(kmlChunks(kind.name, tablePlacemarks(rows), mark))
    case 'xlsx':
      return Readable.from(xlsxChunks(rows))
    default:
      throw new Problem('invalid-query', `format: "${String(format)}" is not known. Use ${EXPORT_FORMATS.join(', ')}`)
  }
}

/** Highest handling of everything that will leave; refuses what needs a purpose. */
async function handlingOf(store: Store, reader: Reader, query: Query): Promise<Handling> {
  let all: Handling = { level: 'U', compartments: [], owner: reader.org, releasableTo: [], caveats: [] }
  const seen = new Set<string>()
  for await (const { record } of store.stream(reader, query)) {
    const h = record.handling
    const key = `${h.level} ${h.compartments.join()} ${h.caveats.join()}`
    if (levelRank(h.level) === 2 && reader.purpose === null && !reader.system) {
      throw new Problem('purpose-needed', `purpose: ${record.ref} is strictly confidential. Say what the export is for (purpose=…), or leave such records out`, { fields: [{ path: 'purpose', problem: 'is missing', fix: 'Say what the export is for' }] })
    }
    if (!seen.has(key)) {
      seen.add(key)
      all = combineHandling([all, h], reader.org)
    }
  }
  return all
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
