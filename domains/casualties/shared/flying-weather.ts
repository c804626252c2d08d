import { Type, type Static } from 'typebox'
import type { EvacWeather } from '../../../analysis/casevac/types.ts'
import { standardActions } from '../../../core/actions.ts'
import type { ActionRule } from '../../../core/kind.ts'
import { distanceM, type LonLat } from '../../../core/place-geodesy.ts'
import type { FieldProblem } from '../../../core/problem.ts'
import { checkMoments, checkSpot, closed, moment, short, signed, Spot, words } from './schema.ts'
import { WEATHER_KEEPERS } from './who.ts'

const figures = {
  /** Metres; cloud base above ground in metres; wind with its gusts in km/h. Absent: not known. */
  visibilityM: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  ceilingM: Type.Optional(Type.Integer({ minimum: 0, maximum: 20_000 })),
  windKmh: Type.Optional(Type.Integer({ minimum: 0, maximum: 400 })),
  /** Until when it holds; three hours after it was said when not given. */
  validUntil: Type.Optional(moment),
  note: Type.Optional(short(500)),
}
export const WeatherReport = Type.Object(figures, closed)

/** Weather for flying at a place or over an area, as air operations report it. */
export const FlyingWeather = Type.Object({ name: words(120), place: Spot, radiusKm: Type.Number({ minimum: 1, maximum: 500 }), drill: Type.Optional(Type.Literal(true)), ...figures, updatedAt: Type.Optional(moment) }, closed)
export type FlyingWeather = Static<typeof FlyingWeather>

export const WEATHER_HOURS = 3

/** Until when a report holds, ms; `createdAt` stands in for a report that was never renewed. */
export function holdsUntil({ validUntil, updatedAt }: Pick<FlyingWeather, 'validUntil' | 'updatedAt'>, createdAt: string): number {
  return validUntil === undefined ? Date.parse(updatedAt ?? createdAt) + WEATHER_HOURS * 3_600_000 : Date.parse(validUntil)
}

type Kept = { createdAt: string; data: FlyingWeather }

/** What is reported for a place: each figure from the report that looks at it most closely, the newer of two alike; null where none holds. */
export function weatherAt(place: LonLat, reports: readonly Kept[], now: number): EvacWeather | null {
  const near = reports.filter(({ data, createdAt }) => holdsUntil(data, createdAt) >= now && data.place.lon !== undefined && data.place.lat !== undefined && distanceM(place, { lon: data.place.lon, lat: data.place.lat }) <= data.radiusKm * 1000)
    .toSorted((a, b) => a.data.radiusKm - b.data.radiusKm || Date.parse(b.data.updatedAt ?? b.createdAt) - Date.parse(a.data.updatedAt ?? a.createdAt))
  const of = (figure: 'visibilityM' | 'ceilingM' | 'windKmh'): number | null => near.find(({ data }) => data[figure] !== undefined)?.data[figure] ?? null
  return near.length === 0 ? null : { visibilityM: of('visibilityM'), ceilingM: of('ceilingM'), windKmh: of('windKmh') }
}

const standard = standardActions<FlyingWeather>({ edit: WEATHER_KEEPERS, retract: WEATHER_KEEPERS, handle: ['CMO', 'JOC-IM'] })
export const weatherActions: { [type: string]: ActionRule<FlyingWeather> } = {
  ...standard,
  /** A report replaces the one before as a whole: what it does not say is not known any more. */
  report: {
    who: WEATHER_KEEPERS, patch: WeatherReport,
    reduce: (record, action) => {
      const { name, place, radiusKm, drill } = record.data
      return { ...record, data: { name, place, radiusKm, ...(drill ? { drill } : {}), ...(action.patch as Static<typeof WeatherReport>), updatedAt: signed(action).at } }
    },
  },
}

export function checkWeather({ place, validUntil }: FlyingWeather): FieldProblem[] {
  return [...checkSpot(place, '/place'), ...checkMoments([['/validUntil', validUntil]]), ...(place.lon === undefined ? [{ path: '/place', problem: 'has no degrees', fix: 'Give longitude and latitude' }] : [])]
}
