import type { CotElement, CotEvent, CotExtra } from './event.ts'

/** What every word of a text becomes. */
type Change = (text: string) => string

/**
 * An event with every text of it changed: values of attributes, text between elements, what is beyond the standard. Its uid, type
 * and times stay. The same event where nothing changes.
 */
export function withWords(event: CotEvent, change: Change): CotEvent {
  const detail = each(event.detail, (one) => changed(one, change))
  const extra = event.extra && extraWith(event.extra, change)
  const [access, qos, opex] = [change(event.access), change(event.qos), change(event.opex)]
  return detail === event.detail && extra === event.extra && access === event.access && qos === event.qos && opex === event.opex ? event : { ...event, detail, extra, access, qos, opex }
}

function extraWith(extra: CotExtra, change: Change): CotExtra {
  const next: CotExtra = { eventAttrs: values(extra.eventAttrs, change), pointAttrs: values(extra.pointAttrs, change), children: each(extra.children, (one) => changed(one, change)), detailAttrs: values(extra.detailAttrs, change), detailText: change(extra.detailText) }
  return (Object.keys(next) as (keyof CotExtra)[]).every((name) => next[name] === extra[name]) ? extra : next
}

function changed(element: CotElement, change: Change): CotElement {
  const attrs = values(element.attrs, change)
  const nodes = each(element.nodes, (one) => (typeof one === 'string' ? change(one) : changed(one, change)))
  return attrs === element.attrs && nodes === element.nodes ? element : { ...element, attrs, nodes }
}

/** Names and values in turn: values alone. */
function values<T extends readonly string[]>(attrs: T, change: Change): T {
  return each(attrs, (one, i) => (i % 2 === 1 ? change(one) : one)) as T
}

function each<T, L extends readonly T[] = T[]>(list: L & readonly T[], change: (one: T, i: number) => T): L {
  const next = list.map(change)
  return next.every((one, i) => one === list[i]) ? list : (next as unknown as L)
}
