import type * as Docx from 'docx'
import { directionOf } from '../../core/i18n.ts'
import type { DocumentBlock, ReportDocument, Run } from '../../formats/document.ts'

/** Places a mission's own template has: `{{body}}` and `{{marking}}` are needed, the others may be left out. */
export const TEMPLATE_PLACES = ['marking', 'watermark', 'mission', 'title', 'facts', 'body', 'footer'] as const
/** Beside them a template may place sections one by one, `{{section.incidents.sum}}`; what it does not place stands in `{{body}}`. */
export const SECTION_PLACE = 'section.'

type Library = typeof Docx

/** A report as .docx: in the template given (bytes of a .docx with `{{places}}`), else in a plain layout of our own. The library is loaded when first needed. */
export async function documentDocx(document: ReportDocument, template?: Uint8Array): Promise<Uint8Array> {
  const docx = await import('docx')
  return template === undefined ? docx.Packer.toBuffer(ownLayout(docx, document)) : inTemplate(docx, document, template)
}

/** An empty template to begin from: the layout of our own, with places instead of words. */
export async function emptyTemplate(): Promise<Uint8Array> {
  const docx = await import('docx')
  const at = (name: (typeof TEMPLATE_PLACES)[number]): Docx.Paragraph => new docx.Paragraph({ children: [new docx.TextRun(`{{${name}}}`)] })
  const place = (name: (typeof TEMPLATE_PLACES)[number], size: number, bold = false): Docx.Paragraph => new docx.Paragraph({ alignment: docx.AlignmentType.CENTER, children: [new docx.TextRun({ text: `{{${name}}}`, size, bold })] })
  return docx.Packer.toBuffer(new docx.Document({
    styles: STYLES,
    sections: [{ ...page(docx), headers: { default: new docx.Header({ children: [place('marking', 20, true), place('watermark', 24, true)] }) }, footers: { default: new docx.Footer({ children: [place('marking', 20, true), at('footer')] }) }, children: [place('mission', 22), place('title', 32, true), at('facts'), at('body')] }],
  }))
}

const STYLES: Docx.IStylesOptions = { default: { document: { run: { font: 'Arial', size: 20 } } } }

function page(docx: Library): Pick<Docx.ISectionOptions, 'properties'> {
  const margin = docx.convertMillimetersToTwip(18)
  return { properties: { page: { size: { width: docx.convertMillimetersToTwip(210), height: docx.convertMillimetersToTwip(297) }, margin: { top: margin, bottom: margin, left: margin, right: margin } } } }
}

function ownLayout(docx: Library, document: ReportDocument): Docx.Document {
  const rtl = directionOf(document.language) === 'rtl'
  const centred = (text: string, size: number, bold: boolean): Docx.Paragraph => new docx.Paragraph({ alignment: docx.AlignmentType.CENTER, bidirectional: rtl, children: [run(docx, rtl, text, { size, bold })] })
  const banner = document.watermark === null ? [] : [centred(`${document.watermark} — ${document.watermark} — ${document.watermark}`, 24, true)]
  const [before = '', between = '', after = ''] = document.page.split(/\{n\}|\{all\}/)
  const pages = new docx.Paragraph({ bidirectional: rtl, alignment: docx.AlignmentType.CENTER, children: [new docx.TextRun({ rightToLeft: rtl, size: 16, children: [`${document.footer} · ${before}`, docx.PageNumber.CURRENT, between, docx.PageNumber.TOTAL_PAGES, after] })] })
  return new docx.Document({
    title: document.title, creator: document.mission, styles: STYLES,
    sections: [{
      ...page(docx),
      headers: { default: new docx.Header({ children: [centred(document.marking, 20, true), ...banner] }) },
      footers: { default: new docx.Footer({ children: [centred(document.marking, 20, true), pages] }) },
      children: [centred(document.mission, 22, false), centred(document.title, 32, true), ...facts(docx, document, rtl), ...body(docx, document, rtl)],
    }],
  })
}

async function inTemplate(docx: Library, document: ReportDocument, template: Uint8Array): Promise<Uint8Array> {
  const rtl = directionOf(document.language) === 'rtl'
  const words = (text: string): Docx.IPatch => ({ type: docx.PatchType.PARAGRAPH, children: [run(docx, rtl, text, {})] })
  const blocks = (children: (Docx.Paragraph | Docx.Table)[]): Docx.IPatch => ({ type: docx.PatchType.DOCUMENT, children: children.length > 0 ? children : [new docx.Paragraph({ children: [] })] })
  const placed = (await docx.patchDetector({ data: template })).filter((place) => place.startsWith(SECTION_PLACE)).map((place) => place.slice(SECTION_PLACE.length))
  const [apart, together] = [document.sections.filter((one) => placed.includes(one.id)), document.sections.filter((one) => !placed.includes(one.id))]
  return docx.patchDocument({
    outputType: 'uint8array', data: template, keepOriginalStyles: true,
    patches: {
      // A section this product does not have leaves its place empty.
      ...Object.fromEntries(placed.map((id) => [`${SECTION_PLACE}${id}`, blocks(body(docx, { ...document, sections: apart.filter((one) => one.id === id) }, rtl, false))])),
      marking: words(document.marking), watermark: words(document.watermark ?? ''), mission: words(document.mission), title: words(document.title),
      footer: words(document.footer), facts: blocks(facts(docx, document, rtl)), body: blocks(body(docx, { ...document, sections: together }, rtl)),
    },
  })
}

function facts(docx: Library, { facts: all }: ReportDocument, rtl: boolean): Docx.Paragraph[] {
  return all.map(([label, value]) => new docx.Paragraph({ bidirectional: rtl, children: [run(docx, rtl, `${label}: `, { bold: true }), run(docx, rtl, value, {})] }))
}

function body(docx: Library, document: ReportDocument, rtl: boolean, numbered = true): (Docx.Paragraph | Docx.Table)[] {
  return document.sections.flatMap((section, i) => [
    new docx.Paragraph({ heading: docx.HeadingLevel.HEADING_2, bidirectional: rtl, spacing: { before: 240, after: 80 }, keepNext: true, children: [run(docx, rtl, numbered ? `${i + 1}. ${section.title}` : section.title, { bold: true, size: 24 }), ...(section.marking === null ? [] : [run(docx, rtl, `  (${section.marking})`, { size: 16 })])] }),
    ...section.blocks.flatMap((block) => blockOf(docx, block, rtl)),
  ])
}

function blockOf(docx: Library, block: DocumentBlock, rtl: boolean): (Docx.Paragraph | Docx.Table)[] {
  const line = (runs: readonly Run[], mark: string | undefined, lead = ''): Docx.Paragraph => new docx.Paragraph({
    bidirectional: rtl, spacing: { after: 80 }, ...(lead === '' ? {} : { indent: rtl ? { right: 280 } : { left: 280 } }),
    children: [...(lead === '' ? [] : [run(docx, rtl, lead, {})]), ...(mark === undefined ? [] : [run(docx, rtl, `${mark} `, { bold: true })]), ...runs.map((one) => run(docx, rtl, one.text, {}))],
  })
  if (block.type === 'text') {
    return [line(block.runs, block.mark)]
  }
  const more = block.more === undefined ? [] : [line([{ text: block.more }], undefined)]
  if (block.type === 'list') {
    return [...block.lines.map((one) => line(one.runs, one.mark, '• ')), ...more]
  }
  const cell = (runs: readonly Run[], bold: boolean, mark?: string): Docx.TableCell => new docx.TableCell({
    margins: { top: 30, bottom: 30, left: 70, right: 70 },
    children: [new docx.Paragraph({ bidirectional: rtl, children: [...(mark === undefined ? [] : [run(docx, rtl, `${mark} `, { bold: true, size: 16 })]), ...runs.map((one) => run(docx, rtl, one.text, { bold, size: 17 }))] })],
  })
  const rows = [
    ...(block.head.length > 0 ? [new docx.TableRow({ tableHeader: true, cantSplit: true, children: block.head.map((text) => cell([{ text }], true)) })] : []),
    ...block.rows.map((row) => new docx.TableRow({ cantSplit: true, children: row.cells.map((runs, i) => cell(runs, false, i === 0 ? row.mark : undefined)) })),
  ]
  return rows.length === 0 ? more : [new docx.Table({ visuallyRightToLeft: rtl, width: { size: 100, type: docx.WidthType.PERCENTAGE }, rows }), new docx.Paragraph({ children: [] }), ...more]
}

function run(docx: Library, rtl: boolean, text: string, style: { bold?: boolean; size?: number }): Docx.TextRun {
  return new docx.TextRun({ text, rightToLeft: rtl, ...style, ...(style.bold ? { boldComplexScript: true } : {}), ...(style.size ? { sizeComplexScript: style.size } : {}) })
}
