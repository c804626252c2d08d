import { HeartPulse, Hospital } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { late, navigate, showDomain } from '../../../web/face.ts'
import { reachTexts } from '../shared/texts-reach.ts'
import { texts } from '../shared/texts.ts'
import { valueTexts } from '../shared/texts-values.ts'
import { medicCards, medicCommands, medicPages, medicRail } from './medic/slots.ts'
import { medicTexts } from './medic/texts.ts'
import { notificationShown } from './notification/shown.ts'
import { UI } from './texts.ts'
import { codeWords, type Vocabulary } from './words.ts'

const BoardsPage = lazy(late(() => import('./BoardsPage.tsx').then((m) => ({ default: m.BoardsPage }))))
const CompliancePage = lazy(late(() => import('./CompliancePage.tsx').then((m) => ({ default: m.CompliancePage }))))
const ConsolePage = lazy(late(() => import('./ConsolePage.tsx').then((m) => ({ default: m.ConsolePage }))))
const RequestPage = lazy(late(() => import('./RequestPage.tsx').then((m) => ({ default: m.RequestPage }))))
const cover = late(() => import('./Cover.tsx'))
const CoverCard = lazy(() => cover().then((m) => ({ default: m.CoverCard })))
const PlanCover = lazy(() => cover().then((m) => ({ default: m.PlanCover })))
const CasevacCard = lazy(late(() => import('./CasevacCard.tsx').then((m) => ({ default: m.CasevacCard }))))
const ReachLayer = lazy(late(() => import('./ReachLayer.tsx').then((m) => ({ default: m.ReachLayer }))))
const EvacLayer = lazy(late(() => import('./EvacLayer.tsx').then((m) => ({ default: m.EvacLayer }))))
const ReachOptions = lazy(() => cover().then((m) => ({ default: m.Settings })))
const Options = () => <Suspense><ReachOptions /></Suspense>
const EntryPage = lazy(late(() => import('./EntryPage.tsx').then((m) => ({ default: m.EntryPage }))))

/** Which vocabulary the values of a field are words of, by kind. */
const OF: { [kind: string]: { [field: string]: Vocabulary } } = {
  'casualty': { status: 'status', triage: 'triage', priority: 'priority', category: 'category', mechanism: 'mechanism', event: 'event', needs: 'capability' },
  'casevac-request': { state: 'state', priority: 'priority', delay: 'delay', mechanism: 'mechanism', threat: 'threat', security: 'threat', equipment: 'equipment', marking: 'marking', category: 'category', answer: 'answer', decision: 'answer', card: 'card', without: 'card', reason: 'delay' },
  'facility': { theatre: 'theatre', helipad: 'helipad', specialties: 'capability' },
  'evac-asset': { kind: 'kind', status: 'asset', team: 'team' },
  'landing-site': { security: 'threat', kinds: 'kind' },
}

/** Casualties and their evacuation: request, console, boards, cover, compliance. */
export default showDomain({
  name: 'casualties',
  texts: { ...texts, ...valueTexts, ...reachTexts, ...UI, ...medicTexts, ...notificationShown.texts },
  refusals: () => import('./refusals.ts').then((m) => m.REFUSALS),
  facetKinds: {
    'casualty': { request: 'casevac-request', number: null },
    'casevac-request': { asset: 'evac-asset' },
    'evac-asset': { tasked: 'casevac-request' },
    'notification': { 'of-person': null, 'of-casualty': 'casualty' },
    'notified-person': { 'of-notification': 'notification' },
  },
  rail: [
    { id: 'casevac', group: 'respond', order: 1, icon: HeartPulse, label: 'ui.evac.console', to: '/casevac', kind: 'casevac-request' },
    { id: 'evac-boards', group: 'respond', order: 3, icon: Hospital, label: 'ui.evac.boards', to: '/facilities', kind: 'facility' },
    ...medicRail,
    ...notificationShown.rail,
  ],
  pages: [
    { path: '/casevac', Page: ConsolePage, kind: 'casevac-request' },
    { path: '/casevac/new', Page: EntryPage, kind: 'casevac-request' },
    { path: '/facilities', Page: BoardsPage, kind: 'facility' },
    { path: '/casevac/compliance', Page: CompliancePage, kind: 'casualty' },
    { path: '/casevac/:ref', Page: RequestPage, kind: 'casevac-request' },
    ...medicPages,
    ...notificationShown.pages,
  ],
  insets: [{ at: 'movement-plan', id: 'cover', order: 1, kind: 'facility', Part: PlanCover }],
  layers: [
    { id: 'casevac', order: 9, role: 'overlays', label: 'ui.evac.layer', kind: 'casevac-request', Layer: EvacLayer, pick: (ref) => navigate(ref.startsWith('CVR') ? `/casevac?r=${ref}` : `/records/${ref}`) },
    // Its rings cover most of a mission: drawn for who asks.
    { id: 'casevac-reach', order: 8, role: 'overlays', label: 'ui.evac.reach', kind: 'casevac-request', hidden: true, Layer: ReachLayer, Options },
  ],
  cards: [
    { kind: 'incident', id: 'casevac', order: 14, column: 'side', Card: CasevacCard },
    { kind: 'movement', id: 'cover', order: 4, column: 'main', Card: CoverCard },
    ...medicCards, ...notificationShown.cards,
  ],
  commands: [
    { id: 'casevac', keys: 'g x', label: 'ui.evac.console', where: 'everywhere', kind: 'casevac-request', run: () => navigate('/casevac') },
    { id: 'casevac-new', keys: 'g 9', label: 'ui.evac.new', where: 'everywhere', kind: 'casevac-request', run: () => navigate('/casevac/new') },
    { id: 'evac-boards', label: 'ui.evac.boards', where: 'everywhere', kind: 'facility', run: () => navigate('/facilities') },
    { id: 'evac-compliance', label: 'ui.evac.compliance', where: 'everywhere', kind: 'casualty', run: () => navigate('/casevac/compliance') },
    ...medicCommands,
    ...notificationShown.commands,
  ],
  value(kind, field, value, locale) {
    const ours = notificationShown.value(kind, field, value, locale)
    if (ours !== undefined) {
      return ours
    }
    const words = OF[kind]
    const flag = words && (value === 'true' || value === 'false') ? UI[value === 'true' ? 'ui.evac.yes' : 'ui.evac.no'] : undefined
    return flag ? inLocale(flag, locale) : words?.[field] && codeWords(words[field], value, locale)
  },
  columns: {
    ...notificationShown.columns,
    'casualty': ['#ref', 'battleNo', 'priority', 'triage', 'category', 'status', '#happened', '#updated'],
    'casevac-request': ['#ref', '#title', 'state', '#happened', '#updated'],
    'facility': ['#ref', 'name', 'level', 'callsign', 'updatedAt', '#updated'],
    'evac-asset': ['#ref', 'name', 'kind', 'status', 'night', 'crewDutyEnds', '#updated'],
    'landing-site': ['#ref', 'name', 'security', 'night', 'updatedAt', '#updated'],
    'flying-weather': ['#ref', 'name', 'visibilityM', 'ceilingM', 'windKmh', 'updatedAt', '#updated'],
  },
})
