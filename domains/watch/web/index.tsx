import { BellRing } from 'lucide-react'
import { lazy } from 'react'
import { inLocale, type Locale, type Text } from '../../../core/i18n.ts'
import { late, navigate, registeredText, showDomain } from '../../../web/face.ts'
import { capTexts } from '../shared/cap/texts.ts'
import { deliveryTexts } from '../shared/delivery/texts.ts'
import { alertRuleTexts } from '../shared/rules/texts.ts'
import { STATE_WORDS, texts } from '../shared/texts.ts'
import { valueTexts } from '../shared/texts-values.ts'
import { alertAdmin, alertCards, alertCommands, alertPages, alertRail } from './pages/entry.ts'
import { UI } from './texts.ts'

const parts = late(() => import('./parts.ts'))
const AlertBanner = lazy(() => parts().then((m) => ({ default: m.AlertBanner })))
const AlertsPanel = lazy(() => parts().then((m) => ({ default: m.AlertsPanel })))
const WhatCell = lazy(() => parts().then((m) => ({ default: m.WhatCell })))
const StateCell = lazy(() => parts().then((m) => ({ default: m.StateCell })))
const AtCell = lazy(() => parts().then((m) => ({ default: m.AtCell })))
const AlertCard = lazy(() => parts().then((m) => ({ default: m.AlertCard })))

/** Which words of `valueTexts` the values of a field are. */
const CODED: { readonly [kindAndField: string]: string } = {
  'alert.channels': 'channel', 'alert-plan.channels': 'channel', 'alert-rule.channels': 'channel', 'contact.channels': 'channel', 'notice.channel': 'channel', 'alert-channel.type': 'channel',
  'notice.state': 'notice', 'notice.held': 'held', 'received-warning.state': 'received',
  'warning.category': 'category', 'warning.urgency': 'urgency', 'warning.severity': 'severity', 'warning.certainty': 'certainty', 'warning.response': 'response',
}

/** Alerts: what somebody must see now, wherever one is. */
export default showDomain({
  name: 'watch',
  texts: { ...texts, ...valueTexts, ...deliveryTexts, ...capTexts, ...alertRuleTexts, ...UI },
  refusals: () => import('./refusals.ts').then((m) => m.REFUSALS),
  facetKinds: {
    'alert': { subject: null, about: null, rule: 'alert-rule' },
    'notice': { recipient: null },
    'contact': { account: 'user' },
    'alert-group': { member: 'contact' },
    'alert-plan': { areas: 'area' },
    'alert-rule': { areas: 'area' },
  },
  rail: [{ id: 'alert', group: 'watch', order: 10, icon: BellRing, label: 'kinds.alert', to: '/k/alert', kind: 'alert' }, ...alertRail],
  pages: alertPages,
  admin: alertAdmin,
  everywhere: [{ id: 'alerts', kind: 'alert', Part: AlertBanner }],
  panels: [{ id: 'alerts', order: 1, Panel: AlertsPanel }],
  cards: [{ kind: 'alert', id: 'alert', order: 1, column: 'main', Card: AlertCard }, ...alertCards],
  tableColumns: [
    { kind: 'alert', id: 'alert.what', label: 'field.alert.title', min: 400, Cell: WhatCell, words: ({ data }, locale) => wordsOf(data['title'], locale) },
    { kind: 'alert', id: 'alert.state', label: 'field.alert.state', min: 130, Cell: StateCell, words: ({ data }, locale) => inLocale(STATE_WORDS[(data['state'] ?? 'raised') as keyof typeof STATE_WORDS], locale) },
    { kind: 'alert', id: 'alert.at', label: 'field.alert.at', min: 160, Cell: AtCell, words: ({ data }) => String(data['at']) },
  ],
  commands: [
    { id: 'alert-acknowledge', keys: 'a', label: 'ui.alert.acknowledge', where: 'everywhere', kind: 'alert', run: () => void parts().then((m) => m.acknowledgeFirst()) },
    { id: 'alerts', keys: 'g e', label: 'kinds.alert', where: 'everywhere', kind: 'alert', run: () => navigate('/k/alert') },
    ...alertCommands,
  ],
  value(kind, field, value, locale) {
    const coded = valueTexts[`ui.${CODED[`${kind}.${field}`] ?? ''}.${value}`]
    if (coded) {
      return inLocale(coded, locale)
    }
    if (kind !== 'alert') {
      return undefined
    }
    // What raises by itself is named by the line of work it belongs to (`ui.rule.…`).
    if (field === 'rule') {
      return registeredText(`ui.rule.${value}`, locale)
    }
    const words = field === 'state' ? STATE_WORDS[value as keyof typeof STATE_WORDS] : undefined
    return words && inLocale(words, locale)
  },
  columns: {
    'alert': ['#ref', 'alert.what', 'alert.state', 'alert.at', '#updated'],
    'contact': ['#ref', '#title', 'role', 'organisation', 'drill', '#updated'], 'alert-group': ['#ref', '#title', 'purpose', '#updated'], 'alert-plan': ['#ref', '#title', 'enabled', 'severity', '#updated'],
    'alert-channel': ['#ref', '#title', 'type', 'enabled', '#updated'], 'notice': ['#ref', '#title', 'channel', 'state', 'failure', '#updated'],
    'warning': ['#ref', '#title', 'severity', 'areaDesc', 'expires', '#updated'], 'received-warning': ['#ref', '#title', 'sender', 'severity', 'state', '#updated'], 'alert-rule': ['#ref', '#title', 'of', 'enabled', '#updated'],
  },
})

function wordsOf(title: unknown, locale: Locale): string {
  return inLocale(title as Text, locale)
}
