import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { VectorTile } from '@mapbox/vector-tile'
import fc from 'fast-check'
import { compileMatch, factsOf } from '../../../core/match.ts'
import { accessClassOf, mayRead, type Reader } from '../../../core/policy.ts'
import type { Query } from '../../../core/query.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { incident } from '../../../domains/incidents/domain.ts'
import { mercatorX, mercatorY } from '../../../formats/mvt.ts'
import { anyIncident, anyQuery, anyReader, AREAS } from '../../../test/incidents.ts'
import { Columns } from './columns.ts'
import { isUnverified } from './table.ts'

// The protobuf reader that belongs to the decoder, not another version that may lie beside it.
const pbfPath = createRequire(import.meta.resolve('@mapbox/vector-tile')).resolve('pbf')
const { PbfReader } = await import(pathToFileURL(pbfPath).href) as { PbfReader: new (bytes: Uint8Array) => ConstructorParameters<typeof VectorTile>[0] }

type Properties = Record<string, string | number | boolean>

function decode(bytes: Uint8Array): { x: number; y: number; properties: Properties }[] {
  const layer = new VectorTile(new PbfReader(bytes)).layers['incident']
  return Array.from({ length: layer?.length ?? 0 }, (_, i) => {
    const feature = layer!.feature(i)
    const at = feature.loadGeometry()[0]![0]!
    return { x: at.x, y: at.y, properties: { ...feature.properties } as Properties }
  })
}

/** Placed records of a reader and query inside tile z/x/y itself, judged one by one. */
function inTile(records: Map<string, VigieRecord>, reader: Reader, query: Query, z: number, x: number, y: number): VigieRecord[] {
  const match = compileMatch(query, incident, AREAS)
  const side = 2 ** 32 / 2 ** z
  return [...records.values()].filter((record) => {
    const { lonE7, latE7 } = factsOf(incident, record)
    return !Number.isNaN(lonE7) && Math.floor(mercatorX(lonE7) / side) === x && Math.floor(mercatorY(latE7) / side) === y
      && mayRead(reader, incident, accessClassOf(record), AREAS).allow && match(record)
  })
}

const many = fc.array(anyIncident, { minLength: 1, maxLength: 120, size: 'max' })
const tile = fc.integer({ min: 0, max: 4 }).chain((z) => fc.tuple(fc.constant(z), fc.nat(2 ** z - 1), fc.nat(2 ** z - 1)))
const EXTENT = 4096
const within = (at: { x: number; y: number }): boolean => at.x >= 0 && at.y >= 0 && at.x < EXTENT && at.y < EXTENT

test('a tile shows every record of its square that the reader may see, and no other', () => {
  fc.assert(fc.property(many, anyReader, anyQuery, tile, (list, reader, query, [z, x, y]) => {
    const columns = new Columns([incident], AREAS)
    list.forEach((record) => columns.put(record))
    const records = new Map(list.map((record) => [record.id, record]))
    const wanted = inTile(records, reader, query, z, x, y)
    const features = decode(columns.tile(reader, query, z, x, y))
    assert.deepEqual(features.filter(within).map((f) => String(f.properties['id'])).sort(), wanted.map((record) => record.id).sort())
    for (const { properties } of features) {
      const record = records.get(String(properties['id']))!
      assert.equal(properties['workflow'], record.workflow)
      assert.equal(properties['veracity'] ?? null, record.veracity)
      assert.equal(properties['unverified'], isUnverified(record))
      assert.equal(properties['category'], record.data['category'])
    }
    const severities = features.map((f) => Number(f.properties['severity']))
    assert.deepEqual(severities, severities.toSorted((a, b) => a - b), 'the worst are drawn last')
  }), { numRuns: 150 })
})

test('crowded tiles count everybody once and hide nothing severe', () => {
  fc.assert(fc.property(many, anyReader, tile, (list, reader, [z, x, y]) => {
    const columns = new Columns([incident], AREAS)
    list.forEach((record) => columns.put(record))
    const records = new Map(list.map((record) => [record.id, record]))
    const wanted = inTile(records, reader, { kind: 'incident' }, z, x, y)
    const severity = (record: VigieRecord): number => factsOf(incident, record).severity
    const features = decode(columns.tile(reader, { kind: 'incident' }, z, x, y, { clusterAbove: -1 }))
    const cells = features.filter((f) => f.properties['count'] !== undefined)
    const singles = features.filter((f) => f.properties['count'] === undefined)
    // Every severe record of the square stands for itself with its own place and properties, and nothing else does.
    assert.deepEqual(singles.filter(within).map((f) => String(f.properties['id'])).sort(), wanted.filter((r) => severity(r) >= 4).map((r) => r.id).sort())
    for (const { properties } of singles) {
      const record = records.get(String(properties['id']))!
      assert.equal(properties['severity'], severity(record))
      assert.equal(properties['workflow'], record.workflow)
      assert.equal(properties['veracity'] ?? null, record.veracity)
      assert.equal(properties['category'], record.data['category'])
      assert.equal(typeof properties['radius'], 'number')
      assert.ok(Number(properties['reach']) >= Number(properties['radius']), 'Mercator only stretches')
    }
    const grouped = wanted.filter((r) => severity(r) < 4)
    const sum = (name: string): number => cells.reduce((total, cell) => total + Number(cell.properties[name]), 0)
    assert.equal(sum('count'), grouped.length)
    assert.equal(sum('unverified'), grouped.filter(isUnverified).length)
    assert.equal(Math.max(-1, ...cells.map((cell) => Number(cell.properties['severity']))), Math.max(-1, ...grouped.map(severity)))
    for (const { properties } of cells) {
      assert.equal(severity(records.get(String(properties['id']))!), properties['severity'])
      assert.equal(properties['radius'], undefined)
    }
    const order = features.map((f) => f.properties['count'] === undefined)
    assert.deepEqual(order, order.toSorted((a, b) => Number(a) - Number(b)), 'severe records are drawn above the groups')
  }), { numRuns: 150 })
})

test('severe records that are too many for signs say so, those upon one another by one disc that counts them; groups never do', () => {
  fc.assert(fc.property(many, tile, fc.integer({ min: 0, max: 4 }), (list, [z, x, y], crowdAbove) => {
    const columns = new Columns([incident], AREAS)
    list.forEach((record) => columns.put(record))
    const reader: Reader = { user: 'u', name: 'u', org: 'UN', side: 'mission', clearance: 'C', compartments: [], grants: [{ role: 'JOC-CH', area: null }], purpose: null }
    const features = decode(columns.tile(reader, { kind: 'incident' }, z, x, y, { clusterAbove: -1, crowdAbove }))
    const severe = features.filter((f) => f.properties['count'] === undefined)
    const each = decode(columns.tile(reader, { kind: 'incident' }, z, x, y, { clusterAbove: -1, crowdAbove: Infinity })).filter((f) => f.properties['count'] === undefined)
    assert.deepEqual(new Set(severe.map((f) => f.properties['crowd'])), new Set(severe.length === 0 ? [] : [each.length > crowdAbove ? 1 : undefined]))
    const square = (f: (typeof severe)[number]): string => `${Math.floor(f.x / 64)} ${Math.floor(f.y / 64)} ${String(f.properties['severity'])}`
    const drawn = new Map(severe.map((f) => [square(f), f]))
    // Nothing severe is hidden: each of them is drawn, or one of its severity is within its 8 pixels, and none is counted twice.
    assert.ok(each.every((f) => drawn.has(square(f))))
    assert.equal(severe.reduce((sum, f) => sum + 1 + Number(f.properties['more'] ?? 0), 0), each.length)
    assert.ok(each.length <= crowdAbove || drawn.size === severe.length)
    assert.ok(features.every((f) => f.properties['count'] === undefined || f.properties['crowd'] === undefined))
  }), { numRuns: 80 })
})

test('the place of a severe record in a crowded tile is that of an uncrowded one', () => {
  fc.assert(fc.property(many, tile, (list, [z, x, y]) => {
    const columns = new Columns([incident], AREAS)
    list.forEach((record) => columns.put(record))
    const reader: Reader = { user: 'u', name: 'u', org: 'UN', side: 'mission', clearance: 'C', compartments: [], grants: [{ role: 'JOC-CH', area: null }], purpose: null }
    const places = (clusterAbove: number): Map<string, string> => new Map(decode(columns.tile(reader, { kind: 'incident', severity: 4 }, z, x, y, { clusterAbove })).map((f) => [String(f.properties['id']), `${f.x} ${f.y}`]))
    assert.deepEqual([...places(-1)].sort(), [...places(Infinity)].sort())
  }), { numRuns: 60 })
})

test('a tile is kept until something changes, and readers of equal rights share it', () => {
  const [first, second] = fc.sample(anyIncident, { seed: 5, numRuns: 2 }).map((record, i): VigieRecord => ({
    ...record, id: `id-${i}`, workflow: 'approved', area: 'a11', handling: { level: 'U', compartments: [], owner: 'UN', releasableTo: ['*'], caveats: [] },
    data: { ...record.data, place: { lon: 1, lat: 1, precision: 1, radiusM: 0, method: 'GPS' } },
  }))
  const columns = new Columns([incident], AREAS)
  columns.put(first!)
  const reader = (user: string): Reader => ({ user, name: user, org: 'UN', side: 'mission', clearance: 'U', compartments: [], grants: [{ role: 'JOC-DO', area: null }], purpose: null })
  const tileOf = (who: Reader): Uint8Array => columns.tile(who, { kind: 'incident' }, 0, 0, 0)
  const before = tileOf(reader('u1'))
  assert.equal(tileOf(reader('u2')), before)
  assert.equal(decode(before).length, 1)
  columns.put(second!)
  assert.equal(decode(tileOf(reader('u1'))).length, 2)
  columns.put({ ...second!, handling: { ...second!.handling, caveats: ['EYES-NAMED'], named: ['u2'] } })
  assert.equal(decode(tileOf(reader('u1'))).length, 1)
  assert.equal(decode(tileOf(reader('u2'))).length, 2)
  assert.throws(() => columns.tile(reader('u1'), { kind: 'incident' }, 1, 2, 0), /tile: 1\/2\/0 is not a tile/)
})
