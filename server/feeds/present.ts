import { Type, type Static } from 'typebox'
import type { App } from '../http/app-context.ts'
import { anyObject, closed, nullable } from '../http/schemas.ts'
import type { Seen } from '../store/face.ts'
import { FEED_STATES } from './health.ts'
import type { FeedConfig } from '../../core/feed-config.ts'
import type { FeedRun } from './run.ts'
import { isElsewhere } from './supervisor.ts'

const Count = Type.Object({ in: Type.Integer(), refused: Type.Integer(), bad: Type.Integer() }, closed)
const Reasons = Type.Array(Type.Object({ reason: Type.String(), count: Type.Integer() }, closed))

/** A feed and how it is. Instants are ISO 8601 in UTC. */
export const FeedStanding = Type.Object(
  {
    id: Type.String(), ref: nullable(Type.String()), handling: anyObject, name: Type.String(), codec: Type.String(), transport: Type.String(), technology: Type.String(), enabled: Type.Boolean(),
    address: nullable(Type.String()), port: nullable(Type.Integer()), version: Type.Integer(),
    state: Type.Enum([...FEED_STATES]), since: Type.String(),
    because: nullable(Type.String({ description: 'in English: what the transport or the register of technology says' })),
    permit: Type.Object({ reason: Type.String(), params: Type.Record(Type.String(), Type.String()) }, closed),
    detail: nullable(Type.String()), nextTry: nullable(Type.String()),
    newest: nullable(Type.String({ description: 'time of the newest fix itself, not of its arrival' })), arrived: nullable(Type.String()),
    connections: Type.Integer(), hour: Count, total: Count, refusedBy: Reasons, badBy: Reasons, nothing: Type.Integer({ description: 'messages understood that held nothing to keep, since the feed was made' }), quarantined: Type.Integer(), recordedBytes: Type.Integer(),
    elsewhere: Type.Boolean({ description: 'its server is the node’s own (TAK)' }), mayEdit: Type.Boolean(),
    silentAfterS: Type.Integer(), recordMb: Type.Integer(), mostPerSecond: Type.Integer(),
    newcomers: Type.Object({ hour: Type.Integer(), day: Type.Integer(), mostHour: Type.Integer(), mostDay: Type.Integer() }, { ...closed, description: 'identities nobody had met, and how many of them the feed may bring' }),
  },
  closed,
)
export type FeedStanding = Static<typeof FeedStanding>

export const ReplayStanding = nullable(Type.Object({ recording: Type.String(), speed: Type.Number(), startedAt: Type.String(), pieces: Type.Integer(), heard: Type.Integer(), bad: Type.Integer(), at: nullable(Type.String()) }, closed))

export const FeedDetail = Type.Object(
  {
    ...FeedStanding.properties,
    options: anyObject,
    note: nullable(Type.String()),
    changes: Type.Array(Type.Object({ state: Type.Enum([...FEED_STATES]), at: Type.String(), because: nullable(Type.String()) }, closed)),
    replay: ReplayStanding,
    hasSecret: Type.Boolean(),
  },
  closed,
)

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
const reasons = (by: { [reason: string]: number }): { reason: string; count: number }[] => Object.entries(by).map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)

/** How a feed stands, for a reader who may see its record; `raw`: also the bytes as they came. */
export function standingOf(app: App, run: FeedRun, seen: Seen, raw: boolean): FeedStanding {
  const { config } = run.view
  const health = run.health()
  const permit = app.gate.permits().find((one) => one.code === config.technology)
  return {
    id: run.view.id, ref: seen.record.ref ?? null, handling: { ...seen.record.handling }, name: String(seen.record.data['name'] ?? ''), codec: config.codec, transport: config.transport, technology: config.technology, enabled: config.enabled,
    address: config.address ?? null, port: config.port ?? null, version: seen.record.version,
    state: health.state, since: new Date(health.since).toISOString(), because: health.because, permit: permit ? { reason: permit.reason, params: permit.params } : { reason: 'not-registered', params: {} },
    detail: health.detail, nextTry: iso(health.nextTry), newest: iso(health.newest), arrived: iso(health.arrived),
    connections: health.connections, hour: health.hour, total: health.total, refusedBy: reasons(health.refusedBy), badBy: reasons(health.badBy), nothing: health.nothing, quarantined: raw ? health.quarantined : 0, recordedBytes: raw ? health.recordedBytes : 0,
    elsewhere: isElsewhere(config.codec), mayEdit: seen.can.includes('edit'),
    silentAfterS: config.silentAfterS ?? 300, recordMb: config.recordMb ?? 0, mostPerSecond: config.mostPerSecond ?? 2000, newcomers: health.newcomers,
  }
}

export async function detailOf(app: App, run: FeedRun, seen: Seen, raw: boolean): Promise<Static<typeof FeedDetail>> {
  const playing = raw ? app.feeds.replays.of(run.view.id) : null
  const standing = standingOf(app, run, seen, raw)
  return {
    ...standing, options: (seen.record.data['options'] as FeedConfig['options']) ?? {}, note: (seen.record.data['note'] as string | undefined) ?? null,
    changes: run.changes().toReversed().slice(0, 50).map(({ state, at, because }) => ({ state, at: new Date(at).toISOString(), because })),
    replay: playing ? { recording: playing.recording, speed: playing.speed, startedAt: new Date(playing.startedAt).toISOString(), pieces: playing.progress.pieces, heard: playing.progress.heard, bad: playing.progress.bad, at: iso(playing.progress.at) } : null,
    hasSecret: (await app.feeds.secrets.get(run.view.id)) !== null,
  }
}
