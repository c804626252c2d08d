import { HeartPulse, Hospital } from 'lucide-react'
import { lazy } from 'react'
import { late, navigate, showDomain } from '../../../web/face.ts'
import { texts } from '../shared/texts.ts'
import { evacTexts, UI } from './texts.ts'

const EntryPage = lazy(late(() => import('./EntryPage.tsx').then((m) => ({ default: m.EntryPage }))))

/** Casualties and their evacuation: request, console, boards, cover, compliance. */
export default showDomain({
  name: 'casualties',
  texts: { ...texts, ...UI, ...evacTexts },
  rail: [
    { id: 'casevac', group: 'respond', order: 1, icon: HeartPulse, label: 'ui.evac.console', to: '/casevac', kind: 'casevac-request' },
    { id: 'evac-boards', group: 'respond', order: 3, icon: Hospital, label: 'ui.evac.boards', to: '/casevac/boards', kind: 'facility' },
  ],
  pages: [
    { path: '/casevac/new', Page: EntryPage, kind: 'casevac-request' },
  ],
  commands: [
    { id: 'casevac', keys: 'g c', label: 'ui.evac.console', where: 'everywhere', kind: 'casevac-request', run: () => navigate('/casevac') },
    { id: 'casevac-new', keys: 'g 9', label: 'ui.evac.new', where: 'everywhere', kind: 'casevac-request', run: () => navigate('/casevac/new') },
    { id: 'evac-boards', label: 'ui.evac.boards', where: 'everywhere', kind: 'facility', run: () => navigate('/casevac/boards') },
    { id: 'evac-compliance', label: 'ui.evac.compliance', where: 'everywhere', kind: 'casualty', run: () => navigate('/casevac/compliance') },
  ],
})
