import type { FeedConfig } from '../../../../core/feed-config.ts'
import type { Reader } from '../../../../core/policy.ts'
import { SYSTEM, type App } from '../../../../server/face.ts'
import { ENROL_PORT, MARTI_CODEC, MARTI_PORT, STREAM_PORT } from './ports.ts'

/** A feed of the TAK services as the administration lists it. */
export type TakFeed = { id: string; ref: string; codec: string; technology: string; enabled: boolean; running: boolean; port: number | null }

const CODECS = ['tak', MARTI_CODEC] as const

/** Feeds that serve TAK devices, oldest first, as the node knows them: an administrator sets them up whatever their clearance. */
export async function takFeeds(app: App): Promise<TakFeed[]> {
  const found: TakFeed[] = []
  for await (const { record } of app.store.stream(SYSTEM, { kind: 'feed', where: { codec: [...CODECS] }, sort: { by: 'logged', dir: 'asc' } })) {
    const data = record.data as unknown as FeedConfig
    found.push({ id: record.id, ref: record.ref, codec: data.codec, technology: data.technology, enabled: data.enabled, running: app.feeds.running(data.codec).some((one) => one.id === record.id), port: data.port ?? null })
  }
  return found
}

/** Switch on what is off, and make what is missing: the stream over TLS and the web services, at the ports devices expect. */
export async function switchOn(app: App, by: Reader, technology: string): Promise<void> {
  const standing = await takFeeds(app)
  await turn(app, by, { enabled: true, technology })
  const base = { technology, transport: 'tcp-server', address: app.loopbackOnly ? '127.0.0.1' : '0.0.0.0', enabled: true } as const
  const made: FeedConfig[] = [
    { ...base, name: 'TAK', codec: 'tak', port: STREAM_PORT, options: { tls: true }, sort: 'person', affiliation: 'friend', source: 'gps', registers: true },
    { ...base, name: 'TAK web', codec: MARTI_CODEC, port: MARTI_PORT, options: { enrolPort: ENROL_PORT, clearPort: 0 }, registers: false },
  ]
  const missing = made.filter((one) => !standing.some(({ codec }) => codec === one.codec))
  if (missing.length > 0) {
    await app.store.commit(by, missing.map((data) => ({ id: crypto.randomUUID(), record: crypto.randomUUID(), kind: 'feed', type: 'create', at: new Date(app.clock()).toISOString(), basedOn: null, patch: { data } })))
  }
}

/** Switch every feed of the TAK services off; their listeners close with the commit. */
export async function switchOff(app: App, by: Reader): Promise<void> {
  await turn(app, by, { enabled: false })
}

async function turn(app: App, by: Reader, fields: { enabled: boolean; technology?: string }): Promise<void> {
  const now = new Date(app.clock()).toISOString()
  const actions = []
  for await (const { record } of app.store.stream(SYSTEM, { kind: 'feed', where: { codec: [...CODECS] } })) {
    const data = record.data as unknown as FeedConfig
    if (data.enabled !== fields.enabled || (fields.technology !== undefined && data.technology !== fields.technology)) {
      actions.push({ id: crypto.randomUUID(), record: record.id, kind: 'feed', type: 'edit', at: now, basedOn: record.version, patch: { fields } })
    }
  }
  if (actions.length > 0) {
    await app.store.commit(by, actions)
  }
}
