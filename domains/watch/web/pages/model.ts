import type { JsonObject } from '../../../../core/json.ts'
import type { AlertRule } from '../../shared/rules/rule.ts'
import type { Rung } from '../../shared/delivery/targets.ts'

/** What records must have: any of these values of a facet. */
export type Condition = { facet: string; values: string[] }
/** A rule as it is typed: its conditions, all of which must hold, roles at once and later. What a screen does not show is kept as it was. */
export type Draft = { rule: AlertRule; conditions: Condition[]; now: string[]; nearKm: number | null; /** What those near must all be able to do. */ capabilities: string[]; movementsKm: number | null; later: string[]; afterMin: number; words: string; /** Steps a screen cannot say. */ others: Rung[] }

const OPTIONAL = ['where', 'areas', 'from', 'figure', 'text', 'workflow', 'veracity', 'hours', 'nearKm', 'says', 'wake', 'community', 'note'] as const

export function emptyDraft(): Draft {
  return { rule: { name: '', enabled: true, of: 'incident', count: 1, severity: 3 }, conditions: [], now: [], nearKm: null, capabilities: [], movementsKm: null, later: [], afterMin: 10, words: '', others: [] }
}

export function draftOf(rule: AlertRule): Draft {
  const simple = (rung: Rung): boolean => rung.channels === undefined && rung.to.every((one) => one.role !== undefined || (rung.afterMinutes === 0 && (one.nearKm !== undefined || one.movementsKm !== undefined))) && new Set(rung.to.flatMap((one) => Object.keys(one).filter((key) => key !== 'role' && key !== 'capabilities'))).size === rung.to.filter((one) => one.role === undefined).length
  const rungs = rule.wake ?? []
  const first = rungs.find((rung) => rung.afterMinutes === 0 && simple(rung))
  const next = rungs.find((rung) => rung.afterMinutes > 0 && simple(rung))
  const near = first?.to.find((one) => one.nearKm !== undefined)
  const roles = (rung: Rung | undefined): string[] => rung?.to.flatMap(({ role }) => role ?? []) ?? []
  return {
    rule, conditions: Object.entries(rule.where ?? {}).map(([facet, values]) => ({ facet, values: [...values] })), now: roles(first), nearKm: near?.nearKm ?? null, capabilities: near?.capabilities ?? [], movementsKm: first?.to.find((one) => one.movementsKm !== undefined)?.movementsKm ?? null, later: roles(next), afterMin: next?.afterMinutes ?? 10, words: rule.says?.en ?? '',
    others: rungs.filter((rung) => rung !== first && rung !== next),
  }
}

/** The rule as it is sent. */
export function ruleOf({ rule, conditions, now, nearKm, capabilities, movementsKm, later, afterMin, words, others }: Draft): AlertRule {
  const { where: _where, hours, nearKm: apart, wake: _wake, says, name, areas, text, veracity, ...rest } = rule
  const first = [...now.map((role) => ({ role })), ...(nearKm === null ? [] : [{ nearKm, ...(capabilities.length > 0 ? { capabilities } : {}) }]), ...(movementsKm === null ? [] : [{ movementsKm }])]
  const wake = [...(first.length > 0 ? [{ afterMinutes: 0, to: first }] : []), ...(later.length > 0 ? [{ afterMinutes: afterMin, to: later.map((role) => ({ role })) }] : []), ...others]
  const chosen = Object.fromEntries(conditions.flatMap(({ facet, values }) => (facet !== '' && values.length > 0 ? [[facet, values]] : [])))
  return {
    ...rest, name: name.trim(), ...(Object.keys(chosen).length > 0 ? { where: chosen } : {}), ...(areas && areas.length > 0 ? { areas } : {}), ...(text && text.trim() !== '' ? { text: text.trim() } : {}), ...(veracity && veracity.length > 0 ? { veracity } : {}),
    ...(rule.count > 1 ? { ...(hours === undefined ? {} : { hours }), ...(apart === undefined ? {} : { nearKm: apart }) } : {}), ...(words.trim() === '' ? {} : { says: { ...says, en: words.trim() } }), ...(wake.length > 0 ? { wake } : {}),
  } as AlertRule
}

/** What an edit says of every field: those that are left out are cleared. */
export function editOf(rule: AlertRule): JsonObject {
  return { ...Object.fromEntries(OPTIONAL.map((key) => [key, null])), ...Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) } as unknown as JsonObject
}
