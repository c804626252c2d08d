import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chatEvent, chatOf, isToAll, receiptEvent, receiptOf, type Chat } from './chat.ts'
import { authOf, controlOf, deleteEvent, ping, pong, protocolAnswer, protocolOffer, protocolRequest } from './control.ts'
import { element } from './detail.ts'
import { drawingEvent, drawingOf, titleOf, type CotDrawing } from './drawing.ts'
import { emergencyEvent, emergencyOf, type Emergency } from './emergency.ts'
import type { CotEvent } from './event.ts'
import { argb, destsOf, isAddressed, pointText, trackOf, videoOf } from './facts.ts'
import { fileAckEvent, fileAckOf, fileShareEvent, fileShareOf, type FileAck, type FileShare } from './fileshare.ts'
import { casualtyCount, MEDEVAC_FIELDS, medevacElement, medevacOf, type Medevac } from './medevac.ts'
import { readCot, writeCot } from './xml.ts'
import { readXml } from './xml-tree.ts'

const NOW = Date.UTC(2026, 2, 1, 10)
/** As it arrives on the other side. */
function sent(event: CotEvent): CotEvent {
  const read = readCot(writeCot(event))
  assert.ok(read.ok, read.ok ? '' : read.reason)
  return read.value
}
const of = (type: string, detail: string): CotEvent => {
  const read = readCot(new TextEncoder().encode(`<event uid="U" type="${type}" time="2026-03-01T10:00:00Z"><point lat="4" lon="18" hae="300"/><detail>${detail}</detail></event>`))
  assert.ok(read.ok, read.ok ? '' : read.reason)
  return read.value
}

test('control messages', () => {
  assert.deepEqual(controlOf(sent(protocolOffer('x', NOW))), { what: 'offers', versions: [1] })
  assert.deepEqual(controlOf(sent(protocolRequest('x', 1, NOW))), { what: 'requests', version: 1 })
  assert.deepEqual(controlOf(sent(protocolAnswer('x', true, NOW))), { what: 'answers', accepted: true })
  assert.deepEqual(controlOf(sent(protocolAnswer('x', false, NOW))), { what: 'answers', accepted: false })
  assert.deepEqual(controlOf(sent(ping('x', NOW))), { what: 'ping' })
  assert.deepEqual(controlOf(sent(pong(NOW))), { what: 'pong' })
  assert.deepEqual(controlOf(sent(deleteEvent({ uid: 'd', target: 'A', type: 'a-f-G' }, NOW))), { what: 'delete', uid: 'A', forced: false })
  assert.equal(controlOf(of('t-x-d-d', '')), null)
  assert.equal(controlOf(of('t-x-takp-q', '<TakControl><TakRequest version="x"/></TakControl>')), null)
  const auth = readXml(new TextEncoder().encode('<auth><cot username="a" password="b&amp;" uid="c"/></auth>'))
  assert.deepEqual(auth.ok && authOf(auth.value), { username: 'a', password: 'b&', uid: 'c' })
})

const CHAT: Chat = { messageId: 'm-1', senderUid: 'ANDROID-1', senderCallsign: 'ALFA', room: 'BRAVO', roomId: 'ANDROID-2', members: ['ANDROID-1', 'ANDROID-2'], text: 'Wait <5> & "go"\nناحية', at: NOW }

test('chat and its receipts', () => {
  const event = sent(chatEvent(CHAT, ['BRAVO']))
  assert.deepEqual(chatOf(event), CHAT)
  assert.deepEqual(destsOf(event), [{ callsign: 'BRAVO' }])
  assert.equal(isToAll(CHAT), false)
  assert.equal(isToAll(chatOf(of('b-t-f', '<remarks>Hello</remarks>'))!), true)
  assert.equal(isAddressed(sent(chatEvent({ ...CHAT, room: 'All Chat Rooms', roomId: 'All Chat Rooms' }, []))), false)
  for (const state of ['delivered', 'read'] as const) {
    assert.deepEqual(receiptOf(sent(receiptEvent(state, CHAT, { uid: 'ANDROID-2', callsign: 'BRAVO' }, NOW))), { state, messageId: 'm-1', byUid: 'ANDROID-2', byCallsign: 'BRAVO', room: 'ALFA' })
  }
  assert.equal(receiptOf(event), null)
  assert.equal(chatOf(of('b-t-f', '')), null)
})

test('calls for help', () => {
  const call: Emergency = { sort: 'emergency', uid: 'ANDROID-1-9-1-1', subjectUid: 'ANDROID-1', callsign: 'ALFA', text: '911 Alert', point: { lat: 4, lon: 18, hae: null, ce: null, le: null }, at: NOW }
  for (const [sort, type] of [['emergency', 'b-a-o-tbl'], ['ring-the-bell', 'b-a-o-pan'], ['in-contact', 'b-a-o-opn'], ['custom', 'b-a-o-c']] as const) {
    const event = sent(emergencyEvent({ ...call, sort }))
    assert.equal(event.type, type)
    assert.deepEqual(emergencyOf(event), { ...call, sort })
  }
  assert.equal(emergencyOf(sent(emergencyEvent({ ...call, sort: 'cancel' })))!.sort, 'cancel')
  assert.equal(emergencyOf(of('b-a-o-tbl', '<emergency cancel="true">X</emergency>'))!.sort, 'cancel')
  assert.deepEqual([emergencyOf(of('b-a-o-new', ''))!.sort, emergencyOf(of('b-a-x', ''))], ['custom', null])
})

test('a casualty evacuation keeps every attribute, known or not', () => {
  const fields = Object.fromEntries(Object.entries(MEDEVAC_FIELDS).map(([name, sort], i) => [name, sort === 'text' ? `t${i}` : sort === 'number' ? i : i % 2 === 0])) as Medevac['fields']
  const medevac: Medevac = { fields, other: { brand_new: 'é', us_navy: '3' }, casualties: [{ title: 'ZMIST1', z: 'AB12', m: 'mine', i: 'leg', s: 'awake', t: 'tourniquet' }, { title: 'ZMIST2', z: '', m: '', i: '', s: '', t: '', other: { blood_type: 'O-' } }], rest: [element('__later', { a: '1' })] }
  const event = sent({ ...of('b-r-f-h-c', ''), detail: [medevacElement(medevac)] })
  assert.deepEqual(medevacOf(event), medevac)
  // A value that is not of its sort stays as it was written.
  const odd = medevacOf(of('b-r-f-h-c', '<_medevac_ litter="two" hoist="maybe" __proto__="x"/>'))!
  assert.deepEqual(Object.entries(odd.other), [['litter', 'two'], ['hoist', 'maybe'], ['__proto__', 'x']])
  assert.deepEqual(medevacElement(odd).attrs, ['litter', 'two', 'hoist', 'maybe', '__proto__', 'x'])
  assert.equal(casualtyCount({ fields: { litter: 2, ambulatory: 1 }, other: {}, casualties: [] }), 3)
  assert.equal(casualtyCount(odd), null)
})

test('files', () => {
  const share: FileShare = { filename: 'a.zip', name: 'a', sha256: 'ab'.repeat(32), sizeBytes: 12, senderUid: 'A', senderCallsign: 'ALFA', url: 'https://h/Marti/sync/content?hash=x', ack: { uid: 'q', tag: 'a' } }
  assert.deepEqual(fileShareOf(sent(fileShareEvent('f', share, [{ uid: 'B' }], NOW))), share)
  const ack: FileAck = { uid: 'q', tag: 'a', success: true, reason: '', sha256: share.sha256, sizeBytes: 12, senderUid: 'B' }
  assert.deepEqual(fileAckOf(sent(fileAckEvent('g', ack, [], NOW))), ack)
  assert.equal(fileShareOf(of('b-f-t-r', '<fileshare filename="../x" sha256="no" sizeInBytes="1"/>')), null)
})

test('drawings', () => {
  const drawings: CotDrawing[] = [
    { what: 'marker', at: [18, 4] }, { what: 'line', points: [[18, 4], [18.1, 4.1]] }, { what: 'polygon', ring: [[18, 4], [18.1, 4], [18.1, 4.1], [18, 4]] },
    { what: 'ellipse', at: [18, 4], majorM: 200, minorM: 100, angleDeg: 45 }, { what: 'bearing', at: [18, 4, 300], rangeM: 100, bearingDeg: 90 },
    { what: 'route', points: [[18, 4], [18.1, 4.1, 5], [18.2, 4.2]], stops: [{ name: 'SP', at: [18, 4], type: 'b-m-p-w' }] },
  ]
  for (const drawing of drawings) {
    const event = sent(drawingEvent(drawing, { uid: 'd', name: 'Zone' }, NOW, 60_000))
    assert.deepEqual(drawingOf(event), drawing)
    assert.equal(titleOf(event), 'Zone')
  }
  assert.equal(drawingOf(of('b-m-r', '<link point="1,2"/>')), null)
  assert.equal(drawingOf(of('u-d-f', '<link point="95,2"/><link point="x"/>')), null)
  assert.deepEqual(drawingOf(of('u-d-f', '<shape><polyline closed="true"><vertex lat="1" lon="2"/><vertex lat="1" lon="3"/><vertex lat="2" lon="3"/></polyline></shape>')), { what: 'polygon', ring: [[2, 1], [3, 1], [3, 2], [2, 1]] })
})

test('what elements say', () => {
  assert.deepEqual(trackOf(of('a-f', '<track speed="-1" course="-90"/>')), { speedMs: null, courseDeg: 270 })
  assert.deepEqual(trackOf(of('a-f', '<track speed="9999999.0" course="360"/>')), { speedMs: null, courseDeg: 0 })
  assert.deepEqual(videoOf(of('b-i-v', '<__video><ConnectionEntry uid="v" alias="Gate" protocol="rtsp" address="10.0.0.1" port="554" path="live"/></__video>')), { url: 'rtsp://10.0.0.1:554/live', name: 'Gate', uid: 'v' })
  assert.deepEqual([argb(-1), argb(-65_536), argb(1.5)], ['#ffffffff', '#ff0000ff', null])
  assert.deepEqual([pointText('4.5,18.25'), pointText('4.5,18.25,300.5'), pointText('4.5'), pointText('')], [[18.25, 4.5], [18.25, 4.5, 300.5], null, null])
  const marti = of('a-f', '<marti><dest callsign="B"/><dest uid="u"/><dest mission="m"/><dest group="g"/><dest path="?"/></marti>')
  assert.deepEqual(destsOf(marti), [{ callsign: 'B' }, { uid: 'u' }, { mission: 'm' }, { group: 'g' }])
  assert.equal(isAddressed(of('a-f', '<marti><dest path="?"/></marti>')), true)
  assert.deepEqual(element('x', { a: 1, b: null, c: true, d: undefined }), { name: 'x', attrs: ['a', '1', 'c', 'true'], nodes: [] })
})
