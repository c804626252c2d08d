import { ALL_MISSION, levelRank } from '../../../../core/handling.ts'
import type { Protection } from './classes.ts'

/**
 * May what comes under `source` be shown under `shown`? Only when nobody reads it there who could not read it at its source: a
 * report never becomes more widely known by being of something that is known more widely.
 */
export function covers(shown: Pick<Protection, 'handling' | 'area'>, source: Pick<Protection, 'handling' | 'area'>): boolean {
  const [s, o] = [shown.handling, source.handling]
  const readers = new Set([o.owner, ...o.releasableTo])
  const everybody = readers.has(ALL_MISSION)
  const outside = [s.owner, ...s.releasableTo].filter((org) => org !== ALL_MISSION)
  const open = s.releasableTo.includes(ALL_MISSION)
  const wider = (open && !everybody) || outside.some((org) => !readers.has(org) && (!everybody || s.releasableTo.includes(org)))
  const named = o.caveats.includes('EYES-NAMED') && (s.named ?? []).some((user) => !(o.named ?? []).includes(user))
  return levelRank(s.level) >= levelRank(o.level)
    && o.compartments.every((one) => s.compartments.includes(one))
    && o.caveats.every((one) => s.caveats.includes(one))
    && (shown.area === null || shown.area === source.area)
    && !wider && !named
}
