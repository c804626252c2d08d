import { Type, type Static } from 'typebox'
import { Check } from 'typebox/value'
import { Casualty, ChainPlace, Injury, StatusStep, Timed, Treatment, Vitals } from './casualty.ts'
import { closed, moment, oneOf, recordId } from './schema.ts'
import { EVENTS, PRIORITIES, TRIAGES, type EventCode } from './vocabulary.ts'

/** What a casualty is made with. Free words about the person, and every name, stay on the device that has them. */
const BASE = ['battleNo', 'category', 'incident', 'request', 'nationality', 'unit', 'sex', 'ageBand', 'needs', 'litter', 'contagious', 'escort', 'place', 'drill', 'mechanism', 'mechanismNote'] as const
const Base = Type.Pick(Casualty, [...BASE])
const Sorted = Type.Object({ triage: Type.Optional(oneOf(TRIAGES)), priority: oneOf(PRIORITIES), /** When they were sorted so. */ t: moment }, closed)
const TimedAlone = Type.Omit(Timed, ['saidBy'])
const Place = Type.Omit(ChainPlace, ['by', 'role', 'at', 'out', 'receivedBy'])
const Step = Type.Pick(StatusStep, ['status', 't', 'note'])

/**
 * All or part of what is known of a casualty, as one device gives it to another or sends it to the node. Entries carry the
 * ids their author gave them, so that taking the same state twice, in parts or in any order comes to the same casualty.
 * It holds no name: neither of the casualty (no casualty record does) nor of those who cared for them.
 */
export const CareState = Type.Object(
  {
    id: recordId,
    base: Base,
    sorted: Type.Optional(Sorted),
    injuries: Type.Optional(Type.Array(Type.Omit(Injury, ['struck']), { maxItems: 60 })),
    vitals: Type.Optional(Type.Array(Type.Omit(Vitals, ['struck', 'saidBy']), { maxItems: 500 })),
    treatments: Type.Optional(Type.Array(Type.Omit(Treatment, ['struck', 'saidBy']), { maxItems: 300 })),
    events: Type.Optional(Type.Object(Object.fromEntries(EVENTS.map((event) => [event, Type.Optional(TimedAlone)])) as Record<EventCode, ReturnType<typeof Type.Optional<typeof TimedAlone>>>, closed)),
    places: Type.Optional(Type.Array(Place, { maxItems: 60 })),
    course: Type.Optional(Type.Array(Step, { maxItems: 60 })),
  },
  closed,
)
export type CareState = Static<typeof CareState>

/** Is it a state, as far as its form goes? */
export function validState(value: unknown): value is CareState {
  return Check(CareState, value)
}

/** The state of a casualty as it stands, for handing it on. Entries that were struck out stay behind. */
export function careStateOf(id: string, casualty: Casualty, sortedAt: string): CareState {
  const base = Object.fromEntries(BASE.flatMap((field) => (casualty[field] === undefined ? [] : [[field, casualty[field]]]))) as CareState['base']
  const standing = <T extends { struck?: unknown; saidBy?: unknown }>(list: readonly T[] | undefined): Omit<T, 'struck' | 'saidBy'>[] => (list ?? []).filter(({ struck }) => struck === undefined).map(({ struck: _struck, saidBy: _saidBy, ...one }) => one)
  const events = Object.fromEntries(EVENTS.flatMap((event) => {
    const found = casualty.events?.[event]
    return found ? [[event, { t: found.t, source: found.source, ...(found.estimated ? { estimated: true } : {}), ...(found.uncertainMin ? { uncertainMin: found.uncertainMin } : {}) }]] : []
  })) as CareState['events']
  const places = (casualty.places ?? []).map(({ id, sort, name, of, spot, in: entered }) => ({ id, sort, name, ...(of ? { of } : {}), ...(spot ? { spot } : {}), in: entered }))
  const course = (casualty.course ?? []).map(({ status, t, note }) => ({ status, t, ...(note ? { note } : {}) }))
  return {
    id, base,
    sorted: { ...(casualty.triage ? { triage: casualty.triage } : {}), priority: casualty.priority, t: sortedAt },
    injuries: standing(casualty.injuries), vitals: standing(casualty.vitals), treatments: standing(casualty.treatments), events: events ?? {}, places, course,
  }
}
