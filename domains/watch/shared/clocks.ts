import type { ClockRule } from '../../../core/clock.ts'
import type { Alert } from './alert.ts'

const MINUTE = 60
/** A call for help, severity 4 and 5, and everything else: seconds in which somebody says they saw it. */
const SEEN = { sos: 2 * MINUTE, loud: 5 * MINUTE, other: 15 * MINUTE }
/** What is urgent is decided on within half an hour, severity 3 within four, as missions alert for the protection of civilians; below that nothing need be done. */
const ACTED = { urgent: 30 * MINUTE, worth: 240 * MINUTE }
/** Of what a community reports: somebody calls back and somebody goes while it may still help; the people hear of it within a day (field-guide 6.3). */
const COMMUNITY = { callBack: 15 * MINUTE, move: 60 * MINUTE, feedback: 1440 * MINUTE }
/** It begins when it is raised, and anew when the same place tells of it after it was closed. */
const START = { actions: ['create', 'again'] } as const
/** Ten minutes unread after it was due: whoever could have seen it did not. */
const AGAIN = 10 * MINUTE

/** What somebody must do about an alert, and by when. Closing it or opening it again is seeing it. */
export const alertClocks: readonly ClockRule<Alert>[] = [
  {
    name: 'acknowledge',
    label: { en: 'Acknowledge', fr: 'Prendre en compte', es: 'Acusar recibo', ar: 'الإقرار بالاستلام' },
    start: START,
    due: (alert) => (isOver(alert) ? null : { seconds: alert.sos ? SEEN.sos : raisedAs(alert) >= 4 ? SEEN.loud : SEEN.other }),
    warnSeconds: MINUTE,
    metBy: ['acknowledge', 'act', 'close', 'reopen'],
    ladder: [AGAIN],
  },
  {
    name: 'act',
    label: { en: 'Act', fr: 'Agir', es: 'Actuar', ar: 'التحرك' },
    start: START,
    due: (alert) => (isOver(alert) || (raisedAs(alert) < 3 && !alert.sos) ? null : { seconds: alert.sos || raisedAs(alert) >= 4 ? ACTED.urgent : ACTED.worth }),
    warnSeconds: 10 * MINUTE,
    metBy: ['act', 'move', 'close'],
  },
  {
    name: 'call-back',
    label: { en: 'Verification call', fr: 'Appel de vérification', es: 'Llamada de verificación', ar: 'مكالمة التحقق' },
    start: START,
    due: (alert) => (alert.community && isUrgent(alert) ? { seconds: COMMUNITY.callBack } : null),
    warnSeconds: 5 * MINUTE,
    metBy: ['call-back', 'close'],
  },
  {
    name: 'move',
    label: { en: 'First movement', fr: 'Premier mouvement', es: 'Primer movimiento', ar: 'أول تحرك' },
    start: START,
    due: (alert) => (alert.community && isUrgent(alert) && alert.verified?.as !== 'not-confirmed' ? { seconds: COMMUNITY.move } : null),
    warnSeconds: 15 * MINUTE,
    metBy: ['move', 'close'],
  },
  {
    name: 'feedback',
    label: { en: 'Feedback to the community', fr: 'Retour à la communauté', es: 'Respuesta a la comunidad', ar: 'إبلاغ المجتمع المحلي بالنتيجة' },
    start: START,
    due: (alert) => (alert.community ? { seconds: COMMUNITY.feedback } : null),
    warnSeconds: 120 * MINUTE,
    metBy: ['feedback'],
  },
]

/** Cannot wait for tomorrow. */
function isUrgent(alert: Alert): boolean {
  return raisedAs(alert) >= 4 || alert.sos === true
}

function raisedAs(alert: Alert): number {
  return alert.raisedAs ?? alert.severity
}

/** Closed by the node because what it told of was over. */
function isOver(alert: Alert): boolean {
  return alert.closed?.how === 'ended'
}
