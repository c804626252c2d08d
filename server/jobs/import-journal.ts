import { own, type Json, type JsonObject } from '../../core/json.ts'
import { actionRule } from '../../core/kind.ts'
import { Problem } from '../../core/problem.ts'
import type { Reader } from '../../core/policy.ts'
import type { Action, NewAction } from '../../core/record.ts'
import { replay } from '../../core/reduce.ts'
import { SYSTEM } from '../auth/reader.ts'
import { uuidOf } from '../auth/secret-values.ts'
import type { SideTables, Store } from '../store/face.ts'
import { eachAlone } from './bulk-change.ts'
import type { JobControl } from './runner.ts'

export type ImportCounts = { read: number; added: number; unchanged: number; changed: number; rejected: number }
/** One import as it is remembered: who, when, what, how many, and what became of it. Times epoch ms. */
export type ImportHead = {
  id: string
  owner: string
  ownerName: string
  at: number
  file: string
  format: string
  kind: string
  counts: ImportCounts | null
  state: 'running' | 'done' | 'stopped'
  parts: number
  undone: { at: number; by: string; byName: string; reason: string; done: number; refused: number } | null
}
/** What an import was about to do to a record: written before it is done, so that nothing done is ever missing here. */
export type JournalRow = { record: string; actions: string[] }

const HEAD = 'import-head:'
const name = (id: string): string => `${HEAD}${id}`
const partName = (id: string, part: number): string => `import-part:${id}:${part}`

/** Keeps what one import does, in portions beside the records. */
export class ImportJournal {
  readonly #side: SideTables
  readonly #head: ImportHead

  constructor(side: SideTables, head: ImportHead) {
    this.#side = side
    this.#head = head
  }

  /** Remember rows that are about to be written. */
  async note(rows: readonly JournalRow[], kind: string): Promise<void> {
    this.#head.kind = kind
    await this.#side.setSetting(partName(this.#head.id, this.#head.parts), JSON.stringify(rows))
    this.#head.parts += 1
    await this.#side.setSetting(name(this.#head.id), JSON.stringify(this.#head))
  }

  /** The import has ended; `counts` null when it was stopped before its end. One that wrote nothing is forgotten. */
  async end(counts: ImportCounts | null): Promise<void> {
    if (this.#head.parts > 0) {
      this.#head.counts = counts
      this.#head.state = counts === null ? 'stopped' : 'done'
      await this.#side.setSetting(name(this.#head.id), JSON.stringify(this.#head))
    }
  }
}

/** Every import remembered, newest first. */
export async function importHeads(side: SideTables): Promise<ImportHead[]> {
  return (await side.settings(HEAD)).map((one) => JSON.parse(one.value) as ImportHead).toSorted((a, b) => b.at - a.at)
}

/** One import, or null. */
export async function importHead(side: SideTables, id: string): Promise<ImportHead | null> {
  const text = await side.setting(name(id))
  return text === null ? null : (JSON.parse(text) as ImportHead)
}

export type RollbackRefusal = { ref: string; why: 'changed' | 'gone' | 'refused'; detail: string }
export type RollbackResult = { retracted: number; restored: number; nothing: number; refused: RollbackRefusal[]; refusedLeftOut: number }

/** Refused records answered. */
const SHOWN = 500

/** The id of the retraction that takes an imported record back; by it a later import knows it may bring the record back. */
export function rollbackId(record: string, version: number): string {
  return uuidOf(`import-rollback\0${record}\0${version}`)
}

/**
 * Take a whole import back: what it made is retracted, what it changed gets its former values, each with the reason
 * in its history. Records somebody has changed since stay and are listed, as do those the reader may not act on.
 * Asked again it goes on with what is left.
 */
export async function rollbackImport(store: Store, reader: Reader, head: ImportHead, reason: string, now: number, control: Pick<JobControl, 'signal' | 'progress'>): Promise<RollbackResult> {
  const rows = await journalRows(store.side, head)
  const result: RollbackResult = { retracted: 0, restored: 0, nothing: 0, refused: [], refusedLeftOut: 0 }
  const refuse = (refusal: RollbackRefusal): void => {
    if (result.refused.length < SHOWN) {
      result.refused.push(refusal)
    } else {
      result.refusedLeftOut += 1
    }
  }
  await eachAlone([...rows], control, async ([record, actions]) => {
    const planned = await planOf(store, reader, record, actions, reason, now)
    if (planned === null) {
      result.nothing += 1
    } else if ('why' in planned) {
      refuse(planned)
    } else {
      try {
        await store.commit(reader, [planned.action])
        result[planned.action.type === 'retract' ? 'retracted' : 'restored'] += 1
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) {
          throw error
        }
        refuse({ ref: planned.ref, why: 'refused', detail: error.message })
      }
    }
  })
  const refused = result.refused.length + result.refusedLeftOut
  await store.side.setSetting(name(head.id), JSON.stringify({ ...head, undone: { at: now, by: reader.user, byName: reader.name, reason, done: result.retracted + result.restored, refused } } satisfies ImportHead))
  return result
}

async function journalRows(side: SideTables, head: ImportHead): Promise<Map<string, Set<string>>> {
  const rows = new Map<string, Set<string>>()
  for (let part = 0; part < head.parts; part += 1) {
    for (const { record, actions } of JSON.parse((await side.setting(partName(head.id, part))) ?? '[]') as JournalRow[]) {
      const known = rows.get(record) ?? new Set()
      actions.forEach((action) => known.add(action))
      rows.set(record, known)
    }
  }
  return rows
}

/** What takes the import's doings on one record back; null when it did nothing there or all is taken back already. */
async function planOf(store: Store, reader: Reader, record: string, ours: ReadonlySet<string>, reason: string, now: number): Promise<{ action: NewAction; ref: string } | RollbackRefusal | null> {
  const whole = await store.get(SYSTEM, record)
  if (!whole) {
    return null
  }
  const kind = store.kinds().need(whole.record.kind)
  const history = (await store.history(SYSTEM, record)).filter((action) => !actionRule(kind, action.type)?.audit)
  const first = history.findIndex((action) => ours.has(action.id))
  if (first < 0 || takenBack(history, ours)) {
    return null
  }
  // What may not be seen is not named.
  const seen = await store.get(reader, record)
  if (!seen) {
    return { ref: '', why: 'gone', detail: '' }
  }
  const { ref, version } = whole.record
  const since = history.slice(first).filter((action) => !ours.has(action.id))
  if (since.length > 0) {
    return { ref, why: 'changed', detail: since.map((action) => `${action.type} ${action.receivedAt}`).slice(-3).join(', ') }
  }
  const base = { record, kind: kind.name, at: new Date(now).toISOString(), basedOn: version, reason }
  const begun = history[first]
  if (begun?.type === 'create' || begun?.type === 'reinstate') {
    return { ref, action: { ...base, id: rollbackId(record, version), type: 'retract', patch: {} } }
  }
  const before = replay(kind, history.slice(0, first))
  const fields = new Set(history.slice(first).flatMap((action) => Object.keys((action.patch['fields'] as JsonObject | undefined) ?? {})))
  const patch = Object.fromEntries([...fields].map((field): [string, Json] => [field, own(before?.data ?? {}, field) ?? null]))
  return { ref, action: { ...base, id: uuidOf(`import-restore\0${record}\0${version}`), type: 'edit', patch: { fields: patch } } }
}

function takenBack(history: readonly Action[], ours: ReadonlySet<string>): boolean {
  const last = history.at(-1)
  const at = history.findLastIndex((action) => ours.has(action.id))
  return last !== undefined && at === history.length - 2 && (last.id === rollbackId(last.record, last.basedOn ?? 0) || last.id === uuidOf(`import-restore\0${last.record}\0${last.basedOn ?? 0}`))
}
