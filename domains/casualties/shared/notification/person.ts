import { Type, type Static } from 'typebox'
import { standardActions } from '../../../../core/actions.ts'
import { Handling } from '../../../../core/handling-schema.ts'
import type { ActionRule } from '../../../../core/kind.ts'
import { Problem, type FieldProblem } from '../../../../core/problem.ts'
import type { Action, VigieRecord } from '../../../../core/record.ts'
import { closed, moment, recordId, short, Signed, words } from '../schema.ts'
import { PREPARERS, SECOND } from './vocabulary.ts'

/**
 * Who a notification is about. Its handling carries PERS until next of kin are informed; then it takes that of the
 * notification, and whoever reads that reads the name. All of it lies sealed, so it is in no index, title or log, and is
 * erased by destroying its key. Next of kin themselves stay with PERS for good.
 */
export const Person = Type.Object(
  {
    notification: recordId,
    familyName: Type.Optional(words(120)),
    givenNames: Type.Optional(short(160)),
    rank: Type.Optional(short(60)),
    number: Type.Optional(short(60)),
    born: Type.Optional(short(10)),
    nextOfKin: Type.Optional(short(1000)),
    informed: Type.Optional(Type.Object({ ...Signed, informedAt: moment }, closed)),
  },
  closed,
)
export type Person = Static<typeof Person>
export type PersonRecord = VigieRecord<Person>

/** Fields that tell who it is. */
export const NAMING = ['familyName', 'givenNames', 'rank', 'number', 'born'] as const satisfies readonly (keyof Person)[]

/** Until next of kin are informed no handling may leave PERS out. */
export function checkPerson(data: Person, record: Pick<VigieRecord, 'handling'>): FieldProblem[] {
  return data.informed || record.handling.compartments.includes('PERS') ? [] : [{ path: '', problem: 'a name stays in compartment PERS until next of kin are informed', fix: 'Record that they were informed at the notification' }]
}

export const personActions: { [type: string]: ActionRule<Person> } = {
  ...standardActions<Person>({ edit: PREPARERS, retract: ['COS', 'HOM'], handle: [], erase: ['DPO', 'COS'], comment: PREPARERS }),
  // One half of telling the notification: opens the name to those who may read that.
  'unmask': {
    who: PREPARERS, paired: true,
    patch: Type.Object({ informedAt: moment, handling: Handling }, closed),
    reduce(record, action) {
      if (record.data.informed) {
        throw new Problem('wrong-state', 'next of kin were informed already')
      }
      const informed = { by: action.actor, role: action.role, at: new Date(action.receivedAt).toISOString(), informedAt: String(action.patch['informedAt']) }
      return { ...record, handling: handlingOf(action), data: { ...record.data, informed } }
    },
  },
  // The notification is read by others now: so is the name, once it is open.
  'follow': {
    who: [...new Set([...PREPARERS, ...SECOND])], paired: true,
    patch: Type.Object({ handling: Handling }, closed),
    reduce: (record, action) => (record.data.informed ? { ...record, handling: handlingOf(action) } : record),
  },
}

function handlingOf(action: Action): Handling {
  const { handling } = action.patch as unknown as { handling?: Handling }
  if (!handling) {
    throw new Problem('invalid-input', 'handling: the handling of the notification is missing')
  }
  return handling
}
