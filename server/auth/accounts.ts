import type { CredentialChange } from '../../core/credential.ts'
import type { Reader } from '../../core/policy.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import type { Store, UserSecret } from '../store/face.ts'
import { checkPassword, hashPassword } from './password.ts'
import { isActive, SYSTEM, type AccountData, type AccountRecord } from './reader.ts'
import { uuidOf, uuidV7 } from './secret-values.ts'

const NO_SECRET: UserSecret = { password: null, totp: null }

/** An account by record id, or null. */
export async function accountById(store: Store, id: string): Promise<AccountRecord | null> {
  const seen = await store.get(SYSTEM, id)
  return seen && seen.record.kind === 'user' ? (seen.record as unknown as AccountRecord) : null
}

/** An account by login (folded to lower case), or null. Of several with one login the oldest counts. */
export async function accountByLogin(store: Store, login: string): Promise<AccountRecord | null> {
  const wanted = login.trim().toLowerCase()
  if (wanted === '' || wanted.length > 64) {
    return null
  }
  const page = await store.list(SYSTEM, { kind: 'user', where: { login: [wanted] }, sort: { by: 'logged', dir: 'asc' }, limit: 10 })
  const records = page.items.map((seen) => seen.record as unknown as AccountRecord)
  return records.find(isActive) ?? records[0] ?? null
}

/** Every account, oldest first. */
export async function allAccounts(store: Store): Promise<AccountRecord[]> {
  const records: AccountRecord[] = []
  for await (const seen of store.stream(SYSTEM, { kind: 'user', sort: { by: 'logged', dir: 'asc' } })) {
    records.push(seen.record as unknown as AccountRecord)
  }
  return records
}

/** Is there any account yet? While there is none, the node can be set up. */
export async function hasAccounts(store: Store): Promise<boolean> {
  return (await store.count(SYSTEM, { kind: 'user' })) > 0
}

/**
 * Make an account. `by` is who does it (its role is checked by the store); without a password nobody can
 * sign in until one is set. Throws Problem `duplicate` when the login is taken.
 */
export async function createAccount(store: Store, by: Reader, data: AccountData, password: string | null, mustChange = false): Promise<AccountRecord> {
  if (password !== null) {
    checkPassword(password, data.login, '/password')
  }
  if (await accountByLogin(store, data.login)) {
    throw new Problem('duplicate', `login "${data.login}" is taken; choose another`, { fields: [{ path: '/login', problem: 'is taken', fix: 'Choose another' }] })
  }
  // The id follows from the login, so that of two set-ups at one moment only one can win.
  const id = uuidOf(`user:${data.login}`)
  const [committed] = await store.commit(by, [{ id: uuidOf(`create:${id}`), record: id, kind: 'user', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data } }])
  if (!committed || committed.again) {
    throw new Problem('duplicate', `login "${data.login}" was taken a moment ago; choose another`)
  }
  if (password !== null) {
    await store.side.setSecret(id, { ...NO_SECRET, password: await hashPassword(password), mustChange })
  }
  return committed.record as unknown as AccountRecord
}

/** Set a new password; every session of the account but `keep` ends. `mustChange`: its owner chooses another at the next sign-in. */
export async function setPassword(store: Store, account: AccountRecord, password: string, keep: string | null = null, mustChange = false): Promise<void> {
  checkPassword(password, account.data.login, '/password')
  const secret = (await store.side.secret(account.id)) ?? NO_SECRET
  await store.side.setSecret(account.id, { ...secret, password: await hashPassword(password), mustChange })
  for (const session of await store.side.sessionsOf(account.id)) {
    if (session.id !== keep) {
      await store.side.dropSession(session.id)
    }
  }
}

/** Write into the account's history what was done to its ways of signing in, never with a secret. */
export async function noteCredential(store: Store, by: Reader, account: AccountRecord, did: CredentialChange, now: number, more: { name?: string; count?: number } = {}): Promise<void> {
  await store.commit(by, [{ id: uuidV7(now), record: account.id, kind: 'user', type: 'credentials', at: new Date(now).toISOString(), basedOn: account.version, patch: { did, ...more } }])
}

/** Forget the authenticator of an account, as when it is lost: from then on the password alone signs in. */
export async function dropTotpOf(store: Store, account: AccountRecord): Promise<void> {
  const secret = (await store.side.secret(account.id)) ?? NO_SECRET
  await store.side.setSecret(account.id, { ...secret, totp: null, totpUsed: null, totpPending: null })
}

/** A login as it is kept, or a Problem that says what one looks like. */
export function cleanLogin(login: string, path = '/login'): string {
  const clean = login.trim().toLowerCase()
  if (!/^[a-z0-9][a-z0-9._@-]{1,63}$/.test(clean)) {
    throw refuseField(path, `"${login}" is not a login`, 'Use 2 to 64 small letters, digits, dots, dashes or @, beginning with a letter or digit')
  }
  return clean
}

/** Refuse data of a new account whose login somebody has. Throws Problem `duplicate`. */
export async function refuseTakenLogin(store: Store, data: { [field: string]: unknown }): Promise<void> {
  const login = data['login']
  if (typeof login === 'string' && (await accountByLogin(store, login))) {
    throw new Problem('duplicate', `login "${login}" is taken; choose another`, { fields: [{ path: '/data/login', problem: 'is taken', fix: 'Choose another' }] })
  }
}
