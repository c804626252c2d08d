import type { CasevacRequest } from '../shared/request.ts'
import type { Answer, Card, DelayReason, RequestState } from '../shared/vocabulary.ts'

type Base = { at: string; role?: string; note?: string; authority?: string; delegated?: boolean }
/** One line of what was done with a request. */
export type CourseLine = Base & (
  | { what: 'heard' | 'opened' | 'take-off' | 'reach-scene' | 'plan' }
  | { what: 'state'; state: RequestState }
  | { what: 'answer'; card: Card; answer: Answer }
  | { what: 'decision'; answer: Answer }
  | { what: 'delay'; why: DelayReason }
)

/** The course of a request in the order of when it was so. */
export function courseOf({ createdAt, of: data }: { createdAt: string; of: CasevacRequest }): CourseLine[] {
  const noted = (note: string | undefined) => (note ? { note } : {})
  const lines: CourseLine[] = [
    ...(data.heardAt ? [{ what: 'heard' as const, at: data.heardAt }] : []),
    { what: 'opened', at: createdAt },
    // A launch validates by itself: the line of the launch says it all.
    ...(data.steps ?? []).filter((one, i, all) => !(one.state === 'VALIDATED' && all[i + 1]?.state === 'LAUNCHED' && all[i + 1]?.at === one.at)).map(({ state, t, role, note }) => ({ what: 'state' as const, state, at: t, role, ...noted(note) })),
    ...(data.answered ?? []).map(({ card, answer, at, role, reason, saidBy }) => ({ what: 'answer' as const, card, answer, at, role, ...noted([saidBy, reason].filter(Boolean).join(': ')) })),
    ...Object.entries(data.cards ?? {}).flatMap(([card, given]) => (given ? [{ what: 'answer' as const, card: card as Card, answer: given.answer, at: given.at, role: given.role, ...noted([given.saidBy, given.reason].filter(Boolean).join(': ')) }] : [])),
    ...(data.decisions ?? []).map(({ decision, at, role, reason, authority, delegated }) => ({ what: 'decision' as const, answer: decision, at, role, ...noted(reason), ...(authority ? { authority } : {}), ...(delegated ? { delegated } : {}) })),
    ...(data.wheelsUpAt ? [{ what: 'take-off' as const, at: data.wheelsUpAt }] : []),
    ...(data.atSceneAt ? [{ what: 'reach-scene' as const, at: data.atSceneAt }] : []),
    ...(data.plan ? [{ what: 'plan' as const, at: data.plan.at, role: data.plan.role }] : []),
    ...(data.delays ?? []).map(({ reason, at, role, card, minutes, note }) => ({ what: 'delay' as const, why: reason, at, role, ...noted([card, minutes === undefined ? '' : `${minutes} min`, note].filter(Boolean).join(', ')) })),
  ]
  return lines.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
