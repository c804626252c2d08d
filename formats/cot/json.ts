import type { CotElement, CotEvent, CotExtra } from './event.ts'

/**
 * An event as plain JSON and back, with nothing lost: times ISO 8601 UTC, attributes as members in their order, elements and text
 * in theirs. `access`, `qos`, `opex` and `extra` are there only when they say something.
 */
export type CotJson = {
  uid: string
  type: string
  how: string
  time: string
  start: string
  stale: string
  point: CotEvent['point']
  access?: string
  qos?: string
  opex?: string
  detail: JsonElement[]
  extra?: CotExtra
}
type JsonElement = { name: string; attrs?: { [name: string]: string }; nodes?: (JsonElement | string)[] }

const DEEPEST = 40

export function cotJson({ uid, type, how, time, start, stale, point, access, qos, opex, detail, extra }: CotEvent): CotJson {
  const iso = (at: number): string => new Date(at).toISOString()
  return {
    uid, type, how, time: iso(time), start: iso(start), stale: iso(stale), point,
    ...(access === '' ? {} : { access }), ...(qos === '' ? {} : { qos }), ...(opex === '' ? {} : { opex }), detail: detail.map(elementJson), ...(extra ? { extra } : {}),
  }
}

function elementJson({ name, attrs, nodes }: CotElement): JsonElement {
  const pairs = attrs.flatMap((word, i) => (i % 2 === 0 ? [[word, attrs[i + 1] ?? ''] as const] : []))
  return { name, ...(pairs.length > 0 ? { attrs: Object.fromEntries(pairs) } : {}), ...(nodes.length > 0 ? { nodes: nodes.map((one) => (typeof one === 'string' ? one : elementJson(one))) } : {}) }
}

/** The event a JSON object says; else what is wrong with it. */
export function cotOfJson(value: unknown): { event: CotEvent } | { error: string } {
  try {
    return { event: eventOf(record(value, 'the message')) }
  } catch (error) {
    return { error: (error as Error).message }
  }
}

function eventOf(value: { [name: string]: unknown }): CotEvent {
  const point = record(value['point'] ?? {}, 'point')
  const [lat, lon] = [degrees(point, 'lat', 90), degrees(point, 'lon', 180)]
  const time = instant(value['time'], 'time')
  return {
    uid: text(value, 'uid'), type: text(value, 'type'), how: text(value, 'how', ''), time,
    start: value['start'] === undefined ? time : instant(value['start'], 'start'), stale: value['stale'] === undefined ? time : instant(value['stale'], 'stale'),
    point: { lat, lon, hae: metres(point, 'hae'), ce: metres(point, 'ce'), le: metres(point, 'le') },
    access: text(value, 'access', ''), qos: text(value, 'qos', ''), opex: text(value, 'opex', ''), detail: list(value['detail'] ?? [], 'detail').map((one) => elementOf(one, 0)), extra: value['extra'] === undefined || value['extra'] === null ? null : extraOf(record(value['extra'], 'extra')),
  }
}

function elementOf(value: unknown, depth: number): CotElement {
  const element = record(value, 'an element')
  const name = text(element, 'name')
  if (depth > DEEPEST) {
    throw new Error(`${name}: more than ${DEEPEST} elements within each other`)
  }
  return {
    name: xmlName(name),
    attrs: Object.entries(record(element['attrs'] ?? {}, `attrs of ${name}`)).flatMap(([key, one]) => [xmlName(key), string(one, `${name} ${key}`)]),
    nodes: list(element['nodes'] ?? [], `nodes of ${name}`).map((one) => (typeof one === 'string' ? string(one, `text of ${name}`) : elementOf(one, depth + 1))),
  }
}

function extraOf(extra: { [name: string]: unknown }): CotExtra {
  const words = (name: string, names: boolean): string[] => list(extra[name] ?? [], name).map((one, i) => (names && i % 2 === 0 ? xmlName(string(one, name)) : string(one, name)))
  return {
    eventAttrs: words('eventAttrs', true), pointAttrs: words('pointAttrs', true), children: list(extra['children'] ?? [], 'children').map((one) => extraElement(one, 0)),
    detailAttrs: words('detailAttrs', true), detailText: text(extra, 'detailText', ''),
  }
}

/** Elements of `extra` stand as they are kept: names and values in turn. */
function extraElement(value: unknown, depth: number): CotElement {
  const element = record(value, 'an element')
  const name = xmlName(text(element, 'name'))
  if (depth > DEEPEST) {
    throw new Error(`${name}: more than ${DEEPEST} elements within each other`)
  }
  return { name, attrs: list(element['attrs'] ?? [], `attrs of ${name}`).map((one, i) => (i % 2 === 0 ? xmlName(string(one, name)) : string(one, name))), nodes: list(element['nodes'] ?? [], `nodes of ${name}`).map((one) => (typeof one === 'string' ? string(one, name) : extraElement(one, depth + 1))) }
}

function record(value: unknown, what: string): { [name: string]: unknown } {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Error(`${what} is not an object`)
  }
  return value as { [name: string]: unknown }
}

function list(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) {
    throw new Error(`${what} is not a list`)
  }
  return value
}

function string(value: unknown, what: string): string {
  if (typeof value !== 'string') {
    throw new Error(`${what} is not text`)
  }
  // eslint-disable-next-line no-control-regex -- what XML has no place for
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/u.test(value) || !value.isWellFormed()) {
    throw new Error(`${what} holds characters that XML has no place for`)
  }
  return value
}

function text(of: { [name: string]: unknown }, name: string, otherwise?: string): string {
  const value = of[name] ?? otherwise
  if (value === undefined || (otherwise === undefined && value === '')) {
    throw new Error(`${name} is missing`)
  }
  return string(value, name)
}

function xmlName(name: string): string {
  if (!/^[\p{L}_:][\p{L}\p{N}_:.\-·]*$/u.test(name)) {
    throw new Error(`"${name.slice(0, 40)}" is no name of XML`)
  }
  return name
}

function instant(value: unknown, what: string): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(at)) {
    throw new Error(`${what} is not a time: write ISO 8601 in UTC`)
  }
  return at
}

function degrees(point: { [name: string]: unknown }, name: string, most: number): number {
  const value = point[name]
  if (typeof value !== 'number' || !(Math.abs(value) <= most)) {
    throw new Error(`point.${name} is not a number of degrees`)
  }
  return value
}

function metres(point: { [name: string]: unknown }, name: string): number | null {
  const value = point[name] ?? null
  if (value !== null && (typeof value !== 'number' || !Number.isFinite(value))) {
    throw new Error(`point.${name} is not a number of metres`)
  }
  return value
}
