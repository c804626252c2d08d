import type { Option, Order } from './order.ts'

/** What a page already knows of an order that is about to be written; `record` is a reference. */
export type OrderDraft = { record?: string; crisis?: string } & Partial<Pick<Order, 'title' | 'to' | 'where' | 'options'>>
const WORDS = ['record', 'crisis', 'title', 'to', 'where'] as const
const MOST = 10

/** Address of the form of an order with all that is known of it, so that nothing is typed again. */
export function orderAddress(draft: OrderDraft): string {
  const said = Object.fromEntries(WORDS.flatMap((key) => (draft[key] ? [[key, draft[key]]] : [])))
  return `/orders/new?${new URLSearchParams({ ...said, ...(draft.options?.length ? { options: JSON.stringify(draft.options.slice(0, MOST)) } : {}) })}`
}

/** What an address says of an order; whatever is none of it is left out. */
export function orderDraft(params: URLSearchParams): OrderDraft {
  const draft: OrderDraft = Object.fromEntries(WORDS.flatMap((key) => { const said = params.get(key)?.trim().slice(0, key === 'to' ? 120 : 200); return said ? [[key, said]] : [] }))
  const options = optionsOf(params.get('options'))
  return options.length > 0 ? { ...draft, options } : draft
}

function optionsOf(text: string | null): Option[] {
  let said: unknown
  try {
    said = JSON.parse(text ?? '[]')
  } catch {
    return []
  }
  return (Array.isArray(said) ? said : []).slice(0, MOST).flatMap((one: { [member: string]: unknown } | null): Option[] => {
    const words = (member: string, most: number) => (typeof one?.[member] === 'string' && one[member] !== '' ? { [member]: one[member].slice(0, most) } : {})
    return one && typeof one['name'] === 'string' && one['name'] !== ''
      ? [{ name: one['name'].slice(0, 120), ...(typeof one['hours'] === 'number' && one['hours'] >= 0 ? { hours: one['hours'] } : {}), ...words('resources', 300), ...words('why', 1000), ...(one['chosen'] === true ? { chosen: true as const } : {}) }]
      : []
  })
}
