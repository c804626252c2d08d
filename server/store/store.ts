import { AreaTree, type AreaNode } from '../../core/area.ts'
import { isSensitive, needsPurpose } from '../../core/handling.ts'
import { actionRule, type Kind } from '../../core/kind.ts'
import { matches, normalizeQuery, sortKey, factsOf } from '../../core/match.ts'
import { accessClassOf, mayRead, scopeOf, type Reader } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import type { Query } from '../../core/query.ts'
import type { Action, NewAction, VigieRecord } from '../../core/record.ts'
import { reduce } from '../../core/reduce.ts'
import { AUDITORS } from '../../core/roles.ts'
import { Auditor } from './audit.ts'
import { Columns } from './columns/columns.ts'
import { SHARED_FACETS } from './columns/facets.ts'
import type { Committer } from './commit.ts'
import { changedSql, conditionsSql, join, listSql, visibleSql, type Piece } from './compile.ts'
import { writeCursor } from './cursor.ts'
import type { Db, Statement } from './db.ts'
import { POSTGRES, SQLITE, type Dialect } from './dialect.ts'
import type { CommitBatch, Facets, Kinds, Page, Seen, SeenAction, Store } from './face.ts'
import type { Keyring } from './keys.ts'
import { knownDoor } from './known.ts'
import { linkOf, type ActionRow } from './links.ts'
import type { Picture } from './picture.ts'
import { actionOf, clean } from './prepare.ts'
import { readerSettings } from './reader-settings.ts'
import { sightOf } from './sight.ts'
import { OPEN, veiledAction, veiledAggregate, veiledFacets, veiledSeen, type Cut, type Veils } from './veil.ts'
import { VeiledSearch } from './veiled-search.ts'
import { actionSeenBy, protectedItems, seenBy, seesAllItems, subjectsIn } from './redact.ts'

/** What people say about a record, for the mission alone. */
const REMARKS: readonly string[] = ['comment', 'withdraw-comment']

/** What the reading door is made of. */
export type Parts = { db: Db; node: string; kinds: Kinds; areas: () => AreaTree; keyring: Keyring; committer: Committer; picture: Picture; recent: Recent; veils: Veils }
/** Everything of the store but its side tables, listeners and closing. */
export type Door = Omit<Store, 'side' | 'files' | 'close' | 'onCommit' | 'guard' | 'veil' | 'veiled' | 'openly' | 'onVeil' | 'vouch'> & {
  auditor: Auditor
  /** The kinds changed: predicates made for readers are made anew. */
  forget(): void
  /** A record changed. */
  changed(record: VigieRecord): void
}

/** Reads as the node itself, for what is then decided for somebody. */
const SYSTEM_READER: Reader = { user: 'system', name: 'Vigie', org: '', side: 'mission', clearance: 'SC', compartments: [], grants: [], purpose: null, system: true }

/** Batches kept for subscriptions that come back after a gap. */
const KEEP_CHANGES = 5_000
const STREAM_PAGE = 250
/** Records taken into columns for one question while the picture fills. */
const FEW = 5_000

/** Build the door over its parts. */
export function openDoor(parts: Parts): Door {
  const { db, kinds, keyring, committer, picture, recent, veils } = parts
  const dialect: Dialect = db.dialect === 'sqlite' ? SQLITE : POSTGRES
  const areas = parts.areas
  const auditor = new Auditor(committer)

  let scopeCache = new WeakMap<Reader, { areas: AreaTree; piece: Piece; settings: string }>()
  /** Predicate over all kinds, for reads by id, and the same for the second wall. */
  const scope = (reader: Reader): { piece: Piece; settings: string } => {
    const known = scopeCache.get(reader)
    if (known?.areas === areas()) {
      return known
    }
    const made = { areas: areas(), piece: visibleSql(dialect, reader, kinds.all(), areas()), settings: readerSettings(reader, kinds.all(), areas()) }
    scopeCache.set(reader, made)
    return made
  }
  const read = <T>(reader: Reader, ...statements: Statement[]): Promise<T[][]> => db.read<T>(scope(reader).settings, statements)

  const loadKeys = async (values: unknown): Promise<(subject: string) => Buffer | undefined> => {
    const missing = [...subjectsIn(values)].filter((s) => !keyring.cached(s))
    if (missing.length > 0) {
      const among = dialect.among('subject', missing)
      for (const row of await db.all<{ subject: string; wrapped: string }>(`select subject, wrapped from keys where ${among.sql}`, among.params)) {
        keyring.unwrap(row.subject, row.wrapped)
      }
    }
    return (subject) => keyring.cached(subject)
  }
  const show = (reader: Reader, record: VigieRecord, keyOf: (subject: string) => Buffer | undefined): Seen => veiledSeen(seenBy(reader, kinds.need(record.kind), record, areas(), keyOf), veils.of(reader, record))
  const showAll = async (reader: Reader, records: VigieRecord[]): Promise<Seen[]> => {
    const keyOf = await loadKeys(records.map((r) => [r.data, r.contested, r.comments, r.attachments]))
    return records.map((record) => show(reader, record, keyOf))
  }
  /** Records as they stood: an item that is protected by now was not open then either. */
  const showPast = async (reader: Reader, records: VigieRecord[]): Promise<Seen[]> => {
    const keyOf = await loadKeys(records.map((r) => [r.data, r.contested, r.comments, r.attachments]))
    const guarded = records.filter((record) => !seesAllItems(reader, kinds.need(record.kind))).map((record) => record.id)
    const [actions, standing] = [dialect.among('a.record', guarded), dialect.among('r.id', guarded)]
    const patches = Map.groupBy(guarded.length === 0 ? [] : (await db.all<ActionRow>(`select a.* from actions a where ${actions.sql} order by a.pos`, actions.params)).map((row) => actionOf(linkOf(row))), (action) => action.record)
    const rows = guarded.length === 0 ? [] : await db.all<{ id: string; snapshot: string }>(`select r.id, r.snapshot from records r where ${standing.sql}`, standing.params)
    const now = new Map(rows.map((row) => [row.id, (JSON.parse(row.snapshot) as VigieRecord).data]))
    return records.map((record) => {
      const kind = kinds.need(record.kind)
      return veiledSeen(seenBy(reader, kind, record, areas(), keyOf, protectedItems(kind, (patches.get(record.id) ?? []).map((action) => action.patch), now.get(record.id) ?? {})), veils.of(reader, record))
    })
  }
  const find = async (reader: Reader, column: 'id' | 'ref', value: string): Promise<VigieRecord | null> => {
    if (!clean(value)) {
      return null
    }
    const { piece } = scope(reader)
    const [rows] = await read<{ snapshot: string }>(reader, { sql: `select r.snapshot from records r where r.${column} = ? and ${piece.sql}`, params: [value, ...piece.params] })
    const row = rows?.[0]
    return row ? (JSON.parse(row.snapshot) as VigieRecord) : null
  }
  const one = async (reader: Reader, column: 'id' | 'ref', value: string): Promise<Seen | null> => {
    const record = await find(reader, column, value)
    if (!record || !kinds.get(record.kind)) {
      return null
    }
    if (isSensitive(record.handling)) {
      auditor.note(reader, [record], 'read', {})
    }
    return (await showAll(reader, [record]))[0] ?? null
  }
  const actionsOf = async (reader: Reader, id: string): Promise<{ record: VigieRecord; actions: Action[] } | null> => {
    const record = await find(reader, 'id', id)
    if (!record) {
      return null
    }
    const [rows] = await read<ActionRow>(reader, { sql: 'select a.* from actions a where a.record = ? order by a.pos', params: [id] })
    return { record, actions: (rows ?? []).map((row) => actionOf(linkOf(row))) }
  }
  const auditList = (reader: Reader, records: readonly VigieRecord[]): void => {
    const sensitive = records.filter((r) => needsPurpose(r.handling))
    if (sensitive.length > 0) {
      auditor.note(reader, sensitive, 'read', {})
    }
  }
  const needClean = (query: Query): void => {
    // One engine could not even be asked.
    if (!clean(query)) {
      throw new Problem('invalid-query', 'The query holds characters that are none (U+0000 or half of a surrogate pair). Remove them')
    }
  }
  /** A page; `total` is 0 where nobody asks for it: counting reads the whole question anew. */
  const listBySql = async (reader: Reader, query: Query, kind: Kind, offset = 0, counts = true): Promise<Page> => {
    needClean(query)
    const { page, total, limit } = listSql(dialect, reader, query, kind, areas(), offset)
    const [rows, counted = []] = (await db.read<{ snapshot?: string; sort_key?: number | string; total?: number }>(scope(reader).settings, counts ? [page, total] : [page])) as [{ snapshot: string; sort_key: number | string }[], { total: number }[]?]
    const records = rows.slice(0, limit).map((row) => JSON.parse(row.snapshot) as VigieRecord)
    const last = records.at(-1)
    const order = normalizeQuery(query, kind).sort ?? { by: 'happened', dir: 'desc' }
    const next = rows.length > limit && last ? writeCursor(order, { key: sortKey(order.by, factsOf(kind, last), last.ref), id: last.id }) : null
    return { items: await showAll(reader, records), total: counted[0]?.total ?? 0, next }
  }
  const listByPicture = async (reader: Reader, query: Query): Promise<Page | null> => {
    const selected = picture.select(reader, query)
    return selected ? { items: await showIds(reader, selected.ids), total: selected.total, next: selected.next } : null
  }
  const showIds = async (reader: Reader, ids: readonly string[]): Promise<Seen[]> => {
    const { piece } = scope(reader)
    const among = dialect.among('r.id', ids)
    const [rows] = await read<{ id: string; snapshot: string }>(reader, { sql: `select r.id, r.snapshot from records r where ${among.sql} and ${piece.sql}`, params: [...among.params, ...piece.params] })
    const found = new Map((rows ?? []).map((row) => [row.id, row.snapshot]))
    const records = ids.flatMap((id) => {
      const snapshot = found.get(id)
      return snapshot === undefined ? [] : [JSON.parse(snapshot) as VigieRecord]
    })
    return showAll(reader, records)
  }
  const search = new VeiledSearch({
    veils,
    async ids(reader, query) {
      const known = picture.ids(reader, query)
      if (known) {
        return known
      }
      needClean(query)
      const kind = kinds.need(query.kind)
      const where = join([conditionsSql(dialect, query, kind, areas()), visibleSql(dialect, reader, [kind], areas())], ' and ')
      const [rows] = await read<{ id: string }>(reader, { sql: `select r.id from records r where ${where.sql}`, params: where.params })
      return (rows ?? []).map(({ id }) => id)
    },
    whole: (ids) => showIds(SYSTEM_READER, ids),
  })
  /** How words that stand in no record alone, such as values that are counted, are cut. */
  const cutOf = (reader: Reader, kind: string): Cut | null => veils.of(reader, { kind, handling: OPEN })
  const told = async (reader: Reader, query: Query): Promise<Query> => (kinds.get(query.kind) ? search.told(reader, query) : query)
  const page = async (reader: Reader, given: Query): Promise<Page> => {
    const query = await told(reader, given)
    const kind = kinds.need(query.kind)
    const answer = (await listByPicture(reader, query)) ?? (await listBySql(reader, query, kind))
    auditList(reader, answer.items.map((i) => i.record))
    return answer
  }
  const countBySql = async (reader: Reader, query: Query, kind: Kind): Promise<number> => {
    needClean(query)
    const { total } = listSql(dialect, reader, query, kind, areas())
    const [rows] = await read<{ total: number }>(reader, total)
    return rows?.[0]?.total ?? 0
  }
  const facetsBySql = async (reader: Reader, query: Query, names: readonly string[], kind: Kind): Promise<Facets> => {
    needClean(query)
    const visible = visibleSql(dialect, reader, [kind], areas())
    const statements = names.map((name) => dialect.facetCounts(name, join([conditionsSql(dialect, query, kind, areas(), name), visible], ' and ')))
    const counts = await db.read<{ value: string; count: number }>(scope(reader).settings, statements)
    return Object.fromEntries(names.map((name, i) => [name, (counts[i] ?? []).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).map(({ value, count }) => ({ value, count }))]))
  }

  /**
   * Columns of their own for a question about few records, while the picture is not whole: what is read by SQL is counted by the
   * same columns. Null when the picture is whole, or when there are so many records that waiting for it is shorter.
   */
  const few = async (reader: Reader, query: Query): Promise<Columns | null> => {
    const kind = kinds.need(query.kind)
    if (picture.whole(query) || (await countBySql(reader, query, kind)) > FEW) {
      return null
    }
    const where = join([conditionsSql(dialect, query, kind, areas()), visibleSql(dialect, reader, [kind], areas())], ' and ')
    const [rows] = await read<{ snapshot: string }>(reader, { sql: `select r.snapshot from records r where ${where.sql}`, params: where.params })
    const columns = new Columns([kind], areas())
    rows?.forEach((row) => columns.put(JSON.parse(row.snapshot) as VigieRecord))
    return columns
  }

  const asOf = async (reader: Reader, id: string, at: string): Promise<Seen | null> => {
    const until = Date.parse(at)
    if (Number.isNaN(until)) {
      throw new Problem('invalid-query', `at: "${at}" is not an instant. Write ISO 8601 with its zone`, { fields: [{ path: '/at', problem: 'is not an instant' }] })
    }
    const found = await actionsOf(reader, id)
    const kind = found ? kinds.get(found.record.kind) : undefined
    if (!found || !kind) {
      return null
    }
    let record: VigieRecord | null = null
    for (const action of found.actions) {
      if (Date.parse(action.receivedAt) <= until) {
        record = reduce(kind, record, action)
      }
    }
    // Both doors: as the record stands now, and as it stood then.
    if (!record || !mayRead(reader, kind, accessClassOf(record), areas()).allow) {
      return null
    }
    return (await showPast(reader, [record]))[0] ?? null
  }

  const past = knownDoor({ db, dialect, kinds, areas, picture, standing: showIds, show: showPast, read: auditList, asOf, leavesOut: (reader, query) => search.leavesOut(reader, query) })

  return {
    dialect: db.dialect,
    node: parts.node,
    auditor,
    forget: () => { scopeCache = new WeakMap() },
    changed: (record) => search.forget(record.id),
    kinds: () => kinds,
    areas,
    commit: (reader: Reader, actions: readonly NewAction[], options = {}) => committer.submit(reader, actions, options),
    get: (reader, id) => one(reader, 'id', id),
    getByRef: (reader, ref) => one(reader, 'ref', ref),
    list: page,
    async window(reader, given, offset) {
      const query = await told(reader, given)
      const kind = kinds.need(query.kind)
      const { cursor: _cursor, ...asked } = query
      const selected = picture.window(reader, asked, offset)
      const answer = selected ? { items: await showIds(reader, selected.ids), total: selected.total } : await listBySql(reader, asked, kind, offset)
      auditList(reader, answer.items.map((i) => i.record))
      return { items: answer.items, total: answer.total }
    },
    extent: async (reader, given) => picture.extent(reader, await told(reader, given)),
    async changedSince(reader, given, since) {
      const query = await told(reader, given)
      const kind = kinds.need(query.kind)
      const known = picture.changedSince(reader, query, since)
      if (known !== null) {
        return known
      }
      const [rows] = await read<{ total: number }>(reader, changedSql(dialect, reader, query, kind, areas(), since))
      return rows?.[0]?.total ?? 0
    },
    async count(reader, given) {
      const query = await told(reader, given)
      return picture.count(reader, query) ?? countBySql(reader, query, kinds.need(query.kind))
    },
    async facets(reader, given, names, zone) {
      const query = await told(reader, given)
      const kind = kinds.need(query.kind)
      if (names.some((name) => (SHARED_FACETS as readonly string[]).includes(name))) {
        // These stand in no index of the database: they wait for the picture.
        await picture.whenReady()
      }
      return veiledFacets(picture.facets(reader, query, names, zone) ?? (await facetsBySql(reader, query, names, kind)), cutOf(reader, query.kind), kind.unique?.facet)
    },
    aggregate: async (reader, given, spec) => {
      const query = await told(reader, given)
      return veiledAggregate((await few(reader, query))?.aggregate(reader, query, spec) ?? (await picture.aggregate(reader, query, spec)), cutOf(reader, query.kind))
    },
    async cell(reader, given, spec, keys) {
      const query = await told(reader, given)
      const selected = (await few(reader, query))?.cell(reader, query, spec, keys) ?? await picture.cell(reader, query, spec, keys)
      const items = await showIds(reader, selected.ids)
      auditList(reader, items.map((i) => i.record))
      return { items, total: selected.total, next: selected.next }
    },
    points: async (reader, query, limit) => picture.points(reader, await told(reader, query), limit),
    tile: async (reader, query, z, x, y) => picture.tile(reader, await told(reader, query), z, x, y),
    async *stream(reader, given) {
      const query = await told(reader, given)
      const kind = kinds.need(query.kind)
      let cursor: string | undefined = query.cursor
      do {
        // By SQL and key, page by page: constant memory, and a writer in between only moves what is not yet read.
        const part: Page = await listBySql(reader, { ...query, limit: STREAM_PAGE, ...(cursor === undefined ? {} : { cursor }) }, kind, 0, false)
        auditList(reader, part.items.map((i) => i.record))
        yield* part.items
        cursor = part.next ?? undefined
        // Whoever else asks is answered in between, however fast the rows are taken.
        await new Promise((resolve) => { setImmediate(resolve) })
      } while (cursor !== undefined)
    },
    async history(reader, id) {
      const found = await actionsOf(reader, id)
      const kind = found ? kinds.get(found.record.kind) : undefined
      if (!found || !kind) {
        return []
      }
      if (isSensitive(found.record.handling)) {
        auditor.note(reader, [found.record], 'read', {})
      }
      const keyOf = await loadKeys(found.actions.map((a) => a.patch))
      const hidden = protectedItems(kind, found.actions.map((a) => a.patch), found.record.data)
      const withdrawn = new Set((found.record.comments ?? []).flatMap((one) => (one.withdrawnAt === undefined ? [] : [one.id])))
      const outside = scopeOf(reader.grants, kind.read).outside
      const audits = reader.system === true || reader.grants.some((grant) => AUDITORS.includes(grant.role))
      const shown: SeenAction[] = []
      const cut = veils.of(reader, found.record)
      let stood: VigieRecord | null = null
      for (const action of found.actions) {
        stood = reduce(kind, stood, action)
        const rule = actionRule(kind, action.type)
        if (rule?.audit && outside && action.actor !== reader.user) {
          // Who in the mission reads what, and what for, is not for outside readers.
          continue
        }
        if (outside && REMARKS.includes(action.type)) {
          // Nor is what the mission says to itself.
          continue
        }
        if (rule?.audit && action.actor !== reader.user && !audits) {
          shown.push({ ...action, actor: '', role: '', purpose: null, patch: {} })
          continue
        }
        // What was done while the record was closed to this reader stays closed, as in `asOf`.
        shown.push(mayRead(reader, kind, accessClassOf(rule?.audit ? found.record : stood), areas()).allow ? veiledAction(actionSeenBy(reader, kind, withdrawn.has(action.id) ? { ...action, patch: { ...action.patch, text: '' } } : action, keyOf, hidden), cut) : { ...action, patch: {}, reason: null, purpose: null, withheld: true })
      }
      return shown
    },
    async authored(reader, user, limit, only) {
      const { piece } = scope(reader)
      const from = `from records r where r.created_by = ? and ${piece.sql}`
      const [rows, counted] = (await read(
        reader,
        { sql: `select r.snapshot ${from} order by r.updated desc, r.id desc limit ${Math.trunc(limit)}`, params: [user, ...piece.params] },
        { sql: `select count(*) as total ${from}`, params: [user, ...piece.params] },
      )) as [{ snapshot: string }[], { total: number }[]]
      const records = rows.map((row) => JSON.parse(row.snapshot) as VigieRecord).filter((record) => kinds.get(record.kind))
      if (only !== 'to-count') {
        auditList(reader, records)
      }
      return { items: await showAll(reader, records), total: counted[0]?.total ?? 0 }
    },
    asOf,
    async versions(reader, id, from) {
      const found = await actionsOf(reader, id)
      const kind = found ? kinds.get(found.record.kind) : undefined
      if (!found || !kind) {
        return []
      }
      const stood: VigieRecord[] = []
      let [record, before]: [VigieRecord | null, VigieRecord | null] = [null, null]
      // As `asOf` answers for each of these moments: what came in at one is one change.
      for (const [i, action] of found.actions.entries()) {
        record = reduce(kind, record, action)
        if (action.receivedAt === found.actions[i + 1]?.receivedAt) {
          continue
        }
        if (Date.parse(action.receivedAt) < from) {
          before = record
        } else if (record.version !== (stood.at(-1) ?? before)?.version) {
          stood.push(record)
        }
      }
      return showPast(reader, [...(before ? [before] : []), ...stood].filter((one) => mayRead(reader, kind, accessClassOf(one), areas()).allow))
    },
    known: {
      list: async (reader, query, at) => past.list(reader, await told(reader, query), at),
      window: async (reader, query, offset, at) => past.window(reader, await told(reader, query), offset, at),
      facets: async (reader, query, names, at, zone) => veiledFacets(await past.facets(reader, await told(reader, query), names, at, zone), cutOf(reader, query.kind), kinds.need(query.kind).unique?.facet),
      points: async (reader, query, limit, at) => past.points(reader, await told(reader, query), limit, at),
    },
    sight: (reader) => sightOf(reader, kinds, areas),
    present(reader, record, query) {
      const kind = kinds.get(record.kind)
      if (!kind || !mayRead(reader, kind, accessClassOf(record), areas()).allow) {
        return null
      }
      if (query && search.leavesOut(reader, query)?.(record)) {
        return null
      }
      return show(reader, record, (subject) => keyring.cached(subject))
    },
    matches(query, record) {
      const kind = kinds.get(query.kind)
      return kind !== undefined && matches(query, record, kind, areas())
    },
    position: () => committer.position,
    since: (position) => recent.since(position),
    async erase(reader, id, reason) {
      const record = await find(reader, 'id', id)
      if (!record) {
        throw new Problem('not-found', `There is no record ${id}, or it may not be seen`)
      }
      await committer.submit(reader, [{ id: crypto.randomUUID(), record: id, kind: record.kind, type: 'erase', at: new Date().toISOString(), basedOn: record.version, patch: {}, reason }], {})
    },
    async audit(reader, ids, type, detail) {
      const { piece } = scope(reader)
      const among = dialect.among('r.id', ids)
      const [rows] = await read<{ snapshot: string }>(reader, { sql: `select r.snapshot from records r where ${among.sql} and ${piece.sql}`, params: [...among.params, ...piece.params] })
      await auditor.write(reader, (rows ?? []).map((row) => JSON.parse(row.snapshot) as VigieRecord), type, detail)
    },
  }
}

/** The last batches, for subscriptions that resume. */
export class Recent {
  readonly #batches: CommitBatch[] = []
  #changes = 0
  #floor: number

  constructor(position: number) {
    this.#floor = position
  }

  add(batch: CommitBatch): void {
    if (batch.changes.length === 0) {
      // Readings of sensitive records: nothing to resume, and there may be very many.
      return
    }
    this.#batches.push(batch)
    this.#changes += batch.changes.length
    while (this.#changes > KEEP_CHANGES && this.#batches.length > 1) {
      const dropped = this.#batches.shift() as CommitBatch
      this.#changes -= dropped.changes.length
      this.#floor = dropped.position
    }
  }

  since(position: number): CommitBatch[] | null {
    return position < this.#floor ? null : this.#batches.filter((b) => b.position > position)
  }
}

/** The tree of places from the records of kind `area` that stand. */
export function areaTree(records: Iterable<VigieRecord>): AreaTree {
  const nodes: AreaNode[] = []
  for (const { id, data, workflow } of records) {
    if (workflow !== 'retracted') {
      const area = data as unknown as Omit<AreaNode, 'id' | 'parent' | 'polygons'> & { parent?: string; polygons?: AreaNode['polygons'] }
      nodes.push({ id, code: area.code, name: area.name, type: area.type, parent: area.parent ?? null, polygons: area.polygons ?? null })
    }
  }
  return new AreaTree(nodes)
}
