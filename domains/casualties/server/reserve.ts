import { Type } from 'typebox'
import { adviseReserve, type ReserveUnit, type ReserveZone } from '../../../analysis/casevac/reserve.ts'
import { nextSunCrossing } from '../../../analysis/casevac/sun.ts'
import { distanceM, type LonLat } from '../../../core/place-geodesy.ts'
import { Problem } from '../../../core/problem.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { anyObject, closed, endpoint, id, ok, type Call, type Endpoint } from '../../../server/face.ts'
import { LOAD_MIN, noticeMin, readinessOf, type EvacAsset } from '../shared/evac-asset.ts'
import { isNight } from '../shared/night.ts'
import { degreesOf } from '../shared/landing-place.ts'
import { toldPatients, type CasevacRequest } from '../shared/request.ts'
import { oneOf } from '../shared/schema.ts'
import { need, type DataOf, type OurKind } from './records.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Calls of so many days say where the next may come from. */
const DAYS = 365
const MOST = 500
const MOST_UNITS = 14
const MOST_ZONES = 12
/** Calls within so far of one another are one zone. */
const ZONE_KM = 60
/** Road to straight line. */
const DETOUR = 1.4

const reserve = endpoint({
  method: 'POST', path: '/api/casevac/reserve', tag: 'casualties', summary: 'Which assets to keep back for a more urgent call, by where calls came from in the past year: advice, never an order', access: 'signed-in',
  body: Type.Object({ request: Type.Optional(id), drill: Type.Optional(Type.Boolean()) }, closed),
  answers: { 200: Type.Object({ night: Type.Boolean(), darkInMin: Type.Union([Type.Number(), Type.Null()]), calls: Type.Integer({ description: 'requests of the past year it rests on' }), zones: Type.Array(anyObject), names: anyObject, advice: Type.Union([anyObject, Type.Null()], { description: 'null where nothing is known to advise on' }), because: Type.Union([oneOf(['no-calls', 'no-units', 'too-many-units', 'no-place'] as const), Type.Null()]) }, closed) },
  async handle(call) {
    const { now, body } = call
    const drill = body.drill === true
    const asked = body.request === undefined ? null : await need(call, 'casevac-request', body.request)
    const place = asked && (degreesOf(asked.data.nine?.place) ?? degreesOf(asked.data.four.place))
    const [requests, assets] = await Promise.all([listed(call, 'casevac-request', drill), listed(call, 'evac-asset', drill)])
    const past = requests.filter((one) => now - Date.parse(one.createdAt) < DAYS * DAY)
    const zones = zonesOf(past, asked && place ? { id: asked.id, place, data: asked.data } : null)
    const units = assets.filter(({ data }) => ['ready', 'stale'].includes(readinessOf(data, now)) && degreesOf(data.base) !== null)
    const because = past.length === 0 ? 'no-calls' : units.length === 0 ? 'no-units' : units.length > MOST_UNITS ? 'too-many-units' : asked && !place ? 'no-place' : null
    const at = place ?? zones[0]?.place ?? null
    const night = at !== null && isNight(at, now)
    const dusk = at === null || night ? null : nextSunCrossing(now, at, 'civil')
    const darkInMin = dusk && !dusk.rises ? (dusk.at - now) / MINUTE : null
    const names = Object.fromEntries(units.map((one) => [one.id, one.data.name]))
    const shown = zones.map(({ id: zone, place: { lon, lat }, callsPerDay }) => ({ id: zone, lon, lat, callsPerDay }))
    if (because !== null) {
      return ok({ night, darkInMin, calls: past.length, zones: shown, names, advice: null, because })
    }
    const zone = asked && place ? zones.toSorted((a, b) => distanceM(a.place, place) - distanceM(b.place, place))[0] : undefined
    const patients = asked ? toldPatients(asked.data) : null
    const category = patients === null || patients.A > 0 ? 'A' : patients.B > 0 ? 'B' : 'C'
    const advice = adviseReserve({
      units: units.map((one) => unitOf(one, zones, night)), zones: zones.map(({ id: name, callsPerDay }): ReserveZone => ({ id: name, callsPerDay })), night, darkInMin, ...(zone ? { call: { zone: zone.id, category } } : {}),
    })
    return ok({ night, darkInMin, calls: past.length, zones: shown, names, advice, because: null })
  },
})

type Zone = { id: string; place: LonLat; callsPerDay: { A: number; B: number; C: number } }

/** Where calls came from, near ones taken together; the one asked about counts as a place even where none came from. */
function zonesOf(past: readonly VigieRecord<CasevacRequest>[], asked: { id: string; place: LonLat; data: CasevacRequest } | null): Zone[] {
  const zones: Zone[] = []
  for (const { id: zone, data } of past) {
    const place = degreesOf(data.nine?.place) ?? degreesOf(data.four.place)
    if (place) {
      const { A, B } = toldPatients(data)
      const near = zones.find((one) => distanceM(one.place, place) < ZONE_KM * 1000) ?? (zones.length < MOST_ZONES ? zones[zones.push({ id: zone, place, callsPerDay: { A: 0, B: 0, C: 0 } }) - 1] : undefined)
      if (near) {
        near.callsPerDay[A > 0 ? 'A' : B > 0 ? 'B' : 'C'] += 1 / DAYS
      }
    }
  }
  if (asked && !zones.some((one) => distanceM(one.place, asked.place) < ZONE_KM * 1000)) {
    zones.push({ id: asked.id, place: asked.place, callsPerDay: { A: 0, B: 0, C: 0 } })
  }
  return zones
}

/** There and back, and loading at both ends, by the straight line; a way beyond its range is none. */
function unitOf({ id: unit, data }: VigieRecord<EvacAsset>, zones: readonly Zone[], night: boolean): ReserveUnit {
  const base = degreesOf(data.base)!
  const minutes = zones.map(({ place }): { there: number; busy: number } | null => {
    const km = (distanceM(base, place) / 1000) * (data.kind === 'ground' ? DETOUR : 1)
    const way = (km / data.speedKmh) * 60
    const ready = noticeMin(data, night)
    return km * 2 > data.rangeKm ? null : { there: ready + way, busy: ready + way * 2 + (data.loadMin ?? LOAD_MIN) * 2 }
  })
  return { id: unit, idle: data.task === undefined, flies: data.kind === 'helo' || data.kind === 'fixed', night: data.night, responseMin: minutes.map((one) => one && one.there), serviceMin: minutes.map((one) => one && one.busy) }
}

async function listed<K extends OurKind>({ app, reader }: Call, kind: K, drill: boolean): Promise<VigieRecord<DataOf[K]>[]> {
  const { items, total } = await app.store.list(reader, { kind, where: { drill: [String(drill)] }, sort: { by: 'logged', dir: 'desc' }, limit: MOST })
  if (total > MOST && kind === 'evac-asset') {
    throw new Problem('unavailable', `there are ${total} assets; advice is given for up to ${MOST_UNITS}`)
  }
  return items.map(({ record }) => record as unknown as VigieRecord<DataOf[K]>).filter((one) => one.workflow === 'approved')
}

export const reserveRoutes: readonly Endpoint[] = [reserve]
