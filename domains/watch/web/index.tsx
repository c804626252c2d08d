import { BellRing } from 'lucide-react'
import { inLocale } from '../../../core/i18n.ts'
import { showDomain } from '../../../web/face.ts'
import { STATE_WORDS, texts } from '../shared/texts.ts'

/** Alerts: what somebody must see now. */
export default showDomain({
  name: 'watch',
  texts,
  rail: [{ id: 'alert', order: 15, icon: BellRing, label: 'kinds.alert', to: '/k/alert', kind: 'alert' }],
  value(kind, field, value, locale) {
    const words = kind === 'alert' && field === 'state' ? STATE_WORDS[value as keyof typeof STATE_WORDS] : undefined
    return words && inLocale(words, locale)
  },
  columns: { alert: ['#ref', '#title', '#severity', '#happened', 'state', 'subject', '#updated'] },
})
