import { Type } from 'typebox'
import { standardActions } from '../../../core/actions.ts'
import { ALL_MISSION } from '../../../core/handling.ts'
import type { JsonObject } from '../../../core/json.ts'
import { defineKind, type ActionRule } from '../../../core/kind.ts'
import { Problem } from '../../../core/problem.ts'
import { OPERATIONS, OUTSIDE } from '../../../core/roles.ts'
import { Edition } from './edition-schema.ts'
import { checkEdition } from './taxonomy-editions.ts'
import { texts } from './texts.ts'

const keepers = ['JOC-IM', 'JOC-CH', 'JMAC-A', 'ADMIN'] as const

/** What changes an edition, refused once it was in force: records name it and are read by its words. */
function whileDraft(rule: ActionRule<Edition> | undefined): ActionRule<Edition> {
  if (!rule) {
    throw new Error('an edition has every standard action')
  }
  return {
    ...rule,
    reduce(record, action) {
      if (record.data.activated !== undefined) {
        throw new Problem('rule-broken', `edition ${record.data.edition} is or was in force and records name it: it stays as it is. Make a new edition from it`)
      }
      return rule.reduce(record, action)
    },
  }
}

const standard = standardActions<Edition>({ edit: keepers, retract: keepers, handle: ['ADMIN'] })

/** Editions of the taxonomy the mission makes: drafts until one is activated, with a reason, and fixed from then on. */
export const taxonomy = defineKind<Edition>({
  name: 'taxonomy', version: 1, prefix: 'TAX', data: Edition,
  fields: { note: { widget: 'multiline' }, entries: { widget: 'json' }, activated: { widget: 'hidden', ownActions: true } },
  approval: false, veracity: false,
  read: [...OPERATIONS, ...OUTSIDE, 'ADMIN'], create: keepers,
  actions: {
    ...standard,
    edit: whileDraft(standard['edit']),
    resolve: whileDraft(standard['resolve']),
    retract: whileDraft(standard['retract']),
    activate: {
      who: ['JOC-IM', 'JOC-CH', 'ADMIN'], when: ['approved'], reason: true, patch: Type.Object({}, { additionalProperties: false }),
      reduce(record, action) {
        if (record.data.activated !== undefined) {
          throw new Problem('wrong-state', `edition ${record.data.edition} was activated already`)
        }
        return { ...record, data: { ...record.data, activated: action.receivedAt } }
      },
    },
  },
  facets: {},
  project: (data) => ({ title: `${data.edition}`, text: [`${data.edition}`, data.note, ...data.entries.flatMap((e) => [e.code, e.label?.en])].filter((part) => part !== undefined).join('\n'), happened: null, reported: null, place: null, severity: 0, facets: {} }),
  handling: (owner) => ({ level: 'U', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  governed: {
    by: 'taxonomy',
    check: (standing) => (data, record) => checkEdition(data, editionsOf(standing.filter((other) => other.id !== record.id))),
  },
  texts,
})

/** The editions among records of the kind. */
export function editionsOf(records: readonly { data: JsonObject }[]): Edition[] {
  return records.map((record) => record.data as unknown as Edition)
}
