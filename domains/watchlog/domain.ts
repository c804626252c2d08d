import { standardActions } from '../../core/actions.ts'
import { ALL_MISSION } from '../../core/handling.ts'
import { defineDomain, defineKind } from '../../core/kind.ts'
import type { RoleCode } from '../../core/roles.ts'
import { callActions, callClocks, CallList, Cir } from './shared/cir.ts'
import { Crisis, crisisActions } from './shared/crisis.ts'
import { entryActions, entryClocks, entryState, LogEntry } from './shared/entry.ts'
import { checkOrder, Order, orderActions, orderClocks, orderState } from './shared/order.ts'
import { shiftActions, shiftState, WatchShift } from './shared/shift.ts'
import { texts } from './shared/texts.ts'
import { KEEPERS, LEADERS, READERS, span, WRITERS, wrongTimes } from './shared/who.ts'

const hidden = { widget: 'hidden' } as const
const own = { ownActions: true, widget: 'hidden' } as const
const time = { widget: 'time' } as const
const multiline = { widget: 'multiline' } as const
const inside = (owner: string) => ({ level: 'C' as const, compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] })
const none: readonly RoleCode[] = []
const standard = standardActions({ edit: KEEPERS, retract: none, handle: KEEPERS })

/** A line of a log is never taken out: it is made void and keeps its number. */
const withoutGaps = { ...standard, edit: { ...standard['edit'], author: true } as (typeof standard)[string] }

export const logEntry = defineKind<LogEntry>({
  name: 'log-entry', version: 1, prefix: 'LOG', data: LogEntry,
  fields: { log: hidden, n: own, at: time, text: multiline, due: time, records: hidden, done: own, voided: own },
  approval: false, veracity: false, read: READERS, create: WRITERS,
  actions: { ...(withoutGaps as object), ...entryActions },
  serial: { field: 'n', within: 'log', kinds: ['watch-shift', 'crisis'] },
  facets: { log: 'one', state: 'one', way: 'one', means: 'one', callsign: 'one', about: 'many' },
  project: (data) => ({
    title: `${data.n === undefined ? '' : `#${data.n} `}${data.text}`.slice(0, 200),
    text: [data.text, data.from, data.to, data.callsign, data.action, data.actionBy, data.done?.how].filter((one) => one !== undefined).join('\n'),
    happened: span(data.at), reported: null, place: null, severity: 0,
    facets: { log: [data.log], state: [entryState(data)], way: [data.way], means: [data.means ?? ''], callsign: [data.callsign ?? ''], about: [...new Set(data.records ?? [])] },
  }),
  handling: inside,
  check: (data) => wrongTimes(data, ['at', 'due']),
  clocks: entryClocks,
  texts,
})

export const watchShift = defineKind<WatchShift>({
  name: 'watch-shift', version: 1, prefix: 'WCH', data: WatchShift,
  fields: { from: time, until: time, officers: hidden, weather: multiline, comms: multiline, aircraft: multiline, notes: multiline, previous: hidden, sheet: own, signedOut: own, signedIn: own },
  approval: false, veracity: false, read: READERS, create: KEEPERS,
  actions: { ...standardActions<WatchShift>({ edit: KEEPERS, retract: none, handle: KEEPERS }), ...shiftActions },
  facets: { desk: 'one', state: 'one' },
  project: (data) => ({
    title: `${data.desk} ${data.name}`, text: [data.desk, data.name, ...data.officers.map((one) => one.name), data.weather, data.comms, data.aircraft, data.notes].filter((one) => one !== undefined).join('\n'),
    happened: span(data.from), reported: null, place: null, severity: 0, facets: { desk: [data.desk], state: [shiftState(data)] },
  }),
  handling: inside,
  check: (data) => wrongTimes(data, ['from', 'until']),
  texts,
})

export const cir = defineKind<Cir>({
  name: 'cir', version: 1, prefix: 'CIR', data: Cir,
  fields: { condition: hidden, wake: hidden },
  approval: false, veracity: false, read: READERS, create: [...LEADERS, 'JOC-DO', 'JOC-IM'],
  actions: standardActions<Cir>({ edit: [...LEADERS, 'JOC-DO', 'JOC-IM'], retract: LEADERS, handle: LEADERS }),
  facets: { enabled: 'one', of: 'one' },
  project: (data) => ({ title: `${data.code}: ${data.text}`, text: [data.code, data.text, ...data.wake.map((one) => one.who)].join('\n'), happened: null, reported: null, place: null, severity: 0, facets: { enabled: [String(data.enabled)], of: [data.condition.kind] } }),
  handling: inside,
  texts,
})

export const callList = defineKind<CallList>({
  name: 'call-list', version: 1, prefix: 'CLL', data: CallList,
  fields: { cir: hidden, record: hidden, at: time, wake: hidden, calls: own, done: own },
  approval: false, veracity: false,
  // Made by the node alone, when a record meets a requirement.
  read: READERS, create: none,
  actions: { ...standardActions<CallList>({ edit: none, retract: LEADERS, handle: KEEPERS }), ...callActions },
  facets: { state: 'one', about: 'many', requirement: 'one' },
  project: (data) => ({
    title: `${data.code}: ${data.ref}`, text: [data.code, data.text, data.ref, ...data.wake.map((one) => one.who), ...(data.calls ?? []).map((one) => one.note ?? '')].join('\n'),
    happened: span(data.at), reported: null, place: null, severity: 0, facets: { state: [data.done ? 'done' : 'open'], about: [data.record], requirement: [data.cir] },
  }),
  handling: inside,
  check: (data) => wrongTimes(data, ['at']),
  clocks: callClocks,
  texts,
})

export const order = defineKind<Order>({
  name: 'order', version: 1, prefix: 'ORD', data: Order,
  fields: { what: multiline, why: multiline, constraints: multiline, due: time, paragraphs: hidden, options: hidden, records: hidden, crisis: hidden, state: own, accepted: own, steps: own, effect: own },
  approval: false, veracity: false, read: READERS, create: WRITERS,
  actions: { ...standardActions<Order>({ edit: [...WRITERS], retract: LEADERS, handle: KEEPERS }), ...orderActions },
  facets: { 'state': 'one', 'type': 'one', 'from-component': 'one', 'to-component': 'one', 'crisis': 'one', 'about': 'many' },
  project: (data) => ({
    title: data.title, text: [data.title, data.from, data.to, data.who, data.what, data.where, data.why, data.constraints, data.effect, ...Object.values(data.paragraphs ?? {}), ...(data.options ?? []).map((one) => one.name)].filter((one) => one !== undefined).join('\n'),
    happened: null, reported: null, place: null, severity: 0,
    facets: { 'state': [orderState(data)], 'type': [data.type], 'from-component': [data.fromComponent], 'to-component': [data.toComponent], 'crisis': [data.crisis ?? ''], 'about': [...new Set(data.records ?? [])] },
  }),
  handling: inside,
  check: checkOrder,
  clocks: orderClocks,
  texts,
})

export const crisis = defineKind<Crisis>({
  name: 'crisis', version: 1, prefix: 'CRS', data: Crisis,
  fields: { summary: multiline, began: time, level: hidden, records: hidden, levels: own, decisions: own, stoodDown: own, lessons: multiline },
  approval: false, veracity: false, read: READERS, create: [...LEADERS, 'JOC-DO', 'SOC'],
  actions: { ...standardActions<Crisis>({ edit: [...LEADERS, 'JOC-DO', 'JOC-IM', 'SOC'], retract: none, handle: LEADERS }), ...crisisActions },
  facets: { state: 'one', level: 'one' },
  project: (data) => ({
    title: data.name, text: [data.name, data.summary, data.lead, data.lessons, ...(data.decisions ?? []).map((one) => one.what)].filter((one) => one !== undefined).join('\n'),
    happened: span(data.began), reported: null, place: null, severity: 0, facets: { state: [data.stoodDown ? 'over' : 'running'], level: [data.level] },
  }),
  handling: inside,
  check: (data) => wrongTimes(data, ['began']),
  texts,
})

/** The log of the watch, its hand-over, what leadership wants to be woken for, orders, and crises. */
export const watchlog = defineDomain({ name: 'watchlog', kinds: [logEntry, watchShift, cir, callList, order, crisis], texts })
