import { withMap } from '../map/current.ts'
import { setPrefs } from '../prefs.ts'
import { navigate } from '../router.ts'
import { setPreview, type Preview } from './preview.ts'

/** How near the map goes, and how long the mark stays. */
const ZOOM = 12.5
const STAYS_MS = 120_000
let clearing: ReturnType<typeof setTimeout> | undefined

/** Go to the room's map, wherever one is, and mark a place on it for two minutes. */
export function showPlace(place: NonNullable<Preview>): void {
  setPrefs({ mapOpen: true })
  const elsewhere = window.location.pathname !== '/'
  if (elsewhere) {
    navigate('/')
  }
  clearTimeout(clearing)
  setPreview(place)
  clearing = setTimeout(() => setPreview(null), STAYS_MS)
  withMap((map) => map.goTo(place.lon, place.lat, ZOOM), elsewhere)
}
