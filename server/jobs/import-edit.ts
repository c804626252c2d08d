import { sameJson, type JsonObject } from '../../core/json.ts'
import type { Action, VigieRecord } from '../../core/record.ts'

/** What an import writes beside the fields of its row; an edit that carries it was made by an import. */
const MARK = 'external'

/** One edit to make: its fields, and the version it stands on. */
export type ImportEdit = { fields: JsonObject; basedOn: number }

/**
 * What the source said of a record when it was last imported, put together from what its imports wrote.
 * `history` is oldest first, unredacted; what people did in between does not count.
 */
export function sourceOf(history: readonly Action[]): JsonObject {
  let said: JsonObject = {}
  for (const { type, patch } of history) {
    const part = (type === 'create' ? patch['data'] : type === 'edit' ? patch['fields'] : undefined) as JsonObject | undefined
    if (part && part[MARK] !== undefined) {
      said = { ...said, ...part }
    }
  }
  return said
}

/**
 * The edits that bring a record up to its row: only the fields the source itself changed since `said`. A
 * field somebody changed here and the source changed too comes in an edit of its own that stands on an
 * older version, so that it waits beside the standing value until a person decides.
 */
export function importEdits(row: JsonObject, said: JsonObject, before: Pick<VigieRecord, 'data' | 'touched' | 'version'>): ImportEdit[] {
  const clean: JsonObject = {}
  const contested: JsonObject = {}
  for (const field of new Set([...Object.keys(said), ...Object.keys(row)])) {
    const [old, fresh, standing] = [said[field] ?? null, row[field] ?? null, before.data[field] ?? null]
    if (sameJson(old, fresh)) {
      continue
    }
    const untouched = sameJson(standing, old) || sameJson(standing, fresh)
    if (untouched || field === MARK) {
      clean[field] = fresh
    } else {
      contested[field] = fresh
    }
  }
  const edits: ImportEdit[] = [{ fields: clean, basedOn: before.version }]
  if (Object.keys(contested).length > 0) {
    const since = Math.min(...Object.keys(contested).map((field) => before.touched[field] ?? 1))
    // The mark again, which changes nothing: it tells the next import that the source said this.
    edits.push({ fields: { ...contested, ...(row[MARK] === undefined ? {} : { [MARK]: row[MARK] }) }, basedOn: since - 1 })
  }
  return edits
}
