import { CATEGORIES, HARM, type Category } from './categories.ts'
import type { Geography, Place } from './geography.ts'
import { type Facts, narrative, title } from './narrative.ts'
import { inPolygon, inRing } from './partition.ts'
import { hash, random, type Random } from './random.ts'
import { siteRing } from './skeleton.ts'
import { GROUPS, type Group, makeUnits, ORGS, type SampleUnit, STORIES, UNKNOWN } from './world.ts'

/** Days made: two years, and a week and a bit more so that a cut at any hour of the week still leaves two years. */
export const DAYS = 738
/** Records a day wanted, duplicates included. */
export const PER_DAY = 100
/** Monday, 00:00 UTC: day 0 of the data before it is shifted. */
export const START = Date.UTC(2024, 0, 1)
const SEED = 20417

/** One record as it is packed: times in minutes from START, codes as text, flags as text. */
export type Row = {
  n: number; cat: string; type: Category['type']; from: number; to: number; tp: string; reported: number; logged: number
  unit: number; callsign: string; lon: number; lat: number; place: string; name: string; prec: number; method: string
  area: string; admin2: string; idp: string
  actors: [name: string, actor: string, type: string, role: string, est: number][]
  impact: [group: string, killed: number, injured: number, abducted: number, status: string][]
  weapons: string; displaced: number
  sources: [type: string, reliability: string, credibility: string, originator: string, isProtected: number, at: number][]
  severity: number; flags: string; links: [type: string, n: number][]
  title: string; text: string; level: string; compartments: string; owner: string; release: string; caveats: string
  workflow: string; veracity: string; settle: number; role: string; into: number
  /** Hidden truths for tests and exercises: the record this one repeats (-1 none), and the story it belongs to (-1 none). */
  repeats: number; story: number
}

const HOT: readonly { town: number; reach: number; from: number; to: number; strength: number }[] = [
  { town: 14, reach: 38, from: -60, to: 210, strength: 7 }, { town: 1, reach: 36, from: 40, to: 330, strength: 5 }, { town: 20, reach: 30, from: 150, to: 470, strength: 5 },
  { town: 12, reach: 36, from: 330, to: 800, strength: 7 }, { town: 11, reach: 34, from: 430, to: 640, strength: 6 }, { town: 21, reach: 30, from: 240, to: 420, strength: 5 }, { town: 10, reach: 34, from: 520, to: 800, strength: 4.5 }, { town: 0, reach: 20, from: -60, to: 800, strength: 2 },
]
const HOURLY: Record<'fight' | 'day' | 'crime', readonly number[]> = {
  fight: [3, 3, 3, 4, 6, 7, 6, 5, 4, 4, 4, 3, 3, 3, 4, 5, 6, 7, 7, 6, 5, 4, 4, 3],
  day: [0.3, 0.2, 0.2, 0.2, 0.5, 2, 5, 8, 10, 10, 9, 7, 5, 6, 8, 8, 7, 5, 3, 2, 1.4, 1, 0.7, 0.4],
  crime: [5, 5, 4, 3, 3, 3, 4, 5, 5, 4, 4, 4, 3, 3, 4, 5, 6, 7, 9, 10, 10, 9, 8, 7],
}
const COMPASS = { en: ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'], fr: ['au N', 'au NE', 'à l’E', 'au SE', 'au S', 'au SO', 'à l’O', 'au NO'] } as const
const SOURCE_EN = ['a local contact', 'the village chief', 'a trader', 'the patrol', 'the police', 'an aid worker', 'a resident by phone', 'the liaison assistant', 'a driver', 'the health worker', 'a motorcycle rider', 'the women’s group', 'a farmer', 'two residents', 'the town radio']
const SOURCE_FR = ['un contact local', 'le chef du village', 'un commerçant', 'la patrouille', 'la police', 'un humanitaire', 'un habitant par téléphone', 'l’assistant de liaison', 'un chauffeur', 'l’infirmier', 'le groupement des femmes', 'un cultivateur']
const OWN_EN = ['the patrol', 'the patrol leader', 'the company', 'the team leader', 'the duty officer of the base', 'the section']
const OWN_FR = ['la patrouille', 'le chef de patrouille', 'la compagnie', 'le chef d’équipe', 'l’officier de permanence de la base']
const SOURCE_TYPE = ['COMMUNITY', 'COMMUNITY', 'CIVILIAN', 'PATROL', 'POLICE', 'HUMANITARIAN', 'CIVILIAN', 'COMMUNITY', 'CIVILIAN', 'HUMANITARIAN', 'CIVILIAN', 'COMMUNITY', 'CIVILIAN', 'CIVILIAN', 'MEDIA']
/** Categories that make no sense without a known group. */
const NAMED = new Set(['PO.04', 'AV.10', 'AV.11', 'MV.03', 'CV.07'])
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const KM = 111.195

/** Makes the records day by day; the same seed and the same order give the same rows. */
export class RecordMaker {
  private readonly places: Place[]
  private readonly units: SampleUnit[]
  private readonly unitByBase = new Map<string, number>()
  private readonly nearby = new Map<number, Place[]>()
  private readonly effort = new Map<number, number>()
  private readonly geography: Geography
  private readonly recent: { row: Row; place: number }[] = []
  private count = 0
  private week = -1
  private violent: Float64Array = new Float64Array()
  private calm: Float64Array = new Float64Array()

  constructor(geography: Geography) {
    this.geography = geography
    this.places = geography.places
    this.units = makeUnits(geography)
    this.units.forEach((unit, k) => {
      if (unit.id.startsWith('unit-b')) {
        this.unitByBase.set(unit.id.slice(5).toUpperCase(), k)
      }
      // some units report everything, some almost nothing
      this.effort.set(k, 0.35 + 2.1 * (hash(k, SEED) / 4294967296) ** 1.6)
    })
  }

  /** The rows of one day; days must be asked in order from 0. */
  day(day: number): Row[] {
    const rng = random(hash(SEED, day))
    this.prepare(day)
    const rain = this.rain(day)
    const weekday = day % 7
    const month = new Date(START + day * 86400000)
    const season = 1 + 0.16 * Math.cos(((month.getUTCMonth() - 1.5) / 12) * 2 * Math.PI)
    const mean = (PER_DAY / 1.096) * season * [1.06, 1.06, 1.04, 1.05, 1.02, 0.92, 0.85][weekday]! - this.storyRate(day)
    const rows: Row[] = []
    const n = rng.poisson(mean)
    for (let k = 0; k < n; k++) {
      const kind = rng.next()
      const type = kind < 0.41 ? 'ACTIVITY' : kind < 0.53 ? 'EVENT' : 'INCIDENT'
      const pool = CATEGORIES.filter((category) => category.type === type)
      const category = rng.weighted(pool, (c) => c.weight * (c.code === 'HZ.01' ? rain * 4 : c.code === 'HE.01' ? 0.5 + rain : c.tone === 'fight' ? 1.35 - 0.6 * rain : c.code === 'CV.13' ? 1.5 - rain : 1))
      this.emit(rows, rng, day, category, this.pickPlace(rng, category, weekday), -1, null)
    }
    STORIES.forEach((story, s) => {
      for (const [from, to, rate, codes] of story.phases) {
        if (day < from || day > to) {
          continue
        }
        for (let k = rng.poisson(rate); k > 0; k--) {
          const code = rng.pick(codes)
          const town = this.places[story.town]!
          const near = this.places.map((_, p) => p).filter((p) => this.km(this.places[p]!.at, town.at) < story.reachKm)
          this.emit(rows, rng, day, CATEGORIES.find((category) => category.code === code)!, rng.pick(near), s, story.actor)
        }
      }
    })
    return rows
  }

  private storyRate(day: number): number {
    return STORIES.reduce((sum, story) => sum + story.phases.reduce((rate, [from, to, perDay]) => rate + (day >= from && day <= to ? perDay : 0), 0), 0)
  }

  /** 0 dry … 1 wet; the rains last from June to October. */
  private rain(day: number): number {
    const date = new Date(START + day * 86400000)
    const phase = (date.getUTCMonth() + date.getUTCDate() / 31 - 7.5) / 2.6
    return Math.exp(-(phase * phase))
  }

  private km(a: readonly [number, number], b: readonly [number, number]): number {
    return Math.hypot((a[0] - b[0]) * KM * 0.996, (a[1] - b[1]) * KM)
  }

  /** Weights of places for the week: people, hot areas that come and go, reporting effort. */
  private prepare(day: number): void {
    const week = Math.floor(day / 7)
    if (week === this.week) {
      return
    }
    this.week = week
    this.violent = new Float64Array(this.places.length)
    this.calm = new Float64Array(this.places.length)
    this.places.forEach((place, k) => {
      const people = place.population ** 0.42
      let heat = 0.22
      for (const hot of HOT) {
        const rise = Math.min(1, Math.max(0, (day - hot.from) / 45), Math.max(0, (hot.to - day) / 45))
        heat += hot.strength * rise * Math.exp(-((this.km(place.at, this.places[hot.town]!.at) / hot.reach) ** 2))
      }
      const effort = this.effort.get(this.unitByBase.get(place.base)!)!
      this.violent[k] = people ** 0.75 * heat * effort
      this.calm[k] = people * (0.5 + 0.22 * heat) * effort
    })
  }

  private pickPlace(rng: Random, category: Category, weekday: number): number {
    const violent = category.type === 'INCIDENT' && category.tone !== 'need'
    const weights = violent ? this.violent : this.calm
    const market = category.tone === 'crime' || category.code === 'EV.03' || category.tone === 'crowd'
    let total = 0
    for (let k = 0; k < weights.length; k++) {
      total += weights[k]! * (market && this.places[k]!.marketDay === weekday ? 2.4 : 1)
    }
    let left = rng.next() * total
    for (let k = 0; k < weights.length; k++) {
      left -= weights[k]! * (market && this.places[k]!.marketDay === weekday ? 2.4 : 1)
      if (left < 0) {
        return k
      }
    }
    return weights.length - 1
  }

  private pickGroup(rng: Random, place: Place, day: number, wanted: string | null, category: string): Group | null {
    const named = GROUPS.find((group) => group.id === wanted)
    if (named && rng.chance(0.8)) {
      return named
    }
    if (rng.chance(0.42) && !NAMED.has(category)) {
      return null
    }
    const near = GROUPS.filter((group) => group.weight > 0 && day >= group.from && day <= group.to)
    const weight = (group: Group): number => group.weight * Math.max(0.002, ...group.towns.map((town) => Math.exp(-((this.km(place.at, this.places[town]!.at) / group.reach) ** 2))))
    return rng.weighted(near, weight)
  }

  private emit(rows: Row[], rng: Random, day: number, category: Category, placeIndex: number, story: number, actor: string | null): void {
    const place = this.places[placeIndex]!
    const hours = category.tone === 'crime' ? HOURLY.crime : category.tone === 'fight' || category.tone === 'harm' || category.tone === 'blast' ? HOURLY.fight : HOURLY.day
    const hour = rng.weighted(HOURS, (h) => hours[h]!)
    const minute = rng.chance(0.55) ? rng.pick([0, 0, 15, 30, 30, 45]) : rng.int(60)
    const group = this.pickGroup(rng, place, day, actor, category.code)
    const harm = HARM[category.code]
    const toll = (part: [number, number] | undefined): number => (part && rng.chance(part[0]) ? 1 + rng.poisson(part[1] - 1 + (story >= 0 ? 1 : 0)) : 0)
    const truth = { day, minute: day * 1440 + hour * 60 + minute, category, placeIndex, group, killed: toll(harm?.killed), injured: toll(harm?.injured), abducted: toll(harm?.abducted), household: category.code.startsWith('DP') ? 8 + rng.poisson(70 * rng.next() * (story >= 0 ? 3 : 1)) : 0, number: (2 + rng.poisson(rng.pick([4, 9, 18, 30]))) * (category.code === 'EV.03' || /^(CU|EV.02|UN.08)/.test(category.code) ? 10 : 1) }
    // a true spot a few kilometres from the place, on dry land
    let spot = place.at
    for (let tries = 0; tries < 6; tries++) {
      const reach = category.tone === 'crowd' || category.tone === 'talk' || category.tone === 'need' ? 0.7 : 3.2
      const next: [number, number] = [place.at[0] + (rng.normal() * reach) / KM, place.at[1] + (rng.normal() * reach) / KM]
      if (this.located(next) !== null) {
        spot = next
        break
      }
    }
    const unit = this.pickUnit(rng, place, category)
    const row = this.report(rng, truth, spot, unit, story, false)
    rows.push(row)
    this.recent.push({ row, place: placeIndex })
    if (this.recent.length > 900) {
      this.recent.splice(0, 300)
    }
    if (category.type !== 'ACTIVITY' && !row.flags.includes('CRSV') && rng.chance(0.15)) {
      const bearing = rng.range(0, 2 * Math.PI)
      const km = rng.range(0.35, 2.9)
      const minutes = rng.range(5, 90) * (rng.chance(0.5) ? 1 : -1)
      const aside: [number, number] = [spot[0] + (Math.cos(bearing) * km) / KM, spot[1] + (Math.sin(bearing) * km) / KM]
      const other = this.otherUnit(rng, place, unit)
      const blurred = (n: number): number => (n === 0 ? 0 : Math.max(rng.chance(0.12) ? 0 : 1, n + Math.round(rng.normal() * (0.6 + n * 0.25))))
      const repeat = this.report(rng, { ...truth, minute: Math.round(truth.minute + minutes), killed: blurred(truth.killed), injured: blurred(truth.injured), abducted: blurred(truth.abducted), number: Math.max(2, truth.number + rng.int(9) - 4), group: rng.chance(0.75) || NAMED.has(category.code) ? group : null }, this.located(aside) === null ? spot : aside, other, story, true)
      repeat.repeats = row.n
      rows.push(repeat)
      // analysts merge a third of the pairs; the rest waits to be found
      if (rng.chance(0.33) && row.workflow === 'approved') {
        repeat.workflow = 'merged'
        repeat.into = row.n
        repeat.settle = Math.max(repeat.settle, row.logged - repeat.logged + 30, 600)
      }
    }
  }

  private pickUnit(rng: Random, place: Place, category: Category): number {
    const at = (id: string): number => this.units.findIndex((unit) => unit.id === id)
    const choice = rng.next()
    if (category.code.startsWith('EX') && choice < 0.25) {
      return at('unit-ma')
    }
    if (category.tone === 'harm' && choice < 0.22) {
      return at('unit-hr')
    }
    if ((category.tone === 'crime' || category.tone === 'crowd') && choice < 0.35) {
      return at(`unit-pol-${place.sector.slice(2).toLowerCase()}`)
    }
    if ((category.tone === 'talk' || category.tone === 'need') && choice < 0.45) {
      return at(`unit-ca-${place.admin1.toLowerCase()}`)
    }
    return this.unitByBase.get(place.base)!
  }

  private otherUnit(rng: Random, place: Place, first: number): number {
    const choices = [`unit-pol-${place.sector.slice(2).toLowerCase()}`, `unit-ca-${place.admin1.toLowerCase()}`, this.units[this.unitByBase.get(place.base)!]!.parent!].map((id) => this.units.findIndex((unit) => unit.id === id)).filter((unit) => unit !== first)
    return rng.pick(choices)
  }

  /** The six nearest other places. */
  private around(index: number): Place[] {
    let found = this.nearby.get(index)
    if (!found) {
      const from = this.places[index]!
      found = this.places.filter((place) => place !== from).sort((a, b) => this.km(a.at, from.at) - this.km(b.at, from.at)).slice(0, 6)
      this.nearby.set(index, found)
    }
    return found
  }

  private located(at: readonly [number, number]): { base: string; admin2: string } | null {
    const aor = this.geography.aors.features.find((feature) => this.inside(feature.id, at, feature.geometry))
    const admin2 = this.geography.admin2.features.find((feature) => this.inside(feature.id, at, feature.geometry))
    return aor && admin2 ? { base: aor.properties.base, admin2: admin2.id } : null
  }

  private readonly boxes = new Map<string, [number, number, number, number]>()

  private inside(id: string, at: readonly [number, number], shape: Parameters<typeof inPolygon>[1]): boolean {
    let box = this.boxes.get(id)
    if (!box) {
      const points = shape.coordinates.flatMap((rings) => rings[0]!)
      box = [Math.min(...points.map((p) => p[0])), Math.min(...points.map((p) => p[1])), Math.max(...points.map((p) => p[0])), Math.max(...points.map((p) => p[1]))]
      this.boxes.set(id, box)
    }
    return at[0] >= box[0] && at[1] >= box[1] && at[0] <= box[2] && at[1] <= box[3] && inPolygon(at, shape)
  }

  private report(rng: Random, truth: { day: number; minute: number; category: Category; placeIndex: number; group: Group | null; killed: number; injured: number; abducted: number; household: number; number: number }, spot: readonly [number, number], unitIndex: number, story: number, second: boolean): Row {
    const { category, group, placeIndex } = truth
    const place = this.places[placeIndex]!
    const unit = this.units[unitIndex]!
    const n = this.count++
    const lang = rng.chance(0.025) ? 'ar' : rng.chance(0.7) ? 'en' : 'fr'
    const spelled = lang === 'ar' ? place.ar : place.alt.length > 0 && rng.chance(second ? 0.6 : 0.3) ? rng.pick(place.alt) : place.name
    const planned = category.code.startsWith('EV')
    // precision and the point that is written down
    const roll = category.code === 'CV.04' ? 0.24 : rng.next()
    const precision = roll < 0.19 ? 3 : roll < 0.222 ? 4 : roll < 0.25 ? 5 : roll < 0.66 ? 1 : 2
    const seat = precision === 5 ? this.places.find((candidate) => candidate.id === this.geography.admin2.features.find((f) => f.id === place.admin2)!.properties.seat)! : place
    const point: readonly [number, number] = precision >= 3 ? seat.at : [Math.round(spot[0] * 1e5) / 1e5, Math.round(spot[1] * 1e5) / 1e5]
    const home = this.located(point) ?? { base: place.base, admin2: place.admin2 }
    const km = this.km(spot, place.at)
    const bearing = Math.round((Math.atan2(spot[0] - place.at[0], spot[1] - place.at[1]) / (2 * Math.PI)) * 8 + 8) % 8
    const offset = precision >= 3 || category.code.startsWith('IN') || km < 1.2 || lang === 'ar' ? '' : lang === 'fr' ? `à ${Math.round(km)} km ${COMPASS.fr[bearing]} de ` : `${Math.round(km)} km ${COMPASS.en[bearing]} of `
    // times: happened, reported, logged
    let from = truth.minute
    const lag = Math.exp(Math.log(168) + 1.05 * rng.normal())
    let logged = Math.round(from + lag)
    if (planned) {
      const untilMarket = place.marketDay === null ? 1 + rng.int(6) : ((place.marketDay - (truth.day % 7) + 6) % 7) + 1
      const ahead = category.code === 'EV.03' ? untilMarket * 1440 : Math.round(rng.range(0.3, 20) * 1440)
      logged = from
      from = Math.round((from + ahead) / 30) * 30
    }
    const date = new Date(START + truth.day * 86400000)
    const monthEnd = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
    if (!planned && rng.chance(0.065)) {
      const late = Math.round((monthEnd - START) / 60000) - rng.int(3 * 1440) + rng.int(720)
      logged = Math.max(logged, late)
    }
    const reported = planned ? logged - rng.int(90) : Math.round(from + (Math.min(logged, from + lag) - from) * rng.range(0.15, 0.9))
    const clock = ((from % 1440) + 1440) % 1440
    const time = `${String(Math.floor(clock / 60)).padStart(2, '0')}${String(clock % 60).padStart(2, '0')}`
    const tpRoll = rng.next()
    const tp = tpRoll < 0.45 ? 'EXACT' : tpRoll < 0.75 ? 'HOUR' : tpRoll < 0.9 ? 'PARTDAY' : 'DAY'
    // who
    const french = lang === 'fr'
    const unknown = french ? rng.pick(UNKNOWN.fr) : rng.pick(UNKNOWN.en)
    const known = group !== null && !(second && !NAMED.has(category.code) && rng.chance(0.3))
    const actorText = !known ? unknown : french ? group.fr : rng.chance(0.55) ? rng.pick(group.aliases) : group.name
    const state = rng.chance(0.8) ? GROUPS[9]! : GROUPS[10]!
    const opponent = french ? state.fr : rng.pick([state.name, ...state.aliases.slice(0, 2)])
    const village = rng.pick(this.around(placeIndex)).name
    const sourceIndex = rng.int(french ? SOURCE_FR.length : SOURCE_EN.length)
    const own = category.type === 'ACTIVITY'
    const sourceText = lang === 'ar' ? (own ? 'قائد الدورية' : 'مصدر محلي') : own ? rng.pick(french ? OWN_FR : OWN_EN) : french ? SOURCE_FR[sourceIndex]! : SOURCE_EN[sourceIndex]!
    const harm = HARM[category.code]
    const victims = harm === undefined ? '' : { CIV: french ? 'civils' : 'civilians', UNMIL: french ? 'casques de la mission' : 'mission personnel', HOSTFORCES: french ? 'forces nationales' : 'government forces', HUM: french ? 'humanitaires' : 'aid workers', NSAG: french ? 'combattants' : 'fighters' }[harm.group]
    const facts: Facts = { lang, category, actor: actorText, other: opponent, village, place: spelled, offset, time, number: truth.number, source: sourceText, killed: truth.killed, injured: truth.injured, abducted: truth.abducted, victims, planned, household: truth.household }
    const says = `${category.enSays.join(' ')} ${category.enSays[0]}`
    const actors: Row['actors'] = []
    if (says.includes('{A}')) {
      actors.push([actorText.replace(/^des /, ''), known && rng.chance(0.7) ? group.id : '', known ? group.type : 'UNK', category.type === 'ACTIVITY' ? 'WITNESS' : 'PERP_ALLEGED', category.tone === 'fight' && rng.chance(0.5) ? truth.number : -1])
    }
    if (says.includes('{B}')) {
      actors.push([opponent.replace(/^des /, ''), state.id, state.type, category.tone === 'fight' || category.tone === 'blast' ? 'TARGET' : category.type === 'ACTIVITY' ? 'MEDIATOR' : 'PERP_ALLEGED', -1])
    }
    // sources and grades
    const f6 = rng.chance(0.12)
    const isProtected = !own && rng.chance(0.05) ? 1 : 0
    const confirmed = !f6 && rng.chance(own ? 0.05 : 0.1)
    const reliability = f6 ? 'F' : own ? rng.pick(['A', 'B', 'B', 'B']) : rng.weighted(['A', 'B', 'C', 'D', 'E'], (_, k) => [4, 33, 42, 16, 5][k]!)
    const credibility = f6 ? '6' : confirmed ? '1' : own ? '2' : rng.weighted(['2', '3', '4', '5'], (_, k) => [40, 42, 14, 4][k]!)
    const sources: Row['sources'] = [[own ? 'PATROL' : SOURCE_TYPE[sourceIndex]!, reliability, credibility, own ? unit.name : `${sourceText}, ${place.name}`, isProtected, reported]]
    if (confirmed || (!f6 && rng.chance(0.13))) {
      sources.push(['UNIT', rng.pick(['B', 'C']), confirmed ? '2' : '3', this.units[this.otherUnit(rng, place, unitIndex)]!.name, 0, Math.min(logged, reported + rng.int(60))])
    }
    // state of work and belief
    const state2 = rng.next()
    const workflow = state2 < 0.964 ? 'approved' : state2 < 0.98 ? 'returned' : state2 < 0.993 ? 'retracted' : 'submitted'
    const v = rng.next()
    const veracity = own ? (v < 0.7 ? 'verified' : 'reported') : f6 ? (v < 0.75 ? 'reported' : v < 0.85 ? 'unverifiable' : v < 0.94 ? 'refuted' : 'under-verification') : confirmed ? (v < 0.7 ? 'verified' : 'corroborated') : v < 0.42 ? 'reported' : v < 0.5 ? 'under-verification' : v < 0.7 ? 'corroborated' : v < 0.88 ? 'verified' : v < 0.96 ? 'unverifiable' : 'refuted'
    // handling
    const compartments: string[] = []
    if (['CV.04', 'CV.07'].includes(category.code)) {
      compartments.push('HR', category.code === 'CV.04' ? 'CRSV' : 'CHILD')
    } else if (category.tone === 'harm' && (unit.id === 'unit-hr' || rng.chance(0.15))) {
      compartments.push('HR')
    }
    if (isProtected && rng.chance(0.5)) {
      compartments.push('SOURCE')
    }
    if (category.code.startsWith('EX.0') && ['EX.01', 'EX.02', 'EX.09'].includes(category.code) && rng.chance(0.3)) {
      compartments.push('CIED')
    }
    const level = category.code === 'CV.04' || rng.chance(0.012) ? 'SC' : compartments.length > 0 || rng.chance(0.16) ? 'C' : 'U'
    const owner = rng.chance(0.22) && unit.component !== 'CIV' ? unit.org : category.tone === 'need' && rng.chance(0.06) ? rng.pick(['partner-health', 'partner-relief']) : 'mission'
    const release = level === 'U' ? '*' : rng.chance(0.75) ? '*' : rng.pick(['mission', `mission ${unit.org}`, `mission ${rng.pick(ORGS.slice(9, 11))}`])
    const flags = [
      category.code.startsWith('UN') ? 'UN' : '', category.code.startsWith('CV') || category.code === 'AC.11' ? 'POC' : '', category.code === 'CV.04' ? 'CRSV' : '', category.code === 'IN.01' ? 'HATE' : '', category.code === 'CV.07' ? 'GV-RECRUITMENT' : '', category.code === 'CV.10' ? 'GV-SCHOOLS' : '', category.code === 'HA.04' ? 'GV-ACCESS' : '',
      truth.killed >= 5 || (category.code === 'UN.01' && truth.killed > 0) ? 'CIR' : '',
    ].filter((flag) => flag !== '')
    const killed = truth.killed
    const severity = killed >= 10 || (harm?.group === 'UNMIL' && killed > 0) ? 5 : killed > 0 ? 4 : truth.injured + truth.abducted > 0 ? 3 : /^(AC|EX|UN|HA|CV)/.test(category.code) ? 2 : 1
    const weapons = category.tone === 'fight' ? rng.weighted(['SAF', 'SAF HMG', 'SAF RPG', 'MTR', 'BLADE', 'UNK'], (_, k) => (category.code === 'AC.04' ? [0, 0, 0, 9, 0, 1] : category.code === 'AC.11' ? [3, 0, 0, 0, 7, 1] : [60, 14, 10, 2, 1, 8])[k]!) : category.code === 'EX.01' || category.code === 'EX.02' ? 'IED' : category.code === 'EX.07' ? 'GREN' : category.code === 'EX.03' ? 'MINE' : ''
    const impact: Row['impact'] = killed + truth.injured + truth.abducted > 0 && harm ? [[harm.group, killed, truth.injured, truth.abducted, confirmed ? 'CONFIRMED' : rng.chance(0.2) ? 'CLAIMED' : 'REPORTED']] : []
    const links: Row['links'] = []
    if (!second) {
      const before = this.recent.slice(-400).findLast((other) => other.place === placeIndex && other.row.from < from && other.row.from > from - 6 * 1440)
      if (before && rng.chance(story >= 0 ? 0.5 : own ? 0.3 : 0.14)) {
        links.push([own && before.row.type === 'INCIDENT' ? 'RESPONSE_TO' : 'FOLLOWS', before.row.n])
      }
    }
    const idp = this.geography.idpSites.features.find((site) => this.km(site.geometry.coordinates, point) < 2 && inRing(point, siteRing(site.geometry.coordinates)))?.id ?? ''
    const text = narrative(facts, rng).replaceAll('de des ', 'd’').replaceAll('que une ', 'qu’une ').replaceAll('que un ', 'qu’un ').replaceAll('que environ', 'qu’environ')
    return {
      n, cat: category.code, type: category.type, from, to: own || rng.chance(0.2) ? from + 15 * (1 + rng.int(own ? 24 : 8)) : -1, tp, reported, logged,
      unit: unitIndex, callsign: unit.callsigns && rng.chance(0.5) ? rng.pick(unit.callsigns) : '', lon: point[0], lat: point[1], place: seat.id, name: spelled, prec: precision, method: precision >= 3 ? 'GAZETTEER' : precision === 1 ? rng.pick(['GPS', 'GRID', 'GRID']) : rng.pick(['GRID', 'MAPCLICK', 'DESCRIBED']),
      area: `area-aor-${home.base.toLowerCase()}`, admin2: `area-${home.admin2.toLowerCase()}`, idp: idp === '' ? '' : `area-${idp.toLowerCase()}`,
      // what is only an activity names those it speaks of
      actors: category.type === 'INCIDENT' ? actors : actors.filter(([name]) => text.toLowerCase().includes(name.toLowerCase())), impact, weapons, displaced: truth.household, sources, severity, flags: flags.join(' '), links, title: title(facts, rng), text,
      level, compartments: compartments.join(' '), owner, release, caveats: level !== 'U' && rng.chance(0.12) ? 'NO-HOST' : level === 'SC' && rng.chance(0.2) ? 'ORCON' : '',
      workflow, veracity, settle: Math.round(20 + Math.exp(Math.log(300) + 1.1 * rng.normal())), role: unit.component === 'POL' ? 'UNPOL' : unit.id === 'unit-hr' ? 'HRD' : unit.id === 'unit-ma' ? 'UNMAS' : unit.component === 'CIV' ? 'CAS' : 'TOC', into: -1, repeats: -1, story,
    }
  }
}
