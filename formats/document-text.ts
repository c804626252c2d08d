import { transliterateArabic } from '../core/text.ts'
import type { DocumentBlock, ReportDocument, Run } from './document.ts'

type Row = Extract<DocumentBlock, { type: 'table' }>['rows'][number]

/** Columns of a line: what teleprinters and radio operators were always given. */
const COLUMNS = 69
/** What a column of a table gets at least, so that tables of one report stand alike. */
const LEAST_FIRST = 28
const LEAST = 12
const ARABIC = /[\u0620-\u06ff]/

const SIGNS: Readonly<Record<string, string>> = { '–': '-', '—': '-', '−': '-', '‐': '-', '‑': '-', '…': '...', '«': '"', '»': '"', '“': '"', '”': '"', '„': '"', '‘': "'", '’': "'", '•': '-', '·': '-', '×': 'x', '≤': '<=', '≥': '>=', '±': '+/-', '°': ' deg', '€': 'EUR', '،': ',', '؛': ';', '؟': '?', '→': '->', 'œ': 'oe', 'Œ': 'OE', 'æ': 'ae', 'Æ': 'AE', 'ß': 'ss', 'ø': 'o', 'Ø': 'O', 'ł': 'l', 'đ': 'd', 'ŋ': 'ng', 'ɓ': 'b', 'ɗ': 'd', 'ı': 'i' }

/** 7-bit text of a report, lines of at most 69 columns, CRLF. What has no ASCII letter is transliterated – of Arabic the text says so itself – or becomes `?`. */
export function documentText(document: ReportDocument): string {
  const { marking, watermark, mission, title, latin, facts, sections, footer } = document
  const lines: string[] = []
  const rule = '-'.repeat(COLUMNS)
  const banner = watermark === null ? [] : [centred(`${plain(watermark)} ${plain(watermark)} ${plain(watermark)}`)]
  lines.push(centred(plain(marking)), ...banner, '', ...wrapped(plain(mission).toUpperCase()), ...wrapped(plain(title).toUpperCase()), '')
  if (ARABIC.test(JSON.stringify(document))) {
    lines.push(...latin.flatMap((note) => wrapped(plain(note))), '')
  }
  facts.forEach(([label, value]) => lines.push(...wrapped(`${plain(label)}: ${plain(value)}`, '  ')))
  for (const [i, section] of sections.entries()) {
    lines.push('', ...wrapped(`${i + 1}. ${plain(section.title).toUpperCase()}${section.marking === null ? '' : ` (${plain(section.marking)})`}`, '   '), rule)
    section.blocks.forEach((block) => lines.push(...blockLines(block)))
  }
  lines.push('', rule, ...wrapped(plain(footer)), ...banner, centred(plain(marking)))
  return `${lines.map((line) => line.trimEnd()).join('\r\n')}\r\n`
}

/** A text in ASCII alone. */
export function plain(text: string): string {
  let out = ''
  for (const char of text.normalize('NFC').replace(/[\u0620-\u06ff][\u0600-\u06ff]*/gu, (word) => transliterateArabic(word))) {
    const code = char.charCodeAt(0)
    out += code < 0x7f && code >= 0x20 ? char : /\s/.test(char) ? ' ' : (SIGNS[char] ?? bare(char))
  }
  return out
}

function bare(char: string): string {
  // Marks of direction and joining have no width and no letter.
  if (/[\p{Cf}\p{M}]/u.test(char)) {
    return ''
  }
  const base = char.normalize('NFKD').replace(/\p{M}/gu, '')
  return /^[\x20-\x7e]+$/.test(base) ? base : '?'
}

function blockLines(block: DocumentBlock): string[] {
  switch (block.type) {
    case 'text':
      return [...wrapped(`${mark(block.mark)}${words(block.runs)}`), '']
    case 'list':
      return [...block.lines.flatMap((line) => wrapped(`- ${mark(line.mark)}${words(line.runs)}`, '  ')), ...(block.more ? wrapped(plain(block.more)) : []), '']
    case 'table':
      return [...tableLines(block.head, block.rows), ...(block.more ? wrapped(plain(block.more)) : []), '']
  }
}

/** A table whose columns have room stands side by side; in any other each cell stands on a line with its heading, so that no word is cut. */
function tableLines(head: readonly string[], rows: readonly Row[]): string[] {
  const heads = head.map(plain)
  const said = rows.map((row) => row.cells.map(words))
  const columns = [heads, ...said].reduce((most, cells) => Math.max(most, cells.length), 0)
  const widths = Array.from({ length: columns }, (_, i) => Math.max(i === 0 ? LEAST_FIRST : LEAST, ...[heads, ...said].map((cells) => cells[i]?.length ?? 0)))
  if (columns <= 4 && widths.reduce((sum, width) => sum + width, columns - 1) <= COLUMNS) {
    const line = (cells: readonly string[]): string => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' ').trimEnd()
    const marked = (row: Row, cells: readonly string[]): string[] => {
      const [whole, said_] = [line(cells), mark(row.mark).trimEnd()]
      return said_ === '' ? [whole] : whole.length + 1 + said_.length <= COLUMNS ? [`${whole} ${said_}`] : [whole, `    ${said_}`]
    }
    return [...(heads.length > 0 ? [line(heads)] : []), ...rows.flatMap((row, i) => marked(row, said[i] ?? []))]
  }
  return rows.flatMap((row, at) => [...(at > 0 && heads.length > 0 ? [''] : []), ...(said[at] ?? []).flatMap((cell, i) => wrapped(`${i === 0 ? mark(row.mark) : ''}${heads[i] ? `${heads[i]}: ` : ''}${cell}`, '     '))])
}

function words(runs: readonly Run[]): string {
  return plain(runs.map((run) => run.text).join(''))
}

function mark(said: string | undefined): string {
  return said === undefined ? '' : `(${plain(said)}) `
}

function centred(text: string): string {
  return text.length >= COLUMNS ? wrapped(text).join('\r\n') : `${' '.repeat(Math.floor((COLUMNS - text.length) / 2))}${text}`
}

/** Break at blanks; a word longer than a line is broken where the line ends. Later lines begin with `hang`. */
function wrapped(text: string, hang = ''): string[] {
  const out: string[] = []
  let line = ''
  for (const word of text.split(/ +/)) {
    let rest = word
    const lead = out.length === 0 ? '' : hang
    if (line !== '' && lead.length + line.length + 1 + rest.length > COLUMNS) {
      out.push(lead + line)
      line = ''
    }
    for (;;) {
      const room = COLUMNS - (out.length === 0 ? 0 : hang.length)
      if (line === '' && rest.length > room) {
        out.push((out.length === 0 ? '' : hang) + rest.slice(0, room))
        rest = rest.slice(room)
      } else {
        break
      }
    }
    line = line === '' ? rest : `${line} ${rest}`
  }
  out.push((out.length === 0 ? '' : hang) + line)
  return out
}
