import { Worker } from 'node:worker_threads'
import { Problem } from '../../core/problem.ts'
import type { Db, Plan, Statement, Value } from './db.ts'
import { connect, sqliteCode } from './sqlite.ts'
import type { Answer } from './sqlite-worker.ts'
import { openWriter, perform, type Asked } from './sqlite-writer.ts'

const [SQLITE_BUSY, SQLITE_FULL] = [5, 13]

export type SqliteDb = Db & {
  /** Copy the whole database as of now, while it is in use. */
  copyTo(file: string): Promise<void>
}

/**
 * The embedded database: a writing thread and a reading connection on this one.
 * `inline` writes on this thread instead, for tools that run alone.
 */
export async function openSqlite(file: string, options: { inline?: boolean } = {}): Promise<SqliteDb> {
  const writer = options.inline ? inlineWriter(file) : await threadWriter(file)
  const reader = connect(file, 'read')
  const read = <T>(sql: string, params: readonly Value[]): T[] => {
    try {
      return reader.all<T>(sql, params)
    } catch (error) {
      throw asProblem(error instanceof Error ? error.message : String(error), sqliteCode(error))
    }
  }
  return {
    dialect: 'sqlite',
    all: async <T>(sql: string, params: readonly Value[] = []) => read<T>(sql, params),
    read: async <T>(_reader: string, statements: readonly Statement[]) => {
      if (statements.length === 1) {
        return statements.map((s) => read<T>(s.sql, s.params))
      }
      reader.exec('begin')
      try {
        return statements.map((s) => read<T>(s.sql, s.params))
      } finally {
        reader.exec('commit')
      }
    },
    async *iterate<T>(sql: string, params: readonly Value[]) {
      // A connection of its own: rows are handed out over time and must all come from one snapshot.
      const own = connect(file, 'read')
      try {
        yield* own.iterate<T>(sql, params)
      } finally {
        own.close()
      }
    },
    async snapshot(work) {
      const own = connect(file, 'read')
      own.exec('begin')
      try {
        return await work(async function* <T>(sql: string) {
          yield* own.iterate<T>(sql, [])
        })
      } finally {
        own.close()
      }
    },
    run: async (statements) => void (await writer.ask({ do: 'run', statements })),
    write: async (plan: Plan) => (await writer.ask({ do: 'write', plan })) ?? 'written',
    copyTo: async (target) => void (await writer.ask({ do: 'copy', file: target })),
    purge: async () => void (await writer.ask({ do: 'checkpoint' })),
    foreignVersion: async () => reader.get<{ data_version: number }>('pragma data_version')?.data_version ?? null,
    close: async () => {
      reader.close()
      await writer.ask({ do: 'close' })
      await writer.ended
    },
  }
}

type Asking = { ask(what: Asked): Promise<Answer['value']>; ended: Promise<void> }

function inlineWriter(file: string): Asking {
  const writer = openWriter(file)
  return {
    ask: async (what) => {
      try {
        return perform(writer, what)
      } catch (error) {
        throw asProblem(error instanceof Error ? error.message : String(error), sqliteCode(error))
      }
    },
    ended: Promise.resolve(),
  }
}

async function threadWriter(file: string): Promise<Asking> {
  const worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), { workerData: { file } })
  const waiting = new Map<number, { resolve: (value: Answer['value']) => void; reject: (error: unknown) => void }>()
  let id = 0
  let dead: Problem | null = null
  let closing = false
  const fail = (why: string): void => {
    dead = new Problem('internal', `The writing thread of the store has stopped: ${why}`)
    waiting.forEach((one) => one.reject(dead))
    waiting.clear()
    settle()
  }
  const settle = (): void => {
    // Nothing is waited for: an idle store must not keep the process alive.
    if (waiting.size === 0 && !closing) {
      worker.unref()
    }
  }
  worker.on('message', (answer: Answer) => {
    const one = waiting.get(answer.id)
    waiting.delete(answer.id)
    settle()
    if (answer.error) {
      one?.reject(asProblem(answer.error.message, answer.error.code))
    } else {
      one?.resolve(answer.value)
    }
  })
  worker.on('error', (error) => fail(error instanceof Error ? error.message : String(error)))
  const ended = new Promise<void>((resolve) => worker.on('exit', () => { fail('it has ended'); resolve() }))
  const ask = (what: Asked): Promise<Answer['value']> => {
    if (dead) {
      return Promise.reject(dead)
    }
    return new Promise((resolve, reject) => {
      id += 1
      closing ||= what.do === 'close'
      waiting.set(id, { resolve, reject })
      worker.ref()
      worker.postMessage({ id, ...what })
    })
  }
  // The first answer proves that the file could be opened and is in WAL mode before a reader connects.
  await ask({ do: 'run', statements: [] })
  return { ask, ended }
}

function asProblem(message: string, code: number | null): Error {
  if (code === SQLITE_FULL) {
    return new Problem('storage-full', 'The disk is full: nothing was written. Free space on the data disk; reading goes on, and writing will work again by itself')
  }
  if (code === SQLITE_BUSY) {
    return new Problem('unavailable', 'Another process kept the store busy for too long. Try again')
  }
  return new Error(message)
}
