import { Type, type Static } from 'typebox'
import type { ActionRule } from '../../../core/kind.ts'
import { Problem, type FieldProblem } from '../../../core/problem.ts'

const closed = { additionalProperties: false }

/** Where a moving picture can be opened by whoever may read the record. */
export const VideoSource = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    url: Type.String({ minLength: 1, maxLength: 1000 }),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
    /** Sent by a device and not yet taken over: a draft only its sender is listed. `uid` is the device's own for it, `by` the account. */
    offered: Type.Optional(Type.Object({ uid: Type.String({ maxLength: 300 }), by: Type.Optional(Type.String({ maxLength: 64 })), callsign: Type.Optional(Type.String({ maxLength: 200 })), at: Type.String({ maxLength: 40 }) }, closed)),
  },
  closed,
)
export type VideoSource = Static<typeof VideoSource>

const SCHEMES = new Set(['rtsp:', 'rtsps:', 'rtmp:', 'rtmps:', 'udp:', 'tcp:', 'srt:', 'http:', 'https:'])

/** The address must be one that a client can open, without a password in it: everyone who reads the list would have it. */
export function checkVideoSource(data: VideoSource): FieldProblem[] {
  const url = URL.parse(data.url)
  if (!url || !SCHEMES.has(url.protocol)) {
    return [{ path: '/url', problem: 'is not an address of a stream', fix: 'Write for example rtsp://camera.example:554/live' }]
  }
  return url.username === '' && url.password === '' ? [] : [{ path: '/url', problem: 'has a name or password in it', fix: 'Leave them out: everyone who may read this record would have them' }]
}

/** A person takes over what a device offered: from then on it is listed for all who may read it. */
export const takeOver: Pick<ActionRule<VideoSource>, 'patch' | 'reduce'> = {
  patch: Type.Object({}, closed),
  reduce(record) {
    const { offered, ...data } = record.data
    if (!offered) {
      throw new Problem('wrong-state', 'this source is no draft of a device; there is nothing to take over')
    }
    return { ...record, data }
  },
}
