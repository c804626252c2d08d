/** Figures of a chart as a table: what the data table, copying and CSV are made of. */
export type FigureTable = { head: string[]; rows: (string | number | null)[][] }

/** Tab-separated, as Word, Excel and e-mail take it. */
export function asText({ head, rows }: FigureTable): string {
  return [head, ...rows].map((row) => row.map((cell) => String(cell ?? '').replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n')
}

/** CSV (RFC 4180) with a byte-order mark, so that Excel reads its letters; a cell that could be taken for a formula is quoted as text. */
export function asCsv({ head, rows }: FigureTable, notes: readonly string[] = []): string {
  const cell = (value: string | number | null): string => {
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? '')
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return `\ufeff${[head, ...rows, ...notes.map((note) => [note])].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}
