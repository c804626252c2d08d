import { standardActions } from '../../core/actions.ts'
import { ALL_MISSION } from '../../core/handling.ts'
import { defineDomain, defineKind } from '../../core/kind.ts'
import type { FieldProblem } from '../../core/problem.ts'
import { OPERATIONS } from '../../core/roles.ts'
import { technologyClocks } from './shared/clocks.ts'
import { Technology } from './shared/model.ts'
import { texts } from './shared/texts.ts'

const keepers = ['DPO', 'COS', 'HOM'] as const

/** The technology register: consent and due diligence that bind at run time. */
export const technology = defineKind<Technology>({
  name: 'technology',
  version: 1,
  prefix: 'TEC',
  data: Technology,
  fields: { purpose: { widget: 'multiline' }, dataCollected: { widget: 'multiline' } },
  approval: false,
  veracity: false,
  read: [...OPERATIONS, 'HOST-LO', 'HQ', 'ADMIN'],
  create: keepers,
  actions: standardActions<Technology>({ edit: keepers, retract: keepers, handle: keepers }),
  standing: true,
  facets: { type: 'one', consent: 'one', diligence: 'one', code: 'one' },
  project: (data) => ({
    title: data.name,
    text: [data.name, data.code, data.purpose, data.dataCollected ?? ''].join('\n'),
    happened: null,
    reported: null,
    place: null,
    severity: 0,
    facets: { type: [data.type], consent: [data.consent?.status ?? 'none'], diligence: [data.diligence?.status ?? 'none'], code: [data.code] },
  }),
  handling: (owner) => ({ level: 'U', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  check: checkTechnology,
  clocks: technologyClocks,
  texts,
})

export const oversight = defineDomain({ name: 'oversight', kinds: [technology], texts })

function checkTechnology(data: Technology): FieldProblem[] {
  const { consent, diligence } = data
  const problems: FieldProblem[] = []
  if (consent?.until !== undefined && consent.until < consent.from) {
    problems.push({ path: '/consent/until', problem: 'consent ends before it begins', fix: 'Correct one of the two days' })
  }
  if (consent?.status === 'not-required' && !consent.why) {
    problems.push({ path: '/consent/why', problem: 'say why no consent is required' })
  }
  if (diligence && diligence.reviewBy < diligence.on) {
    problems.push({ path: '/diligence/reviewBy', problem: 'the review lies before the decision', fix: 'Correct one of the two days' })
  }
  return problems
}
