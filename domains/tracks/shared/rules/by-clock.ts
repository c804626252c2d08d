import { fits, isOn } from './about.ts'
import type { Live } from './in-force.ts'
import type { Subject } from './motion.ts'
import { newSpell } from './spells.ts'
import type { RuleEvent, Standing } from './standing.ts'

/** Positions older than this say nothing of who is inside now. */
export const FRESH_MS = 15 * 60_000
const FORGOTTEN_MS = 7 * 86_400_000

/** Who has been silent for longer than a rule allows. */
export function silent(s: Standing, rules: readonly Live[], now: number, out: RuleEvent[]): void {
  for (const live of rules) {
    const after = (live.rule.minutes ?? 0) * 60_000
    for (const [key, i] of s.index) {
      const one = s.subjects[i]
      if (one && now - one.at > after && !live.spells.has(String(i)) && fits(live.rule.who, s.about(key)) && isOn(live.rule.hours, now, s.zone())) {
        const spell = { ...newSpell(one.subject), since: one.at, episode: one.at }
        live.spells.set(String(i), spell)
        out.push(s.event('begin', live, [i], spell, now, one, null, { minutes: Math.floor((now - one.at) / 60_000) }))
      }
    }
  }
}

/** What an area should hold and does not. */
export function lacks(s: Standing, live: Live, now: number, out: RuleEvent[]): void {
  for (const { fence, area } of live.fences) {
    const inside = s.fences.members(fence).map((i) => s.subjects[i]).filter((one): one is Subject => one !== undefined && now - one.at <= FRESH_MS)
    const abouts = inside.map((one) => s.about(one.key))
    const asked = live.rule.who === undefined || abouts.some((about) => fits(live.rule.who, about))
    const isMissing = asked && !abouts.some((about) => about.capabilities.includes(live.rule.capability ?? ''))
    s.settle(live, `@${area?.id ?? live.id}`, isMissing, now, [], out, { minutes: live.rule.minutes ?? 0 }, area, (live.rule.minutes ?? 0) * 60)
  }
}

/** Forget who has been silent for a week, and of more than `most` those longest silent; what they began ends. */
export function forget(s: Standing, now: number, most: number, out: RuleEvent[]): void {
  const limit = s.index.size > most ? [...s.index.values()].map((i) => s.subjects[i]?.at ?? 0).sort((a, b) => b - a)[most] ?? 0 : -Infinity
  for (const [key, i] of s.index) {
    const one = s.subjects[i]
    if (one && (now - one.at > FORGOTTEN_MS || one.at <= limit)) {
      for (const live of s.lives.values()) {
        for (const ref of [String(i), ...[...one.pairs].filter((pair) => pair.startsWith(`${live.id} `)).map((pair) => pair.slice(live.id.length + 1))]) {
          const spell = live.spells.get(ref)
          if (spell) {
            live.spells.delete(ref)
            if (spell.episode !== null && live.rule.condition !== 'stale') {
              out.push(s.event('end', live, ref.split(':').map(Number), spell, now, one, s.areaOf(live, spell), {}))
            }
          }
        }
      }
      s.fences.forget(i)
      s.near?.drop(i)
      s.index.delete(key)
      s.subjects[i] = undefined
      s.free.push(i)
    }
  }
}
