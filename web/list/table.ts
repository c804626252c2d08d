import type { Json } from '../../core/json.ts'
import type { Sort } from '../../core/query.ts'
import type { KindInfo, RecordView } from '../api/types.ts'

export type Column = { id: string; label: string; sort?: Sort; /** least width in pixels */ min: number; /** share of what is left over */ grow?: number }
export type Labels = { label(key: string, fallback?: string): string; t(key: 'list.ref' | 'list.title' | 'list.severity' | 'list.happened' | 'list.workflow' | 'list.veracity' | 'list.updated' | 'list.area' | 'list.reported' | 'list.logged' | 'list.author' | 'list.handling'): string }

/** Columns any record has, then the kind's own fields; those that hold groups are left to the record page. */
export function columnsOf(kind: KindInfo, { label, t }: Labels, added: readonly { id: string; label: string; min: number }[] = []): Column[] {
  const has = new Set(Object.keys(kind.schema.properties ?? {}))
  const spine: Column[] = [
    { id: '#ref', label: t('list.ref'), sort: 'ref', min: 146 },
    { id: '#title', label: t('list.title'), min: 190, grow: 2 },
  ]
  if (has.has('happened') || kind.name === 'incident') {
    spine.push({ id: '#severity', label: t('list.severity'), sort: 'severity', min: 74 }, { id: '#happened', label: t('list.happened'), sort: 'happened', min: 166 }, { id: '#reported', label: t('list.reported'), sort: 'reported', min: 166 })
  }
  if (kind.approval) {
    spine.push({ id: '#workflow', label: t('list.workflow'), min: 100 })
  }
  if (kind.veracity) {
    spine.push({ id: '#veracity', label: t('list.veracity'), min: 116 })
  }
  const own = Object.entries(kind.schema.properties ?? {})
    .filter(([key, schema]) => key !== 'title' && kind.fields[key]?.widget !== 'hidden' && kind.fields[key]?.widget !== 'json' && schema.type !== 'object' && !(schema.type === 'array' && !Array.isArray(schema.items) && schema.items?.type === 'object'))
    .map(([key]): Column => ({ id: key, label: label(`field.${kind.name}.${key}`, label(`field.${key}`)), min: 110, grow: 1 }))
  const end: Column[] = [{ id: '#handling', label: t('list.handling'), min: 120 }, { id: '#author', label: t('list.author'), min: 130 }, { id: '#logged', label: t('list.logged'), sort: 'logged', min: 166 }]
  return [...spine, ...added.map(({ id, label: key, min }): Column => ({ id, label: label(key), min })), ...own, { id: '#area', label: t('list.area'), min: 130 }, ...end, { id: '#updated', label: t('list.updated'), sort: 'updated', min: 84 }]
}

/** Narrowest and widest a person can make a column, pixels. */
export const WIDTHS = { least: 56, most: 900, step: 24 } as const

/** A grid template of columns and the width in pixels below which the table scrolls sideways. `chosen` are widths somebody set. */
export function widthsOf(columns: readonly Column[], chosen: Readonly<Record<string, number>> = {}): { template: string; least: number } {
  return {
    template: columns.map((c) => (chosen[c.id] === undefined ? (c.grow ? `minmax(${c.min}px, ${c.grow}fr)` : `${c.min}px`) : `${chosen[c.id]}px`)).join(' '),
    least: columns.reduce((sum, c) => sum + (chosen[c.id] ?? c.min), 0),
  }
}

/** A width kept between the narrowest and the widest. */
export function widthWithin(width: number): number {
  return Math.round(Math.min(WIDTHS.most, Math.max(WIDTHS.least, width)))
}

/** Columns of the spine that are shown only when asked for. */
const LATER = ['#area', '#reported', '#logged', '#author', '#handling']

/** Columns a table starts with when nobody has chosen: the spine and the first few fields. */
export function defaultColumns(all: readonly Column[], wanted?: readonly string[]): string[] {
  if (wanted) {
    return wanted.filter((id) => all.some((c) => c.id === id))
  }
  return [...all.filter((c) => c.id.startsWith('#') && !LATER.includes(c.id)).map((c) => c.id), ...all.filter((c) => !c.id.startsWith('#')).slice(0, 4).map((c) => c.id)].sort((a, b) => all.findIndex((c) => c.id === a) - all.findIndex((c) => c.id === b))
}

/** A field's value as one line of text; what a cell and the clipboard show. */
export function cellText(value: Json | undefined): string {
  if (value === undefined || value === null) {
    return ''
  }
  if (Array.isArray(value)) {
    return value.map((v) => cellText(v)).join(', ')
  }
  return typeof value === 'object' ? String(value['name'] ?? value['code'] ?? '') : String(value)
}

/** The value a column shows of a record, for fields (spine columns are drawn by the table). */
export function fieldOf(record: RecordView, id: string): Json | undefined {
  return record.data[id]
}
