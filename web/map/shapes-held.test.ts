import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Map as MapLibreMap } from 'maplibre-gl'
import type { Shape } from './handle.ts'
import { HeldShapes } from './shapes-held.ts'

/** The part of a map that shapes are put into, which tells what was asked of it. */
function board(): { map: MapLibreMap; asked: string[] } {
  const asked: string[] = []
  const sources = new Map<string, { setData(data: GeoJSON.FeatureCollection): void }>()
  const map = {
    getSource: (id: string) => sources.get(id),
    addSource: (id: string) => {
      asked.push(`+${id}`)
      sources.set(id, { setData: ({ features }) => void asked.push(`${id} ${features.length}`) })
    },
    removeSource: (id: string) => {
      asked.push(`-${id}`)
      sources.delete(id)
    },
    addLayer: () => undefined, removeLayer: () => undefined,
  }
  return { map: map as unknown as MapLibreMap, asked }
}

const at = (lon: number): Shape => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [lon, 4] }, properties: { radius: 4 } })

test('a list told again as it stands makes the map draw nothing; each true change does, also after it was taken away', () => {
  const { map, asked } = board()
  const held = new HeldShapes(map, '#fff', ['Vigie'])
  for (const list of [[], [], [at(18)], [at(18)], [at(18.5)], [at(18.5), at(19)], [], [], null, [], []]) {
    held.set('fences', 'areas', list, 1)
  }
  assert.deepEqual(asked, ['+s-fences', 's-fences 1', 's-fences 1', 's-fences 2', 's-fences 0', '-s-fences', '+s-fences'])
  held.set('fences', 'areas', [], 0.5)
  assert.deepEqual(asked.slice(7), ['-s-fences', '+s-fences'], 'another opacity is another drawing')
})
