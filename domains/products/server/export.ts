import { Problem } from '../../../core/problem.ts'
import type { Product } from '../../../core/product.ts'
import type { Handling } from '../../../core/handling.ts'
import { documentText } from '../../../formats/document-text.ts'
import { documentDocx, documentPdf, TEMPLATE_PLACES, zuluAndLocal, type App } from '../../../server/face.ts'
import { documentOf } from '../shared/document.ts'

export const OUTPUT_FORMATS = ['docx', 'pdf', 'txt', 'json'] as const
export type OutputFormat = (typeof OUTPUT_FORMATS)[number]

export const MEDIA: Readonly<Record<OutputFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', pdf: 'application/pdf', txt: 'text/plain; charset=us-ascii', json: 'application/json',
}

const TEMPLATE = 'products.template'
/** A template larger than this holds more than a layout. */
export const TEMPLATE_LIMIT = 2_000_000

/** A product in a format. `template`: the mission's own .docx, if it has one. */
export async function writeProduct(product: Product, about: { ref: string; handling: Handling }, format: OutputFormat, template: Uint8Array | null): Promise<Uint8Array> {
  const document = documentOf(product, about, (iso) => zuluAndLocal(Date.parse(iso), product.zone))
  switch (format) {
    case 'docx':
      return documentDocx(document, template ?? undefined)
    case 'pdf':
      return documentPdf(document)
    case 'txt':
      return new TextEncoder().encode(documentText(document))
    default:
      return new TextEncoder().encode(`${JSON.stringify({ ref: about.ref, handling: about.handling, ...product }, null, 2)}\n`)
  }
}

/** The mission's template, or null while the layout of our own is used. */
export async function templateOf(store: App['store']): Promise<Uint8Array | null> {
  const kept = await store.side.setting(TEMPLATE)
  return kept ? Buffer.from(kept, 'base64') : null
}

/** Keep a template; null goes back to the layout of our own. Throws Problem when it lacks what every product must carry. */
export async function keepTemplate(app: Pick<App, 'store'>, bytes: Uint8Array | null): Promise<void> {
  if (bytes !== null) {
    const { patchDetector } = await import('docx')
    const places: readonly string[] = await patchDetector({ data: bytes }).catch(() => {
      throw new Problem('unsupported-type', 'this is no .docx file that can be read; save it as a Word document (.docx) and send it again')
    })
    const missing = ['marking', 'body'].filter((place) => !places.includes(place))
    const odd = places.filter((place) => !(TEMPLATE_PLACES as readonly string[]).includes(place))
    if (missing.length + odd.length > 0) {
      throw new Problem('invalid-input', `${missing.map((place) => `{{${place}}} is missing`).concat(odd.map((place) => `{{${place}}} is no place of a product`)).join('; ')}. Places are ${TEMPLATE_PLACES.map((place) => `{{${place}}}`).join(', ')}`)
    }
  }
  await app.store.side.setSetting(TEMPLATE, bytes === null ? '' : Buffer.from(bytes).toString('base64'))
}
