import type { RecordView } from '../api/types.ts'

/** Which rows are chosen: everything that matches, or these records. `anchor` is the row a range begins at. */
export type Selection = { all: boolean; records: ReadonlyMap<string, RecordView>; anchor: number | null }

export const NONE: Selection = { all: false, records: new Map(), anchor: null }
/** Records chosen one by one or by range at most; more are chosen with "all that match". */
export const MOST_CHOSEN = 5000

/** How many are chosen of `total` matching ones. */
export function chosenCount(selection: Selection, total: number): number {
  return selection.all ? total : selection.records.size
}

export function isChosen(selection: Selection, id: string): boolean {
  return selection.all || selection.records.has(id)
}

/** Choose a row, or let it go. Out of "all that match" it stays as the only one. */
export function toggled(selection: Selection, record: RecordView, index: number): Selection {
  if (selection.all) {
    return { all: false, records: new Map([[record.id, record]]), anchor: index }
  }
  const records = new Map(selection.records)
  if (!records.delete(record.id)) {
    records.set(record.id, record)
  }
  return { all: false, records, anchor: index }
}

/** Add the rows of a range to what is chosen; the anchor stays. Rows beyond the most are left out. */
export function withRange(selection: Selection, rows: readonly RecordView[]): Selection {
  const records = new Map(selection.all ? [] : selection.records)
  for (const record of rows) {
    if (records.size >= MOST_CHOSEN) {
      break
    }
    records.set(record.id, record)
  }
  return { ...selection, all: false, records }
}

/** Positions from one row to another, in order, both included. */
export function rangeOf(a: number, b: number): { from: number; count: number } {
  return { from: Math.min(a, b), count: Math.abs(a - b) + 1 }
}
