import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CAP_NS, CAP_CATEGORY, CAP_CERTAINTY, CAP_MSG_TYPE, CAP_RESPONSE, CAP_SCOPE, CAP_SEVERITY, CAP_STATUS, CAP_URGENCY, capsOf, capTime, readCap, writeCap, type CapAlert, type CapInfo } from './cap.ts'

const info: CapInfo = { category: ['Safety'], event: 'Flood', responseType: [], urgency: 'Immediate', severity: 'Severe', certainty: 'Observed', eventCodes: [], parameters: [], resources: [], areas: [] }
const plain: CapAlert = { identifier: 'ALT-1', sender: 'joc@mission.example', sent: '2026-08-18T12:00:00-00:00', status: 'Actual', msgType: 'Alert', scope: 'Public', code: [], info: [info] }
const problems = (xml: string): string[] => { const read = readCap(xml); return read.ok ? [] : read.errors.map(({ line, problem }) => `${line}: ${problem}`) }
const doc = (...lines: string[]): string => [`<alert xmlns="${CAP_NS}">`, ...lines, '</alert>'].join('\n')
const head = ['<identifier>A</identifier>', '<sender>s</sender>', '<sent>2026-08-18T12:00:00-00:00</sent>', '<status>Actual</status>', '<msgType>Alert</msgType>', '<scope>Public</scope>']

const word = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !/[\u0000-\u001f\ufffe\uffff]/.test(text) && text.isWellFormed() && text.trim() !== '')
const token = fc.stringMatching(/^[A-Za-z0-9.-]{1,12}$/)
const time = fc.integer({ min: 0, max: 4e12 }).map(capTime)
const opt = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const named = fc.array(fc.record({ valueName: word, value: word }), { maxLength: 2 })
const degrees = (most: number) => fc.integer({ min: -most * 1e5, max: most * 1e5 }).map((n) => n / 1e5)
const ring = fc.array(fc.tuple(degrees(90), degrees(180)), { minLength: 3, maxLength: 5 }).map((corners) => [...corners, corners[0]!])
const area = fc.record({ areaDesc: word, polygons: fc.array(ring, { maxLength: 2 }), circles: fc.array(fc.tuple(degrees(90), degrees(180), fc.integer({ min: 0, max: 500 })), { maxLength: 2 }), geocodes: named })
const resource = fc.record({ resourceDesc: word, mimeType: token, size: fc.nat(), uri: token, derefUri: token, digest: token })
const anyInfo = fc.record({
  language: opt(fc.constantFrom('en-US', 'fr', 'ar')), category: fc.array(fc.constantFrom(...CAP_CATEGORY), { minLength: 1, maxLength: 3 }), event: word, responseType: fc.array(fc.constantFrom(...CAP_RESPONSE), { maxLength: 2 }),
  urgency: fc.constantFrom(...CAP_URGENCY), severity: fc.constantFrom(...CAP_SEVERITY), certainty: fc.constantFrom(...CAP_CERTAINTY), audience: opt(word), eventCodes: named, onset: opt(time), expires: opt(time), senderName: opt(word),
  headline: opt(word), description: opt(word), instruction: opt(word), web: opt(token), contact: opt(word), parameters: named, resources: fc.array(resource, { maxLength: 1 }), areas: fc.array(area, { maxLength: 2 }),
})
export const anyCap = fc.record({
  identifier: token, sender: token, sent: time, status: fc.constantFrom(...CAP_STATUS), msgType: fc.constantFrom(...CAP_MSG_TYPE), source: opt(word), scope: fc.constantFrom(...CAP_SCOPE), restriction: word, addresses: word,
  code: fc.array(word, { maxLength: 2 }), note: opt(word), references: time.map((at) => `s,i,${at}`), incidents: opt(word), info: fc.array(anyInfo, { maxLength: 2 }),
}).map((alert) => JSON.parse(JSON.stringify(alert)) as CapAlert)

test('what is written is read again, every element of it', () => {
  fc.assert(fc.property(anyCap, (alert) => {
    const read = readCap(new TextEncoder().encode(writeCap(alert)))
    assert.deepEqual(read, { ok: true, alert, notes: [] })
  }), { numRuns: 200 })
})

test('every error is named with its line', () => {
  assert.deepEqual(problems(writeCap(plain)), [])
  assert.deepEqual(problems(doc(...head.filter((line) => !line.includes('scope')))), ['1: <scope> is missing in <alert>'])
  assert.deepEqual(problems(doc(...head.map((line) => line.replace('-00:00<', 'Z<').replace('Actual', 'actual')))), [
    '4: <sent> must not end in Z: write -00:00 for UTC, not “2026-08-18T12:00:00Z”', `5: <status> must be one of ${CAP_STATUS.join(', ')}, not “actual”`])
  assert.deepEqual(problems(doc(head[1]!, head[0]!, ...head.slice(2))), ['3: <identifier> comes too late: it belongs before <sender>'])
  assert.deepEqual(problems(doc(...head, '<Note>x</Note>')), ['8: <Note> does not belong in <alert>; did you mean <note>?'])
  assert.deepEqual(problems(doc(...head.map((line) => line.replace('>Alert<', '>Update<').replace('>Public<', '>Restricted<')))), ['6: <references> is needed when <msgType> is Update', '7: <restriction> is needed when <scope> is Restricted'])
  assert.deepEqual(problems(doc(...head, '<info><category>Met</category><event>x</event><urgency>Past</urgency><severity>Minor</severity><certainty>Likely</certainty>', '<area><areaDesc>d</areaDesc>', '<polygon>1,2 3,4 5,6</polygon>', '<circle>91,0 5</circle></area></info>')), [
    '10: <polygon> needs four pairs or more, the last like the first, not “1,2 3,4 5,6”', '11: <circle> must be latitude,longitude and a radius in km, not “91,0 5”'])
  assert.deepEqual(problems(`<alert>${head.join('\n')}</alert>`), [`1: <alert> has no namespace; CAP 1.2 is ${CAP_NS}`])
  assert.deepEqual(problems(doc(...head).replace('</status>', '</state>')), ['5: </state> closes <status>'])
})

test('hostile XML is refused: entities, depth, size, foreign bytes', () => {
  const refused = (xml: string | Uint8Array, words: RegExp): void => { const read = readCap(xml); assert.ok(!read.ok && words.test(read.errors[0]!.problem), JSON.stringify(read)) }
  refused(`<!DOCTYPE a [<!ENTITY x "y">]>${doc(...head)}`, /document type/)
  refused(doc(...head).replace('>A<', '>&x;<'), /entity|alone/)
  refused('<a>'.repeat(50), /deep/)
  refused(doc('x'.repeat(2_100_000)), /larger/)
  refused(new Uint8Array([0xff, 0xfe, 0x3c, 0x00]), /UTF-8/)
  refused(`${doc(...head)}${doc(...head)}`, /second/)
  refused('', /no XML/)
  fc.assert(fc.property(fc.string({ maxLength: 60 }), fc.nat(300), (junk, at) => {
    const xml = writeCap(plain)
    const read = readCap(xml.slice(0, at) + junk + xml.slice(at))
    assert.ok(read.ok || read.errors.length > 0)
  }), { numRuns: 300 })
})

test('a signature is kept and not taken for an element of the message', () => {
  const signed = doc(...head, '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo/></Signature>')
  const read = readCap(signed)
  assert.ok(read.ok)
  assert.match(read.alert.signature ?? '', /^<Signature[^]*<\/Signature>$/)
})

test('messages of a feed, and older ones with a note', () => {
  const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content>${writeCap(plain, { declaration: false })}</content></entry><entry><content>${writeCap({ ...plain, identifier: 'ALT-2' }, { declaration: false }).replace('cap:1.2', 'cap:1.1')}</content></entry></feed>`
  const read = capsOf(feed)
  assert.deepEqual(read.map((one) => one.ok && [one.alert.identifier, one.notes.length]), [['ALT-1', 0], ['ALT-2', 1]])
})
