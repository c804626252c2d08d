import type { CotElement, CotEvent } from './event.ts'
import { SenderTable } from './senders.ts'
import { strictText, utf8 } from './text-bytes.ts'
import { readFragment, type Known, type Memory } from './xml-tree.ts'

/**
 * Who sends reports writes most of one letter by letter as in the report before: uid, type, device, callsign, group, battery. Such a piece
 * is known by comparing every character of it with what was read and checked before; the values made then are given again. It is found by
 * the end of the uid; nothing is believed on account of a uid. Values are never changed after they were made, so they may be shared.
 */

/** Longer pieces, and elements with many within, are read anew each time. */
const MOST_CHARS = 256
const MOST_ELEMENTS = 8
const MOST_TOGETHER = 1024
/** Elements of a detail that are remembered. */
const PLACES = 12
/** How often two that follow each other were known before they are compared as one. */
const STEADY = 4
/** How often one differed before it is compared only after it was learnt anew. */
const UNSTEADY = 8
/** How many elements senders share before all are forgotten; with the senders some 10 MB at worst. */
const MOST_SHARED = 4096

/** A report up to the first of its times: declaration, `<event` and the attributes that stand before. */
export type Head = { readonly text: string; readonly seen: number; readonly count: number } & Readonly<Pick<CotEvent, 'uid' | 'type' | 'how' | 'access' | 'qos' | 'opex'>>

/** What stood at one place of a detail: one element, or several in a row from there on; how often in a row it was known, and was not. */
type Place = { known: Known | null; single: Known | null; hits: number; missed: number }

/** What one sender wrote last: the head, and the elements of the detail by their place. What is asked for together lies together: of a thousand senders little is near the processor. */
export class Sender implements Memory {
  #head: Head | null = null
  #headMissed = 0
  readonly #places: Place[] = []
  // The piece known last in the report being read, and where it ended.
  #last: Place | null = null
  #lastEnd = -1

  /** The head, if the text begins with it at `from`. */
  head(text: string, from: number): Head | null {
    this.#lastEnd = -1
    const head = this.#head
    if (head === null || text.slice(from, from + head.text.length) !== head.text) {
      return null
    }
    this.#headMissed = 0
    return head
  }

  /** A head was read, from `from` to `to`, with so many attributes. */
  headRead(text: string, from: number, to: number, event: CotEvent, seen: number, count: number): void {
    this.#headMissed = (this.#headMissed + 1) & 0xffff
    if (to - from <= MOST_CHARS && mayLearn(this.#headMissed)) {
      this.#head = { text: ownText(text.slice(from, to)), seen, count, uid: ownText(event.uid), type: ownText(event.type), how: ownText(event.how), access: ownText(event.access), qos: ownText(event.qos), opex: ownText(event.opex) }
    }
  }

  at(text: string, at: number, index: number): Known | null {
    if (index >= this.#places.length) {
      return null
    }
    const place = this.#places[index]!
    let { known } = place
    if (known === null) {
      return null
    }
    // A piece is cut out without copying it and compared eight characters at a time: a third of what a loop costs.
    let same = text.slice(at, at + known.text.length) === known.text
    if (!same && known.elements.length > 1) {
      place.hits = 0
      place.known = known = place.single!
      same = text.slice(at, at + known.text.length) === known.text
    }
    if (!same) {
      if (place.missed >= UNSTEADY) {
        place.known = null
      }
      return null
    }
    if (known.elements.length === 1) {
      place.missed = 0
      place.hits = Math.min(place.hits + 1, 255)
    }
    this.#join(place, known, at)
    return known
  }

  /** What is known again and again behind another of the kind is compared with it as one. */
  #join(place: Place, known: Known, at: number): void {
    const last = at === this.#lastEnd ? this.#last : null
    const before = last === null ? null : last.known
    if (before !== null && place.hits > STEADY && last!.hits > STEADY && before.text.length + known.text.length <= MOST_TOGETHER) {
      last!.known = { text: ownText(before.text + known.text), elements: [...before.elements, ...known.elements], count: before.count + known.count }
    } else {
      this.#last = place
    }
    this.#lastEnd = at + known.text.length
  }

  read(text: string, from: number, to: number, index: number): void {
    if (index >= PLACES || to - from > MOST_CHARS) {
      return
    }
    while (this.#places.length <= index) {
      this.#places.push({ known: null, single: null, hits: 0, missed: 0 })
    }
    const place = this.#places[index]!
    place.hits = 0
    place.missed = (place.missed + 1) & 0xffff
    if (mayLearn(place.missed)) {
      place.known = place.single = learnt(text.slice(from, to))
    }
  }
}

/** At the 2nd, 4th, 8th… miss in a row: what differs each time costs next to nothing. */
export function mayLearn(missed: number): boolean {
  return missed > 1 && (missed & (missed - 1)) === 0
}

const senders = new SenderTable(() => new Sender())
const shared = new Map<string, Known>()

// How far behind the beginning ` uid="` stood last.
let uidAfter = 0

function isUid(codes: Uint8Array, at: number): boolean {
  return codes[at] === 32 && codes[at + 1] === 117 && codes[at + 2] === 105 && codes[at + 3] === 100 && codes[at + 4] === 61 && codes[at + 5] === 34
}

/** What is remembered of who sends the report that begins at `from`; null when it was not met before. */
export function senderOf(text: string, codes: Uint8Array, from: number): Sender | null {
  if (!isUid(codes, from + uidAfter)) {
    const found = text.indexOf(' uid="', from)
    if (found < 0) {
      return null
    }
    uidAfter = found - from
  }
  let hash = 0
  let code = 0
  for (let at = from + uidAfter + 6; at < codes.length && (code = codes[at]!) !== 34; at += 1) {
    hash = (Math.imul(hash, 31) + code) | 0
  }
  return senders.of(hash)
}

/** A piece of a text holds on to all of it: this one is written anew. */
export function ownText(piece: string): string {
  return strictText(utf8.encode(piece))
}

/** The element a piece is; null when it is not to be remembered. */
function learnt(piece: string): Known | null {
  const before = shared.get(piece)
  if (before !== undefined) {
    return before
  }
  const text = ownText(piece)
  const [element] = readFragment(text).nodes as [CotElement]
  const count = countOf(element)
  if (count > MOST_ELEMENTS) {
    return null
  }
  if (shared.size >= MOST_SHARED) {
    shared.clear()
  }
  const known = { text, elements: [element], count }
  shared.set(text, known)
  return known
}

function countOf(element: CotElement): number {
  return element.nodes.reduce((sum, node) => (typeof node === 'string' ? sum : sum + countOf(node)), 1)
}
