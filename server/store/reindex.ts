import type { VigieRecord } from '../../core/record.ts'
import type { Db, Value } from './db.ts'
import type { Registry } from './kinds.ts'
import { recordRow } from './rows.ts'

const PORTION = 500

/** Name of the setting that tells with which form of a kind its columns were derived. */
function signatureName(kind: string): string {
  return `kind ${kind}`
}

/** Kinds whose records were derived with another form of the kind than the present one. */
export async function staleKinds(db: Db, kinds: Registry): Promise<string[]> {
  const rows = await db.all<{ name: string; value: string }>("select name, value from settings where name like 'kind %'")
  const known = new Map(rows.map((row) => [row.name, row.value]))
  return kinds.all().map((k) => k.name).filter((name) => known.get(signatureName(name)) !== kinds.signature(name))
}

/**
 * Derive the columns of all records of a kind again, in portions. `write` must put rows of TABLES.records in
 * place while nothing else is being written; `told` hears after each portion how many are done.
 */
export async function reindexKind(db: Db, kinds: Registry, name: string, write: (rows: Value[][]) => Promise<void>, told?: (done: number) => void): Promise<void> {
  const kind = kinds.need(name)
  let num = 0
  for (let done = 0; ;) {
    const rows = await db.all<{ num: number; access: number; snapshot: string; result: string }>('select num, access, snapshot, result from records where kind = ? and num > ? order by num limit ?', [name, num, PORTION])
    if (rows.length > 0) {
      await write(rows.map((row) => recordRow(kind, JSON.parse(row.snapshot) as VigieRecord, row.num, row.access, row.snapshot, row.result)))
      done += rows.length
      told?.(done)
    }
    if (rows.length < PORTION) {
      break
    }
    num = rows.at(-1)?.num ?? num
  }
}

/** Remember that the columns of these kinds follow from their present form. */
export async function markDerived(db: Db, kinds: Registry, names: readonly string[]): Promise<void> {
  if (names.length > 0) {
    await db.run(names.map((name) => ({ sql: 'insert into settings (name, value) values (?, ?) on conflict (name) do update set value = excluded.value', params: [signatureName(name), kinds.signature(name)] })))
  }
}
