import { COT_UNKNOWN, type CotElement, type CotEvent, type CotPoint } from './event.ts'
import { decimalAt, decimalEnd, decimalFrom } from './decimal.ts'
import { timeAt } from './time.ts'
import { senderOf, type Sender } from './xml-remembered.ts'
import { nodesEnd, nodesHadText, readNodes } from './xml-tree.ts'
import { ACCESS, afterSpace, attrWord, CE, entities, EVENT, GT, HAE, HOW, isNamed, isWord, LAT, LON, LT, NAME, nextAttribute, OPEX, POINT, QOS, QUERY, SLASH, STALE, START, tagEnd, TIME, TYPE, UID, valueFrom, valueTo } from './xml-scan.ts'
import { afterMarkup, type XmlSource } from './xml-source.ts'

function opens(text: string, codes: Uint8Array, at: number, name: string): boolean {
  return codes[at] === LT && isNamed(codes, at + 1, name, text) && !(NAME[codes[at + 1 + name.length]!]! & 2)
}

/**
 * Reads an event of the usual shape – declaration, `<event>`, `<point/>`, `<detail>`, every attribute of the first two known – without
 * making elements and texts of what becomes numbers. Answers false where anything is otherwise: then the tree has to be read.
 * Throws XmlFault where reading the tree would throw the same. Members that are not said are left as they are.
 */
export function readUsual({ text, codes, begin }: XmlSource, event: CotEvent): boolean {
  const sender = senderOf(text, codes, begin)
  if (!readHead(text, codes, begin, event, sender) || codes[tagEnd] !== GT) {
    return false
  }
  let at = afterSpace(codes, tagEnd + 1)
  if (!opens(text, codes, at, 'point') || !readPoint(text, codes, at + 6, event.point) || codes[tagEnd] !== SLASH || codes[tagEnd + 1] !== GT) {
    return false
  }
  at = afterSpace(codes, tagEnd + 2)
  if (opens(text, codes, at, 'detail')) {
    const head = afterSpace(codes, at + 7)
    if (codes[head] === GT) {
      const detail = { name: 'detail', attrs: [], nodes: [] as CotElement[] }
      readNodes(text, codes, head + 1, detail, 2, 3, sender)
      if (nodesHadText) {
        return false
      }
      event.detail = detail.nodes
      at = nodesEnd
    } else if (codes[head] === SLASH && codes[head + 1] === GT) {
      at = head + 2
    } else {
      return false
    }
    at = afterSpace(codes, at)
  }
  if (codes[at] !== LT || codes[at + 1] !== SLASH || !isNamed(codes, at + 2, 'event', text)) {
    return false
  }
  at = afterSpace(codes, at + 7)
  return codes[at] === GT && afterSpace(codes, at + 1) === text.length
}

const TIMES = TIME | START | STALE

function setTime(event: CotEvent, bit: number, time: number): void {
  if (bit === TIME) {
    event.time = time
  } else if (bit === START) {
    event.start = time
  } else {
    event.stale = time
  }
}

/** Everything up to the end of the tag `<event …>`; false where an attribute is not known, stands twice or needs a closer look. */
function readHead(text: string, codes: Uint8Array, begin: number, event: CotEvent, sender: Sender | null): boolean {
  const known = sender === null ? null : sender.head(text, begin)
  let at = begin
  let seen = 0
  let count = 0
  // Where the first of the times begins, what came before, and whether that is news.
  let learn = sender !== null
  if (known !== null) {
    at += known.text.length
    seen = known.seen
    count = known.count
    learn = false
    event.uid = known.uid
    event.type = known.type
    event.how = known.how
    event.access = known.access
    event.qos = known.qos
    event.opex = known.opex
  } else {
    if (codes[at] === LT && codes[at + 1] === QUERY) {
      at = afterSpace(codes, afterMarkup(text, at))
    }
    if (!opens(text, codes, at, 'event')) {
      return false
    }
    at += 6
  }
  for (;; count += 1) {
    const expected = EVENT!.attrs[count]
    if (known !== null && expected !== undefined && (expected.bit & TIMES) !== 0 && (seen & expected.bit) === 0 && isWord(codes, at, expected.at, expected.length + 3)) {
      const from = at + expected.length + 3
      const to = from + (codes[from + 24] === 34 ? 24 : 20)
      const time = codes[to] === 34 ? timeAt(codes, from, to) : Number.NaN
      if (!Number.isNaN(time)) {
        setTime(event, expected.bit, time)
        seen |= expected.bit
        at = to + 1
        continue
      }
    }
    if (!nextAttribute(text, codes, at, EVENT, count)) {
      break
    }
    const bit = attrWord === null ? 0 : attrWord.bit
    if (bit === 0 || bit > OPEX || (seen & bit) !== 0 || entities) {
      return false
    }
    if (learn && (bit & TIMES) !== 0) {
      learn = false
      sender!.headRead(text, begin, at, event, seen, count)
    }
    seen |= bit
    at = valueTo + 1
    switch (bit) {
      case TIME:
      case START:
      case STALE: setTime(event, bit, timeAt(codes, valueFrom, valueTo)); break
      case UID: event.uid = text.slice(valueFrom, valueTo); break
      case TYPE: event.type = text.slice(valueFrom, valueTo); break
      case HOW: event.how = text.slice(valueFrom, valueTo); break
      case ACCESS: event.access = text.slice(valueFrom, valueTo); break
      case QOS: event.qos = text.slice(valueFrom, valueTo); break
      case OPEX: event.opex = text.slice(valueFrom, valueTo); break
      default:
        if (valueTo - valueFrom !== 3 || !text.startsWith('2.0', valueFrom)) {
          return false
        }
    }
  }
  // A time that is not written as nearly all are may still be one.
  const said = (bit: number, time: number): boolean => (seen & bit) === 0 || !Number.isNaN(time)
  return event.uid !== '' && event.type !== '' && !Number.isNaN(event.time) && said(START, event.start) && said(STALE, event.stale)
}

/** Attributes of `<point>`, as `readHead`. */
function readPoint(text: string, codes: Uint8Array, from: number, point: CotPoint): boolean {
  let at = from
  let seen = 0
  for (let i = 0; ; i += 1) {
    const expected = POINT!.attrs[i]
    let bit = 0
    let value = Number.NaN
    if (expected !== undefined && isWord(codes, at, expected.at, expected.length + 3)) {
      bit = expected.bit
      value = decimalFrom(codes, at + expected.length + 3)
    }
    if (!Number.isNaN(value) && codes[decimalEnd] === 34) {
      at = decimalEnd + 1
    } else if (nextAttribute(text, codes, at, POINT, i)) {
      bit = attrWord === null ? 0 : attrWord.bit
      value = decimalAt(codes, valueFrom, valueTo)
      at = valueTo + 1
    } else {
      break
    }
    if (bit < LAT || (seen & bit) !== 0 || Number.isNaN(value)) {
      return false
    }
    seen |= bit
    const metres = Math.abs(value) < COT_UNKNOWN ? value : null
    switch (bit) {
      case LAT: point.lat = value; break
      case LON: point.lon = value; break
      case HAE: point.hae = metres; break
      case CE: point.ce = metres; break
      default: point.le = metres
    }
  }
  return (seen & LAT) !== 0 && (seen & LON) !== 0 && Math.abs(point.lat) <= 90 && Math.abs(point.lon) <= 180
}
