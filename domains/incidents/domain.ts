import { standardActions } from '../../core/actions.ts'
import { circularReporting, refuseCredibility } from '../../core/grading.ts'
import { ALL_MISSION, type Handling } from '../../core/handling.ts'
import { defineDomain, defineKind, type Who } from '../../core/kind.ts'
import type { FieldProblem } from '../../core/problem.ts'
import { APPROVERS, OPERATIONS, OUTSIDE, REPORTERS, type RoleCode } from '../../core/roles.ts'
import { parseIso } from '../../core/time.ts'
import { logTemplate } from './shared/log-template.ts'
import { mergeActions } from './shared/merge.ts'
import { Actor, Incident } from './shared/model.ts'
import { allSources, projectActor, projectIncident } from './shared/project.ts'
import { bookOf, refuseCode, type TaxonomyBook } from './shared/taxonomy-editions.ts'
import { editionsOf, taxonomy } from './shared/taxonomy-kind.ts'
import { texts } from './shared/texts.ts'
import { HARM } from './shared/vocabulary.ts'

const SHIPPED = bookOf([])
const verifiers = ['JMAC-A', 'JOC-CH', 'HRD', 'CPA', 'WPA', 'SHQ'] as const

/** Incidents, events and activities: the heart of the record. */
export const incident = defineKind<Incident>({
  name: 'incident',
  version: 1,
  prefix: 'INC',
  data: Incident,
  fields: {
    narrative: { widget: 'multiline' },
    category: { widget: 'category' },
    happened: { widget: 'interval' },
    reported: { widget: 'time' },
    place: { widget: 'place' },
    sources: { widget: 'grade', protectItems: { flag: 'protected', compartments: ['SOURCE'] } },
    contacts: { sealed: true, compartments: ['SOURCE'] },
    absorbed: { widget: 'hidden', ownActions: true },
    external: { widget: 'hidden' },
    raw: { widget: 'hidden' },
    taxonomy: { widget: 'hidden' },
  },
  approval: true,
  veracity: true,
  read: [...OPERATIONS, ...OUTSIDE],
  create: REPORTERS,
  actions: {
    ...standardActions<Incident>({ edit: REPORTERS, submit: REPORTERS, approve: APPROVERS, verify: verifiers, verifyOnly, retract: APPROVERS, handle: [...APPROVERS, 'HRD', 'CPA', 'WPA'], erase: ['DPO'] }),
    ...mergeActions(['JMAC-A', 'JOC-CH', 'JOC-DO', 'JOC-IM']),
  },
  facets: { family: 'one', category: 'one', type: 'one', actor: 'many', weapon: 'many', victims: 'many', unit: 'one', grade: 'one', precision: 'one', flag: 'many', tag: 'many', link: 'many', external: 'many' },
  measures: HARM,
  project: projectIncident,
  handling: (owner) => ({ level: 'U', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  check: (data) => checkIncident(data, SHIPPED),
  governed: {
    by: 'taxonomy',
    check(standing) {
      const book = bookOf(editionsOf(standing))
      return (data) => checkIncident(data, book)
    },
  },
  texts,
})

/** Armed groups, forces, communities: one entry, many spellings. */
export const actor = defineKind<Actor>({
  name: 'actor',
  version: 1,
  prefix: 'ACT',
  data: Actor,
  fields: { description: { widget: 'multiline' }, external: { widget: 'hidden' } },
  approval: false,
  veracity: false,
  read: OPERATIONS,
  create: ['JMAC-A', 'JOC-IM', 'JOC-CH'],
  actions: standardActions<Actor>({ edit: ['JMAC-A', 'JOC-IM', 'JOC-CH'], retract: ['JMAC-A', 'JOC-CH'], handle: ['JMAC-A', 'JOC-CH'] }),
  facets: { type: 'one', external: 'many' },
  project: projectActor,
  handling: (owner) => ({ level: 'U', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  texts,
})

export const incidents = defineDomain({ name: 'incidents', kinds: [incident, actor, logTemplate, taxonomy], texts })

/** Human-rights, sexual-violence and child-protection records are verified by those sections alone (field-guide 2.4). */
function verifyOnly({ handling }: { handling: Handling }): Who | undefined {
  const sections = { HR: ['HRD'], CRSV: ['HRD', 'WPA'], CHILD: ['HRD', 'CPA'] } as const
  const asked = (['HR', 'CRSV', 'CHILD'] as const).filter((c) => handling.compartments.includes(c))
  const [first, ...rest] = asked.map((c): readonly RoleCode[] => sections[c])
  return first?.filter((role) => rest.every((roles) => roles.includes(role)))
}

/** Invariants beyond the schema. Circular reporting alone is a warning, shown with the record, not a refusal. */
function checkIncident(data: Incident, book: TaxonomyBook): FieldProblem[] {
  const problems: FieldProblem[] = []
  const refused = refuseCredibility(allSources(data))
  if (refused) {
    problems.push({ path: '/sources', problem: refused })
  }
  for (const [path, code] of [['/category', data.category], ...(data.also ?? []).map((c, i) => [`/also/${i}`, c])] as [string, string][]) {
    const wrong = refuseCode(book, code, data.taxonomy)
    if (wrong) {
      problems.push({ path, ...wrong })
    }
  }
  const { from, to } = data.happened ?? {}
  const times: [string, string | undefined][] = [['/happened/from', from], ['/happened/to', to], ['/reported', data.reported], ...(data.sources ?? []).map((s, i): [string, string | undefined] => [`/sources/${i}/obtainedAt`, s.obtainedAt])]
  for (const [path, text] of times) {
    if (text !== undefined && parseIso(text) === undefined) {
      problems.push({ path, problem: `"${text}" is a time no calendar has`, fix: 'Check day, hour and minute' })
    }
  }
  if (from && to && Date.parse(to) < Date.parse(from)) {
    problems.push({ path: '/happened/to', problem: 'ends before it begins', fix: 'Swap the two times or clear the end' })
  }
  for (const [index, involved] of (data.actors ?? []).entries()) {
    if (involved.strength?.min !== undefined && involved.strength.max !== undefined && involved.strength.min > involved.strength.max) {
      problems.push({ path: `/actors/${index}/strength`, problem: 'the smallest figure is larger than the largest', fix: 'Swap them' })
    }
  }
  if ((data.place?.lon === undefined) !== (data.place?.lat === undefined)) {
    problems.push({ path: '/place', problem: 'a longitude without a latitude (or the reverse)', fix: 'Give both or neither' })
  }
  return problems
}

/** Warnings a record carries on screen; none of them blocks. */
export function incidentWarnings(data: Incident): { code: 'circular-reporting'; originator: string; sources: string[] }[] {
  return circularReporting(allSources(data)).map((c) => ({ code: 'circular-reporting', ...c }))
}
