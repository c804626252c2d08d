import { Type, type Static } from 'typebox'
import { closed, count, moment, oneOf, recordId, short, Signed, Spot, words } from './schema.ts'
import { ANSWERS, CARDS, CATEGORIES, CBRN, DELAY_REASONS, EQUIPMENT, HEARD_BY, MARKINGS, MECHANISMS, NAMED_AUTHORITY, PRIORITIES, REQUEST_STATES, THREATS, type Answer, type Card, type RequestState } from './vocabulary.ts'

/** Patients by priority: A urgent, B priority, C routine. */
export const Patients = Type.Object({ A: Type.Optional(count), B: Type.Optional(count), C: Type.Optional(count) }, closed)
export type Patients = Static<typeof Patients>
/** Patients by who they are. */
const Statuses = Type.Object(Object.fromEntries(CATEGORIES.map((one) => [one, Type.Optional(count)])) as Record<(typeof CATEGORIES)[number], Type.TOptional<typeof count>>, closed)

/** The four lines on which an evacuation is launched: who, where, patients, threat. */
export const FourLine = Type.Object(
  { callsign: words(40), frequency: Type.Optional(short(40)), place: Spot, patients: Patients, mechanism: Type.Optional(oneOf(MECHANISMS)), what: Type.Optional(short(300)), threat: oneOf(THREATS) },
  closed,
)
export type FourLine = Static<typeof FourLine>

/** Nine lines; every one may come later. */
export const NineLine = Type.Object(
  {
    place: Type.Optional(Spot),
    callsign: Type.Optional(words(40)), frequency: Type.Optional(short(40)),
    patients: Type.Optional(Patients),
    equipment: Type.Optional(Type.Array(oneOf(EQUIPMENT), { uniqueItems: true, maxItems: EQUIPMENT.length })),
    litter: Type.Optional(count), ambulatory: Type.Optional(count), escort: Type.Optional(count),
    security: Type.Optional(oneOf(THREATS)),
    marking: Type.Optional(oneOf(MARKINGS)), markingNote: Type.Optional(short(80)),
    status: Type.Optional(Statuses), nationality: Type.Optional(short(60)),
    terrain: Type.Optional(short(300)), cbrn: Type.Optional(oneOf(CBRN)),
  },
  closed,
)
export type NineLine = Static<typeof NineLine>

/** Major incident, Exact location, Type, Hazards, Access, Number of casualties, Emergency services. */
export const Methane = Type.Object(
  { major: Type.Boolean(), exact: Type.Optional(Spot), type: Type.Optional(short(300)), hazards: Type.Optional(short(300)), access: Type.Optional(short(300)), number: Type.Optional(short(120)), emergency: Type.Optional(short(300)) },
  closed,
)
export type Methane = Static<typeof Methane>

export const CardAnswer = Type.Object({ ...Signed, answer: oneOf(ANSWERS), reason: Type.Optional(short(500)), saidBy: Type.Optional(short(120)) }, closed)
export type CardAnswer = Static<typeof CardAnswer>
const Cards = Type.Object(Object.fromEntries(CARDS.map((card) => [card, Type.Optional(CardAnswer)])) as Record<Card, Type.TOptional<typeof CardAnswer>>, closed)

/** What was decided: `authority` is who answers for it, `delegated` whether on authority handed down. */
export const Decision = Type.Object({ ...Signed, decision: oneOf(ANSWERS), authority: Type.Optional(short(120)), delegated: Type.Optional(Type.Boolean()), reason: Type.Optional(short(500)), without: Type.Optional(Type.Array(oneOf(CARDS), { maxItems: 3 })), night: Type.Optional(Type.Boolean()) }, closed)
export type Decision = Static<typeof Decision>

/** What flies or drives where. Ids are those of records. */
export const Task = Type.Object(
  { asset: recordId, assetName: short(80), destination: Type.Optional(recordId), destinationName: Type.Optional(short(120)), escort: Type.Optional(short(120)), route: Type.Optional(short(500)), landingSite: Type.Optional(recordId), wheelsUpBy: Type.Optional(moment), etaPickup: Type.Optional(moment), etaHandover: Type.Optional(moment), note: Type.Optional(short(500)) },
  closed,
)
export type Task = Static<typeof Task>

/** A patient on the request: the casualty's record, and what decides on launch and load. */
export const Carried = Type.Object({ casualty: recordId, battleNo: short(40), category: oneOf(CATEGORIES), priority: oneOf(PRIORITIES), litter: Type.Optional(Type.Boolean()) }, closed)
export type Carried = Static<typeof Carried>

export const Delay = Type.Object({ ...Signed, reason: oneOf(DELAY_REASONS), card: Type.Optional(oneOf(CARDS)), minutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_080 })), note: Type.Optional(short(500)) }, closed)
export type Delay = Static<typeof Delay>

/** A request for evacuation: launched on four lines, the rest comes while it flies. */
export const CasevacRequest = Type.Object(
  {
    four: FourLine,
    nine: Type.Optional(NineLine),
    methane: Type.Optional(Methane),
    heardBy: Type.Optional(oneOf(HEARD_BY)),
    /** When the first word came, where it was not now. */
    heardAt: Type.Optional(moment),
    incident: Type.Optional(recordId),
    /** Exercise: kept apart everywhere. */
    drill: Type.Optional(Type.Literal(true)),
    note: Type.Optional(short(4000)),
    /** The TAK message it came by, as it came: what is not understood of it goes out again. */
    cot: Type.Optional(Type.Object({ uid: words(300), xml: short(64_000) }, closed)),

    /** Absent: alert. */
    state: Type.Optional(oneOf(REQUEST_STATES)),
    steps: Type.Optional(Type.Array(Type.Object({ ...Signed, state: oneOf(REQUEST_STATES), t: moment, note: Type.Optional(short(500)) }, closed), { maxItems: 60 })),
    patients: Type.Optional(Type.Array(Carried, { maxItems: 200 })),
    cards: Type.Optional(Cards),
    /** Answers that were changed, oldest first. */
    answered: Type.Optional(Type.Array(Type.Object({ ...CardAnswer.properties, card: oneOf(CARDS) }, closed), { maxItems: 100 })),
    decision: Type.Optional(Decision),
    decisions: Type.Optional(Type.Array(Decision, { maxItems: 40 })),
    task: Type.Optional(Task),
    wheelsUpAt: Type.Optional(moment), atSceneAt: Type.Optional(moment),
    delays: Type.Optional(Type.Array(Delay, { maxItems: 40 })),
    /** The plan somebody approved: its inputs' hash and lines. */
    plan: Type.Optional(Type.Object({ ...Signed, inputs: short(80), lines: Type.Array(short(300), { maxItems: 60 }), json: Type.Optional(short(20_000)) }, closed)),
  },
  closed,
)
export type CasevacRequest = Static<typeof CasevacRequest>

export function stateOf({ state }: Pick<CasevacRequest, 'state'>): RequestState {
  return state ?? 'ALERT'
}

/** States in which something is still to be done. */
export const OPEN: readonly RequestState[] = ['ALERT', 'VALIDATED', 'LAUNCHED', 'PICKED_UP', 'HANDED_OVER']

/** Patients told of, by the nine lines where they name them, else by the four. */
export function toldPatients({ four, nine }: Pick<CasevacRequest, 'four' | 'nine'>): { A: number; B: number; C: number; total: number } {
  const { A = 0, B = 0, C = 0 } = nine?.patients ?? four.patients
  return { A, B, C, total: A + B + C }
}

/** Is anybody among them for whom only a named authority may launch? */
export function needsNamedAuthority({ nine, patients }: Pick<CasevacRequest, 'nine' | 'patients'>): boolean {
  return NAMED_AUTHORITY.some((category) => (nine?.status?.[category] ?? 0) > 0 || (patients ?? []).some((one) => one.category === category))
}

/** Cards nobody has answered, or that say to wait. */
export function unanswered({ cards }: Pick<CasevacRequest, 'cards'>): Card[] {
  return CARDS.filter((card) => answerOf(cards, card) !== 'go' && answerOf(cards, card) !== 'no-go')
}

/** Cards that say no. */
export function refusing({ cards }: Pick<CasevacRequest, 'cards'>): Card[] {
  return CARDS.filter((card) => answerOf(cards, card) === 'no-go')
}

function answerOf(cards: CasevacRequest['cards'], card: Card): Answer | undefined {
  return cards?.[card]?.answer
}
