import { createCsvReader } from '../formats/csv.ts'

/** All lines of comma-separated text, without its byte-order mark. */
export function parseTable(text: string): string[][] {
  const rows: string[][] = []
  const reader = createCsvReader({ delimiter: ',', onRow: (cells) => { rows.push(cells) } })
  reader.push(text.replace(/^\ufeff/u, ''))
  reader.end()
  return rows
}
