import assert from 'node:assert/strict'
import { test } from 'node:test'
import { darkLandings, type Way } from './dark-landing.ts'
import type { LandingSite } from './landing-site.ts'

/** On the equator at Greenwich the sun sets about 18 h Z in August: civil night from about 1825Z. */
const day = Date.UTC(2026, 7, 18, 12)
const dusk = Date.UTC(2026, 7, 18, 18, 0)
const night = Date.UTC(2026, 7, 18, 22)
const site = (more: Partial<LandingSite> = {}): { data: LandingSite } => ({ data: { name: 'Ford', place: { lon: 0.001, lat: 0 }, ...more } as LandingSite })
const way = (more: Partial<Way> = {}): Way => ({
  request: { four: { callsign: 'K31', place: { lon: 0, lat: 0 }, patients: { A: 1 }, threat: 'N' } } as Way['request'],
  asset: { kind: 'helo', night: true, base: { lon: 0, lat: 0.5 }, speedKmh: 220 },
  facility: { name: 'Level 2', place: { lon: 0, lat: 0.5 }, state: { helipad: 'day-night' } }, sites: [], ...more,
})
const said = (one: Way, now: number) => darkLandings(one, now).map(({ at, name, why, about }) => [at, name, why, about])

test('by day nothing is said; by night a place nobody has looked at, one that is known to be dark, and never one that is lit', () => {
  assert.deepEqual(said(way(), day), [])
  assert.deepEqual(said(way(), night), [['pickup', null, 'unknown', true]])
  assert.deepEqual(said(way({ sites: [site()] }), night), [['pickup', 'Ford', 'unknown', true]])
  assert.deepEqual(said(way({ sites: [site({ night: false })] }), night), [['pickup', 'Ford', 'unlit', true]])
  assert.deepEqual(said(way({ sites: [site({ night: true })] }), night), [])
})

test('it is the time of arrival that counts: leaving at dusk lands in the dark, by the plan where there is one and else reckoned', () => {
  const lit = { sites: [site({ night: true })], facility: { name: 'Level 2', place: { lon: 0, lat: 0.5 }, state: { helipad: 'day' as const } } }
  const [landing] = darkLandings(way(lit), dusk)
  assert.deepEqual([landing?.at, landing?.name, landing?.why, landing?.about], ['handover', 'Level 2', 'unlit', true])
  // 15 minutes' notice, 15.1 there, 10 to load, 15.1 back: about 55 minutes.
  assert.equal(Math.round((landing!.when - dusk) / 60_000), 55)
  assert.deepEqual(said(way({ ...lit, etaHandover: new Date(dusk + 10 * 60_000).toISOString() }), dusk), [], 'the plan says it is there before')
  assert.deepEqual(said(way({ ...lit, etaHandover: new Date(dusk - 3_600_000).toISOString() }), night), [['handover', 'Level 2', 'unlit', false]], 'launched later than planned')
})

test('helipads: not known by night is said, none is another matter; what does not go by night is named first', () => {
  const sites = [site({ night: true })]
  assert.deepEqual(said(way({ sites, facility: { name: 'H', place: { lon: 0, lat: 0.5 } } as Way['facility'] }), night), [['handover', 'H', 'unknown', true]])
  assert.deepEqual(said(way({ sites, facility: { name: 'H', place: { lon: 0, lat: 0.5 }, state: { helipad: 'none' } } as Way['facility'] }), night), [])
  assert.deepEqual(said(way({ sites, asset: { ...way().asset, night: false } }), night), [['pickup', 'Ford', 'asset', true], ['handover', 'Level 2', 'asset', true]])
})

test('an ambulance needs no landing; an aeroplane goes by its airstrips, and where none is known nothing is said', () => {
  assert.deepEqual(said(way({ asset: { ...way().asset, kind: 'ground' } }), night), [])
  assert.deepEqual(said(way({ asset: { ...way().asset, kind: 'ground', night: false } }), night), [['pickup', null, 'asset', true]])
  assert.deepEqual(said(way({ asset: { ...way().asset, kind: 'fixed' } }), night), [])
  assert.deepEqual(said(way({ asset: { ...way().asset, kind: 'fixed' }, sites: [site({ name: 'Strip', kinds: ['fixed'], night: false, place: { lon: 0.2, lat: 0 } })] }), night), [['pickup', 'Strip', 'unlit', true]])
  assert.deepEqual(said(way({ request: { four: { callsign: 'K31', place: { name: 'somewhere' }, patients: { A: 1 }, threat: 'N' } } as Way['request'] }), night), [], 'nobody knows the place')
})
