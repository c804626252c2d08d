import { ChartNoAxesColumn, FileHeart } from 'lucide-react'
import { lazy } from 'react'
import { countryName } from '../../../../core/country.ts'
import { inLocale, type Locale, type Text } from '../../../../core/i18n.ts'
import { late, navigate, type WebDomain } from '../../../../web/face.ts'
import { LIST_WORDS } from '../../shared/fatalities/words.ts'
import { texts as fatalityTexts } from '../../shared/fatalities/texts.ts'
import { texts as notificationTexts } from '../../shared/notification/texts.ts'
import { ANSWER_WORDS, CAUSE_WORDS, COMPONENT_WORDS, GENDER_WORDS, KIN_WORDS, NOTICE_WORDS, STEP_WORDS } from '../../shared/notification/words.ts'
import { notificationUi } from './texts.ts'

const cards = late(() => import('./NotificationCards.tsx'))
const StepsCard = lazy(() => cards().then((m) => ({ default: m.StepsCard })))
const NameCard = lazy(() => cards().then((m) => ({ default: m.NameCard })))
const CauseCard = lazy(() => cards().then((m) => ({ default: m.CauseCard })))
const NotifyCard = lazy(() => cards().then((m) => ({ default: m.NotifyCard })))
const NotificationsPage = lazy(late(() => import('./NotificationsPage.tsx').then((m) => ({ default: m.NotificationsPage }))))
const NotificationForm = lazy(late(() => import('./NotificationForm.tsx').then((m) => ({ default: m.NotificationForm }))))
const StatisticsPage = lazy(late(() => import('../fatalities/StatisticsPage.tsx').then((m) => ({ default: m.StatisticsPage }))))

const YES_NO: Readonly<Record<string, Text>> = { true: ANSWER_WORDS['YES']!, false: ANSWER_WORDS['NO']! }
const WORDS: { [kind: string]: { [field: string]: Readonly<Record<string, Text>> } } = {
  'notification': { notice: NOTICE_WORDS, type: NOTICE_WORDS, cause: CAUSE_WORDS, step: STEP_WORDS, kin: KIN_WORDS, board: ANSWER_WORDS, component: COMPONENT_WORDS, gender: GENDER_WORDS, drill: YES_NO },
  'notified-person': { informed: YES_NO },
  'fatality': { 'type': LIST_WORDS, 'personnel': LIST_WORDS, 'gender': LIST_WORDS, 'casualtyType': LIST_WORDS, 'casualty-type': LIST_WORDS, 'origin': LIST_WORDS, 'counted': LIST_WORDS, 'revised': LIST_WORDS, 'nationality': LIST_WORDS },
}
/** Fields that hold a code of a country, or its name as somebody wrote it. */
const COUNTRIES = ['iso3', 'nationality']

/** What notification and statistics add to the screens of casualties. */
export const notificationShown = {
  texts: { ...notificationTexts, ...fatalityTexts, ...notificationUi },
  rail: [
    { id: 'notifications', group: 'respond', order: 6, icon: FileHeart, label: 'ui.ncs.queue', to: '/notifications', kind: 'notification' },
    { id: 'fatality-statistics', group: 'study', order: 60, icon: ChartNoAxesColumn, label: 'ui.ncs.statistics', to: '/statistics/fatalities', kind: 'fatality' },
  ],
  pages: [
    { path: '/notifications', Page: NotificationsPage, kind: 'notification' },
    { path: '/notifications/new', Page: NotificationForm, kind: 'notification' },
    { path: '/statistics/fatalities', Page: StatisticsPage, kind: 'fatality' },
  ],
  cards: [
    { kind: 'notification', id: 'ncs-steps', order: 1, column: 'main', Card: StepsCard },
    { kind: 'notification', id: 'ncs-incident', order: 2, column: 'main', Card: CauseCard },
    { kind: 'casualty', id: 'ncs-of-casualty', order: 40, column: 'side', Card: NotifyCard },
    { kind: 'notification', id: 'ncs-name', order: 1, column: 'side', Card: NameCard },
  ],
  commands: [
    { id: 'notifications', label: 'ui.ncs.queue', where: 'everywhere', kind: 'notification', run: () => navigate('/notifications') },
    { id: 'notification-new', label: 'ui.ncs.new', where: 'everywhere', kind: 'notification', run: () => navigate('/notifications/new') },
    { id: 'fatality-statistics', label: 'ui.ncs.statistics', where: 'everywhere', kind: 'fatality', run: () => navigate('/statistics/fatalities') },
  ],
  columns: {
    'notification': ['#ref', 'type', '#happened', 'component', 'nationality', 'unit', '#updated'],
    'fatality': ['casualtyId', 'date', 'mission', 'type', 'personnel', 'nationality', 'gender'],
    'strength': ['mission', 'month', 'total', 'troops', 'police', 'observers'],
  },
  value(kind: string, field: string, value: string, locale: Locale): string | undefined {
    const words = WORDS[kind]?.[field]?.[value]
    return words ? inLocale(words, locale) : WORDS[kind] && COUNTRIES.includes(field) ? countryName(value, locale) : undefined
  },
} satisfies Omit<WebDomain, 'name'>
