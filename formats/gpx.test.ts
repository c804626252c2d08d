import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '../core/problem.ts'
import { gpxChunks, gpxFeatures, parseGpx, placemarkWaypoints, type GpxPoint } from './gpx.ts'
import type { Placemark } from './kml.ts'

const point = (more: Partial<GpxPoint> = {}): GpxPoint => ({ lon: 18.5, lat: 4.25, altM: null, time: null, name: '', description: '', symbol: '', ...more })

async function written(...args: Parameters<typeof gpxChunks>): Promise<string> {
  let out = ''
  for await (const chunk of gpxChunks(...args)) {
    out += chunk
  }
  return out
}

test('waypoints, routes and tracks are read, with names, times and heights', () => {
  const gpx = parseGpx(`<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1"><metadata><name>Patrol 7</name><author><name>not this</name></author></metadata>
    <wpt lat="4.25" lon="18.5"><ele>410.5</ele><time>2026-08-18T13:45:00+01:00</time><name>Check &amp; point</name><desc>Two boats</desc><sym>Flag</sym></wpt>
    <wpt lat="north" lon="18.5"><name>nowhere</name></wpt><wpt lat="" lon="1"/>
    <rte><name>Out</name><rtept lat="4" lon="18"><name>A</name></rtept><rtept lat="5" lon="19"/></rte>
    <trk><name>Back</name><cmt>slow</cmt><trkseg><trkpt lat="5" lon="19"><time>2026-08-18T14:00:00Z</time></trkpt><trkpt lat="4" lon="18"/></trkseg><trkseg><trkpt lat="3" lon="18"/></trkseg><trkseg></trkseg></trk></gpx>`)
  assert.equal(gpx.name, 'Patrol 7')
  assert.deepEqual(gpx.waypoints, [point({ altM: 410.5, time: '2026-08-18T12:45:00.000Z', name: 'Check & point', description: 'Two boats', symbol: 'Flag' })])
  assert.match(gpx.notes.join(), /^2 points/)
  assert.deepEqual([gpx.routes[0]?.name, gpx.routes[0]?.segments[0]?.length], ['Out', 2])
  assert.deepEqual([gpx.tracks[0]?.description, gpx.tracks[0]?.segments.map((one) => one.length)], ['slow', [2, 1]])
  const features = gpxFeatures(gpx)
  assert.deepEqual(features.map((one) => [one.geometry?.type, one.properties?.['what']]), [['Point', 'waypoint'], ['MultiLineString', 'route'], ['MultiLineString', 'track']])
  assert.deepEqual(features[2]?.geometry, { type: 'MultiLineString', coordinates: [[[19, 5], [18, 4]]] })
})

test('what is hostile or no GPX is refused', () => {
  const refused = (text: string, limits = {}): string => {
    try {
      parseGpx(text, limits)
      return 'taken'
    } catch (error) {
      assert.ok(error instanceof Problem)
      return error.id
    }
  }
  assert.equal(refused('<!DOCTYPE gpx [<!ENTITY a "b">]><gpx/>'), 'malformed-body')
  assert.equal(refused('<gpx><wpt lat="1" lon="1"><name>&boom;</name></wpt></gpx>'), 'malformed-body')
  assert.equal(refused('<kml/>'), 'malformed-body')
  assert.equal(refused('<gpx><wpt lat="1" lon="1"></gpx></wpt>'), 'malformed-body')
  assert.equal(refused('<gpx><wpt lat="1" lon="1">'), 'malformed-body')
  assert.equal(refused(`<gpx>${'<a>'.repeat(1000)}`), 'malformed-body')
  assert.equal(refused('<gpx><wpt lat="1" lon="1"/><wpt lat="1" lon="1"/></gpx>', { maxPoints: 1 }), 'too-large')
  assert.equal(refused(`<gpx><wpt lat="1" lon="1"><name>${'x'.repeat(30)}</name></wpt></gpx>`, { maxText: 20 }), 'too-large')
  assert.equal(refused('<gpx/>', { maxChars: 3 }), 'too-large')
  assert.deepEqual(parseGpx('\ufeff<gpx/>').waypoints, [])
})

test('property: any points written are read back', async () => {
  // White space at the ends is not kept; what XML cannot hold is tested with its writer.
  const text = fc.string({ maxLength: 30 }).map((one) => one.trim())
  const any = fc.record({
    lon: fc.double({ min: -180, max: 180, noNaN: true }).map((x) => x + 0), lat: fc.double({ min: -90, max: 90, noNaN: true }).map((x) => x + 0), altM: fc.option(fc.integer({ min: -400, max: 9000 })),
    time: fc.option(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((one) => one.toISOString())), name: text, description: text, symbol: text,
  }, { noNullPrototype: true })
  await fc.assert(fc.asyncProperty(fc.array(any, { maxLength: 5 }), text, async (points, name) => {
    const back = parseGpx(await written(name, points, { description: 'CONFIDENTIAL', lines: [{ name, description: '', segments: [points] }] }))
    assert.deepEqual(back.waypoints, points)
    assert.equal(back.name, name)
    assert.deepEqual(back.routes[0]?.segments.flat(), points)
  }))
})

test('placemarks become waypoints: those without a point are left out, data stand under the description', async () => {
  async function* marks(): AsyncGenerator<Placemark> {
    yield { name: 'INC-1', description: 'Shots', when: { begin: '2026-08-18T13:45:00Z', end: '2026-08-18T14:00:00Z' }, point: { lon: 1, lat: 2 }, data: [{ name: 'marking', label: 'Marking', value: 'CONFIDENTIAL' }, { name: 'n', value: null }] }
    yield { name: 'INC-2', point: null }
  }
  const back = parseGpx(await written('All', placemarkWaypoints(marks()), { description: 'CONFIDENTIAL' }))
  assert.deepEqual(back.waypoints, [point({ lon: 1, lat: 2, time: '2026-08-18T13:45:00.000Z', name: 'INC-1', description: 'Shots\nMarking: CONFIDENTIAL', symbol: 'Flag, Blue' })])
  assert.match(await written('All', [], { description: 'CONFIDENTIAL & more' }), /<desc>CONFIDENTIAL &amp; more<\/desc>/)
})
