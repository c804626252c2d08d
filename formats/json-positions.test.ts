import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Heard } from '../core/feed.ts'
import { jsonPositions } from './json-positions.ts'

const read = (text: string | Uint8Array, more: { whole?: boolean; topic?: string; device?: string } = {}): Heard[] => {
  const { topic, ...options } = more
  const decoder = jsonPositions.make(options as Record<string, string | boolean>)
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return [...decoder.push(bytes, 0, topic), ...decoder.end(0)]
}
const first = (text: string, more: Parameters<typeof read>[1] = {}) => {
  const [heard] = read(text, more)
  assert.ok(heard?.what === 'position', JSON.stringify(heard))
  return heard
}
const reason = (text: string | Uint8Array, more: Parameters<typeof read>[1] = {}): string => {
  const [heard] = read(text, more)
  assert.ok(heard?.what === 'bad', JSON.stringify(heard))
  return heard.reason
}

describe('positions as JSON', () => {
  test('names of members that programs use for the same', () => {
    const { fix, facts } = first('{"imei":"356307042441013","latitude":"4.25","longitude":18.5,"alt":380,"speedKmh":36,"heading":370,"acc":5,"ts":1787061600,"callsign":"K31","batt":83,"fuelL":41.5}')
    assert.deepEqual(fix, { subject: 'imei:356307042441013', at: 1_787_061_600_000, lon: 18.5, lat: 4.25, altM: 380, speedMs: 10, courseDeg: 10, accuracyM: 5, source: 'gps' })
    assert.deepEqual(facts, { callsign: 'K31', battery: 0.83, more: { fuelL: 41.5 } })
  })

  test('times in seconds, milliseconds, ISO 8601 with and without zone, or none', () => {
    const at = (time: string): number | null => first(`{"id":"a","lat":1,"lon":2${time}}`).fix.at
    assert.equal(at(',"time":1787061600'), 1_787_061_600_000)
    assert.equal(at(',"time":1787061600123'), 1_787_061_600_123)
    assert.equal(at(',"time":"2026-08-18T14:00:00+02:00"'), Date.UTC(2026, 7, 18, 12))
    assert.equal(at(',"time":"2026-08-18 14:00:00"'), Date.UTC(2026, 7, 18, 14))
    assert.equal(at(''), null)
    assert.match(reason('{"id":"a","lat":1,"lon":2,"time":"yesterday"}'), /time cannot be read/)
  })

  test('fields of an address: speed in knots', () => {
    const { fix, facts } = first('id=387&lat=4.25&lon=18.5&timestamp=1787061600&speed=10&bearing=359.5&accuracy=4&batt=5')
    assert.deepEqual([fix.subject, fix.speedMs, fix.courseDeg, facts?.battery], ['device:387', 5.14444, 359.5, 0.05])
  })

  test('lists, GeoJSON, and who it is from the topic', () => {
    assert.equal(read('[{"id":"a","lat":1,"lon":2},{"id":"b","lat":1,"lon":2}]').length, 2)
    assert.equal(read('{"positions":[{"id":"a","lat":1,"lon":2}]}').length, 1)
    const { fix } = first('{"type":"FeatureCollection","features":[{"type":"Feature","id":"x","geometry":{"type":"Point","coordinates":[18.5,4.25,300]},"properties":{"speed":3}}]}')
    assert.deepEqual([fix.subject, fix.lon, fix.lat, fix.altM, fix.speedMs], ['device:x', 18.5, 4.25, 300, 3])
    assert.equal(first('{"lat":1,"lon":2}', { whole: true, topic: 'vigie/fed-2026-000001/car/position' }).fix.subject, 'device:car')
    assert.equal(first('{"lat":1,"lon":2}', { device: 'boat' }).fix.subject, 'device:boat')
    assert.equal(first('{"subject":"mmsi:211234567","lat":1,"lon":2}').fix.subject, 'mmsi:211234567')
  })

  test('calls for help, with and without a place', () => {
    const [position, alarm] = read('{"id":"a","lat":1,"lon":2,"event":"SOS","text":"help"}')
    assert.ok(position?.what === 'position' && alarm?.what === 'alarm')
    assert.deepEqual([alarm.alarm, alarm.text, alarm.fix?.lat], ['sos', 'help', 1])
    const [blind] = read('{"id":"a","sos":true,"time":1787061600}')
    assert.ok(blind?.what === 'alarm' && blind.fix === undefined && blind.at === 1_787_061_600_000)
    assert.deepEqual(read('{"id":"a","event":"sos-cancel"}').map((one) => one.what === 'alarm' && one.alarm), ['cancel'])
  })

  test('what cannot be read is told, and what follows is read', () => {
    assert.match(reason('{"id":"a","lat":91,"lon":2}'), /not on Earth/)
    assert.match(reason('{"id":"a","lat":1e400,"lon":2}'), /no latitude/)
    assert.match(reason('{"lat":1,"lon":2}'), /which device/)
    assert.match(reason('{"id":"a"'), /neither JSON/)
    assert.match(reason('7'), /neither an object/)
    assert.match(reason(Uint8Array.from([0xff, 0xfe, 10])), /UTF-8/)
    assert.deepEqual(read(`${'x'.repeat(100_000)}\n{"id":"a","lat":1,"lon":2}\n`).map((one) => one.what), ['bad', 'position'])
    assert.deepEqual(read('{"id":"a","lat":1,"lon":2}\n{"id":"b","lat":1,"lon":2}\n', { whole: true }).map((one) => one.what), ['position', 'position'])
    assert.deepEqual(read('{"__proto__":{"lat":1},"id":"a","lat":1,"lon":2}').map((one) => one.what), ['position'])
  })

  test('a call for help is one also where its place or time cannot be believed', () => {
    for (const more of ['"lat":91,"lon":18', '"lat":null,"lon":null', '"lat":4,"lon":18,"timestamp":"noon"']) {
      const heard = read(`{"id":"a",${more},"event":"sos"}`)
      assert.deepEqual(heard.filter((one) => one.what === 'alarm').map((one) => one.alarm), ['sos'], more)
    }
  })

  test('cut anywhere, a stream says the same', () => {
    const text = new TextEncoder().encode('{"id":"é","lat":1,"lon":2}\n{"id":"b","lat":1,"lon":2}\nnoise\n')
    const all = read(text)
    for (let cut = 0; cut <= text.length; cut += 1) {
      const decoder = jsonPositions.make({})
      assert.deepEqual([...decoder.push(text.slice(0, cut), 0), ...decoder.push(text.slice(cut), 0), ...decoder.end(0)], all)
    }
  })
})
