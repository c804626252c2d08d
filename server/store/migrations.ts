import { createHash } from 'node:crypto'
import { Problem } from '../../core/problem.ts'
import type { Db } from './db.ts'

/** A step forward, in the words of one engine. Never edited once released: its checksum is kept. */
export type Migration = { version: number; name: string; sql: string[] }

const common = (int: string, real: string): string[] => [
  'create table chains (node text primary key, seq INT not null, hash text not null)',
  'create table chain_heads (node text not null, seq INT not null, hash text not null, at text not null, public_key text not null, signature text not null, primary key (node, seq))',
  'create table settings (name text primary key, value text not null)',
  'create table access (id INT primary key, class text not null unique, kind text not null, level INT not null, mask INT not null, owner text not null, releasable text not null, caveats text not null, named text not null, area text, approved INT not null)',
  'create table keys (subject text primary key, wrapped text not null, created_at text not null)',
  'create table destroyed (subject text primary key, at text not null)',
  `create table actions (
    pos INT primary key, id text not null unique, node text not null, seq INT not null, record text not null, kind text not null, type text not null,
    actor text not null, role text not null, at text not null, received_at text not null, based_on INT, patch text not null, reason text, purpose text,
    request text not null, result text, prev_hash text not null, hash text not null, unique (node, seq))`,
  'create index actions_record on actions (record, pos)',
  `create table records (
    num INT primary key, id text not null unique, kind text not null, ref text not null unique, version INT not null, snapshot text not null, result text not null,
    access INT not null references access (id), workflow text not null, veracity text, severity INT not null,
    happened_from INT, happened_to INT, reported INT, logged INT not null, updated INT not null,
    lon INT, lat INT, radius REAL, title text not null, area text, places text not null, created_by text not null, erased INT not null,
    facets text not null, words text not null)`,
  'create index records_standing on records (kind, (coalesce(happened_from, reported, logged)), id)',
  'create index records_updated on records (kind, updated)',
  'create table counters (kind text not null, year INT not null, last INT not null, primary key (kind, year))',
  'create table secrets (user_id text primary key, value text not null)',
  'create table sessions (id text primary key, user_id text not null, expires_at INT not null, value text not null)',
  'create index sessions_user on sessions (user_id)',
  'create table tokens (id text primary key, hash text not null unique, user_id text not null, value text not null)',
  'create index tokens_user on tokens (user_id)',
  'create table remembered (user_id text not null, key text not null, at INT not null, request text not null, status INT not null, body text not null, primary key (user_id, key))',
  'create index remembered_at on remembered (at)',
  `create table clocks (
    id text primary key, record text not null, kind text not null, name text not null, state text not null,
    started_at text, due_at text, warn_at text, met_at text, paused_at text)`,
  'create index clocks_due on clocks (state, due_at)',
  'create index clocks_record on clocks (record)',
  'create table streams (id text primary key, feed text not null, name text not null, unit text, retention text not null, level text not null, owner text not null)',
  `create table heads (
    stream text not null references streams (id), subject text not null, at INT not null, received_at INT not null,
    lon REAL, lat REAL, value REAL, quality INT not null, primary key (stream, subject))`,
  'create table rules (name text primary key, value text not null)',
  'create table alerts (id text primary key, rule text not null, subject text not null, state text not null, severity INT not null, raised_at text not null, closed_at text)',
  'create index alerts_state on alerts (state, raised_at)',
  `create table receipts (
    alert text not null references alerts (id), recipient text not null, channel text not null,
    sent_at text, delivered_at text, acknowledged_at text, failure text, primary key (alert, recipient, channel))`,
].map((sql) => sql.replace(/\bINT\b/g, int).replace(/\bREAL\b/g, real))

/** What runs out, and that somebody was told of it: once for each run of a clock and each step of its ladder. */
const clockRuns = (int: string): string[] => [
  "alter table clocks add column run text not null default ''",
  `alter table clocks add column version ${int} not null default 0`,
  'alter table clocks add column next_at text',
  'create index clocks_next on clocks (next_at)',
  `create table crossings (
    clock text not null, run text not null, rung ${int} not null, at text not null, crossed_at text not null, claimed_by text not null, told ${int} not null,
    primary key (clock, run, rung))`,
  'create index crossings_told on crossings (told, crossed_at)',
]

/** What was logged in a span of time: reports by the day ask for it before the picture in memory is there. */
const LOGGED: Migration = { version: 3, name: 'records by logging', sql: ['create index records_logged on records (kind, logged)'] }

/** Steps of the embedded store. Full text sees words that were folded before, so the tokenizer only parts them. */
export const SQLITE_MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    name: 'spine',
    sql: [
      ...common('integer', 'real'),
      "create virtual table terms using fts5 (words, content='', contentless_delete=1, tokenize='ascii', detail='none')",
      'create virtual table points using rtree_i32 (num, west, east, south, north)',
    ],
  },
  { version: 2, name: 'clock runs', sql: clockRuns('integer') },
  LOGGED,
]

/**
 * Need-to-know once more, inside the database: reads run under a role that owns nothing, and see only what
 * the reader named in the setting `vigie.reader` (reader-settings.ts) may see. Without the setting: nothing.
 */
const SECOND_WALL: readonly string[] = [
  `do $$ begin
    if not exists (select 1 from pg_roles where rolname = 'vigie_reader') then
      create role vigie_reader nologin;
    end if;
  exception when duplicate_object or unique_violation then null;
  end $$`,
  `do $$ begin
    if not pg_has_role(current_user, 'vigie_reader', 'member') then
      execute format('grant vigie_reader to %I', current_user);
    end if;
  end $$`,
  'do $$ begin execute format(\'grant usage on schema %I to vigie_reader\', current_schema()); end $$',
  `create function vigie_sees(kind text, level bigint, mask bigint, owner text, releasable text, caveats text, named text, area text, approved bigint) returns boolean
    language sql stable parallel safe as $$
    select coalesce((
      select case when (s ->> 'system')::boolean then true else
        level <= (s ->> 'level')::bigint
        and (mask & (s ->> 'closed')::bigint) = 0
        and not (s ->> 'side' = 'host' and jsonb_exists(caveats::jsonb, 'NO-HOST'))
        and not (s ->> 'side' = 'tcc' and jsonb_exists(caveats::jsonb, 'NO-TCC'))
        and (not jsonb_exists(caveats::jsonb, 'EYES-NAMED') or jsonb_exists(named::jsonb, s ->> 'user'))
        and (owner = s ->> 'org' or jsonb_exists(releasable::jsonb, s ->> 'org') or (not (k ->> 'outside')::boolean and jsonb_exists(releasable::jsonb, '*')))
        and (not (k ->> 'outside')::boolean or approved = 1)
        and ((k ->> 'everywhere')::boolean or jsonb_exists(k -> 'areas', area))
      end
      from (select nullif(current_setting('vigie.reader', true), '')::jsonb as s) reader
      cross join lateral (select s -> 'kinds' -> kind as k) scope
    ), false)
  $$`,
  'grant select on access, records, actions to vigie_reader',
  'alter table access enable row level security',
  'alter table records enable row level security',
  'alter table actions enable row level security',
  'create policy sees on access for select to vigie_reader using (vigie_sees(kind, level, mask, owner, releasable, caveats, named, area, approved))',
  'create policy sees on records for select to vigie_reader using (access in (select id from access))',
  'create policy sees on actions for select to vigie_reader using (exists (select 1 from records r where r.id = actions.record))',
]

/** Steps on PostgreSQL: the same tables, generated search columns, and the second wall. */
export const POSTGRES_MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    name: 'spine',
    sql: [
      'create extension if not exists postgis',
      ...common('bigint', 'double precision'),
      "alter table records add column terms tsvector generated always as (array_to_tsvector(string_to_array(words, ' '))) stored",
      'alter table records add column facet_set jsonb generated always as (facets::jsonb) stored',
      'alter table records add column geom geometry(Point, 4326) generated always as (ST_SetSRID(ST_MakePoint(lon / 1e7, lat / 1e7), 4326)) stored',
      'create index records_terms on records using gin (terms)',
      'create index records_facets on records using gin (facet_set jsonb_path_ops)',
      'create index records_geom on records using gist (geom)',
      ...SECOND_WALL,
    ],
  },
  { version: 2, name: 'clock runs', sql: clockRuns('bigint') },
  LOGGED,
]

/** The steps this version of Vigie knows for an engine. */
export function stepsOf(db: Pick<Db, 'dialect'>): readonly Migration[] {
  return db.dialect === 'sqlite' ? SQLITE_MIGRATIONS : POSTGRES_MIGRATIONS
}

/** SHA-256 of what a step does, so that a changed step is noticed. */
export function checksum(migration: Migration): string {
  return createHash('sha256').update(migration.sql.join(';\n')).digest('hex')
}

/** Steps that have run, or null for an empty database. */
export async function schemaVersion(db: Db): Promise<number | null> {
  const table =
    db.dialect === 'sqlite'
      ? await db.all("select name from sqlite_master where type = 'table' and name = 'migrations'")
      : await db.all("select tablename as name from pg_tables where schemaname = current_schema() and tablename = 'migrations'")
  if (table.length === 0) {
    return null
  }
  const [row] = await db.all<{ version: number | null }>('select max(version) as version from migrations')
  return row?.version ?? null
}

/**
 * Bring the schema up to this version of Vigie. `before` is called once when an existing store is about to
 * change (the automatic backup). Throws Problem `unavailable` for a store written by a newer Vigie or by a
 * changed step.
 */
export async function migrate(db: Db, at: string, before: () => Promise<void>, steps = stepsOf(db)): Promise<void> {
  const newest = steps.at(-1)?.version ?? 0
  const version = await schemaVersion(db)
  if (version !== null && version > newest) {
    throw new Problem('unavailable', `This store was written by a newer Vigie (schema ${version}; this one knows ${newest}). Install that version or newer; nothing was changed`)
  }
  if (version !== null) {
    const ran = await db.all<{ version: number; checksum: string }>('select version, checksum from migrations order by version')
    for (const one of ran) {
      const step = steps.find((s) => s.version === one.version)
      if (step && checksum(step) !== one.checksum) {
        throw new Problem('unavailable', `Schema step ${one.version} of this store is not the one this Vigie knows. It was made by an unreleased version; restore a backup made by a released one`)
      }
    }
  }
  const due = steps.filter((s) => s.version > (version ?? 0))
  if (due.length === 0) {
    return
  }
  if (version !== null) {
    await before()
  }
  for (const step of due) {
    const first = step.version === 1 ? ['create table migrations (version integer primary key, name text not null, checksum text not null, at text not null)'] : []
    await db.run([
      ...[...first, ...step.sql].map((sql) => ({ sql, params: [] })),
      { sql: 'insert into migrations (version, name, checksum, at) values (?, ?, ?, ?)', params: [step.version, step.name, checksum(step), at] },
    ])
  }
}
