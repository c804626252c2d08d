import type { AreaTree } from '../../core/area.ts'
import type { Reader } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import type { Query } from '../../core/query.ts'
import type { VigieRecord } from '../../core/record.ts'
import { reduce } from '../../core/reduce.ts'
import { Columns } from './columns/columns.ts'
import { facetsPast, movedSince, pointsPast, selectPast, type Past } from './columns/past.ts'
import type { Db } from './db.ts'
import type { Dialect } from './dialect.ts'
import type { Kinds, Known, Page, Seen } from './face.ts'
import { linkOf, type ActionRow } from './links.ts'
import type { Picture } from './picture.ts'
import { actionOf } from './prepare.ts'

/** Records rebuilt for one moment at most; beyond it the question is refused rather than answered in part. */
export const MOST_MOVED = 5000
/** Moments kept: whoever looks at one asks for its list, counts and map together. */
const KEPT_MOMENTS = 3
/** Records whose actions are read at once, so that other requests are answered in between. */
const PORTION = 200

/** What this room needs of the store: its database, picture and how a record becomes an answer. */
export type KnownParts = {
  db: Db
  dialect: Dialect
  kinds: Kinds
  areas: () => AreaTree
  picture: Picture
  /** Records that stand, by id, redacted. */
  standing(reader: Reader, ids: readonly string[]): Promise<Seen[]>
  /** Records as they stood, redacted alike. */
  show(reader: Reader, records: VigieRecord[]): Promise<Seen[]>
  /** Note that sensitive records were read. */
  read(reader: Reader, records: readonly VigieRecord[]): void
  asOf(reader: Reader, id: string, at: string): Promise<Seen | null>
  /** Whether a search asks for what is cut out of a record, as it stood; null where it asks for no such word. */
  leavesOut(reader: Reader, query: Query): ((record: VigieRecord) => boolean) | null
}

/** Records of one kind as they stood at one moment: only those changed since. */
type Moment = { areas: AreaTree; columns: Columns; records: Map<string, VigieRecord>; rebuilding: Promise<void> }

/** The reading door into the past, the same over both engines: it joins the picture in memory with what history says. */
export function knownDoor(parts: KnownParts, most = MOST_MOVED): Known {
  const { db, dialect, kinds, picture } = parts
  const moments = new Map<string, Moment>()

  const momentOf = (kind: string, at: number): Moment => {
    const key = `${kind} ${at}`
    const kept = moments.get(key)
    const of = kept?.areas === parts.areas() && kept.columns.tableOf(kind).table.kind === kinds.need(kind) ? kept : { areas: parts.areas(), columns: new Columns([kinds.need(kind)], parts.areas()), records: new Map(), rebuilding: Promise.resolve() }
    moments.delete(key)
    moments.set(key, of)
    if (moments.size > KEPT_MOMENTS) {
      moments.delete(moments.keys().next().value!)
    }
    return of
  }
  const rebuild = async (moment: Moment, ids: readonly string[], until: string): Promise<void> => {
    for (let i = 0; i < ids.length; i += PORTION) {
      const among = dialect.among('a.record', ids.slice(i, i + PORTION))
      const rows = await db.all<ActionRow>(`select a.* from actions a where ${among.sql} and a.received_at <= ? order by a.pos`, [...among.params, until])
      const stood = new Map<string, VigieRecord>()
      for (const row of rows) {
        const before = stood.get(row.record) ?? null
        // A history loaded out of order may lack its beginning at that time: then there was nothing to know.
        if (before !== null || row.type === 'create') {
          stood.set(row.record, reduce(kinds.need(row.kind), before, actionOf(linkOf(row))))
        }
      }
      for (const [id, record] of stood) {
        if (!moment.records.has(id)) {
          moment.records.set(id, record)
          moment.columns.put(record)
        }
      }
    }
  }
  /** The two pictures of a moment, whole for this very instant of asking: nothing is awaited after. */
  const pastOf = async (query: Query, at: string): Promise<{ past: Past; moment: Moment }> => {
    const time = Date.parse(at)
    if (Number.isNaN(time)) {
      throw new Problem('invalid-query', `asOf: "${at}" is not an instant. Write ISO 8601 with its zone`, { fields: [{ path: '/asOf', problem: 'is not an instant' }] })
    }
    kinds.need(query.kind)
    let moment = momentOf(query.kind, time)
    let tried = new Set<string>()
    for (;;) {
      await picture.whenReady()
      const latest = momentOf(query.kind, time)
      if (latest !== moment) {
        moment = latest
        tried = new Set()
      }
      const moved = movedSince(picture.columns, query.kind, time)
      if (moved.length > most) {
        const fix = 'Ask for a later moment, or read the history of single records'
        throw new Problem('invalid-query', `asOf: more than ${most} records have been changed since ${at}, too many to rebuild at once. ${fix}`, { fields: [{ path: '/asOf', problem: 'lies too many changes back', fix }] })
      }
      const missing = moved.filter((id) => !moment.records.has(id) && !tried.has(id))
      if (missing.length === 0) {
        return { past: { now: picture.columns, then: moment.columns, at: time }, moment }
      }
      missing.forEach((id) => tried.add(id))
      // List, counts and map of a moment are asked for together: what one rebuilds the others find.
      const of = moment
      of.rebuilding = of.rebuilding.catch(() => undefined).then(() => rebuild(of, missing.filter((id) => !of.records.has(id)), new Date(time).toISOString()))
      await of.rebuilding
    }
  }

  /** A search finds what it stood in then for no word that is not told. */
  const told = (reader: Reader, query: Query, moment: Moment): Query => {
    const out = parts.leavesOut(reader, query)
    if (!out) {
      return query
    }
    const { except: _now, ...rest } = query
    // Of what changed since, its words of then count.
    const except = [...(query.except ?? []).filter((id) => !moment.records.has(id)), ...[...moment.records.values()].filter(out).map(({ id }) => id)]
    return except.length === 0 ? rest : { ...rest, except }
  }

  const pageAt = async (reader: Reader, given: Query, at: string, offset: number): Promise<Page> => {
    const { past, moment } = await pastOf(given, at)
    const query = told(reader, given, moment)
    const { ids, then, total, next } = selectPast(past, reader, query, offset)
    const stood = ids.filter((id) => then.has(id)).map((id) => moment.records.get(id)!)
    const [now, old] = await Promise.all([parts.standing(reader, ids.filter((id) => !then.has(id))), parts.show(reader, stood)])
    // What was changed between the two readings is told from its history like the others.
    const settled = await Promise.all(now.map((seen) => (Date.parse(seen.record.updatedAt) > past.at ? parts.asOf(reader, seen.record.id, at) : seen)))
    const found = new Map([...settled, ...old].filter((seen) => seen !== null).map((seen) => [seen.record.id, { ...seen, can: [] }]))
    const items = ids.flatMap((id) => found.get(id) ?? [])
    parts.read(reader, items.map((seen) => seen.record))
    return { items, total, next }
  }

  return {
    list: (reader, query, at) => pageAt(reader, query, at, 0),
    async window(reader, query, offset, at) {
      const { items, total } = await pageAt(reader, query, at, offset)
      return { items, total }
    },
    async facets(reader, query, names, at, zone) {
      const { past, moment } = await pastOf(query, at)
      return facetsPast(past, reader, told(reader, query, moment), names, zone)
    },
    async points(reader, query, limit, at) {
      const { past, moment } = await pastOf(query, at)
      return pointsPast(past, reader, told(reader, query, moment), limit)
    },
  }
}
