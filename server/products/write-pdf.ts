import type { Bidi } from 'bidi-js'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { directionOf } from '../../core/i18n.ts'
import type { DocumentBlock, ReportDocument, Run } from '../../formats/document.ts'
import { drawLine, layLines, type Laid, type Pen, type Words } from './pdf-line.ts'
import { sfntOfWoff2 } from './woff2.ts'

/** A4 in points, and its margins: marks stand in the upper and lower one. */
const PAGE = { width: 595.28, height: 841.89, side: 46, top: 68, bottom: 66 }
/** How much nearer to its marks the text of one sheet stands, above and below. */
const NEARER = 8
const INNER = PAGE.width - 2 * PAGE.side
const TEXT = 9.5
const SMALL = 8
const PAD = 3
const LEAD = 1.35
/** What is to stand on one sheet is set as large as it fits; a page nobody can read any more is two. */
const DENSE = [0.9, 0.84, 0.78] as const
const FACES = { latin: 'inter/files/inter-latin-wght-normal.woff2', ext: 'inter/files/inter-latin-ext-wght-normal.woff2', arabic: 'noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2' }

let faces: Promise<[string, Buffer][]> | null = null

/** A report as PDF, A4: handling above and below every page, page n of N, EXERCISE across it where it is none. Libraries and fonts are loaded when first needed. */
export async function documentPdf(document: ReportDocument): Promise<Uint8Array> {
  if (!document.dense) {
    return (await written(document, 1)).bytes
  }
  let first: Uint8Array | null = null
  for (const scale of DENSE) {
    const { bytes, pages } = await written(document, scale)
    if (pages === 1) {
      return bytes
    }
    first ??= bytes
  }
  return first ?? (await written(document, 1)).bytes
}

/** The report with its type at a share of the usual size. */
async function written(document: ReportDocument, scale: number): Promise<{ bytes: Uint8Array; pages: number }> {
  const [{ default: PDFDocument }, { default: bidiFactory }, fonts] = await Promise.all([import('pdfkit'), import('bidi-js'), (faces ??= readFaces())])
  const pdf = new PDFDocument({ size: 'A4', bufferPages: true, autoFirstPage: true, margin: 0, info: { Title: document.title, Author: document.mission, Subject: document.marking }, lang: document.language })
  const chunks: Buffer[] = []
  const ended = new Promise<Uint8Array>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', () => resolve(Buffer.concat(chunks)))
    pdf.on('error', reject)
  })
  fonts.forEach(([name, bytes]) => pdf.registerFont(name, bytes))
  const pen = pdf as unknown as Pen
  // Its declaration and its module disagree on what the default is.
  const bidi = (bidiFactory as unknown as () => Bidi)()
  const base = directionOf(document.language)
  const [above, below] = document.dense ? [PAGE.top - NEARER, PAGE.bottom - NEARER] : [PAGE.top, PAGE.bottom]
  let y = above
  const need = (height: number): void => {
    if (y + height > PAGE.height - below) {
      pdf.addPage()
      y = above
    }
  }
  // One weight is in the fonts: what is heavier is drawn with an outline of its own colour.
  const heavier = (draw: () => void): void => {
    pdf.save().lineWidth(0.35).strokeColor('#111')
    ;(pdf as unknown as { addContent(code: string): void }).addContent('2 Tr')
    draw()
    ;(pdf as unknown as { addContent(code: string): void }).addContent('0 Tr')
    pdf.restore()
  }
  const put = (line: Laid, size: number, x: number, width: number, align: 'start' | 'centre'): void => {
    const left = align === 'centre' ? x + (width - line.width) / 2 : base === 'rtl' ? x + width - line.width : x
    drawLine(pen, bidi, line, size, left, y, base, heavier)
  }
  const paragraph = (words: readonly Words[], given: number, options: { x?: number; width?: number; align?: 'centre'; after?: number } = {}): void => {
    const { x = PAGE.side, width = INNER, after = 4 } = options
    const size = given * scale
    for (const line of layLines(pen, words, size, width)) {
      need(size * LEAD)
      put(line, size, x, width, options.align ?? 'start')
      y += size * LEAD
    }
    y += after * scale * scale
  }
  const said = (runs: readonly Run[], mark?: string): Words[] => [...(mark === undefined ? [] : [{ text: `${mark} `, heavy: true }]), ...runs.map(({ text }) => ({ text }))]
  const table = (block: DocumentBlock & { type: 'table' }): void => {
    const columns = Math.max(block.head.length, ...block.rows.map((row) => row.cells.length))
    const widths = widthsOf(block, columns)
    const row = (cells: Words[][], given: number, shade: boolean, again?: () => void): void => {
      const size = given * scale
      const laid = cells.map((words, i) => layLines(pen, words, size, (widths[i] as number) - 2 * PAD))
      // Rows draw together faster than the type gets smaller: words stay readable longest.
      const pad = PAD * scale ** 4
      const height = Math.max(...laid.map((lines) => lines.length)) * size * 1.3 + 2 * pad
      const page = y
      need(height)
      if (y < page) {
        again?.()
      }
      if (shade) {
        pdf.save().rect(PAGE.side, y, INNER, height).fill('#eef0f3').restore()
      }
      const top = y
      let at = 0
      laid.forEach((lines, i) => {
        const width = widths[i] as number
        const left = base === 'rtl' ? PAGE.side + INNER - at - width : PAGE.side + at
        lines.forEach((line, n) => {
          y = top + pad + n * size * 1.3
          put(line, size, left + PAD, width - 2 * PAD, 'start')
        })
        at += width
      })
      y = top + height
      pdf.save().lineWidth(0.4).strokeColor('#b9bfc9').moveTo(PAGE.side, y).lineTo(PAGE.side + INNER, y).stroke().restore()
    }
    const head = (): void => {
      if (block.head.length > 0) {
        row(block.head.map((text) => [{ text, heavy: true }]), SMALL, true)
      }
    }
    need(40)
    head()
    block.rows.forEach((one) => row(one.cells.map((runs, i) => said(runs, i === 0 ? one.mark : undefined)), SMALL, false, head))
    y += 6
  }
  paragraph([{ text: document.mission }], 11, { align: 'centre', after: 2 })
  paragraph([{ text: document.title, heavy: true }], 15, { align: 'centre', after: 8 })
  const facts = document.facts.map(([label, value], i): Words[] => [{ text: `${document.dense && i > 0 ? ' · ' : ''}${label}: `, heavy: true }, { text: value }])
  // What is to stand on one sheet says them one after the other.
  ;(document.dense ? [facts.flat()] : facts).forEach((words) => paragraph(words, document.dense ? SMALL : TEXT, { after: 1 }))
  document.sections.forEach((section, i) => {
    y += 8
    need(46)
    paragraph([{ text: `${i + 1}. ${section.title}`, heavy: true }, ...(section.marking === null ? [] : [{ text: `  (${section.marking})` }])], 11.5, { after: 3 })
    for (const block of section.blocks) {
      if (block.type === 'text') {
        paragraph(said(block.runs, block.mark), TEXT)
      } else if (block.type === 'list') {
        const x = base === 'rtl' ? PAGE.side : PAGE.side + 10
        block.lines.forEach((line) => paragraph([{ text: '• ' }, ...said(line.runs, line.mark)], TEXT, { x, width: INNER - 10, after: 2 }))
      } else {
        table(block)
      }
      if (block.type !== 'text' && block.more !== undefined) {
        paragraph([{ text: block.more }], SMALL)
      }
    }
  })
  const { count } = pdf.bufferedPageRange()
  for (let i = 0; i < count; i++) {
    pdf.switchToPage(i)
    const strip = (text: string, size: number, top: number, heavy: boolean): void => {
      y = top
      layLines(pen, [{ text, heavy }], size, INNER).forEach((line) => {
        put(line, size, PAGE.side, INNER, 'centre')
        y += size * LEAD
      })
    }
    strip(document.marking, 10, 24, true)
    if (document.watermark !== null) {
      strip(`${document.watermark} — ${document.watermark} — ${document.watermark}`, 9, 40, true)
      across(document.watermark)
    }
    strip(`${document.footer} · ${document.page.replace('{n}', String(i + 1)).replace('{all}', String(count))}`, 7.5, PAGE.height - 50, false)
    strip(document.marking, 10, PAGE.height - 34, true)
  }
  pdf.end()
  return { bytes: await ended, pages: count }

  function across(word: string): void {
    const [line] = layLines(pen, [{ text: word }], 86, 2000)
    if (line) {
      pdf.save().rotate(-52, { origin: [PAGE.width / 2, PAGE.height / 2] }).fillOpacity(0.07)
      drawLine(pen, bidi, line, 86, (PAGE.width - line.width) / 2, PAGE.height / 2 - 50, base, (draw) => draw())
      pdf.restore()
    }
  }
}

/** Widths of columns by how much is written in them, none narrower than its longest usual word. */
function widthsOf(block: DocumentBlock & { type: 'table' }, columns: number): number[] {
  const weights = Array.from({ length: columns }, (_, i) => {
    const lengths = [block.head[i] ?? '', ...block.rows.slice(0, 60).map((row) => (row.cells[i] ?? []).map((run) => run.text).join(''))].map((text) => text.length)
    const mean = lengths.reduce((sum, one) => sum + one, 0) / Math.max(1, lengths.length)
    return Math.min(42, Math.max(5, mean, Math.min(12, Math.max(...lengths)) * 0.9))
  })
  const all = weights.reduce((sum, one) => sum + one, 0)
  return weights.map((weight) => (weight / all) * INNER)
}

/** The fonts of the screen, as a PDF takes them. */
async function readFaces(): Promise<[string, Buffer][]> {
  return Promise.all(Object.entries(FACES).map(async ([name, file]): Promise<[string, Buffer]> => [name, Buffer.from(sfntOfWoff2(await readFile(fileURLToPath(import.meta.resolve(`@fontsource-variable/${file}`)))))]))
}
