import { BookOpenText, ClipboardCheck, ListTodo, PhoneCall, TriangleAlert } from 'lucide-react'
import { lazy } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { late, navigate, showDomain } from '../../../web/face.ts'
import { COMPONENT_WORDS, LEVEL_WORDS, MEANS_WORDS, ORDER_STATE_WORDS, ORDER_TYPE_WORDS, STATE_WORDS, texts, WAY_WORDS } from '../shared/texts.ts'
import { UI } from './texts.ts'

const parts = late(() => import('./parts.ts'))
const CallWatch = lazy(() => parts().then((m) => ({ default: m.CallWatch })))
const CrisisBanner = lazy(() => parts().then((m) => ({ default: m.CrisisBanner })))
const CallsPanel = lazy(late(() => import('./CallsPanel.tsx').then((m) => ({ default: m.CallsPanel }))))
const CallCard = lazy(late(() => import('./CallStrip.tsx').then((m) => ({ default: m.CallCard }))))
const writing = late(() => import('./room-line.ts'))
const LogPage = lazy(late(() => import('./LogPage.tsx').then((m) => ({ default: m.LogPage }))))
const WatchPage = lazy(late(() => import('./WatchPage.tsx').then((m) => ({ default: m.WatchPage }))))
const PastWatchPage = lazy(late(() => import('./WatchPage.tsx').then((m) => ({ default: m.PastWatchPage }))))
const CirsPage = lazy(late(() => import('./CirsPage.tsx').then((m) => ({ default: m.CirsPage }))))
const OrdersPage = lazy(late(() => import('./OrdersPage.tsx').then((m) => ({ default: m.OrdersPage }))))
const OrderForm = lazy(late(() => import('./OrderForm.tsx').then((m) => ({ default: m.OrderForm }))))
const OrderCard = lazy(late(() => import('./OrderCard.tsx').then((m) => ({ default: m.OrderCard }))))
const CirRules = lazy(late(() => import('./CirRules.tsx').then((m) => ({ default: m.CirRules }))))
const CrisesPage = lazy(late(() => import('./CrisesPage.tsx').then((m) => ({ default: m.CrisesPage }))))
const CrisisPage = lazy(late(() => import('./CrisisPage.tsx').then((m) => ({ default: m.CrisisPage }))))

type Words = Record<string, Parameters<typeof inLocale>[0]>
const OF_ORDER: Record<string, Words> = { 'state': ORDER_STATE_WORDS, 'type': ORDER_TYPE_WORDS, 'from-component': COMPONENT_WORDS, 'to-component': COMPONENT_WORDS, 'fromComponent': COMPONENT_WORDS, 'toComponent': COMPONENT_WORDS }
const OF_LOG: Record<string, Words> = { state: STATE_WORDS, way: WAY_WORDS, means: MEANS_WORDS, level: LEVEL_WORDS }

/** The watch floor: log, hand-over, requirements and call lists, orders, crises. */
export default showDomain({
  name: 'watchlog',
  texts: { ...texts, ...UI },
  refusals: () => import('./refusals.ts').then((m) => m.REFUSALS),
  facetKinds: { 'log-entry': { log: '*', about: null }, 'call-list': { about: null, requirement: 'cir' }, 'order': { about: null } },
  rail: [
    { id: 'watch-log', group: 'watch', order: 5, icon: BookOpenText, label: 'ui.log', to: '/log', kind: 'log-entry' },
    { id: 'watch-shift', group: 'watch', order: 6, icon: ClipboardCheck, label: 'ui.handover', to: '/watch', kind: 'watch-shift' },
    { id: 'orders', group: 'watch', order: 20, icon: ListTodo, label: 'ui.orders', to: '/orders', kind: 'order' },
    { id: 'cirs', group: 'watch', order: 25, icon: PhoneCall, label: 'ui.cirs', to: '/cirs', kind: 'cir' },
    { id: 'crises', group: 'watch', order: 35, icon: TriangleAlert, label: 'ui.crises', to: '/crises', kind: 'crisis' },
  ],
  pages: [
    { path: '/log', Page: LogPage, kind: 'log-entry' },
    { path: '/watch', Page: WatchPage, kind: 'watch-shift' },
    { path: '/watch/:ref', Page: PastWatchPage, kind: 'watch-shift' },
    { path: '/cirs', Page: CirsPage, kind: 'cir' },
    { path: '/orders', Page: OrdersPage, kind: 'order' },
    { path: '/orders/new', Page: OrderForm, kind: 'order' },
    { path: '/crises', Page: CrisesPage, kind: 'crisis' },
    { path: '/crises/:ref', Page: CrisisPage, kind: 'crisis' },
  ],
  insets: [{ at: 'alert-rules', id: 'cirs', order: 20, kind: 'cir', Part: CirRules }],
  panels: [{ id: 'calls', order: 20, Panel: CallsPanel }],
  everywhere: [{ id: 'crisis', kind: 'crisis', Part: CrisisBanner }, { id: 'call-list', kind: 'call-list', Part: CallWatch }],
  cards: [
    { kind: 'call-list', id: 'calls', order: 1, column: 'main', Card: CallCard },
    { kind: 'order', id: 'order', order: 1, column: 'main', Card: OrderCard },
  ],
  commands: [
    { id: 'watch-log', keys: 'g l', label: 'ui.log.write', where: 'everywhere', kind: 'log-entry', run: () => navigate('/log') },
    { id: 'watch-handover', keys: 'g h', label: 'ui.handover', where: 'everywhere', kind: 'watch-shift', run: () => navigate('/watch') },
    { id: 'orders', keys: 'g o', label: 'ui.orders', where: 'everywhere', kind: 'order', run: () => navigate('/orders') },
    { id: 'cirs', label: 'ui.cirs', where: 'everywhere', kind: 'cir', run: () => navigate('/cirs') },
    { id: 'crises', label: 'ui.crises', where: 'everywhere', kind: 'crisis', run: () => navigate('/crises') },
  ],
  lines: [{ id: 'watch-log', prefix: '> ', kind: 'log-entry', label: 'ui.log.line', write: (text, by) => writing().then((m) => m.writeRoomLine(text, by)) }],
  value(kind, field, value, locale) {
    const words = kind === 'order' ? OF_ORDER[field]?.[value] : ['log-entry', 'watch-shift', 'call-list', 'crisis'].includes(kind) ? OF_LOG[field]?.[value] : undefined
    return words && inLocale(words, locale)
  },
  columns: {
    'log-entry': ['#ref', 'n', '#happened', 'way', 'means', 'from', 'to', 'text', 'action', 'actionBy', 'due'],
    'watch-shift': ['#ref', '#title', '#happened', 'desk', '#updated'],
    'order': ['#ref', '#title', 'type', 'from', 'to', 'due', '#updated'],
    'crisis': ['#ref', '#title', '#happened', '#updated'],
    'call-list': ['#ref', '#title', '#happened', '#updated'],
  },
})
