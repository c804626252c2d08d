import type { ClockRule } from '../../../core/clock.ts'
import { at, ENDED, statusOf, type Casualty } from './casualty.ts'
import { stateOf, type CasevacRequest } from './request.ts'
import { NOTICE_DAY_MIN, NOTICE_NIGHT_MIN } from './evac-asset.ts'

/** Minutes from injury in which each step is owed: first aid, advanced care, surgery. */
export const TEN_ONE_TWO = { c10: 10, c60: 60, c120: 120 } as const
/** Minutes in which a decision is owed, from the first word. */
export const DECISION_MIN = 15
/** Hours after which nobody stays in evacuation unnoticed. */
export const EVAC_HOURS = 24

const MINUTE = 60_000
/** What can change what a clock of a casualty waits for: it is looked at anew. */
const ANEW = ['create', 'correct-time', 'take-out-time', 'reopen', 'injured', 'alerted']

/** Deadlines of a casualty. The figures on screen are of `ten-one-two.ts`; these wake somebody. */
export const casualtyClocks: readonly ClockRule<Casualty>[] = [
  {
    name: 'first-aid', label: { en: 'First aid within 10 minutes', fr: 'Premiers secours en 10 minutes', es: 'Primeros auxilios en 10 minutos', ar: 'الإسعاف الأولي خلال 10 دقائق' },
    start: { actions: ANEW }, due: (one) => (open(one) && at(one, 'T1') === null ? after(one, TEN_ONE_TWO.c10) : null), metBy: ['first-aid'],
    // By the time anybody is told, it can only be asked why: the ring is red and stays so.
    ownAlerts: true,
  },
  {
    name: 'advanced-care', label: { en: 'Advanced care within the hour', fr: 'Soins avancés dans l’heure', es: 'Atención avanzada en una hora', ar: 'الرعاية المتقدمة خلال ساعة' },
    start: { actions: ANEW }, due: (one) => (open(one) && at(one, 'T8') === null && at(one, 'T9') === null ? after(one, TEN_ONE_TWO.c60) : null), warnSeconds: 900, metBy: ['advanced-care', 'at-facility'],
  },
  {
    name: 'surgery', label: { en: 'Surgery within two hours', fr: 'Chirurgie en deux heures', es: 'Cirugía en dos horas', ar: 'الجراحة خلال ساعتين' },
    start: { actions: [...ANEW, 'edit'] }, due: (one) => (open(one) && (one.needs?.includes('DCS') ?? false) && at(one, 'T10') === null ? after(one, TEN_ONE_TWO.c120) : null), warnSeconds: 1800, metBy: ['surgery'],
  },
  {
    name: 'in-evacuation', label: { en: 'In evacuation for a day', fr: 'En évacuation depuis un jour', es: 'En evacuación desde hace un día', ar: 'قيد الإخلاء منذ يوم' },
    start: { actions: ['create', 'move', 'set-status', 'on-board', 'reopen'] },
    due: (one) => {
      const since = statusOf(one) === 'EVAC' ? Date.parse(one.course?.findLast(({ status }) => status === 'EVAC')?.t ?? one.events?.T7?.t ?? '') : NaN
      return Number.isFinite(since) ? { at: new Date(since + EVAC_HOURS * 60 * MINUTE).toISOString() } : null
    },
    metBy: ['at-facility'], ladder: [12 * 3600, 24 * 3600],
  },
]

/** Deadlines of a request. */
export const requestClocks: readonly ClockRule<CasevacRequest>[] = [
  {
    name: 'decision', label: { en: 'Decide on the launch', fr: 'Décider du départ', es: 'Decidir el lanzamiento', ar: 'اتخاذ قرار الانطلاق' },
    start: { actions: ['create', 'lose-asset'] }, due: (one) => (waits(one) ? { seconds: DECISION_MIN * 60 } : null), warnSeconds: 300, metBy: ['launch', 'cancel'], ladder: [300, 900],
  },
  {
    name: 'wheels-up', label: { en: 'Wheels up', fr: 'Décollage', es: 'Despegue', ar: 'الإقلاع' },
    start: { actions: ['launch', 're-task'] }, due: (one) => (stateOf(one) === 'LAUNCHED' ? { seconds: wheelsUpMin(one) * 60 } : null), warnSeconds: 180, metBy: ['take-off', 'reach-scene', 'pick-up', 'cancel', 'lose-asset'], ladder: [600],
  },
  {
    name: 'close', label: { en: 'Close the request', fr: 'Clore la demande', es: 'Cerrar la solicitud', ar: 'إغلاق الطلب' },
    start: { actions: ['hand-over'] }, due: (one) => (stateOf(one) === 'HANDED_OVER' ? { seconds: 24 * 3600 } : null), metBy: ['close'],
  },
]

/** Minutes from the decision to wheels up: 15 by day, 30 by night. */
export function wheelsUpMin({ decision }: Pick<CasevacRequest, 'decision'>): number {
  return decision?.night ? NOTICE_NIGHT_MIN : NOTICE_DAY_MIN
}

/** From when a decision was owed the last time, and when it was met: a request whose asset was taken for another owes one again. */
export function decisionOwed({ steps = [], decision }: Pick<CasevacRequest, 'steps' | 'decision'>, createdAt: string): { from: number; met: number | null } {
  const lost = steps.findLast((one, i) => one.state === 'VALIDATED' && steps.slice(0, i).some(({ state }) => state === 'LAUNCHED'))
  const from = Date.parse(lost?.t ?? createdAt)
  const decided = decision?.decision === 'go' ? Date.parse(decision.at) : null
  return { from, met: decided !== null && (lost === undefined || decided > from) ? decided : null }
}

function waits(request: CasevacRequest): boolean {
  const state = stateOf(request)
  return (state === 'ALERT' || state === 'VALIDATED') && request.decision?.decision !== 'no-go'
}

/** A casualty whose course has ended owes nothing any more. */
function open(one: Casualty): boolean {
  return !ENDED.includes(statusOf(one))
}

/** From the injury; from the first alert where nobody knows when that was. */
function after(one: Casualty, minutes: number): { at: string } | null {
  const from = at(one, 'T0') ?? at(one, 'T2')
  return from === null ? null : { at: new Date(from + minutes * MINUTE).toISOString() }
}
