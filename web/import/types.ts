/** What the node says of a file, of a run and of what was imported; see server/http/import-routes.ts. */
export type Mapping = { name?: string; columns: Record<string, string>; constants?: Record<string, string>; categories?: Record<string, string> }
export type Suggestion = { format: string; title: string; kind: string; mapping: Mapping | null; missing: string[]; saved?: true; fields?: string[] }
export type RowError = { row: number; column: string; value: string; problem: string; fix: string }
export type PreviewRecord =
  | { row: number; ok: true; title: string; severity: number; happened: string | null; day: string | null; lon: number | null; lat: number | null; radiusM: number | null; mgrs: string | null; place: string; category: string }
  | { row: number; ok: false; errors: RowError[] }
export type Found = { kind: string; headerRow: number; encoding?: string; delimiter?: string; sheet?: string; sheets?: string[]; notes: string[] }
export type Preview = {
  upload: string; name: string; columns: string[]; rows: string[][]; found: Found; format: string | null; suggestions: Suggestion[]; samples: Record<string, string[]>
  words: Record<string, { word: string; count: number }[]>; records: PreviewRecord[]; why: string | null; looked: number; more: boolean
}
export type Choice = { sheet?: string; headerRow?: number; delimiter?: string; encoding?: string }
export type Counts = { read: number; added: number; changed: number; unchanged: number; rejected: number }
export type ImportResult = Counts & { kind: string; suspected: { row: number; title: string; refs: string[] }[]; suspectedLeftOut: number; errors: RowError[]; errorsLeftOut: number; dryRun: boolean }
export type Job = { id: string; name: string; state: 'running' | 'done' | 'failed' | 'cancelled'; startedAt: string; progress: { done: number; total: number }; result?: ImportResult; problem?: { title: string; detail: string }; files: string[] }
export type Past = { id: string; mine: boolean; by: string; at: string; file: string; format: string; kind: string; state: 'running' | 'done' | 'stopped'; counts: Counts | null; undone: { at: string; by: string; reason: string; done: number; refused: number } | null; mayUndo: boolean }
export type Rollback = { retracted: number; restored: number; nothing: number; refused: { ref: string; why: 'changed' | 'gone' | 'refused'; detail: string }[]; refusedLeftOut: number }
