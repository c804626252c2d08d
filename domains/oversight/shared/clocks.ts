import type { ClockRule } from '../../../core/clock.ts'
import type { Technology } from './model.ts'

const THIRTY_DAYS = 30 * 86_400

/** When what lets a technology run comes to its end. A later day, once agreed, is another run of the clock. */
export const technologyClocks: readonly ClockRule<Technology>[] = [
  {
    name: 'consent',
    label: { en: 'Host-state consent ends', fr: 'Fin du consentement de l’État hôte', es: 'Fin del consentimiento del Estado anfitrión', ar: 'انتهاء موافقة الدولة المضيفة' },
    start: { field: 'consent.from' },
    due: ({ consent }) => (consent?.status === 'granted' && consent.until !== undefined ? { at: consent.until } : null),
    warnSeconds: THIRTY_DAYS,
    metBy: [],
  },
  {
    name: 'diligence',
    label: { en: 'Review due diligence', fr: 'Revoir la diligence voulue', es: 'Revisar la diligencia debida', ar: 'مراجعة العناية الواجبة' },
    start: { field: 'diligence.on' },
    due: ({ diligence }) => (diligence && diligence.status !== 'refused' ? { at: diligence.reviewBy } : null),
    warnSeconds: THIRTY_DAYS,
    metBy: [],
  },
]
