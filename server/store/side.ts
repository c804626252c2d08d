import type { Db, Row, Statement } from './db.ts'
import type { Session, SideTables, SignInFacts, Token, UserSecret } from './face.ts'
import type { Keyring } from './keys.ts'
import { upsert } from './upsert.ts'

/** Idempotency keys are kept so long. */
const REMEMBER_MS = 72 * 3_600_000

/**
 * The small tables beside the records. Values are JSON; every write is durable when it resolves. Shared
 * secrets of authenticators, which must be known to check a code, lie encrypted under the master key.
 */
export function sideTables(db: Db, now: () => number, keyring: Keyring): SideTables {
  const run = (...statements: Statement[]): Promise<void> => db.run(statements)
  const values = async <T>(from: string, by: string): Promise<T[]> => (await db.all<{ value: string }>(`select value from ${from}`, [by])).map((row) => JSON.parse(row.value) as T)
  const listeners = new Set<(what: 'session' | 'token', id: string) => void>()
  const drop = async (what: 'session' | 'token', id: string): Promise<void> => {
    await run({ sql: `delete from ${what === 'session' ? 'sessions' : 'tokens'} where id = ?`, params: [id] })
    listeners.forEach((listener) => listener(what, id))
  }
  return {
    secret: async (user) => {
      const [stored] = await values<UserSecret>('secrets where user_id = ?', user)
      return stored ? withTotp(stored, (text) => keyring.unwrapText(`totp:${user}`, text)) : null
    },
    setSecret: (user, secret) => run(upsert('secrets', ['user_id'], { user_id: user, value: JSON.stringify(withTotp(secret, (text) => keyring.wrapText(`totp:${user}`, text))) })),
    async signIns() {
      const facts = new Map<string, SignInFacts>()
      const of = (user: string): SignInFacts => {
        const known = facts.get(user) ?? { password: false, totp: false, passkeys: 0, mustChange: false, sessions: 0, seenAt: null }
        facts.set(user, known)
        return known
      }
      for (const { user_id, value } of await db.all<{ user_id: string; value: string }>('select user_id, value from secrets')) {
        const secret = JSON.parse(value) as UserSecret
        Object.assign(of(user_id), { password: secret.password !== null, totp: secret.totp !== null, passkeys: secret.passkeys?.length ?? 0, mustChange: secret.mustChange === true })
      }
      for (const { value } of await db.all<{ value: string }>('select value from sessions where expires_at >= ?', [now()])) {
        const session = JSON.parse(value) as Session
        const known = of(session.user)
        known.sessions += 1
        known.seenAt = Math.max(known.seenAt ?? 0, session.seenAt)
      }
      return facts
    },
    session: async (id) => (await values<Session>('sessions where id = ?', id))[0] ?? null,
    putSession: (session) =>
      run(
        { sql: 'delete from sessions where expires_at < ?', params: [now()] },
        upsert('sessions', ['id'], { id: session.id, user_id: session.user, expires_at: session.expiresAt, value: JSON.stringify(session) }),
      ),
    dropSession: (id) => drop('session', id),
    sessionsOf: (user) => values<Session>('sessions where user_id = ? order by id', user),
    token: async (hash) => (await values<Token>('tokens where hash = ?', hash))[0] ?? null,
    putToken: (token) => run(upsert('tokens', ['id'], { id: token.id, hash: token.hash, user_id: token.user, value: JSON.stringify(token) })),
    tokensOf: (user) => values<Token>('tokens where user_id = ? order by id', user),
    dropToken: (id) => drop('token', id),
    onDropped(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async remembered(user, key) {
      const [row] = await db.all<Row & { request: string; status: number; body: string }>('select request, status, body from remembered where user_id = ? and key = ? and at > ?', [user, key, now() - REMEMBER_MS])
      return row ? { request: row.request, status: row.status, body: keyring.unwrapText(remembering(user, key), row.body) } : null
    },
    remember: (user, key, answer) =>
      run(
        { sql: 'delete from remembered where at <= ?', params: [now() - REMEMBER_MS] },
        // The first answer stays. It may hold what is sealed in the record: it lies encrypted.
        upsert('remembered', ['user_id', 'key'], { user_id: user, key, at: now(), ...answer, body: keyring.wrapText(remembering(user, key), answer.body) }, { keep: true }),
      ),
    setting: async (name) => (await db.all<{ value: string }>('select value from settings where name = ?', [name]))[0]?.value ?? null,
    settings: (prefix) => db.all('select name, value from settings where substr(name, 1, ?) = ? order by name', [prefix.length, prefix]),
    setSetting: (name, value) => run(upsert('settings', ['name'], { name, value })),
    async secretSetting(name) {
      const [row] = await db.all<{ value: string }>('select value from settings where name = ?', [name])
      return row ? keyring.unwrapText(`setting:${name}`, row.value) : null
    },
    setSecretSetting: (name, value) => run(upsert('settings', ['name'], { name, value: keyring.wrapText(`setting:${name}`, value) })),
  }
}

function withTotp(secret: UserSecret, change: (text: string) => string): UserSecret {
  const { totp, totpPending } = secret
  return { ...secret, totp: totp === null ? null : change(totp), ...(totpPending ? { totpPending: { ...totpPending, secret: change(totpPending.secret) } } : {}) }
}

function remembering(user: string, key: string): string {
  return `remembered:${user}:${key}`
}
