import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import type { JsonObject } from '../../core/json.ts'
import { COMPARTMENTS, type Compartment, type Handling } from '../../core/handling.ts'
import { actionRule } from '../../core/kind.ts'
import type { Reader } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import { GONE, WORKFLOWS, type NewAction, type VigieRecord } from '../../core/record.ts'
import { csvLine } from '../../formats/csv-write.ts'
import { SYSTEM } from '../auth/reader.ts'
import { digestOf, uuidOf, uuidV7 } from '../auth/secret-values.ts'
import type { Store } from '../store/face.ts'
import { importEdits, sourceOf } from './import-edit.ts'
import type { Importer, ImportRowError, ImportTable, ReadRow } from './import-types.ts'
import { rollbackId, type ImportJournal } from './import-journal.ts'
import { readTableFile, type TableChoice, type TableRow } from './table-file.ts'

/** Rows written in one transaction. */
const BATCH = 1000
/** Batches on their way to the disk while the next is mapped. */
const UNDER_WAY = 3
/** Errors answered in the result; all are in the file of rejected rows. */
const ERRORS_SHOWN = 1000
/** Rows answered as possible duplicates; the others are counted. */
const SUSPECTS_SHOWN = 200
/** Records around a row it is compared with. */
const NEIGHBOURS = 200
/** What stands after the original columns in the file of rejected rows; corrected, the file is imported as it is. */
export const REJECT_COLUMNS = ['vigie: row', 'vigie: column', 'vigie: value', 'vigie: problem', 'vigie: what to do'] as const

export type ImportResult = { read: number; added: number; unchanged: number; changed: number; rejected: number; /** New rows that may tell of something there is a record of already; looked for in a dry run only. */ suspected: Suspect[]; suspectedLeftOut: number; errors: ImportRowError[]; errorsLeftOut: number; format: string; kind: string; dryRun: boolean }
export type Suspect = { row: number; title: string; refs: string[] }

export type ImportOrder = {
  file: string
  /** Name the file was handed in under; kept with each record. */
  fileName: string
  format: string
  mapping?: unknown
  zone?: string
  dryRun: boolean
  /** Where rows that could not be taken are written as they came, with what is wrong; null writes none. */
  rejectedFile: string | null
  /** How the file is to be read, where a person has said so. */
  choice?: TableChoice
  /** Keeps what is done, so that it can be taken back; named by the import's id. */
  journal?: ImportJournal
  id?: string
  progress?: (done: number, total: number) => void
  signal?: AbortSignal
}

type Mapped = ReadRow & { cells: readonly string[] }
type Taken = Mapped & { record: string; hash: string }
type Planned = { row: Taken; change: 'added' | 'changed'; actions: NewAction[] }

/**
 * Import a table: every row becomes a record, changes the one it became before, or is rejected with its
 * reason; none is lost and the same file twice adds nothing. A row is known by its identity in its source.
 */
export async function importTable(store: Store, reader: Reader, importers: readonly Importer[], order: ImportOrder): Promise<ImportResult> {
  const now = Date.now()
  const run = new ImportRun(store, reader, order, now)
  const total = (await stat(order.file)).size
  let table: ImportTable | null = null
  let pending: TableRow[] = []
  try {
    await readTableFile(order.file, {
      onHeader(headers) {
        table = openTable(importers, order, headers, now)
        run.begin(table, headers)
      },
      async onRows(rows, bytes) {
        pending = pending.concat(rows)
        let taken = 0
        for (; pending.length - taken >= BATCH; taken += BATCH) {
          order.signal?.throwIfAborted()
          await run.take(pending.slice(taken, taken + BATCH))
        }
        pending = pending.slice(taken)
        order.progress?.(Math.min(bytes, total), total)
        return true
      },
      onProblem(problem) {
        run.fileProblem({ row: problem.row ?? 0, column: problem.column ?? '', value: '', problem: problem.problem, fix: problem.fix }, problem.fatal)
      },
    }, order.choice)
    if (table === null) {
      throw new Problem('invalid-input', 'file: it has no heading row. The first line must name the columns')
    }
    order.signal?.throwIfAborted()
    await run.take(pending)
    return await run.end()
  } catch (error) {
    await run.settled()
    throw error
  }
}

/** The table behind these headings. Throws Problem `invalid-input` naming the formats there are, or what the mapping lacks. */
export function openTable(importers: readonly Importer[], order: Pick<ImportOrder, 'format' | 'mapping' | 'zone'>, headers: string[], now: number): ImportTable {
  for (const importer of importers) {
    const table = importer.open(order.format, headers, { mapping: order.mapping, now, ...(order.zone === undefined ? {} : { zone: order.zone }) })
    if (table) {
      return table
    }
  }
  const like = importers.flatMap((importer) => importer.suggest(headers)).filter((one) => one.missing.length === 0).map((one) => one.format)
  const formats = importers.flatMap((importer) => importer.formats)
  throw new Problem('invalid-input', `format: these headings are not a ${order.format} table (${headers.slice(0, 6).join(', ')}…). ${like.length > 0 ? `They look like ${[...new Set(like)].join(' or ')}` : `Ready formats are ${formats.join(', ')}`}`)
}

class ImportRun {
  readonly #store: Store
  readonly #reader: Reader
  readonly #order: ImportOrder
  readonly #now: number
  readonly #result: ImportResult
  readonly #known = new Map<string, string | undefined>()
  #table: ImportTable | null = null
  #headers: readonly string[] = []
  readonly #held: Mapped[] = []
  #rejects: { file: ReturnType<typeof createWriteStream>; written: Promise<void> } | null = null
  /** The rows that are being written while the next are read, oldest first. */
  readonly #flying: { records: ReadonlySet<string>; done: Promise<void> }[] = []

  constructor(store: Store, reader: Reader, order: ImportOrder, now: number) {
    this.#store = store
    this.#reader = reader
    this.#order = order
    this.#now = now
    this.#result = { read: 0, added: 0, unchanged: 0, changed: 0, rejected: 0, suspected: [], suspectedLeftOut: 0, errors: [], errorsLeftOut: 0, format: order.format, kind: '', dryRun: order.dryRun }
  }

  begin(table: ImportTable, headers: readonly string[]): void {
    this.#table = table
    this.#headers = headers
    this.#result.format = table.format
    this.#result.kind = table.kind
  }

  /** Something wrong with the file itself; a row it names is still read. */
  fileProblem(error: ImportRowError, fatal: boolean): void {
    this.#note([error])
    if (fatal) {
      throw new Problem('invalid-input', `row ${error.row}: ${error.problem}. ${error.fix}`)
    }
  }

  async take(rows: readonly TableRow[]): Promise<void> {
    const table = this.#table as ImportTable
    const mapped: Mapped[] = []
    for (const { cells, row } of rows) {
      this.#result.read += 1
      const one = table.map(cells, row)
      if (one.ok) {
        mapped.push({ ...one, cells })
      } else {
        this.#reject(cells, one.errors)
      }
    }
    if (table.identify) {
      this.#held.push(...mapped)
    } else {
      await this.#enter(mapped)
    }
  }

  /** Write rows whose identity is settled; one that comes twice is compared with what the first became. */
  async #enter(rows: readonly Mapped[]): Promise<void> {
    const table = this.#table as ImportTable
    let waiting = new Map<string, Taken>()
    for (const row of rows) {
      const record = this.#recordOf(table, row.externalId)
      if (waiting.has(record)) {
        await this.#write([...waiting.values()])
        waiting = new Map()
      }
      waiting.set(record, { ...row, record, hash: '' })
    }
    await this.#write([...waiting.values()])
  }

  #recordOf(table: ImportTable, externalId: string): string {
    return uuidOf(`import\0${table.kind}\0${externalId}`)
  }

  /** Rows of a table that settles identities over the whole file. */
  async #settle(): Promise<void> {
    const table = this.#table as ImportTable
    if (!table.identify || this.#held.length === 0) {
      return
    }
    const rows = this.#held.splice(0)
    const cells = new Map(rows.map((row) => [row.row, row.cells]))
    const settled = await table.identify(rows, async (ids) => {
      const held = new Map<string, JsonObject>()
      for (let from = 0; from < ids.length; from += BATCH) {
        const some = new Map(ids.slice(from, from + BATCH).map((id) => [this.#recordOf(table, id), id]))
        const page = await this.#store.list(SYSTEM, { kind: table.kind, ids: [...some.keys()], workflow: [...WORKFLOWS], limit: BATCH })
        page.items.forEach(({ record }) => held.set(some.get(record.id) ?? '', record.data))
      }
      return held
    })
    for (let from = 0; from < settled.length; from += BATCH) {
      this.#order.signal?.throwIfAborted()
      await this.#enter(settled.slice(from, from + BATCH).map((row) => ({ ...row, cells: cells.get(row.row) ?? [] })))
    }
  }

  async end(): Promise<ImportResult> {
    await this.#settle()
    await this.#landed()
    await this.#closeRejects()
    return this.#result
  }

  /** Nothing is being written any more; how that ended does not matter here. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.#flying.splice(0).map((batch) => batch.done), this.#closeRejects()])
  }

  async #closeRejects(): Promise<void> {
    this.#rejects?.file.end()
    await this.#rejects?.written
  }

  /** Wait until at most `left` batches are under way. */
  async #landed(left = 0): Promise<void> {
    while (this.#flying.length > left) {
      await this.#flying.shift()?.done
    }
  }

  async #write(rows: Taken[]): Promise<void> {
    if (rows.length === 0) {
      return
    }
    if (rows.some((row) => this.#flying.some((batch) => batch.records.has(row.record)))) {
      // The same event again: it is compared with what the first became.
      await this.#landed()
    }
    const linked = await this.#link(rows)
    const held = new Map<string, VigieRecord>()
    // The node itself looks: a row must not become a second record because this person may not see the first.
    const page = await this.#store.list(SYSTEM, { kind: this.#result.kind, ids: linked.map((row) => row.record), workflow: [...WORKFLOWS], limit: BATCH })
    page.items.forEach((seen) => held.set(seen.record.id, seen.record))
    const planned: Planned[] = []
    for (const row of linked) {
      const before = held.get(row.record)
      if (!before) {
        planned.push({ row, change: 'added', actions: [this.#create(row)] })
        continue
      }
      if (GONE.includes(before.workflow) && (await this.#rolledBack(before))) {
        planned.push({ row, change: 'added', actions: await this.#bringBack(row, before) })
        continue
      }
      if ((before.data['external'] as JsonObject | undefined)?.['hash'] === row.hash) {
        this.#result.unchanged += 1
        continue
      }
      if (GONE.includes(before.workflow)) {
        const shown = await this.#store.get(this.#reader, before.id)
        const name = shown ? before.ref : 'the record of this row'
        this.#reject(row.cells, [rowError(row, `${name} has been ${before.workflow} here, so its new version was not taken`, 'Reinstate or split the record first')])
        continue
      }
      planned.push({ row, change: 'changed', actions: await this.#edit(row, before) })
    }
    if (this.#order.dryRun) {
      await this.#suspect(planned.filter((one) => one.change === 'added').map((one) => one.row))
    } else if (planned.length > 0) {
      await this.#order.journal?.note(planned.map(({ row, actions }) => ({ record: row.record, actions: actions.map((action) => action.id) })), this.#result.kind)
    }
    await this.#landed(UNDER_WAY - 1)
    const done = this.#commit(planned)
    // A failure is met when the next rows are to be written, or at the end.
    done.catch(() => {})
    this.#flying.push({ records: new Set(planned.map((one) => one.row.record)), done })
  }

  /** All at once; when one row is refused, halves, so that the others are still taken. */
  async #commit(planned: readonly Planned[]): Promise<void> {
    if (planned.length === 0) {
      return
    }
    if (!this.#order.dryRun) {
      try {
        await this.#store.commit(this.#reader, planned.flatMap((one) => one.actions))
      } catch (error) {
        if (!(error instanceof Problem) || error.status >= 500) {
          throw error
        }
        if (planned.length === 1) {
          const { row } = planned[0] as Planned
          const fields = error.fields.length > 0 ? error.fields : [{ path: '', problem: error.message, fix: '' }]
          this.#reject(row.cells, fields.map((field) => rowError(row, `${field.path} ${field.problem}`.trim(), field.fix ?? '')))
          return
        }
        const middle = planned.length >> 1
        await this.#commit(planned.slice(0, middle))
        await this.#commit(planned.slice(middle))
        return
      }
    }
    for (const one of planned) {
      this.#result[one.change] += 1
    }
  }

  async #link(rows: Taken[]): Promise<Taken[]> {
    const table = this.#table as ImportTable
    const wanted = [...new Set(rows.flatMap((row) => row.refs.map((ref) => ref.externalId)))].filter((id) => !this.#known.has(id))
    for (let from = 0; from < wanted.length; from += BATCH) {
      const some = new Map(wanted.slice(from, from + BATCH).map((external) => [external, uuidOf(`import\0${table.refKind}\0${external}`)]))
      const found = new Set((await this.#store.list(this.#reader, { kind: table.refKind, ids: [...some.values()], limit: BATCH })).items.map((seen) => seen.record.id))
      some.forEach((id, external) => this.#known.set(external, found.has(id) ? id : undefined))
    }
    return rows.map((row) => {
      const hash = digestOf(row.content)
      const data = row.refs.length > 0 ? table.link(row.data, row.refs, (external) => this.#known.get(external)) : row.data
      return { ...row, hash, data: { ...data, external: { id: row.externalId, hash, file: this.#order.fileName.slice(0, 200) } } }
    })
  }

  #create(row: Taken): NewAction {
    const kind = this.#store.kinds().need(this.#result.kind)
    const compartments = COMPARTMENTS.filter((one) => row.compartments.includes(one)) as Compartment[]
    const handling: Handling | null = compartments.length === 0 ? null : { ...kind.handling(this.#reader.org), level: 'C', compartments }
    return { id: uuidOf(`import\0${row.record}\0${row.hash}`), record: row.record, kind: kind.name, type: 'create', at: new Date(this.#now).toISOString(), basedOn: null, patch: { data: row.data, ...(handling ? { handling } : {}) } }
  }

  async #edit(row: Taken, before: VigieRecord): Promise<NewAction[]> {
    // Of the first version only the import is the author: what stands is what the source said.
    const said = before.version === 1 ? before.data : sourceOf(await this.#store.history(SYSTEM, before.id))
    const data = (this.#table as ImportTable).amend?.(before.data, row.data) ?? row.data
    return importEdits(data, said, before).map((edit) => ({ id: uuidV7(this.#now), record: row.record, kind: this.#result.kind, type: 'edit', at: new Date(this.#now).toISOString(), basedOn: edit.basedOn, patch: { fields: edit.fields } }))
  }

  /** Was the last thing done to it that an import was taken back? Then importing it anew brings it back. */
  async #rolledBack(before: VigieRecord): Promise<boolean> {
    const kind = this.#store.kinds().need(before.kind)
    const last = (await this.#store.history(SYSTEM, before.id)).findLast((action) => !actionRule(kind, action.type)?.audit)
    return last?.type === 'retract' && last.id === rollbackId(before.id, last.basedOn ?? 0)
  }

  async #bringBack(row: Taken, before: VigieRecord): Promise<NewAction[]> {
    const reinstate: NewAction = { id: uuidV7(this.#now), record: row.record, kind: this.#result.kind, type: 'reinstate', at: new Date(this.#now).toISOString(), basedOn: before.version, patch: {}, reason: `imported again from ${this.#order.fileName.slice(0, 200)}` }
    const same = (before.data['external'] as JsonObject | undefined)?.['hash'] === row.hash
    return same ? [reinstate] : [reinstate, ...(await this.#edit(row, before))]
  }

  /** Look for records that new rows may tell of a second time. */
  async #suspect(rows: readonly Taken[]): Promise<void> {
    const table = this.#table as ImportTable
    if (!table.near || !table.likely) {
      return
    }
    for (const row of rows) {
      const { items } = await this.#store.list(this.#reader, { ...table.near(row.data), limit: NEIGHBOURS })
      const found = table.likely(row.data, items.map((seen) => seen.record.data))
      if (found.length === 0) {
        continue
      }
      if (this.#result.suspected.length >= SUSPECTS_SHOWN) {
        this.#result.suspectedLeftOut += 1
        continue
      }
      this.#result.suspected.push({ row: row.row, title: this.#store.kinds().need(table.kind).project(row.data).title, refs: found.slice(0, 3).map((i) => items[i]?.record.ref ?? '') })
    }
  }

  #reject(cells: readonly string[], errors: readonly ImportRowError[]): void {
    this.#result.rejected += 1
    this.#note(errors)
    if (this.#order.rejectedFile === null) {
      return
    }
    if (!this.#rejects) {
      const file = createWriteStream(this.#order.rejectedFile, { mode: 0o600 })
      this.#rejects = { file, written: finished(file) }
      // A full disk is met when the file is closed.
      this.#rejects.written.catch(() => undefined)
      file.write(`\ufeff${csvLine([...this.#headers, ...REJECT_COLUMNS])}\r\n`)
    }
    const padded = this.#headers.map((_, i) => cells[i] ?? '')
    const all = (pick: (one: ImportRowError) => string): string => errors.map(pick).join(' | ')
    this.#rejects.file.write(`${csvLine([...padded, errors[0]?.row ?? 0, all((one) => one.column), all((one) => one.value), all((one) => one.problem), all((one) => one.fix)])}\r\n`)
  }

  #note(errors: readonly ImportRowError[]): void {
    const room = Math.max(0, ERRORS_SHOWN - this.#result.errors.length)
    this.#result.errors.push(...errors.slice(0, room))
    this.#result.errorsLeftOut += Math.max(0, errors.length - room)
  }
}

function rowError(row: Taken, problem: string, fix: string): ImportRowError {
  return { row: row.row, column: '', value: row.externalId, problem, fix }
}
