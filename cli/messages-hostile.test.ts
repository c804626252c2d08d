import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { writeTakMessage } from '../formats/cot/proto-write.ts'
import { cotOfJson } from '../formats/cot/json.ts'
import { frameStream } from '../formats/cot/stream.ts'
import { writeCotText } from '../formats/cot/xml.ts'
import { decoded } from '../formats/decoded.ts'
import { saidIn, type Said } from '../test/xml-oracle.ts'

const T = Date.UTC(2026, 7, 1, 10)
const name = fc.constantFrom('a', '__video', 'contact', 'track', 'takv', 'z:b', 'é', 'status', '__group', 'precisionlocation', 'x-1', '_medevac_')
/** Pieces of text as files have them: entities, numbers of characters, sections, comments and instructions in between, characters beyond the first plane. */
const text = fc.constantFrom('plain', ' two  spaces ', '\n\t', '&amp;&lt;&gt;&quot;&apos;', '&#65;&#x1D11E;', '<![CDATA[<raw/> & ]] > ]]>', '<!-- <a> & -->', '<?go on?>', '😀', 'مرحبا', '&#13;&#10;', ']]&gt;', '\u00a0', '\u{10fffd}')
const value = fc.array(fc.constantFrom('x', ' ', '&amp;', '&lt;', '&quot;', '&apos;', '&#9;', '&#10;', '&#13;', '😀', '>', 'é', '9999999.0', '-0', '1e3', '🏴'), { maxLength: 4 }).map((parts) => parts.join(''))
const attributes = fc.uniqueArray(fc.tuple(fc.constantFrom('callsign', 'endpoint', 'name', 'role', 'battery', 'speed', 'course', 'z:k', 'xml:space', 'k', '__proto__', 'constructor'), value, fc.constantFrom('"', "'")), { selector: ([key]) => key, maxLength: 4 })
  .map((all) => all.map(([key, one, quote]) => ` ${key} = ${quote}${one.replaceAll(quote, quote === '"' ? '&quot;' : '&apos;')}${quote}`).join(''))
const { element } = fc.letrec<{ element: string; node: string }>((tie) => ({
  element: fc.tuple(name, attributes, fc.array(tie('node'), { maxLength: 4 })).map(([tag, attrs, nodes]) => (nodes.length === 0 ? `<${tag}${attrs}/>` : `<${tag}${attrs}>${nodes.join('')}</${tag} >`)),
  node: fc.oneof({ depthSize: 'small' }, text, tie('element')),
}))
const event = fc.tuple(fc.array(element, { maxLength: 5 }), value, fc.constantFrom('m-g', '', 'h-e')).map(([details, uid, how]) =>
  `<event version="2.0" uid="u${uid}" type="a-f-G-U-C" how="${how}" time="2026-08-01T10:00:00Z" start="2026-08-01T09:59:59.25Z" stale="2026-08-01T10:05:00+02:00" xmlns:z="urn:z"><point lat="-4.36" lon="18.55" hae="9999999.0" ce="4.5" le="9999999"/><detail>${details.join('\n ')}</detail></event>`)

/** The other reader stops at an instruction; they say nothing. */
const plain = (xml: string): string => xml.replaceAll('<?go on?>', '')
const byName = (one: Said | null): unknown => one?.nodes.map((node) => JSON.stringify(node)).toSorted()

test('decode after encode keeps every element of a hostile detail, as another reader of XML sees it', () => {
  fc.assert(fc.property(event, (xml) => {
    const [first, more] = [...decoded('cot', Buffer.from(xml), T)]
    assert.ok(first?.ok && more === undefined, `${xml}\n${JSON.stringify(first)}`)
    const read = cotOfJson(JSON.parse(JSON.stringify(first)))
    assert.ok('event' in read, JSON.stringify(read))
    const written = writeCotText(read.event)
    assert.deepEqual([...decoded('cot', Buffer.from(written), T)], [first])
    assert.deepEqual(saidIn(written, 'detail'), saidIn(plain(xml), 'detail'), xml)
    // Through the protocol elements with a typed message come first, so their order is not held against it.
    const [back] = [...decoded('tak', frameStream(writeTakMessage({ control: null, event: read.event })), T)]
    assert.ok(back?.ok)
    assert.deepEqual([back['uid'], back['type'], back['how'], back['point'], back['time'], back['start'], back['stale']], [first['uid'], first['type'], first['how'], first['point'], first['time'], first['start'], first['stale']])
    const again = cotOfJson(JSON.parse(JSON.stringify(back)))
    assert.ok('event' in again)
    // Prefixes are declared on the event, which the protocol cannot carry.
    const declared = writeCotText({ ...again.event, extra: { eventAttrs: ['xmlns:z', 'urn:z'], pointAttrs: [], children: [], detailAttrs: [], detailText: again.event.extra?.detailText ?? '' } })
    assert.deepEqual(byName(saidIn(declared, 'detail')), byName(saidIn(plain(xml), 'detail')), xml)
  }), { numRuns: 400, seed: 9 })
})

test('an attribute given twice, a prefix in the air and an open element are told with the byte at which they stand', () => {
  const of = (detail: string): string => `<event version="2.0" uid="ü" type="a" how="m" time="2026-08-01T10:00:00Z" start="2026-08-01T10:00:00Z" stale="2026-08-01T10:05:00Z"><point lat="1" lon="2" hae="0" ce="1" le="1"/><detail>${detail}</detail></event>`
  for (const [detail, where] of [['<a k="1" k="2"/>', 'k="2"'], ['<a>&nope;</a>', '&nope;'], ['<a b="<"/>', '<"'], ['<a>\u0001</a>', '\u0001'], ['<a b=c/>', 'c/']] as const) {
    const xml = of(detail)
    const [told] = [...decoded('cot', Buffer.from(`${of('')}\n${xml}`), T)].filter((one) => !one.ok)
    assert.ok(told && !told.ok, detail)
    const at = Buffer.byteLength(`${of('')}\n${xml.slice(0, xml.indexOf(detail))}`)
    assert.ok(told.offset >= at && told.offset <= at + Buffer.byteLength(detail.slice(0, detail.indexOf(where) + where.length)), `${detail}: ${told.error} at ${told.offset}, not in ${at}…`)
  }
})
