import type { Kind } from '../../core/kind.ts'
import { formatMgrs } from '../../core/place-mgrs.ts'
import { Problem } from '../../core/problem.ts'
import { toIso } from '../../core/time.ts'
import { openTable } from './import-job.ts'
import type { Importer, ImportRowError, ImportSuggestion } from './import-types.ts'
import { readTableFile, type TableChoice, type TableFound } from './table-file.ts'

/** Rows shown as records. */
const ROWS = 20
/** Rows looked at for samples and for the words of a column. */
const LOOKED_AT = 5000
const SAMPLES = 3
const SAMPLE_CHARS = 80
/** Different words of a column shown. */
const WORDS = 100

/** A row as the record it would become, or what is wrong with it. */
export type PreviewRecord =
  | { row: number; ok: true; title: string; severity: number; happened: string | null; /** A day of a calendar, whatever the zone: as written. */ day: string | null; lon: number | null; lat: number | null; radiusM: number | null; mgrs: string | null; place: string; category: string }
  | { row: number; ok: false; errors: ImportRowError[] }
export type ImportPreview = {
  columns: string[]
  rows: string[][]
  found: TableFound
  format: string | null
  suggestions: ImportSuggestion[]
  problems: unknown[]
  /** Column → some different values. */
  samples: { [column: string]: string[] }
  /** Column → its different words and how often, where there are few enough to be a list of choices. */
  words: { [column: string]: { word: string; count: number }[] }
  records: PreviewRecord[]
  /** Why no records are shown with what was chosen. */
  why: string | null
  /** Rows looked at, and whether there are more. */
  looked: number
  more: boolean
}

export type PreviewOrder = { file: string; choice: TableChoice; format?: string; mapping?: unknown; saved: ImportSuggestion[]; zone?: string; now: number }

/** Read the beginning of a file and say what is understood of it, with the mapping chosen or the first suggested. */
export async function previewTable(importers: readonly Importer[], kindOf: (name: string) => Kind, order: PreviewOrder): Promise<ImportPreview> {
  let columns: string[] = []
  const rows: { cells: string[]; row: number }[] = []
  const problems: unknown[] = []
  const found = await readTableFile(order.file, {
    onHeader: (names) => { columns = names },
    async onRows(some) {
      rows.push(...some.slice(0, LOOKED_AT + 1 - rows.length))
      return rows.length <= LOOKED_AT
    },
    onProblem: (problem) => { problems.push(problem) },
  }, order.choice)
  const more = rows.length > LOOKED_AT
  rows.length = Math.min(rows.length, LOOKED_AT)
  const cells = rows.map((one) => one.cells)
  const saved = order.saved.filter((one) => Object.values((one.mapping as { columns?: Record<string, string> }).columns ?? {}).every((column) => columns.includes(column)))
  const suggestions = [...importers.flatMap((importer) => importer.suggest(columns, cells)), ...saved]
  const ready = suggestions.find((one) => one.format !== 'table' && one.missing.length === 0) ?? saved[0] ?? suggestions.find((one) => one.missing.length === 0)
  const { samples, words } = valuesOf(columns, cells)
  const format = order.format ?? ready?.format
  const shown = format === undefined
    ? { records: [], why: null }
    : recordsOf(importers, kindOf, { ...order, format, mapping: order.format === undefined ? (ready?.mapping ?? undefined) : order.mapping }, columns, rows.slice(0, ROWS))
  return { columns, rows: cells.slice(0, ROWS), found, format: ready?.format ?? null, suggestions, problems: problems.slice(0, 100), samples, words, ...shown, looked: rows.length, more }
}

function recordsOf(importers: readonly Importer[], kindOf: (name: string) => Kind, order: PreviewOrder & { format: string }, columns: string[], rows: readonly { cells: string[]; row: number }[]): { records: PreviewRecord[]; why: string | null } {
  try {
    const table = openTable(importers, order, columns, order.now)
    const kind = kindOf(table.kind)
    const records = rows.map(({ cells, row }): PreviewRecord => {
      const mapped = table.map(cells, row)
      if (!mapped.ok) {
        return { row, ok: false, errors: [...mapped.errors] }
      }
      const { title, severity, happened, precision, place, facets } = kind.project(mapped.data)
      const at = toIso(happened?.[0] ?? Number.NaN) ?? null
      const named = (mapped.data['place'] as { name?: string } | undefined)?.name ?? ''
      return {
        row, ok: true, title, severity, happened: at, day: precision === 'DAY' && at?.endsWith('T00:00:00.000Z') ? at.slice(0, 10) : null,
        lon: place?.lon ?? null, lat: place?.lat ?? null, radiusM: place?.radiusM ?? null, mgrs: place ? (formatMgrs(place) ?? null) : null, place: named, category: facets['category']?.[0] ?? '',
      }
    })
    return { records, why: null }
  } catch (error) {
    if (error instanceof Problem && error.status < 500) {
      return { records: [], why: error.message }
    }
    throw error
  }
}

function valuesOf(columns: readonly string[], rows: readonly (readonly string[])[]): Pick<ImportPreview, 'samples' | 'words'> {
  const samples: ImportPreview['samples'] = {}
  const words: ImportPreview['words'] = {}
  columns.forEach((column, i) => {
    const counts = new Map<string, number>()
    for (const row of rows) {
      const value = (row[i] ?? '').trim()
      if (value !== '' && counts.size <= WORDS) {
        counts.set(value, (counts.get(value) ?? 0) + 1)
      }
    }
    samples[column] = [...counts.keys()].slice(0, SAMPLES).map((value) => (value.length > SAMPLE_CHARS ? `${value.slice(0, SAMPLE_CHARS - 1)}…` : value))
    if (counts.size > 0 && counts.size <= WORDS && [...counts.keys()].every((word) => word.length <= SAMPLE_CHARS)) {
      words[column] = [...counts].map(([word, count]) => ({ word, count })).toSorted((a, b) => b.count - a.count)
    }
  })
  return { samples, words }
}
