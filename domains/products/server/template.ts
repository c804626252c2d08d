import { Problem } from '../../../core/problem.ts'
import type { ProductType } from '../../../core/product.ts'
import type { Handling } from '../../../core/handling.ts'
import type { ReportDocument } from '../../../formats/document.ts'
import { documentDocx, SECTION_PLACE, sourcesOf, TEMPLATE_PLACES, type App } from '../../../server/face.ts'
import { documentOf } from '../shared/document.ts'
import { WRITTEN } from '../shared/outline.ts'

const SETTING = 'products.template'
/** A template larger than this holds more than a layout and a logo. */
export const TEMPLATE_LIMIT = 2_000_000
/** Unpacked, a .docx of that size is not larger unless somebody made it so. */
const UNPACKED_LIMIT = 40_000_000

/** What is known of a template without opening it. */
export type TemplateNote = { type: ProductType | null; name: string; at: string; by: string; bytes: number; places: string[] }
type Kept = TemplateNote & { base64: string }

const key = (type: ProductType | null): string => (type === null ? SETTING : `${SETTING}.${type}`)

/** The mission's template for a type of product: the one of that type, else the one of all; null while the layout of our own is used. */
export async function templateOf(store: App['store'], type: ProductType | null): Promise<Uint8Array | null> {
  const kept = (type === null ? null : await read(store, type)) ?? await read(store, null)
  return kept && Buffer.from(kept.base64, 'base64')
}

/** Templates in force: that of all types first. */
export async function templatesOf(store: App['store'], types: readonly ProductType[]): Promise<TemplateNote[]> {
  const kept = await Promise.all([null, ...types].map((type) => read(store, type)))
  return kept.flatMap((one) => { if (!one) { return [] } const { base64: _bytes, ...note } = one; return [note] })
}

/** Keep a template. Throws Problem with every reason why products cannot be written into it. */
export async function keepTemplate(app: Pick<App, 'store' | 'domains'>, type: ProductType | null, file: { name: string; bytes: Uint8Array }, by: string, now: number): Promise<TemplateNote> {
  const places = await checkTemplate(app, file.bytes)
  const note: TemplateNote = { type, name: file.name.slice(0, 200), at: new Date(now).toISOString(), by, bytes: file.bytes.length, places }
  await app.store.side.setSetting(key(type), JSON.stringify({ ...note, base64: Buffer.from(file.bytes).toString('base64') } satisfies Kept))
  return note
}

/** Back to the template of all types, or to the layout of our own. */
export async function dropTemplate(store: App['store'], type: ProductType | null): Promise<void> {
  await store.side.setSetting(key(type), '')
}

async function read(store: App['store'], type: ProductType | null): Promise<Kept | null> {
  const kept = await store.side.setting(key(type))
  if (!kept) {
    return null
  }
  // Kept by an earlier version: the bytes alone.
  return kept.startsWith('{') ? (JSON.parse(kept) as Kept) : { type, name: 'template.docx', at: '', by: '', bytes: Math.floor(kept.length * 0.75), places: [], base64: kept }
}

/** The places of a template; Problem `invalid-input` with all that is wrong with it, each with what to do. */
export async function checkTemplate(app: Pick<App, 'domains'>, bytes: Uint8Array): Promise<string[]> {
  const parts = await partsOf(bytes)
  const [{ patchDetector }] = [await import('docx')]
  const places = [...new Set(await patchDetector({ data: bytes }).catch(() => { throw unreadable() }))]
  const problems: string[] = []
  const where = (name: string): string[] => [...parts].filter(([part, xml]) => /^word\/(?:document|header\d*|footer\d*)\.xml$/.test(part) && textOf(xml).includes(`{{${name}}}`)).map(([part]) => part)
  if (parts.has('word/vbaProject.bin')) {
    problems.push('it holds macros: save it as .docx')
  }
  const outside = [...parts].filter(([part, xml]) => part.endsWith('.rels') && [...xml.matchAll(/<Relationship [^>]*TargetMode="External"[^>]*>/g)].some(([one]) => !/\/hyperlink"/.test(one))).map(([part]) => part)
  if (outside.length > 0) {
    problems.push('it fetches pictures or a template from elsewhere when it is opened: insert them into the file itself')
  }
  if (!places.includes('body')) {
    problems.push('{{body}} is missing: write it on a line of its own where the report is to stand')
  } else if (!where('body').includes('word/document.xml')) {
    problems.push('{{body}} stands in a header or footer: move it to the page')
  }
  if (!places.includes('marking')) {
    problems.push('{{marking}} is missing: write it into the header or footer, so that it stands on every page')
  } else if (!where('marking').some((part) => part !== 'word/document.xml')) {
    problems.push('{{marking}} stands on the page alone: write it into the header or footer, so that it stands on every page')
  }
  const sections = [...sourcesOf(app).map((source) => source.name), ...new Set(Object.values(WRITTEN).flat().map((slot) => slot.id)), 'changes']
  for (const place of places) {
    if (place.startsWith(SECTION_PLACE) ? !sections.includes(place.slice(SECTION_PLACE.length)) : !(TEMPLATE_PLACES as readonly string[]).includes(place)) {
      const near = sections.find((one) => one.endsWith(place.split('.').at(-1) ?? '-'))
      problems.push(place.startsWith(SECTION_PLACE) && near ? `{{${place}}} is no place of a product: did you mean {{${SECTION_PLACE}${near}}}?` : `{{${place}}} is no place of a product`)
    } else if (where(place).length === 0) {
      problems.push(`{{${place}}} stands where it cannot be filled (a text box, a comment or a note): move it to a line of the page, a table, the header or the footer`)
    }
  }
  if (problems.length === 0) {
    const left = await tried(bytes)
    problems.push(...left.map((place) => `{{${place}}} stays empty when a product is written: type it anew in one go, without formatting inside it`))
  }
  if (problems.length > 0) {
    throw new Problem('invalid-input', `The template cannot be used: ${problems.join('; ')}`, { fields: problems.map((problem) => ({ path: '/file', problem })) })
  }
  return places
}

/** Places that are still there after a product was written into it. */
async function tried(bytes: Uint8Array): Promise<string[]> {
  const handling: Handling = { level: 'U', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
  const document: ReportDocument = documentOf({ type: 'DSR', title: 'x', language: 'en', mission: 'x', zone: 'UTC', exercise: false, audience: { side: 'mission', org: '*', role: 'JOC-DO', clearance: 'U', area: null }, sections: [], madeAt: '2026-01-01T00:00:00.000Z', distribution: [] }, { ref: 'x', handling }, (iso) => iso)
  const written = await documentDocx(document, bytes).catch(() => { throw unreadable() })
  const left = [...await partsOf(written)].filter(([part]) => /^word\/(?:document|header\d*|footer\d*)\.xml$/.test(part)).flatMap(([, xml]) => [...textOf(xml).matchAll(/\{\{([^{}]{1,80})\}\}/g)].map((found) => found[1] as string))
  return [...new Set(left)]
}

/** XML parts of a .docx by name; of others only that they are there. */
async function partsOf(bytes: Uint8Array): Promise<Map<string, string>> {
  const { unzipSync } = await import('fflate')
  let unpacked = 0
  try {
    const files = unzipSync(bytes, { filter: ({ originalSize }) => { unpacked += originalSize; return unpacked <= UNPACKED_LIMIT } })
    const decoder = new TextDecoder()
    const parts = new Map(Object.entries(files).map(([name, part]) => [name, /\.(?:xml|rels)$/.test(name) ? decoder.decode(part) : '']))
    if (!parts.has('word/document.xml') || unpacked > UNPACKED_LIMIT) {
      throw unreadable()
    }
    return parts
  } catch {
    throw unreadable()
  }
}

/** The words of a part, runs joined: Word cuts a place into several. */
function textOf(xml: string): string {
  return xml.replace(/<w:txbxContent>[^]*?<\/w:txbxContent>/g, '').replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '')
}

function unreadable(): Problem {
  return new Problem('unsupported-type', 'this is no .docx file that can be read; save it as a Word document (.docx) and send it again')
}
