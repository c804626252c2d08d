import { Type, type Static } from 'typebox'
import { standardActions } from '../../../../core/actions.ts'
import { ALL_MISSION } from '../../../../core/handling.ts'
import { LOCALES } from '../../../../core/i18n.ts'
import { defineKind } from '../../../../core/kind.ts'
import type { FieldProblem } from '../../../../core/problem.ts'
import { OPERATIONS, ROLE_CODES } from '../../../../core/roles.ts'
import { CHANNELS } from './targets.ts'
import { Quiet } from './quiet.ts'
import { deliveryTexts } from './texts.ts'

const closed = { additionalProperties: false }
const short = (max = 200) => Type.String({ maxLength: max })
/** Who keeps addresses and lists. */
export const LIST_KEEPERS = ['ADMIN', 'JOC-CH', 'JOC-IM'] as const

/**
 * How somebody is reached: a person with an account, the duty phone of a role, a unit, or somebody outside. The addresses are sealed
 * and read only by holders of the compartment PERS; the node itself opens them when it sends.
 */
export const Contact = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** Whose addresses these are, where the node knows them: an account, a role's duty post, or a unit. */
    account: Type.Optional(short(64)),
    role: Type.Optional(Type.Enum([...ROLE_CODES])),
    unit: Type.Optional(short(64)),
    organisation: Type.Optional(short(120)),
    locale: Type.Optional(Type.Enum([...LOCALES])),
    addresses: Type.Optional(Type.Object({
      email: Type.Optional(Type.String({ maxLength: 254, pattern: '^[^@\\s<>]+@[^@\\s<>]+$' })),
      sms: Type.Optional(Type.String({ pattern: '^\\+[1-9][0-9]{5,14}$', description: 'E.164, e.g. +22370000000' })),
      phone: Type.Optional(Type.String({ maxLength: 40, description: 'read out loud when called by hand' })),
      webhook: Type.Optional(Type.String({ maxLength: 500, pattern: '^https?://[^\\s]+$' })),
    }, closed)),
    /** Only by these; every channel there is an address for when not given. */
    channels: Type.Optional(Type.Array(Type.Enum([...CHANNELS]), { uniqueItems: true })),
    quiet: Type.Optional(Quiet),
    /** Takes part in drills: the only ones a drill or an exercise mission reaches. */
    drill: Type.Optional(Type.Boolean()),
    note: Type.Optional(short(2000)),
  },
  closed,
)
export type Contact = Static<typeof Contact>

export const contact = defineKind<Contact>({
  name: 'contact', version: 1, prefix: 'CON', data: Contact,
  fields: { addresses: { compartments: ['PERS'], sealed: true }, note: { widget: 'multiline' } },
  approval: false, veracity: false,
  read: [...OPERATIONS, 'ADMIN'], create: LIST_KEEPERS,
  actions: standardActions<Contact>({ edit: LIST_KEEPERS, retract: LIST_KEEPERS, handle: LIST_KEEPERS, erase: ['DPO'] }),
  facets: { account: 'one', role: 'one', unit: 'one', drill: 'one' },
  project: (data) => ({
    title: data.name, text: [data.name, data.organisation ?? '', data.note ?? ''].join('\n'), names: [data.name], happened: null, reported: null, place: null, severity: 0,
    facets: { account: [data.account ?? ''], role: [data.role ?? ''], unit: [data.unit ?? ''], drill: [String(data.drill === true)] },
  }),
  handling: (owner) => ({ level: 'C', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  check: (data) => oneOwner(data),
  texts: deliveryTexts,
})

function oneOwner({ account, role, unit }: Contact): FieldProblem[] {
  return [account, role, unit].filter((one) => one !== undefined).length > 1 ? [{ path: '/account', problem: 'belongs to one of an account, a role and a unit', fix: 'Make a contact for each' }] : []
}

/** People called one after the other. The order is that of the list. */
export const AlertGroup = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    purpose: Type.Optional(short(500)),
    members: Type.Array(Type.Object({ contact: Type.String({ minLength: 1, maxLength: 64 }), /** What to say or ask. */ note: Type.Optional(short(300)) }, closed), { minItems: 1, maxItems: 1000 }),
  },
  closed,
)
export type AlertGroup = Static<typeof AlertGroup>

export const alertGroup = defineKind<AlertGroup>({
  name: 'alert-group', version: 1, prefix: 'GRP', data: AlertGroup, fields: { purpose: { widget: 'multiline' } },
  approval: false, veracity: false,
  read: [...OPERATIONS, 'ADMIN'], create: LIST_KEEPERS,
  actions: standardActions<AlertGroup>({ edit: LIST_KEEPERS, retract: LIST_KEEPERS, handle: LIST_KEEPERS }),
  facets: { member: 'many' },
  project: (data) => ({
    title: data.name, text: [data.name, data.purpose ?? ''].join('\n'), names: [data.name], happened: null, reported: null, place: null, severity: 0,
    facets: { member: [...new Set(data.members.map((one) => one.contact))] },
  }),
  handling: (owner) => ({ level: 'C', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  texts: deliveryTexts,
})
