import type { Json } from '../../core/json.ts'
import type { Sort } from '../../core/query.ts'
import type { KindInfo, RecordView } from '../api/types.ts'

export type Column = { id: string; label: string; sort?: Sort; /** least width in pixels */ min: number; /** share of what is left over */ grow?: number }
export type Labels = { label(key: string, fallback?: string): string; t(key: 'list.ref' | 'list.title' | 'list.severity' | 'list.happened' | 'list.workflow' | 'list.veracity' | 'list.updated' | 'list.area'): string }

/** Columns any record has, then the kind's own fields; those that hold groups are left to the record page. */
export function columnsOf(kind: KindInfo, { label, t }: Labels): Column[] {
  const has = new Set(Object.keys(kind.schema.properties ?? {}))
  const spine: Column[] = [
    { id: '#ref', label: t('list.ref'), sort: 'ref', min: 146 },
    { id: '#title', label: t('list.title'), min: 190, grow: 2 },
  ]
  if (has.has('happened') || kind.name === 'incident') {
    spine.push({ id: '#severity', label: t('list.severity'), sort: 'severity', min: 74 }, { id: '#happened', label: t('list.happened'), sort: 'happened', min: 166 })
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
  return [...spine, ...own, { id: '#area', label: t('list.area'), min: 130 }, { id: '#updated', label: t('list.updated'), sort: 'updated', min: 84 }]
}

/** A grid template of columns and the width in pixels below which the table scrolls sideways. */
export function widthsOf(columns: readonly Column[]): { template: string; least: number } {
  return {
    template: columns.map((c) => (c.grow ? `minmax(${c.min}px, ${c.grow}fr)` : `${c.min}px`)).join(' '),
    least: columns.reduce((sum, c) => sum + c.min, 0),
  }
}

/** Columns a table starts with when nobody has chosen: the spine and the first few fields. */
export function defaultColumns(all: readonly Column[], wanted?: readonly string[]): string[] {
  if (wanted) {
    return wanted.filter((id) => all.some((c) => c.id === id))
  }
  return [...all.filter((c) => c.id.startsWith('#') && c.id !== '#area').map((c) => c.id), ...all.filter((c) => !c.id.startsWith('#')).slice(0, 4).map((c) => c.id)].sort((a, b) => all.findIndex((c) => c.id === a) - all.findIndex((c) => c.id === b))
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
