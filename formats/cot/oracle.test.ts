import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CoT } from '../../test/node-cot.ts'
import { element } from './detail.ts'
import type { CotEvent } from './event.ts'
import { chatEvent } from './chat.ts'
import { deleteEvent } from './control.ts'
import { drawingEvent } from './drawing.ts'
import { fileShareEvent } from './fileshare.ts'
import { eventOfFix } from './heard.ts'
import { readTakMessage } from './proto-read.ts'
import { writeTakMessage } from './proto-write.ts'
import { readCot, writeCot, writeCotText } from './xml.ts'

/** Another reader and writer of the same format says the same of our events, over XML and over the protocol. */

const NOW = Date.UTC(2026, 2, 1, 10)
const person = eventOfFix({ subject: 'cot:ANDROID-1', at: NOW, lon: 18.5, lat: 4.25, altM: 300, speedMs: 1.5, courseDeg: 90, accuracyM: 9, source: 'gps' }, { callsign: 'ALFA 1 é', cotType: 'a-f-G-U-C', team: 'Cyan', role: 'Medic', battery: 0.5 })
const EVENTS: [string, CotEvent][] = [
  ['a person', { ...person, detail: [...person.detail, element('takv', { device: 'D', platform: 'P', os: '1', version: '2' }), element('precisionlocation', { geopointsrc: 'GPS', altsrc: 'GPS' }), element('remarks', {}, ['é "quoted" مرحبا'])] }],
  ['a chat', chatEvent({ messageId: 'm1', senderUid: 'A', senderCallsign: 'ALFA', room: 'BRAVO', roomId: 'B', members: [], text: 'On my way', at: NOW }, ['BRAVO'])],
  ['a deletion', deleteEvent({ uid: 'd', target: 'A', type: 'a-f-G', forced: true }, NOW)],
  ['a file', fileShareEvent('f', { filename: 'a.zip', name: 'a', sha256: 'a'.repeat(64), sizeBytes: 5, senderUid: 'A', senderCallsign: 'ALFA', url: 'https://h/x', ack: null }, [], NOW)],
  ['a route', drawingEvent({ what: 'route', points: [[18, 4], [18.1, 4.1]], stops: [{ name: 'SP', at: [18, 4], type: 'b-m-p-w' }] }, { uid: 'r', name: 'Route' }, NOW, 60_000)],
  ['a circle', drawingEvent({ what: 'ellipse', at: [18, 4], majorM: 100, minorM: 100, angleDeg: 0 }, { uid: 'c', name: 'Circle' }, NOW, 60_000)],
]

/** What both must agree on. The other adds an element of its own to the detail, and over the protocol loses `precisionlocation`. */
function meaning(event: CotEvent): unknown {
  const detail = event.detail.filter(({ name }) => !['_flow-tags_', 'metadata', 'precisionlocation'].includes(name))
  const plain = (list: CotEvent['detail']): unknown => list.map((one) => [one.name, Object.entries(Object.fromEntries(one.attrs.flatMap((name, i) => (i % 2 === 0 ? [[name, one.attrs[i + 1]!]] : [])))).filter(([, value]) => value !== '').toSorted(), one.nodes.filter((node) => typeof node === 'string'), plain(one.nodes.filter((node) => typeof node !== 'string'))] as const).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return { ...event, detail: plain(detail) }
}

for (const [what, event] of EVENTS) {
  test(`the other library reads ${what} from our XML, and we read it back from its XML`, () => {
    const other = new CoT(writeCotText(event))
    assert.equal(other.uid(), event.uid)
    assert.equal(other.raw.event._attributes.type, event.type)
    assert.deepEqual(other.position(), [event.point.lon, event.point.lat])
    const back = readCot(new TextEncoder().encode(other.to_xml()))
    assert.ok(back.ok, back.ok ? '' : back.reason)
    assert.deepEqual(meaning(back.value), meaning(event))
  })

  test(`the other library reads ${what} from our protocol`, () => {
    const other = CoT.from_proto(writeTakMessage({ control: null, event }))
    const back = readCot(new TextEncoder().encode(other.to_xml()))
    assert.ok(back.ok, back.ok ? '' : back.reason)
    assert.deepEqual(meaning(back.value), meaning(event))
  })

  test(`we read ${what} from its protocol`, () => {
    const theirs = new CoT(new TextDecoder().decode(writeCot(event))).to_proto()
    const back = readTakMessage(theirs)
    assert.ok(back.ok, back.ok ? '' : back.reason)
    const group = back.value.event!.detail.find(({ name }) => name === '__group')
    assert.deepEqual(meaning(back.value.event!), meaning(event))
    assert.equal(group !== undefined, event === EVENTS[0]![1])
  })
}
