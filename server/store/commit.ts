import { Problem } from '../../core/problem.ts'
import type { Derived } from '../../core/match.ts'
import type { Reader } from '../../core/policy.ts'
import type { NewAction, VigieRecord } from '../../core/record.ts'
import type { Db, Plan, Value } from './db.ts'
import type { CommitBatch, CommitOptions, Committed } from './face.ts'
import { POSTGRES, SQLITE } from './dialect.ts'
import { linkOf, type ActionRow } from './links.ts'
import { actionOf, prepare, type Accepted, type Engine } from './prepare.ts'
import { sealedFields, subjectOf } from './sealing.ts'
import { logOf } from './serial.ts'
import { TABLES } from './tables.ts'
import { refuseTwin, uniqueAsked } from './unique.ts'
import { guarded, type WriteGuard } from './write-guard.ts'
import { Stage, type Held, type Tip, type View } from './stage.ts'

type Job = { reader: Reader; actions: readonly NewAction[]; options: CommitOptions; resolve(done: Committed[]): void; reject(error: unknown): void; tries: number; alone: boolean }
type Group = { id: number; plan: Plan; jobs: { job: Job; accepted: Accepted[] }[]; held: Map<string, Held>; settled: Promise<void> }

const NUM = TABLES.records.columns.indexOf('num')
/** Actions written in one transaction at most; more wait for the next. */
const GROUP = 2000
/** Transactions prepared ahead of the disk. */
const AHEAD = 2
/** How often a batch is decided again because other processes keep writing first. */
const TRIES = 200

/**
 * The one queue of writes. Waiting batches are decided in order in memory and written together, so that
 * many writers share one wait for the disk; the next group is decided while the last is being written.
 * Everything stands on the chain head: if another process has appended, the group is decided anew.
 */
export class Committer {
  readonly #engine: Engine
  readonly #db: Db
  readonly #durable: (batch: CommitBatch, destroyed: string[], derived?: ReadonlyMap<VigieRecord, Derived>) => void
  readonly #queue: Job[] = []
  readonly #chores: (() => Promise<void>)[] = []
  readonly #inflight: Group[] = []
  readonly #acked: Group[] = []
  readonly #guards = new Set<WriteGuard>()
  readonly #pending: View = { held: new Map(), links: new Map(), keys: new Map(), destroyed: new Set() }
  #tip: Tip
  #position: number
  #pumping: Promise<void> | null = null
  #broken = false
  #groups = 0

  private constructor(engine: Engine, db: Db, tip: Tip, durable: (batch: CommitBatch, destroyed: string[], derived?: ReadonlyMap<VigieRecord, Derived>) => void) {
    this.#engine = engine
    this.#db = db
    this.#tip = tip
    this.#position = tip.pos
    this.#durable = durable
  }

  /** Read the tip and be ready. `durable` is called after each write, in order, before its callers go on. */
  static async start(engine: Engine, db: Db, durable: (batch: CommitBatch, destroyed: string[], derived?: ReadonlyMap<VigieRecord, Derived>) => void): Promise<Committer> {
    const committer = new Committer(engine, db, await loadTip(db, engine.node), durable)
    await committer.#loadDestroyed()
    return committer
  }

  /** Position of the last write known here. */
  get position(): number {
    return this.#position
  }

  /** Ask this of everything that is written from now on; answers how to stop it. */
  guard(guard: WriteGuard): () => void {
    this.#guards.add(guard)
    return () => void this.#guards.delete(guard)
  }

  submit(reader: Reader, actions: readonly NewAction[], options: CommitOptions): Promise<Committed[]> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ reader, actions, options, resolve, reject, tries: 0, alone: false })
      this.#wake()
    })
  }

  /**
   * Do maintenance while nothing is being written. `write` puts rows of records in place without an action;
   * it throws when another process has written meanwhile.
   */
  maintain(work: (write: (rows: Value[][]) => Promise<void>) => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#chores.push(() => this.#maintain(work).then(resolve, reject))
      this.#wake()
    })
  }

  async #maintain(work: (write: (rows: Value[][]) => Promise<void>) => Promise<void>): Promise<void> {
    await work(async (records) => {
      const head = { seq: this.#tip.seq, hash: this.#tip.hash }
      const outcome = await this.#db.write({ node: this.#engine.node, base: head, head, rows: { records }, reindex: records.map((row) => row[NUM] as number), destroyed: [] })
      if (outcome === 'stale') {
        this.#broken = true
        throw new Problem('unavailable', 'Another process wrote while columns were derived again. Open the store again')
      }
    })
  }

  /** Look for what other processes have written and hand it on. */
  async pull(): Promise<void> {
    const [last] = await this.#db.all<{ pos: number | null }>('select max(pos) as pos from actions')
    if ((last?.pos ?? 0) > this.#tip.pos) {
      this.#broken = true
      this.#wake()
      await this.#pumping
    }
  }

  /** Resolves when everything submitted so far is answered. */
  async drain(): Promise<void> {
    while (this.#pumping || this.#inflight.length > 0) {
      await this.#pumping
      await Promise.all(this.#inflight.map((g) => g.settled))
    }
  }

  #wake(): void {
    this.#pumping ??= this.#pump().finally(() => {
      this.#pumping = null
      if (this.#queue.length > 0 || this.#chores.length > 0) {
        this.#wake()
      }
    })
  }

  async #pump(): Promise<void> {
    // Everybody who asks in this turn of the event loop shares the first group.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#queue.length > 0 || this.#broken || this.#chores.length > 0) {
      if (this.#broken) {
        await Promise.all(this.#inflight.map((g) => g.settled))
        try {
          await this.#reset()
        } catch (error) {
          this.#queue.splice(0).forEach((job) => job.reject(error))
          return
        }
        continue
      }
      const chore = this.#chores.shift()
      if (chore) {
        await Promise.all(this.#inflight.map((g) => g.settled))
        await chore()
        continue
      }
      if (this.#inflight.length >= AHEAD) {
        await Promise.race(this.#inflight.map((g) => g.settled))
        continue
      }
      await this.#next()
    }
  }

  async #next(): Promise<void> {
    const jobs = this.#take()
    this.#forgetAcked()
    let view: View
    try {
      view = await this.#load(jobs)
    } catch (error) {
      jobs.forEach((job) => job.reject(error))
      return
    }
    if (this.#broken) {
      this.#queue.unshift(...jobs)
      return
    }
    this.#groups += 1
    const plan: Plan = { node: this.#engine.node, base: { seq: this.#tip.seq, hash: this.#tip.hash }, head: { seq: this.#tip.seq, hash: this.#tip.hash }, rows: {}, reindex: [], destroyed: [] }
    const group: Group = { id: this.#groups, plan, jobs: [], held: new Map(), settled: Promise.resolve() }
    for (const job of jobs) {
      const stage = new Stage(this.#tip, view)
      try {
        const accepted = job.actions.map((action) => this.#decide(stage, job, action))
        stage.merge(plan)
        group.jobs.push({ job, accepted })
        for (const one of accepted) {
          const held = view.held.get(one.record.id)
          if (held && one.moved) {
            group.held.set(one.record.id, held)
          }
        }
      } catch (error) {
        job.reject(error)
      }
    }
    if (group.jobs.length === 0) {
      return
    }
    group.held.forEach((held, id) => this.#pending.held.set(id, held))
    group.jobs.forEach(({ accepted }) => accepted.forEach((a) => this.#pending.links.set(a.action.id, view.links.get(a.action.id) ?? never())))
    view.keys.forEach((key, subject) => this.#pending.keys.set(subject, key))
    this.#inflight.push(group)
    group.settled = this.#write(group)
  }

  #decide(stage: Stage, { reader, options }: Job, action: NewAction): Accepted {
    const before = stage.held(String(action.record))?.record ?? null
    const accepted = prepare(this.#engine, stage, reader, guarded(this.#guards, action, stage, reader, options), options)
    const kind = this.#engine.kinds.get(accepted.record.kind)
    if (kind?.unique && accepted.moved) {
      refuseTwin(stage, kind, before, accepted.record)
    }
    return accepted
  }

  #take(): Job[] {
    const jobs: Job[] = []
    let actions = 0
    while (this.#queue[0] && (jobs.length === 0 || actions + this.#queue[0].actions.length <= GROUP)) {
      const job = this.#queue.shift() as Job
      jobs.push(job)
      actions += job.actions.length
      if (job.alone || this.#queue[0]?.alone) {
        break
      }
    }
    return jobs
  }

  async #write(group: Group): Promise<void> {
    let outcome: 'written' | 'stale' | Error
    try {
      outcome = await this.#db.write(group.plan)
    } catch (error) {
      outcome = error instanceof Error ? error : new Error(String(error))
    }
    this.#inflight.splice(this.#inflight.indexOf(group), 1)
    if (outcome === 'written') {
      this.#acked.push(group)
      this.#announce(group)
      return
    }
    this.#broken = true
    const again: Job[] = []
    for (const { job } of group.jobs) {
      job.tries += 1
      if (outcome === 'stale' && job.tries < TRIES) {
        again.push(job)
      } else if (outcome === 'stale') {
        job.reject(new Problem('unavailable', 'Other processes keep writing to this store. Try again'))
      } else if (outcome instanceof Problem || group.jobs.length === 1) {
        job.reject(outcome)
      } else {
        // One of them is at fault; alone, each answers for itself.
        job.alone = true
        again.push(job)
      }
    }
    this.#queue.unshift(...again)
    this.#wake()
  }

  #announce(group: Group): void {
    const accepted = group.jobs.flatMap((j) => j.accepted)
    const rows = group.plan.rows.actions?.length ?? 0
    this.#position += rows
    if (rows > 0) {
      const changes = accepted.filter((a) => a.moved).map(({ action, record, restated }) => ({ action, record, ...(restated ? { restated } : {}) }))
      this.#durable({ position: this.#position, at: accepted.at(-1)?.action.receivedAt ?? '', changes }, group.plan.destroyed, new Map(accepted.flatMap((a): [VigieRecord, Derived][] => (a.derived ? [[a.record, a.derived]] : []))))
    }
    for (const { job, accepted } of group.jobs) {
      job.resolve(accepted.map(({ action, record, again }) => ({ action, record, again })))
    }
  }

  #forgetAcked(): void {
    for (const group of this.#acked.splice(0)) {
      group.held.forEach((held, id) => {
        if (this.#pending.held.get(id) === held) {
          this.#pending.held.delete(id)
        }
      })
      group.jobs.forEach(({ accepted }) => accepted.forEach((a) => this.#pending.links.delete(a.action.id)))
    }
    if (this.#inflight.length === 0) {
      this.#pending.keys.clear()
    }
  }

  /** Records, known actions and keys that the jobs touch: from the database, then what is on its way to it. */
  async #load(jobs: readonly Job[]): Promise<View> {
    const actions = jobs.flatMap((j) => j.actions)
    const ids = JSON.stringify([...new Set(actions.map((a) => String(a.id)))])
    const json = this.#db.dialect === 'sqlite' ? 'select value from json_each(?)' : 'select value from jsonb_array_elements_text(?::jsonb)'
    const held = new Map<string, Held | null>()
    const read = async (records: readonly string[]): Promise<void> => {
      for (const row of await this.#db.all<{ num: number; snapshot: string }>(`select num, snapshot from records where id in (${json})`, [JSON.stringify(records)])) {
        const record = JSON.parse(row.snapshot) as VigieRecord
        held.set(record.id, { num: row.num, record })
      }
    }
    await read([...new Set(actions.flatMap((a) => [String(a.record), ...logOf(this.#engine.kinds.get(String(a.kind)), a)]))])
    const links = new Map((await this.#db.all<ActionRow>(`select * from actions where id in (${json})`, [ids])).map((row) => [row.id, linkOf(row)]))
    // Another process may have written between the two reads: an action that is known has a record.
    const late = [...links.values()].map((link) => link.record).filter((id) => !held.has(id))
    if (late.length > 0) {
      await read([...new Set(late)])
    }
    await this.#loadTwins(actions, held)
    this.#pending.held.forEach((one, id) => held.set(id, one))
    this.#pending.links.forEach((one, id) => links.set(id, one))
    return { held, links, keys: await this.#loadKeys(actions, held), destroyed: this.#pending.destroyed }
  }

  /** Records that have a value which is to be unique and which the actions may give to theirs. */
  async #loadTwins(actions: readonly NewAction[], held: Map<string, Held | null>): Promise<void> {
    const dialect = this.#db.dialect === 'sqlite' ? SQLITE : POSTGRES
    const wanted = new Map<string, Set<string>>()
    // What waits before these in line may have moved a record on: both of its values are looked for.
    const standing = (id: string): VigieRecord[] => [held.get(id)?.record, this.#pending.held.get(id)?.record].filter((one) => one !== undefined)
    for (const action of actions) {
      const kind = this.#engine.kinds.get(String(action.kind))
      if (kind?.unique) {
        for (const record of [undefined, ...standing(String(action.record))]) {
          const value = uniqueAsked(kind, action, record)
          wanted.set(kind.name, (wanted.get(kind.name) ?? new Set()).add(value ?? ''))
        }
      }
    }
    for (const [name, values] of wanted) {
      const facet = this.#engine.kinds.need(name).unique?.facet ?? ''
      const found = [...values].filter((value) => value !== '')
      const [where] = found.length === 0 ? [] : dialect.indexed([], [[facet, found]])
      if (where) {
        for (const row of await this.#db.all<{ num: number; snapshot: string }>(`select r.num, r.snapshot from records r where r.kind = ? and (${where.sql})`, [name, ...where.params])) {
          const record = JSON.parse(row.snapshot) as VigieRecord
          held.set(record.id, { num: row.num, record })
        }
      }
    }
  }

  async #loadKeys(actions: readonly NewAction[], held: Map<string, Held | null>): Promise<Map<string, Buffer>> {
    const keys = new Map(this.#pending.keys)
    const wanted = new Set<string>()
    for (const action of actions) {
      const kind = this.#engine.kinds.get(String(action.kind))
      if (!kind || (sealedFields(kind).length === 0 && action.type !== 'attach')) {
        continue
      }
      const data = held.get(String(action.record))?.record.data
      const given = action.patch?.['data'] ?? action.patch?.['fields']
      const bases = [data, typeof given === 'object' && given !== null && !Array.isArray(given) ? { ...data, ...given } : undefined]
      for (const base of bases) {
        if (base) {
          wanted.add(subjectOf(kind, String(action.record), base))
        }
      }
    }
    const missing = [...wanted].filter((s) => !keys.has(s))
    if (missing.length > 0) {
      const json = this.#db.dialect === 'sqlite' ? 'select value from json_each(?)' : 'select value from jsonb_array_elements_text(?::jsonb)'
      for (const row of await this.#db.all<{ subject: string; wrapped: string }>(`select subject, wrapped from keys where subject in (${json})`, [JSON.stringify(missing)])) {
        keys.set(row.subject, this.#engine.keyring.cached(row.subject) ?? this.#engine.keyring.unwrap(row.subject, row.wrapped))
      }
    }
    return keys
  }

  /** Start again from what the database holds, and hand on what others wrote. */
  async #reset(): Promise<void> {
    this.#acked.length = 0
    this.#pending.held.clear()
    this.#pending.links.clear()
    this.#pending.keys.clear()
    const tip = await loadTip(this.#db, this.#engine.node)
    await this.#loadDestroyed()
    if (tip.pos > this.#position) {
      await this.#announceForeign(tip.pos)
    }
    this.#tip = tip
    this.#position = tip.pos
    this.#broken = false
  }

  async #announceForeign(upTo: number): Promise<void> {
    const rows = await this.#db.all<ActionRow & { snapshot: string }>(
      'select a.*, r.snapshot from actions a join records r on r.id = a.record where a.pos > ? and a.pos <= ? and a.result is not null order by a.pos',
      [this.#position, upTo],
    )
    const changes = rows.map((row) => ({ action: actionOf(linkOf(row)), record: JSON.parse(row.snapshot) as VigieRecord }))
    this.#durable({ position: upTo, at: changes.at(-1)?.action.receivedAt ?? '', changes }, [])
  }

  async #loadDestroyed(): Promise<void> {
    this.#pending.destroyed.clear()
    for (const row of await this.#db.all<{ subject: string }>('select subject from destroyed')) {
      this.#pending.destroyed.add(row.subject)
    }
  }
}

async function loadTip(db: Db, node: string): Promise<Tip> {
  const [head] = await db.all<{ seq: number; hash: string }>('select seq, hash from chains where node = ?', [node])
  const [last] = await db.all<{ pos: number | null; num: number | null; access: number | null }>(
    'select (select max(pos) from actions) as pos, (select max(num) from records) as num, (select max(id) from access) as access',
  )
  if (!head) {
    throw new Problem('unavailable', 'The store has lost the head of its chain; restore a backup')
  }
  const counters = await db.all<{ kind: string; year: number; last: number }>('select kind, year, last from counters')
  const access = await db.all<{ class: string; id: number }>('select class, id from access')
  return {
    seq: head.seq,
    hash: head.hash,
    pos: last?.pos ?? 0,
    num: last?.num ?? 0,
    nextAccess: (last?.access ?? 0) + 1,
    counters: new Map(counters.map((c) => [`${c.kind} ${c.year}`, c.last])),
    access: new Map(access.map((a) => [a.class, a.id])),
  }
}

function never(): never {
  throw new Error('an accepted action is not on the stage')
}
