import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { COT_EVENT } from '../../test/cot-arbitrary.ts'
import { COT_LIMITS, type CotRead } from './event.ts'
import { readTime, timeAt, writeTime } from './time.ts'
import { decimalAt } from './decimal.ts'
import { decimal, readCot, readCotTree, writeCot, writeCotText } from './xml.ts'
import { readXml } from './xml-tree.ts'
import { readUsual } from './xml-usual.ts'
import { xmlSource } from './xml-source.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const HEAD = `uid="A" type="a-f-G" time="2026-03-01T10:00:00Z" start="2026-03-01T10:00:00.000Z" stale="2026-03-01T10:05:00Z"`
const POINT = '<point lat="4.5" lon="18.25" hae="300" ce="9" le="9999999.0"/>'
const event = (detail: string, head = HEAD): string => `<event version="2.0" ${head}>${POINT}<detail>${detail}</detail></event>`
const reason = (read: CotRead<unknown>): string => (read.ok ? 'it was read' : read.reason)

test('every event reads back as it was written, and is written the same again', () => {
  fc.assert(fc.property(COT_EVENT, (value) => {
    const text = writeCotText(value)
    const read = readCot(bytes(text))
    assert.ok(read.ok, reason(read))
    assert.deepEqual(read.value, value)
    assert.equal(writeCotText(read.value), text)
  }), { numRuns: 300 })
})

test('what is beyond the standard is kept and sent on', () => {
  const text = `<event version="2.1" caveat="x" ${HEAD}><point lat="1" lon="2" hae="3" ce="4" le="5" vel="6"/><detail src="y">loose<a><b/>t<c q='"'/></a></detail><other k="v"/></event>`
  const read = readCot(bytes(text))
  assert.ok(read.ok, reason(read))
  assert.deepEqual(read.value.extra, {
    eventAttrs: ['version', '2.1', 'caveat', 'x'], pointAttrs: ['vel', '6'], detailAttrs: ['src', 'y'], detailText: 'loose', children: [{ name: 'other', attrs: ['k', 'v'], nodes: [] }],
  })
  const again = readCot(writeCot(read.value))
  assert.deepEqual(again, read)
})

test('comments, CDATA, instructions, entities and character numbers', () => {
  const read = readCot(bytes(`\ufeff<?xml version='1.0'?><!-- a > b --><event ${HEAD}>\n ${POINT}\n<detail>\n <remarks> x <![CDATA[<&]]>&lt;&#65;&#x1D11E;</remarks><?do it?><e  a = 'b&amp;c' /><blank> </blank>\n</detail></event><!-- after -->\n`))
  assert.ok(read.ok, reason(read))
  assert.deepEqual(read.value.detail, [{ name: 'remarks', attrs: [], nodes: [' x <&<A𝄞'] }, { name: 'e', attrs: ['a', 'b&c'], nodes: [] }, { name: 'blank', attrs: [], nodes: [' '] }])
})

test('unknown heights and errors are null, a tasking may lack its point, start and stale may be missing', () => {
  const read = readCot(bytes(`<event uid="p" type="t-x-c-t" time="2026-03-01T10:00:00Z"/>`))
  assert.ok(read.ok, reason(read))
  assert.deepEqual(read.value.point, { lat: 0, lon: 0, hae: null, ce: null, le: null })
  assert.equal(read.value.stale, read.value.time)
  const full = readCot(bytes(event('')))
  assert.ok(full.ok)
  assert.deepEqual(full.value.point, { lat: 4.5, lon: 18.25, hae: 300, ce: 9, le: null })
})

const REFUSED: readonly [string, string, RegExp][] = [
  ['a billion laughs', `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>${event('&b;')}`, /DOCTYPE/],
  ['an external entity', `<!DOCTYPE x SYSTEM "file:///etc/passwd">${event('')}`, /DOCTYPE/],
  ['an entity nobody declared', event('<r>&nbsp;</r>'), /entity/],
  ['the name of a property as entity', event('<r>&constructor;</r>'), /entity/],
  ['a character number that stands for none', event('<r>&#0;</r>'), /character number/],
  ['a bare &', event('<r a="R&B"/>'), /&/],
  ['elements within each other without end', event('<a>'.repeat(10_000)), /deep/],
  ['more elements than any event has', event('<a/>'.repeat(COT_LIMITS.elements + 1)), /elements/],
  ['more attributes than any element has', event(`<a ${Array.from({ length: 65 }, (_, i) => `b${i}=""`).join(' ')}/>`), /attributes/],
  ['an attribute of 10 MB', event(`<a b="${'x'.repeat(10_000_000)}"/>`), /longer than/],
  ['an attribute of 70 kB', event(`<a b="${'x'.repeat(70_000)}"/>`), /attribute is longer/],
  ['an attribute twice', event('<a b="1" b="2"/>'), /twice/],
  ['a control character', event('<a b="\u0001"/>'), /character/],
  ['a control character in text', event('<a>\u0001</a>'), /control/],
  ['tags across each other', event('<a><b></a></b>'), /end tag/],
  ['two roots', event('') + event(''), /more than one/],
  ['text after it', `${event('')}x`, /text outside/],
  ['no latitude', `<event ${HEAD}><point lon="2"/></event>`, /latitude/],
  ['a latitude beyond the pole', `<event ${HEAD}><point lat="90.1" lon="2"/></event>`, /latitude/],
  ['a latitude that is NaN', `<event ${HEAD}><point lat="NaN" lon="2"/></event>`, /latitude/],
  ['an empty latitude', `<event ${HEAD}><point lat="" lon="2"/></event>`, /latitude/],
  ['no point', `<event ${HEAD}/>`, /no point/],
  ['no uid', event('', 'type="a-f" time="2026-03-01T10:00:00Z"'), /uid/],
  ['no such day', event('', 'uid="A" type="a" time="2026-02-29T10:00:00Z"'), /time/],
  ['before 1970', event('', 'uid="A" type="a" time="1969-12-31T23:59:59Z"'), /time/],
  ['another root', '<events/>', /not an <event>/],
  ['nothing', '', /no element/],
]
for (const [what, text, because] of REFUSED) {
  test(`refused with the reason: ${what}`, () => {
    assert.match(reason(readCot(bytes(text))), because)
  })
}

test('bytes that are not UTF-8 and other encodings are refused', () => {
  assert.match(reason(readCot(Uint8Array.of(0x3c, 0xff, 0x3e))), /UTF-8/)
  assert.match(reason(readCot(bytes(`<?xml version="1.0" encoding="ISO-8859-1"?>${event('<r>é</r>')}`))), /encoding/)
})

test('cut off at each byte it is refused, and no noise makes it throw', () => {
  const whole = bytes(`<?xml version="1.0"?>${event('<a b="c&amp;"><!-- x --><![CDATA[y]]>é</a>')}`)
  assert.ok(readCot(whole).ok)
  for (let length = 0; length < whole.length; length += 1) {
    assert.equal(readCot(whole.subarray(0, length)).ok, false, `cut at ${length}`)
  }
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: whole.length - 1 }), (noise, at) => {
    readCot(noise)
    const spoiled = whole.slice()
    spoiled.set(noise.subarray(0, whole.length - at), at)
    readCot(spoiled)
    readXml(spoiled)
  }), { numRuns: 500 })
})

test('times are read as written by others', () => {
  for (const [text, iso] of [['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000Z'], ['2026-03-01T10:00:00.1234567Z', '2026-03-01T10:00:00.123Z'], ['2026-03-01T12:00:00.5+02:00', '2026-03-01T10:00:00.500Z'], ['2026-03-01T10:00:00', '2026-03-01T10:00:00.000Z'], ['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z']] as const) {
    assert.equal(writeTime(readTime(text)), iso)
  }
  for (const wrong of ['', 'yesterday', '2026-13-01T10:00:00Z', '2026-03-01T10:0x:00Z', '2026-03-01 10:00:00Z', '2026-03-01T24:00:00Z', '2026-03-01T10:00:00.12aZ']) {
    assert.ok(Number.isNaN(readTime(wrong)), wrong)
  }
  fc.assert(fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (at) => readTime(writeTime(at)) === at && readTime(writeTime(at)) === Date.parse(writeTime(at))))
})

test('decimals have no exponent', () => {
  assert.equal(decimal(1e-7), '0.0000001')
  assert.equal(decimal(1e21), '1000000000000000000000')
  assert.equal(decimal(-4.5), '-4.5')
})

test('the quick way reads what the whole tree says, refusals and their places included', () => {
  const empty = (): Parameters<typeof readUsual>[1] => ({ uid: '', type: '', how: '', time: Number.NaN, start: Number.NaN, stale: Number.NaN, point: { lat: 0, lon: 0, hae: null, ce: null, le: null }, access: '', qos: '', opex: '', detail: [], extra: null })
  const usual = bytes(`<?xml version="1.0" encoding="UTF-8"?>\n<event version="2.0" how="m-g" ${HEAD} access="u" qos="1-r-d" opex="e">${POINT}<detail><takv os="33" device="é"/><contact callsign="A"/><remarks>x</remarks></detail></event>`)
  assert.equal(readUsual(xmlSource(usual), empty()), true)
  assert.equal(readUsual(xmlSource(bytes(event('', `${HEAD} caveat="x"`))), empty()), false)
  const shapes = ['<event', 'uid="B"', ' start="2026-03-01T12:00:00+02:00"', 'lat="1e1"', "lat='1'", '<point', '/>', '>', '"', ' ', '\n', '<!-- x -->', '<?x?>', '<![CDATA[y]]>', '&lt;', '&', 'version="2.1"', '</detail>', '<detail src="x">', '<x/>', 't', 'lon="181"', 'hae="9999999"', 'time="2026-02-30T00:00:00Z"', 'é', '\u0001', 'contact', 'takv']
  fc.assert(fc.property(COT_EVENT, fc.boolean(), fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 12 }), fc.oneof(fc.constantFrom(...shapes), fc.string({ maxLength: 3 }))), { maxLength: 3 }), (value, isUsual, changes) => {
    let text = isUsual ? new TextDecoder().decode(usual) : writeCotText(value)
    for (const [where, length, shape] of changes) {
      const at = Math.floor(where * text.length)
      text = text.slice(0, at) + shape + text.slice(at + length)
    }
    assert.deepEqual(readCot(bytes(text)), readCotTree(bytes(text)))
  }), { numRuns: 2_000 })
})

test('numbers and times read from bytes are those of the text', () => {
  const ascii = fc.oneof(fc.double().map(String), fc.integer().map((value) => `${value}.0`), fc.stringMatching(/^[+-]?\d{0,20}\.?\d{0,20}$/u), fc.string({ unit: 'binary-ascii' }))
  fc.assert(fc.property(ascii, (text) => {
    const value = decimalAt(bytes(text), 0, text.length)
    assert.ok(Number.isNaN(value) || Object.is(value, Number(text)), text)
  }), { numRuns: 2_000 })
  assert.equal(decimalAt(bytes('-18.555123456'), 0, 13), -18.555123456)
  fc.assert(fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), fc.nat({ max: 23 }), fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 }), (at, where, char) => {
    const text = writeTime(at)
    assert.equal(timeAt(bytes(`x${text}`), 1, 25), at)
    const spoiled = text.slice(0, where) + char + text.slice(where + 1)
    const read = timeAt(bytes(spoiled), 0, 24)
    assert.ok(Number.isNaN(read) || read === readTime(spoiled), spoiled)
  }))
})

test('what a sender wrote before is given again only where it is written again: reports in a row are read as each alone', () => {
  const report = (uid: string, i: number, battery: number): string => `<?xml version="1.0" encoding="UTF-8"?>\n<event version="2.0" uid="${uid}" type="a-f-G-U-C" how="m-g" time="2026-03-01T10:00:${10 + (i % 50)}Z" start="2026-03-01T10:00:10Z" stale="2026-03-01T10:05:00Z">${POINT.replace('4.5', `4.${i}`)}<detail><takv os="33" device="D é"/><contact callsign="${uid} 1" endpoint="*:-1:stcp"/><__group name="Cyan" role="Medic"/><link uid="x"><b/>t</link><status battery="${battery}"/><track course="${i}" speed="1"/><remarks>on the way</remarks></detail></event>`
  const changes = ['<', '>', '"', "'", '&', '\u0001', ' ', 'é', '</detail>', '<x/>', 'Cyan', 'uid="A"', '<![CDATA[', 'd', '\ufffe']
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('A', 'B', 'A-B'), fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 12 }), fc.constantFrom(...changes)), { minLength: 20, maxLength: 60 }), (reports) => {
    reports.forEach(([uid, spoil, where, length, change], i) => {
      let text = report(uid, i, 90 - Math.floor(i / 12))
      const at = Math.floor(where * text.length)
      text = spoil && i % 3 === 0 ? text.slice(0, at) + change + text.slice(at + length) : text
      assert.deepEqual(readCot(bytes(text)), readCotTree(bytes(text)))
    })
  }), { numRuns: 60 })
})

test('what is remembered does not lift a limit, and is forgotten when too many senders come', () => {
  const few = `<a b="1"/>`.repeat(7)
  const full = event(few + '<c/>'.repeat(COT_LIMITS.elements - 9))
  for (let i = 0; i < 40; i += 1) {
    assert.ok(readCot(bytes(event(few))).ok)
  }
  assert.equal(readCot(bytes(full)).ok, readCotTree(bytes(full)).ok)
  assert.match(reason(readCot(bytes(event(`${few}${'<c/>'.repeat(COT_LIMITS.elements)}`)))), /elements/)
  for (let i = 0; i < 20_000; i += 1) {
    const text = event(`<contact callsign="${i % 7_000}"/>`, HEAD.replace('"A"', `"device-${i % 7_000}"`))
    const read = readCot(bytes(text))
    assert.ok(read.ok)
    assert.deepEqual([read.value.uid, read.value.detail], [`device-${i % 7_000}`, [{ name: 'contact', attrs: ['callsign', String(i % 7_000)], nodes: [] }]])
  }
})
