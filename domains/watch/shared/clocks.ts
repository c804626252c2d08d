import type { ClockRule } from '../../../core/clock.ts'
import type { Alert } from './alert.ts'

const MINUTE = 60
/** A call for help, severity 4 and 5, and everything else: seconds in which somebody says they saw it. */
const SEEN = { sos: 2 * MINUTE, loud: 5 * MINUTE, other: 15 * MINUTE }
/** What is urgent is decided on within half an hour, severity 3 within four, as missions alert for the protection of civilians; below that nothing need be done. */
const ACTED = { urgent: 30 * MINUTE, worth: 240 * MINUTE }
/** Ten minutes unread after it was due: whoever could have seen it did not. */
const AGAIN = 10 * MINUTE

/** What somebody must do about an alert, and by when. Closing it or opening it again is seeing it. */
export const alertClocks: readonly ClockRule<Alert>[] = [
  {
    name: 'acknowledge',
    label: { en: 'Acknowledge', fr: 'Prendre en compte', es: 'Acusar recibo', ar: 'الإقرار بالاستلام' },
    start: { actions: ['create'] },
    due: (alert) => (isOver(alert) ? null : { seconds: alert.sos ? SEEN.sos : raisedAs(alert) >= 4 ? SEEN.loud : SEEN.other }),
    warnSeconds: MINUTE,
    metBy: ['acknowledge', 'act', 'close', 'reopen'],
    ladder: [AGAIN],
  },
  {
    name: 'act',
    label: { en: 'Act', fr: 'Agir', es: 'Actuar', ar: 'التحرك' },
    start: { actions: ['create'] },
    due: (alert) => (isOver(alert) || (raisedAs(alert) < 3 && !alert.sos) ? null : { seconds: alert.sos || raisedAs(alert) >= 4 ? ACTED.urgent : ACTED.worth }),
    warnSeconds: 10 * MINUTE,
    metBy: ['act', 'close'],
  },
]

function raisedAs(alert: Alert): number {
  return alert.raisedAs ?? alert.severity
}

/** Closed by the node because what it told of was over. */
function isOver(alert: Alert): boolean {
  return alert.closed?.how === 'ended'
}
