import assert from 'node:assert/strict'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { FeedConfig } from '../core/feed-config.ts'
import type { Heard } from '../core/feed.ts'
import { SYSTEM } from '../server/auth/reader.ts'
import type { Delivery } from '../server/feeds/face.ts'
import type { FeedRun } from '../server/feeds/run.ts'
import type { Person, RunningNode } from './running-node.ts'
import { until } from './store.ts'

const DAY_MS = 86_400_000

/** A node whose feeds run, with the technology `tracker` consented to, and what the feeds heard. */
export type FeedBench = {
  keeper: Person
  heard: Delivery[]
  of(run: FeedRun): Heard[]
  made(config: Partial<FeedConfig>): Promise<FeedRun>
  edit(run: FeedRun, fields: Partial<FeedConfig>): Promise<void>
  /** Resolves when the transport is open. */
  up(run: FeedRun): Promise<void>
}

export async function feedBench(node: RunningNode): Promise<FeedBench> {
  const keeper = await node.person(`keeper-${crypto.randomUUID().slice(0, 6)}`, { grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
  const { feeds } = node.node.app
  const heard: Delivery[] = []
  feeds.onHeard((delivery) => heard.push(delivery))
  feeds.start()
  await consent(node, 'granted')
  return {
    keeper, heard,
    of: (run) => heard.filter((one) => one.feed.id === run.view.id).flatMap((one) => one.heard),
    async made(config) {
      const answer = await node.call('POST', '/api/records', { as: keeper, body: { kind: 'feed', data: { name: 'Test', technology: 'tracker', codec: 'json', transport: 'tcp-server', enabled: true, registers: false, address: '127.0.0.1', ...config } } })
      assert.equal(answer.status, 201, answer.body)
      await until(() => feeds.run(answer.json.id) !== null, 'the feed is followed')
      return feeds.run(answer.json.id) as FeedRun
    },
    async edit(run, fields) {
      const { json } = await node.call('GET', `/api/records/${run.view.id}`, { as: keeper })
      const answer = await node.call('POST', `/api/records/${run.view.id}/actions`, { as: keeper, body: { type: 'edit', basedOn: json.version, patch: { fields } } })
      assert.equal(answer.status, 200, answer.body)
    },
    up: (run) => until(() => run.health().detail !== null, 'the transport is open'),
  }
}

/** Put the technology `tracker` into the register, or change its consent. */
export async function consent(node: RunningNode, status: string): Promise<void> {
  const day = (offset: number): string => new Date(node.clock.now + offset * DAY_MS).toISOString().slice(0, 10)
  const fields = {
    consent: { status, by: 'Ministry', reference: 'N-1', from: day(-10), until: day(100) },
    diligence: { status: 'cleared', by: 'Officer', reference: 'D-1', on: day(-10), reviewBy: day(100) },
  }
  const standing = await node.store.get(SYSTEM, 'tech-tracker')
  const base = { id: crypto.randomUUID(), record: 'tech-tracker', kind: 'technology', at: new Date().toISOString() }
  await node.store.commit(SYSTEM, [
    standing
      ? { ...base, type: 'edit', basedOn: standing.record.version, patch: { fields } }
      : { ...base, type: 'create', basedOn: null, patch: { data: { name: 'Trackers', code: 'tracker', type: 'tracker', purpose: 'Safety', ...fields } } },
  ])
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

/** A connection to this machine; its errors end it. */
export async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
  return socket
}

/** A line of the generic JSON. */
export function position(id: string, at: number, lat = 4.3): string {
  return `${JSON.stringify({ id, lat, lon: 18.5, time: at })}\n`
}
