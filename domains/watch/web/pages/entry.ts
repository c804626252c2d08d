import { BellPlus, Contact, Megaphone, Send } from 'lucide-react'
import { lazy } from 'react'
import { late, navigate, type AdminEntry, type CardEntry, type CommandEntry, type PageEntry, type RailEntry } from '../../../../web/face.ts'

const RulesPage = lazy(late(() => import('./RulesPage.tsx').then((m) => ({ default: m.RulesPage }))))
const RulePage = lazy(late(() => import('./RulePage.tsx').then((m) => ({ default: m.RulePage }))))
const CallsPage = lazy(late(() => import('./CallsPage.tsx').then((m) => ({ default: m.CallsPage }))))
const ChannelsPage = lazy(late(() => import('./ChannelsPage.tsx').then((m) => ({ default: m.ChannelsPage }))))
const MyNoticesPage = lazy(late(() => import('./MyNoticesPage.tsx').then((m) => ({ default: m.MyNoticesPage }))))

/** Pages about alerts; each is loaded when it is opened. */
export const alertPages: PageEntry[] = [
  { path: '/alert-rules', Page: RulesPage, kind: 'alert-rule' },
  { path: '/alert-rules/:ref', Page: RulePage, kind: 'alert-rule' },
  { path: '/alert-calls/:ref', Page: CallsPage, kind: 'alert' },
  { path: '/admin/channels', Page: ChannelsPage, kind: 'alert-channel' },
  { path: '/my-notices', Page: MyNoticesPage, kind: 'alert' },
]
export const alertCards: CardEntry[] = [
  { kind: 'alert', id: 'receipts', order: 20, column: 'side', Card: lazy(late(() => import('./ReceiptsCard.tsx').then((m) => ({ default: m.ReceiptsCard })))) },
  { kind: 'alert-plan', id: 'drill', order: 20, column: 'side', Card: lazy(late(() => import('./DrillCard.tsx').then((m) => ({ default: m.DrillCard })))) },
]
export const alertRail: RailEntry[] = [
  { id: 'alert-rules', group: 'watch', order: 40, icon: BellPlus, label: 'kinds.alert-rule', to: '/alert-rules', kind: 'alert-rule' },
  { id: 'warning', group: 'watch', order: 50, icon: Megaphone, label: 'kinds.warning', to: '/k/warning', kind: 'warning' },
  { id: 'contact', group: 'watch', order: 60, icon: Contact, label: 'kinds.contact', to: '/k/contact', kind: 'contact' },
]
export const alertAdmin: AdminEntry[] = [{ id: 'alert-channels', order: 64, icon: Send, label: 'kinds.alert-channel', lead: 'ui.alert-channel.lead', to: '/admin/channels', kinds: ['user'] }]
export const alertCommands: CommandEntry[] = [
  { id: 'alert-rules', keys: 'g j', label: 'kinds.alert-rule', where: 'everywhere', kind: 'alert-rule', run: () => navigate('/alert-rules') },
  { id: 'my-notices', label: 'ui.my-notices', where: 'everywhere', kind: 'alert', run: () => navigate('/my-notices') },
]
