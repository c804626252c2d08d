import { ShieldCheck } from 'lucide-react'
import { lazy } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { late, showDomain } from '../../../web/face.ts'
import { texts } from '../shared/texts.ts'
import { UI } from './texts.ts'

const TechnologiesPage = lazy(late(() => import('./TechnologiesPage.tsx').then((m) => ({ default: m.TechnologiesPage }))))
const ConsentLayer = lazy(late(() => import('./ConsentLayer.tsx').then((m) => ({ default: m.ConsentLayer }))))

/** The technology register: what may run, and why not. */
export default showDomain({
  name: 'oversight',
  texts: { ...texts, ...UI },
  refusals: () => import('./refusals.ts').then((m) => m.REFUSALS),
  rail: [{ id: 'technology', group: 'setup', order: 10, icon: ShieldCheck, label: 'kinds.technology', to: '/technologies', kind: 'technology' }],
  pages: [{ path: '/technologies', Page: TechnologiesPage, kind: 'technology' }],
  layers: [{ id: 'consent', order: 60, role: 'analysis', label: 'ui.tech.layer', kind: 'technology', hidden: true, Layer: ConsentLayer }],
  value(kind, field, value, locale) {
    if (kind !== 'technology') {
      return undefined
    }
    const text = UI[`${field}.${value}`] ?? (field === 'type' ? UI[`tech.${value}`] : undefined) ?? (field === 'status' ? (UI[`consent.${value}`] ?? UI[`diligence.${value}`]) : undefined)
    return text ? inLocale(text, locale) : undefined
  },
  columns: { technology: ['#ref', '#title', 'code', 'type', 'retentionDays', '#updated'] },
})
