import pg from 'pg'
import { compartmentMask, levelRank } from '../core/handling.ts'
import { factsOf, sortKey } from '../core/match.ts'
import type { VigieRecord } from '../core/record.ts'
import { fold, tokens } from '../core/text.ts'
import { isUnverified } from '../server/store/columns/table.ts'
import { incident } from '../domains/incidents/domain.ts'
import { testPostgres } from '../tools/postgres.ts'

/** PostgreSQL + PostGIS holding the same records, tuned as its manual advises for a machine of this size. */
export type Peer = { client: pg.Client; stop: () => Promise<void> }

/** What DUTY_OFFICER may read, as a predicate of precomputed columns: the cheapest form we could find for the peer. */
export const NEED_TO_KNOW = `level <= 1 and (compartments & ~${compartmentMask(['HR'])}) = 0 and (released or owner = 'UN') and not eyes`

/** Start the peer and load the records; answers null when PostgreSQL is not installed. */
export async function startPeer(records: Iterable<VigieRecord>): Promise<Peer | null> {
  const server = await testPostgres(['shared_buffers=512MB', 'work_mem=64MB', 'effective_cache_size=4GB', 'random_page_cost=1.1', 'maintenance_work_mem=256MB', 'plan_cache_mode=force_custom_plan'])
  if ('missing' in server) {
    return null
  }
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query('create extension if not exists postgis')
  await client.query(`create table incident (
    id text collate "C" primary key, ref text, workflow text, veracity text, level smallint, compartments int, owner text, released boolean, eyes boolean, area text,
    happened_from timestamptz, happened_to timestamptz, sort_at timestamptz, severity smallint, family text, category text, type text, unit text, grade text,
    weapons text[], victims text[], unverified boolean, at int, radius int, geom geometry(Point, 4326), mercator geometry(Point, 3857), words tsvector)`)
  let batch: (string | number | boolean | null)[][] = []
  const flush = async (): Promise<void> => {
    const columns = Array.from({ length: 27 }, (_, k) => batch.map((row) => row[k]))
    await client.query(`insert into incident select id, ref, workflow, veracity, level, compartments, owner, released, eyes, area, hf, ht, so, severity, family, category, type, unit, grade,
      weapons::text[], victims::text[], unverified, at, radius, p, st_transform(p, 3857), array_to_tsvector(w::text[]) from (select *, case when lon is null then null else st_setsrid(st_makepoint(lon, lat), 4326) end p
      from unnest($1::text[],$2::text[],$3::text[],$4::text[],$5::smallint[],$6::int[],$7::text[],$8::boolean[],$9::boolean[],$10::text[],$11::timestamptz[],$12::timestamptz[],$13::timestamptz[],$14::smallint[],
      $15::text[],$16::text[],$17::text[],$18::text[],$19::text[],$20::text[],$21::text[],$22::boolean[],$23::int[],$24::int[],$25::text[],$26::float8[],$27::float8[])
      as t(id,ref,workflow,veracity,level,compartments,owner,released,eyes,area,hf,ht,so,severity,family,category,type,unit,grade,weapons,victims,unverified,at,radius,w,lon,lat)) s`,
    columns)
    batch = []
  }
  for (const record of records) {
    batch.push(rowOf(record))
    if (batch.length === 5000) {
      await flush()
    }
  }
  if (batch.length > 0) {
    await flush()
  }
  for (const index of ['using gin (words)', 'using gist (geom)', 'using gist (mercator)', '(happened_from)', '(area, happened_from)', '(category)', '(sort_at desc, id desc)']) {
    await client.query(`create index on incident ${index}`)
  }
  await client.query('vacuum analyze incident')
  await client.query("create extension if not exists pg_prewarm").then(() => client.query("select pg_prewarm('incident')")).catch(() => undefined)
  return { client, stop: async () => { await client.end(); await server.stop() } }
}

/** Words of a text search as a tsquery of prefixes, folded as Vigie folds them. */
export function tsquery(text: string): string {
  return tokens(text, { unique: true }).map((word) => `'${word.replaceAll("'", "''")}':*`).join(' & ')
}

function rowOf(record: VigieRecord): (string | number | boolean | null)[] {
  const facts = factsOf(incident, record)
  const { facets, text } = facts.projection
  const { handling: h } = record
  const instant = (ms: number): string | null => (Number.isNaN(ms) ? null : new Date(ms).toISOString())
  const sort = sortKey('happened', facts, record.ref) as number
  const one = (name: string): string => facets[name]?.[0] ?? ''
  const list = (values: readonly string[] = []): string => `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
  return [
    record.id, record.ref, record.workflow, record.veracity, levelRank(h.level), compartmentMask(h.compartments), h.owner, h.releasableTo.includes('*') || h.releasableTo.includes('UN'), h.caveats.includes('EYES-NAMED'), record.area,
    instant(facts.happenedFrom), instant(facts.happenedTo), instant(sort), facts.severity, one('family'), one('category'), one('type'), one('unit'), one('grade'),
    list(facets['weapon']), list(facets['victims']), isUnverified(record), Math.floor(sort / 1000), Number.isNaN(facts.radiusM) ? 0 : Math.round(facts.radiusM),
    list(tokens(fold(`${text}\n${record.ref}`), { unique: true })), Number.isNaN(facts.lonE7) ? null : facts.lonE7 / 1e7, Number.isNaN(facts.latE7) ? null : facts.latE7 / 1e7,
  ]
}
