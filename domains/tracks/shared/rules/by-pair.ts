import { metresBetween } from '../../../../analysis/fence-shapes.ts'
import { fits, isOn } from './about.ts'
import type { Live } from './in-force.ts'
import { isClosing, type Subject } from './motion.ts'
import { newSpell, type Spell } from './spells.ts'
import type { RuleEvent, Standing } from './standing.ts'

/** Two positions are held against each other when they are no further apart in time. */
const TOGETHER_MS = 120_000
/** An approach ends when they are this much further apart again. */
const APART = 1.2

/** How far rules of approach look, metres; 0 when there are none. */
export function reachOf(rules: readonly Live[]): number {
  return Math.max(0, ...rules.map(({ rule }) => (rule.metres ?? 0) * APART))
}

/** Whom it comes near to, and from whom it has gone again. */
export function meet(s: Standing, i: number, now: Subject, before: Subject | undefined, rules: readonly Live[], out: RuleEvent[]): void {
  const near = s.near?.near(now.lon, now.lat) ?? []
  const about = near.length > 1 ? s.about(now.key) : null
  for (const live of rules) {
    for (const { thing, metres } of near) {
      const other = s.subjects[thing]
      if (thing === i || !other || !about || Math.abs(other.at - now.at) > TOGETHER_MS || metres > (live.rule.metres ?? 0)) {
        continue
      }
      const abouts = s.about(other.key)
      if (!((fits(live.rule.who, about) && fits(live.rule.other, abouts)) || (fits(live.rule.who, abouts) && fits(live.rule.other, about)))) {
        continue
      }
      const ref = i < thing ? `${i}:${thing}` : `${thing}:${i}`
      const known = live.spells.get(ref)
      if ((known && known.episode !== null) || !isClosing(now, other, before, metres) || !isOn(live.rule.hours, now.at, s.zone())) {
        continue
      }
      const spell: Spell = { ...newSpell([now.subject, other.subject].sort().join(' ')), since: now.at, episode: now.at }
      live.spells.set(ref, spell)
      now.pairs.add(`${live.id} ${ref}`)
      other.pairs.add(`${live.id} ${ref}`)
      out.push(s.event('begin', live, [i, thing], spell, now.at, now, null, { metres: Math.round(metres) }))
    }
  }
  for (const pair of now.pairs) {
    const [id = '', ref = ''] = pair.split(' ')
    const [a = -1, b = -1] = ref.split(':').map(Number)
    const live = s.lives.get(id)
    const [one, two] = [s.subjects[a], s.subjects[b]]
    const spell = live?.spells.get(ref)
    const apart = one && two ? metresBetween(one.lon, one.lat, two.lon, two.lat) : Infinity
    if (!live || !spell || apart > (live.rule.metres ?? 0) * APART) {
      one?.pairs.delete(pair)
      two?.pairs.delete(pair)
      if (live && spell) {
        live.spells.delete(ref)
        out.push(s.event('end', live, [a, b], spell, now.at, now, null, {}))
      }
    }
  }
}
