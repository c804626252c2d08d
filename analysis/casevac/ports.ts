import type { EvacAsset, EvacPort, EvacProblem, EvacWeather, MinuteInterval, Position, ReasonCode, WeatherMinima } from './types.ts'

/** Aeroplanes and boats do not come to the casualty: which airstrip or landing stands in for a place, and why none does. */

const ALWAYS: readonly MinuteInterval[] = [[0, Infinity]]
const NEVER: readonly MinuteInterval[] = []

/** When it is dark at a place. */
export function darkAt(place: { darkMin?: readonly MinuteInterval[] }, problem: EvacProblem): readonly MinuteInterval[] {
  return place.darkMin ?? (problem.night ? ALWAYS : NEVER)
}

export const isAlways = (dark: readonly MinuteInterval[]): boolean => dark.some(([from, to]) => from <= 0 && to === Infinity)

/** True where what is known of the weather forbids it; what is not known forbids nothing. */
export function belowMinima(weather: EvacWeather | null | undefined, minima: WeatherMinima | undefined): boolean {
  if (!weather || !minima) {
    return false
  }
  const under = (seen: number | null, least: number | null): boolean => seen !== null && least !== null && seen < least
  return under(weather.visibilityM, minima.visibilityM) || under(weather.ceilingM, minima.ceilingM) || under(minima.windKmh, weather.windKmh)
}

export function usesPorts(asset: EvacAsset): boolean {
  return asset.kind === 'fixed' || asset.kind === 'boat'
}

/** The port an asset uses for a place, or what closes the nearest by road. */
export function portAt(asset: EvacAsset, place: { ports?: readonly EvacPort[] }, problem: EvacProblem): EvacPort | ReasonCode {
  const near = (place.ports ?? []).filter((one) => one.serves === asset.kind).toSorted((a, b) => a.road.minutes - b.road.minutes)
  const open = near.find((one) => closedPort(asset, one, problem) === null)
  return open ?? (near[0] ? closedPort(asset, near[0], problem)! : asset.kind === 'boat' ? 'NO_WATERWAY' : 'NO_AIRSTRIP')
}

function closedPort(asset: EvacAsset, port: EvacPort, problem: EvacProblem): ReasonCode | null {
  if (asset.kind === 'boat' && (!asset.waterway || port.waterway !== asset.waterway)) {
    return 'NO_WATERWAY'
  }
  if (port.red === true && !asset.protected) {
    return 'RED_ZONE'
  }
  if (asset.kind === 'fixed' && (asset.runwayM ?? 0) > 0) {
    const runway = port.runwayM ?? null
    if (runway === null || runway < asset.runwayM!) {
      return runway === null ? 'AIRSTRIP_UNKNOWN' : 'AIRSTRIP_SHORT'
    }
  }
  if (belowMinima(port.weather, asset.minima)) {
    return 'WEATHER'
  }
  const lit = asset.night === true && port.byNight === true
  return !lit && isAlways(darkAt(port, problem)) ? (asset.night === true ? 'NIGHT_LANDING' : 'NIGHT') : null
}

/** When a port may not be used by an asset, for its own dark alone. */
export function portDark(asset: EvacAsset, port: EvacPort, problem: EvacProblem): readonly MinuteInterval[] {
  return asset.night === true && port.byNight === true ? NEVER : darkAt(port, problem)
}

/** Where an asset is when it serves a place: there, or at the port it uses; null where it has none. */
export function standOf(asset: EvacAsset, place: { position: Position; ports?: readonly EvacPort[] }, problem: EvacProblem): { position: Position; roadMin: number } | null {
  if (!usesPorts(asset)) {
    return { position: place.position, roadMin: 0 }
  }
  const port = portAt(asset, place, problem)
  return typeof port === 'string' ? null : { position: port.position, roadMin: port.road.minutes }
}
