import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyCap } from '../test/cap-everything.ts'
import { CAP_NS, CAP_STATUS, capsOf, readCap, writeCap, type CapAlert, type CapInfo } from './cap.ts'

const info: CapInfo = { category: ['Safety'], event: 'Flood', responseType: [], urgency: 'Immediate', severity: 'Severe', certainty: 'Observed', eventCodes: [], parameters: [], resources: [], areas: [] }
const plain: CapAlert = { identifier: 'ALT-1', sender: 'joc@mission.example', sent: '2026-08-18T12:00:00-00:00', status: 'Actual', msgType: 'Alert', scope: 'Public', code: [], info: [info] }
const problems = (xml: string): string[] => { const read = readCap(xml); return read.ok ? [] : read.errors.map(({ line, problem }) => `${line}: ${problem}`) }
const doc = (...lines: string[]): string => [`<alert xmlns="${CAP_NS}">`, ...lines, '</alert>'].join('\n')
const head = ['<identifier>A</identifier>', '<sender>s</sender>', '<sent>2026-08-18T12:00:00-00:00</sent>', '<status>Actual</status>', '<msgType>Alert</msgType>', '<scope>Public</scope>']

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

/** A whole message, every element of it right, a line each; `change` makes one of them wrong. */
const WHOLE = [
  ...head.slice(0, 4), '<msgType>Update</msgType>', '<source>s</source>', '<scope>Public</scope>', '<restriction>r</restriction>', '<addresses>a</addresses>', '<code>c</code>', '<code>d</code>', '<note>n</note>',
  '<references>s,a,2026-08-18T11:00:00-00:00 s,b,2026-08-18T11:30:00+01:00</references>', '<incidents>i</incidents>', '<info>', '<language>en-US</language>', '<category>Met</category>', '<category>Geo</category>', '<event>Flood</event>', '<responseType>Avoid</responseType>',
  '<urgency>Immediate</urgency>', '<severity>Severe</severity>', '<certainty>Likely</certainty>', '<audience>all</audience>', '<eventCode>', '<valueName>SAME</valueName>', '<value>FLW</value>', '</eventCode>', '<effective>2026-08-18T12:00:00-00:00</effective>',
  '<onset>2026-08-18T12:00:00-00:00</onset>', '<expires>2026-08-19T24:00:00+14:00</expires>', '<senderName>n</senderName>', '<headline>h</headline>', '<description>d</description>', '<instruction>i</instruction>', '<web>https://x.example/</web>', '<contact>c</contact>',
  '<parameter>', '<valueName>p</valueName>', '<value>1</value>', '</parameter>', '<resource>', '<resourceDesc>map</resourceDesc>', '<mimeType>image/png</mimeType>', '<size>12</size>', '<uri>x</uri>', '<derefUri>AA==</derefUri>', '<digest>00</digest>', '</resource>',
  '<area>', '<areaDesc>Town</areaDesc>', '<polygon>1,2 3,4 5,6 1,2</polygon>', '<circle>1.5,-2 0.5</circle>', '<geocode>', '<valueName>P</valueName>', '<value>1</value>', '</geocode>', '<altitude>10</altitude>', '<ceiling>20.5</ceiling>', '</area>', '</info>',
]
const changed = (from: string, to: string): string => {
  assert.ok(WHOLE.includes(from), from)
  return doc(...WHOLE.map((line) => (line === from ? to : line)))
}

test('each rule of the specification refuses its bad example, in its line, and nothing else', () => {
  assert.deepEqual(problems(doc(...WHOLE)), [])
  assert.deepEqual(problems(changed('<status>Actual</status>', '<status> Actual\t</status>')), [], 'space around a token says nothing')
  const bad: [from: string, to: string, says: RegExp][] = [
    ['<identifier>A</identifier>', '<identifier>A B</identifier>', /no space/], ['<identifier>A</identifier>', '<identifier>A,B</identifier>', /comma/], ['<identifier>A</identifier>', '<identifier>A&lt;B</identifier>', /</], ['<sender>s</sender>', '<sender></sender>', /empty/],
    ['<sent>2026-08-18T12:00:00-00:00</sent>', '<sent>2026-08-18T12:00:00Z</sent>', /Z/], ['<sent>2026-08-18T12:00:00-00:00</sent>', '<sent>2026-08-18T12:00:00.5-00:00</sent>', /time/], ['<sent>2026-08-18T12:00:00-00:00</sent>', '<sent>2026-02-30T12:00:00-00:00</sent>', /calendar/],
    ['<sent>2026-08-18T12:00:00-00:00</sent>', '<sent>2026-08-18T12:00:00+14:01</sent>', /calendar/], ['<sent>2026-08-18T12:00:00-00:00</sent>', '<sent>2026-08-18T24:00:01+00:00</sent>', /calendar/], ['<sent>2026-08-18T12:00:00-00:00</sent>', '<sent>2026-08-18T12:60:00+00:00</sent>', /calendar/], ['<sent>2026-08-18T12:00:00-00:00</sent>', '<sent>2026-08-18</sent>', /time/],
    ['<status>Actual</status>', '<status>Real</status>', /one of/], ['<msgType>Update</msgType>', '<msgType>Correction</msgType>', /one of/], ['<scope>Public</scope>', '<scope>public</scope>', /one of/], ['<scope>Public</scope>', '<scope>Public</scope><scope>Public</scope>', /more than once/],
    ['<references>s,a,2026-08-18T11:00:00-00:00 s,b,2026-08-18T11:30:00+01:00</references>', '<references>s,a</references>', /sender,identifier,sent/], ['<references>s,a,2026-08-18T11:00:00-00:00 s,b,2026-08-18T11:30:00+01:00</references>', '<references>s,,2026-08-18T11:00:00-00:00</references>', /sender,identifier,sent/],
    ['<references>s,a,2026-08-18T11:00:00-00:00 s,b,2026-08-18T11:30:00+01:00</references>', '<references>s,a,2026-08-18T11:00:00Z</references>', /sender,identifier,sent/],
    ['<language>en-US</language>', '<language>english language</language>', /language/], ['<category>Met</category>', '<category>Weather</category>', /one of/], ['<event>Flood</event>', '<event> </event>', /empty/], ['<responseType>Avoid</responseType>', '<responseType>Run</responseType>', /one of/],
    ['<urgency>Immediate</urgency>', '<urgency>Now</urgency>', /one of/], ['<severity>Severe</severity>', '<severity>High</severity>', /one of/], ['<certainty>Likely</certainty>', '<certainty>Very Likely</certainty>', /one of/],
    ['<effective>2026-08-18T12:00:00-00:00</effective>', '<effective>soon</effective>', /time/], ['<onset>2026-08-18T12:00:00-00:00</onset>', '<onset>2026-13-01T00:00:00-00:00</onset>', /calendar/], ['<expires>2026-08-19T24:00:00+14:00</expires>', '<expires>2026-08-18T01:00:00-00:00</expires>', /before <effective>/],
    ['<web>https://x.example/</web>', '<web>not an address</web>', /address/], ['<size>12</size>', '<size>12 kB</size>', /whole number/], ['<polygon>1,2 3,4 5,6 1,2</polygon>', '<polygon>1,2 3,4 5,6 7,8</polygon>', /last like the first/], ['<polygon>1,2 3,4 5,6 1,2</polygon>', '<polygon>1,2 3,4 1,2</polygon>', /four pairs/],
    ['<polygon>1,2 3,4 5,6 1,2</polygon>', '<polygon>1,2 3,194 5,6 1,2</polygon>', /pairs/], ['<circle>1.5,-2 0.5</circle>', '<circle>1.5 -2 0.5</circle>', /radius/], ['<circle>1.5,-2 0.5</circle>', '<circle>1.5,-2 -3</circle>', /radius/], ['<altitude>10</altitude>', '<altitude>high</altitude>', /number/], ['<altitude>10</altitude>', '', /needs an <altitude>/],
    ['<areaDesc>Town</areaDesc>', '', /<areaDesc> is missing/], ['<mimeType>image/png</mimeType>', '', /<mimeType> is missing/], ['<value>FLW</value>', '', /<value> is missing/], ['<certainty>Likely</certainty>', '', /<certainty> is missing/],
    ['<info>', '<info>words', /words of its own/], ['<area>', '<area kind="town">', /attribute kind/], ['<note>n</note>', '<note lang="en">n</note>', /attribute lang/], ['<note>n</note>', '<note><b>n</b></note>', /only text/], ['<note>n</note>', '<incidents>i</incidents><note>n</note>', /too late|more than once/],
  ]
  for (const [from, to, says] of bad) {
    const found = problems(changed(from, to))
    const [line = '0'] = found[0]?.split(':') ?? []
    assert.ok(found.some((one) => says.test(one)), `${to}: ${JSON.stringify(found)}`)
    // What is missing is told where its parent begins, everything else where it stands.
    assert.ok(found.some((one) => says.test(one) && (to === '' || one.includes('before <effective>') || Number(one.split(':')[0]) === WHOLE.indexOf(from) + 2)), `${to} in line ${line}: ${JSON.stringify(found)}`)
  }
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
