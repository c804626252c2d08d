import type { JsonObject } from '../../core/json.ts'
import type { Query } from '../../core/query.ts'

/** Why a cell was not taken. `row` counts as a spreadsheet does: the heading is row 1. */
export type ImportRowError = { row: number; column: string; value: string; problem: string; fix: string }

/** One row read by an importer. */
export type ImportedRow =
  | { ok: true; row: number; externalId: string; data: JsonObject; /** What is hashed to see whether the source changed it. */ content: string; compartments: readonly string[]; refs: readonly { index: number; externalId: string }[] }
  | { ok: false; row: number; errors: readonly ImportRowError[] }

/** A row that was read. */
export type ReadRow = Extract<ImportedRow, { ok: true }>

/** A table being read: one for each file, because it may count repeats. */
export type ImportTable = {
  format: string
  title: string
  /** Kind of record its rows become. */
  kind: string
  /** Kind its references point to. */
  refKind: string
  map(cells: readonly string[], row: number): ImportedRow
  /** Where records that may tell of the same thing would be found; absent where nothing is compared. */
  near?(data: JsonObject): Query
  /** Of those, the ones that are likely the same: their places in the list. */
  likely?(data: JsonObject, candidates: readonly JsonObject[]): number[]
  /**
   * Settles which record each row stands for, where the source gives one identity to several: all rows of the file, and what
   * stands under identities that are asked for. The whole file is then read before anything is written.
   */
  identify?(rows: readonly ReadRow[], standing: (externalIds: readonly string[]) => Promise<ReadonlyMap<string, JsonObject>>): Promise<readonly ReadRow[]>
  /** What is written over a record that stands, where the row alone does not say it all, as what the source corrected so far. */
  amend?(standing: JsonObject, data: JsonObject): JsonObject
  /** Put record ids in place of external identities; those not known are left as words. */
  link(data: JsonObject, refs: readonly { index: number; externalId: string }[], idOf: (externalId: string) => string | undefined): JsonObject
}

export type ImportSuggestion = { format: string; title: string; kind: string; mapping: unknown; missing: string[]; /** What a column can be read as, where columns are mapped. */ fields?: readonly string[]; /** Described and kept by somebody for tables with these headings. */ saved?: true }

/** What a domain can read. */
export type Importer = {
  /** Formats by name, for help and validation. */
  formats: readonly string[]
  /** The table behind these headings, or null when this importer has none for them. Throws Problem for a bad mapping. */
  open(format: string, headers: readonly string[], options: { mapping?: unknown; zone?: string; now: number }): ImportTable | null
  /** What these headings, and the values of the first rows, look like, ready formats first. */
  suggest(headers: readonly string[], rows?: readonly (readonly string[])[]): ImportSuggestion[]
}
