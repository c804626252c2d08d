import { parseLatLon, parseMgrs, type LonLat } from '../../../core/place.ts'
import { api, queryString, type GazetteerItem } from '../../../web/face.ts'

/** Where typed words are: a grid, coordinates, or the best hit of the gazetteer; null when it is none of them. */
export async function readSpot(words: string, near: LonLat | null = null): Promise<(LonLat & { name: string | null }) | null> {
  const grid = parseMgrs(words)
  if (grid.ok) {
    return { ...grid.point, name: null }
  }
  const typed = parseLatLon(words)
  if (typed.ok) {
    return { ...typed.point, name: null }
  }
  const { items } = await api<{ items: GazetteerItem[] }>(`/api/gazetteer?${queryString({ q: words.slice(0, 100), limit: 1, ...(near ? { near: `${near.lon},${near.lat}` } : {}) })}`)
  const hit = items[0]
  return hit ? { lon: hit.lon, lat: hit.lat, name: hit.name } : null
}
