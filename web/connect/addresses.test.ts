import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressesOf } from './addresses.ts'

test('every address carries the link; the OGC one signs in otherwise', () => {
  const all = addressesOf('https://node', 'incident', 'vgl_a+b')
  assert.equal(all.earth, 'https://node/api/kml/link?kind=incident&key=vgl_a%2Bb')
  assert.equal(all.tiles, 'https://node/api/tiles/incident/{z}/{x}/{y}.mvt?key=vgl_a%2Bb')
  assert.equal(all.ogc, 'https://node/ogc')
  assert.ok(!JSON.stringify(addressesOf('https://node', 'incident', '')).includes('key='))
})
