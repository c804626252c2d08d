import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fusion } from './fusion.ts'
import { reportOf } from './pipeline/report.ts'

const T = Date.UTC(2026, 7, 1)
const report = (subject: string, i: number, lon: number, lat = 4) => reportOf({ subject, at: T + i * 2000, lon, lat, altM: null, speedMs: null, courseDeg: null, accuracyM: 17, source: 'radar' }, T + i * 2000, undefined, 'fed')

test('reports without identity become a track; those with one go through untouched', () => {
  const fusion = new Fusion()
  const out = Array.from({ length: 6 }, (_, i) => fusion.take('fed', [report(`plot:radar-1:${i}`, i, 18 + i * 1e-4), report('mmsi:211', i, 18 + i * 1e-4)]))
  assert.deepEqual(out[0]?.map((one) => one.subject), ['mmsi:211'])
  const last = out[5] ?? []
  assert.deepEqual(last.map((one) => one.subject), ['mmsi:211', 'fused:fed:1'], 'at the same place, and still two')
  assert.deepEqual([last[1]?.source, last[1]?.facts?.more?.['reports'], last[1]?.facts?.more?.['madeOf'], last[1]?.facts?.more?.['report']], ['computed', 6, 'plot:radar-1 6', 'plot:radar-1:5'])
})

test('feeds are apart, nonsense is left to be refused', () => {
  const fusion = new Fusion()
  for (let i = 0; i < 5; i++) {
    fusion.take('a', [report('plot:x', i, 18)])
  }
  assert.deepEqual(fusion.take('b', [report('plot:x', 5, 18)]), [])
  assert.equal(fusion.take('a', [report('plot:x', 5, 999)])[0]?.lon, 999)
  assert.equal(fusion.take('a', [report('plot:x', 6, 18)])[0]?.subject, 'fused:a:1')
  fusion.forget('a')
  assert.deepEqual(fusion.take('a', [report('plot:x', 7, 18)]), [])
})
