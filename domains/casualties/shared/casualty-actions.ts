import { Type } from 'typebox'
import { standardActions } from '../../../core/actions.ts'
import type { ActionRule } from '../../../core/kind.ts'
import { Problem, refuseField } from '../../../core/problem.ts'
import type { Action, VigieRecord } from '../../../core/record.ts'
import { ENDED, GROWING, Injury, statusOf, Timed, Treatment, Vitals, type Casualty, type CasualtyEvent, type ChainPlace } from './casualty.ts'
import { closed, moment, oneOf, recordId, short, signed, Spot, words } from './schema.ts'
import { EVENT_ACTIONS, EVENTS, PLACE_SORTS, PRIORITIES, STATUSES, TRIAGES, type EventCode, type Status } from './vocabulary.ts'
import { CONTROL, REPORT } from './who.ts'

type CasualtyRecord = VigieRecord<Casualty>

/** Clocks of those who tell may run ahead by so much. */
export const AHEAD_MS = 5 * 60_000
const LISTS = ['injuries', 'vitals', 'treatments'] as const
type List = (typeof LISTS)[number]

const standard = standardActions<Casualty>({ edit: REPORT, retract: CONTROL, handle: ['CMO', 'JOC-CH', 'JOC-IM'] })

/** What is clinical is carried under `fields`, so that history hides it from the same readers as the record does. */
function carried<T extends Type.TSchema>(field: List, item: T) {
  return Type.Object({ fields: Type.Object({ [field]: Type.Array(item, { minItems: 1, maxItems: 60 }) }, closed) }, closed)
}

/** What is done to a casualty. Nothing of the course is overwritten: corrections are actions with a reason, and keep what stood. */
export const casualtyActions: { [type: string]: ActionRule<Casualty> } = {
  ...standard,
  edit: {
    ...standard['edit']!,
    reduce(record, action) {
      const field = Object.keys((action.patch['fields'] ?? {}) as object).find((name) => (GROWING as readonly string[]).includes(name))
      if (field !== undefined) {
        throw refuseField(`/patch/fields/${field}`, 'is never written over', 'Add to it or correct it by the action made for that')
      }
      return standard['edit']!.reduce(record, action)
    },
  },
  ...Object.fromEntries(EVENTS.map((event) => [EVENT_ACTIONS[event], { who: REPORT, patch: Timed, reduce: (record, action) => happened(record, action, event) } satisfies ActionRule<Casualty>])),
  'correct-time': {
    who: REPORT, reason: true, patch: Type.Object({ event: oneOf(EVENTS), ...Timed.properties }, closed),
    reduce(record, action) {
      const { event, ...timed } = action.patch as unknown as { event: EventCode } & CasualtyEvent
      const was = known(record, event)
      const now = { ...timed, t: timeOf(action, timed.t), ...signed(action) }
      return put(record, { events: { ...record.data.events, [event]: now }, corrections: [...(record.data.corrections ?? []), { ...signed(action), event, was, now: now.t, why: reasonOf(action) }] })
    },
  },
  'take-out-time': {
    who: REPORT, reason: true, patch: Type.Object({ event: oneOf(EVENTS) }, closed),
    reduce(record, action) {
      const event = action.patch['event'] as EventCode
      const was = known(record, event)
      const { [event]: _gone, ...events } = record.data.events ?? {}
      return put(record, { events, corrections: [...(record.data.corrections ?? []), { ...signed(action), event, was, why: reasonOf(action) }] })
    },
  },
  // Two devices without a link gave one number twice: the later casualty has another, and what its tag says is kept.
  'renumber': {
    who: REPORT, patch: Type.Object({ battleNo: words(40), was: words(40) }, closed),
    reduce(record, action) {
      const { battleNo, was } = action.patch as { battleNo: string; was: string }
      return put(record, { battleNo, formerNo: was })
    },
  },
  'add-injuries': { who: REPORT, patch: carried('injuries', Type.Omit(Injury, ['struck'])), reduce: (record, action) => grow(record, action, 'injuries') },
  'add-vitals': { who: REPORT, patch: carried('vitals', Type.Omit(Vitals, ['struck'])), reduce: (record, action) => grow(record, action, 'vitals') },
  'treat': { who: REPORT, patch: carried('treatments', Type.Omit(Treatment, ['struck'])), reduce: (record, action) => grow(record, action, 'treatments') },
  'strike-out': {
    who: REPORT, reason: true, patch: Type.Object({ list: oneOf(LISTS), item: words(40) }, closed),
    reduce(record, action) {
      const { list, item } = action.patch as { list: List; item: string }
      const items = (record.data[list] ?? []) as { id: string; struck?: object }[]
      const found = items.find(({ id }) => id === item)
      if (!found || found.struck) {
        throw new Problem('wrong-state', `${record.ref} holds no such entry that stands`)
      }
      return put(record, { [list]: items.map((one) => (one === found ? { ...one, struck: { ...signed(action), why: reasonOf(action) } } : one)) })
    },
  },
  'sort': {
    who: REPORT, patch: Type.Object({ triage: Type.Optional(oneOf(TRIAGES)), priority: Type.Optional(oneOf(PRIORITIES)), t: Type.Optional(moment) }, { ...closed, minProperties: 1 }),
    reduce(record, action) {
      const { t, ...to } = action.patch as Partial<Casualty> & { t?: string }
      const at = timeOf(action, t)
      // What a device says days later of an earlier look does not undo a later one.
      return Date.parse(at) < Date.parse(record.data.sortedAt ?? '') ? record : put(record, { ...to, sortedAt: at })
    },
  },
  'move': {
    who: REPORT, patch: Type.Object({ id: words(40), sort: oneOf(PLACE_SORTS), name: words(120), of: Type.Optional(recordId), spot: Type.Optional(Spot), t: Type.Optional(moment), receivedBy: Type.Optional(short(120)) }, closed),
    reduce: moved,
  },
  'set-status': {
    who: REPORT, patch: Type.Object({ status: oneOf(STATUSES), t: Type.Optional(moment), note: Type.Optional(short(500)) }, closed),
    reduce(record, action) {
      const { status, t, note } = action.patch as { status: Status; t?: string; note?: string }
      return stand(record, action, status, timeOf(action, t), note)
    },
  },
  // Ended by mistake: back to what it was, with the reason in history.
  'reopen': {
    who: CONTROL, reason: true, patch: Type.Object({ status: oneOf(['POI', 'EVAC', 'MTF', 'MISSING'] as const) }, closed),
    reduce(record, action) {
      if (!ENDED.includes(statusOf(record.data))) {
        throw new Problem('wrong-state', `${record.ref} is not ended; it is ${statusOf(record.data)}`)
      }
      const status = action.patch['status'] as Status
      return put(record, { status, course: [...(record.data.course ?? []), { ...signed(action), status, t: signed(action).at, note: reasonOf(action) }] })
    },
  },
}

function happened(record: CasualtyRecord, action: Action, event: EventCode): CasualtyRecord {
  const timed = action.patch as unknown as Timed
  const t = timeOf(action, timed.t)
  const standing = record.data.events?.[event]
  if (standing) {
    // The same told twice is told once: a device hands on what it also sends itself.
    if (standing.t === t) {
      return record
    }
    throw new Problem('wrong-state', `${record.ref}: ${event} is known as ${standing.t}. Correct it, with the reason, if it was otherwise`)
  }
  return put(record, { events: { ...record.data.events, [event]: { ...timed, t, ...signed(action) } } })
}

function known(record: CasualtyRecord, event: EventCode): CasualtyEvent {
  const was = record.data.events?.[event]
  if (!was) {
    throw new Problem('wrong-state', `${record.ref}: ${event} is not known yet; there is nothing to correct`)
  }
  return was
}

function grow(record: CasualtyRecord, action: Action, list: List): CasualtyRecord {
  const fields = action.patch['fields'] as { [list in List]?: { id: string; at?: string }[] } | undefined
  const standing = (record.data[list] ?? []) as { id: string; at?: string }[]
  const ids = new Set(standing.map(({ id }) => id))
  const fresh = (fields?.[list] ?? []).filter(({ id }) => !ids.has(id) && ids.add(id))
  for (const { at } of fresh) {
    if (at !== undefined) {
      timeOf(action, at)
    }
  }
  // In the order of when it was true, however late it came.
  const all = [...standing, ...fresh].toSorted((a, b) => Date.parse(a.at ?? '') - Date.parse(b.at ?? '') || 0)
  return put(record, { [list]: all })
}

function moved(record: CasualtyRecord, action: Action): CasualtyRecord {
  const { t, ...to } = action.patch as { t?: string } & Omit<ChainPlace, 'in' | 'out' | 'by' | 'role' | 'at'>
  const places = record.data.places ?? []
  if (places.some(({ id }) => id === to.id)) {
    return record
  }
  const at = timeOf(action, t)
  const ms = Date.parse(at)
  // In the order of when they were there: a device tells of an earlier place after others have told of a later one.
  const later = places.filter((one) => Date.parse(one.in) > ms)
  const left = places.filter((one) => Date.parse(one.in) <= ms).map((one) => (one.out === undefined || Date.parse(one.out) > ms ? { ...one, out: at } : one))
  const [following] = later
  const next = put(record, { places: [...left, { ...to, in: at, ...(following ? { out: following.in } : {}), ...signed(action) }, ...later] })
  const status: Status | null = following ? null : to.sort === 'facility' ? 'MTF' : to.sort === 'asset' ? 'EVAC' : null
  return status === null || ENDED.includes(statusOf(record.data)) || statusOf(record.data) === status ? next : stand(next, action, status, at)
}

function stand(record: CasualtyRecord, action: Action, status: Status, t: string, note?: string): CasualtyRecord {
  const standing = statusOf(record.data)
  if (ENDED.includes(standing)) {
    throw new Problem('wrong-state', `${record.ref} is ${standing}; take that back first`)
  }
  const ends = ENDED.includes(status)
  const places = ends ? record.data.places?.map((one) => (one.out === undefined && status !== 'DECEASED' ? { ...one, out: t } : one)) : record.data.places
  const events = ends && !record.data.events?.T11 ? { events: { ...record.data.events, T11: { t, source: 'manual' as const, ...signed(action) } } } : {}
  const dead = status === 'DECEASED' ? { triage: 'DEAD' as const } : {}
  return put(record, { status, ...(places ? { places } : {}), ...events, ...dead, course: [...(record.data.course ?? []), { ...signed(action), status, t, ...(note ? { note } : {}) }] })
}

function put(record: CasualtyRecord, change: Partial<Casualty>): CasualtyRecord {
  return { ...record, data: { ...record.data, ...change } }
}

function reasonOf(action: Action): string {
  return (action.reason ?? '').slice(0, 500) || '-'
}

/** When it was so: as said, else when the device wrote it; never ahead of the node. */
export function timeOf(action: Action, given: string | undefined): string {
  const received = Date.parse(action.receivedAt)
  const at = given === undefined ? Math.min(Date.parse(action.at) || received, received) : Date.parse(given)
  if (!Number.isFinite(at) || at > received + AHEAD_MS) {
    throw new Problem('rule-broken', 'the time lies ahead of the node', { fields: [{ path: '/patch/t', problem: 'lies ahead of now', fix: 'Give when it was so' }] })
  }
  return new Date(at).toISOString()
}
