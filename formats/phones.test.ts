import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzz, hear } from '../test/codec-fuzz.ts'
import { osmand } from './osmand.ts'
import { owntracks } from './owntracks.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('fields of an address, of a form and of a request line are one position', () => {
  const fields = 'id=882451&lat=4.3612&lon=18.555&timestamp=1772359200&speed=10&bearing=90&altitude=370&accuracy=12&batt=55'
  const [heard] = hear(osmand, fields)
  assert.ok(heard?.what === 'position')
  assert.deepEqual({ ...heard.fix, speedMs: Math.round(heard.fix.speedMs! * 1000) / 1000 }, { subject: 'device:882451', at: 1_772_359_200_000, lon: 18.555, lat: 4.3612, altM: 370, speedMs: 5.144, courseDeg: 90, accuracyM: 12, source: 'gps' })
  assert.equal(heard.facts?.battery, 0.55)
  for (const form of [`/?${fields}`, `POST /?${fields} HTTP/1.1\r\nHost: x\r\n\r\n`, `?${fields}`]) {
    assert.deepEqual(hear(osmand, form), [heard])
  }
  assert.deepEqual(hear(osmand, `${fields}&alarm=sos`).map((one) => one.what), ['position', 'alarm'])
})

test('the JSON of newer Traccar Client', () => {
  const [heard, alarm] = hear(osmand, JSON.stringify({ location: { timestamp: '2026-03-01T10:00:00.000Z', coords: { latitude: 4.36, longitude: 18.55, accuracy: 5, speed: -1, heading: -1, altitude: 371 }, is_moving: true, battery: { level: 0.8, is_charging: false }, activity: { type: 'on_foot' }, extras: { alarm: 'sos' } }, device_id: '77' }))
  assert.ok(heard?.what === 'position')
  assert.deepEqual(heard.fix, { subject: 'device:77', at: Date.UTC(2026, 2, 1, 10), lon: 18.55, lat: 4.36, altM: 371, speedMs: null, courseDeg: null, accuracyM: 5, source: 'gps' })
  assert.equal(heard.facts?.battery, 0.8)
  assert.equal(heard.facts?.more?.['activity'], 'on_foot')
  assert.equal(alarm?.what, 'alarm')
})

test('places of OwnTracks with their codes in words', () => {
  const [heard] = hear(owntracks, JSON.stringify({ _type: 'location', lat: 4.36, lon: 18.55, tst: 1_772_359_200, acc: 8, alt: 370, vel: 36, cog: 270, batt: 41, bs: 2, conn: 'm', t: 'u', tid: 'AB', inregions: ['Camp'] }), {}, undefined, 'owntracks/abena/phone')
  assert.ok(heard?.what === 'position')
  assert.deepEqual(heard.fix, { subject: 'device:abena/phone', at: 1_772_359_200_000, lon: 18.55, lat: 4.36, altM: 370, speedMs: 10, courseDeg: 270, accuracyM: 8, source: 'gps' })
  assert.deepEqual(heard.facts, { battery: 0.41, more: { trigger: 'sent by the person', link: 'mobile', power: 'charging', inside: 'Camp' } })
})

test('regions, the last will, way points, cards, and what cannot be read', () => {
  const at = { tst: 1_772_359_200, lat: 4.36, lon: 18.55, acc: 8, tid: 'AB' }
  const of = (value: object): unknown => hear(owntracks, JSON.stringify(value), {}, undefined, 'owntracks/abena/phone/event')
  const enter = of({ _type: 'transition', event: 'enter', desc: 'Camp', ...at }) as { what: string; text?: string }[]
  assert.deepEqual(enter.map((one) => one.text ?? one.what), ['position', 'entered Camp'])
  assert.deepEqual(of({ _type: 'lwt', tst: 1 }), [{ what: 'facts', subject: 'device:abena/phone', facts: { more: { connection: 'lost' } } }])
  assert.deepEqual(of({ _type: 'waypoint', desc: 'Gate', tst: 1_772_359_200 }), [{ what: 'text', subject: 'device:abena/phone', at: 1_772_359_200_000, text: 'keeps the region Gate' }])
  assert.deepEqual(of({ _type: 'card', name: 'Abena' }), [{ what: 'facts', subject: 'device:abena/phone', facts: { callsign: 'Abena' } }])
  assert.deepEqual(of({ _type: 'status' }), [])
  const [sealed] = hear(owntracks, '{"_type":"encrypted","data":"x"}')
  assert.ok(sealed?.what === 'bad' && sealed.reason.includes('encrypted'))
  const [nameless] = hear(owntracks, '{"_type":"location","lat":1,"lon":2}')
  assert.equal(nameless?.what, 'bad')
})

test('hostile input', () => {
  fuzz(osmand, bytes('id=882451&lat=4.3612&lon=18.555&timestamp=1772359200'))
  fuzz(owntracks, bytes('{"_type":"location","lat":4.36,"lon":18.55,"tst":1772359200,"tid":"AB"}'))
})
