import fc from 'fast-check'
import { AreaTree, type AreaNode } from '../core/area.ts'
import { CAVEATS, COMPARTMENTS, LEVELS } from '../core/handling.ts'
import type { JsonObject } from '../core/json.ts'
import { SIDES, type Reader } from '../core/policy.ts'
import { SORTS, TIME_AXES, type Query } from '../core/query.ts'
import { VERACITIES, WORKFLOWS, type VigieRecord } from '../core/record.ts'
import type { RoleCode } from '../core/roles.ts'
import { FLAGS, VICTIM_GROUPS, WEAPONS } from '../domains/incidents/shared/vocabulary.ts'

const node = (id: string, parent: string | null, type: AreaNode['type']): AreaNode => ({ id, code: id, name: id, type, parent, polygons: null })

/** Two sectors with two areas each beside an administrative tree. */
export const AREAS = new AreaTree([
  node('m', null, 'mission'), node('s1', 'm', 'sector'), node('s2', 'm', 'sector'), node('a11', 's1', 'aor'), node('a12', 's1', 'aor'), node('a21', 's2', 'aor'),
  node('r1', null, 'admin1'), node('d11', 'r1', 'admin2'), node('d12', 'r1', 'admin2'), node('site', null, 'site'),
])
const areaId = fc.constantFrom('m', 's1', 's2', 'a11', 'a12', 'a21')
const placeId = fc.constantFrom('r1', 'd11', 'd12', 'site')

const WORDS = ['Attaque', 'attack', 'attaqué', 'Ménaka', 'Menaka', 'مينكا', 'هجوم', 'القرية', 'قرية', "N'Djamena", "l'école", 'école', 'Tombouctou', 'œuvre', 'IED', 'convoi', 'convoy', 'Ansongo', '٢٣', '23', 'Straße', 'route-nord']
const words = (max: number) => fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: max }).map((list) => list.join(' '))

const START = Date.UTC(2026, 0, 1)
const HOUR = 3_600_000
// Few distinct instants, so that ties and edges of intervals are met often.
const hour = fc.integer({ min: 0, max: 40 })
const iso = (hours: number): string => new Date(START + hours * HOUR * 20).toISOString()
const lon = fc.oneof(fc.constantFrom(-180, 180, 179.9999999, -179.9999999, 0), fc.double({ min: -180, max: 180, noNaN: true }))
const lat = fc.oneof(fc.constantFrom(-90, 90, 0), fc.double({ min: -90, max: 90, noNaN: true }))

const data: fc.Arbitrary<JsonObject> = fc.record({
  type: fc.constantFrom('INCIDENT', 'EVENT'),
  title: words(3),
  narrative: words(5),
  category: fc.constantFrom('AC.01', 'AC.03', 'HA.02', 'EX', 'CR.01'),
  tags: fc.option(fc.uniqueArray(fc.constantFrom('night', 'road', 'market', 'عاجل'), { maxLength: 3 }), { nil: undefined }),
  happened: fc.option(fc.tuple(hour, fc.integer({ min: 0, max: 6 })).map(([from, long]) => ({ from: iso(from), ...(long > 0 ? { to: iso(from + long) } : {}), precision: 'HOUR' })), { nil: undefined }),
  reported: fc.option(hour.map(iso), { nil: undefined }),
  place: fc.option(fc.record({ lon, lat, precision: fc.integer({ min: 1, max: 7 }), radiusM: fc.constantFrom(0, 100, 5000), method: fc.constant('GPS'), name: words(1) }), { nil: undefined }),
  actors: fc.option(fc.array(fc.record({ name: fc.constantFrom('UNK-ARMED', 'Force Alpha', 'جماعة'), type: fc.constant('NSAG'), role: fc.constant('PERP_ALLEGED') }), { maxLength: 2 }), { nil: undefined }),
  impact: fc.option(fc.array(fc.record({ group: fc.constantFrom(...VICTIM_GROUPS), killed: fc.option(fc.record({ max: fc.integer({ min: 0, max: 12 }) }), { nil: undefined }), status: fc.constant('REPORTED') }), { maxLength: 2 }), { nil: undefined }),
  weapons: fc.option(fc.array(fc.record({ code: fc.constantFrom(...WEAPONS.slice(0, 4)) }), { maxLength: 2 }), { nil: undefined }),
  flags: fc.option(fc.uniqueArray(fc.constantFrom(...FLAGS.slice(0, 3)), { maxLength: 2 }), { nil: undefined }),
  unit: fc.option(fc.constantFrom('BN1', 'BN2'), { nil: undefined }),
}) as unknown as fc.Arbitrary<JsonObject>

const ORGS = ['UN', 'NGO', 'HOST', 'TCC'] as const

/** An incident record; ids come from a small set, so that a list of them holds changes of one record. */
export const anyIncident: fc.Arbitrary<VigieRecord> = fc.record({
  number: fc.integer({ min: 1, max: 60 }),
  data,
  workflow: fc.constantFrom(...WORKFLOWS),
  veracity: fc.constantFrom(...VERACITIES, null),
  level: fc.constantFrom(...LEVELS, 'U' as const, 'U' as const),
  compartments: fc.uniqueArray(fc.constantFrom(...COMPARTMENTS.slice(0, 4)), { maxLength: 1 }),
  owner: fc.constantFrom(...ORGS),
  releasableTo: fc.oneof(fc.constant<string[]>(['*']), fc.uniqueArray(fc.constantFrom<string>(...ORGS), { maxLength: 2 })),
  caveats: fc.uniqueArray(fc.constantFrom(...CAVEATS), { maxLength: 1 }),
  named: fc.option(fc.constant<string[]>(['u1']), { nil: undefined }),
  area: fc.option(fc.oneof(areaId, fc.constant('gone')), { nil: null }),
  places: fc.uniqueArray(placeId, { maxLength: 2 }),
  createdBy: fc.constantFrom('u1', 'u2'),
  created: hour,
  updated: hour,
  contested: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
}).map((r): VigieRecord => ({
  id: `id-${r.number}`, kind: 'incident', schema: 1, ref: `INC-2026-${String(r.number).padStart(6, '0')}`, version: 1, workflow: r.workflow, veracity: r.veracity,
  handling: { level: r.level, compartments: r.compartments, owner: r.owner, releasableTo: r.releasableTo, caveats: r.caveats, ...(r.named ? { named: r.named } : {}) },
  area: r.area, places: r.places, data: r.data,
  createdAt: iso(r.created), createdBy: r.createdBy, createdRole: 'JOC-DO', deviceAt: iso(r.created), updatedAt: iso(r.updated), updatedBy: r.createdBy,
  touched: {}, contested: r.contested ? [{ field: 'title', value: 'Another', action: `act-${r.number}`, by: 'u2', role: 'JOC-DO', at: iso(r.updated), basedOn: 1 }] : [], mergedInto: null, erased: false,
}))

const roles: RoleCode[] = ['JOC-DO', 'JMAC-A', 'MILOB', 'PARTNER', 'HOST-LO', 'ADMIN']

/** A reader; every fifth is the node itself. */
export const anyReader: fc.Arbitrary<Reader> = fc.record({
  user: fc.constantFrom('u1', 'u2', 'u3'), name: fc.constant('Reader'), org: fc.constantFrom(...ORGS), side: fc.constantFrom(...SIDES),
  clearance: fc.constantFrom(...LEVELS), compartments: fc.uniqueArray(fc.constantFrom(...COMPARTMENTS.slice(0, 4)), { maxLength: 4 }),
  grants: fc.array(fc.record({ role: fc.constantFrom(...roles), area: fc.oneof(fc.constant(null), areaId) }), { minLength: 1, maxLength: 2 }),
  purpose: fc.option(fc.constant('duty'), { nil: null }), system: fc.integer({ min: 0, max: 4 }).map((n) => (n === 0 ? (true as const) : undefined)),
})

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })
const some = <T>(...values: T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })

/** A query over incidents, of any conditions and any order. */
export const anyQuery: fc.Arbitrary<Query> = fc.record({
  kind: fc.constant('incident'),
  where: maybe(fc.record({
    family: some('AC', 'HA', 'ZZ'), category: some('AC.01', 'EX'), type: some('INCIDENT'), tag: some('night', 'عاجل'), weapon: some('SAF', 'RPG'), unit: some('', 'BN1'),
    handling: some('U', 'C'), createdBy: some('u1'), flag: some('CIR'), actor: some('جماعة', 'UNK-ARMED'),
  }, { requiredKeys: [] })),
  workflow: maybe(some(...WORKFLOWS)), veracity: maybe(some(...VERACITIES)), severity: maybe(fc.integer({ min: 0, max: 5 })),
  contested: maybe(fc.constant(true as const)),
  area: maybe(fc.uniqueArray(fc.oneof(areaId, placeId, fc.constant('gone')), { minLength: 1, maxLength: 2 })),
  bbox: maybe(fc.tuple(lon, lat, lon, lat).map(([w, s, e, n]): [number, number, number, number] => [w + 0, Math.min(s, n) + 0, e + 0, Math.max(s, n) + 0])),
  time: maybe(fc.tuple(fc.constantFrom(...TIME_AXES), hour, fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 3 })).map(([axis, from, long, open]) => ({ axis, ...(open === 1 ? {} : { from: iso(from) }), ...(open === 2 ? {} : { to: iso(from + long) }) }))),
  text: maybe(fc.oneof(words(2), fc.constantFrom(...WORDS).map((w) => w.slice(0, 3)), fc.constantFrom('2026', 'INC-2026-00001', 'inc', '---', 'م', 'l’éco'))),
  ids: maybe(fc.uniqueArray(fc.integer({ min: 1, max: 60 }).map((n) => `id-${n}`), { minLength: 1, maxLength: 8 })),
  sort: maybe(fc.record({ by: fc.constantFrom(...SORTS), dir: fc.constantFrom('asc' as const, 'desc' as const) })),
}).map((q) => Object.fromEntries(Object.entries(q).filter(([, value]) => value !== undefined)) as Query)
