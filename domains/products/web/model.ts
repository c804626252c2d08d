import { useQuery } from '@tanstack/react-query'
import type { Product, Recipient, Section } from '../../../core/product.ts'
import { api, queryClient, uuid7, type RecordView } from '../../../web/face.ts'

export type ProductView = Omit<RecordView, 'data'> & { data: Product }
export type Person = { user: string; name: string; roles: string[]; side: string }
export type Catalogue = { types: { type: Product['type']; sections: { id: string; titles: Record<string, string>; written: boolean }[] }[]; people: Person[]; day: string; cutOff: string; zone: string; template: boolean }
export type Plan = { versions: { side: string; role: string; level: string; names: string[]; sections: string[]; waits: boolean }[]; distribution: Recipient[]; changes: { section: string; fact: string; was: string; now: string }[] }
export type Opened = { value: string; asOf: string; kind: string; total: number; now: number; looked: number; visible: number; shown: number; items: RecordView[]; changed: string[] }

export const productOf = (record: RecordView): ProductView => record as unknown as ProductView

export function useCatalogue() {
  return useQuery({ queryKey: ['products', 'catalogue'], queryFn: ({ signal }) => api<Catalogue>('/api/products/catalogue', { signal }), staleTime: 60_000 })
}

/** Do something to a product by its own routes and show how it stands then. */
export async function tell<T>(path: string, body: object = {}): Promise<T> {
  const answer = await api<T>(path, { method: 'POST', body, key: uuid7() })
  await Promise.all(['record', 'records', 'history', 'products'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })))
  return answer
}

/** What of a section its author says when it is made again. */
export function wantedOf(section: Section): object {
  const { id, mode, title, text, outside, handling } = section
  return { id, mode, title, ...(mode === 'text' ? { text: text ?? '', ...(outside === undefined ? {} : { outside }), level: handling.level, caveats: handling.caveats } : {}) }
}
