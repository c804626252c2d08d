import { Type } from 'typebox'
import { standardActions } from '../../../core/actions.ts'
import type { ActionRule } from '../../../core/kind.ts'
import { Changed, Recipient, Section, type Product } from '../../../core/product.ts'
import { Problem } from '../../../core/problem.ts'
import type { Action, VigieRecord, Workflow } from '../../../core/record.ts'
import { DRAFTERS, RELEASERS, releasersOf } from './roles.ts'

const nothing = Type.Object({}, { additionalProperties: false })
const name = Type.Object({ name: Type.String({ maxLength: 120 }) }, { additionalProperties: false })
const OPEN: readonly Workflow[] = ['draft', 'returned', 'submitted']

const standard = standardActions<Product>({ edit: DRAFTERS, retract: RELEASERS, handle: ['JOC-CH', 'COS'] })
const rule = (type: string): ActionRule<Product> => standard[type] as ActionRule<Product>

/** Change data without touching which version changed which field: these fields are nobody's to edit. */
function put(record: VigieRecord<Product>, data: Partial<Product>, workflow: Workflow = record.workflow): VigieRecord<Product> {
  return { ...record, workflow, data: { ...record.data, ...data } }
}

const patchOf = <T>(action: Action): T => action.patch as unknown as T

/**
 * What can be done to a product. Everything that carries values is paired: the node makes it by reading records, so that
 * nobody can write a number into a product that is bound to something else.
 */
export const productActions: { [type: string]: ActionRule<Product> } = {
  ...standard,
  edit: { ...rule('edit'), when: OPEN },
  resolve: { ...rule('resolve'), when: OPEN },
  compose: {
    who: DRAFTERS, when: OPEN, paired: true,
    patch: Type.Object({ sections: Type.Array(Section, { maxItems: 60 }), madeAt: Type.String(), language: Type.Optional(Type.String()), title: Type.Optional(Type.String()) }, { additionalProperties: false }),
    reduce: (record, action) => put(record, patchOf<Partial<Product>>(action)),
  },
  submit: { who: DRAFTERS, when: ['draft', 'returned'], patch: nothing, reduce: (record) => ({ ...record, workflow: 'submitted' }) },
  return: { who: RELEASERS, narrow: releasers, when: ['submitted'], patch: nothing, reason: true, reduce: (record) => ({ ...record, workflow: 'returned' }) },
  release: {
    who: RELEASERS, narrow: releasers, when: ['submitted'], paired: true, notAuthor: true,
    patch: Type.Object({ name: Type.String({ maxLength: 120 }), distribution: Type.Array(Recipient, { maxItems: 500 }) }, { additionalProperties: false }),
    reduce(record, action) {
      const { distribution, name: who } = patchOf<{ name: string; distribution: Recipient[] }>(action)
      if (record.data.released) {
        throw new Problem('wrong-state', 'it was released before')
      }
      return put(record, { released: { at: action.receivedAt, by: action.actor, name: who, role: action.role }, distribution, receipts: record.data.receipts ?? [] }, 'approved')
    },
  },
  receipt: {
    who: '*', when: ['approved'], paired: true, patch: name,
    reduce(record, action) {
      const receipts = record.data.receipts ?? []
      return receipts.some((one) => one.user === action.actor) ? record : put(record, { receipts: [...receipts, { user: action.actor, name: patchOf<{ name: string }>(action).name, at: action.receivedAt }] })
    },
  },
  'fall-back': {
    who: [], paired: true, when: ['approved'], patch: Type.Object({ recipients: Type.Array(Recipient, { maxItems: 500 }) }, { additionalProperties: false }),
    reduce(record, action) {
      const { distribution } = record.data
      const more = patchOf<{ recipients: Recipient[] }>(action).recipients.filter((one) => !distribution.some((other) => other.user === one.user))
      return put(record, { distribution: [...distribution, ...more].slice(0, 500) })
    },
  },
  'read-by-all': { who: [], paired: true, when: ['approved'], patch: nothing, reduce: (record, action) => put(record, { readByAll: action.receivedAt }) },
  'go-stale': {
    who: [], paired: true, when: ['approved'],
    patch: Type.Object({ total: Type.Integer({ minimum: 0 }), changes: Type.Array(Changed, { maxItems: 50 }) }, { additionalProperties: false }),
    reduce(record, action) {
      const { total, changes } = patchOf<{ total: number; changes: Changed[] }>(action)
      if (total > 0) {
        return put(record, { stale: { at: record.data.stale?.at ?? action.receivedAt, total, changes } })
      }
      const { stale: _fresh, ...data } = record.data
      return { ...record, data }
    },
  },
  supersede: {
    who: [], paired: true, when: ['approved'], patch: Type.Object({ by: Type.String() }, { additionalProperties: false }),
    reduce(record, action) {
      const { stale: _corrected, ...data } = record.data
      return { ...record, data: { ...data, supersededBy: patchOf<{ by: string }>(action).by } }
    },
  },
  'update-sent': { who: [], paired: true, when: ['approved'], patch: nothing, reduce: (record) => record },
}

function releasers(record: VigieRecord<Product>): ActionRule['who'] | undefined {
  const { type, audience } = record.data as Partial<Product>
  return type === undefined ? undefined : releasersOf(type, audience?.side === 'hq')
}

