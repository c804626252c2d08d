import { setTimeout as delay } from 'node:timers/promises'
import { fork } from 'node:child_process'
import { WebSocket } from 'ws'
import { createApp } from '../server/app.ts'
import { createAccount } from '../server/auth/accounts.ts'
import { createToken } from '../server/auth/api-tokens.ts'
import { SYSTEM } from '../server/auth/reader.ts'
import { readConfig } from '../server/config.ts'
import { openStore } from '../server/store/open.ts'
import { DOMAINS } from '../domains/index.ts'
import { machine, printTable, round } from './measure.ts'
import { percentile, sampleFolder, verdict } from './mission.ts'

/**
 * From a write that is asked for to the frame on other screens. The screens run in a process of their own
 * on the same machine and clock, every one another person with a query of its own; each also reads and
 * parses what it is sent, as a browser would.
 */
const CLIENTS = 50
const PER_SECOND = 10
const SECONDS = 30
const MOST_MS = 250

type Arrived = { title: string; at: number }

if (process.send) {
  await screens(process.argv[2] ?? '', JSON.parse(process.argv[3] ?? '[]') as string[])
} else {
  await bench()
}

/** The other process: opens the screens, and at the end answers when each frame arrived. */
async function screens(address: string, tokens: string[]): Promise<void> {
  const arrived: Arrived[] = []
  let ready = 0
  for (const [i, token] of tokens.entries()) {
    const socket = new WebSocket(address, { headers: { authorization: `Bearer ${token}` } })
    socket.on('open', () => socket.send(JSON.stringify({ op: 'subscribe', id: 'log', query: { kind: 'incident', ...(i % 2 === 0 ? {} : { time: { axis: 'logged', from: new Date(Date.now() - i * 86_400_000).toISOString() } }) } })))
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as { op: string; upsert?: { title: string }[] }
      const at = performance.timeOrigin + performance.now()
      ready += frame.op === 'snapshot' ? 1 : 0
      frame.upsert?.forEach(({ title }) => arrived.push({ title, at }))
      if (frame.op === 'snapshot' && ready === tokens.length) {
        process.send?.('ready')
      }
    })
  }
  process.on('message', () => process.send?.(arrived, () => process.exit()))
}

async function bench(): Promise<void> {
  const dataDir = await sampleFolder()
  const store = await openStore({ dataDir, kinds: DOMAINS.flatMap((domain) => domain.kinds) })
  await store.warmed()
  const node = await createApp({ store, dataDir, config: { ...readConfig({}, null), logLevel: 'error', requestsPerMinute: 1e9 } })
  const port = await node.listen({ port: 0, host: '127.0.0.1' })
  const tokens: string[] = []
  for (let i = 0; i <= CLIENTS; i += 1) {
    const account = await createAccount(store, SYSTEM, { login: `bench-${i}`, name: `Screen ${i}`, org: 'MISSION', side: 'mission', clearance: 'C', compartments: i % 3 === 0 ? ['HR'] : [], grants: [{ role: 'JOC-DO', area: null }] }, null)
    tokens.push((await createToken(store, account.id, 'bench', 1, Date.now())).value)
  }
  const writer = tokens.pop() ?? ''
  const others = fork(import.meta.filename, [`ws://127.0.0.1:${port}/api/live`, JSON.stringify(tokens)], { serialization: 'advanced' })
  await new Promise((resolve) => others.once('message', resolve))
  const records = await store.count(SYSTEM, { kind: 'incident' })

  const asked = new Map<string, number>()
  const answered: number[] = []
  const before = process.cpuUsage()
  const begun = performance.now()
  const pending: Promise<void>[] = []
  for (let i = 0; i < SECONDS * PER_SECOND; i += 1) {
    await delay(Math.max(0, begun + (i * 1000) / PER_SECOND - performance.now()))
    const title = `Bench ${i}`
    const at = performance.timeOrigin + performance.now()
    asked.set(title, at)
    pending.push(fetch(`http://127.0.0.1:${port}/api/records`, {
      method: 'POST',
      headers: { 'authorization': `Bearer ${writer}`, 'content-type': 'application/json', 'idempotency-key': `bench-${i}` },
      body: JSON.stringify({ kind: 'incident', data: { type: 'INCIDENT', title, narrative: `${title}: shots were heard near the market.`, category: 'AC.03', happened: { from: new Date().toISOString(), precision: 'EXACT' }, place: { lon: -25 + (i % 10) / 10, lat: 10, precision: 1, radiusM: 100, method: 'GPS' } } }),
    }).then(async (response) => {
      await response.text()
      if (response.status !== 201) {
        throw new Error(`a write was answered ${response.status}`)
      }
      answered.push(performance.timeOrigin + performance.now() - at)
    }))
  }
  await Promise.all(pending)
  await delay(1000)
  const used = process.cpuUsage(before)
  const share = (used.user + used.system) / 1000 / (performance.now() - begun)
  const arrived = await new Promise<Arrived[]>((resolve) => {
    others.once('message', (all) => resolve(all as Arrived[]))
    others.send('end')
  })
  const waits = arrived.map(({ title, at }) => at - (asked.get(title) ?? Number.NaN))
  console.log(`# Commit to other screens\n\n${machine()}. ${CLIENTS} persons at live screens (a process of their own), ${records} records, ${PER_SECOND} reports a second over HTTP for ${SECONDS} s.\nFrom sending the report to its frame parsed by another screen; the disk's wait is in it.\n`)
  const p99 = percentile(waits, 0.99)
  printTable(['frames', 'of', 'p50', 'p99', 'slowest', `p99 ≤ ${MOST_MS} ms`, 'answer to the writer p50', 'CPU of the node'], [[
    String(waits.length), String(CLIENTS * SECONDS * PER_SECOND), `${round(percentile(waits, 0.5))} ms`, `${round(p99)} ms`, `${round(Math.max(...waits))} ms`, verdict(p99, MOST_MS), `${round(percentile(answered, 0.5))} ms`, `${Math.round(share * 100)} % of one core`,
  ]])
  await node.close()
  await store.close()
  if (waits.length !== CLIENTS * SECONDS * PER_SECOND) {
    throw new Error('frames were lost')
  }
}
