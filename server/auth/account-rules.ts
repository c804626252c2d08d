import { levelRank } from '../../core/handling.ts'
import { Problem } from '../../core/problem.ts'
import type { Reader } from '../../core/policy.ts'
import type { NewAction } from '../../core/record.ts'
import { Lanes } from '../lanes.ts'
import type { Store } from '../store/face.ts'
import { accountById, allAccounts } from './accounts.ts'
import { grantsAt, isActive, type AccountData, type AccountRecord } from './reader.ts'

/**
 * The store with the rules that span accounts, whichever way a change comes in: somebody can always administer the node,
 * nobody widens their own rights while another administrator could, and a disabled account has no open session left.
 */
export function guardAccounts<S extends Store>(store: S, clock: () => number): S {
  const lanes = new Lanes()
  const commit: Store['commit'] = async (reader, actions, options) => {
    const changes = actions.filter((action) => action.kind === 'user' && ['edit', 'retract', 'resolve'].includes(action.type))
    if (changes.length === 0 || reader.system) {
      return store.commit(reader, actions, options)
    }
    return lanes.run('accounts', async () => {
      await check(store, reader, changes, clock())
      const committed = await store.commit(reader, actions, options)
      for (const { record } of committed) {
        if (record.kind === 'user' && !isActive(record as unknown as AccountRecord)) {
          await endSessions(store, record.id)
        }
      }
      return committed
    })
  }
  return { ...store, commit }
}

/** End every session of an account but `keep`; answers how many. */
export async function endSessions(store: Store, user: string, keep: string | null = null): Promise<number> {
  const sessions = (await store.side.sessionsOf(user)).filter((session) => session.id !== keep)
  await Promise.all(sessions.map((session) => store.side.dropSession(session.id)))
  return sessions.length
}

async function check(store: Store, reader: Reader, changes: readonly NewAction[], now: number): Promise<void> {
  const others = (await allAccounts(store)).filter((one) => administers(one, now))
  const after = new Map(others.map((one) => [one.id, true]))
  for (const change of changes) {
    const account = await accountById(store, change.record)
    if (!account) {
      continue
    }
    const data = changed(account, change)
    if (account.id === reader.user && widens(account.data, data) && others.some((one) => one.id !== reader.user)) {
      throw new Problem('not-allowed', 'nobody widens their own rights: ask another administrator to do it')
    }
    after.set(account.id, change.type !== 'retract' && administers({ ...account, data }, now))
  }
  if (others.length > 0 && ![...after.values()].includes(true)) {
    throw new Problem('rule-broken', 'this is the last account that administers the node; make another administrator first')
  }
}

function changed(account: AccountRecord, change: NewAction): AccountData {
  const { fields, field, take, value } = change.patch as { fields?: Partial<AccountData>; field?: string; take?: string; value?: unknown }
  if (change.type === 'edit') {
    return { ...account.data, ...fields }
  }
  if (change.type !== 'resolve' || field === undefined) {
    return account.data
  }
  const theirs = account.contested.find((one) => one.field === field)?.value
  return take === 'standing' ? account.data : ({ ...account.data, [field]: take === 'value' ? value : theirs } as AccountData)
}

function administers(account: AccountRecord, now: number): boolean {
  const { grants } = account.data
  return isActive(account) && Array.isArray(grants) && grantsAt(grants, now).some((grant) => grant.role === 'ADMIN' && grant.area === null)
}

function widens(before: AccountData, after: AccountData): boolean {
  const held = new Set(before.grants.map((grant) => JSON.stringify([grant.role, grant.area, grant.from ?? '', grant.until ?? ''])))
  return (
    levelRank(after.clearance) > levelRank(before.clearance)
    || !Array.isArray(after.compartments) || after.compartments.some((one) => !before.compartments.includes(one))
    || !Array.isArray(after.grants) || after.grants.some((grant) => !held.has(JSON.stringify([grant.role, grant.area, grant.from ?? '', grant.until ?? ''])))
  )
}
