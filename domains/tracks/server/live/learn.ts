import type { SubjectFacts } from '../../../../core/fix.ts'
import { CHANGED, type Things } from './things.ts'

/** Changes of the battery by less are not worth telling. */
const BATTERY_STEP = 0.05

/** Keep what a source says of a thing; only what is new to a screen is told. */
export function learn(things: Things, thing: number, facts: SubjectFacts): void {
  const known = things.facts.get(thing)
  let news = known === undefined
  if (known) {
    for (const name of ['callsign', 'cotType', 'sidc', 'sort', 'team', 'role'] as const) {
      news ||= facts[name] !== undefined && facts[name] !== known[name]
    }
    news ||= facts.battery !== undefined && Math.abs((known.battery ?? -1) - facts.battery) >= BATTERY_STEP
    if (!news && facts.more === undefined) {
      return
    }
  }
  things.facts.set(thing, { ...known, ...facts })
  if (news) {
    things.mark(thing, CHANGED.described)
  }
}
