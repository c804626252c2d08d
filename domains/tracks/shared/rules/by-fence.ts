import type { FenceEvent, FenceShape } from '../../../../analysis/fences.ts'
import { fits, isOn } from './about.ts'
import { liveOf, ownShape, type Live, type RuleInForce } from './in-force.ts'
import type { Subject } from './motion.ts'
import { newSpell, type Spell } from './spells.ts'
import type { RuleEvent, Standing } from './standing.ts'

/** Begin to watch for a rule: its fences are laid. */
export function lay(s: Standing, one: RuleInForce, spells: Map<string, Spell>): Live {
  const { rule } = one
  const live = liveOf(one, spells)
  const watched = ['enter', 'exit', 'cross', 'dwell', 'inside-without', 'no-consent', 'off-corridor'].includes(rule.condition)
  const shapes: [FenceShape, { id: string; name: string } | null][] = watched ? one.areas.map((area) => [{ polygons: area.polygons }, { id: area.id, name: area.name }]) : []
  const own = watched ? ownShape(rule) : null
  if (own) {
    shapes.push([own, null])
  }
  const { beginS, endS } = live
  const hold = { enterS: beginS, enterM: rule.beginM ?? 0, leaveS: endS, leaveM: rule.endM ?? 0, ...(rule.condition === 'dwell' ? { dwellS: (rule.minutes ?? 0) * 60 } : {}), cross: rule.condition === 'cross' }
  // Leaving is what an exit begins with: what holds to begin and to end changes places.
  const turned = rule.condition === 'exit' ? { enterS: endS, enterM: rule.endM ?? 0, leaveS: beginS, leaveM: rule.beginM ?? 0 } : hold
  for (const [shape, area] of shapes) {
    const fence = s.fences.add(shape, turned)
    live.fences.push({ fence, area })
    s.owners.set(fence, { live, area })
  }
  return live
}

/** Take a rule's fences away. */
export function unlay(s: Standing, live: Live): void {
  for (const { fence } of live.fences) {
    s.fences.remove(fence)
    s.owners.delete(fence)
  }
}

/** An outline was redrawn: who was inside is so still, or their visit is over. */
export function stayed(s: Standing, live: Live, out: RuleEvent[]): void {
  for (const [ref, spell] of live.rule.condition === 'enter' || live.rule.condition === 'dwell' ? live.spells : []) {
    const i = Number(ref)
    const one = s.subjects[i]
    const inside = one ? live.fences.filter(({ fence }) => s.fences.holds(fence, one.lon, one.lat)) : []
    if (one && inside.length > 0) {
      const entered = spell.episode ?? one.at
      s.fences.restore(i, one, inside.map(({ fence }) => ({ fence, state: 'inside', since: entered, entered, dwelt: true })))
    } else {
      live.spells.delete(ref)
      out.push(s.event('end', live, [i], spell, one?.at ?? spell.since ?? 0, one, null, {}))
    }
  }
}

/** Something went into a fence, out of it or through it, or has stayed. */
export function fenced(s: Standing, event: FenceEvent, subject: Subject | undefined, out: RuleEvent[]): void {
  const owner = s.owners.get(event.fence)
  if (!owner || !subject) {
    return
  }
  const { live, area } = owner
  const { condition } = live.rule
  const ref = String(event.subject)
  const begins = condition === event.what && (event.way === 0 || !live.rule.direction || live.rule.direction === 'any' || (event.way === 1) === (live.rule.direction === 'right'))
  const standing = live.spells.get(ref)
  if (begins) {
    if (!standing && fits(live.rule.who, s.about(subject.key)) && isOn(live.rule.hours, event.at, s.zone())) {
      const spell: Spell = { ...newSpell(subject.subject), since: event.since, episode: condition === 'cross' ? event.at : event.since, area: area?.id ?? '' }
      if (condition !== 'cross') {
        live.spells.set(ref, spell)
      }
      out.push(s.event('begin', live, [event.subject], spell, event.at, event, area, condition === 'dwell' ? { minutes: live.rule.minutes ?? 0 } : {}))
    }
    return
  }
  const comesBack = condition === 'exit' && event.what === 'enter'
  const leaves = (condition === 'enter' || condition === 'dwell') && event.what === 'exit'
  if (!standing || !(comesBack || leaves)) {
    return
  }
  // Still inside another area of the same rule: the same visit.
  const elsewhere = leaves && live.fences.some(({ fence }) => fence !== event.fence && s.fences.holds(fence, event.lon, event.lat))
  if (!elsewhere) {
    live.spells.delete(ref)
    out.push(s.event('end', live, [event.subject], standing, event.at, event, area, {}))
  }
}
