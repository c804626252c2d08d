import path from 'node:path'
import { canonical } from '../../core/json.ts'
import type { AccessClass } from '../../core/policy.ts'
import type { VigieRecord } from '../../core/record.ts'
import { reduce } from '../../core/reduce.ts'
import { brokenFile, filesDir } from './attachment-files.ts'
import { headHolds, linkHash, ORIGIN, sha256, type SignedHead } from './chain.ts'
import type { Db, Value } from './db.ts'
import type { Kinds, Verification, VerifyOptions } from './face.ts'
import { lastSignedHead } from './heads.ts'
import { linkOf, type ActionRow } from './links.ts'
import { actionOf } from './prepare.ts'
import { subjectsIn } from './redact.ts'
import { accessRow, accessText, recordRow } from './rows.ts'
import { seriesOf } from './serial.ts'
import { TABLES } from './tables.ts'

/** Actions between two words on how far it is. */
const TELL_EVERY = 1000

type Broken = NonNullable<Verification['broken']>
type RecordRow = { [column: string]: Value } & { id: string; ref: string; kind: string; snapshot: string; result: string; num: number; access: number }
type HeadRow = { node: string; seq: number; hash: string; at: string; public_key: string; signature: string }

/** Year and number of a reference. */
const NUMBERED = /-(\d{4})-(\d+)$/

/** Thrown inside at the first thing that does not hold. */
class Found extends Error {
  readonly broken: Broken

  constructor(broken: Broken) {
    super(broken.detail)
    this.broken = broken
  }
}

/**
 * Prove the store from its rows alone: every chain without gap and unaltered, signed heads genuine and still
 * contained, every snapshot the one its last action led to, every derived column the one its snapshot gives, every
 * file of a record on the disk as it was written.
 * `replay` also folds all actions again and compares snapshots bit for bit. Memory: one hash per record.
 */
export async function verifyStore(db: Db, kinds: Kinds, keysDir: string, options: VerifyOptions = {}): Promise<Verification> {
  const outcome: Verification = { ok: true, chains: [], records: 0, replayed: options.replay === true, broken: null }
  try {
    const results = await checkChains(db, keysDir, outcome, options)
    await checkRecords(db, kinds, results, outcome, filesDir(path.dirname(keysDir)))
    await checkAccess(db)
    await checkIndexes(db)
    if (options.replay) {
      await checkReplay(db, kinds)
    }
  } catch (error) {
    if (!(error instanceof Found)) {
      throw error
    }
    outcome.ok = false
    outcome.broken = error.broken
  }
  return outcome
}

/** Walk all chains in order of arrival; returns the result of each record's last change. */
async function checkChains(db: Db, keysDir: string, outcome: Verification, options: VerifyOptions): Promise<Map<string, string>> {
  const signed = await signedHeads(db, keysDir)
  const home = lastSignedHead(keysDir)?.node
  const results = new Map<string, string>()
  const at = new Map<string, { seq: number; pos: number; hash: string; signed: number }>()
  const [all] = await db.all<{ n: number }>('select count(*) as n from actions')
  let done = 0
  for await (const row of db.iterate<ActionRow>('select * from actions order by node, seq', [])) {
    done += 1
    if (done % TELL_EVERY === 0) {
      options.signal?.throwIfAborted()
      options.progress?.(done, Number(all?.n ?? 0))
    }
    const before = at.get(row.node) ?? { seq: 0, pos: 0, hash: ORIGIN, signed: 0 }
    if (row.seq !== before.seq + 1) {
      throw new Found({ what: 'chain', id: row.id, detail: `chain ${row.node}: action ${before.seq + 1} is missing; after ${before.seq} comes ${row.seq}` })
    }
    if (row.prev_hash !== before.hash) {
      throw new Found({ what: 'chain', id: row.id, detail: `chain ${row.node}: action ${row.seq} does not continue the one before it` })
    }
    if (linkHash(before.hash, linkOf(row), row.patch) !== row.hash) {
      throw new Found({ what: 'action', id: row.id, detail: `action ${row.id} (${row.node} ${row.seq}, ${row.type} of ${row.record}) was altered after it was written` })
    }
    // Not part of the hash: histories are read in this order.
    if (row.pos <= before.pos) {
      throw new Found({ what: 'chain', id: row.id, detail: `chain ${row.node}: action ${row.seq} was moved before the one it follows` })
    }
    const head = signed.get(`${row.node} ${row.seq}`)
    if (head && head.hash !== row.hash) {
      throw new Found({ what: 'head', id: row.id, detail: `chain ${row.node}: action ${row.seq} is not the one that was signed on ${head.at}; the chain was rewritten` })
    }
    at.set(row.node, { seq: row.seq, pos: row.pos, hash: row.hash, signed: before.signed + (head ? 1 : 0) })
    if (row.result !== null) {
      results.set(row.record, row.result)
    }
  }
  for (const chain of await db.all<{ node: string; seq: number; hash: string }>('select node, seq, hash from chains order by node')) {
    const end = at.get(chain.node) ?? { seq: 0, hash: ORIGIN, signed: 0 }
    if (end.seq !== chain.seq || end.hash !== chain.hash) {
      throw new Found({ what: 'chain', id: chain.node, detail: `chain ${chain.node} ends at action ${end.seq}, but its last written one was ${chain.seq}` })
    }
    outcome.chains.push({ node: chain.node, actions: end.seq, head: end.hash, signedHeads: end.signed })
  }
  for (const node of at.keys()) {
    // Nobody else writes here: a whole chain of one's own could otherwise be put beside the true one.
    if (home !== undefined && node !== home) {
      throw new Found({ what: 'chain', id: node, detail: `chain ${node} is not of this node (${home})` })
    }
    if (!outcome.chains.some((c) => c.node === node)) {
      throw new Found({ what: 'chain', id: node, detail: `chain ${node} has actions but no head` })
    }
  }
  for (const head of signed.values()) {
    if (head.seq > (at.get(head.node)?.seq ?? 0)) {
      throw new Found({ what: 'head', id: head.node, detail: `chain ${head.node} was cut: its signed head of ${head.at} stands at action ${head.seq}, but the chain ends at ${at.get(head.node)?.seq ?? 0}` })
    }
  }
  return results
}

async function signedHeads(db: Db, keysDir: string): Promise<Map<string, SignedHead>> {
  const rows = await db.all<HeadRow>('select node, seq, hash, at, public_key, signature from chain_heads order by node, seq')
  const heads: SignedHead[] = rows.map(({ public_key, ...row }) => ({ ...row, publicKey: public_key }))
  const outside = lastSignedHead(keysDir)
  for (const head of outside ? [...heads, outside] : heads) {
    if (!headHolds(head)) {
      throw new Found({ what: 'head', id: head.node, detail: `the signature of head ${head.seq} of chain ${head.node} (${head.at}) does not hold` })
    }
    // A chain signed by this folder's key stays with that key.
    if (outside && head.node === outside.node && head.publicKey !== outside.publicKey) {
      throw new Found({ what: 'head', id: head.node, detail: `head ${head.seq} of chain ${head.node} was signed with another key than this node's` })
    }
  }
  return new Map((outside ? [...heads, outside] : heads).map((head) => [`${head.node} ${head.seq}`, head]))
}

async function checkRecords(db: Db, kinds: Kinds, results: Map<string, string>, outcome: Verification, files: string): Promise<void> {
  const erased = new Set((await db.all<{ subject: string }>('select subject from destroyed')).map((row) => row.subject))
  const classes = new Map((await db.all<{ id: number; class: string }>('select id, class from access')).map((row) => [row.id, row.class]))
  const columns = TABLES.records.columns
  const sealedBy = new Map<string, string>()
  const numbers = new Map<string, number>()
  const entries = new Map<string, number>()
  for await (const row of db.iterate<RecordRow>(`select ${columns.join(', ')} from records order by num`, [])) {
    const expected = results.get(row.id)
    const named = { id: row.id, ref: row.ref }
    if (expected === undefined) {
      throw new Found({ what: 'record', ...named, detail: `record ${row.ref} has no action that made it` })
    }
    results.delete(row.id)
    if (sha256(row.snapshot) !== expected || row.result !== expected) {
      throw new Found({ what: 'record', ...named, detail: `record ${row.ref} is not what its last action led to` })
    }
    const record = JSON.parse(row.snapshot) as VigieRecord
    const kind = kinds.get(record.kind)
    if (kind) {
      if (classes.get(row.access) !== accessText(record)) {
        throw new Found({ what: 'column', ...named, detail: `record ${row.ref}: column access does not follow from the record` })
      }
      const derived = recordRow(kind, record, row.num, row.access, row.snapshot, row.result)
      const wrong = columns.findIndex((column, i) => row[column] !== derived[i])
      if (wrong >= 0) {
        throw new Found({ what: 'column', ...named, detail: `record ${row.ref}: column ${columns[wrong]} does not follow from the record` })
      }
    }
    subjectsIn([record.data, record.comments, record.attachments]).forEach((subject) => sealedBy.set(subject, row.ref))
    const broken = record.attachments ? await brokenFile(record, files, (subject) => erased.has(subject)) : null
    if (broken) {
      throw new Found({ what: 'file', id: broken.attachment.id, ref: row.ref, detail: `record ${row.ref}: ${broken.detail}` })
    }
    const [, year, number] = NUMBERED.exec(row.ref) ?? []
    const series = `${row.kind} ${year}`
    numbers.set(series, Math.max(numbers.get(series) ?? 0, Number(number ?? 0)))
    if (kind?.serial) {
      const log = `${seriesOf(row.kind, String(record.data[kind.serial.within]))} 0`
      numbers.set(log, Math.max(numbers.get(log) ?? 0, Number(record.data[kind.serial.field])))
      entries.set(log, (entries.get(log) ?? 0) + 1)
    }
    outcome.records += 1
  }
  const [missing] = results.keys()
  if (missing !== undefined) {
    throw new Found({ what: 'missing', id: missing, detail: `record ${missing} has actions but is gone` })
  }
  await checkKeys(db, sealedBy)
  await checkCounters(db, numbers)
  for (const [log, count] of entries) {
    if (numbers.get(log) !== count) {
      throw new Found({ what: 'column', id: `counter ${log}`, detail: `the numbers of ${log} go to ${numbers.get(log)}, but ${count} entries stand there` })
    }
  }
}

/** Sealed fields whose key is gone without having been destroyed by the application; `sealedBy` is subject → reference. */
async function checkKeys(db: Db, sealedBy: ReadonlyMap<string, string>): Promise<void> {
  const accounted = new Set((await db.all<{ subject: string }>('select subject from keys union select subject from destroyed')).map((row) => row.subject))
  for (const [subject, ref] of sealedBy) {
    if (!accounted.has(subject)) {
      throw new Found({ what: 'missing', id: subject, ref, detail: `record ${ref}: the key of its sealed fields is gone, and was not erased` })
    }
  }
}

/** A counter set back would give a reference twice; `numbers` holds the highest given for each kind and year. */
async function checkCounters(db: Db, numbers: ReadonlyMap<string, number>): Promise<void> {
  const last = new Map((await db.all<{ kind: string; year: number; last: number }>('select kind, year, last from counters')).map((row) => [`${row.kind} ${row.year}`, row.last]))
  for (const [series, number] of numbers) {
    if ((last.get(series) ?? 0) < number) {
      throw new Found({ what: 'column', id: `counter ${series}`, detail: `the counter of ${series} stands at ${last.get(series) ?? 0}, but number ${number} was given` })
    }
  }
}

async function checkAccess(db: Db): Promise<void> {
  const columns = TABLES.access.columns
  for (const row of await db.all<{ [column: string]: Value } & { id: number; class: string }>(`select ${columns.join(', ')} from access order by id`)) {
    const derived = accessRow(JSON.parse(row.class) as AccessClass, row.id)
    const wrong = columns.findIndex((column, i) => row[column] !== derived[i])
    if (wrong >= 0) {
      throw new Found({ what: 'column', id: `access ${row.id}`, detail: `access class ${row.id}: column ${columns[wrong]} does not follow from the class` })
    }
  }
}

/** SQLite's own indexes: as many points and texts as records, and the pages themselves sound. PostgreSQL derives them. */
async function checkIndexes(db: Db): Promise<void> {
  if (db.dialect !== 'sqlite') {
    return
  }
  const [sound] = await db.all<{ quick_check: string }>('pragma quick_check(1)')
  if (sound?.quick_check !== 'ok') {
    throw new Found({ what: 'column', id: 'database', detail: `the database file is damaged: ${sound?.quick_check}` })
  }
  const [off] = await db.all<{ id: string; ref: string }>(
    `select r.id, r.ref from records r left join points p on p.num = r.num
     where (p.num is null) != (r.lon is null) or p.west != r.lon or p.east != r.lon or p.south != r.lat or p.north != r.lat limit 1`,
  )
  if (off) {
    throw new Found({ what: 'column', id: off.id, ref: off.ref, detail: `record ${off.ref}: its place in the spatial index is not its place` })
  }
  const [texts] = await db.all<{ id: string; ref: string }>('select r.id, r.ref from records r where r.num not in (select rowid from terms) limit 1')
  if (texts) {
    throw new Found({ what: 'column', id: texts.id, ref: texts.ref, detail: `record ${texts.ref} is missing from the full-text index` })
  }
}

async function checkReplay(db: Db, kinds: Kinds): Promise<void> {
  let current = null as { id: string; record: VigieRecord | null } | null
  const compare = async (): Promise<void> => {
    if (!current) {
      return
    }
    const [row] = await db.all<{ ref: string; snapshot: string }>('select ref, snapshot from records where id = ?', [current.id])
    if (!row || !current.record || canonical(current.record) !== row.snapshot) {
      throw new Found({ what: 'record', id: current.id, ...(row ? { ref: row.ref } : {}), detail: `record ${row?.ref ?? current.id}: folding its actions again gives another snapshot` })
    }
  }
  for await (const row of db.iterate<ActionRow>('select * from actions order by record, pos', [])) {
    const kind = kinds.get(row.kind)
    if (!kind) {
      continue
    }
    if (current?.id !== row.record) {
      await compare()
      current = { id: row.record, record: null }
    }
    try {
      current.record = reduce(kind, current.record, actionOf(linkOf(row)))
    } catch (error) {
      throw new Found({ what: 'action', id: row.id, detail: `action ${row.id} cannot be folded again: ${error instanceof Error ? error.message : String(error)}` })
    }
  }
  await compare()
}
