import { localParts } from '../../../../core/time-local.ts'
import type { TrackRule, WhoFilter } from './rule.ts'

/** What rules may know of a subject beyond where it is; a track's when it has one, else its feed's. */
export type About = {
  name: string
  track: string | null
  feed: string | null
  /** Code of the feed's technology. */
  technology: string | null
  affiliation: string
  sort: string
  unit: string | null
  capabilities: readonly string[]
}

/** Is it one of those a rule looks at? */
export function fits(who: WhoFilter | undefined, about: About): boolean {
  return who === undefined || (
    has(who.affiliations, about.affiliation) && has(who.sorts, about.sort) && has(who.units, about.unit) && has(who.feeds, about.feed) && has(who.tracks, about.track)
    && (!who.capabilities?.length || who.capabilities.some((one) => about.capabilities.includes(one)))
  )
}

/** Does the rule begin anything at this moment (epoch ms)? */
export function isOn(hours: TrackRule['hours'], at: number, zone: string): boolean {
  if (!hours || (hours.from === undefined && !hours.days?.length)) {
    return true
  }
  const { weekday, hour, minute } = localParts(at, zone)
  const now = hour * 60 + minute
  const [from, to] = [minutesOf(hours.from ?? '00:00'), minutesOf(hours.to ?? '24:00')]
  // Hours over midnight belong to the day they began on.
  const yesterdays = from > to && now < to
  const day = yesterdays ? ((weekday + 5) % 7) + 1 : weekday
  const inHours = from <= to ? now >= from && now < to : now >= from || now < to
  return inHours && (!hours.days?.length || hours.days.includes(day))
}

function has(list: readonly string[] | undefined, value: string | null): boolean {
  return !list?.length || (value !== null && list.includes(value))
}

function minutesOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
}
