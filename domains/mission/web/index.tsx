import { inLocale } from '../../../core/i18n.ts'
import { ROLES } from '../../../core/roles.ts'
import { Blocks } from 'lucide-react'
import { showDomain } from '../../../web/face.ts'
import { texts } from '../shared/texts.ts'
import { UI } from './texts.ts'

/** What the mission's skeleton shows: tables of areas, units, accounts and own kinds come from the shell. */
export default showDomain({
  name: 'mission',
  texts: { ...texts, ...UI },
  rail: [{ id: 'own-kind', order: 65, icon: Blocks, label: 'kinds.own-kind', to: '/k/own-kind', kind: 'own-kind' }],
  value(_kind, field, value, locale) {
    if (field === 'role' && value in ROLES) {
      return inLocale(ROLES[value as keyof typeof ROLES].text, locale)
    }
    return undefined
  },
  columns: {
    area: ['#ref', '#title', 'code', 'type', 'parent', 'pcode', '#updated'],
    unit: ['#ref', '#title', 'code', 'component', 'org', 'callsigns', '#updated'],
    user: ['#ref', '#title', 'login', 'org', 'clearance', 'locale', '#updated'],
  },
})
