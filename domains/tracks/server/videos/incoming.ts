import { ALL_MISSION, type Handling } from '../../../../core/handling.ts'
import type { Reader } from '../../../../core/policy.ts'

/** Handling of what somebody sends over a feed: that of the feed, owned by their organisation, whose owner keeps reading it. */
export function handlingFrom(handling: Handling, reader: Reader): Handling {
  return { ...handling, owner: reader.org, releasableTo: handling.releasableTo.includes(ALL_MISSION) ? handling.releasableTo : [...new Set([...handling.releasableTo, handling.owner])].filter((org) => org !== reader.org) }
}

/** Whoever works in one area sends for that area: a record without one would be nobody's there. */
export function areaFrom(reader: Reader): string | null {
  return reader.grants.some((grant) => grant.area === null) ? null : (reader.grants[0]?.area ?? null)
}
