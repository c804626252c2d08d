import pg from 'pg'
import { Problem } from '../../core/problem.ts'
import type { Db, Plan, Statement, Value } from './db.ts'
import { populate, TABLE_NAMES, TABLES, upsertOf, type TableName } from './tables.ts'

const INT8 = 20
const PORTION = 1000
/** The role that reads run under: it owns nothing, so row-level security binds it. */
export const READER_ROLE = 'vigie_reader'

export type PostgresDb = Db & { readonly url: string }

/** A database server of your own. Throws Problem `unavailable` when it cannot be reached. */
export async function openPostgres(url: string): Promise<PostgresDb> {
  const pool = new pg.Pool({ connectionString: url, max: 8, types: { getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) } as pg.CustomTypesConfig })
  // A connection that dies while idle is replaced by the pool; who needs one meets the error there.
  pool.on('error', () => {})
  const query = async <T>(client: pg.Pool | pg.PoolClient, sql: string, params: readonly Value[]): Promise<T[]> => (await client.query(numbered(sql), [...params])).rows as T[]
  const using = async <T>(begin: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    let client: pg.PoolClient
    try {
      client = await pool.connect()
    } catch (error) {
      throw asProblem(error)
    }
    let broken: Error | undefined
    try {
      await client.query(begin)
      const answer = await work(client)
      await client.query('commit')
      return answer
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error))
      await client.query('rollback').then(() => { broken = undefined }, () => {})
      throw asProblem(error)
    } finally {
      client.release(broken)
    }
  }
  let last: Promise<unknown> = Promise.resolve()
  // Writes of one process go one after another: each stands on the chain head that the one before left.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work)
    last = mine.catch(() => {})
    return mine
  }
  const all = async <T>(sql: string, params: readonly Value[] = []): Promise<T[]> => {
    try {
      return await query<T>(pool, sql, params)
    } catch (error) {
      throw asProblem(error)
    }
  }
  await all('select 1').catch(async (error: unknown) => {
    await pool.end()
    throw error
  })
  return {
    dialect: 'postgres',
    url,
    all,
    read: <T>(reader: string, statements: readonly Statement[]) =>
      using(`begin isolation level repeatable read read only; set local role ${READER_ROLE}`, async (client) => {
        await client.query("select set_config('vigie.reader', $1, true)", [reader])
        const answers: T[][] = []
        for (const { sql, params } of statements) {
          answers.push(await query<T>(client, sql, params))
        }
        return answers
      }),
    async *iterate<T>(sql: string, params: readonly Value[]) {
      const client = await pool.connect()
      try {
        await client.query('begin isolation level repeatable read read only')
        yield* portions<T>(client, sql, params)
      } finally {
        await client.query('rollback').catch(() => {})
        client.release()
      }
    },
    snapshot: (work) => using('begin isolation level repeatable read read only', (client) => work(<T>(sql: string) => portions<T>(client, sql, []))),
    run: (statements) =>
      inTurn(() =>
        using('begin; set local synchronous_commit = on', async (client) => {
          for (const { sql, params } of statements) {
            await query(client, sql, params)
          }
        }),
      ),
    write: (plan) => inTurn(() => using('begin; set local synchronous_commit = on', (client) => writePlan(client, plan))),
    purge: async () => void (await all('vacuum keys')),
    foreignVersion: async () => null,
    close: async () => {
      await last
      await pool.end()
    },
  }
}

async function* portions<T>(client: pg.PoolClient, sql: string, params: readonly Value[]): AsyncGenerator<T> {
  await client.query(numbered(`declare portions no scroll cursor for ${sql}`), [...params])
  for (;;) {
    const { rows } = await client.query(`fetch ${PORTION} from portions`)
    if (rows.length === 0) {
      break
    }
    yield* rows as T[]
  }
  await client.query('close portions')
}

async function writePlan(client: pg.PoolClient, plan: Plan): Promise<'written' | 'stale'> {
  // The row lock holds other processes back until this one has committed.
  const { rows } = await client.query<{ seq: number; hash: string }>('select seq, hash from chains where node = $1 for update', [plan.node])
  if (rows[0]?.seq !== plan.base.seq || rows[0].hash !== plan.base.hash) {
    return 'stale'
  }
  for (const table of TABLE_NAMES) {
    const given = plan.rows[table] ?? []
    if (given.length > 0) {
      await insertRows(client, table, given)
    }
  }
  if (plan.destroyed.length > 0) {
    await client.query('delete from keys where subject = any($1)', [plan.destroyed])
  }
  if (plan.head.seq !== plan.base.seq) {
    await client.query('update chains set seq = $1, hash = $2 where node = $3', [plan.head.seq, plan.head.hash, plan.node])
  }
  return 'written'
}

/** Many rows in one statement; of rows with the same key the last counts. */
async function insertRows(client: pg.ClientBase, table: TableName, rows: readonly Value[][]): Promise<void> {
  const { columns, key } = TABLES[table]
  const names: readonly string[] = columns
  const keys = key?.split(', ').map((k) => names.indexOf(k)) ?? []
  const last = keys.length === 0 ? rows : [...new Map(rows.map((row) => [JSON.stringify(keys.map((k) => row[k])), row])).values()]
  const { sql, params } = populate(table, names, last)
  await client.query(numbered(`${sql} ${upsertOf(table)}`), [...params])
}

const known = new Map<string, string>()

/** `?` placeholders as PostgreSQL counts them. */
function numbered(sql: string): string {
  if (!sql.includes('?')) {
    return sql
  }
  let text = known.get(sql)
  if (text === undefined) {
    let n = 0
    text = sql.replace(/\?/g, () => `$${++n}`)
    if (known.size >= 1000) {
      known.clear()
    }
    known.set(sql, text)
  }
  return text
}

const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '57P03', '08006', '08001', '08003', '53300'])

function asProblem(error: unknown): unknown {
  if (error instanceof Problem) {
    return error
  }
  const { code, message } = error as { code?: string; message?: string }
  if (code === '53100') {
    return new Problem('storage-full', 'The disk of the database server is full: nothing was written. Free space there; reading goes on, and writing will work again by itself')
  }
  if ((code !== undefined && UNREACHABLE.has(code)) || message === 'Connection terminated unexpectedly') {
    return new Problem('unavailable', `The database server does not answer (${message ?? code}). Check that it runs and that VIGIE_DATABASE_URL is right`)
  }
  return error
}
