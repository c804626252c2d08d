import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import pg from 'pg'
import { FIX_SOURCES } from '../core/fix.ts'
import { QUALITY, type Box, type Kept, type Positions } from '../server/positions/face.ts'
import { openPositions } from '../server/positions/open.ts'
import { testPostgres } from '../tools/postgres.ts'
import { machine, measure, printTable, round, type Times } from './measure.ts'
import { benchFolder } from './mission.ts'

/**
 * The history of positions against PostgreSQL + PostGIS in the same run: a day of 500 vehicles, a thousand positions a commit,
 * both durable (fsync). Sizes, a box of 1 % of the area over 10 % of the day, one vehicle's day, everything at a moment. The peer
 * gets numbers for subjects, single-precision members and no text; once with btree and BRIN, once with a GiST as well.
 */
const COUNT = Number(process.env['VIGIE_BENCH_POSITIONS'] ?? 1_000_000)
const SUBJECTS = 500
const A_COMMIT = 1000
const DAY_MS = 86_400_000
const T0 = Date.UTC(2026, 10, 20)
const EXTENT: Box = [18, 4, 21, 7]
/** Questions `measure` asks before it counts. */
const WARM = 20
const GOALS = { ingest: 8, size: 5, bytes: 24, box: 20 }

let seed = 42
function random(): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 2 ** 32
}

/** Vehicles that drive a while and stand a while, each in its own part of the country, reporting in turn. */
function* commits(): Generator<Kept[]> {
  const vehicles = Array.from({ length: SUBJECTS }, (_, i) => ({ subject: `imei:${356_000_000_000_000 + i * 7919}`, lon: 18.2 + random() * 2.6, lat: 4.2 + random() * 2.6, course: random() * 360, moving: false, until: 0 }))
  const step = DAY_MS / COUNT
  let batch: Kept[] = []
  for (let i = 0; i < COUNT; i += 1) {
    const at = T0 + Math.floor((i * step) / 1000) * 1000
    const one = vehicles[i % SUBJECTS]!
    if (at > one.until) {
      one.moving = !one.moving
      one.course = random() * 360
      one.until = at + (0.2 + random()) * 3_600_000
    }
    const speed = one.moving ? 8 + random() * 8 : 0
    const metres = (speed * step * SUBJECTS) / 1000
    one.lon = Math.min(21, Math.max(18, one.lon + (Math.sin((one.course * Math.PI) / 180) * metres) / 111_000 + (random() - 0.5) * 5e-5))
    one.lat = Math.min(7, Math.max(4, one.lat + (Math.cos((one.course * Math.PI) / 180) * metres) / 111_000 + (random() - 0.5) * 5e-5))
    batch.push({
      subject: one.subject, at, receivedAt: at + 300 + Math.floor(random() * 4000), lon: one.lon, lat: one.lat, altM: 420 + Math.round(random() * 300) / 10, speedMs: Math.round(speed * 100) / 100,
      courseDeg: Math.round(one.course * 10) / 10 % 360, accuracyM: Math.round(30 + random() * 80) / 10, source: 'gps', quality: QUALITY.good, feed: 'feed-trackers',
    })
    if (batch.length === A_COMMIT) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) {
    yield batch
  }
}

const all = [...commits()]
const subjects = [...new Set(all.flat().map((one) => one.subject))]
/** Questions, the same for both: boxes of 1 % of the extent around places where something was, over a tenth of the day. */
const boxes = Array.from({ length: 200 }, () => {
  const { lon, lat } = all[Math.floor(random() * all.length)]![0]!
  const from = T0 + random() * 0.9 * DAY_MS
  const [w, s] = [Math.min(EXTENT[2] - 0.3, Math.max(EXTENT[0], lon - 0.15)), Math.min(EXTENT[3] - 0.3, Math.max(EXTENT[1], lat - 0.15))]
  return { box: [w, s, w + 0.3, s + 0.3] as Box, from, to: from + 0.1 * DAY_MS }
})
type Result = { name: string; perSecond: number; sealed: number; bytes: number; stallMs: number; box: Times; day: Times; at: Times; found: number[]; /** Processor time of client and server together: microseconds a position written, milliseconds a box. */ cpu: { ingest: number; box: number } }

/** Processor time, µs, of this process and of the one that answers it: what a loaded machine does not change. */
function cpuUs(server: number | null): number {
  const { user, system } = process.cpuUsage()
  const stat = server === null ? [] : readFileSync(`/proc/${server}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return user + system + (Number(stat[11] ?? 0) + Number(stat[12] ?? 0)) * 10_000
}

async function countOf(batches: AsyncIterable<Kept[]>): Promise<number> {
  let n = 0
  for await (const batch of batches) {
    n += batch.length
  }
  return n
}

async function own(): Promise<Result> {
  const dataDir = benchFolder()
  const positions: Positions = await openPositions({ dataDir })
  const loop = monitorEventLoopDelay({ resolution: 5 })
  loop.enable()
  const [began, cpuBegan] = [performance.now(), cpuUs(null)]
  for (const batch of all) {
    await positions.append(batch, 'standard')
  }
  const acked = performance.now()
  await positions.settle()
  const sealed = performance.now()
  const ingest = (cpuUs(null) - cpuBegan) / COUNT
  loop.disable()
  const found = await Promise.all(boxes.slice(0, 20).map((one) => countOf(positions.read({ ...one, limit: Infinity }))))
  const cpuBox = cpuUs(null)
  const box = await measure((i) => countOf(positions.read({ ...boxes[i % boxes.length]!, limit: Infinity })))
  const cpu = { ingest, box: (cpuUs(null) - cpuBox) / 1000 / (box.runs + WARM) }
  const day = await measure((i) => countOf(positions.read({ subjects: [subjects[i % subjects.length]!], from: T0, to: T0 + DAY_MS, limit: Infinity })))
  const at = await measure((i) => positions.at(boxes[i % boxes.length]!.to, 900), { most: 200 })
  await positions.close()
  const folder = path.join(dataDir, 'positions')
  const bytes = readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => sum + (statSync(path.join(folder, name)).isFile() ? statSync(path.join(folder, name)).size : 0), 0)
  return { name: 'Vigie', perSecond: COUNT / ((acked - began) / 1000), sealed: COUNT / ((sealed - began) / 1000), bytes, stallMs: loop.max / 1e6, box, day, at, found, cpu }
}

async function peer(client: pg.Client, gist: boolean): Promise<Result> {
  await client.query('drop table if exists position')
  await client.query('create table position (at timestamptz not null, received timestamptz not null, subject int not null, alt real, speed real, course real, accuracy real, source smallint, quality smallint, retention smallint, geom geometry(Point, 4326) not null)')
  await client.query('create index on position (subject, at)')
  await client.query('create index on position using brin (at)')
  if (gist) {
    await client.query('create index on position using gist (geom)')
  }
  const numbers = new Map(subjects.map((one, i) => [one, i]))
  const text = `insert into position select to_timestamp(a), to_timestamp(r), s, al, sp, co, ac, so, 0, 2, st_setsrid(st_makepoint(lo, la), 4326)
    from unnest($1::float8[], $2::float8[], $3::int[], $4::real[], $5::real[], $6::real[], $7::real[], $8::smallint[], $9::float8[], $10::float8[]) as t(a, r, s, al, sp, co, ac, so, lo, la)`
  const backend = Number((await client.query('select pg_backend_pid() as pid')).rows[0].pid)
  const [began, cpuBegan] = [performance.now(), cpuUs(backend)]
  for (const batch of all) {
    await client.query({ name: `insert-${gist}`, text, values: [
      batch.map((one) => one.at / 1000), batch.map((one) => one.receivedAt / 1000), batch.map((one) => numbers.get(one.subject)), batch.map((one) => one.altM), batch.map((one) => one.speedMs), batch.map((one) => one.courseDeg),
      batch.map((one) => one.accuracyM), batch.map((one) => FIX_SOURCES.indexOf(one.source)), batch.map((one) => one.lon), batch.map((one) => one.lat),
    ] })
  }
  const acked = performance.now()
  const ingest = (cpuUs(backend) - cpuBegan) / COUNT
  await client.query('vacuum analyze position')
  const size = Number((await client.query("select pg_total_relation_size('position') as n")).rows[0].n)
  const members = 'subject, extract(epoch from at) * 1000 as at, extract(epoch from received) * 1000 as received, alt, speed, course, accuracy, source, quality, st_x(geom) as lon, st_y(geom) as lat'
  const inBox = async (i: number): Promise<number> => {
    const { box: [w, s, e, n], from, to } = boxes[i % boxes.length]!
    return (await client.query({ name: `box-${gist}`, text: `select ${members} from position where geom && st_makeenvelope($1, $2, $3, $4, 4326) and at >= to_timestamp($5) and at < to_timestamp($6) order by subject, at`, values: [w, s, e, n, from / 1000, to / 1000] })).rowCount ?? 0
  }
  const found: number[] = []
  for (let i = 0; i < 20; i += 1) {
    found.push(await inBox(i))
  }
  const cpuBox = cpuUs(backend)
  const box = await measure(inBox)
  const cpu = { ingest, box: (cpuUs(backend) - cpuBox) / 1000 / (box.runs + WARM) }
  const day = await measure((i) => client.query({ name: `day-${gist}`, text: `select ${members} from position where subject = $1 and at >= to_timestamp($2) and at < to_timestamp($3) order by at`, values: [i % subjects.length, T0 / 1000, (T0 + DAY_MS) / 1000] }))
  const at = await measure((i) => client.query({ name: `at-${gist}`, text: `select distinct on (subject) ${members} from position where at > to_timestamp($1) and at <= to_timestamp($2) order by subject, at desc`, values: [boxes[i % boxes.length]!.to / 1000 - 900, boxes[i % boxes.length]!.to / 1000] }), { most: 200 })
  return { name: gist ? 'PostgreSQL, btree + BRIN + GiST' : 'PostgreSQL, btree + BRIN', perSecond: COUNT / ((acked - began) / 1000), sealed: Number.NaN, bytes: size, stallMs: Number.NaN, box, day, at, found, cpu }
}

console.log(`# Positions\n\n${machine()}. ${COUNT} positions of ${SUBJECTS} vehicles in a day, ${A_COMMIT} a commit.\n`)
const results: Result[] = [await own()]
const server = await testPostgres(['fsync=on', 'full_page_writes=on', 'synchronous_commit=on', 'shared_buffers=512MB', 'work_mem=64MB', 'effective_cache_size=4GB', 'random_page_cost=1.1', 'maintenance_work_mem=256MB'])
if ('missing' in server) {
  console.log(`No peer: ${server.missing}`)
} else {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query('create extension if not exists postgis')
  results.push(await peer(client, false), await peer(client, true))
  await client.end()
  await server.stop()
}
const ms = (times: Times): string => `${round(times.median)} / ${round(times.p95)}`
printTable(['', 'positions/s, durable', 'until in pages', 'bytes a position', 'box × time, ms (p50/p95)', 'a vehicle’s day, ms', 'all at a moment, ms', 'longest stall, ms', 'CPU, µs a position', 'CPU, ms a box'], results.map((one) => [
  one.name, Math.round(one.perSecond).toLocaleString('en'), Number.isNaN(one.sealed) ? '' : Math.round(one.sealed).toLocaleString('en'), round(one.bytes / COUNT), ms(one.box), ms(one.day), ms(one.at), Number.isNaN(one.stallMs) ? '' : round(one.stallMs), round(one.cpu.ingest), round(one.cpu.box),
]))
const [vigie, brin, gist] = results
if (vigie && brin && gist) {
  // A box in degrees and one in whole 1e-7 degrees differ for what lies on its very edge.
  const differ = vigie.found.filter((n, i) => Math.abs(n - (gist.found[i] ?? 0)) > 1).length
  console.log(`\nThe same questions find the same: ${differ === 0 ? 'yes' : `no, ${differ} of 20 differ`} (${round(vigie.found.reduce((a, b) => a + b, 0) / 20)} positions in a box).\n`)
  const held = (value: number, least: number): string => (value >= least ? 'held' : `missed: ${round(value)} of ${least}`)
  printTable(['goal', 'measured', ''], [
    [`ingest ≥ ${GOALS.ingest} × btree + BRIN`, `${round(vigie.perSecond / brin.perSecond)} ×`, held(vigie.perSecond / brin.perSecond, GOALS.ingest)],
    [`≤ ${GOALS.bytes} bytes a position`, round(vigie.bytes / COUNT), held(GOALS.bytes / (vigie.bytes / COUNT), 1)],
    [`≥ ${GOALS.size} × smaller than with GiST`, `${round(gist.bytes / vigie.bytes)} ×`, held(gist.bytes / vigie.bytes, GOALS.size)],
    [`box × time ≥ ${GOALS.box} × GiST`, `${round(gist.box.median / vigie.box.median)} ×`, held(gist.box.median / vigie.box.median, GOALS.box)],
    ['the same by processor time, until in pages', `${round(brin.cpu.ingest / vigie.cpu.ingest)} ×`, ''],
    ['box × time by processor time', `${round(gist.cpu.box / vigie.cpu.box)} ×`, ''],
    ['a vehicle’s day, against btree', `${round(brin.day.median / vigie.day.median)} ×`, ''],
    ['all at a moment, against btree + BRIN', `${round(brin.at.median / vigie.at.median)} ×`, ''],
  ])
}
