import { canonical } from '../../core/json.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { HistoryItem } from '../api/types.ts'

/** A step in what was known: one action that made a version, and who had read or taken the record out before the next. */
export type Step = { item: HistoryItem & { withheld?: boolean }; version: number; readers: Reading[] }
export type Reading = { actor: string; name: string; reads: number; exports: number; at: string; formats: string[] }

const AUDIT: ReadonlySet<string> = new Set(['read', 'export'])

/** Steps oldest first; each with everybody who had read or exported the record by the time the next one came. */
export function stepsOf(history: readonly HistoryItem[]): Step[] {
  const steps: Step[] = []
  const seen = new Map<string, Reading>()
  for (const item of history) {
    if (AUDIT.has(item.type)) {
      const before = seen.get(item.actor) ?? { actor: item.actor, name: item.actorName ?? item.actor, reads: 0, exports: 0, at: item.receivedAt, formats: [] }
      const format = item.patch['format']
      seen.set(item.actor, {
        ...before, reads: before.reads + (item.type === 'read' ? 1 : 0), exports: before.exports + (item.type === 'export' ? 1 : 0),
        formats: typeof format === 'string' && !before.formats.includes(format) ? [...before.formats, format] : before.formats,
      })
      const last = steps.at(-1)
      if (last) {
        last.readers = [...seen.values()]
      }
    } else {
      steps.push({ item, version: steps.length + 1, readers: [...seen.values()] })
    }
  }
  return steps
}

/** Fields that differ between two states of a record's data, in the order of `order`, then by name. */
export function changedBetween(before: JsonObject | null, after: JsonObject, order: readonly string[] = []): { field: string; was: Json | undefined; is: Json | undefined }[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])]
  const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length)
  return names
    .filter((name) => canonical(before?.[name] ?? null) !== canonical(after[name] ?? null))
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
    .map((field) => ({ field, was: before?.[field], is: after[field] }))
}
