import { COT_UNKNOWN, type CotElement, type CotEvent, type CotExtra, type CotPoint, type CotRead } from './event.ts'
import { utf8 } from './text-bytes.ts'
import { readTime, writeTime } from './time.ts'
import { caught, refusalOf, XmlFault } from './xml-fault.ts'
import { readRoot } from './xml-tree.ts'
import { readUsual } from './xml-usual.ts'
import { xmlSource } from './xml-source.ts'

/** Cursor on Target 2.0 as XML (MITRE's event schema), both ways. */

function number(text: string): number {
  // Hexadecimal, octal and binary are numbers to this language only.
  const second = text.charCodeAt(1) | 32
  return text === '' || text.charCodeAt(0) <= 32 || second === 120 || second === 111 || second === 98 ? Number.NaN : Number(text)
}

/** Metres, null for 9999999 and anything that is no number. */
function metres(text: string): number | null {
  const value = number(text)
  return Number.isFinite(value) && Math.abs(value) < COT_UNKNOWN ? value : null
}

function noExtra(): CotExtra {
  return { eventAttrs: [], pointAttrs: [], children: [], detailAttrs: [], detailText: '' }
}

function timeOf(text: string, what: string): number {
  const at = readTime(text)
  if (Number.isNaN(at)) {
    throw new XmlFault(`${what} is no time between 1970 and 9999`, 0)
  }
  return at
}

function pointOf(element: CotElement, event: CotEvent): CotPoint {
  const { attrs } = element
  const point: CotPoint = { lat: Number.NaN, lon: Number.NaN, hae: null, ce: null, le: null }
  for (let i = 0; i < attrs.length; i += 2) {
    const text = attrs[i + 1]!
    switch (attrs[i]) {
      case 'lat': point.lat = number(text); break
      case 'lon': point.lon = number(text); break
      case 'hae': point.hae = metres(text); break
      case 'ce': point.ce = metres(text); break
      case 'le': point.le = metres(text); break
      default: (event.extra ??= noExtra()).pointAttrs.push(attrs[i]!, text)
    }
  }
  if (!(point.lat >= -90 && point.lat <= 90 && point.lon >= -180 && point.lon <= 180)) {
    throw new XmlFault('the point has no latitude within 90 and longitude within 180 degrees', 0)
  }
  return point
}

function detailOf(element: CotElement, event: CotEvent): CotElement[] {
  if (element.attrs.length > 0) {
    (event.extra ??= noExtra()).detailAttrs.push(...element.attrs)
  }
  if (!element.nodes.some((node) => typeof node === 'string')) {
    return element.nodes as CotElement[]
  }
  const text = element.nodes.filter((node) => typeof node === 'string').join('')
  if (text.trim() !== '') {
    (event.extra ??= noExtra()).detailText = text
  }
  return element.nodes.filter((node) => typeof node !== 'string')
}

function emptyEvent(): CotEvent {
  return { uid: '', type: '', how: '', time: Number.NaN, start: Number.NaN, stale: Number.NaN, point: { lat: 0, lon: 0, hae: null, ce: null, le: null }, access: '', qos: '', opex: '', detail: [], extra: null }
}

/** The event an element is; throws XmlFault. */
function eventOf(root: CotElement): CotEvent {
  if (root.name !== 'event') {
    throw new XmlFault('the element is not an <event>', 0)
  }
  const event = emptyEvent()
  const { attrs } = root
  let timeText = ''
  for (let i = 0; i < attrs.length; i += 2) {
    const text = attrs[i + 1]!
    switch (attrs[i]) {
      case 'uid': event.uid = text; break
      case 'type': event.type = text; break
      case 'how': event.how = text; break
      case 'time': event.time = timeOf(text, 'time'); timeText = text; break
      // Usually the very same text.
      case 'start': event.start = text === timeText ? event.time : timeOf(text, 'start'); break
      case 'stale': event.stale = timeOf(text, 'stale'); break
      case 'access': event.access = text; break
      case 'qos': event.qos = text; break
      case 'opex': event.opex = text; break
      default:
        if (attrs[i] !== 'version' || text !== '2.0') {
          (event.extra ??= noExtra()).eventAttrs.push(attrs[i]!, text)
        }
    }
  }
  if (event.uid === '' || event.type === '' || Number.isNaN(event.time)) {
    throw new XmlFault(`the event has no ${event.uid === '' ? 'uid' : event.type === '' ? 'type' : 'time'}`, 0)
  }
  let point: CotPoint | null = null
  let detailed = false
  for (const node of root.nodes) {
    if (typeof node === 'string') {
      throw new XmlFault('text stands between the elements of the event', 0)
    }
    if (node.name === 'point' && point === null) {
      point = pointOf(node, event)
    } else if (node.name === 'detail' && !detailed) {
      detailed = true
      event.detail = detailOf(node, event)
    } else {
      (event.extra ??= noExtra()).children.push(node)
    }
  }
  if (point === null && !event.type.startsWith('t-')) {
    throw new XmlFault('the event has no point', 0)
  }
  event.point = point ?? event.point
  return completed(event)
}

/** Lean feeders leave times out: it holds from when it was made, and nothing was promised beyond. */
function completed(event: CotEvent): CotEvent {
  event.start = Number.isNaN(event.start) ? event.time : event.start
  event.stale = Number.isNaN(event.stale) ? event.start : event.stale
  return event
}

/** Reads the whole tree first: for events of any shape. The same as `readCot`, several times slower. */
export function readCotTree(bytes: Uint8Array): CotRead<CotEvent> {
  return caught(() => eventOf(readRoot(xmlSource(bytes))))
}

/**
 * Reads one event: never throws. `start` and `stale` may be missing (then nothing is promised beyond `time`), and the point
 * of a tasking (`t-…`), which is then 0/0 without any accuracy.
 */
export function readCot(bytes: Uint8Array): CotRead<CotEvent> {
  try {
    const source = xmlSource(bytes)
    const event = emptyEvent()
    return { ok: true, value: readUsual(source, event) ? completed(event) : eventOf(readRoot(source)) }
  } catch (error) {
    return refusalOf(error)
  }
}

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const SPECIAL = /[&<>"\u0000-\u001f\ufffe\uffff\ud800-\udfff]/u
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const ESCAPED = /[&<>"\u0000-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu
const ENTITIES: { [char: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' }

function attributeText(text: string): string {
  return SPECIAL.test(text) ? text.replace(ESCAPED, (char) => ENTITIES[char] ?? '\ufffd') : text
}

/** In text, line breaks and tabs stay as they are; a carriage return would be read as a line feed. */
function contentText(text: string): string {
  return SPECIAL.test(text) ? text.replace(ESCAPED, (char) => (char === '\n' || char === '\t' || char === '"' ? char : (ENTITIES[char] ?? '\ufffd'))) : text
}

function attributes(attrs: readonly string[]): string {
  let out = ''
  for (let i = 0; i + 1 < attrs.length; i += 2) {
    out += ` ${attrs[i]!}="${attributeText(attrs[i + 1]!)}"`
  }
  return out
}

/** An element and what is in it, without white space of its own. */
export function writeElement(element: CotElement): string {
  const head = `<${element.name}${attributes(element.attrs)}`
  if (element.nodes.length === 0) {
    return `${head}/>`
  }
  let inside = ''
  for (const node of element.nodes) {
    inside += typeof node === 'string' ? contentText(node) : writeElement(node)
  }
  return `${head}>${inside}</${element.name}>`
}

/** The children of `<detail>` as XML, as `xmlDetail` of the TAK protocol has them. */
export function writeDetail(detail: readonly CotElement[], text: string): string {
  let out = text === '' ? '' : contentText(text)
  for (const element of detail) {
    out += writeElement(element)
  }
  return out
}

/** Decimal without an exponent, which not every reader takes. */
export function decimal(value: number): string {
  const text = String(value)
  if (!text.includes('e')) {
    return text
  }
  return Math.abs(value) < 1 ? value.toFixed(20).replace(/\.?0+$/u, '') : String(BigInt(Math.trunc(value)))
}

function orUnknown(value: number | null): string {
  return value === null ? '9999999.0' : decimal(value)
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** An event as text: the same value gives the same text. `declaration` false leaves out the first line. */
export function writeCotText(event: CotEvent, declaration = true): string {
  const { point, extra } = event
  const optional = (name: string, value: string): string => (value === '' ? '' : ` ${name}="${attributeText(value)}"`)
  const time = writeTime(event.time)
  const more = extra === null ? '' : attributes(extra.eventAttrs)
  const inside = writeDetail(event.detail, extra?.detailText ?? '')
  const detailAttrs = extra === null ? '' : attributes(extra.detailAttrs)
  return `${declaration ? DECLARATION : ''}<event${extra !== null && extra.eventAttrs.includes('version') ? '' : ' version="2.0"'} uid="${attributeText(event.uid)}" type="${attributeText(event.type)}" time="${time}" start="${event.start === event.time ? time : writeTime(event.start)}" stale="${writeTime(event.stale)}"${optional('how', event.how)}${optional('access', event.access)}${optional('qos', event.qos)}${optional('opex', event.opex)}${more}>`
    + `<point lat="${decimal(point.lat)}" lon="${decimal(point.lon)}" hae="${orUnknown(point.hae)}" ce="${orUnknown(point.ce)}" le="${orUnknown(point.le)}"${extra === null ? '' : attributes(extra.pointAttrs)}/>`
    + `${inside === '' ? `<detail${detailAttrs}/>` : `<detail${detailAttrs}>${inside}</detail>`}${extra === null ? '' : extra.children.map(writeElement).join('')}</event>`
}

/** An event as XML in UTF-8. */
export function writeCot(event: CotEvent): Uint8Array {
  return utf8.encode(writeCotText(event))
}
