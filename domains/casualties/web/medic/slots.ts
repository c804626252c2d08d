import { Ambulance, Stethoscope } from 'lucide-react'
import { lazy } from 'react'
import { late, navigate, type CardEntry, type CommandEntry, type PageEntry, type RailEntry } from '../../../../web/face.ts'

const cards = late(() => import('./CasualtyCards.tsx'))
const StandingCard = lazy(() => cards().then((m) => ({ default: m.StandingCard })))
const InjuriesCard = lazy(() => cards().then((m) => ({ default: m.InjuriesCard })))
const VitalsCard = lazy(() => cards().then((m) => ({ default: m.VitalsCard })))
const TreatmentsCard = lazy(() => cards().then((m) => ({ default: m.TreatmentsCard })))
const TimesCard = lazy(() => cards().then((m) => ({ default: m.TimesCard })))
const ChainCard = lazy(() => cards().then((m) => ({ default: m.ChainCard })))
const BoardPage = lazy(late(() => import('./BoardPage.tsx').then((m) => ({ default: m.BoardPage }))))
const MascalPage = lazy(late(() => import('./MascalPage.tsx').then((m) => ({ default: m.MascalPage }))))
const CasualtyPage = lazy(late(() => import('./CasualtyPage.tsx').then((m) => ({ default: m.CasualtyPage }))))
const MedicPage = lazy(late(() => import('./MedicPage.tsx').then((m) => ({ default: m.MedicPage }))))

/** What casualty tracking adds to the shell. */
export const medicRail: RailEntry[] = [
  { id: 'casualty', group: 'respond', order: 2, icon: Ambulance, label: 'ui.casualties', to: '/casualties', kind: 'casualty' },
  { id: 'medic', group: 'respond', order: 4, icon: Stethoscope, label: 'ui.medic', to: '/medic', kind: 'casualty' },
]
export const medicPages: PageEntry[] = [
  { path: '/casualties', Page: BoardPage, kind: 'casualty', past: true },
  { path: '/casualties/mascal', Page: MascalPage, kind: 'casualty', past: true },
  { path: '/casualties/:id', Page: CasualtyPage, kind: 'casualty' },
  { path: '/medic', Page: MedicPage, kind: 'casualty' },
]
export const medicCards: CardEntry[] = [
  { kind: 'casualty', id: 'standing', order: 1, column: 'main', Card: StandingCard },
  { kind: 'casualty', id: 'injuries', order: 2, column: 'main', Card: InjuriesCard },
  { kind: 'casualty', id: 'vitals', order: 3, column: 'main', Card: VitalsCard },
  { kind: 'casualty', id: 'treatments', order: 4, column: 'main', Card: TreatmentsCard },
  { kind: 'casualty', id: 'times', order: 5, column: 'main', Card: TimesCard },
  { kind: 'casualty', id: 'chain', order: 2, column: 'side', Card: ChainCard },
]
export const medicCommands: CommandEntry[] = [
  { id: 'casualties', keys: 'g y', label: 'ui.casualties.go', where: 'everywhere', kind: 'casualty', run: () => navigate('/casualties') },
  { id: 'mascal', label: 'ui.casualties.mascal', where: 'everywhere', kind: 'casualty', run: () => navigate('/casualties/mascal') },
  { id: 'medic', label: 'ui.casualties.medic', where: 'everywhere', kind: 'casualty', run: () => navigate('/medic') },
]
