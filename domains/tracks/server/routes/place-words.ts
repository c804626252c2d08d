import { parseLatLon, parseMgrs, type LonLat } from '../../../../core/place.ts'
import { refuseField } from '../../../../core/problem.ts'
import type { Call } from '../../../../server/face.ts'

export type Spot = LonLat & { accuracyM: number | null }

/** Where somebody says it is: a grid, coordinates, or the name of a place. Throws Problem naming what is not understood, or the places it may mean. */
export async function readPlace(call: Pick<Call, 'app' | 'reader'>, words: string): Promise<Spot> {
  const grid = parseMgrs(words)
  if (grid.ok) {
    return { ...grid.point, accuracyM: grid.radiusM }
  }
  const typed = parseLatLon(words)
  if (typed.ok) {
    return { ...typed.point, accuracyM: typed.radiusM }
  }
  const hits = await call.app.gazetteer.search(call.reader, words, 5, null)
  const wanted = words.trim().toLocaleLowerCase()
  const same = hits.filter((hit) => [hit.name, ...hit.alt].some((name) => name.toLocaleLowerCase() === wanted))
  const chosen = same.length > 0 ? same : hits
  const [hit] = chosen
  if (!hit) {
    throw refuseField('/place', `"${words.slice(0, 60)}" is neither a grid, nor coordinates, nor a place that is known`, 'Give a grid such as 33NZE 12345 67890, or latitude and longitude')
  }
  if (chosen.length > 1) {
    throw refuseField('/place', `"${words.slice(0, 60)}" may be ${chosen.map((one) => `${one.name} (${one.lat.toFixed(3)}, ${one.lon.toFixed(3)})`).join('; ')}`, 'Give the coordinates of the one that is meant')
  }
  return { lon: hit.lon, lat: hit.lat, accuracyM: hit.radiusM }
}
