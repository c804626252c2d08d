import { AreaTree, type AreaNode } from '../core/area.ts'
import type { Reader } from '../core/policy.ts'
import type { VigieRecord } from '../core/record.ts'
import { random, type Random } from '../sample/make/random.ts'

/** Incidents by numbers alone: the same seed gives the same records on every machine. Nothing in them is real. */
const SECTORS = ['s1', 's2', 's3', 's4']
const node = (id: string, parent: string | null, type: AreaNode['type']): AreaNode => ({ id, code: id, name: id, type, parent, polygons: null })

/** Four sectors of five areas of responsibility. */
export const BENCH_AREAS = new AreaTree([
  node('m', null, 'mission'),
  ...SECTORS.flatMap((sector) => [node(sector, 'm', 'sector'), ...Array.from({ length: 5 }, (_, i) => node(`${sector}a${i}`, sector, 'aor'))]),
])

/** A duty officer: confidential, one compartment, the whole mission. Does not see about a tenth of the records. */
export const DUTY_OFFICER: Reader = { user: 'u1', name: 'Duty officer', org: 'UN', side: 'mission', clearance: 'C', compartments: ['HR'], grants: [{ role: 'JOC-DO', area: null }], purpose: null }

/** First instant of the records, and how many days they span. */
export const START = Date.UTC(2023, 0, 1)
export const DAYS = 1095
const DAY = 86_400_000

const SYLLABLES = ['ka', 'me', 'na', 'tom', 'bou', 'si', 'dra', 'lo', 'fé', 'gao', 'ter', 'ri', 'ves', 'ou', 'ham', 'dé', 'zin', 'pa', 'gou', 'li']
const LETTERS = 'ابتجحدرسشعفقكلمنهوي'
const VOCABULARY = vocabulary(random(11), 8000)
const WEAPONS = ['SAF', 'HMG', 'RPG', 'MTR', 'IED', 'MINE', 'UAS', 'BLADE']
const VICTIMS = ['CIV', 'UNMIL', 'HOSTFORCES', 'NSAG', 'HUM']
const CATEGORIES = ['AC.01', 'AC.02', 'AC.03', 'EX.01', 'EX.02', 'HA.01', 'CR.01', 'CR.02', 'CV.01', 'UN.01', 'MV.01', 'DP.01']

/** The word of a rank; low ranks are frequent (Zipf). */
export function wordOf(rank: number): string {
  return VOCABULARY[rank % VOCABULARY.length]!
}

/** `count` incident records around `towns` towns of a country of 12° by 9°, over three years. */
export function* benchIncidents(count: number, seed = 2026, towns = 300): Generator<VigieRecord> {
  const r = random(seed)
  const places = Array.from({ length: towns }, () => [r.range(-6, 6), r.range(11, 20)] as const)
  for (let i = 0; i < count; i += 1) {
    yield incidentOf(r, i, places)
  }
}

function incidentOf(r: Random, i: number, towns: readonly (readonly [number, number])[]): VigieRecord {
  const happened = START + Math.floor(r.next() * DAYS * DAY)
  const logged = new Date(happened + r.int(6 * 3_600_000)).toISOString()
  const town = towns[Math.floor(towns.length * r.next() ** 2)]!
  const level = r.chance(0.04) ? 'SC' : r.chance(0.2) ? 'C' : 'U'
  const killed = r.chance(0.2) ? r.poisson(2) : 0
  const sector = Math.min(3, Math.floor((town[0] + 6) / 3))
  return {
    id: `01890000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`, kind: 'incident', schema: 1, ref: `INC-2026-${String(i).padStart(6, '0')}`, version: 1 + r.int(4),
    workflow: r.weighted(['approved', 'submitted', 'draft', 'merged', 'retracted'] as const, (_, k) => [70, 20, 4, 4, 2][k]!),
    veracity: r.weighted(['reported', 'under-verification', 'corroborated', 'verified', 'refuted'] as const, (_, k) => [40, 15, 20, 20, 5][k]!),
    handling: { level, compartments: r.chance(0.05) ? [r.pick(['HR', 'CRSV', 'CHILD'] as const)] : [], owner: r.chance(0.9) ? 'UN' : 'TCC', releasableTo: r.chance(0.9) ? ['*'] : ['HOST'], caveats: r.chance(0.02) ? ['NO-HOST'] : [] },
    area: `s${sector + 1}a${r.int(5)}`, places: [],
    data: {
      type: r.chance(0.8) ? 'INCIDENT' : 'EVENT', category: r.pick(CATEGORIES),
      title: sentence(r, 6), narrative: sentence(r, 25 + r.int(35)),
      ...(r.chance(0.97) ? { happened: { from: new Date(happened).toISOString(), ...(r.chance(0.2) ? { to: new Date(happened + r.int(DAY)).toISOString() } : {}), precision: 'HOUR' } } : {}),
      ...(r.chance(0.95) ? { place: { lon: town[0] + r.normal() * 0.08, lat: town[1] + r.normal() * 0.08, precision: 1 + r.int(4), radiusM: r.pick([100, 1000, 5000]), method: 'GPS' } } : {}),
      weapons: r.chance(0.6) ? [{ code: r.pick(WEAPONS) }, ...(r.chance(0.3) ? [{ code: r.pick(WEAPONS) }] : [])] : [],
      impact: killed > 0 ? [{ group: r.pick(VICTIMS), killed: { est: killed }, status: 'REPORTED' }] : [],
      unit: r.chance(0.7) ? `BN${r.int(18)}` : '',
    },
    createdAt: logged, createdBy: `u${r.int(40)}`, createdRole: 'JOC-DO', deviceAt: logged, updatedAt: logged, updatedBy: 'u1',
    touched: {}, contested: [], mergedInto: null, erased: false,
  }
}

function sentence(r: Random, words: number): string {
  const out: string[] = []
  for (let i = 0; i < words; i += 1) {
    // Rank spread evenly over its logarithm: the k-th word is met about 1/k as often as the first.
    out.push(VOCABULARY[Math.floor(VOCABULARY.length ** r.next()) - 1]!)
  }
  return out.join(' ')
}

function vocabulary(r: Random, size: number): string[] {
  const words = new Set<string>()
  while (words.size < size) {
    const arabic = r.chance(0.15)
    words.add(Array.from({ length: arabic ? 3 + r.int(4) : 2 + r.int(3) }, () => (arabic ? LETTERS[r.int(LETTERS.length)]! : r.pick(SYLLABLES))).join(''))
  }
  return [...words]
}
