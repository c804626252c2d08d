import { fork, type ChildProcess } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { FeedConfig } from '../core/feed-config.ts'
import { DOMAINS } from '../domains/index.ts'
import { createApp } from '../server/app.ts'
import { createAccount } from '../server/auth/accounts.ts'
import { createToken } from '../server/auth/api-tokens.ts'
import { SYSTEM } from '../server/auth/reader.ts'
import { readConfig } from '../server/config.ts'
import { openStore } from '../server/store/open.ts'
import { benchFolder } from './mission.ts'
import { machine, printTable, round } from './measure.ts'

/**
 * The TAK stream as devices meet it: accounts signed in by token, need-to-know on, the picture and the history behind it. The node,
 * the senders and the receivers are processes of their own on this machine, so that what is measured includes all of them on its
 * cores. Every receiver takes everything and reads uid and time of each event by scanning its bytes.
 */
const PORT = Number(process.env['VIGIE_BENCH_PORT'] ?? 8600)
const SECONDS = 10
const SENDERS = 20
const FLAT_OUT_EVENTS = 400_000
const DAY = 86_400_000

type Plan = { role: 'senders'; tokens: string[]; perSecond: number; seconds: number; flat: number } | { role: 'receivers'; tokens: string[]; expect: number }
type Report = { sent?: number; seconds?: number; received?: number; delays?: number[]; lastAt?: number; firstAt?: number }

if (process.send) {
  process.once('message', (plan: Plan) => void (plan.role === 'senders' ? send(plan) : receive(plan)))
} else {
  await bench()
}

function login(token: string, i: number): string {
  return `<auth><cot username="bench-${i}" password="${token}" uid="DEV-${i}"/></auth>`
}

/** About 600 bytes, as a device sends them: it moves by a metre or less with each, so that every one is believed and shown. */
function event(uid: string, n: number, at: number): string {
  const time = new Date(at).toISOString()
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<event version="2.0" uid="${uid}" type="a-f-G-U-C" time="${time}" start="${time}" stale="${new Date(at + 300_000).toISOString()}" how="m-g"><point lat="${(4 + n / 10_000_000).toFixed(7)}" lon="18.5" hae="380.2" ce="4.5" le="9999999.0"/><detail><takv os="34" version="5.2.0.1" device="BENCH" platform="ATAK-CIV"/><contact endpoint="*:-1:stcp" callsign="${uid}"/><uid Droid="${uid}"/><precisionlocation altsrc="GPS" geopointsrc="GPS"/><__group role="Team Member" name="Cyan"/><status battery="80"/><track course="90.0" speed="1.5"/></detail></event>\n`
}

async function open(token: string, i: number): Promise<Socket> {
  const socket = connect({ port: PORT, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve())
    socket.once('error', reject)
  })
  socket.write(login(token, i))
  return socket
}

async function send(plan: Extract<Plan, { role: 'senders' }>): Promise<void> {
  const sockets = await Promise.all(plan.tokens.map((token, i) => open(token, i)))
  sockets.forEach((socket) => socket.resume())
  process.send?.('ready')
  await new Promise((resolve) => process.once('message', resolve))
  const begun = performance.now()
  let sent = 0
  if (plan.flat > 0) {
    const each = Math.ceil(plan.flat / sockets.length)
    await Promise.all(sockets.map(async (socket, k) => {
      const base = Date.now() - each
      for (let n = 0; n < each; n += 500) {
        let text = ''
        for (let i = n; i < Math.min(each, n + 500); i += 1) {
          text += event(`DEV-${k}-${i % 100}`, i, base + i)
          sent += 1
        }
        if (!socket.write(text)) {
          await new Promise((resolve) => socket.once('drain', resolve))
        }
      }
    }))
  } else {
    const total = plan.perSecond * plan.seconds
    while (sent < total) {
      const due = Math.min(total, Math.floor(((performance.now() - begun) / 1000) * plan.perSecond))
      for (; sent < due; sent += 1) {
        const k = sent % sockets.length
        sockets[k]!.write(event(`DEV-${k}`, sent, Date.now()))
      }
      await delay(1)
    }
  }
  process.send?.({ sent, seconds: (performance.now() - begun) / 1000 } satisfies Report)
  process.once('message', () => process.exit())
}

async function receive(plan: Extract<Plan, { role: 'receivers' }>): Promise<void> {
  const delays: number[] = []
  let received = 0
  let firstAt = 0
  let lastAt = 0
  const sockets = await Promise.all(plan.tokens.map((token, i) => open(token, i + 1000)))
  const newest = sockets.map(() => new Map<string, number>())
  const minutes = new Map<string, number>()
  const timeOf = (text: string): number => {
    const minute = text.slice(0, 17)
    let began = minutes.get(minute)
    if (began === undefined) {
      began = Date.parse(`${minute}00.000Z`)
      minutes.set(minute, began)
    }
    return began + Number(text.slice(17, 23)) * 1000
  }
  sockets.forEach((socket, k) => {
    let rest = ''
    socket.on('data', (chunk: Buffer) => {
      const text = rest + chunk.toString('latin1')
      const now = Date.now()
      let from = 0
      for (;;) {
        const end = text.indexOf('</event>', from)
        if (end < 0) {
          break
        }
        const uid = text.indexOf(' uid="', from) + 6
        const until = text.indexOf('"', uid)
        if (text.startsWith('DEV-', uid) && text.startsWith('" type="a-f', until)) {
          const time = text.indexOf(' time="', until) + 7
          const when = timeOf(text.slice(time, time + 24))
          received += 1
          firstAt ||= now
          lastAt = now
          if (delays.length < 2_000_000) {
            delays.push(now - when)
          }
          newest[k]!.set(text.slice(uid, until), when)
        }
        from = end + 8
      }
      rest = text.slice(from)
    })
  })
  process.send?.('ready')
  process.on('message', (what) => {
    if (what === 'report') {
      delays.sort((a, b) => a - b)
      process.send?.({ received, delays: [delays[Math.floor(delays.length * 0.5)] ?? 0, delays[Math.floor(delays.length * 0.99)] ?? 0], firstAt, lastAt } satisfies Report)
    } else {
      process.exit()
    }
  })
}

async function run(plan: Plan): Promise<ChildProcess> {
  const child = fork(import.meta.filename, [], { serialization: 'advanced' })
  child.send(plan)
  await new Promise((resolve) => child.once('message', resolve))
  return child
}

function ask(child: ChildProcess, what: string): Promise<Report> {
  const answer = new Promise<Report>((resolve) => child.once('message', (report) => resolve(report as Report)))
  child.send(what)
  return answer
}

async function bench(): Promise<void> {
  const dataDir = benchFolder()
  const store = await openStore({ dataDir, kinds: DOMAINS.flatMap((domain) => domain.kinds) })
  const node = await createApp({ store, dataDir, config: { ...readConfig({}, null), logLevel: 'error', requestsPerMinute: 1e9 } })
  await node.listen({ port: 0, host: '127.0.0.1' })
  const day = (offset: number) => new Date(Date.now() + offset * DAY).toISOString().slice(0, 10)
  const technology = { name: 'TAK', code: 'tak', type: 'tracker', purpose: 'Bench', consent: { status: 'granted', by: 'Ministry', reference: 'N', from: day(-1), until: day(9) }, diligence: { status: 'cleared', by: 'Officer', reference: 'D', on: day(-1), reviewBy: day(9) } }
  const feed: FeedConfig = { name: 'TAK', technology: 'tak', codec: 'tak', transport: 'tcp-server', address: '127.0.0.1', port: PORT, enabled: true, registers: false, mostPerSecond: 1_000_000, options: { perClient: 1_000_000 } }
  const at = new Date().toISOString()
  await store.commit(SYSTEM, [{ id: 'b1', record: 'technology', kind: 'technology', type: 'create', at, basedOn: null, patch: { data: technology } }])
  await store.commit(SYSTEM, [{ id: 'b2', record: 'feed', kind: 'feed', type: 'create', at, basedOn: null, patch: { data: feed as never } }])
  const tokens = new Map<number, string>()
  for (const i of [...Array.from({ length: SENDERS }, (_, n) => n), ...Array.from({ length: 50 }, (_, n) => n + 1000)]) {
    const account = await createAccount(store, SYSTEM, { login: `bench-${i}`, name: `Bench ${i}`, org: 'MISSION', side: 'mission', clearance: 'C', compartments: [], grants: [{ role: 'TOC', area: null }] }, null)
    tokens.set(i, (await createToken(store, account.id, 'bench', 1, Date.now())).value)
  }
  const senders = Array.from({ length: SENDERS }, (_, i) => tokens.get(i)!)
  const receivers = Array.from({ length: 50 }, (_, i) => tokens.get(i + 1000)!)
  const state = async () => {
    const { takStream } = await import('../domains/tracks/server/tak/face.ts')
    const clients = takStream(node.app)!.clients()
    return { coalesced: clients.reduce((sum, one) => sum + one.coalesced, 0), dropped: clients.reduce((sum, one) => sum + one.dropped, 0) }
  }
  console.log(`TAK stream, ${machine()}\n`)
  const rows: (string | number)[][] = []
  for (const [perSecond, n] of [[200, 10], [200, 50], [1000, 10], [1000, 50]] as const) {
    const listening = await run({ role: 'receivers', tokens: receivers.slice(0, n), expect: 0 })
    const sending = await run({ role: 'senders', tokens: senders, perSecond, seconds: SECONDS, flat: 0 })
    await delay(500)
    const cpu = process.cpuUsage()
    const sent = await ask(sending, 'go')
    const used = process.cpuUsage(cpu)
    await delay(1000)
    const report = await ask(listening, 'report')
    const { coalesced, dropped } = await state()
    rows.push([`${perSecond} ev/s × ${n}`, `${((100 * report.received!) / (sent.sent! * n)).toFixed(1)} %`, report.delays![0]!, report.delays![1]!, coalesced, dropped, `${Math.round(process.memoryUsage().rss / 1e6)} MB`, `${(((used.user + used.system) / 1e6 / sent.seconds!) * 100).toFixed(0)} %`])
    listening.send('end')
    sending.send('end')
    await delay(1000)
  }
  printTable(['senders × receivers', 'delivered', 'p50 ms', 'p99 ms', 'coalesced', 'dropped', 'RSS of the node', 'CPU of the node'], rows)

  console.log()
  const flat: (string | number)[][] = []
  let heard = 0
  node.app.feeds.onHeard((delivery) => { heard += delivery.heard.filter(({ what }) => what === 'position').length })
  // The first round only warms the node: it is not shown.
  for (const [turn, n] of [0, 0, 10].entries()) {
    const listening = n === 0 ? null : await run({ role: 'receivers', tokens: receivers.slice(0, n), expect: 0 })
    const sending = await run({ role: 'senders', tokens: senders.slice(0, 1), perSecond: 0, seconds: 0, flat: FLAT_OUT_EVENTS })
    await delay(500)
    const { takStream } = await import('../domains/tracks/server/tak/face.ts')
    const taken = () => takStream(node.app)!.clients().reduce((sum, one) => sum + one.received, 0)
    const before = taken()
    const heardBefore = heard
    const begun = performance.now()
    const cpu = process.cpuUsage()
    const sent = await ask(sending, 'go')
    while (taken() - before < sent.sent!) {
      await delay(5)
    }
    const seconds = (performance.now() - begun) / 1000
    const used = process.cpuUsage(cpu)
    await delay(3000)
    const whole = process.cpuUsage(cpu)
    const report = listening ? await ask(listening, 'report') : null
    const { coalesced, dropped } = await state()
    const spent = report ? Math.max(seconds, (report.lastAt! - report.firstAt!) / 1000) : seconds
    const row = [n, sent.sent!, round(sent.sent! / seconds), round((sent.sent! * 1e6) / (used.user + used.system)), report ? round(report.received! / spent) : '–', report ? round((report.received! * 1e6) / (whole.user + whole.system)) : '–', report ? `${((100 * (report.received! + coalesced)) / (sent.sent! * n)).toFixed(1)} %` : '–', coalesced, dropped, `${((100 * (heard - heardBefore)) / sent.sent!).toFixed(1)} %`]
    if (turn > 0) {
      flat.push(row)
    }
    listening?.send('end')
    sending.send('end')
    await delay(1000)
  }
  printTable(['receivers', 'events', 'taken in /s', 'per second of CPU of the node', 'delivered /s', 'per second of CPU of the node', 'delivered or replaced by a newer', 'coalesced', 'dropped', 'on the picture and in history'], flat)
  console.log('\nPublished elsewhere, another run on a machine of two cores: goatak 10,400 in/s and 13,000 deliveries/s (23–30 % delivered flat out), taky 11,800 and 35,000; at 1,000 × 50 goatak 37.8 %, taky about 0 %.')
  await node.close()
  await store.close()
}
