import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { before, describe, it } from 'node:test'
import { Compile } from 'typebox/compile'
import { feature } from 'topojson-client'
import { AreaTree } from '../core/area.ts'
import { actor, incident } from '../domains/incidents/domain.ts'
import { TAXONOMY } from '../domains/incidents/shared/taxonomy.ts'
import { area, mission, unit } from '../domains/mission/domain.ts'
import { technology } from '../domains/oversight/domain.ts'
import { sampleGeography, sampleMission, type SampleRecord, weekShift } from './load.ts'
import { type Geography, makeGeography } from './make/geography.ts'
import { fold, realCountries, realTowns } from './make/names.ts'
import { unpack } from './make/pack.ts'
import { inPolygon, type MultiPolygon, ringArea } from './make/partition.ts'
import { RecordMaker, type Row } from './make/records.ts'
import { GROUPS, STORIES } from './make/world.ts'

const DATA = new URL('./data/', import.meta.url)
const NOW = Date.parse('2026-03-18T13:45:00Z')
const HOUR = 3_600_000
const sha = (text: string): string => createHash('sha256').update(text).digest('hex')
const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!
const near = (value: number, wanted: number, tolerance: number, what: string): void => assert.ok(Math.abs(value - wanted) <= tolerance, `${what}: ${value.toFixed(4)} is not within ${tolerance} of ${wanted}`)

describe('the sample geography', () => {
  const geography: Geography = sampleGeography()
  const land = geography.land.features[0]!.geometry

  it('is what its generator makes', () => {
    assert.equal(sha(`${JSON.stringify(makeGeography())}\n`), sha(readFileSync(new URL('geography.json', DATA), 'utf8')))
  })

  it('has the promised number of things and stays small', () => {
    assert.ok(statSync(new URL('geography.json', DATA)).size < 2_500_000)
    near(geography.land.features[0]!.properties.km2, 45_000, 500, 'land area')
    assert.equal(geography.admin1.features.length, 7)
    assert.equal(geography.admin2.features.length, 28)
    assert.equal(geography.sectors.features.length, 4)
    assert.equal(geography.bases.features.length, 24)
    assert.equal(geography.aors.features.length, 24)
    assert.equal(geography.idpSites.features.length, 11)
    assert.deepEqual(geography.hospitals.features.map((h) => h.properties.level).sort(), [2, 2, 2, 3])
    assert.ok(geography.places.filter((place) => place.type === 'village').length >= 395)
    assert.equal(geography.places.filter((place) => place.type !== 'village').length, 22)
    assert.ok(geography.bridges.features.length > 50 && geography.lakes.features.length >= 4 && geography.relief.features.length === 4)
  })

  it('puts every place and site on land, inside the district and area that it names', () => {
    for (const place of geography.places) {
      assert.ok(inPolygon(place.at, land), `${place.name} lies in the sea`)
    }
    for (const layer of [geography.bases, geography.idpSites, geography.hospitals, geography.airfields]) {
      for (const site of layer.features) {
        assert.ok(inPolygon(site.geometry.coordinates, land), `${site.id} lies in the sea`)
      }
    }
    const inside = geography.places.filter((place) => inPolygon(place.at, geography.admin2.features.find((d) => d.id === place.admin2)!.geometry) && inPolygon(place.at, geography.aors.features.find((a) => a.properties.base === place.base)!.geometry))
    // smoothing a border may move it past a village that sits on it
    assert.ok(inside.length >= geography.places.length * 0.985, `${geography.places.length - inside.length} places outside their district`)
  })

  it('divides the land exactly: provinces, districts, sectors and areas of responsibility each add up to it', () => {
    const total = (shapes: MultiPolygon[]): number => shapes.flatMap((shape) => shape.coordinates.flat()).reduce((sum, ring) => sum + ringArea(ring), 0)
    const whole = total([land])
    for (const name of ['admin1', 'admin2', 'sectors', 'aors'] as const) {
      near(total(geography[name].features.map((f) => f.geometry)) / whole, 1, 1e-9, name)
    }
    const edges = (shape: MultiPolygon): string[] => shape.coordinates.flat().flatMap((ring) => ring.slice(1).map((p, k) => `${ring[k]},${p}`))
    const all = geography.admin2.features.flatMap((f) => edges(f.geometry))
    const coast = new Set(edges(land))
    const set = new Set(all)
    for (const edge of all) {
      const [ax, ay, bx, by] = edge.split(',')
      assert.ok(coast.has(edge) !== set.has(`${bx},${by},${ax},${ay}`), `border ${edge} is neither coast nor shared`)
    }
  })

  it('is far from real land', () => {
    const atlas = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('world-atlas/land-10m.json'), 'utf8')) as Parameters<typeof feature>[0]
    const real = feature(atlas, atlas.objects['land']!) as unknown as { features: { geometry: MultiPolygon }[] }
    const [w, s, e, n] = geography.bounds
    for (const shape of real.features) {
      for (const ring of shape.geometry.coordinates.flat()) {
        assert.ok(!ring.some(([x, y]) => x > w - 2 && x < e + 2 && y > s - 2 && y < n + 2), 'real land within two degrees')
      }
      assert.ok(!inPolygon([(w + e) / 2, (s + n) / 2], shape.geometry))
    }
  })

  it('names nothing after a real country or town', () => {
    const countries = realCountries()
    const towns = realTowns()
    const names = [geography.state.name, ...geography.places.map((place) => place.name), ...geography.admin1.features.map((f) => f.properties.name), ...GROUPS.map((group) => group.name)]
    for (const name of names) {
      assert.ok(!countries.has(fold(name)) && fold(name) !== 'carana', `${name} is a country`)
      assert.ok(!towns.has(fold(name)), `${name} is a town`)
    }
    assert.equal(new Set(geography.places.map((place) => place.name)).size, geography.places.length)
    assert.match(geography.state.code, /^X[A-Z]$/)
  })
})

describe('the sample records', () => {
  const records: SampleRecord[] = []
  before(async () => {
    for await (const record of sampleMission({ now: NOW }).records) {
      records.push(record)
    }
  })
  const share = (test: (record: SampleRecord) => boolean): number => records.filter(test).length / records.length

  it('begin as their generator makes them', () => {
    const maker = new RecordMaker(sampleGeography())
    const made = Array.from({ length: 12 }, (_, day) => maker.day(day)).flat()
    const committed = new Map<number, Row>()
    for (const row of unpack(readFileSync(new URL('records-00.json.zst', DATA)))) {
      committed.set(row.n, row)
    }
    // a merge is decided when the day is made, so whole days are compared
    assert.ok(made.length > 1000)
    for (const row of made) {
      assert.deepEqual(committed.get(row.n), row)
    }
  })

  it('are two years at a hundred a day, in few bytes', () => {
    near(records.length, 73_000, 730, 'records')
    const bytes = readdirSync(DATA).filter((name) => name.startsWith('records-')).reduce((sum, name) => sum + statSync(new URL(name, DATA)).size, 0)
    assert.ok(bytes < 8_000_000, `${bytes} bytes`)
  })

  it('end shortly before now, whatever now is, by a shift of whole weeks', async () => {
    for (const now of [NOW, Date.parse('2025-12-31T23:59:00Z'), Date.parse('2031-07-01T04:00:00Z')]) {
      assert.equal(Math.abs(weekShift(now) % (7 * 24 * HOUR)), 0)
      let last = ''
      for await (const record of now === NOW ? records : sampleMission({ now }).records) {
        assert.ok(record.createdAt >= last)
        last = record.createdAt
      }
      const age = now - Date.parse(last)
      assert.ok(age >= 0 && age < 6 * HOUR, `newest record is ${age / HOUR} h old`)
    }
  })

  it('are as dirty as field-guide 19 says', () => {
    near(share((r) => r.truth.repeats !== null), 0.08, 0.008, 'duplicates')
    near(share((r) => r.data.place!.precision >= 3), 0.25, 0.015, 'centroids')
    near(share((r) => r.data.sources!.every((s) => s.reliability === 'F' && s.credibility === '6')), 0.12, 0.01, 'F6')
    const lags = records.filter((r) => !r.data.category.startsWith('EV')).map((r) => (Date.parse(r.createdAt) - Date.parse(r.data.happened!.from)) / HOUR)
    near(median(lags), 3, 0.3, 'median lag, hours')
    near(share((r) => r.data.type === 'ACTIVITY'), 0.4, 0.04, 'activities')
    near(share((r) => / (le|la|les|des|une|un|du|au|vers) /.test(r.data.narrative)), 0.29, 0.03, 'French')
    assert.ok(share((r) => /[\u0600-\u06ff]/.test(r.data.narrative)) > 0.01)
    const distinct = new Set(records.map((r) => r.data.narrative)).size
    assert.ok(distinct > records.length * 0.95, `${distinct} distinct narratives`)
  })

  it('repeat an event from another unit, 5–90 minutes and up to a few kilometres away', () => {
    const byId = new Map(records.map((r) => [r.id, r]))
    const exact = records.filter((r) => r.truth.repeats !== null && r.data.place!.precision < 3 && (byId.get(r.truth.repeats)?.data.place?.precision ?? 9) < 3 && !r.data.category.startsWith('EV'))
    assert.ok(exact.length > 2000)
    for (const record of exact) {
      const first = byId.get(record.truth.repeats!)!
      const minutes = Math.abs(Date.parse(record.data.happened!.from) - Date.parse(first.data.happened!.from)) / 60_000
      const km = Math.hypot((record.data.place!.lon! - first.data.place!.lon!) * 110.8, (record.data.place!.lat! - first.data.place!.lat!) * 111.2)
      assert.ok(minutes >= 4 && minutes <= 91 && km <= 3.01, `${minutes} min, ${km} km`)
      assert.notEqual(record.data.unit, first.data.unit)
    }
  })

  it('show the month-end burst, the seasons, market days and who reports', () => {
    const days = new Map<string, number>()
    const units = new Map<string, number>()
    for (const record of records) {
      days.set(record.createdAt.slice(0, 10), (days.get(record.createdAt.slice(0, 10)) ?? 0) + 1)
      units.set(record.data.unit!, (units.get(record.data.unit!) ?? 0) + 1)
    }
    const bursts = [...days.values()].filter((count) => count > 140).length
    assert.ok(bursts >= 24, `${bursts} days with a burst of late entries`)
    const bases = [...units].filter(([id]) => id.startsWith('unit-b') && !id.startsWith('unit-bn')).map(([, count]) => count).sort((a, b) => a - b)
    assert.ok(bases.at(-1)! > bases[0]! * 5, 'some units report far more than others')
    const market = new Map(sampleGeography().places.map((place) => [place.id, place.marketDay]))
    const crime = records.filter((r) => /^(CR|CV.12|CV.13)/.test(r.data.category) && typeof market.get(r.data.place!.gazetteer!) === 'number')
    const onDay = crime.filter((r) => (new Date(r.data.happened!.from).getUTCDay() + 6) % 7 === market.get(r.data.place!.gazetteer!)).length
    assert.ok(onDay / crime.length > 0.2, `${onDay} of ${crime.length} crimes on a market day`)
  })

  it('fit the model of their kinds, link to earlier records, and use codes of the taxonomy', () => {
    const check = Compile(incident.data)
    const ids = new Set(records.map((r) => r.id))
    assert.equal(ids.size, records.length)
    let dangling = 0
    for (const record of records) {
      if (!check.Check(record.data)) {
        assert.fail(`${record.id}: ${JSON.stringify([...check.Errors(record.data)][0])}`)
      }
      assert.deepEqual(incident.check!(record.data, record as never), [])
      assert.ok(TAXONOMY.byCode.has(record.data.category), record.data.category)
      dangling += (record.data.links ?? []).filter((link) => !ids.has(link.record)).length
    }
    assert.ok(dangling < 60, `${dangling} links point before the two years or after now`)
    assert.ok(records.some((r) => Date.parse(r.data.happened!.from) > NOW))
    const stories = new Set(records.map((r) => r.truth.story))
    assert.equal(stories.size, STORIES.length + 1)
  })

  it('come with a skeleton that fits its kinds', () => {
    const sample = sampleMission({ now: NOW })
    const groups = [[mission, [sample.mission]], [area, sample.areas], [unit, sample.units], [actor, sample.actors], [technology, sample.technologies]] as const
    for (const [kind, items] of groups) {
      const check = Compile(kind.data)
      for (const item of items) {
        assert.ok(check.Check(item.data), `${item.id}: ${JSON.stringify([...check.Errors(item.data)][0])}`)
        assert.deepEqual(kind.check?.(item.data as never, item as never) ?? [], [])
      }
    }
    const known = new Set(sample.areas.map((item) => item.id))
    for (const item of sample.areas) {
      assert.ok(item.data.parent === undefined || known.has(item.data.parent), `${item.id} has no parent ${item.data.parent}`)
    }
    const tree = new AreaTree(sample.areas.map(({ id, data }) => ({ id, code: data.code, name: data.name, type: data.type, parent: data.parent ?? null, polygons: data.polygons ?? null })))
    for (const record of records.slice(-2000)) {
      const found = tree.locate(record.data.place!.lon!, record.data.place!.lat!)
      assert.deepEqual({ area: record.area, places: record.places }, found, record.id)
    }
    assert.equal(sample.actors.filter((item) => ['NSAG', 'SELFDEF', 'CRIM'].includes(item.data.type)).length, 9)
  })
})
