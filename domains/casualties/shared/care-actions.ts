import type { JsonObject } from '../../../core/json.ts'
import type { CareState } from './care-state.ts'
import { ENDED, statusOf, type Casualty } from './casualty.ts'
import { EVENT_ACTIONS, EVENTS, type Status } from './vocabulary.ts'

/** Something done to a casualty, without who and under which id. */
export type CareAction = { type: string; patch: JsonObject }
/** `differs`: what was told otherwise than it stands, in words; the standing value stays until a person corrects it. */
export type CareMerge = { actions: CareAction[]; differs: string[] }

/** Entries one action carries at most. */
const MOST_AT_ONCE = 60

/** What a new casualty is made with. */
export function newCasualty({ base, sorted }: CareState): JsonObject {
  return { ...base, priority: sorted?.priority ?? 'NONE', ...(sorted?.triage ? { triage: sorted.triage } : {}), ...(sorted ? { sortedAt: sorted.t } : {}) } as JsonObject
}

/**
 * What must be done to a casualty so that it holds all that a state tells: nothing for what it holds already, so that the
 * same state may come twice, by two people and in parts. Pure.
 */
export function careActions(standing: Casualty, state: CareState): CareMerge {
  const differs: string[] = []
  const actions: CareAction[] = [...filled(standing, state), ...resorted(standing, state)]
  for (const event of EVENTS) {
    const told = state.events?.[event]
    const known = standing.events?.[event]
    if (told && !known) {
      actions.push({ type: EVENT_ACTIONS[event], patch: { ...told } })
    } else if (told && known && Date.parse(told.t) !== Date.parse(known.t)) {
      differs.push(`${event}: ${told.t} (stands: ${known.t})`)
    }
  }
  for (const [list, type] of [['injuries', 'add-injuries'], ['vitals', 'add-vitals'], ['treatments', 'treat']] as const) {
    const ids = new Set<string>((standing[list] ?? []).map(({ id }) => id))
    const fresh = (state[list] as { id: string }[] | undefined ?? []).filter(({ id }) => !ids.has(id) && ids.add(id))
    for (let i = 0; i < fresh.length; i += MOST_AT_ONCE) {
      actions.push({ type, patch: { fields: { [list]: fresh.slice(i, i + MOST_AT_ONCE) as unknown as JsonObject[] } } })
    }
  }
  const places = new Set((standing.places ?? []).map(({ id }) => id))
  const moves = (state.places ?? []).filter(({ id }) => !places.has(id) && places.add(id)).toSorted((a, b) => Date.parse(a.in) - Date.parse(b.in))
  actions.push(...moves.map(({ in: t, ...place }): CareAction => ({ type: 'move', patch: { ...place, t } as unknown as JsonObject })))
  const step = (state.course ?? []).toSorted((a, b) => Date.parse(a.t) - Date.parse(b.t)).at(-1)
  const last = standing.course?.at(-1)
  const led = moves.findLast(({ sort }) => sort === 'facility' || sort === 'asset')
  // Where a move has led already, what follows from it is not told twice.
  const now: Status = led && !ENDED.includes(statusOf(standing)) && Date.parse(led.in) >= Date.parse(last?.t ?? led.in) ? (led.sort === 'facility' ? 'MTF' : 'EVAC') : statusOf(standing)
  if (step && step.status !== now && !(last && Date.parse(last.t) >= Date.parse(step.t))) {
    if (ENDED.includes(statusOf(standing))) {
      differs.push(`${step.status} ${step.t} (stands: ${statusOf(standing)})`)
    } else {
      actions.push({ type: 'set-status', patch: { ...step } })
    }
  }
  return { actions, differs }
}

/** What nobody had said of the casualty itself. */
function filled(standing: Casualty, { base }: CareState): CareAction[] {
  const fields = Object.fromEntries(Object.entries(base).filter(([field, value]) => value !== undefined && standing[field as keyof Casualty] === undefined))
  return Object.keys(fields).length === 0 ? [] : [{ type: 'edit', patch: { fields: fields as JsonObject } }]
}

/** The later look at triage and priority stands. */
function resorted(standing: Casualty, { sorted }: CareState): CareAction[] {
  const older = !sorted || Date.parse(sorted.t) <= Date.parse(standing.sortedAt ?? '')
  return older || ((sorted.triage ?? standing.triage) === standing.triage && sorted.priority === standing.priority) ? [] : [{ type: 'sort', patch: { ...sorted } }]
}
