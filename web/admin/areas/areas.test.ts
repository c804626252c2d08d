import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Corner } from '../../../core/place-outline.ts'
import { utf8Bytes } from '../../../formats/text-encoding.ts'
import { shapefileZip } from '../../../test/shapefile.ts'
import { fieldsOf, levelOf, readAreaFile, rowsOf, suggestAreaMapping } from './area-read.ts'
import { clearOutline, crossingAt, dropCorner, finishRing, holdCorner, putCorner, snapped, startOutline, undoOutline } from './outline.ts'

const ring = (w: number, s: number, e: number, n: number): Corner[] => [[w, s], [e, s], [e, n], [w, n], [w, s]]

test('a polygon with a hole is drawn, a corner moved and removed, all undone', () => {
  let outline = startOutline([])
  for (const corner of ring(0, 0, 4, 4).slice(0, 4)) {
    outline = putCorner(outline, corner)
  }
  outline = finishRing(outline, false)
  assert.deepEqual(outline.polygons, [[ring(0, 0, 4, 4)]])
  for (const corner of [[1, 1], [2, 1], [2, 2]] as Corner[]) {
    outline = putCorner(outline, corner)
  }
  const holed = finishRing(outline, true)
  assert.deepEqual(holed.polygons[0]?.[1], [[1, 1], [2, 2], [2, 1], [1, 1]])
  const moved = putCorner(holdCorner(holed, [3.99, 4.01], 0.1), [5, 5])
  assert.deepEqual(moved.polygons[0]?.[0]?.[2], [5, 5])
  assert.equal(dropCorner(holdCorner(moved, [1, 1], 0.1)).polygons[0]?.length, 1, 'a hole of two corners is none')
  const first = putCorner(holdCorner(moved, [0, 0], 0.1), [-1, 0])
  assert.deepEqual([first.polygons[0]?.[0]?.[0], first.polygons[0]?.[0]?.at(-1)], [[-1, 0], [-1, 0]], 'stays closed')
  assert.deepEqual(undoOutline(undoOutline(first)).polygons, holed.polygons)
  assert.deepEqual(undoOutline(clearOutline(holed)).polygons, holed.polygons)
})

test('corners snap to neighbours; a crossing is told while drawing', () => {
  assert.deepEqual(snapped([1.001, 1], [[1, 1], [2, 2]], 0.01), [1, 1])
  assert.deepEqual(snapped([1.5, 1], [[1, 1], [2, 2]], 0.01), [1.5, 1])
  let outline = startOutline([])
  for (const corner of [[0, 0], [2, 2], [2, 0], [0, 2]] as Corner[]) {
    outline = putCorner(outline, corner)
  }
  assert.deepEqual(crossingAt(outline), [1, 1])
})

test('GeoJSON with several polygons, holes and wrong turning becomes areas with parents', async () => {
  const feature = (properties: Record<string, unknown>, geometry: unknown) => ({ type: 'Feature', properties, geometry })
  const clockwise = [...ring(0, 0, 4, 4)].reverse()
  const [layer] = await readAreaFile('areas.json', utf8Bytes(JSON.stringify({
    type: 'FeatureCollection', features: [
      feature({ ADM2_EN: 'Inner', ADM2_PCODE: 'X0101', parent: 'X01' }, { type: 'Polygon', coordinates: [clockwise, ring(1, 1, 2, 2)] }),
      feature({ ADM2_EN: 'Outer', ADM2_PCODE: 'X01', parent: '' }, { type: 'MultiPolygon', coordinates: [[ring(0, 0, 9, 9)], [ring(10, 0, 11, 1)]] }),
      feature({ ADM2_EN: 'Bow', ADM2_PCODE: 'X02', parent: 'nowhere' }, { type: 'Polygon', coordinates: [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]] }),
      feature({ ADM2_EN: '', ADM2_PCODE: 'X01' }, { type: 'Point', coordinates: [0, 0] }),
    ],
  })))
  const features = layer?.features ?? []
  const mapping = suggestAreaMapping(fieldsOf(features))
  assert.deepEqual(mapping, { name: 'ADM2_EN', code: 'ADM2_PCODE', pcode: 'ADM2_PCODE', parent: 'parent' })
  const rows = rowsOf(features, mapping, [{ id: 's', code: 'X01', name: 'Old', type: 'admin2', parent: null }], 'admin2', 'top')
  assert.deepEqual(rows[0]?.polygons, [[ring(0, 0, 4, 4), [...ring(1, 1, 2, 2)].reverse()]])
  assert.deepEqual(rows.map((r) => r.problems), [[], [], ['crosses', 'no-parent'], ['no-name', 'twice', 'no-outline']])
  assert.deepEqual(rows.map((r) => r.parent), [{ row: 1 }, { id: 'top' }, null, { id: 'top' }])
  assert.deepEqual([rows[1]?.id, rows[0]?.holes, rows[1]?.polygons.length], ['s', 1, 2])
})

test('boundaries as they are published: zipped, a layer for each level, named by their level', async () => {
  const ringOf: [number, number][] = [[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]]
  const zip = shapefileZip('adm2', [{ rings: [ringOf], values: { ADM1_EN: 'North', ADM1_PCODE: 'XA', ADM2_EN: 'Sabo', ADM2_PCODE: 'XA01' } }])
  const [layer] = await readAreaFile('cod.zip', zip)
  const fields = fieldsOf(layer?.features ?? [])
  assert.equal(levelOf(fields), 'admin2')
  assert.deepEqual(suggestAreaMapping(fields), { name: 'ADM2_EN', code: 'ADM2_PCODE', pcode: 'ADM2_PCODE', parent: 'ADM1_PCODE' })
  const [row] = rowsOf(layer?.features ?? [], suggestAreaMapping(fields), [{ id: 'north', code: 'XA', name: 'North', type: 'admin1', parent: null }], 'admin2', null)
  assert.deepEqual([row?.name, row?.parent, row?.problems, row?.polygons[0]?.[0]?.length], ['Sabo', { id: 'north' }, [], 5])
})
