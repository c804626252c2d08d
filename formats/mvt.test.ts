import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { VectorTile } from '@mapbox/vector-tile'
import { cellLayer, clusterCells } from './mvt-cells.ts'
import { TILE_EXTENT, encodePointLayer, mercatorX, mercatorY, projectE7, tileBounds } from './mvt.ts'

// The protobuf reader that belongs to the decoder, not another version that may lie beside it.
const pbfPath = createRequire(import.meta.resolve('@mapbox/vector-tile')).resolve('pbf')
const { PbfReader } = await import(pathToFileURL(pbfPath).href) as { PbfReader: new (bytes: Uint8Array) => ConstructorParameters<typeof VectorTile>[0] }

// The decoder is the one of the map library: independent of the encoder.
function decode(bytes: Uint8Array, name: string) {
  const layer = new VectorTile(new PbfReader(bytes)).layers[name]
  return Array.from({ length: layer?.length ?? 0 }, (_, i) => {
    const feature = layer!.feature(i)
    return { id: feature.id, type: feature.type, at: feature.loadGeometry()[0]![0]!, properties: { ...feature.properties } }
  })
}

test('what an independent decoder reads is what was put in', () => {
  const point = fc.record({
    lon: fc.integer({ min: -1_799_999_999, max: 1_799_999_999 }), lat: fc.integer({ min: -850_000_000, max: 850_000_000 }),
    code: fc.nat(2), severity: fc.integer({ min: 0, max: 5 }), dead: fc.oneof(fc.integer({ min: -1, max: 70_000 }), fc.integer({ min: -2_000_000_000, max: 2_000_000_000 })), share: fc.oneof(fc.double({ noNaN: true }), fc.maxSafeInteger()), un: fc.nat(1),
    id: fc.nat(2 ** 53 - 1),
  })
  const texts = ['armed clash', 'été – منكا', '']
  fc.assert(fc.property(fc.array(point, { minLength: 1, maxLength: 60 }), fc.integer({ min: 0, max: 20 }), fc.boolean(), (points, z, packed) => {
    const lon = Int32Array.from(points, (p) => p.lon)
    const lat = Int32Array.from(points, (p) => p.lat)
    const world = projectE7(lon, lat)
    const tx = Math.floor(world.x[0]! / (2 ** 32 / 2 ** z))
    const ty = Math.floor(world.y[0]! / (2 ** 32 / 2 ** z))
    // Far points would leave the int32 of a tile at high zoom; the caller never passes them.
    const near = Int32Array.from(points.keys()).filter((i) => Math.abs(world.x[i]! / 2 ** (20 - z) - tx * TILE_EXTENT) < 1e8 && Math.abs(world.y[i]! / 2 ** (20 - z) - ty * TILE_EXTENT) < 1e8)
    const bytes = encodePointLayer({
      name: 'incidents', slots: near, positions: packed ? { kind: 'mercator', ...world } : { kind: 'e7', lon, lat },
      ids: Float64Array.from(points, (p) => p.id),
      columns: [
        { name: 'category', kind: 'dictionary', codes: Uint8Array.from(points, (p) => p.code), texts },
        { name: 'severity', kind: 'number', values: Uint8Array.from(points, (p) => p.severity), none: 0 },
        { name: 'dead', kind: 'number', values: Int32Array.from(points, (p) => p.dead), none: -1 },
        { name: 'share', kind: 'number', values: Float64Array.from(points, (p) => p.share) },
        { name: 'un', kind: 'boolean', values: Uint8Array.from(points, (p) => p.un) },
      ],
    }, z, tx, ty)
    const features = decode(bytes, 'incidents')
    assert.equal(features.length, near.length)
    features.forEach((feature, k) => {
      const p = points[near[k]!]!
      assert.equal(feature.id ?? 0, p.id)
      assert.equal(feature.type, 1)
      assert.equal(feature.at.x, Math.floor(world.x[near[k]!]! / 2 ** (20 - z)) - tx * TILE_EXTENT)
      assert.equal(feature.at.y, Math.floor(world.y[near[k]!]! / 2 ** (20 - z)) - ty * TILE_EXTENT)
      assert.deepEqual(feature.properties, {
        category: texts[p.code], ...(p.severity === 0 ? {} : { severity: p.severity }), ...(p.dead === -1 ? {} : { dead: p.dead }), share: p.share === 0 ? 0 : p.share, un: p.un === 1,
      })
    })
  }), { numRuns: 300 })
})

test('features longer than 127 bytes and layers with hundreds of columns', () => {
  const columns = Array.from({ length: 300 }, (_, k) => ({ name: `c${k}`, kind: 'number' as const, values: Int32Array.of(k * 1000, -k - 1) }))
  const bytes = encodePointLayer({ name: 'wide', slots: Int32Array.of(0, 1), positions: { kind: 'tile', x: Int32Array.of(1, 4095), y: Int32Array.of(2, -60) }, columns }, 3, 0, 0)
  const [first, second] = decode(bytes, 'wide')
  assert.equal(Object.keys(first!.properties).length, 300)
  assert.equal(first!.properties['c299'], 299_000)
  assert.equal(second!.properties['c200'], -201)
  assert.deepEqual([second!.at.x, second!.at.y], [4095, -60])
})

test('known places fall on their tile', () => {
  // Longitude 0, latitude 0 is the corner shared by the four tiles of zoom 1.
  assert.equal(mercatorX(0), 2 ** 31)
  assert.equal(mercatorY(0), 2 ** 31)
  assert.deepEqual(tileBounds(1, 1, 1), { x0: 2 ** 31, y0: 2 ** 31, x1: 2 ** 32, y1: 2 ** 32 })
  // Web-Mercator y of 60° N: 0.5 − ln(tan 75°) / 2π, worked by hand.
  assert.equal(Math.abs(mercatorY(600_000_000) / 2 ** 32 - (0.5 - Math.log(Math.tan((75 * Math.PI) / 180)) / (2 * Math.PI))) < 1e-9, true)
  assert.equal(mercatorY(900_000_000), 0)
})

test('clustering counts every point once over all tiles and never hides the most severe', () => {
  fc.assert(fc.property(
    fc.array(fc.record({ x: fc.nat(2 ** 32 - 1), y: fc.nat(2 ** 32 - 1), severity: fc.integer({ min: 1, max: 5 }) }), { minLength: 1, maxLength: 200 }),
    fc.integer({ min: 0, max: 3 }), fc.constantFrom(8, 40, 64, 512),
    (points, z, cellPx) => {
      const columns = { x: Uint32Array.from(points, (p) => p.x), y: Uint32Array.from(points, (p) => p.y), severity: Uint8Array.from(points, (p) => p.severity), ids: Float64Array.from(points, (_, i) => i + 1000) }
      const slots = Int32Array.from(points.keys())
      let total = 0
      let worst = 0
      for (let x = 0; x < 2 ** z; x += 1) {
        for (let y = 0; y < 2 ** z; y += 1) {
          const cells = clusterCells(columns, slots, z, x, y, cellPx)
          for (let i = 0; i < cells.length; i += 1) {
            total += cells.count[i]!
            worst = Math.max(worst, cells.maxSeverity[i]!)
            assert.equal(points[cells.worst[i]!]!.severity, cells.maxSeverity[i])
            assert.equal(cells.id[i] === 0, cells.count[i] !== 1)
          }
        }
      }
      assert.equal(total, points.length)
      assert.equal(worst, Math.max(...points.map((p) => p.severity)))
    },
  ))
})

test('a clustered layer carries count, severity and the look of its worst point', () => {
  const columns = { x: Uint32Array.of(10, 20, 2 ** 31), y: Uint32Array.of(10, 20, 2 ** 31), severity: Uint8Array.of(1, 5, 2), ids: Uint32Array.of(7, 8, 9) }
  const cells = clusterCells(columns, Int32Array.of(0, 1, 2), 0, 0, 0, 64)
  const features = decode(encodePointLayer(cellLayer('cells', cells, [{ name: 'kind', kind: 'dictionary', codes: Uint8Array.of(0, 1, 0), texts: ['a', 'b'] }]), 0, 0, 0), 'cells')
  assert.deepEqual(features.map((f) => f.properties), [{ count: 2, severity: 5, kind: 'b' }, { count: 1, severity: 2, kind: 'a' }])
  assert.equal(features[1]!.id, 9)
})
