import { marking } from '../../core/handling.ts'
import type { Kind } from '../../core/kind.ts'
import type { Json } from '../../core/json.ts'
import { toIso } from '../../core/time.ts'
import type { Cell, Column, ColumnType, Row, Table } from '../../formats/table.ts'
import type { Seen } from '../store/face.ts'

type FieldColumn = { column: Column; cell(seen: Seen): Cell }

/** Fields the common columns already show. */
const COVERED = new Set(['title', 'reported'])

/** What every record has, in every export. The marking stands with each row, so that none is parted from it. */
const COMMON: readonly FieldColumn[] = [
  common('ref', 'Reference', 'text', (seen) => seen.record.ref, 'id'),
  common('marking', 'Marking', 'text', (seen) => marking(seen.record.handling)),
  common('workflow', 'Workflow', 'text', (seen) => seen.record.workflow),
  common('veracity', 'Veracity', 'text', (seen) => seen.record.veracity),
]

/**
 * Records of one kind as a table: common columns, what the kind projects (title, times, place, severity),
 * then every field of its schema that is not hidden or sealed. Nested values are written as JSON.
 */
export function exportTable(kind: Kind, items: AsyncIterable<Seen>): Table {
  const columns = columnsOf(kind)
  return { name: kind.name, columns: columns.map((one) => one.column), rows: rowsOf(columns, items) }
}

async function* rowsOf(columns: readonly FieldColumn[], items: AsyncIterable<Seen>): AsyncGenerator<Row> {
  for await (const seen of items) {
    yield columns.map((one) => one.cell(seen))
  }
}

function columnsOf(kind: Kind): FieldColumn[] {
  const projected = (pick: (p: ReturnType<Kind['project']>) => Cell) => (seen: Seen): Cell => pick(kind.project(seen.record.data))
  const iso = (at: number | null | undefined): string | null => toIso(at ?? Number.NaN) ?? null
  const fixed = [
    ...COMMON,
    common('title', 'Title', 'text', projected((p) => p.title), 'title'),
    common('severity', 'Severity', 'integer', projected((p) => p.severity)),
    common('from', 'Happened from', 'instant', projected((p) => iso(p.happened?.[0])), 'begin'),
    common('to', 'Happened to', 'instant', projected((p) => iso(p.happened?.[1])), 'end'),
    common('reported', 'Reported', 'instant', projected((p) => iso(p.reported))),
    common('logged', 'Logged', 'instant', (seen) => seen.record.createdAt),
    common('longitude', 'Longitude', 'longitude', projected((p) => p.place?.lon ?? null)),
    common('latitude', 'Latitude', 'latitude', projected((p) => p.place?.lat ?? null)),
    common('radiusM', 'Radius (m)', 'number', projected((p) => p.place?.radiusM ?? null)),
    common('area', 'Area', 'text', (seen) => seen.record.area),
    common('withheld', 'Withheld items', 'integer', (seen) => Object.values(seen.withheld).reduce((sum, n) => sum + n, 0)),
  ]
  const taken = new Set(fixed.map((one) => one.column.key))
  const own = Object.entries(kind.data.properties).filter(([field]) => kind.fields[field]?.sealed !== true && kind.fields[field]?.widget !== 'hidden' && !COVERED.has(field)).map(([field, schema]): FieldColumn => {
    const type = typeOf(schema as { type?: unknown })
    return { column: { key: taken.has(field) ? `data.${field}` : field, label: field, type }, cell: (seen) => cellOf(seen.record.data[field]) }
  })
  return [...fixed, ...own, common('id', 'Id', 'text', (seen) => seen.record.id)]
}

function common(key: string, label: string, type: ColumnType, cell: (seen: Seen) => Cell, role?: Column['role']): FieldColumn {
  return { column: { key, label, type, ...(role ? { role } : {}) }, cell }
}

function typeOf(schema: { type?: unknown }): ColumnType {
  return schema.type === 'integer' || schema.type === 'number' || schema.type === 'boolean' ? schema.type : 'text'
}

function cellOf(value: Json | undefined): Cell {
  return value === undefined || value === null ? null : typeof value === 'object' ? JSON.stringify(value) : value
}
