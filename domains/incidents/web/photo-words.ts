import { formatMgrs } from '../../../core/place-mgrs.ts'
import type { QuickLog } from '../shared/quicklog.ts'

/** What a photo says, as `readPhoto` gives it. */
type Facts = { taken: string | null; zoned: boolean; place: { lon: number; lat: number } | null }

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

/** Grid of a photo to ten metres, which is what a phone's fix is worth; null where it has none. */
export function photoGrid(facts: Facts): string | null {
  return facts.place ? (formatMgrs(facts.place, 8) ?? null) : null
}

/** Date-time group of a photo: Z where the camera names its zone, else J, the mission's local time. */
export function photoTime(facts: Facts): string | null {
  const [, year, month, day, hour, minute] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(facts.taken ?? '') ?? []
  const name = MONTHS[Number(month) - 1]
  return name ? `${day}${hour}${minute}${facts.zoned ? 'Z' : 'J'} ${name} ${year?.slice(2)}` : null
}

/** The line with what the photo knows and the line does not: seen and correctable before anything is saved. */
export function withPhoto(text: string, log: Pick<QuickLog, 'place' | 'happened'>, facts: Facts): string {
  const grid = log.place?.lon === undefined ? photoGrid(facts) : null
  const time = log.happened === undefined ? photoTime(facts) : null
  return [text.trimEnd(), time, grid].filter((part) => part !== null && part !== '').join(' ')
}
