import fc from 'fast-check'
import type { CotElement, CotEvent, CotExtra } from '../formats/cot/event.ts'

/** Events of all shapes that XML can carry, for tests of the round trip. */

const PLAIN = { noNullPrototype: true } as const
const NAME = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,11}$/u)
// Text that XML allows: no control characters, no lone surrogates.
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const cleaned = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '·')
const TEXT = fc.oneof(fc.string({ unit: 'binary', maxLength: 24 }), fc.constantFrom('', '<&>"\'', ']]>', 'é مرحبا 𝄞', ' \t\n\r ', '&amp;')).map(cleaned)
const attrsOf = (names: fc.Arbitrary<string>): fc.Arbitrary<string[]> => fc.uniqueArray(fc.tuple(names, TEXT), { selector: ([name]) => name, maxLength: 5 }).map((pairs) => pairs.flat())

/** White space alone stands only in an element without others, and text never beside text: so the tree reads back as it is. */
function nodesOf(mixed: (CotElement | string)[]): (CotElement | string)[] {
  const solid = mixed.filter((node) => typeof node !== 'string' || /[^ \t\n\r]/u.test(node))
  return solid.filter((node, i) => typeof node !== 'string' || typeof solid[i - 1] !== 'string')
}

const ELEMENT: fc.Arbitrary<CotElement> = fc.letrec<{ element: CotElement }>((tie) => ({
  element: fc.record({ name: NAME, attrs: attrsOf(NAME), nodes: fc.oneof({ depthSize: 'small' }, fc.constant<(CotElement | string)[]>([]), fc.array(fc.oneof(TEXT, tie('element')), { maxLength: 3 }).map(nodesOf)) }, PLAIN),
})).element

/** What the TAK protocol has messages for, well and badly filled. */
const USUAL: fc.Arbitrary<CotElement> = fc.constantFrom('contact', '__group', 'precisionlocation', 'status', 'takv', 'track').chain((name) => fc.record({
  name: fc.constant(name),
  attrs: attrsOf(fc.constantFrom('callsign', 'endpoint', 'name', 'role', 'battery', 'speed', 'course', 'geopointsrc', 'altsrc', 'device', 'platform', 'os', 'version')),
  nodes: fc.constant<(CotElement | string)[]>([]),
}, PLAIN))
const FILLED: fc.Arbitrary<CotElement> = fc.constantFrom<CotElement>(
  { name: 'contact', attrs: ['callsign', 'ALFA', 'endpoint', '*:-1:stcp'], nodes: [] },
  { name: '__group', attrs: ['name', 'Cyan', 'role', 'Medic'], nodes: [] },
  { name: 'status', attrs: ['battery', '87'], nodes: [] },
  { name: 'status', attrs: ['battery', '0'], nodes: [] },
  { name: 'track', attrs: ['speed', '1.5', 'course', '90'], nodes: [] },
  { name: 'takv', attrs: ['device', 'é', 'platform', 'p', 'os', '1', 'version', '2'], nodes: [] },
)

const TIME = fc.integer({ min: 0, max: 253_402_300_799_999 })
const METRES = fc.option(fc.double({ min: -12_000, max: 900_000, noNaN: true }).map((value) => value + 0), { nil: null })
const NAMED = TEXT.filter((text) => text !== '')

export const COT_EVENT: fc.Arbitrary<CotEvent> = fc.record({
  uid: NAMED,
  type: fc.oneof(fc.constantFrom('a-f-G-U-C', 'b-t-f', 'u-d-f'), NAMED),
  how: TEXT,
  time: TIME,
  start: TIME,
  stale: TIME,
  point: fc.record({ lat: fc.double({ min: -90, max: 90, noNaN: true }).map(small), lon: fc.double({ min: -180, max: 180, noNaN: true }).map(small), hae: METRES.map(small), ce: METRES.map(small), le: METRES.map(small) }, PLAIN),
  access: TEXT,
  qos: TEXT,
  opex: TEXT,
  detail: fc.array(fc.oneof(ELEMENT, USUAL, FILLED), { maxLength: 6 }),
  extra: fc.constant<CotExtra | null>(null),
}, PLAIN)

/** What is nearer to nothing than a decimal of twenty digits can tell is nothing. */
function small<T extends number | null>(value: T): T {
  return (value !== null && Math.abs(value) < 1e-3 ? 0 : value) as T
}
