import { Construction, MessageSquareWarning, Truck } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { late, navigate, showDomain } from '../../../web/face.ts'
import { RESTRICTION_WORDS, ROAD_MARK_WORDS, ROUTE_WORDS, SORT_WORDS, STATE_WORDS, texts, WHY_WORDS } from '../shared/texts.ts'
import { UI } from './texts.ts'

const parts = late(() => import('./parts.ts'))
const cards = late(() => import('./MovementCards.tsx'))
const MovementsPanel = lazy(() => parts().then((m) => ({ default: m.MovementsPanel })))
const MovementsLayer = lazy(() => parts().then((m) => ({ default: m.MovementsLayer })))
const RestrictionsLayer = lazy(() => parts().then((m) => ({ default: m.RestrictionsLayer })))
const RoadMarksLayer = lazy(() => parts().then((m) => ({ default: m.RoadMarksLayer })))
const CourseCard = lazy(() => cards().then((m) => ({ default: m.CourseCard })))
const LegsCard = lazy(() => cards().then((m) => ({ default: m.LegsCard })))
const CallsCard = lazy(() => cards().then((m) => ({ default: m.CallsCard })))
const TeamCard = lazy(() => cards().then((m) => ({ default: m.TeamCard })))
const BoardPage = lazy(late(() => import('./BoardPage.tsx').then((m) => ({ default: m.BoardPage }))))
const PlanPage = lazy(late(() => import('./PlanPage.tsx').then((m) => ({ default: m.PlanPage }))))
const StripPage = lazy(late(() => import('./StripPage.tsx').then((m) => ({ default: m.StripPage }))))
const GatewayPage = lazy(late(() => import('./GatewayPage.tsx').then((m) => ({ default: m.GatewayPage }))))
const RestrictionPage = lazy(late(() => import('./RestrictionPage.tsx').then((m) => ({ default: m.RestrictionPage }))))
const RestrictionCard = lazy(late(() => import('./RestrictionCard.tsx').then((m) => ({ default: m.RestrictionCard }))))
const HeldCard = lazy(late(() => import('./HeldCard.tsx').then((m) => ({ default: m.HeldCard }))))
const Panel = () => <Suspense><MovementsPanel /></Suspense>

const WORDS: Record<string, Record<string, Parameters<typeof inLocale>[0]>> = { state: STATE_WORDS, sort: SORT_WORDS, route: ROUTE_WORDS, why: WHY_WORDS }

/** Patrols, convoys and flights: the board, the plan, the strip map, and what the room must know of them. */
export default showDomain({
  name: 'movements',
  texts: { ...texts, ...UI },
  refusals: () => import('./refusals.ts').then((m) => m.REFUSALS),
  rail: [
    { id: 'movement', group: 'respond', order: 10, icon: Truck, label: 'kinds.movement', to: '/movements', kind: 'movement' },
    { id: 'restriction', group: 'respond', order: 11, icon: Construction, label: 'kinds.restriction', to: '/k/restriction', kind: 'restriction' },
    { id: 'held-message', group: 'respond', order: 12, icon: MessageSquareWarning, label: 'kinds.held-message', to: '/k/held-message', kind: 'held-message' },
  ],
  pages: [
    { path: '/movements', Page: BoardPage, kind: 'movement', past: true },
    { path: '/movements/new', Page: PlanPage, kind: 'movement' },
    { path: '/movements/:ref/plan', Page: PlanPage, kind: 'movement' },
    { path: '/movements/:ref/strip', Page: StripPage, kind: 'movement' },
    { path: '/restrictions/new', Page: RestrictionPage, kind: 'restriction' },
    { path: '/admin/sms', Page: GatewayPage, kind: 'user' },
  ],
  admin: [{ id: 'sms', order: 60, icon: MessageSquareWarning, label: 'ui.movements.sms', lead: 'ui.movements.sms.lead', to: '/admin/sms', kinds: ['user'] }],
  panels: [{ id: 'movements', order: 3, Panel }],
  layers: [
    { id: 'movements', order: 8, role: 'overlays', label: 'ui.movements.layer', kind: 'movement', Layer: MovementsLayer, pick: (ref) => navigate(`/records/${ref}`) },
    { id: 'restrictions', order: 9, role: 'overlays', label: 'kinds.restriction', kind: 'restriction', Layer: RestrictionsLayer, pick: (ref) => navigate(`/records/${ref}`) },
    { id: 'road-marks', order: 10, role: 'overlays', label: 'kinds.road-mark', kind: 'road-mark', Layer: RoadMarksLayer, pick: (ref) => navigate(`/records/${ref}`) },
  ],
  cards: [
    { kind: 'movement', id: 'course', order: 1, column: 'main', Card: CourseCard },
    { kind: 'movement', id: 'legs', order: 2, column: 'main', Card: LegsCard },
    { kind: 'movement', id: 'calls', order: 3, column: 'main', Card: CallsCard },
    { kind: 'restriction', id: 'restriction', order: 1, column: 'main', Card: RestrictionCard },
    { kind: 'held-message', id: 'held', order: 1, column: 'main', Card: HeldCard },
    { kind: 'movement', id: 'team', order: 5, column: 'side', Card: TeamCard },
  ],
  commands: [
    { id: 'movements', keys: 'g v', label: 'ui.movements.go', where: 'everywhere', kind: 'movement', run: () => navigate('/movements') },
    { id: 'restriction-new', label: 'ui.restriction.new', where: 'everywhere', kind: 'restriction', run: () => navigate('/restrictions/new') },
    { id: 'movement-new', label: 'ui.movements.new', where: 'everywhere', kind: 'movement', run: () => navigate('/movements/new') },
  ],
  facetKinds: { movement: { tracks: 'track' } },
  value(kind, field, value, locale) {
    const words = kind === 'restriction' && field === 'sort' ? RESTRICTION_WORDS[value as keyof typeof RESTRICTION_WORDS]
      : kind === 'road-mark' && field === 'sort' ? ROAD_MARK_WORDS[value as keyof typeof ROAD_MARK_WORDS]
      : kind !== 'movement' && kind !== 'held-message' && kind !== 'restriction' ? undefined
      : field === 'settled' || field === 'lifted' ? UI[value === 'true' ? 'ui.movements.yes' : 'ui.movements.no'] : WORDS[field]?.[value]
    return words && inLocale(words, locale)
  },
  columns: { 'road-mark': ['#ref', '#title', 'sort', 'loadT', 'note', '#updated'], 'restriction': ['#ref', '#title', 'sort', 'from', 'to', 'why', '#updated'], 'movement': ['#ref', '#title', 'state', '#happened', 'sort', 'callsign', '#updated'], 'held-message': ['#ref', '#happened', 'from', 'text', 'why', '#updated'] },
})
