import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { makeEvent } from '../formats/cot/build.ts'
import { element } from '../formats/cot/detail.ts'
import type { CotEvent } from '../formats/cot/event.ts'
import { writeTakMessage } from '../formats/cot/proto-write.ts'
import { frameStream } from '../formats/cot/stream.ts'
import { readCot, writeCotText } from '../formats/cot/xml.ts'
import { decoded, DECODED_FORMATS } from '../formats/decoded.ts'
import { mavlinkFrame } from '../test/mavlink-frame.ts'
import { sentence } from '../test/nmea-sentence.ts'
import { tempDir } from '../test/tmp.ts'
import { vigie } from '../test/vigie.ts'

const T = Date.UTC(2026, 7, 1, 10)
const strange = element('__strange', { __proto__x: '1', z: '2', a: '<&"' }, [element('deep', {}, ['⚑ text']), 'and more'])
const EVENTS: CotEvent[] = [
  makeEvent({ uid: 'A-1', type: 'a-f-G-U-C', how: 'm-g', point: { lat: 4.36, lon: 18.55, hae: 380.2, ce: 4.5, le: null }, detail: [element('contact', { endpoint: '*:-1:stcp', callsign: 'ALFA' }), element('track', { course: '90.5', speed: '1.5' }), strange] }, T, 60_000),
  makeEvent({ uid: 'M-1', type: 'b-m-p-s-m', how: 'h-e', point: { lat: -33, lon: 179.5, hae: null, ce: null, le: null }, detail: [strange] }, T, 60_000),
]
const XML = EVENTS.map((event) => writeCotText(event)).join('\n')
const lines = (text: string): { [member: string]: unknown }[] => text.trim().split('\n').map((line) => JSON.parse(line) as { [member: string]: unknown })
async function run(words: string[], input: Uint8Array | string) {
  const parts: Uint8Array[] = []
  const ran = await vigie([...words, '-'], { input: Buffer.from(input), onBytes: (bytes) => parts.push(bytes) })
  return { ...ran, bytes: Buffer.concat(parts) }
}

test('events go to JSON and back through XML and through the protocol with everything they had', async () => {
  const first = await run(['decode', '--format', 'cot'], XML)
  assert.deepEqual([first.code, first.err], [0, ''])
  const [one] = lines(first.out)
  assert.deepEqual([one?.['ok'], one?.['uid'], one?.['time'], one?.['point']], [true, 'A-1', '2026-08-01T10:00:00.000Z', EVENTS[0]!.point])
  const xml = await run(['encode', '--format', 'cot'], first.out)
  assert.equal(xml.code, 0)
  const back = xml.out.split('\n<?xml').map((text, i) => readCot(Buffer.from(i === 0 ? text : `<?xml${text}`)))
  assert.deepEqual(back.map((read) => (read.ok ? read.value : read.reason)), EVENTS)
  assert.equal((await run(['decode', '--format', 'cot'], xml.out)).out, first.out)
  const tak = await run(['encode', '--format', 'tak'], first.out)
  assert.equal(tak.bytes[0], 0xbf)
  const again = lines((await run(['decode', '--format', 'tak'], tak.bytes)).out)
  assert.deepEqual(again, lines(first.out))
})

test('what is wrong is told with its place, what follows is read, the exit code stays 0', async () => {
  const bad = '<event version="2.0" uid="x"><point lat="91"/></event>\n'
  const noise = 'noise in between\n'
  const { code, out } = await run(['decode', '--format', 'cot'], `${XML}\n${bad}${noise}${XML}`)
  assert.equal(code, 0)
  const all = lines(out)
  assert.deepEqual(all.map((one) => one['ok']), [true, true, false, false, true, true])
  const at = Buffer.byteLength(XML) + 1
  assert.ok((all[2]!['offset'] as number) >= at && (all[2]!['offset'] as number) < at + bad.length)
  assert.equal(all[3]!['offset'], at + bad.length)
  const wrong = await run(['encode', '--format', 'cot'], '{"uid":"x"}\nnot json\n{"uid":"x","type":"a","time":"2026-08-01T10:00:00Z","point":{"lat":1,"lon":2},"detail":[{"name":"a b"}]}\n')
  assert.deepEqual([wrong.code, wrong.out, wrong.err.trim().split('\n').length], [1, '', 3])
  const secret = await run(['decode', '--format', 'cot'], '<auth><cot username="u" password="pw-1" uid="d"/></auth>')
  assert.deepEqual(lines(secret.out), [{ ok: true, what: 'auth', username: 'u', uid: 'd' }])
})

test('receivers, aircraft, drones, documents', () => {
  const read = (format: (typeof DECODED_FORMATS)[number], input: string | Uint8Array) => [...decoded(format, Buffer.from(input), T)] as { [member: string]: unknown }[]
  const rmc = `${sentence('GPRMC,100000.00,A,0421.6000,N,01833.0000,E,10.0,90.0,010826,,')}\r\n`
  const [place] = read('nmea', rmc)
  assert.deepEqual([place?.['what'], place?.['at'], place?.['lat'], place?.['lon']], ['position', '2026-08-01T10:00:00.000Z', 4.36, 18.55])
  const spoiled = rmc.replace('01833', '01834')
  const told = read('nmea', rmc + spoiled).find((one) => one['ok'] === false)
  assert.equal(told?.['offset'], rmc.length)
  assert.equal(read('ais', `${sentence('AIVDM,1,1,,A,15M67FC000G?ufbE`FepT@3n00Sa,0', '!')}\r\n`)[0]?.['subject'], 'mmsi:366053209')
  assert.equal(read('adsb', 'MSG,3,1,1,4CA2D6,1,2026/08/01,10:00:00.000,2026/08/01,10:00:00.000,,37000,,,51.5,-0.5,,,0,0,0,0\n')[0]?.['subject'], 'icao:4ca2d6')
  assert.equal(read('adsb', '{"now":1785578400,"aircraft":[{"hex":"4ca2d6","lat":51.5,"lon":-0.5,"seen_pos":1}]}')[0]?.['subject'], 'icao:4ca2d6')
  assert.deepEqual(read('gpx', '<gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="1" lon="2"><name>W</name></wpt><trk><name>T</name><trkseg><trkpt lat="3" lon="4"/></trkseg></trk></gpx>').map((one) => [one['what'], one['lat'], one['of']]), [['waypoint', 1, undefined], ['trackpoint', 3, 'T']])
  assert.deepEqual(read('gpx', '<!DOCTYPE x [<!ENTITY a "b">]><gpx/>').map((one) => [one['ok'], one['offset']]), [[false, 0]])
  assert.deepEqual(read('kml', '<kml><Placemark><name>P</name><Point><coordinates>2,1</coordinates></Point></Placemark><Placemark><name>L</name><LineString><coordinates>1,1 2,2</coordinates></LineString></Placemark></kml>').map((one) => one['what']), ['placemark', 'shape'])
  assert.deepEqual(read('kml', '<kml><Placemark><name>P</name><Point><coordinates>2,1</coordinates></Point></Placemark><Placemark><LineString><coordinates/></LineString></Placemark></kml>').map((one) => one['what'] ?? one['error']), ['placemark', 'placemarks left out, since they have no place that can be read: 1'])
  assert.deepEqual(read('geojson', '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"a":1}},{"type":"Feature","geometry":{"type":"Point","coordinates":["x"]}},{"type":"Feature","geometry":null,"properties":null}]}').map((one) => one['ok']), [true, false, true])
})

test('nothing throws or runs away, whatever the bytes', () => {
  const inputs = [new Uint8Array(0), Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3) * 31) & 255), Buffer.from('{"features":[1,null,[]]}')]
  for (const format of DECODED_FORMATS) {
    for (const input of inputs) {
      for (const one of decoded(format, input, T)) {
        assert.ok(one.ok || (one.offset >= 0 && one.offset <= input.length && one.error !== ''), `${format} ${JSON.stringify(one)}`)
      }
    }
  }
})

/** What each format reads, as a file of it has it. */
const SOUND: { [format in (typeof DECODED_FORMATS)[number]]: Uint8Array } = {
  cot: Buffer.from(XML),
  tak: Buffer.concat(EVENTS.map((event) => frameStream(writeTakMessage({ control: null, event })))),
  nmea: Buffer.from(`${sentence('GPRMC,100000.00,A,0421.6000,N,01833.0000,E,10.0,90.0,010826,,')}\r\n${sentence('GPGGA,100001.00,0421.6000,N,01833.0000,E,1,9,1.0,380,M,,M,,')}\r\n`),
  ais: Buffer.from(`${sentence('AIVDM,1,1,,A,15M67FC000G?ufbE`FepT@3n00Sa,0', '!')}\r\n`),
  adsb: Buffer.from('MSG,3,1,1,4CA2D6,1,2026/08/01,10:00:00.000,2026/08/01,10:00:00.000,,37000,,,51.5,-0.5,,,0,0,0,0\n'),
  gpx: Buffer.from('<gpx xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="1" lon="2"><name>W é</name></wpt><trk><trkseg><trkpt lat="3" lon="4"><ele>5</ele><time>2026-08-01T10:00:00Z</time></trkpt></trkseg></trk></gpx>'),
  kml: Buffer.from('<kml><Placemark><name>P é</name><TimeStamp><when>2026-08-01T10:00:00Z</when></TimeStamp><Point><coordinates>2,1,3</coordinates></Point></Placemark></kml>'),
  mavlink: Buffer.concat([mavlinkFrame(2, { time_unix_usec: T * 1000, time_boot_ms: 60_000 }), mavlinkFrame(33, { time_boot_ms: 61_000, lat: 43_612_000, lon: 185_550_000, alt: 420_000, relative_alt: 50_000, vx: 300, vy: -400, hdg: 30_700 })]),
  geojson: Buffer.from('{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]},"properties":{"a":"é"}}]}'),
}

test('of every format: cut off anywhere or spoiled anywhere it is told and not thrown; whole, it is read', () => {
  const told = (format: (typeof DECODED_FORMATS)[number], input: Uint8Array): boolean[] => [...decoded(format, input, T)].map((one) => {
    assert.ok(one.ok || (one.offset >= 0 && one.offset <= input.length && one.error !== ''), `${format} ${JSON.stringify(one)}`)
    return one.ok
  })
  for (const format of DECODED_FORMATS) {
    const whole = SOUND[format]
    assert.ok(told(format, whole).every((ok) => ok) && told(format, whole).length > 0, `${format} is read`)
    for (let length = 0; length < whole.length; length += 1) {
      told(format, whole.subarray(0, length))
    }
    fc.assert(fc.property(fc.nat(whole.length - 1), fc.uint8Array({ minLength: 1, maxLength: 6 }), (at, bytes) => {
      told(format, Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + bytes.length)]))
    }), { numRuns: 150 })
    // Text that is a document is refused as a whole; a stream goes on behind the noise.
    if (!['gpx', 'kml', 'geojson', 'adsb'].includes(format)) {
      const spoiled = told(format, Buffer.concat([whole, Buffer.from([0, 255, 7, 200, 10]), whole]))
      assert.ok(spoiled.filter((ok) => ok).length >= 2, `${format} goes on behind noise`)
    }
  }
})

test('as a program: binary in and out of pipes, a file that is not there', (t) => {
  const main = path.join(import.meta.dirname, 'main.ts')
  const file = path.join(tempDir(t), 'events.xml')
  writeFileSync(file, XML)
  const decodedOut = spawnSync(process.execPath, [main, 'decode', '--format', 'cot', file])
  const tak = spawnSync(process.execPath, [main, 'encode', '--format', 'tak', '-'], { input: decodedOut.stdout })
  const again = spawnSync(process.execPath, [main, 'decode', '--format', 'tak', '-'], { input: tak.stdout })
  assert.deepEqual([decodedOut.status, tak.status, again.status, lines(again.stdout.toString())], [0, 0, 0, lines(decodedOut.stdout.toString())])
  assert.deepEqual([spawnSync(process.execPath, [main, 'decode', '--format', 'cot', `${file}.none`]).status, spawnSync(process.execPath, [main, 'decode', '--format', 'odd', file]).status], [1, 2])
})
