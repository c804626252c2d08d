import type { Permit } from './permit.ts'
import type { Technology } from './model.ts'

type Node = { id: string; parent: string | null }
/** One technology in one area: may it work there, and if not, is it for the place or for the permit. */
export type Standing = { code: string; may: boolean; why: 'cleared' | 'outside' | 'part' | 'permit' }
/** What ends within a number of days: consent, or the review of due diligence. Days are negative when it is over. */
export type Ending = { code: string; what: 'consent' | 'review'; day: string; days: number; within: 30 | 60 | 90 }

const DAY_MS = 86_400_000

/**
 * Where a technology may work: in the areas it names and everything inside them, all of the mission where it names none.
 * An area that only holds such an area inside it is `part`.
 */
export function standingIn(area: string, technology: Pick<Technology, 'code' | 'areas'>, permit: Pick<Permit, 'valid'> | undefined, areas: readonly Node[]): Standing {
  const { code } = technology
  const named = technology.areas ?? []
  const inside = named.length === 0 || named.some((one) => lies(area, one, areas))
  const part = !inside && named.some((one) => lies(one, area, areas))
  if (!inside && !part) {
    return { code, may: false, why: 'outside' }
  }
  if (permit?.valid !== true) {
    return { code, may: false, why: 'permit' }
  }
  return { code, may: inside, why: inside ? 'cleared' : 'part' }
}

/** What ends within 30, 60 or 90 days or is over already, soonest first. `today` is YYYY-MM-DD, mission-local. */
export function endings(technologies: readonly Technology[], today: string): Ending[] {
  const out: Ending[] = []
  for (const { code, consent, diligence } of technologies) {
    const stands = consent?.status === 'granted' || consent?.status === 'not-required'
    const ends: [Ending['what'], string | undefined][] = [['consent', stands ? consent.until : undefined], ['review', diligence?.reviewBy]]
    for (const [what, day] of ends) {
      const days = day === undefined ? NaN : Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS)
      if (day !== undefined && days <= 90) {
        out.push({ code, what, day, days, within: days <= 30 ? 30 : days <= 60 ? 60 : 90 })
      }
    }
  }
  return out.sort((a, b) => a.days - b.days || (a.code < b.code ? -1 : 1))
}

function lies(area: string, above: string, areas: readonly Node[]): boolean {
  const seen = new Set<string>()
  for (let at: string | null = area; at !== null && !seen.has(at); at = areas.find((one) => one.id === at)?.parent ?? null) {
    if (at === above) {
      return true
    }
    seen.add(at)
  }
  return false
}
