import { lazy } from 'react'
import type { Texts } from '../../../../core/i18n.ts'
import { late, navigate, type CommandEntry, type InsetEntry, type PageEntry } from '../../../../web/face.ts'
import { ruleTexts } from '../../shared/rules/texts.ts'

const RulesSection = lazy(late(() => import('./RulesSection.tsx').then((m) => ({ default: m.RulesSection }))))
const RulePage = lazy(late(() => import('./RulePage.tsx').then((m) => ({ default: m.RulePage }))))

/** What the node watches for; each page is loaded when it is opened. */
export const rulePages: PageEntry[] = [
  { path: '/track-rules/:ref', Page: RulePage, kind: 'track-rule' },
]
/** On the page of all rules. */
export const ruleInsets: InsetEntry[] = [{ at: 'alert-rules', id: 'track-rules', order: 10, kind: 'track-rule', Part: RulesSection }]
export const ruleCommands: CommandEntry[] = [{ id: 'track-rules', keys: 'g u', label: 'kinds.track-rule', where: 'everywhere', kind: 'track-rule', run: () => navigate('/alert-rules') }]
export const ruleWords: Texts = ruleTexts
