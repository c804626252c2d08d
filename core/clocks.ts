import type { Calendar, Clock, ClockAction, ClockRule, ClockState, Due, Rung } from './clock.ts'
import { derivedId } from './digest.ts'
import type { JsonObject } from './json.ts'
import { own } from './json.ts'
import { GONE, type VigieRecord } from './record.ts'
import { localParts, startOfDate } from './time-local.ts'
import { toIso } from './time.ts'

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
/** A calendar without a working day would be searched for ever. */
const MOST_DAYS_AHEAD = 3700

/** What a record's clocks are derived from. */
export type Clocked = Pick<VigieRecord, 'id' | 'kind' | 'version' | 'workflow' | 'data' | 'createdAt'>

/**
 * The clocks of a record at `now` (epoch ms), from its data and its actions, oldest first. The same input gives the same
 * clocks on every node and after every restart. A rule that needs no clock gives none, one whose start is not known gives
 * one that says so.
 */
export function clocksOf(rules: readonly ClockRule[], record: Clocked, actions: readonly ClockAction[], calendar: Calendar, now: number): Clock[] {
  return rules.flatMap((rule) => clockOf(rule, record, actions, calendar, now) ?? [])
}

/** The moments of a clock somebody is told of, in order; none where it does not run. */
export function rungsOf(rule: Pick<ClockRule, 'ladder'>, clock: Clock): Rung[] {
  if ((clock.state !== 'running' && clock.state !== 'overdue') || clock.dueAt === null) {
    return []
  }
  const due = Date.parse(clock.dueAt)
  return [
    ...(clock.warnAt === null ? [] : [{ rung: 0, what: 'warn' as const, at: Date.parse(clock.warnAt), after: 0 }]),
    { rung: 1, what: 'due', at: due, after: 0 },
    ...[...(rule.ladder ?? [])].sort((a, b) => a - b).map((after, i) => ({ rung: 2 + i, what: 'late' as const, at: due + after * 1000, after })),
  ]
}

/** A clock as it stands at `now`: running becomes overdue by the time alone. */
export function stateAt(clock: Pick<Clock, 'state' | 'dueAt'>, now: number): ClockState {
  const late = clock.dueAt !== null && Date.parse(clock.dueAt) <= now
  return clock.state === 'running' && late ? 'overdue' : clock.state === 'overdue' && !late ? 'running' : clock.state
}

/** When a deadline lies, epoch ms; null when what the data names is no time, or the calendar has no working day. */
export function dueOf(due: Due, start: number, calendar: Calendar): number | null {
  if ('seconds' in due) {
    return start + due.seconds * 1000
  }
  if ('at' in due) {
    return momentOf(due.at, calendar.zone, 1)
  }
  return endOfWorkingDays(start, due.workingDays, calendar)
}

/** The end of the n-th working day after the local day of `start`, epoch ms: the day it starts on is not counted. */
export function endOfWorkingDays(start: number, days: number, calendar: Calendar): number | null {
  const from = localParts(start, calendar.zone)
  const free = new Set(calendar.holidays)
  let left = days
  for (let ahead = 1; ahead <= MOST_DAYS_AHEAD && days > 0; ahead++) {
    const date = new Date(Date.UTC(from.year, from.month - 1, from.day + ahead))
    if (!calendar.weekend.includes(date.getUTCDay() || 7) && !free.has(date.toISOString().slice(0, 10)) && --left === 0) {
      return startOfDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate() + 1, calendar.zone)
    }
  }
  return null
}

/** One walk through the actions: when it began, was met, stands paused, and how long it stood paused before. */
type Walk = { begun: number | null; met: number | null; paused: number | null; stood: number }

function clockOf(rule: ClockRule, record: Clocked, actions: readonly ClockAction[], calendar: Calendar, now: number): Clock | null {
  const begin = 'field' in rule.start ? fieldStart(rule.start.field, record, calendar) : null
  const walk = walkOf(rule, actions, begin)
  if ('actions' in rule.start && walk.begun === null) {
    return null
  }
  const due = rule.due(record.data)
  if (due === null && walk.met === null) {
    return null
  }
  const named = due !== null && 'at' in due
  // What the data names is a deadline also where its beginning is not known.
  const from = walk.begun ?? (named ? now : null)
  const end = due === null || from === null ? null : dueOf(due, from, calendar)
  const moved = end === null ? null : end + (named ? 0 : walk.stood)
  const base = {
    id: derivedId('clock', record.id, rule.name), record: record.id, kind: record.kind, name: rule.name, version: record.version,
    startedAt: iso(walk.begun), dueAt: iso(moved), warnAt: moved === null || rule.warnSeconds === undefined ? null : iso(moved - rule.warnSeconds * 1000),
    metAt: iso(walk.met), pausedAt: walk.met === null ? iso(walk.paused) : null, run: `${iso(walk.begun) ?? ''}|${named ? due.at : ''}`,
  }
  const state: ClockState = walk.met !== null ? 'met' : GONE.includes(record.workflow) ? 'cancelled' : moved === null ? 'unknown-start' : walk.paused !== null ? 'paused' : stateAt({ state: 'running', dueAt: base.dueAt }, now)
  return { ...base, state }
}

function walkOf(rule: ClockRule, actions: readonly ClockAction[], begin: number | null): Walk {
  const walk: Walk = { begun: begin, met: null, paused: null, stood: 0 }
  const starts = 'actions' in rule.start ? rule.start.actions : []
  for (const { type, receivedAt } of actions) {
    const at = Date.parse(receivedAt)
    if (starts.includes(type) && (walk.begun === null || walk.met !== null)) {
      Object.assign(walk, { begun: at, met: null, paused: null, stood: 0 })
    } else if (walk.met !== null || ('actions' in rule.start && walk.begun === null)) {
      continue
    } else if (rule.metBy.includes(type)) {
      walk.met = at
    } else if (rule.pause?.includes(type) && walk.paused === null) {
      walk.paused = at
    } else if (rule.resume?.includes(type) && walk.paused !== null) {
      // A clock of the node set back between the two takes no time away.
      walk.stood += Math.max(0, at - walk.paused)
      walk.paused = null
    }
  }
  return walk
}

/**
 * The start a field names; null when it names none. An instant after the record came in was read off a device whose clock
 * runs ahead: then it is the server's time. A day begins in mission time, and may lie ahead.
 */
function fieldStart(path: string, record: Clocked, calendar: Calendar): number | null {
  const value = path.split('.').reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? own(at as JsonObject, key) : undefined), record.data)
  if (typeof value !== 'string') {
    return null
  }
  const at = momentOf(value, calendar.zone, 0)
  return at === null || DAY.test(value) ? at : Math.min(at, Date.parse(record.createdAt))
}

/** An instant, or the beginning of a local day moved by `days`, epoch ms; null for what no calendar has. */
function momentOf(value: string, zone: string, days: number): number | null {
  const day = DAY.exec(value)
  if (day && toIso(Date.parse(`${value}T00:00:00Z`))?.slice(0, 10) !== value) {
    return null
  }
  const at = day ? startOfDate(Number(day[1]), Number(day[2]), Number(day[3]) + days, zone) : Date.parse(value)
  return Number.isFinite(at) ? at : null
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
