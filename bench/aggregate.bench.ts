import assert from 'node:assert/strict'
import type { AggregateSpec } from '../core/aggregate.ts'
import type { Query } from '../core/query.ts'
import { incident } from '../domains/incidents/domain.ts'
import { Columns } from '../server/store/columns/columns.ts'
import { BENCH_AREAS, benchIncidents, DUTY_OFFICER, START } from './data.ts'
import { machine, measure, printTable, round } from './measure.ts'
import { NEED_TO_KNOW, startPeer } from './peer.ts'

const RECORDS = 200_000
const ZONE = 'Africa/Bangui'
const LIVING = `workflow not in ('merged', 'retracted')`
const YEAR = { from: new Date(START).toISOString(), to: new Date(START + 365 * 86_400_000).toISOString() }
const LOCAL = `happened_from at time zone '${ZONE}'`

/** What an analyst's page asks; `keys` and `where` say the same to the peer. */
const QUESTIONS: { name: string; query: Query; spec: AggregateSpec; keys: string; where?: string }[] = [
  { name: 'by week, everything', query: { kind: 'incident' }, spec: { by: ['week'], zone: ZONE }, keys: `to_char(${LOCAL}, 'IYYY-"W"IW')` },
  { name: 'by day, everything', query: { kind: 'incident' }, spec: { by: ['day'], zone: ZONE }, keys: `to_char(${LOCAL}, 'YYYY-MM-DD')` },
  { name: 'by weekday and hour', query: { kind: 'incident' }, spec: { by: ['weekhour'], zone: ZONE }, keys: `to_char(${LOCAL}, 'ID-HH24')` },
  { name: 'by category', query: { kind: 'incident' }, spec: { by: ['category'] }, keys: 'category' },
  { name: 'by month and category', query: { kind: 'incident' }, spec: { by: ['month', 'category'], zone: ZONE }, keys: `to_char(${LOCAL}, 'YYYY-MM') || ' ' || category` },
  { name: 'by week, severity 3 up, one year', query: { kind: 'incident', severity: 3, time: { axis: 'happened', ...YEAR } }, spec: { by: ['week'], zone: ZONE }, keys: `to_char(${LOCAL}, 'IYYY-"W"IW')`, where: `severity >= 3 and happened_from >= '${YEAR.from}' and happened_from < '${YEAR.to}'` },
]

const columns = new Columns([incident], BENCH_AREAS)
for (const record of benchIncidents(RECORDS)) {
  columns.put(record)
}
console.log(`${machine()}; ${RECORDS} incidents, need-to-know on in both; "anew" is a question whose records were not found before\n`)
const peer = await startPeer(benchIncidents(RECORDS))
const rows: (string | number)[][] = []
try {
  for (const { name, query, spec, keys, where } of QUESTIONS) {
    const mine = await measure(() => columns.aggregate(DUTY_OFFICER, query, spec), { seconds: 3, warm: 5 })
    let i = 0
    // Another first instant, long past or a millisecond earlier, is another question with the same answer.
    const anew = await measure(() => columns.aggregate(DUTY_OFFICER, { ...query, time: query.time ? { ...query.time, from: new Date(Date.parse(YEAR.from) - (i += 1)).toISOString() } : { axis: 'logged', from: new Date(Date.UTC(2000, 0) + (i += 1)).toISOString() } }, spec), { seconds: 3, warm: 3 })
    const sql = `select ${keys} as key, count(*)::int as n from incident where ${LIVING} and ${NEED_TO_KNOW} and happened_from is not null and ${where ?? 'true'} group by 1`
    const answer = columns.aggregate(DUTY_OFFICER, query, spec)
    if (peer) {
      const theirs = await peer.client.query<{ key: string; n: number }>(sql)
      if (spec.by[0] === 'week' || spec.by[0] === 'day') {
        const wanted = new Map(theirs.rows.map((row) => [row.key, row.n]))
        for (const row of answer.rows) {
          assert.ok(row.count! <= (wanted.get(row.keys[0]!) ?? 0), `${name} ${row.keys[0]!}`)
        }
      }
    }
    const theirs = peer ? await measure(() => peer.client.query(sql), { seconds: 4, warm: 2, most: 60 }) : null
    rows.push([name, answer.total, answer.rows.length, round(mine.median), round(mine.p95), round(anew.median), theirs ? round(theirs.median) : '–', theirs ? `${(theirs.median / mine.median).toFixed(1)} ×` : '–', '≤ 100 ms'])
  }
  printTable(['question', 'records', 'cells', 'Vigie median ms', 'p95', 'anew ms', 'PostgreSQL median ms', 'ratio', 'goal'], rows)
} finally {
  await peer?.stop()
}
