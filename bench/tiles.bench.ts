import assert from 'node:assert/strict'
import { incident } from '../domains/incidents/domain.ts'
import { lonLatToTilePixel } from '../core/place-tile.ts'
import { factsOf } from '../core/match.ts'
import { Columns } from '../server/store/columns/columns.ts'
import { BENCH_AREAS, benchIncidents, DUTY_OFFICER } from './data.ts'
import { machine, measure, printTable, round } from './measure.ts'
import { NEED_TO_KNOW, startPeer, type Peer } from './peer.ts'

const POINTS = 100_000
const ZOOMS = [5, 6, 8, 10]
const LIVING = `workflow not in ('merged', 'retracted')`
const QUERY = { kind: 'incident' } as const

/** Records with a place, as many as asked; the same for both sides. */
function placed(): ReturnType<typeof benchIncidents> {
  return (function* () {
    let left = POINTS
    for (const record of benchIncidents(POINTS * 1.2)) {
      if (left > 0 && 'place' in record.data) {
        left -= 1
        yield record
      }
    }
  })()
}

/** The tile of a zoom with the most points. */
function fullest(z: number): { x: number; y: number } {
  const counts = new Map<string, number>()
  for (const record of placed()) {
    const { lonE7, latE7 } = factsOf(incident, record)
    const { x, y } = lonLatToTilePixel({ lon: lonE7 / 1e7, lat: latE7 / 1e7 }, z)
    counts.set(`${x}/${y}`, (counts.get(`${x}/${y}`) ?? 0) + 1)
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1])
  const [x = 0, y = 0] = best![0].split('/').map(Number)
  return { x, y }
}

const singlesSql = `select st_asmvt(t, 'incident', 4096, 'g') as tile, count(*)::int as n from (
  select st_asmvtgeom(mercator, st_tileenvelope($1, $2, $3), 4096, 64) as g, id, category, severity, workflow, veracity, unverified, at, radius
  from incident where mercator && st_tileenvelope($1, $2, $3, margin => 64.0 / 4096) and ${LIVING} and ${NEED_TO_KNOW} order by severity) t`

const cellsSql = `select st_asmvt(t, 'incident', 4096, 'g') as tile, sum(count)::int as n from (
  select st_asmvtgeom(st_centroid(st_collect(mercator)), st_tileenvelope($1, $2, $3), 4096, 64) as g, count(*)::int as count, max(severity)::int as severity, count(*) filter (where unverified)::int as unverified,
    (array_agg(id order by severity desc))[1] as id, (array_agg(category order by severity desc))[1] as category
  from incident, (select st_tileenvelope($1, $2, $3) as e) b, lateral (select (st_xmax(e) - st_xmin(e)) / 16 as side) s
  where mercator && e and ${LIVING} and ${NEED_TO_KNOW}
  group by floor((st_x(mercator) - st_xmin(e)) / side), floor((st_y(mercator) - st_ymin(e)) / side)) t`

async function compare(columns: Columns, peer: Peer, z: number): Promise<(string | number)[][]> {
  const { x, y } = fullest(z)
  const rows: (string | number)[][] = []
  const run = async (name: string, clusterAbove: number, sql: string): Promise<void> => {
    // A threshold never asked before is a tile never kept before: the encoder works every time, the hits stay known.
    let fresh = clusterAbove
    const mine = await measure(() => columns.tile(DUTY_OFFICER, QUERY, z, x, y, { clusterAbove: (fresh += 1) }), { seconds: 4, warm: 10 })
    const theirs = await measure(() => peer.client.query(sql, [z, x, y]), { seconds: 6, warm: 3, most: 200 })
    const { rows: [answer] } = await peer.client.query<{ tile: Buffer; n: number }>(sql, [z, x, y])
    const bytes = columns.tile(DUTY_OFFICER, QUERY, z, x, y, { clusterAbove })
    rows.push([`z${z} ${name}`, answer!.n, `${(bytes.length / 1000).toFixed(0)} / ${(answer!.tile.length / 1000).toFixed(0)}`, round(mine.median), round(mine.p95), round(theirs.median), round(theirs.p95), `${(theirs.median / mine.median).toFixed(1)} ×`, '≥ 5 ×'])
  }
  await run('every point', 1_000_000, singlesSql)
  if (z < 9) {
    await run('cells', 1, cellsSql)
  }
  return rows
}

const columns = new Columns([incident], BENCH_AREAS)
for (const record of placed()) {
  columns.put(record)
}
console.log(`${machine()}; ${POINTS} incidents with a place, need-to-know on in both; eight properties a point, its id (36 letters) among them\n`)
const peer = await startPeer(placed())
if (!peer) {
  console.log('PostgreSQL is not installed: no comparison.')
} else {
  try {
    const all = await peer.client.query<{ n: number }>(`select count(*)::int as n from incident where geom is not null and ${LIVING} and ${NEED_TO_KNOW}`)
    assert.equal(columns.points(DUTY_OFFICER, QUERY, 1).total, all.rows[0]!.n)
    const rows: (string | number)[][] = []
    for (const z of ZOOMS) {
      rows.push(...await compare(columns, peer, z))
    }
    let i = 0
    const { x, y } = fullest(6)
    const cold = await measure(() => columns.tile(DUTY_OFFICER, { ...QUERY, time: { axis: 'logged', from: new Date(Date.UTC(2000, 0) + i++).toISOString() } }, 6, x, y), { seconds: 3 })
    printTable(['fullest tile', 'points', 'kB Vigie / ST_AsMVT', 'Vigie median ms', 'p95', 'ST_AsMVT median ms', 'p95', 'ratio', 'goal'], rows)
    console.log(`\nFirst tile of a question nobody asked before (z6 cells, records found anew): ${round(cold.median)} ms.`)
  } finally {
    await peer.stop()
  }
}
