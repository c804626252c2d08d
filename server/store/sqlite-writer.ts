import { createHash } from 'node:crypto'
import type { Plan, Statement, Value } from './db.ts'
import { connect, type Connection } from './sqlite.ts'
import { insertOf, TABLE_NAMES, TABLES } from './tables.ts'

/** The one writing connection of this process. Every call is one transaction that has reached the disk when it returns. */
export type Writer = {
  write(plan: Plan): 'written' | 'stale'
  run(statements: readonly Statement[]): void
  /** Copy of the whole database as of now, while it is in use. */
  copyTo(file: string): void
  /** Push the write-ahead log into the database and empty it, so that overwritten content is gone from it too. */
  checkpoint(): void
  close(): void
}

/** What is asked of a writer, on its own thread or on this one. */
export type Asked = { do: 'write'; plan: Plan } | { do: 'run'; statements: readonly Statement[] } | { do: 'copy'; file: string } | { do: 'checkpoint' } | { do: 'close' }

/** Do what is asked; answers the outcome of a write, else null. */
export function perform(writer: Writer, what: Asked): 'written' | 'stale' | null {
  switch (what.do) {
    case 'write':
      return writer.write(what.plan)
    case 'run':
      writer.run(what.statements)
      return null
    case 'copy':
      writer.copyTo(what.file)
      return null
    case 'checkpoint':
      writer.checkpoint()
      return null
    case 'close':
      writer.close()
      return null
  }
}

const NUM = TABLES.records.columns.indexOf('num')
const [LON, LAT] = [TABLES.records.columns.indexOf('lon'), TABLES.records.columns.indexOf('lat')]
const [WORDS, FACETS] = [TABLES.records.columns.indexOf('words'), TABLES.records.columns.indexOf('facets')]

/** Open the writer on a database file. */
export function openWriter(file: string): Writer {
  const db = connect(file, 'write')
  const inside = <T>(work: () => T): T => {
    db.exec('begin immediate')
    try {
      const answer = work()
      db.exec('commit')
      return answer
    } catch (error) {
      try {
        db.exec('rollback')
      } catch {
        // SQLite has rolled back by itself (disk full, I/O error).
      }
      throw error
    }
  }
  return {
    write: (plan) => inside(() => writePlan(db, plan)),
    run: (statements) => inside(() => statements.forEach((s) => db.run(s.sql, s.params))),
    copyTo: (file) => db.run('vacuum into ?', [file]),
    checkpoint: () => db.exec('pragma wal_checkpoint(truncate)'),
    close: () => db.close(),
  }
}

function writePlan(db: Connection, plan: Plan): 'written' | 'stale' {
  const head = db.get<{ seq: number; hash: string }>('select seq, hash from chains where node = ?', [plan.node])
  if (head?.seq !== plan.base.seq || head.hash !== plan.base.hash) {
    return 'stale'
  }
  // A record that several actions of the plan touch is written once, as the last left it.
  const records = [...new Map((plan.rows.records ?? []).map((row) => [row[NUM], row])).values()]
  for (const table of TABLE_NAMES) {
    const sql = insertOf(table)
    for (const row of table === 'records' ? records : (plan.rows[table] ?? [])) {
      db.run(sql, row)
    }
  }
  const reindex = new Set(plan.reindex)
  for (const row of records) {
    if (reindex.has(row[NUM] as number)) {
      indexRecord(db, row)
    }
  }
  for (const subject of plan.destroyed) {
    db.run('delete from keys where subject = ?', [subject])
  }
  if (plan.head.seq !== plan.base.seq) {
    db.run('update chains set seq = ?, hash = ? where node = ?', [plan.head.seq, plan.head.hash, plan.node])
  }
  return 'written'
}

/** Words and place beside a record: `row` is positional, as in TABLES.records. */
function indexRecord(db: Connection, row: Value[]): void {
  const num = row[NUM] as number
  db.run('insert or replace into terms (rowid, words) values (?, ?)', [num, `${row[WORDS]} ${facetTerms(row[FACETS] as string)}`])
  if (row[LON] === null) {
    db.run('delete from points where num = ?', [num])
  } else {
    const [lon, lat] = [row[LON] as number, row[LAT] as number]
    db.run('insert or replace into points (num, west, east, south, north) values (?, ?, ?, ?, ?)', [num, lon, lon, lat, lat])
  }
}

function facetTerms(facets: string): string {
  const out: string[] = []
  for (const [facet, values] of Object.entries(JSON.parse(facets) as { [facet: string]: string[] })) {
    for (const value of values) {
      out.push(facetTerm(facet, value))
    }
  }
  return out.join(' ')
}

const terms = new Map<string, string>()

/**
 * One facet value as a word of the full-text index: fixed length, so that no value is another's beginning, and
 * led by a private-use character that no folded text contains.
 */
export function facetTerm(facet: string, value: string): string {
  const key = `${facet}=${value}`
  let term = terms.get(key)
  if (!term) {
    term = `\ue000${createHash('sha256').update(key).digest('hex').slice(0, 20)}`
    if (terms.size >= 20_000) {
      terms.clear()
    }
    terms.set(key, term)
  }
  return term
}
