import { createReadStream } from 'node:fs'
import { Type } from 'typebox'
import { TRANSPORTS } from '../../core/feed.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import { Problem } from '../../core/problem.ts'
import { TextReadings } from '../../formats/text-readings.ts'
import { endpoint, ok, type Call, type Endpoint } from '../http/endpoint.ts'
import { anyObject, closed, nullable } from '../http/schemas.ts'
import { cutFor, holdRaw } from '../http/told.ts'
import { cutWords, type Cut, type Seen } from '../store/face.ts'
import { RawEyes } from './raw.ts'
import { detailOf, FeedDetail, FeedStanding, ReplayStanding, standingOf } from './present.ts'
import { KEPT } from './quarantine.ts'
import type { FeedRun } from './run.ts'

const Key = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }, closed)
const PAGE = 50
const FEEDS_AT_ONCE = 500

const Entry = Type.Object({ id: Type.Integer(), at: Type.String(), from: Type.String(), reason: Type.String(), size: Type.Integer({ description: 'bytes of the whole input, of which at most 4,096 are kept' }), topic: nullable(Type.String()), hex: Type.String(), text: Type.String({ description: 'the same bytes as text, what cannot be shown as ·' }) }, closed)
const Ids = Type.Array(Type.Integer({ minimum: 1 }), { maxItems: KEPT })

/** The feed and its record as the caller sees it; `not-found` alike when absent and when hidden. */
async function findFeed(call: Call): Promise<{ run: FeedRun; seen: Seen }> {
  const { id } = call.params as { id: string }
  const seen = await call.app.store.get(call.reader, id)
  await call.app.feeds.followed()
  const run = seen?.record.kind === 'feed' ? call.app.feeds.run(id) : null
  if (!seen || !run) {
    throw new Problem('not-found', `no feed ${id} that you may see`)
  }
  return { run, seen }
}

async function findOwn(call: Call): Promise<FeedRun> {
  const { run, seen } = await findFeed(call)
  if (!seen.can.includes('edit')) {
    throw new Problem('not-allowed', 'only those who may edit the feed do this: administrators, chief and information manager of the JOC')
  }
  return run
}

/** Are the bytes of a feed there for who asks? For whom they are not, nothing is kept of it at all. */
function seesRaw(call: Call, run: FeedRun): Promise<boolean> {
  return new RawEyes(call.app.store, call.reader).see(run)
}

const list = endpoint({
  method: 'GET', path: '/api/feeds', tag: 'feeds', summary: 'Feeds and how each is: state, age of its newest data, what was refused and why', access: 'signed-in',
  answers: { 200: Type.Object({ items: Type.Array(FeedStanding), total: Type.Integer(), codecs: Type.Array(Type.String()), transports: Type.Array(Type.String()), now: Type.String(), process: Type.Object({ here: Type.Boolean({ description: 'this process runs the feeds' }), name: nullable(Type.String({ description: 'the one that does, as host:process' })) }, closed) }, closed) },
  async handle(call) {
    const { feeds, store } = call.app
    const items: FeedStanding[] = []
    await feeds.followed()
    const eyes = new RawEyes(store, call.reader)
    const page = await store.list(call.reader, { kind: 'feed', limit: FEEDS_AT_ONCE })
    for (const seen of page.items) {
      const run = feeds.run(seen.record.id)
      if (run) {
        items.push(standingOf(call.app, run, seen, await eyes.see(run)))
      }
    }
    items.sort((a, b) => a.name.localeCompare(b.name))
    return ok({ items, total: page.total, codecs: feeds.codecs(), transports: [...TRANSPORTS], now: new Date(call.now).toISOString(), process: { here: call.app.lead.held, name: call.app.lead.holder } })
  },
})

const read = endpoint({
  method: 'GET', path: '/api/feeds/:id', tag: 'feeds', summary: 'One feed: how it is, and when its state changed', access: 'signed-in',
  params: Key, answers: { 200: FeedDetail },
  async handle(call) {
    const { run, seen } = await findFeed(call)
    return ok(await detailOf(call.app, run, seen, await seesRaw(call, run)))
  },
})

const quarantine = endpoint({
  method: 'GET', path: '/api/feeds/:id/quarantine', tag: 'feeds', summary: 'What could not be read, newest first, with its bytes and the reason', access: 'signed-in',
  params: Key, query: Type.Object({ before: Type.Optional(Type.Integer({ minimum: 1 })), reason: Type.Optional(Type.String({ maxLength: 300 })) }, closed),
  answers: { 200: Type.Object({ items: Type.Array(Entry), total: Type.Integer(), reasons: Type.Array(Type.Object({ reason: Type.String(), count: Type.Integer() }, closed)) }, closed) },
  async handle(call) {
    const { run } = await findFeed(call)
    const { before, reason } = call.query as { before?: number; reason?: string }
    const all = (await seesRaw(call, run)) ? run.quarantine.list() : []
    const counts = new Map<string, number>()
    all.forEach((one) => counts.set(one.reason, (counts.get(one.reason) ?? 0) + 1))
    const fit = all.filter((one) => reason === undefined || one.reason === reason)
    const cut = cutFor(call)
    const items = fit.filter((one) => before === undefined || one.id < before).slice(0, PAGE).map((one) => ({
      id: one.id, at: new Date(one.at).toISOString(), from: one.from, reason: cut?.(one.reason) ?? one.reason, size: one.size, topic: one.topic === undefined ? null : (cut?.(one.topic) ?? one.topic), ...bytesAs(one.bytes, cut),
    }))
    return ok({ items, total: fit.length, reasons: [...counts].map(([name, count]) => ({ reason: cut?.(name) ?? name, count })).sort((a, b) => b.count - a.count) })
  },
})

const drop = endpoint({
  method: 'POST', path: '/api/feeds/:id/quarantine/drop', tag: 'feeds', summary: 'Throw away what could not be read: some, or all when no ids are given', access: 'signed-in',
  params: Key, body: Type.Object({ ids: Type.Optional(Ids) }, closed), answers: { 200: Type.Object({ dropped: Type.Integer() }, closed) },
  async handle(call) {
    const run = await findOwn(call)
    const ids = (call.body as { ids?: number[] }).ids ?? run.quarantine.list().map((one) => one.id)
    return ok({ dropped: (await seesRaw(call, run)) ? run.quarantine.drop(ids) : 0 })
  },
})

const retry = endpoint({
  method: 'POST', path: '/api/feeds/:id/quarantine/retry', tag: 'feeds', summary: 'Read again, with the format as it is now, what could not be read; what is understood is taken as what came then', access: 'signed-in',
  params: Key, body: Type.Object({ ids: Type.Optional(Ids) }, closed),
  answers: { 200: Type.Object({ read: Type.Integer(), still: Type.Integer(), cut: Type.Integer({ description: 'only their beginning was kept' }) }, closed) },
  async handle(call) {
    const run = await findOwn(call)
    if (!run.active) {
      throw new Problem('wrong-state', `the feed does not run: ${run.stopped ?? ''}`)
    }
    return ok((await seesRaw(call, run)) ? run.retry((call.body as { ids?: number[] }).ids ?? null) : { read: 0, still: 0, cut: 0 })
  },
})

const recordings = endpoint({
  method: 'GET', path: '/api/feeds/:id/recordings', tag: 'feeds', summary: 'Recordings of what came, newest first', access: 'signed-in',
  params: Key, answers: { 200: Type.Object({ items: Type.Array(Type.Object({ name: Type.String(), from: Type.String(), bytes: Type.Integer() }, closed)), bytes: Type.Integer(), mostBytes: Type.Integer(), leftOut: Type.Integer({ description: 'pieces that could not be kept because the disk did not follow' }), failed: nullable(Type.String({ description: 'why nothing can be kept at present' })) }, closed) },
  async handle(call) {
    const { run } = await findFeed(call)
    const sees = await seesRaw(call, run)
    return ok({ items: (sees ? run.recorder.list() : []).map(({ name, from, bytes }) => ({ name, from: new Date(from).toISOString(), bytes })), bytes: sees ? run.recorder.bytes : 0, mostBytes: (run.view.config.recordMb ?? 0) * 1_000_000, leftOut: run.recorder.left, failed: run.recorder.failed })
  },
})

const RecordingKey = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }), name: Type.String({ pattern: '^\\d{13}\\.rec$' }) }, closed)

async function fileOf(call: Call, run: FeedRun, name: string): Promise<string> {
  const file = (await seesRaw(call, run)) ? run.recorder.path(name) : null
  if (file === null) {
    throw new Problem('not-found', `no recording ${name}`)
  }
  return file
}

const download = endpoint({
  method: 'GET', path: '/api/feeds/:id/recordings/:name', tag: 'feeds', summary: 'A recording as a file (docs/interfaces/feeds.md)', access: 'signed-in',
  params: RecordingKey, answers: { 200: { media: 'application/octet-stream' } },
  async handle(call) {
    const { run } = await findFeed(call)
    const { name } = call.params as { name: string }
    const file = await fileOf(call, run, name)
    await holdRaw(call, file)
    await call.app.store.audit(call.reader, [run.view.id], 'export', { format: 'recording' })
    return { status: 200, raw: createReadStream(file), type: 'application/octet-stream', headers: { 'content-disposition': `attachment; filename="${run.view.ref}-${name}"` } }
  },
})

const forget = endpoint({
  method: 'DELETE', path: '/api/feeds/:id/recordings/:name', tag: 'feeds', summary: 'Remove a recording', access: 'signed-in',
  params: RecordingKey, answers: { 204: null },
  async handle(call) {
    const run = await findOwn(call)
    const { name } = call.params as { name: string }
    await fileOf(call, run, name)
    await run.recorder.drop(name)
    return { status: 204 }
  },
})

const Replay = Type.Object({ recording: Type.String({ pattern: '^\\d{13}\\.rec$' }), speed: Type.Optional(Type.Number({ minimum: 0, maximum: 1000, description: '1 as it came, 10 ten times as fast, 0 as fast as it goes' })), codec: Type.Optional(Type.String({ maxLength: 40 })) }, closed)

async function whatToPlay(call: Call, run: FeedRun) {
  const body = call.body as { recording: string; speed?: number; codec?: string }
  const file = await fileOf(call, run, body.recording)
  // What devices of a TAK feed send is Cursor on Target.
  const name = body.codec ?? (run.view.config.codec === 'tak' ? 'cot' : run.view.config.codec)
  const codec = call.app.feeds.codec(name)
  if (codec === null) {
    throw new Problem('invalid-input', `codec: no format ${name}; there are ${call.app.feeds.codecs().join(', ')}`)
  }
  return { feed: run.view, file, codec, recording: body.recording, speed: body.speed ?? 1 }
}

const play = endpoint({
  method: 'POST', path: '/api/feeds/:id/replay', tag: 'feeds', summary: 'Play a recording into the picture, marked as replay and not stored as new', access: 'signed-in',
  params: Key, body: Replay, answers: { 202: ReplayStanding },
  async handle(call) {
    const run = await findOwn(call)
    call.app.gate.allow(run.view.config.technology)
    const what = await whatToPlay(call, run)
    call.app.feeds.replays.start(what, call.now)
    return { status: 202, body: { recording: what.recording, speed: what.speed, startedAt: new Date(call.now).toISOString(), pieces: 0, heard: 0, bad: 0, at: null } }
  },
})

const stop = endpoint({
  method: 'DELETE', path: '/api/feeds/:id/replay', tag: 'feeds', summary: 'Stop the recording that is being played', access: 'signed-in',
  params: Key, answers: { 200: Type.Object({ stopped: Type.Boolean() }, closed) },
  async handle(call) {
    const run = await findOwn(call)
    return ok({ stopped: call.app.feeds.replays.stop(run.view.id) })
  },
})

const trial = endpoint({
  method: 'POST', path: '/api/feeds/:id/trial', tag: 'feeds', summary: 'Read a recording with a format and say what it would understand; nothing enters the picture', access: 'signed-in',
  params: Key, body: Replay,
  answers: { 200: Type.Object({ pieces: Type.Integer(), bytes: Type.Integer(), heard: Type.Integer(), bad: Type.Integer(), at: nullable(Type.String()), whole: Type.Boolean(), reasons: Type.Array(Type.Object({ reason: Type.String(), count: Type.Integer() }, closed)), sample: Type.Array(anyObject) }, closed) },
  async handle(call) {
    const run = await findOwn(call)
    const made = await call.app.feeds.replays.trial(await whatToPlay(call, run))
    const cut = cutFor(call)
    return ok({ ...made, ...(cut ? (cutWords({ reasons: made.reasons, sample: made.sample } as unknown as Json, cut) as JsonObject) : {}), at: made.at === null ? null : new Date(made.at).toISOString() })
  },
})

const Connect = Type.Object({ key: nullable(Type.String({ description: 'what devices push with; null when there is none, or a password is kept that is not shown' })), push: nullable(Type.String({ description: 'address to push to' })) }, closed)

function connectOf(call: Call, run: FeedRun, key: string | null) {
  const { transport } = run.view.config
  const origin = call.app.config.publicUrl?.replace(/\/$/, '') ?? `${call.request.protocol}://${call.request.host}`
  return { key, push: transport === 'http-push' && key !== null ? `${origin}/api/feeds/in/${key}` : null }
}

/** Only the keys of doors of our own are shown; passwords the node uses elsewhere are not. */
function isOurs(run: FeedRun): boolean {
  const { transport, address } = run.view.config
  return transport === 'http-push' || (transport === 'mqtt' && !(address ?? '').includes('://'))
}

const connect = endpoint({
  method: 'GET', path: '/api/feeds/:id/connect', tag: 'feeds', summary: 'What devices need to send to this feed (for those who may edit it)', access: 'signed-in', secret: true,
  params: Key, answers: { 200: Connect },
  async handle(call) {
    const run = await findOwn(call)
    return ok(connectOf(call, run, isOurs(run) ? await call.app.feeds.secrets.get(run.view.id) : null))
  },
})

const renew = endpoint({
  method: 'POST', path: '/api/feeds/:id/key', tag: 'feeds', summary: 'Make a new key for devices; the one before opens nothing any more', access: 'signed-in', secret: true,
  params: Key, answers: { 200: Connect },
  async handle(call) {
    const run = await findOwn(call)
    if (!isOurs(run)) {
      throw new Problem('wrong-state', 'devices do not send to this feed with a key; for a password at another server use /secret')
    }
    const key = await call.app.feeds.secrets.renew(run.view.id)
    call.app.feeds.reopen(run.view.id)
    return ok(connectOf(call, run, key))
  },
})

const keep = endpoint({
  method: 'POST', path: '/api/feeds/:id/secret', tag: 'feeds', summary: 'Keep the password or token the node uses at the server of this feed; it is never shown again', access: 'signed-in', secret: true,
  params: Key, body: Type.Object({ secret: Type.String({ minLength: 1, maxLength: 2000 }) }, closed), answers: { 204: null },
  async handle(call) {
    const run = await findOwn(call)
    if (isOurs(run)) {
      throw new Problem('wrong-state', 'the node makes the keys of its own doors; ask /key for a new one')
    }
    await call.app.feeds.secrets.set(run.view.id, (call.body as { secret: string }).secret)
    call.app.feeds.reopen(run.view.id)
    return { status: 204 }
  },
})

/** Bytes as they came; where they say a word that is not told, however it is encoded, those of the text without it. */
export function bytesAs(bytes: Uint8Array, cut: Cut | null): { hex: string; text: string } {
  const text = shown(new TextDecoder().decode(bytes))
  const readings = new TextReadings()
  const says = cut && [text, ...readings.push(bytes), ...readings.end()].find((one) => cut(one) !== one)
  const said = cut && says ? shown(cut(says)) : text
  return { hex: Buffer.from(says ? said : bytes).toString('hex'), text: said }
}

function shown(text: string): string {
  return text.replace(/[^\P{C}\n\t]|\uFFFD/gu, '·')
}

export const feedRoutes: readonly Endpoint[] = [list, read, quarantine, drop, retry, recordings, download, forget, play, stop, trial, connect, renew, keep]
