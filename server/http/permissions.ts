import { Type } from 'typebox'
import { CAUSES, mayAct, mayRead, accessClassOf, type Decision } from '../../core/policy.ts'
import { LIMITS, permissionRows } from '../../core/permissions.ts'
import { WORKFLOWS } from '../../core/record.ts'
import { ROLE_CODES } from '../../core/roles.ts'
import { Problem } from '../../core/problem.ts'
import { accountById, accountByLogin, allAccounts } from '../auth/accounts.ts'
import { grantsAt, isActive, readerOf } from '../auth/reader.ts'
import { endpoint, ok, type Call, type Endpoint } from './endpoint.ts'
import { findRecord } from './records.ts'
import { anyObject, closed, nullable } from './schemas.ts'
import { toldTexts } from './told.ts'

const Role = Type.Enum([...ROLE_CODES])
const States = Type.Array(Type.Enum([...WORKFLOWS]))
const Holders = Type.Object({
  role: Role, holders: Type.Integer({ description: 'accounts that hold it today' }),
  coming: Type.Integer({ description: 'accounts that will hold it from a later day' }),
  ending: Type.Integer({ description: 'of the holders, those whose role has a last day' }), until: nullable(Type.String({ description: 'the first of those last days' })),
}, closed)
const Row = Type.Object({
  kind: Type.String(), action: Type.String(), limits: Type.Array(Type.Enum([...LIMITS])),
  cells: Type.Array(Type.Object({ role: Role, others: States, own: States }, closed)),
}, closed)
const Answer = { allow: Type.Boolean(), because: Type.String(), cause: nullable(Type.Enum([...CAUSES, 'disabled'])) }

/** Throws Problem `not-allowed` unless the caller administers the whole node or audits it. */
function needOverseer(call: Pick<Call, 'reader'>): void {
  if (!call.reader.grants.some((grant) => (grant.role === 'ADMIN' || grant.role === 'AUDIT') && grant.area === null)) {
    throw new Problem('not-allowed', 'only an administrator or an auditor asks what others may')
  }
}

const permissions = endpoint({
  method: 'GET', path: '/api/admin/permissions', tag: 'admin', summary: 'What every role may do to every kind, and how many hold it (administrators, auditors)', access: 'signed-in',
  answers: { 200: Type.Object({ roles: Type.Array(Holders), kinds: Type.Array(Type.Object({ name: Type.String(), texts: anyObject }, closed)), rows: Type.Array(Row) }, closed) },
  async handle(call) {
    needOverseer(call)
    const kinds = call.app.store.kinds().all()
    const accounts = (await allAccounts(call.app.store)).filter(isActive)
    const today = new Date(call.now).toISOString().slice(0, 10)
    return ok({
      roles: ROLE_CODES.map((role) => {
        const held = accounts.map(({ data }) => data.grants.filter((grant) => grant.role === role))
        const now = held.map((grants) => grants.filter((grant) => grantsAt([grant], call.now).length > 0)).filter((grants) => grants.length > 0)
        // Whoever holds it twice loses it on the later day.
        const ends = now.filter((grants) => grants.every((grant) => grant.until !== undefined)).map((grants) => grants.map((grant) => grant.until ?? '').sort().at(-1) ?? '')
        const coming = held.filter((grants) => grants.some((grant) => (grant.from ?? today) > today) && grantsAt(grants, call.now).length === 0)
        return { role, holders: now.length, coming: coming.length, ending: ends.length, until: ends.sort()[0] ?? null }
      }),
      kinds: kinds.map((kind) => ({ name: kind.name, texts: toldTexts(call, kind.name, Object.fromEntries(Object.entries(kind.texts).filter(([key]) => key === `kind.${kind.name}`))) })),
      rows: permissionRows(kinds),
    })
  },
})

const why = endpoint({
  method: 'GET', path: '/api/admin/why', tag: 'admin', summary: 'What a person may do to a record you may read, and which rule refuses the rest (administrators, auditors)', access: 'signed-in',
  query: Type.Object({ user: Type.String({ minLength: 1, maxLength: 64, description: 'id or sign-in name' }), record: Type.String({ minLength: 1, maxLength: 64, description: 'id or reference' }) }, closed),
  answers: {
    200: Type.Object({
      person: Type.Object({ id: Type.String(), name: Type.String(), org: Type.String(), clearance: Type.String(), compartments: Type.Array(Type.String()), grants: Type.Array(Type.Object({ role: Role, area: nullable(Type.String()) }, closed)) }, closed),
      record: Type.Object({ id: Type.String(), ref: Type.String(), kind: Type.String(), workflow: Type.Enum([...WORKFLOWS]), level: Type.String(), compartments: Type.Array(Type.String()), owner: Type.String(), area: nullable(Type.String()) }, closed),
      purpose: Type.Boolean({ description: 'the person must declare a purpose first; the rest is told as if they had' }),
      read: Type.Object(Answer, closed),
      actions: Type.Array(Type.Object({ type: Type.String(), ...Answer, roles: Type.Array(Role, { description: 'roles the action is for, where the role is what is missing' }) }, closed)),
    }, closed),
  },
  async handle(call) {
    needOverseer(call)
    const { store } = call.app
    const { record } = await findRecord(call, call.query.record)
    const kind = store.kinds().get(record.kind)
    const account = (await accountById(store, call.query.user)) ?? (await accountByLogin(store, call.query.user))
    if (!kind || !account) {
      throw new Problem('not-found', 'no such account')
    }
    const plain = readerOf(account, null, call.now)
    const reader = { ...plain, purpose: 'declared' }
    const of = accessClassOf(record)
    const read = mayRead(reader, kind, of, store.areas())
    const active = isActive(account)
    const { handling } = record
    return ok({
      person: { id: account.id, name: plain.name, org: plain.org, clearance: plain.clearance, compartments: [...plain.compartments], grants: [...plain.grants] },
      record: { id: record.id, ref: record.ref, kind: record.kind, workflow: record.workflow, level: handling.level, compartments: [...handling.compartments], owner: handling.owner, area: record.area },
      purpose: active && read.allow && !mayRead(plain, kind, of, store.areas()).allow,
      read: told(read, active),
      actions: Object.entries(kind.actions).filter(([type]) => type !== 'read').map(([type, rule]) => {
        const decision = mayAct(reader, kind, type, record, store.areas())
        const who = rule.narrow?.(record) ?? rule.who
        return { type, ...told(decision, active), roles: active && read.allow && !decision.allow && decision.cause === 'role' && who !== '*' ? [...who] : [] }
      }),
    })
  },
})

function told(decision: Decision, active: boolean): { allow: boolean; because: string; cause: string | null } {
  if (!active) {
    return { allow: false, because: 'the account is disabled', cause: 'disabled' }
  }
  return { allow: decision.allow, because: decision.because, cause: decision.allow ? null : decision.cause }
}

export const permissionRoutes: readonly Endpoint[] = [permissions, why]
