import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type CompiledQuery } from 'kysely'
import type { Db, Statement, Value } from './db.ts'
import type { Session, SideTables, Token, UserSecret } from './face.ts'

type Tables = {
  secrets: { user_id: string; value: string }
  sessions: { id: string; user_id: string; expires_at: number; value: string }
  tokens: { id: string; hash: string; user_id: string; value: string }
  remembered: { user_id: string; key: string; at: number; request: string; status: number; body: string }
  settings: { name: string; value: string }
}

/** Idempotency keys are kept so long. */
const REMEMBER_MS = 72 * 3_600_000

/** The small tables beside the records. Values are JSON; every write is durable when it resolves. */
export function sideTables(db: Db, now: () => number): SideTables {
  const sql = builder<Tables>(db.dialect)
  const all = <T>(query: { compile(): CompiledQuery<T> }): Promise<T[]> => {
    const { sql: text, params } = statementOf(query.compile())
    return db.all<T>(text, params)
  }
  const run = (...queries: { compile(): CompiledQuery<unknown> }[]): Promise<void> => db.run(queries.map((q) => statementOf(q.compile())))
  const values = async <T>(query: { compile(): CompiledQuery<{ value: string }> }): Promise<T[]> => (await all(query)).map((row) => JSON.parse(row.value) as T)
  const listeners = new Set<(what: 'session' | 'token', id: string) => void>()
  const drop = async (what: 'session' | 'token', id: string): Promise<void> => {
    await run(what === 'session' ? sql.deleteFrom('sessions').where('id', '=', id) : sql.deleteFrom('tokens').where('id', '=', id))
    listeners.forEach((listener) => listener(what, id))
  }
  return {
    secret: async (user) => (await values<UserSecret>(sql.selectFrom('secrets').select('value').where('user_id', '=', user)))[0] ?? null,
    async setSecret(user, secret) {
      const value = JSON.stringify(secret)
      await run(sql.insertInto('secrets').values({ user_id: user, value }).onConflict((c) => c.column('user_id').doUpdateSet({ value })))
    },
    session: async (id) => (await values<Session>(sql.selectFrom('sessions').select('value').where('id', '=', id)))[0] ?? null,
    async putSession(session) {
      const row = { user_id: session.user, expires_at: session.expiresAt, value: JSON.stringify(session) }
      await run(
        sql.deleteFrom('sessions').where('expires_at', '<', now()),
        sql.insertInto('sessions').values({ id: session.id, ...row }).onConflict((c) => c.column('id').doUpdateSet(row)),
      )
    },
    dropSession: (id) => drop('session', id),
    sessionsOf: (user) => values<Session>(sql.selectFrom('sessions').select('value').where('user_id', '=', user).orderBy('id')),
    token: async (hash) => (await values<Token>(sql.selectFrom('tokens').select('value').where('hash', '=', hash)))[0] ?? null,
    async putToken(token) {
      const row = { hash: token.hash, user_id: token.user, value: JSON.stringify(token) }
      await run(sql.insertInto('tokens').values({ id: token.id, ...row }).onConflict((c) => c.column('id').doUpdateSet(row)))
    },
    tokensOf: (user) => values<Token>(sql.selectFrom('tokens').select('value').where('user_id', '=', user).orderBy('id')),
    dropToken: (id) => drop('token', id),
    onDropped(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async remembered(user, key) {
      const rows = await all(sql.selectFrom('remembered').select(['request', 'status', 'body']).where('user_id', '=', user).where('key', '=', key).where('at', '>', now() - REMEMBER_MS))
      return rows[0] ? { ...rows[0] } : null
    },
    async remember(user, key, answer) {
      await run(
        sql.deleteFrom('remembered').where('at', '<=', now() - REMEMBER_MS),
        // The first answer stays.
        sql.insertInto('remembered').values({ user_id: user, key, at: now(), ...answer }).onConflict((c) => c.columns(['user_id', 'key']).doNothing()),
      )
    },
    setting: async (name) => (await all(sql.selectFrom('settings').select('value').where('name', '=', name)))[0]?.value ?? null,
    setSetting: (name, value) => run(sql.insertInto('settings').values({ name, value }).onConflict((c) => c.column('name').doUpdateSet({ value }))),
  }
}

/** Kysely as a typed writer of SQL for one engine; running it is the store's own business. */
export function builder<T>(dialect: Db['dialect']): Kysely<T> {
  return new Kysely<T>({
    dialect:
      dialect === 'sqlite'
        ? { createAdapter: () => new SqliteAdapter(), createDriver: () => new DummyDriver(), createIntrospector: (db) => new SqliteIntrospector(db), createQueryCompiler: () => new SqliteQueryCompiler() }
        : { createAdapter: () => new PostgresAdapter(), createDriver: () => new DummyDriver(), createIntrospector: (db) => new PostgresIntrospector(db), createQueryCompiler: () => new PostgresQueryCompiler() },
  })
}

/** A compiled Kysely query as a statement of the store. */
export function statementOf(query: CompiledQuery<unknown>): Statement {
  return { sql: query.sql, params: query.parameters as Value[] }
}
