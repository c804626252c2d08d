import assert from 'node:assert/strict'
import { DOMAINS } from '../domains/index.ts'
import { CLIP_FORMATS } from '../domains/tracks/server/past/formats.ts'
import type { Paths } from '../domains/tracks/shared/wire.ts'
import { LOOK_BACK_MS, standing, tailsAt } from '../domains/tracks/web/then.ts'
import { createApp } from '../server/app.ts'
import { createAccount } from '../server/auth/accounts.ts'
import { createToken } from '../server/auth/api-tokens.ts'
import { SYSTEM } from '../server/auth/reader.ts'
import { readConfig } from '../server/config.ts'
import { QUALITY, type Kept } from '../server/face.ts'
import { openStore } from '../server/store/open.ts'
import { machine, printTable, round } from './measure.ts'
import { benchFolder } from './mission.ts'

/**
 * Six hours of 500 tracks, a position every ten seconds: fetched over HTTP in the stretches the map fetches, played step by step with the
 * code of the page, and exported whole in every format (left out with `replay.bench.ts play`).
 */
const TRACKS = 500
const HOURS = 6
const EVERY_S = 10
const HOUR = 3_600_000
/** As the page asks (`domains/tracks/web/past.ts`): two hours, and what is looked back for. */
const STRETCH_MS = 2 * HOUR
/** 60 times as fast, ten pictures a second. */
const STEP_MS = 6_000
const TAIL_MIN = 10

const from = Math.floor((Date.now() - 3 * 86_400_000) / 86_400_000) * 86_400_000 + 6 * HOUR
const to = from + HOURS * HOUR
const handling = { level: 'C', compartments: [], owner: 'MISSION', releasableTo: ['*'], caveats: [] }
const dataDir = benchFolder()
const store = await openStore({ dataDir, kinds: DOMAINS.flatMap((domain) => domain.kinds) })
const create = (kind: string, record: string, data: object) => ({ id: `c-${record}`, record, kind, type: 'create' as const, at: new Date().toISOString(), basedOn: null, patch: { data, handling } as never })
await store.commit(SYSTEM, [create('feed', 'feed', { name: 'Bench', technology: 'bench', codec: 'nmea', transport: 'udp', enabled: false, registers: false, sort: 'vehicle', affiliation: 'friend' }), ...Array.from({ length: TRACKS }, (_, i) => create('track', `trk-${i}`, { name: `Patrol ${i}`, subjects: [`imei:${i}`], sort: 'vehicle', affiliation: 'friend', feed: 'feed' }))], { bulk: true })
const node = await createApp({ store, dataDir, config: { ...readConfig({}, null), logLevel: 'error', requestsPerMinute: 1e9 } })
const port = await node.listen({ port: 0, host: '127.0.0.1' })
const account = await createAccount(store, SYSTEM, { login: 'bench', name: 'Bench', org: 'MISSION', side: 'mission', clearance: 'C', compartments: [], grants: [{ role: 'JOC-CH', area: null }] }, null)
const { value: token } = await createToken(store, account.id, 'bench', 1, Date.now())

const positions = (HOURS * 3600) / EVERY_S
const places = Array.from({ length: TRACKS }, (_, i) => ({ lon: 15 + (i % 25) / 5, lat: 3 + Math.floor(i / 25) / 5, course: i }))
for (let k = 0; k < positions; k += 1) {
  const at = from + k * EVERY_S * 1000
  const batch: Kept[] = places.map((place, i) => {
    place.course += Math.sin(k / 30 + i) * 0.2
    place.lon += Math.cos(place.course) * 0.001
    place.lat += Math.sin(place.course) * 0.001
    return { subject: `imei:${i}`, at, receivedAt: at + 800, lon: place.lon, lat: place.lat, altM: 380, speedMs: 11, courseDeg: 90, accuracyM: 5, source: 'gps', quality: QUALITY.good, feed: 'feed' }
  })
  await node.app.positions.append(batch, 'standard')
}
await node.app.positions.settle()

async function asked(path: string): Promise<{ bytes: Buffer; ms: number; cpuMs: number }> {
  const [cpu, begun] = [process.cpuUsage(), performance.now()]
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${token}` } })
  const bytes = Buffer.from(await response.arrayBuffer())
  assert.equal(response.status, 200, bytes.subarray(0, 400).toString())
  const { user, system } = process.cpuUsage(cpu)
  return { bytes, ms: performance.now() - begun, cpuMs: (user + system) / 1000 }
}
const iso = (ms: number): string => new Date(ms).toISOString()

const rows: string[][] = []
const stretches: Paths[] = []
for (let begin = from; begin < to; begin += STRETCH_MS) {
  const { bytes, ms, cpuMs } = await asked(`/api/tracks/paths?from=${iso(begin - LOOK_BACK_MS)}&to=${iso(begin + STRETCH_MS)}`)
  const paths = JSON.parse(bytes.toString('utf8')) as Paths
  stretches.push(paths)
  rows.push([`stretch from hour ${(begin - from) / HOUR}`, `${round(ms)} ms`, `${round(cpuMs)} ms`, `${round(bytes.length / 1e6)} MB`, `${paths.total} things, ${paths.paths.reduce((sum, one) => sum + one.at.length, 0)} positions, one in ${paths.everyS} s`])
}
let [steps, shown] = [0, 0]
const playing = process.threadCpuUsage()
for (let moment = from; moment < to; moment += STEP_MS) {
  const { paths } = stretches[Math.floor((moment - from) / STRETCH_MS)] as Paths
  const things = paths.map((path) => standing(path, moment)).filter((one) => one !== null)
  const tails = tailsAt(paths, moment, TAIL_MIN)
  steps += 1
  shown += things.length
  assert.ok(tails.length <= TRACKS)
}
assert.equal(shown, steps * TRACKS, 'everything is somewhere at every step')
const played = process.threadCpuUsage(playing)
rows.push([`played, ${steps} steps`, '', `${round((played.user + played.system) / 1000 / steps)} ms a step`, '', `${TRACKS} things in each, with ${TAIL_MIN} min of tail; drawing is not in it`])
for (const format of process.argv[2] === 'play' ? [] : CLIP_FORMATS) {
  const { bytes, ms, cpuMs } = await asked(`/api/tracks/export?format=${format}&from=${iso(from)}&to=${iso(to)}`)
  rows.push([`export, ${format}`, `${round(ms / 1000)} s`, `${round(cpuMs / 1000)} s`, `${round(bytes.length / 1e6)} MB`, `${round((TRACKS * positions) / (cpuMs / 1000) / 1000)} thousand positions a second of processor`])
  if (format === 'csv') {
    const lines = bytes.toString('utf8').split('\n').filter((line) => line.includes('Patrol')).length
    assert.equal(lines, TRACKS * positions, 'every position is in the file')
  }
}
console.log(`\n${machine()}; ${TRACKS} tracks, ${HOURS} hours, ${TRACKS * positions} positions; processor time is that of node and asker together\n`)
printTable(['what', 'took', 'processor', 'bytes', ''], rows)
await node.close()
await store.close()
