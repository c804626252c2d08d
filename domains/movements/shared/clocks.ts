import type { ClockRule } from '../../../core/clock.ts'
import { dueAt, RUNGS_MIN } from './status.ts'
import { expectedAt, departsAt, stateOf, type Movement } from './movement.ts'

const LADDER = RUNGS_MIN.map((minutes) => minutes * 60)
const HOUR = 3600

/** When somebody should have heard of a movement. What is told of silence and of lateness is told by this domain, in words of its own. */
export const movementClocks: readonly ClockRule<Movement>[] = [
  {
    name: 'departure', label: { en: 'Departure', fr: 'Départ', es: 'Salida', ar: 'المغادرة' },
    start: { actions: ['clear', 'step-back'] }, due: (data) => (stateOf(data) === 'cleared' ? at(departsAt(data)) : null), warnSeconds: 600, metBy: ['depart', 'call-off'], ladder: LADDER.slice(0, 1), ownAlerts: true,
  },
  {
    name: 'check-in', label: { en: 'Check-in', fr: 'Compte rendu de position', es: 'Control de comunicación', ar: 'الاتصال الدوري' },
    start: { actions: ['depart', 'step-back'] }, due: (data) => at(dueAt(data)), warnSeconds: 300, metBy: ['arrive', 'come-back'], ladder: LADDER, ownAlerts: true,
  },
  {
    name: 'arrival', label: { en: 'Arrival', fr: 'Arrivée', es: 'Llegada', ar: 'الوصول' },
    start: { actions: ['depart', 'step-back'] }, due: (data) => (stateOf(data) === 'departed' ? at(expectedAt(data)) : null), warnSeconds: 600, metBy: ['arrive', 'come-back'], ladder: LADDER, ownAlerts: true,
  },
  {
    name: 'report', label: { en: 'Report', fr: 'Compte rendu de mission', es: 'Informe', ar: 'التقرير' },
    start: { actions: ['come-back'] }, due: (data) => (stateOf(data) === 'returned' || stateOf(data) === 'reported' ? { seconds: (data.reportWithinH ?? 24) * HOUR } : null), warnSeconds: HOUR, metBy: ['patrol-report'],
  },
]

function at(moment: number | null): { at: string } | null {
  return moment === null || !Number.isFinite(moment) ? null : { at: new Date(moment).toISOString() }
}
