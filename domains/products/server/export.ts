import type { Product } from '../../../core/product.ts'
import type { Handling } from '../../../core/handling.ts'
import { documentText } from '../../../formats/document-text.ts'
import { documentDocx, documentPdf, zuluAndLocal } from '../../../server/face.ts'
import { documentOf } from '../shared/document.ts'

export const OUTPUT_FORMATS = ['docx', 'pdf', 'txt', 'json'] as const
export type OutputFormat = (typeof OUTPUT_FORMATS)[number]

export const MEDIA: Readonly<Record<OutputFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', pdf: 'application/pdf', txt: 'text/plain; charset=us-ascii', json: 'application/json',
}

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
