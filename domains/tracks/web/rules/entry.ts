import { ShieldAlert } from 'lucide-react'
import { lazy } from 'react'
import type { Texts } from '../../../../core/i18n.ts'
import { late, navigate, type CommandEntry, type PageEntry, type RailEntry } from '../../../../web/face.ts'
import { ruleTexts } from '../../shared/rules/texts.ts'

const RulesPage = lazy(late(() => import('./RulesPage.tsx').then((m) => ({ default: m.RulesPage }))))
const RulePage = lazy(late(() => import('./RulePage.tsx').then((m) => ({ default: m.RulePage }))))

/** What the node watches for; each page is loaded when it is opened. */
export const rulePages: PageEntry[] = [
  { path: '/track-rules', Page: RulesPage, kind: 'track-rule' },
  { path: '/track-rules/:ref', Page: RulePage, kind: 'track-rule' },
]
export const ruleRail: RailEntry[] = [{ id: 'track-rules', group: 'setup', order: 30, icon: ShieldAlert, label: 'kinds.track-rule', to: '/track-rules', kind: 'track-rule' }]
export const ruleCommands: CommandEntry[] = [{ id: 'track-rules', keys: 'g u', label: 'kinds.track-rule', where: 'everywhere', kind: 'track-rule', run: () => navigate('/track-rules') }]
export const ruleWords: Texts = ruleTexts
