import { guardFormula } from '../../formats/csv-write.ts'

/** A table ready to be pasted; `marking` stands above and below, `note` says what it is and how much of it. */
export type CopyTable = { heads: readonly string[]; rows: readonly (readonly string[])[]; marking: string; note: string; dir: 'ltr' | 'rtl'; lang: string }

/** Tab-separated text: what plain e-mail and spreadsheets take. Cells keep to one line; nothing runs as a formula. */
export function tsvOf({ heads, rows, marking, note }: CopyTable): string {
  const line = (cells: readonly string[]) => cells.map((cell) => guardFormula(cell.replace(/[\t\r\n]+/g, ' ').trim())).join('\t')
  return [marking, note, line(heads), ...rows.map(line), marking].join('\n')
}

const CELL = 'border:1px solid #999;padding:2pt 5pt;vertical-align:top'
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)

/** The same as an HTML table with its looks on every cell, because Word and mail programs keep nothing else. */
export function htmlOf({ heads, rows, marking, note, dir, lang }: CopyTable): string {
  const mark = `<p style="text-align:center;font-weight:bold;margin:4pt 0">${escaped(marking)}</p>`
  const head = heads.map((text) => `<th style="${CELL};background:#eee;text-align:start">${escaped(text)}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map((text) => `<td dir="auto" style="${CELL}">${escaped(text)}</td>`).join('')}</tr>`).join('')
  return `<meta charset="utf-8"><div dir="${dir}" lang="${lang}" style="font-family:Arial,sans-serif;font-size:9pt">${mark}<p style="margin:4pt 0">${escaped(note)}</p><table style="border-collapse:collapse;font-size:9pt"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>${mark}</div>`
}
