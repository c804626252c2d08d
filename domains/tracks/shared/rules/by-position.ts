import { metresBetween } from '../../../../analysis/fence-shapes.ts'
import { fits, isOn, type About } from './about.ts'
import type { Live } from './in-force.ts'
import type { RulePosition, Subject } from './motion.ts'
import type { TrackRule } from './rule.ts'
import { newSpell } from './spells.ts'
import type { RuleEvent, Standing } from './standing.ts'

const STOPPED_M = 50

/** Hold a new position of one subject against a rule that looks at each. */
export function hold(s: Standing, live: Live, i: number, now: Subject & RulePosition, about: About, out: RuleEvent[]): void {
  const { rule } = live
  const ref = String(i)
  if (!fits(rule.who, about)) {
    s.settle(live, ref, false, now.at, [i], out)
    return
  }
  if (rule.condition === 'stopped') {
    stop(s, live, i, now, out)
    return
  }
  let holds = false
  let values: RuleEvent['values'] = {}
  let area: RuleEvent['area'] = null
  if (rule.condition === 'off-corridor') {
    const inside = live.fences.some(({ fence }) => s.fences.holds(fence, now.lon, now.lat))
    holds = !inside
    values = { metres: rule.metres ?? 0 }
  } else if (rule.condition === 'no-consent') {
    const entered = live.fences.find(({ fence }) => s.fences.holds(fence, now.lon, now.lat))
    const permit = about.technology === null ? undefined : s.permits.get(about.technology)
    area = entered?.area ?? null
    holds = entered !== undefined || (permit !== undefined && permit !== null && !s.fences.holds(permit, now.lon, now.lat))
  } else {
    const measured = measuredBy(rule, now)
    if (!measured) {
      return
    }
    ({ holds, values } = measured)
  }
  s.settle(live, ref, holds, now.at, [i], out, values, area)
}

function stop(s: Standing, live: Live, i: number, now: Subject, out: RuleEvent[]): void {
  const ref = String(i)
  const spell = live.spells.get(ref)
  const after = (live.rule.minutes ?? 0) * 60_000
  if (!spell || metresBetween(spell.lon, spell.lat, now.lon, now.lat) > (live.rule.metres ?? STOPPED_M)) {
    if (spell && spell.episode !== null) {
      out.push(s.event('end', live, [i], spell, now.at, now, null, {}))
    }
    live.spells.set(ref, { ...newSpell(now.subject), since: now.at, lon: now.lon, lat: now.lat })
  } else if (spell.episode === null && spell.since !== null && now.at - spell.since >= after && isOn(live.rule.hours, now.at, s.zone())) {
    spell.episode = spell.since
    out.push(s.event('begin', live, [i], spell, now.at, now, null, { minutes: Math.floor((now.at - spell.since) / 60_000) }))
  }
}

/** Whether the figure of a position is beyond the rule's, with what an alert says of it; null where the position does not carry it. */
function measuredBy({ condition, kmh = NaN, metres = NaN }: TrackRule, now: RulePosition): { holds: boolean; values: RuleEvent['values'] } | null {
  const beyond = (figure: number | null, above: boolean, than: number, name: 'kmh' | 'metres') => (figure === null ? null : { holds: above ? figure > than : figure < than, values: { [name]: Math.round(figure) } })
  switch (condition) {
    case 'speed-above':
    case 'speed-below':
      return beyond(now.speedMs === null ? null : now.speedMs * 3.6, condition === 'speed-above', kmh, 'kmh')
    case 'height-above':
    case 'height-below':
      return beyond(now.altM, condition === 'height-above', metres, 'metres')
    default:
      return beyond(now.accuracyM, true, metres, 'metres')
  }
}
