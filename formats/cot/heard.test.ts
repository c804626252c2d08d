import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AFFILIATIONS, TRACK_SORTS } from '../../core/fix.ts'
import { cotCodec, cotDatagramCodec, writeClip } from './codec.ts'
import type { CotEvent } from './event.ts'
import { remarksOf } from './facts.ts'
import { eventOfFix, factsOf, fixOf, heardOf } from './heard.ts'
import { writeTakMessage } from './proto-write.ts'
import { alertEvent, incidentEvent, type ShownRecord } from './record.ts'
import { frameMesh, frameStream } from './stream.ts'
import { affiliationOf, cotTypeFor, cotTypeOfSidc, sidcOf, sortOf } from './symbol.ts'
import { readCot, writeCot } from './xml.ts'
import { callsignOf } from './facts.ts'

const NOW = Date.UTC(2026, 2, 1, 10)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const of = (type: string, detail = '', point = '<point lat="4" lon="18" hae="300" ce="9"/>', how = 'm-g'): CotEvent => {
  const read = readCot(bytes(`<event uid="U" type="${type}" how="${how}" time="2026-03-01T10:00:00Z">${point}<detail>${detail}</detail></event>`))
  assert.ok(read.ok, read.ok ? '' : read.reason)
  return read.value
}

test('positions and facts of a device', () => {
  const event = of('a-f-G-U-C-I', '<contact callsign="ALFA"/><__group name="Cyan" role="Medic"/><status battery="50"/><track speed="1.5" course="90"/>')
  assert.deepEqual(heardOf(event), [{
    what: 'position',
    fix: { subject: 'cot:U', at: NOW, lon: 18, lat: 4, altM: 300, speedMs: 1.5, courseDeg: 90, accuracyM: 9, source: 'gps' },
    facts: { callsign: 'ALFA', cotType: 'a-f-G-U-C-I', sidc: '10031000001211000000', sort: 'team', team: 'Cyan', role: 'Medic', battery: 0.5 },
  }])
  const back = eventOfFix({ ...fixOf(event)!, at: NOW }, factsOf(event))
  assert.deepEqual(heardOf(back), heardOf(event))
})

test('a device without a position says so; by hand is by hand', () => {
  assert.equal(heardOf(of('a-f-G', '', '<point lat="0.0" lon="0.0" hae="9999999.0" ce="9999999.0"/>'))[0]!.what, 'facts')
  assert.equal(heardOf(of('a-f-G', '', '<point lat="0" lon="0" hae="5" ce="3"/>'))[0]!.what, 'position')
  assert.equal(fixOf(of('a-f-G', '', undefined, 'h-g-i-g-o'))!.source, 'manual')
  assert.equal(fixOf(of('a-f-G', '', undefined, ''))!.source, 'unknown')
})

test('calls, chat and deletion; nothing of control and drawings', () => {
  assert.deepEqual(heardOf(of('b-a-o-tbl', '<link uid="D" relation="p-p"/><emergency type="911 Alert">ALFA</emergency>')).map((one) => one.what === 'alarm' && [one.subject, one.alarm, one.fix?.subject]), [['cot:D', 'sos', 'cot:D']])
  assert.equal(heardOf(of('b-a-o-can', '<link uid="D" relation="p-p"/>')).map((one) => one.what === 'alarm' && one.alarm)[0], 'cancel')
  assert.deepEqual(heardOf(of('t-x-d-d', '<link uid="D"/>')), [{ what: 'gone', subject: 'cot:D', at: NOW }])
  assert.equal(heardOf(of('b-t-f', '<__chat senderCallsign="A"><chatgrp uid0="S"/></__chat><remarks>hi</remarks>'))[0]!.what, 'text')
  for (const type of ['t-x-c-t', 'b-m-r', 'u-d-f', 'b-t-f-d']) {
    assert.deepEqual(heardOf(of(type)), [])
  }
})

test('the codecs read streams, clips and datagrams, and report what they cannot read', () => {
  const event = of('a-f-G', '<contact callsign="ALFA"/>')
  const proto = writeTakMessage({ control: null, event })
  const stream = cotCodec.make({})
  const heard = [...stream.push(writeCot(event), NOW), ...stream.push(frameStream(proto), NOW), ...stream.push(bytes('<event uid="x" type="a-f-G" time="never"/>junk'), NOW), ...stream.end(NOW)]
  assert.deepEqual(heard.map(({ what }) => what), ['position', 'position', 'bad', 'bad'])
  const [first, second] = heard
  assert.ok(first?.what === 'position' && second?.what === 'position')
  assert.deepEqual(first.fix, second.fix)
  assert.ok(readCot(bytes(second.raw!)).ok)
  const clip = cotCodec.make({})
  const read = [...clip.push(bytes([...writeClip([event, event])].join('')), NOW), ...clip.end(NOW)]
  assert.equal(read.filter(({ what }) => what === 'position').length, 2)
  const mesh = cotDatagramCodec.make({})
  assert.deepEqual([frameMesh(proto), writeCot(event), Uint8Array.of(0xbf, 1, 0xbf, 0xff)].map((datagram) => mesh.push(datagram, NOW)[0]?.what), ['position', 'position', 'bad'])
})

test('types and symbol codes', () => {
  assert.equal(sidcOf('a-h-G-E-V-A-T'), '10061500001202000000')
  assert.equal(sidcOf('a-n-A-C-F-q'), '10040100001203000000')
  // A function that is not known becomes its parent, then its dimension.
  assert.equal(sidcOf('a-f-G-U-C-I-x-y'), sidcOf('a-f-G-U-C-I'))
  assert.equal(sidcOf('a-s-S-zz'), '10053000000000000000')
  assert.equal(sidcOf('a-u'), '10010000000000000000')
  assert.equal(sidcOf('a-j-G'), '10151000000000000000')
  assert.equal(sidcOf('b-m-p-s-m'), null)
  assert.equal(cotTypeOfSidc('10031000001211990000'), 'a-f-G-U-C-I')
  assert.equal(cotTypeOfSidc('10043000009999990000'), 'a-n-S')
  assert.equal(cotTypeOfSidc('10042500001100000000'), null)
  assert.equal(cotTypeOfSidc('SFGPUCI---'), null)
  assert.deepEqual([affiliationOf('a-k-G'), affiliationOf('a-toString'), affiliationOf('b-t-f')], ['hostile', 'unknown', null])
  for (const affiliation of AFFILIATIONS) {
    for (const sort of TRACK_SORTS) {
      const type = cotTypeFor(affiliation, sort)
      assert.equal(affiliationOf(type), affiliation)
      const sidc = sidcOf(type)!
      assert.equal(affiliationOf(cotTypeOfSidc(sidc)!), affiliation)
      // A person and a motorcycle have no type of their own.
      assert.ok(sortOf(type) === sort || ['person', 'motorcycle'].includes(sort), `${sort} → ${type} → ${sortOf(type)}`)
    }
  }
})

const RECORD: ShownRecord = { id: 'inc-1', title: 'Shots near market', category: 'Gunfire', grade: 'C3', unverified: true, lon: 18, lat: 4, radiusM: 500, at: NOW, until: NOW + 3_600_000 }

test('records carry their grade and UNVERIFIED where every client shows it', () => {
  const event = incidentEvent(RECORD)
  assert.equal(callsignOf(event), 'UNVERIFIED Shots near market [C3]')
  assert.equal(remarksOf(event), 'UNVERIFIED\nGunfire\n[C3]')
  assert.deepEqual([event.uid, event.point.ce, event.stale], ['vigie.inc-1', 500, NOW + 3_600_000])
  const verified = incidentEvent({ ...RECORD, unverified: false })
  assert.ok(!callsignOf(verified)!.includes('UNVERIFIED') && !remarksOf(verified).includes('UNVERIFIED'))
  assert.deepEqual([alertEvent(RECORD).type, alertEvent({ ...RECORD, over: true }).type], ['b-a-o-c', 'b-a-o-can'])
  assert.match(callsignOf(alertEvent(RECORD))!, /UNVERIFIED.*C3/)
})
