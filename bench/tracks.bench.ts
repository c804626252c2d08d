import { fork } from 'node:child_process'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import v8 from 'node:v8'
import { WebSocket } from 'ws'
import { Fences, type FenceEvent } from '../analysis/fences.ts'
import type { Heard } from '../core/feed.ts'
import { DOMAINS } from '../domains/index.ts'
import { pictureOf } from '../domains/tracks/server/live/of-app.ts'
import { Picture } from '../domains/tracks/server/live/picture.ts'
import { createApp } from '../server/app.ts'
import { createAccount } from '../server/auth/accounts.ts'
import { createToken } from '../server/auth/api-tokens.ts'
import { SYSTEM } from '../server/auth/reader.ts'
import { readConfig } from '../server/config.ts'
import type { FeedView } from '../server/face.ts'
import { openPositions } from '../server/positions/open.ts'
import { openStore } from '../server/store/open.ts'
import { machine, printTable, round } from './measure.ts'
import { benchFolder, verdict } from './mission.ts'

/**
 * The live picture: positions a second through the whole way of a position with 1,000 fences and history on, against two ways it
 * could be done simply; memory with a million identities; and what 200 screens cost that follow 20,000 tracks at 2,000 positions a second.
 */
const SUBJECTS = 20_000
const FENCES = 1_000
const MANY_FENCES = 10_000
/**
 * What Tile38 does of the same work in one server – positions in, fences held against them; no history, no sign-in, no need-to-know –,
 * positions a CPU-second, the better end of what was measured on two cores like these before this was built. It is not run here.
 */
const TILE38 = new Map([[FENCES, 127_000], [MANY_FENCES, 46_000]])
const GOAL_TILE38 = 4
const CORNERS = 24
const DELIVERY = 200
/** A run of positions takes at most so long. */
const LONGEST_MS = 45_000
const GOAL_PER_SECOND = 500_000
const GOAL_MB = 600
/** Screens that follow everything, and screens that each look at half a degree of ten. */
type Show = { viewers: number; tracks: number; perSecond: number; seconds: number; boxes: boolean }
const ALL: Show = { viewers: 200, tracks: 20_000, perSecond: 2_000, seconds: 20, boxes: false }
const CROWD: Show = { viewers: 1_000, tracks: 50_000, perSecond: 50_000, seconds: 20, boxes: true }
/** Run alone, since it takes ten minutes: `bench/tracks.bench.ts flat [seconds]`; so may `whole`, `identities`, `everything` and `crowd [seconds]` be. */
const FLAT: Show = { viewers: 20, tracks: 100_000, perSecond: 5_000, seconds: 600, boxes: true }
const GOAL_CROWD_CORE = 0.5
const ACCOUNTS = 20
/** How the command line sets the runtime up. */
const AS_THE_NODE = ['--max-semi-space-size=64', '--memory-pool-timeout=1']
AS_THE_NODE.forEach((flag) => v8.setFlagsFromString(flag))
const GOAL_STALL_MS = 100
const T0 = Date.UTC(2026, 7, 18)

const HANDLING = { level: 'C' as const, compartments: [], owner: 'MISSION', releasableTo: ['*'], caveats: [] }
const FEED: FeedView = { id: 'feed', ref: 'FED-1', config: { name: 'Bench', technology: 'bench', codec: 'json', transport: 'udp', enabled: true, registers: false, sort: 'vehicle', affiliation: 'friend' }, handling: HANDLING, area: null }

type Ring = [number, number][]

function rings(count = FENCES): Ring[] {
  const random = randomOf(7)
  return Array.from({ length: count }, () => {
    const [lon, lat, size] = [15 + random() * 10, random() * 10, 0.02 + random() * 0.1]
    const ring: Ring = Array.from({ length: CORNERS }, (_, i) => {
      const [angle, reach] = [(i / CORNERS) * 2 * Math.PI, size * (0.6 + 0.4 * random())]
      return [lon + reach * Math.cos(angle), lat + reach * Math.sin(angle)]
    })
    return [...ring, ring[0] as [number, number]]
  })
}

function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

/** Positions that wander: the objects are made once, as a decoder would make them; only their numbers change. */
class Wanderers {
  readonly heard: Extract<Heard, { what: 'position' }>[]
  readonly #random = randomOf(3)
  #next = 0
  #round = 0

  constructor(count: number) {
    this.heard = Array.from({ length: count }, (_, i) => ({
      what: 'position' as const,
      fix: { subject: `imei:${String(350_000_000_000_000 + i)}`, at: T0, lon: 15 + this.#random() * 10, lat: 0.1 + this.#random() * 9.8, altM: null, speedMs: 12, courseDeg: 90, accuracyM: 10, source: 'gps' as const },
    }))
  }

  /** The next positions, of the next subjects in turn. */
  some(count: number): Heard[] {
    const out: Heard[] = []
    for (let i = 0; i < count; i += 1) {
      const one = this.heard[this.#next] as (typeof this.heard)[number]
      one.fix.at = T0 + this.#round * 10_000
      one.fix.lon += (this.#random() - 0.5) * 0.002
      one.fix.lat = Math.min(9.9, Math.max(0.1, one.fix.lat + (this.#random() - 0.5) * 0.002))
      out.push(one)
      this.#next += 1
      if (this.#next === this.heard.length) {
        this.#next = 0
        this.#round += 1
      }
    }
    return out
  }

  get now(): number {
    return T0 + this.#round * 10_000 + 1_000
  }
}

function inRing(lon: number, lat: number, ring: Ring): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [a, b] = [ring[i] as [number, number], ring[j] as [number, number]]
    if (a[1] > lat !== b[1] > lat && lon < ((b[0] - a[0]) * (lat - a[1])) / (b[1] - a[1]) + a[0]) {
      inside = !inside
    }
  }
  return inside
}

/** The same work done simply: last places in a map, fences found one after the other, or by a packed tree of their boxes. No history, nobody watching. */
function simple(fences: readonly Ring[], packed: boolean): (heard: readonly Heard[]) => void {
  const heads = new Map<string, { lon: number; lat: number; at: number; inside: Set<number> }>()
  const boxes = fences.map((ring) => [Math.min(...ring.map((p) => p[0])), Math.min(...ring.map((p) => p[1])), Math.max(...ring.map((p) => p[0])), Math.max(...ring.map((p) => p[1]))] as const)
  const leaves = packed ? packedTree(boxes) : null
  return (heard) => {
    for (const one of heard) {
      if (one.what !== 'position') {
        continue
      }
      const { subject, lon, lat, at } = one.fix
      const inside = new Set<number>()
      const look = (i: number): void => {
        const [w, s, e, n] = boxes[i] as (typeof boxes)[number]
        if (lon >= w && lon <= e && lat >= s && lat <= n && inRing(lon, lat, fences[i] as Ring)) {
          inside.add(i)
        }
      }
      if (leaves) {
        leaves(lon, lat, look)
      } else {
        fences.forEach((_, i) => look(i))
      }
      const head = heads.get(subject)
      if (!head || head.at < (at ?? 0)) {
        heads.set(subject, { lon, lat, at: at ?? 0, inside })
      }
    }
  }
}

type Node = { box: [number, number, number, number]; children: Node[]; item: number }

/** A tree of boxes packed by rows of x, 16 to a node. */
function packedTree(boxes: readonly (readonly [number, number, number, number])[]): (lon: number, lat: number, visit: (i: number) => void) => void {
  let level: Node[] = boxes.map((box, item) => ({ box: [...box], children: [], item }))
  while (level.length > 1) {
    const slices = Math.ceil(Math.sqrt(level.length / 16))
    level.sort((a, b) => a.box[0] - b.box[0])
    const perSlice = Math.ceil(level.length / slices)
    const next: Node[] = []
    for (let s = 0; s < level.length; s += perSlice) {
      const slice = level.slice(s, s + perSlice).sort((a, b) => a.box[1] - b.box[1])
      for (let i = 0; i < slice.length; i += 16) {
        const children = slice.slice(i, i + 16)
        next.push({ box: [Math.min(...children.map((c) => c.box[0])), Math.min(...children.map((c) => c.box[1])), Math.max(...children.map((c) => c.box[2])), Math.max(...children.map((c) => c.box[3]))], children, item: -1 })
      }
    }
    level = next
  }
  const root = level[0] as Node
  const search = (node: Node, lon: number, lat: number, visit: (i: number) => void): void => {
    const [w, s, e, n] = node.box
    if (lon < w || lon > e || lat < s || lat > n) {
      return
    }
    if (node.item >= 0) {
      visit(node.item)
    }
    node.children.forEach((child) => search(child, lon, lat, visit))
  }
  return (lon, lat, visit) => search(root, lon, lat, visit)
}

/** Positions a second of wall, of processor time (all threads of the process) and of the main thread's. */
async function rate(take: (heard: readonly Heard[], wanderers: Wanderers) => void, positions: number): Promise<{ wall: number; cpu: number; main: number }> {
  const wanderers = new Wanderers(SUBJECTS)
  const feedOn = async (most: number): Promise<number> => {
    const until = performance.now() + LONGEST_MS
    let count = 0
    while (count < most && performance.now() < until) {
      // A turn for timers and the disk after as much as a busy socket brings at once.
      for (let i = 0; i < 25; i += 1) {
        take(wanderers.some(DELIVERY), wanderers)
        count += DELIVERY
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
    return count
  }
  await feedOn(positions / 2)
  const [cpu, thread, begun] = [process.cpuUsage(), process.threadCpuUsage(), performance.now()]
  const count = await feedOn(positions)
  const wall = (performance.now() - begun) / 1000
  const [used, own] = [process.cpuUsage(cpu), process.threadCpuUsage(thread)]
  return { wall: count / wall, cpu: count / ((used.user + used.system) / 1e6), main: count / ((own.user + own.system) / 1e6) }
}

async function whole(withHistory: boolean, fences = FENCES): Promise<{ wall: number; cpu: number; main: number; waiting: number; events: number }> {
  const dataDir = benchFolder()
  const store = await openStore({ dataDir, kinds: DOMAINS.flatMap((domain) => domain.kinds) })
  const log = { info() {}, warn() {}, error: console.error } as never
  const positions = await openPositions({ dataDir, clock: Date.now, log })
  try {
    let now = T0
    const picture = new Picture(store, () => now)
    picture.follow(fencing(rings(fences)))
    let waiting = 0
    if (withHistory) {
      picture.keepIn((fixes, retention) => positions.append(fixes, retention))
    }
    // Somebody watches: what moved is written once a turn, as for a screen.
    const screen = picture.publisher.open({ ...SYSTEM }, null, 100_000, () => queueMicrotask(() => screen.take()))
    const result = await rate((heard, wanderers) => {
      now = wanderers.now
      picture.take({ feed: FEED, heard, receivedAt: now, replay: false })
      waiting = Math.max(waiting, picture.waiting)
    }, 4_000_000)
    screen.close()
    picture.close()
    return { ...result, waiting, events: fenceEvents }
  } finally {
    await positions.close()
    await store.close()
    }
}

/** The whole way with history, told against Tile38's figures: with all threads counted, and with those that come in alone. */
async function againstTile38(): Promise<void> {
  const rows: (string | number)[][] = []
  for (const [fences, theirs] of TILE38) {
    const way = await whole(true, fences)
    rows.push([fences, round(way.wall), round(way.cpu), round(way.main), round(theirs), `${round(way.cpu / theirs)} × ${way.cpu / theirs >= GOAL_TILE38 ? 'reached' : 'MISSED'}`, `${round(way.main / theirs)} ×`])
  }
  console.log('')
  printTable(['fences', 'positions a second', 'per CPU-second, sealing of history included', 'of the main thread', 'Tile38', `ratio per CPU-second, goal ${GOAL_TILE38} ×`, 'of the main thread'], rows)
}

let fenceEvents = 0

function fencing(all: readonly Ring[]): Parameters<Picture['follow']>[0] {
  const fences = new Fences()
  all.forEach((ring) => fences.add({ polygons: [[ring]] }))
  const events: FenceEvent[] = []
  return {
    moved(reports) {
      for (const report of reports) {
        fences.update(report.slot, report.lon, report.lat, report.at, events)
      }
      fenceEvents += events.length
      events.length = 0
    },
  }
}

/** In a process of its own: resident memory before, at most while, and after a million identities have been heard twice. */
async function million(): Promise<void> {
  const dataDir = benchFolder()
  const store = await openStore({ dataDir, kinds: DOMAINS.flatMap((domain) => domain.kinds) })
  const picture = new Picture(store, Date.now)
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  const random = randomOf(5)
  let peak = before
  for (let i = 0; i < 2_000_000; i += DELIVERY) {
    const heard: Heard[] = Array.from({ length: DELIVERY }, (_, k) => ({ what: 'position', fix: { subject: `imei:${String(350_000_000_000_000 + ((i + k) % 1_000_000))}`, at: T0 + (i >= 1_000_000 ? 3_600_000 : 0), lon: 15 + random() * 0.4, lat: 1 + random() * 0.4, altM: 300, speedMs: 10, courseDeg: 20, accuracyM: 5, source: 'gps' } }))
    picture.take({ feed: FEED, heard, receivedAt: T0 + 3_600_000, replay: false })
    peak = Math.max(peak, process.memoryUsage.rss())
    if (i % 100_000 === 0) {
      picture.publisher.turn()
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  picture.publisher.turn()
  peak = Math.max(peak, process.memoryUsage.rss())
  // What the runtime has freed it gives back some seconds later.
  for (let i = 0; i < 3; i += 1) {
    globalThis.gc?.()
    await delay(4_000)
  }
  process.send?.({ things: picture.things.size, before, peak, after: process.memoryUsage().rss })
  picture.close()
  await store.close()
  process.disconnect?.()
}

/** In a process of its own: screens that read and parse what they are sent. */
function screens(address: string, tokens: readonly string[], show: Show): void {
  const counts = { ready: 0, frames: 0, moved: 0, bytes: 0, dropped: 0, oldest: 0 }
  const random = randomOf(11)
  const open = (i: number): void => {
    const socket = new WebSocket(address, { headers: { authorization: `Bearer ${tokens[i % tokens.length] as string}` } })
    let [shown, ready] = [0, false]
    const [west, south] = [15 + random() * 9.5, 0.1 + random() * 9.3]
    const params = show.boxes ? { bbox: [west, south, west + 0.5, south + 0.5] } : {}
    socket.on('open', () => socket.send(JSON.stringify({ op: 'open', id: 't', channel: 'tracks', params })))
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as { op: string; data?: { all?: unknown[]; set?: unknown[]; moved?: number[][]; dropped?: number; total: number; now: number } }
      if (frame.op !== 'channel' || !frame.data) {
        return
      }
      shown += (frame.data.all?.length ?? 0) + (ready ? 0 : (frame.data.set?.length ?? 0))
      if (!ready && shown >= frame.data.total) {
        ready = true
        counts.ready += 1
        if (counts.ready === show.viewers) {
          process.send?.('ready')
        }
      }
      counts.frames += 1
      counts.moved += frame.data.moved?.length ?? 0
      counts.dropped += frame.data.dropped ?? 0
      counts.bytes += data.length
      counts.oldest = Math.max(counts.oldest, frame.data.moved ? Date.now() - frame.data.now : 0)
    })
  }
  for (let i = 0; i < show.viewers; i += 1) {
    setTimeout(() => open(i), i * 2)
  }
  process.on('message', (what) => {
    if (what === 'begin') {
      Object.assign(counts, { frames: 0, moved: 0, bytes: 0, dropped: 0, oldest: 0 })
    } else {
      process.send?.(counts, () => process.exit())
    }
  })
}

/** What the memory of a process is made of, in MB. */
const PARTS = ['resident', 'heap in use', 'heap', 'external', 'buffers'] as const
type Parts = Record<(typeof PARTS)[number], number>

function partsOf(): Parts {
  const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage()
  return { resident: rss / 1e6, 'heap in use': heapUsed / 1e6, heap: heapTotal / 1e6, external: external / 1e6, buffers: arrayBuffers / 1e6 }
}

type Counts = { frames: number; moved: number; bytes: number; dropped: number; oldest: number }

async function viewers(show: Show): Promise<{ p99: number; longest: number; cpu: number; main: number; said: number; seconds: number; memory: Parts[]; counts: Counts }> {
  const dataDir = benchFolder()
  const store = await openStore({ dataDir, kinds: DOMAINS.flatMap((domain) => domain.kinds) })
  const node = await createApp({ store, dataDir, config: { ...readConfig({}, null), logLevel: 'error', requestsPerMinute: 1e9 } })
  const port = await node.listen({ port: 0, host: '127.0.0.1' })
  const tokens: string[] = []
  for (let i = 0; i < ACCOUNTS; i += 1) {
    const account = await createAccount(store, SYSTEM, { login: `viewer-${i}`, name: `Screen ${i}`, org: 'MISSION', side: 'mission', clearance: 'C', compartments: [], grants: [{ role: i % 2 === 0 ? 'JOC-DO' : 'JMAC-A', area: null }] }, null)
    tokens.push((await createToken(store, account.id, 'bench', 1, Date.now())).value)
  }
  await store.commit(SYSTEM, [{ id: 'feed', record: 'feed', kind: 'feed', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data: FEED.config, handling: HANDLING } as never }])
  const picture = pictureOf(node.app)
  const wanderers = new Wanderers(show.tracks)
  const begunAt = Date.now()
  let said = 0
  const say = (count: number): void => {
    const heard = wanderers.some(count)
    heard.forEach((one) => one.what === 'position' && (one.fix.at = begunAt - 3_600_000 + (wanderers.now - T0) / 10))
    for (let i = 0; i < heard.length; i += DELIVERY) {
      picture.take({ feed: FEED, heard: heard.slice(i, i + DELIVERY), receivedAt: Date.now(), replay: false })
    }
    said += heard.length
  }
  say(show.tracks)
  const others = fork(import.meta.filename, ['screens', `ws://127.0.0.1:${port}/api/live`, JSON.stringify(tokens), JSON.stringify(show)], { serialization: 'advanced' })
  await new Promise((resolve) => others.once('message', resolve))
  await delay(3_000)
  others.send('begin')
  const loop = monitorEventLoopDelay({ resolution: 5 })
  loop.enable()
  said = 0
  const [cpu, thread] = [process.cpuUsage(), process.threadCpuUsage()]
  const begun = performance.now()
  const memory: Parts[] = []
  for (let i = 0; i < show.seconds * 20; i += 1) {
    if (i % (show.seconds * 2) === 0) {
      memory.push(partsOf())
    }
    say(show.perSecond / 20)
    await delay(Math.max(0, begun + (i + 1) * 50 - performance.now()))
  }
  memory.push(partsOf())
  const seconds = (performance.now() - begun) / 1000
  const [used, own] = [process.cpuUsage(cpu), process.threadCpuUsage(thread)]
  loop.disable()
  const counts = await new Promise<Counts>((resolve) => {
    others.once('message', (what) => resolve(what as never))
    others.send('end')
  })
  await node.close()
  await store.close()
  return { p99: loop.percentile(99) / 1e6, longest: loop.max / 1e6, cpu: (used.user + used.system) / 1e6 / seconds, main: (own.user + own.system) / 1e6 / seconds, said: said / seconds, seconds, memory, counts }
}

/** One row of screens, told. */
async function shown(show: Show): Promise<{ cpu: number; p99: number }> {
  const { counts, ...live } = await viewers(show)
  const each = (count: number): string => round(count / show.viewers / live.seconds)
  console.log(`\n${show.tracks} tracks, ${round(live.said)} positions a second, ${show.viewers} screens${show.boxes ? ' of half a degree each' : ''}: ${round(live.cpu)} of a core, ${round(live.main)} of it the main thread; event loop p99 ${round(live.p99)} ms, longest ${round(live.longest)} ms`)
  console.log(`each screen: ${each(counts.frames)} frames a second, ${each(counts.moved)} moved a second, ${each(counts.bytes / 1000)} kB a second; ${counts.dropped} replaced in all; a frame at most ${counts.oldest} ms old when read`)
  console.log('MB at the beginning and after each tenth:')
  printTable(['', ...live.memory.map((_, i) => `${i}/10`)], PARTS.map((name) => [name, ...live.memory.map((one) => round(one[name]))]))
  return live
}

async function bench(): Promise<void> {
  console.log(`${machine()}\n`)
  const fences = rings()
  const [scan, tree] = [simple(fences, false), simple(fences, true)]
  const rows: (string | number)[][] = []
  const linear = await rate((heard) => scan(heard), 150_000)
  rows.push(['map of objects, fences one after the other; no history, nobody watching', round(linear.wall), round(linear.cpu), round(linear.main), ''])
  const packed = await rate((heard) => tree(heard), 1_500_000)
  rows.push(['map of objects, packed tree of fence boxes; no history, nobody watching', round(packed.wall), round(packed.cpu), round(packed.main), ''])
  const bare = await whole(false)
  rows.push(['whole way, somebody watching; history off', round(bare.wall), round(bare.cpu), round(bare.main), ''])
  const full = await whole(true)
  rows.push(['whole way, somebody watching; history on', round(full.wall), round(full.cpu), round(full.main), `${full.waiting} waiting for the disk at most`])
  printTable(['way', 'positions a second', 'per CPU-second', 'per CPU-second of the main thread', ''], rows)
  console.log(`at least ${GOAL_PER_SECOND} a second with ${FENCES} fences and history: ${verdict(GOAL_PER_SECOND, full.wall)}`)

  await againstTile38()
  await manyIdentities()
  const live = await shown(ALL)
  console.log(`event loop p99 at most ${GOAL_STALL_MS} ms: ${verdict(live.p99, GOAL_STALL_MS)}`)
  const crowd = await shown(CROWD)
  console.log(`at most ${GOAL_CROWD_CORE} of a core: ${verdict(crowd.cpu, GOAL_CROWD_CORE)}`)
}

async function manyIdentities(): Promise<void> {
  const child = fork(import.meta.filename, ['million'], { execArgv: [...process.execArgv, '--expose-gc'] })
  const memory = await new Promise<{ things: number; before: number; peak: number; after: number }>((resolve) => child.once('message', (what) => resolve(what as never)))
  console.log(`\n${memory.things} identities: ${round(memory.before / 1e6)} MB before, ${round(memory.peak / 1e6)} MB while they come, ${round(memory.after / 1e6)} MB at rest`)
  console.log(`at most ${GOAL_MB} MB: at rest ${verdict(memory.after / 1e6, GOAL_MB)}, while they come ${verdict(memory.peak / 1e6, GOAL_MB)}`)

}

if (process.argv[2] === 'million') {
  await million()
} else if (process.argv[2] === 'whole') {
  await againstTile38()
} else if (process.argv[2] === 'identities') {
  await manyIdentities()
} else if (process.argv[2] === 'everything') {
  await shown(ALL)
} else if (process.argv[2] === 'crowd') {
  await shown({ ...CROWD, seconds: Number(process.argv[3] ?? CROWD.seconds) })
} else if (process.argv[2] === 'flat') {
  await shown({ ...FLAT, seconds: Number(process.argv[3] ?? FLAT.seconds) })
} else if (process.argv[2] === 'screens') {
  screens(process.argv[3] ?? '', JSON.parse(process.argv[4] ?? '[]') as string[], JSON.parse(process.argv[5] ?? 'null') as Show)
} else {
  await bench()
}
