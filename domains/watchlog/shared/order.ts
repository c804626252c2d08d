import { Type, type Static } from 'typebox'
import type { ClockRule } from '../../../core/clock.ts'
import type { ActionRule, Who } from '../../../core/kind.ts'
import { Problem, type FieldProblem } from '../../../core/problem.ts'
import type { VigieRecord } from '../../../core/record.ts'
import type { RoleCode } from '../../../core/roles.ts'
import { closed, instant, nothing, recordId, Signed, signed, words, wrongTimes, WRITERS } from './who.ts'

export const ORDER_TYPES = ['TASK', 'WARNO', 'FRAGO', 'OPORD', 'RFI', 'REQUEST'] as const
/** From issued to its end, in the order of the board. */
export const ORDER_STATES = ['ISSUED', 'ACK', 'MOVING', 'ON-SITE', 'DONE', 'FAILED', 'CANCELLED'] as const
export type OrderState = (typeof ORDER_STATES)[number]
export const ENDED: readonly OrderState[] = ['DONE', 'FAILED', 'CANCELLED']
/** Parts of a mission that order their own: across them, somebody asks. */
export const COMPONENTS = ['MISSION', 'MILITARY', 'POLICE', 'SECURITY', 'SUPPORT', 'CIVILIAN'] as const
export type Component = (typeof COMPONENTS)[number]
export const PARAGRAPHS = ['situation', 'mission', 'execution', 'support', 'command'] as const
export const RISKS = ['LOW', 'MEDIUM', 'HIGH'] as const

const long = Type.Optional(Type.String({ maxLength: 4000 }))
const short = Type.Optional(Type.String({ maxLength: 300 }))
/** One way of doing it that was weighed: what it takes, what it risks, and why it was not taken. */
export const Option = Type.Object({ name: words(120), hours: Type.Optional(Type.Number({ minimum: 0, maximum: 10000 })), risk: Type.Optional(Type.Enum([...RISKS])), resources: short, mandate: short, chosen: Type.Optional(Type.Literal(true)), why: Type.Optional(Type.String({ maxLength: 1000 })) }, closed)
export type Option = Static<typeof Option>

/** An order, task or request any component can read: who does what, by when, under which constraints, and what came of it. */
export const Order = Type.Object(
  {
    type: Type.Enum([...ORDER_TYPES]),
    title: words(200),
    from: words(120), fromComponent: Type.Enum([...COMPONENTS]),
    to: words(120), toComponent: Type.Enum([...COMPONENTS]),
    who: short, what: long, when: short, where: short, why: long,
    constraints: long,
    due: Type.Optional(instant),
    /** Minutes in which it is acknowledged. */
    ackMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 10080 })),
    paragraphs: Type.Optional(Type.Object(Object.fromEntries(PARAGRAPHS.map((part) => [part, long])) as Record<(typeof PARAGRAPHS)[number], typeof long>, closed)),
    options: Type.Optional(Type.Array(Option, { maxItems: 10 })),
    records: Type.Optional(Type.Array(recordId, { maxItems: 50 })),
    crisis: Type.Optional(recordId),
    state: Type.Optional(Type.Enum([...ORDER_STATES])),
    accepted: Type.Optional(Type.Object(Signed, closed)),
    steps: Type.Optional(Type.Array(Type.Object({ ...Signed, state: Type.Enum([...ORDER_STATES]), note: Type.Optional(Type.String({ maxLength: 2000 })) }, closed), { maxItems: 20 })),
    effect: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  closed,
)
export type Order = Static<typeof Order>
type OrderRecord = VigieRecord<Order>

export function orderState(order: Pick<Order, 'state'>): OrderState {
  return order.state ?? 'ISSUED'
}

/** Across components one asks and the other accepts; within one, it is ordered. */
export function crosses(order: Pick<Order, 'fromComponent' | 'toComponent'>): boolean {
  return order.fromComponent !== order.toComponent
}

/** Roles that speak for a component. */
export const SPEAKERS: { [component in Component]: readonly RoleCode[] } = {
  MISSION: ['HOM', 'COS', 'JOC-CH', 'JOC-DO', 'JOC-IM'],
  MILITARY: ['FHQ', 'SHQ', 'TOC', 'MILOB'],
  POLICE: ['UNPOL'],
  SECURITY: ['SOC'],
  SUPPORT: ['MOVCON', 'ENG', 'CMO', 'CASEVAC-CC', 'UNMAS'],
  CIVILIAN: ['POC-ADV', 'CAS', 'HRD', 'CPA', 'WPA', 'STRATCOM', 'JMAC-A'],
}

/** What is wrong with an order as a whole. */
export function checkOrder(order: Order): FieldProblem[] {
  const found: FieldProblem[] = wrongTimes(order, ['due'])
  if (crosses(order) && order.type !== 'REQUEST' && order.type !== 'RFI') {
    found.push({ path: '/type', problem: 'one component does not order another', fix: 'Send a REQUEST, or an RFI; the other component accepts it' })
  }
  const chosen = (order.options ?? []).filter((one) => one.chosen)
  if (chosen.length > 1) {
    found.push({ path: '/options', problem: 'more than one option is chosen', fix: 'Choose one and say why not the others' })
  }
  const silent = chosen.length === 1 ? (order.options ?? []).findIndex((one) => !one.why?.trim()) : -1
  if (silent >= 0) {
    found.push({ path: `/options/${silent}/why`, problem: 'says not why', fix: 'Say why it was chosen, and of each other why not' })
  }
  return found
}

const NEXT: { [state in OrderState]: readonly OrderState[] } = {
  'ISSUED': ['ACK', 'FAILED', 'CANCELLED'], 'ACK': ['MOVING', 'ON-SITE', 'DONE', 'FAILED', 'CANCELLED'], 'MOVING': ['ON-SITE', 'DONE', 'FAILED', 'CANCELLED'],
  'ON-SITE': ['DONE', 'FAILED', 'CANCELLED'], 'DONE': [], 'FAILED': [], 'CANCELLED': [],
}

/** States an order can be brought to from where it stands; a request only once it was accepted. */
export function nextStates(order: Pick<Order, 'state' | 'accepted' | 'fromComponent' | 'toComponent'>): readonly OrderState[] {
  const waits = crosses(order) && !order.accepted
  return NEXT[orderState(order)].filter((state) => !waits || state === 'CANCELLED')
}

/** Those who answer for the component it goes to; what stays within one component, whoever writes. */
function receivers(record: OrderRecord): Who | undefined {
  return crosses(record.data) ? SPEAKERS[record.data.toComponent] : undefined
}

function senders(record: OrderRecord): Who | undefined {
  return crosses(record.data) ? [...SPEAKERS[record.data.fromComponent], 'JOC-CH'] : undefined
}

function step(state: OrderState, reason: boolean, who: (record: OrderRecord) => Who | undefined = receivers): ActionRule<Order> {
  return {
    who: WRITERS, narrow: who, reason,
    patch: state === 'DONE' ? Type.Object({ effect: words(2000) }, closed) : Type.Object({ note: Type.Optional(words(2000)) }, closed),
    reduce(record, action) {
      if (!nextStates(record.data).includes(state)) {
        const accepted = crosses(record.data) && !record.data.accepted
        throw new Problem('wrong-state', accepted ? `${record.ref} waits for ${record.data.to} to accept it` : `${record.ref} is ${orderState(record.data)}; it cannot be brought to ${state} from there`)
      }
      const { note, effect } = action.patch as { note?: string; effect?: string }
      const said = note ?? effect ?? action.reason
      return put(record, { state, ...(effect === undefined ? {} : { effect }), steps: [...(record.data.steps ?? []), { ...signed(action), state, ...(said ? { note: said } : {}) }] })
    },
  }
}

export const orderActions: { [type: string]: ActionRule<Order> } = {
  'accept': {
    who: WRITERS, narrow: receivers, patch: nothing,
    reduce(record, action) {
      if (!crosses(record.data) || record.data.accepted || ENDED.includes(orderState(record.data))) {
        throw new Problem('wrong-state', `${record.ref} waits for nobody to accept it`)
      }
      // Accepting is acknowledging: whoever accepts has read it.
      return put(record, { accepted: signed(action), state: 'ACK', steps: [...(record.data.steps ?? []), { ...signed(action), state: 'ACK' }] })
    },
  },
  'decline': {
    who: WRITERS, narrow: receivers, patch: nothing, reason: true,
    reduce(record, action) {
      if (!crosses(record.data) || record.data.accepted || ENDED.includes(orderState(record.data))) {
        throw new Problem('wrong-state', `${record.ref} waits for nobody to accept it`)
      }
      return put(record, { state: 'FAILED', steps: [...(record.data.steps ?? []), { ...signed(action), state: 'FAILED', note: action.reason ?? '' }] })
    },
  },
  'acknowledge': step('ACK', false),
  'move': step('MOVING', false),
  'arrive': step('ON-SITE', false),
  'finish': step('DONE', false),
  'fail': step('FAILED', true),
  'cancel': step('CANCELLED', true, senders),
}

/** Action that brings an order to a state. */
export const STEP_ACTIONS: { [state in OrderState]?: string } = { 'ACK': 'acknowledge', 'MOVING': 'move', 'ON-SITE': 'arrive', 'DONE': 'finish', 'FAILED': 'fail', 'CANCELLED': 'cancel' }

export const orderClocks: readonly ClockRule<Order>[] = [
  {
    name: 'acknowledge', label: { en: 'Acknowledge the order', fr: 'Accuser réception de l’ordre', es: 'Acusar recibo de la orden', ar: 'الإقرار بتسلم الأمر' },
    start: { actions: ['create'] }, due: ({ ackMinutes }) => (ackMinutes === undefined ? null : { seconds: ackMinutes * 60 }), warnSeconds: 120,
    metBy: ['acknowledge', 'accept', 'decline', 'cancel', 'fail'],
  },
  {
    name: 'due', label: { en: 'Carry out the order', fr: 'Exécuter l’ordre', es: 'Cumplir la orden', ar: 'تنفيذ الأمر' },
    start: { actions: ['create'] }, due: ({ due }) => (due === undefined ? null : { at: due }), warnSeconds: 900,
    metBy: ['finish', 'fail', 'decline', 'cancel'],
  },
]

function put(record: OrderRecord, change: Partial<Order>): OrderRecord {
  return { ...record, data: { ...record.data, ...change } }
}
