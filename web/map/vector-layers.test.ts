import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expression, validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { PALETTES } from './palette.ts'
import { nameIn, vectorClass, vectorLook } from './vector-layers.ts'

const SCHEMES = ['water', 'waterway', 'landcover', 'landuse', 'park', 'boundary', 'aeroway', 'transportation', 'building', 'water_name', 'transportation_name', 'place', 'housenumber', 'poi', 'earth', 'natural', 'physical_line', 'roads', 'transit', 'boundaries', 'buildings', 'places', 'pois', 'ocean', 'water_polygons', 'streets', 'street_labels', 'land', 'place_labels', 'survey_2019']

test('layers of the common schemes are told by their names', () => {
  const told = Object.fromEntries(SCHEMES.map((name) => [name, vectorClass(name)]))
  for (const [is, names] of Object.entries({ water: ['water', 'waterway', 'ocean', 'water_polygons'], use: ['landcover', 'landuse', 'park', 'natural'], building: ['building', 'buildings'], road: ['transportation', 'transportation_name', 'roads', 'transit', 'streets', 'street_labels'], border: ['boundary', 'boundaries'], place: ['place', 'places', 'pois', 'place_labels'], land: ['land', 'earth'], other: ['survey_2019'] })) {
    names.forEach((name) => assert.equal(told[name], is, name))
  }
})

test('every layer becomes a sound style with ids of its own, in every theme and strength', () => {
  for (const palette of Object.values(PALETTES)) {
    for (const strength of [0.4, 1]) {
      const { ground, names } = vectorLook('added-x', SCHEMES, { palette, locale: 'ar', strength })
      const layers = [...ground, ...names]
      assert.equal(new Set(layers.map((l) => l.id)).size, layers.length)
      assert.deepEqual(validateStyleMin({ version: 8, glyphs: 'https://x/{fontstack}/{range}.pbf', sources: { 'added-x': { type: 'vector', tiles: ['https://x/{z}/{x}/{y}'] } }, layers }).map((e) => e.message), [])
    }
  }
})

test('what the data call disputed is dashed and nothing else; names come in the reader\u2019s language', () => {
  const { ground } = vectorLook('s', ['boundaries'], { palette: PALETTES.light, locale: 'fr', strength: 1 })
  const dashed = ground.find((l) => l.id.endsWith('unsettled'))
  assert.ok(dashed?.type === 'line' && dashed.paint?.['line-dasharray'])
  assert.ok(ground.filter((l) => l !== dashed).every((l) => !('line-dasharray' in (l.paint ?? {}))))
  const names = expression.createExpression(nameIn('ar'), { type: 'string' } as never)
  assert.ok(names.result === 'success')
  const said = (properties: Record<string, string>) => names.value.evaluate({ zoom: 10 }, { type: 1, properties } as never)
  assert.deepEqual([said({ 'name': 'Town', 'name:ar': 'بلدة' }), said({ name: 'Town', name_ar: 'بلدة' }), said({ name: 'Town' }), said({})], ['بلدة', 'بلدة', 'Town', ''])
})
