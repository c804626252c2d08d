import type { CotElement, CotEvent } from './event.ts'

/** Reads and builds the tree of a detail. All lists keep the order of the event. */

/** Value of an attribute, null when it is not there. */
export function attr(element: CotElement | null | undefined, name: string): string | null {
  if (element) {
    const { attrs } = element
    for (let i = 0; i < attrs.length; i += 2) {
      if (attrs[i] === name) {
        return attrs[i + 1]!
      }
    }
  }
  return null
}

/** Value of an attribute as a finite number, null when it is none. */
export function attrNumber(element: CotElement | null | undefined, name: string): number | null {
  const text = attr(element, name)?.trim() ?? ''
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u.test(text) && Number.isFinite(Number(text)) ? Number(text) : null
}

/** `true`, `1`, `yes` in any case; null when it is not there. */
export function attrBoolean(element: CotElement | null | undefined, name: string): boolean | null {
  const text = attr(element, name)
  return text === null ? null : /^(?:true|1|yes)$/iu.test(text.trim())
}

/** The first child of a detail with this name, null when there is none. */
export function part(detail: readonly (CotElement | string)[], name: string): CotElement | null {
  for (const node of detail) {
    if (typeof node !== 'string' && node.name === name) {
      return node
    }
  }
  return null
}

/** All children of this name. */
export function parts(nodes: readonly (CotElement | string)[], name: string): CotElement[] {
  return nodes.filter((node): node is CotElement => typeof node !== 'string' && node.name === name)
}

/** The text in an element and below, empty for none. */
export function textOf(element: CotElement | null): string {
  return element === null ? '' : element.nodes.map((node) => (typeof node === 'string' ? node : textOf(node))).join('')
}

/** Something an attribute can be written from; null and undefined leave it out. */
export type AttrValue = string | number | boolean | null | undefined

/** An element from plain values. */
export function element(name: string, attributes: { readonly [name: string]: AttrValue } = {}, nodes: (CotElement | string)[] = []): CotElement {
  const attrs: string[] = []
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) {
      attrs.push(key, String(value))
    }
  }
  return { name, attrs, nodes: nodes.filter((node) => node !== '') }
}

/** The event with its first element of that name replaced, or added at the end. */
export function withPart(event: CotEvent, replacement: CotElement): CotEvent {
  const at = event.detail.findIndex(({ name }) => name === replacement.name)
  return { ...event, detail: at < 0 ? [...event.detail, replacement] : event.detail.with(at, replacement) }
}
