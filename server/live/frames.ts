import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { depthOf } from '../../core/json.ts'
import { refuseField, type ProblemBody } from '../../core/problem.ts'
import { Query } from '../../core/query.ts'
import type { RecordView } from '../../core/record-view.ts'
import { LEAST_PACKED, LEVEL, MEM_LEVEL, WINDOW_BITS } from './pack.ts'

/** Longest frame that is read, bytes; a longer one is answered by a problem. */
export const MAX_FRAME_BYTES = 64 * 1024
/** Longest frame that is taken off the wire at all; the connection of a longer one is closed (1009). */
export const MAX_WIRE_BYTES = 4 * MAX_FRAME_BYTES
/**
 * What is agreed on with a screen that packs its frames: small windows that are not kept from frame to frame, so that a packed text
 * may go to many (`pack.ts`) and 2,000 screens cost no memory between frames. The rest is for sockets of domains, which pack by themselves.
 */
export const DEFLATE = {
  serverNoContextTakeover: true, clientNoContextTakeover: true, serverMaxWindowBits: WINDOW_BITS,
  threshold: LEAST_PACKED, concurrencyLimit: 4, zlibDeflateOptions: { level: LEVEL, memLevel: MEM_LEVEL },
} as const
const MAX_DEPTH = 8

const id = Type.String({ minLength: 1, maxLength: 64, description: 'name the client gives the subscription' })
const closed = { additionalProperties: false }

/** What a client may say. `from` resumes after a gap; without it a snapshot is sent. */
export const ClientFrame = Type.Union([
  Type.Object({ op: Type.Literal('subscribe'), id, query: Query, from: Type.Optional(Type.Integer({ minimum: 0 })) }, closed),
  Type.Object({ op: Type.Literal('resume'), id, query: Query, from: Type.Integer({ minimum: 0 }) }, closed),
  Type.Object({ op: Type.Literal('unsubscribe'), id }, closed),
  Type.Object({ op: Type.Literal('ping'), t: Type.Number() }, closed),
  Type.Object({ op: Type.Literal('open'), id, channel: Type.String({ minLength: 1, maxLength: 64 }), params: Type.Optional(Type.Record(Type.String({ maxLength: 64 }), Type.Unknown(), { maxProperties: 20 })) }, closed),
  Type.Object({ op: Type.Literal('close'), id }, closed),
])
export type ClientFrame = Static<typeof ClientFrame>

/**
 * What the node says. `position` is the commit counter to resume from, `seq` counts the deltas of one
 * subscription from 1. `total` is what the reader may see of the query. `coalesced` counts updates
 * that were replaced by a newer one of the same record because the client was slow. `channel` carries
 * what a stream other than records says; its `seq` begins at 1 when it is opened.
 */
export type ServerFrame =
  | { op: 'snapshot'; id: string; position: number; total: number; items: RecordView[] }
  | { op: 'delta'; id: string; position: number; seq: number; upsert: RecordView[]; remove: string[]; total: number }
  | { op: 'heartbeat'; position: number; serverTime: string; dataAt: string | null; coalesced: number }
  | { op: 'channel'; id: string; seq: number; data: unknown }
  | { op: 'pong'; t: number; serverTime: string }
  | { op: 'problem'; id: string | null; problem: ProblemBody }

const OPS = ['subscribe', 'resume', 'unsubscribe', 'ping', 'open', 'close'] as const
const check = Compile(ClientFrame)
const byOp = new Map(ClientFrame.anyOf.map((schema, i) => [OPS[i], Compile(schema)] as const))

/** Read a client's frame. Throws Problem naming what is wrong with it. */
export function readFrame(text: string): ClientFrame {
  if (Buffer.byteLength(text) > MAX_FRAME_BYTES) {
    throw refuseField('', `the frame is longer than ${MAX_FRAME_BYTES / 1024} KiB`, 'Ask for less at once, e.g. fewer ids', 'too-large')
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refuseField('', 'the frame is not JSON', 'Send one JSON object with "op"', 'malformed-body')
  }
  if (depthOf(value, MAX_DEPTH + 1) > MAX_DEPTH) {
    throw refuseField('', `the frame is nested deeper than ${MAX_DEPTH} levels`, 'Send a plain Query', 'too-large')
  }
  if (check.Check(value)) {
    return value
  }
  const op = (value as { op?: unknown } | null)?.op
  const known = byOp.get(op as (typeof OPS)[number])
  if (!known) {
    throw refuseField('/op', `"${String(op)}" is nothing this channel understands`, `Use ${OPS.join(', ')}`)
  }
  const first = [...known.Errors(value)][0]
  const params = (first as { params?: { requiredProperties?: string[] } } | undefined)?.params
  if (first?.message === 'schema is false') {
    throw refuseField(first.instancePath, 'is not known here', 'Leave it out')
  }
  const missing = params?.requiredProperties?.[0]
  if (missing !== undefined) {
    throw refuseField(`${first?.instancePath ?? ''}/${missing}`, 'is missing', `Add "${missing}"`)
  }
  throw refuseField(first?.instancePath ?? '', first?.message ?? 'does not fit', 'See docs/interfaces/live.md for what each frame holds')
}
