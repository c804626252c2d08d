import assert from 'node:assert/strict'
import type { Query } from '../core/query.ts'
import { incident } from '../domains/incidents/domain.ts'
import { Columns } from '../server/store/columns/columns.ts'
import { BENCH_AREAS, benchIncidents, DAYS, DUTY_OFFICER, START, wordOf } from './data.ts'
import { machine, measure, printTable, round } from './measure.ts'
import { NEED_TO_KNOW, startPeer, tsquery, type Peer } from './peer.ts'

const COUNT = Number(process.env['VIGIE_BENCH_RECORDS'] ?? 200_000)
const DAY = 86_400_000
const LIVING = `workflow not in ('merged', 'retracted')`
const ONE = ['category', 'family', 'type', 'unit', 'grade', 'veracity', 'severity'] as const
const MANY = [['weapon', 'weapons'], ['victims', 'victims']] as const
const FACETS = [...ONE, ...MANY.map(([name]) => name)]

const iso = (day: number): string => new Date(START + day * DAY).toISOString()
const sectorOf = (i: number): string => `s${1 + (i % 4)}`

/** Words, a sector and a quarter of a year; every query another one, so that no cache answers. */
function searchQuery(i: number): Query {
  const from = (i * 37) % (DAYS - 90)
  const text = i % 2 === 0 ? wordOf(5 + ((i * 7) % 300)) : `${wordOf(2 + ((i * 3) % 40))} ${wordOf(10 + ((i * 11) % 200))}`
  return { kind: 'incident', text, area: [sectorOf(i)], time: { axis: 'happened', from: iso(from), to: iso(from + 90) }, limit: 50 }
}

function boxQuery(i: number): Query {
  const from = (i * 37) % (DAYS - 30)
  const [west, south] = [-6 + ((i * 0.37) % 10), 11 + ((i * 0.23) % 7)]
  return { kind: 'incident', bbox: [west, south, west + 2, south + 2], time: { axis: 'happened', from: iso(from), to: iso(from + 30) }, limit: 50 }
}

function facetQuery(i: number): Query {
  const from = (i * 37) % (DAYS - 365)
  return { kind: 'incident', area: [sectorOf(i)], time: { axis: 'happened', from: iso(from), to: iso(from + 365) } }
}

/** Everything, cut so thinly that no two queries are one. */
function wholeQuery(i: number): Query {
  return { kind: 'incident', time: { axis: 'logged', from: new Date(START - 1000 - i).toISOString() } }
}

function where(query: Query, values: unknown[]): string {
  const parts = [LIVING, NEED_TO_KNOW]
  const bind = (value: unknown): string => `$${values.push(value)}`
  if (query.text) {
    parts.push(`words @@ ${bind(tsquery(query.text))}::tsquery`)
  }
  if (query.area) {
    parts.push(`area = any(${bind(query.area.flatMap((area) => [...BENCH_AREAS.below(area)]))})`)
  }
  if (query.bbox) {
    parts.push(`geom && st_makeenvelope(${query.bbox.map(bind).join(',')}, 4326)`)
  }
  if (query.time?.axis === 'happened') {
    parts.push(`happened_from < ${bind(query.time.to)} and happened_to >= ${bind(query.time.from)}`)
  }
  return parts.join(' and ')
}

function pageSql(query: Query): { text: string; values: unknown[] } {
  const values: unknown[] = []
  return { text: `select id, count(*) over () as total from incident where ${where(query, values)} order by sort_at desc, id desc limit 50`, values }
}

/** Page and total apart: for many hits the peer then takes the page from its index and only counts the rest. */
function broadSql(query: Query): { text: string; values: unknown[] } {
  const values: unknown[] = []
  const condition = where(query, values)
  return { text: `select id, (select count(*) from incident where ${condition}) as total from incident where ${condition} order by sort_at desc, id desc limit 50`, values }
}

function facetSql(query: Query): { text: string; values: unknown[] } {
  const values: unknown[] = []
  const text = `with hit as materialized (select ${ONE.join(', ')}, weapons, victims from incident where ${where(query, values)})
    select case ${ONE.map((name) => `when grouping(${name}) = 0 then '${name}'`).join(' ')} end as facet, coalesce(${ONE.map((name) => `${name}::text`).join(', ')}) as value, count(*)::int as count from hit group by grouping sets (${ONE.map((name) => `(${name})`).join(', ')})
    ${MANY.map(([name, column]) => `union all select '${name}', value, count(*)::int from hit, unnest(${column}) value group by value`).join(' ')}`
  return { text, values }
}

async function same(columns: Columns, peer: Peer): Promise<void> {
  for (let i = 0; i < 40; i += 1) {
    for (const query of [searchQuery(i), boxQuery(i)]) {
      const own = columns.select(DUTY_OFFICER, query)
      const { rows } = await peer.client.query<{ id: string; total: string }>(pageSql(query))
      assert.equal(own.total, Number(rows[0]?.total ?? 0))
      assert.deepEqual(own.ids, rows.map((row) => row.id))
    }
  }
  const query = facetQuery(1)
  const own = columns.facets(DUTY_OFFICER, query, FACETS)
  const { rows } = await peer.client.query<{ facet: string; value: string; count: number }>(facetSql(query))
  for (const name of FACETS) {
    assert.deepEqual(new Map(own[name]!.map((f) => [f.value, f.count])), new Map(rows.filter((row) => row.facet === name).map((row) => [row.value, row.count])), name)
  }
}

/** Time inside the server alone, without planning, socket and decoding. */
async function inside(peer: Peer, sql: (i: number) => { text: string; values: unknown[] }, runs: number): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < runs; i += 1) {
    const { text, values } = sql(i)
    const { rows } = await peer.client.query<{ 'QUERY PLAN': { 'Execution Time': number }[] }>({ text: `explain (analyze, timing off, format json) ${text}`, values })
    times.push(rows[0]!['QUERY PLAN'][0]!['Execution Time'])
  }
  return times.sort((a, b) => a - b)[runs >> 1]!
}

const gc = (globalThis as { gc?: () => void }).gc
const before = process.memoryUsage()
const columns = new Columns([incident], BENCH_AREAS)
let building = 0
for (const record of benchIncidents(COUNT)) {
  const begun = performance.now()
  columns.put(record)
  building += performance.now() - begun
}
gc?.()
const after = process.memoryUsage()
const first = performance.now()
columns.select(DUTY_OFFICER, { kind: 'incident', limit: 50 })
const firstPage = performance.now() - first
const memory = columns.memory()[0]!
console.log(`${machine()}; ${COUNT} incidents, need-to-know on everywhere\n`)
printTable(['the picture', 'value'], [
  ['built in', `${(building / 1000).toFixed(1)} s (${round(building / COUNT * 1000)} µs a record: projection, words, indexes)`],
  ['first page ever (sorts once)', `${round(firstPage)} ms`],
  ['fixed columns and facets', `${(memory.columns / COUNT).toFixed(0)} bytes a record, with room to grow`],
  ['postings', `${(memory.postings / COUNT).toFixed(0)} bytes a record, with room to grow`],
  ['heap and buffers in all', `${((after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1e6).toFixed(0)} MB${gc ? '' : ' (garbage included; run node with --expose-gc)'}`],
])
console.log('')

const peer = await startPeer(benchIncidents(COUNT))
if (!peer) {
  console.log('PostgreSQL is not installed: no comparison.')
} else {
  try {
    await same(columns, peer)
    const rows: (string | number)[][] = []
    const compare = async (name: string, goal: string, own: (i: number) => unknown, sql: (i: number) => { text: string; values: unknown[] }, runs: number): Promise<void> => {
      const mine = await measure(own, { seconds: 4 })
      const theirs = await measure((i) => peer.client.query(sql(i)), { seconds: 8, warm: 8, most: runs })
      const server = await inside(peer, sql, 15)
      rows.push([name, round(mine.median), round(mine.p95), round(theirs.median), round(theirs.p95), round(server), `${(theirs.median / mine.median).toFixed(1)} ×`, `${(server / mine.median).toFixed(1)} ×`, goal])
    }
    await compare('text + area + time, 50 newest and exact total', '≥ 8 ×', (i) => columns.select(DUTY_OFFICER, searchQuery(i)), (i) => pageSql(searchQuery(i)), 500)
    await compare('box + time, 50 newest and exact total', '', (i) => columns.select(DUTY_OFFICER, boxQuery(i)), (i) => pageSql(boxQuery(i)), 500)
    await compare('everything: newest 50 and exact total', '', (i) => columns.select(DUTY_OFFICER, { ...wholeQuery(i), limit: 50 }), () => broadSql({ kind: 'incident' }), 200)
    await compare(`${FACETS.length} facets under area + year`, '≥ 15 ×', (i) => columns.facets(DUTY_OFFICER, facetQuery(i), FACETS), (i) => facetSql(facetQuery(i)), 200)
    await compare(`${FACETS.length} facets over everything`, '≥ 15 ×', (i) => columns.facets(DUTY_OFFICER, wholeQuery(i), FACETS), () => facetSql({ kind: 'incident' }), 60)
    const some = [...benchIncidents(200)]
    await compare('one record changes, then newest 50 and exact total', '', (i) => {
      columns.put({ ...some[i % some.length]!, version: 100 + i, veracity: i % 2 === 0 ? 'verified' : 'reported' })
      return columns.select(DUTY_OFFICER, { kind: 'incident', limit: 50 })
    }, (i) => {
      const { text } = broadSql({ kind: 'incident' })
      return { text: `with changed as (update incident set veracity = '${i % 2 === 0 ? 'verified' : 'reported'}' where id = '${some[i % some.length]!.id}' returning 1) ${text}`, values: [] }
    }, 60)
    printTable(['question (ms)', 'Vigie median', 'p95', 'PostgreSQL median', 'p95', 'inside the server', 'ratio', 'ratio inside', 'goal'], rows)
  } finally {
    await peer.stop()
  }
}
