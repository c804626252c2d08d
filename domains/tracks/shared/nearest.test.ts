import assert from 'node:assert/strict'
import { test } from 'node:test'
import { candidate, MOST_S } from './nearest.ts'
import type { LiveTrack } from './wire.ts'

const NOW = Date.UTC(2026, 7, 18, 12)
const helicopter = (lat: number): LiveTrack => ({ id: 't', sort: 'helicopter', affiliation: 'friend', lon: 20, lat, at: NOW, source: 'gps' }) as unknown as LiveTrack

test('one that would be under way for more than a day is no candidate; one an hour away is', () => {
  const place = { lon: 20, lat: 5 }
  const near = candidate(helicopter(6.8), place, NOW, 200)
  assert.ok(near && Math.abs(near.etaS - 3600) < 60, `${near?.etaS} s for 200 km at 200 km/h`)
  assert.equal(candidate(helicopter(-45), place, NOW, 200), null, '5,560 km at 200 km/h are 28 hours')
  assert.ok((candidate(helicopter(-37), place, NOW, 200)?.etaS ?? Infinity) < MOST_S)
})
