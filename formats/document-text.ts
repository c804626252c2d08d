import { transliterateArabic } from '../core/text.ts'
import type { DocumentBlock, ReportDocument, Run } from './document.ts'

/** Columns of a line: what teleprinters and radio operators were always given. */
const COLUMNS = 69

const SIGNS: Readonly<Record<string, string>> = { '–': '-', '—': '-', '−': '-', '‐': '-', '‑': '-', '…': '...', '«': '"', '»': '"', '“': '"', '”': '"', '„': '"', '‘': "'", '’': "'", '•': '-', '·': '-', '×': 'x', '≤': '<=', '≥': '>=', '±': '+/-', '°': ' deg', '€': 'EUR', '،': ',', '؛': ';', '؟': '?', '→': '->', 'œ': 'oe', 'Œ': 'OE', 'æ': 'ae', 'Æ': 'AE', 'ß': 'ss', 'ø': 'o', 'Ø': 'O', 'ł': 'l', 'đ': 'd', 'ŋ': 'ng', 'ɓ': 'b', 'ɗ': 'd', 'ı': 'i' }

/** 7-bit text of a report, lines of at most 69 columns, CRLF. What has no ASCII letter is transliterated or becomes `?`. */
export function documentText(document: ReportDocument): string {
  const { marking, watermark, mission, title, facts, sections, footer } = document
  const lines: string[] = []
  const rule = '-'.repeat(COLUMNS)
  const banner = watermark === null ? [] : [centred(`${plain(watermark)} ${plain(watermark)} ${plain(watermark)}`)]
  lines.push(centred(plain(marking)), ...banner, '', ...wrapped(plain(mission).toUpperCase()), ...wrapped(plain(title).toUpperCase()), '')
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
      return [...block.rows.flatMap((row, i) => rowLines(block.head, row.cells, row.mark, i)), ...(block.more ? wrapped(plain(block.more)) : []), '']
  }
}

/** Narrow tables stand side by side; the cells of wide ones under each other, each with its heading. */
function rowLines(head: readonly string[], cells: readonly Run[][], said: string | undefined, at: number): string[] {
  const said_ = cells.map(words)
  if (said_.length <= 4 && said_.every((cell, i) => cell.length <= columnWidth(said_.length, i))) {
    const line = (all: readonly string[]): string => all.map((cell, i) => cell.slice(0, columnWidth(all.length, i)).padEnd(columnWidth(all.length, i))).join(' ')
    const whole = `${line(said_)}${said === undefined ? '' : ` ${mark(said)}`}`.trimEnd()
    return [...(at === 0 && head.length > 0 ? [line(head.map(plain)).trimEnd()] : []), ...(whole.length <= COLUMNS ? [whole] : wrapped(whole, '    '))]
  }
  return [...said_.flatMap((cell, i) => wrapped(`${i === 0 ? `${mark(said)}` : '   '}${head[i] ? `${plain(head[i])}: ` : ''}${cell}`, '     ')), ...(head.length > 0 ? [''] : [])]
}

function columnWidth(columns: number, index: number): number {
  const rest = Math.floor((COLUMNS - 28) / Math.max(1, columns - 1)) - 1
  return columns === 1 ? COLUMNS : index === 0 ? 28 : rest
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
