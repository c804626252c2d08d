import type { AreaTree } from '../../core/area.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Reader } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import type { RoleCode } from '../../core/roles.ts'
import { join, visibleSql, type Piece } from './compile.ts'
import type { Db } from './db.ts'
import { POSTGRES, SQLITE } from './dialect.ts'
import type { ActionSearch, Kinds, Trail, TrailItem } from './face.ts'
import type { ActionRow } from './links.ts'
import { clean } from './prepare.ts'
import { OPEN, type Cut, type Veils } from './veil.ts'
import { readerSettings } from './reader-settings.ts'

/** Who reads the trail of everything that was done. */
export const TRAIL_READERS: readonly RoleCode[] = ['AUDIT', 'DPO']
/** Positions of the chain looked at in one go: a search that finds little stays quick and says how far back it looked. */
const LOOKED_AT = 100_000
const MOST_ITEMS = 500
/** Members of a patch that say what was done and nothing of what a record holds. */
const TELLING = ['format', 'of', 'count', 'did'] as const

/**
 * Every action of every record, newest first: the fact that it was done, by whom and when, for auditors. Of a record they
 * may not read the fact is all: neither the record is named nor why or what for. Content is shown of none.
 */
export function trailOf(parts: { db: Db; kinds: Kinds; areas: () => AreaTree; veils: Veils }): Trail {
  const { db, kinds } = parts
  const dialect = db.dialect === 'sqlite' ? SQLITE : POSTGRES
  const visible = async (reader: Reader, column: 'id' | 'ref', values: readonly string[]): Promise<{ id: string; ref: string }[]> => {
    const piece = visibleSql(dialect, reader, kinds.all(), parts.areas())
    const among = dialect.among(`r.${column}`, values)
    const [rows] = await db.read<{ id: string; ref: string }>(readerSettings(reader, kinds.all(), parts.areas()), [{ sql: `select r.id, r.ref from records r where ${among.sql} and ${piece.sql}`, params: [...among.params, ...piece.params] }])
    return rows ?? []
  }
  const standing = async (reader: Reader, key: string): Promise<string | null> => ((await visible(reader, 'id', [key]))[0] ?? (await visible(reader, 'ref', [key]))[0])?.id ?? null

  return {
    async search(reader, search) {
      if (!reader.system && !reader.grants.some((grant) => grant.area === null && TRAIL_READERS.includes(grant.role))) {
        throw new Problem('not-allowed', 'only auditors and the data-protection officer search everything that was done')
      }
      if (!clean(search)) {
        throw new Problem('invalid-query', 'The search holds characters that are none')
      }
      const limit = Math.min(search.limit, MOST_ITEMS)
      const [end] = await db.all<{ pos: number | null }>('select max(pos) as pos from actions')
      const before = Math.min(search.before ?? Number.MAX_SAFE_INTEGER, Number(end?.pos ?? 0) + 1)
      const from = Math.max(1, before - LOOKED_AT)
      const record = search.record === undefined ? undefined : await standing(reader, search.record)
      if (record === null) {
        return { items: [], next: null, back: null }
      }
      const piece = join([{ sql: 'a.pos >= ? and a.pos < ?', params: [from, before] }, ...conditions(search, record)], ' and ')
      const rows = await db.all<ActionRow & { pos: number; hash: string }>(`select a.* from actions a where ${piece.sql} order by a.pos desc limit ${limit + 1}`, piece.params)
      const page = rows.slice(0, limit)
      const seen = new Map((page.length === 0 ? [] : await visible(reader, 'id', [...new Set(page.map((row) => row.record))])).map(({ id, ref }) => [id, ref]))
      // Words are looked for only in what may be read: a hit elsewhere would tell what is written there.
      // Reasons and purposes are judged as words that anybody reads.
      const cutOf = (row: ActionRow): Cut | null => parts.veils.of(reader, { kind: row.kind, handling: OPEN })
      const tells = (row: ActionRow): boolean => seen.has(row.record) && !(parts.veils.names(reader, search.words ?? '') && [row.reason, row.purpose].some((words) => words && cutOf(row)?.(words) !== words))
      const items = page.filter((row) => search.words === undefined || tells(row)).map((row) => itemOf(row, seen.get(row.record), cutOf(row)))
      const last = page.at(-1)
      const next = rows.length > limit && last ? Number(last.pos) : from > 1 ? from : null
      const [oldest] = await db.all<{ received_at: string }>('select received_at from actions where pos >= ? order by pos limit 1', [rows.length > limit && last ? Number(last.pos) : from])
      return { items, next, back: oldest?.received_at ?? null }
    },
  }

  function conditions(search: ActionSearch, record: string | undefined): Piece[] {
    const plain = (column: string, operator: string, value: string | undefined): Piece[] => (value === undefined ? [] : [{ sql: `a.${column} ${operator} ?`, params: [value] }])
    const words = search.words === undefined ? [] : [`%${search.words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`]
    return [
      ...(search.actors ? [dialect.among('a.actor', search.actors)] : []),
      ...(search.types ? [dialect.among('a.type', search.types)] : []),
      ...plain('record', '=', record), ...plain('kind', '=', search.kind), ...plain('id', '=', search.id),
      ...plain('received_at', '>=', search.from), ...plain('received_at', '<', search.to),
      ...words.map((like) => ({ sql: "(lower(coalesce(a.purpose, '')) like ? escape '\\' or lower(coalesce(a.reason, '')) like ? escape '\\')", params: [like, like] })),
    ]
  }
}

function itemOf(row: ActionRow & { pos: number; hash: string }, ref: string | undefined, cut: Cut | null): TrailItem {
  const fact = { pos: Number(row.pos), id: row.id, node: row.node, seq: Number(row.seq), kind: row.kind, type: row.type, actor: row.actor, role: row.role, at: row.at, receivedAt: row.received_at, hash: row.hash }
  if (ref === undefined) {
    return { ...fact, record: null, ref: null, reason: null, purpose: null, fields: [], detail: {}, withheld: true }
  }
  const patch = JSON.parse(row.patch) as JsonObject
  const fields = typeof patch['fields'] === 'object' && patch['fields'] !== null ? Object.keys(patch['fields']) : []
  return { ...fact, record: row.record, ref, reason: row.reason && cut ? cut(row.reason) : row.reason, purpose: row.purpose && cut ? cut(row.purpose) : row.purpose, fields, detail: Object.fromEntries(TELLING.flatMap((name) => (patch[name] === undefined ? [] : [[name, patch[name]]]))), withheld: false }
}
