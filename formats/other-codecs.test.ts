import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Heard } from '../core/feed.ts'
import { fuzz, hear } from '../test/codec-fuzz.ts'
import { CODECS } from './codecs.ts'
import { meshtastic } from './meshtastic.ts'
import { sensorPlots } from './sensor-plots.ts'
import { geojson, gpx, kml } from './track-files.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const AT = Date.UTC(2026, 2, 1, 10)
const mesh = (type: string, payload: unknown): Heard[] => hear(meshtastic, JSON.stringify({ from: 2_130_636_288, to: 4_294_967_295, type, payload, timestamp: AT / 1000, sender: '!7efeee00', snr: 6, rssi: -50, hops_away: 1 }), {}, AT, 'msh/EU_868/2/json/LongFast/!7efeee00')
const reasons = (heard: readonly Heard[]): string[] => heard.map((one) => (one.what === 'bad' ? one.reason : one.what))

test('names of formats are those of one', () => {
  assert.equal(new Set(CODECS.map((one) => one.name)).size, CODECS.length)
  assert.ok(CODECS.length >= 18)
})

test('Meshtastic: places, names, telemetry, texts, alerts, detection', () => {
  const subject = 'mesh:!7efeee00'
  assert.deepEqual(mesh('position', { latitude_i: 43_612_000, longitude_i: 185_550_000, altitude: 370, time: AT / 1000 - 5, ground_speed: 3, ground_track: 9000, sats_in_view: 8, precision_bits: 16 }), [{
    what: 'position', fix: { subject, at: AT - 5000, lon: 18.555, lat: 4.3612, altM: null, speedMs: 3, courseDeg: 90, accuracyM: 515, source: 'gps' }, facts: { more: { altitudeAboveSeaM: 370, satellites: 8, hops: 1, snrDb: 6, rssiDbm: -50 } },
  }])
  assert.deepEqual(mesh('position', { time: AT / 1000 }), [])
  assert.deepEqual(mesh('nodeinfo', { id: '!7efeee00', longname: 'Patrol 2', shortname: 'P2', hardware: 43 }), [{ what: 'facts', subject, facts: { callsign: 'Patrol 2', more: { shortName: 'P2', hardware: 43 } } }])
  assert.deepEqual(mesh('telemetry', { battery_level: 101, voltage: 4.1 }), [{ what: 'facts', subject, facts: { battery: 1, more: { onOutsidePower: true, batteryV: 4.1 } } }])
  assert.deepEqual(mesh('text', { text: 'At the bridge' }), [{ what: 'text', subject, at: AT, text: 'At the bridge' }])
  assert.deepEqual(mesh('alert', { text: 'Need help' }), [{ what: 'alarm', subject, alarm: 'sos', at: AT, text: 'Need help' }])
  assert.deepEqual(mesh('detection', { text: 'Gate opened' }), [{ what: 'text', subject, at: AT, text: 'Detection sensor: Gate opened' }])
  assert.deepEqual(mesh('neighborinfo', {}), [])
  assert.deepEqual(reasons(hear(meshtastic, '{"type":"position"}')), ['it does not say which radio it is from'])
  assert.deepEqual(reasons(hear(meshtastic, 'x', {}, AT, 'msh/EU_868/2/e/LongFast/!7efeee00')), ['a binary packet; switch JSON on at the gateway and listen to msh/+/2/json/#'])
  const gateway = meshtastic.make({})
  const push = (topic: string, text: string): string[] => reasons(gateway.push(bytes(text), AT, `msh/EU_868/2/${topic}/!7efeee00`))
  assert.deepEqual([push('stat', 'online'), push('e/LongFast', 'x').length, push('e/LongFast', 'x'), push('json/LongFast', '{"from":1,"type":"text","payload":{"text":"hi"}}'), push('e/LongFast', 'x')], [[], 1, [], ['text'], []])
})

test('plots without identity, by place or by range and bearing', () => {
  const [one] = hear(sensorPlots, '{"time":"2026-03-01T10:00:00Z","lat":4.3612,"lon":18.555,"accuracyM":15,"speedMs":2,"courseDeg":90,"sensor":"r1","class":"person","confidence":0.7}\n')
  assert.deepEqual(one, { what: 'position', fix: { subject: 'plot:r1:1', at: AT, lat: 4.3612, lon: 18.555, altM: null, speedMs: 2, courseDeg: 90, accuracyM: 15, source: 'radar' }, facts: { more: { class: 'person', confidence: 0.7 } } })
  const [far] = hear(sensorPlots, '{"time":1772359200,"rangeM":1000,"bearingDeg":90}', { lat: 0, lon: 179.999, sensor: 'mast 2', source: 'acoustic' })
  assert.ok(far?.what === 'position' && far.fix.subject === 'plot:mast_2:1' && far.fix.source === 'acoustic' && far.fix.at === AT)
  assert.deepEqual([far.fix.lat.toFixed(6), far.fix.lon.toFixed(5)], ['0.000000', '-179.99201'])
  assert.deepEqual(reasons(hear(sensorPlots, '{"rangeM":1,"bearingDeg":2}\n{"a":1}\n[]\n{"lat":91,"lon":0}\n{"lat":1,"lon":1,"time":"x"}')), [
    'range and bearing, but the options lat and lon do not say where the sensor stands', 'neither lat and lon nor rangeM and bearingDeg', 'a plot is no object', 'not on Earth: latitude 91, longitude 0', 'the time cannot be read',
  ])
})

const GPX = '<?xml version="1.0"?><gpx version="1.1"><wpt lat="1" lon="2"/><trk><name>Patrol é</name><trkseg><trkpt lat="4.3612" lon="18.555"><ele>370</ele><time>2026-03-01T10:00:00Z</time></trkpt><trkpt lat="4.37" lon="18.56"/></trkseg></trk></gpx>\n'
const KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Car</name><TimeStamp><when>2026-03-01T10:00:00Z</when></TimeStamp><Point><coordinates>18.555,4.3612,0</coordinates></Point></Placemark></Document></kml>\n'

test('GPX, KML and GeoJSON files', () => {
  const fix = { at: AT, lon: 18.555, lat: 4.3612, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'gps' }
  const [place, missing] = hear(gpx, GPX)
  assert.deepEqual(place, { what: 'position', fix: { subject: 'device:Patrol é', ...fix }, facts: { more: { altitudeAboveSeaM: 370 } } })
  assert.deepEqual(reasons([missing!]), ['1 places without a time were left out'])
  assert.deepEqual(hear(kml, KML, { device: 'c1' }), [{ what: 'position', fix: { subject: 'device:c1', ...fix } }])
  const track = '<kml xmlns:gx="http://www.google.com/kml/ext/2.2"><Placemark><name>Walk</name><gx:Track><when>2026-03-01T10:00:00Z</when><when>2026-03-01T10:00:10Z</when><when>2026-03-01T10:00:20Z</when><gx:coord>18.555 4.3612 370</gx:coord><gx:coord/><gx:coord>18.556 4.3612 370</gx:coord></gx:Track></Placemark></kml>'
  assert.deepEqual(hear(kml, track).map((one) => one.what === 'position' && [one.fix.subject, one.fix.at! - AT, one.fix.lon]), [['device:Walk', 0, 18.555], ['device:Walk', 20_000, 18.556]])
  assert.deepEqual(reasons(hear(gpx, GPX.slice(0, 100))), ['the document has no </gpx>'])
  assert.deepEqual(reasons(hear(gpx, '<gpx><trk></gpx>')).length, 1)
  const feature = { type: 'Feature', properties: { id: 'a', time: '2026-03-01T10:00:00Z' }, geometry: { type: 'Point', coordinates: [18.555, 4.3612] } }
  const decoder = geojson.make({})
  const text = bytes(JSON.stringify({ type: 'FeatureCollection', features: [feature, { ...feature, properties: { id: 'b' } }] }, null, 2))
  assert.deepEqual([decoder.push(text.subarray(0, 30), AT), decoder.push(text.subarray(30), AT)], [[], []])
  assert.deepEqual(decoder.end(AT).map((one) => one.what === 'position' && one.fix.subject), ['device:a', 'device:b'])
})

test('hostile input', () => {
  fuzz(meshtastic, bytes(JSON.stringify({ from: 1, type: 'position', payload: { latitude_i: 1, longitude_i: 2 } })))
  fuzz(sensorPlots, bytes('{"time":1772359200,"lat":4.3612,"lon":18.555}\n{"lat":1,"lon":1}\n'))
  fuzz(gpx, bytes(GPX))
  fuzz(kml, bytes(KML))
  fuzz(geojson, bytes('{"type":"Feature","properties":{"id":"a"},"geometry":{"type":"Point","coordinates":[18.555,4.3612]}}'))
})
