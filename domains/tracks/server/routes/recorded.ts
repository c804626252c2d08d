import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { Type } from 'typebox'
import type { Codec, Heard, HeardFix } from '../../../../core/feed.ts'
import { Problem, refuseField } from '../../../../core/problem.ts'
import { cotCodec } from '../../../../formats/cot/codec.ts'
import { nmea } from '../../../../formats/nmea/codec.ts'
import { geojson, gpx, kml } from '../../../../formats/track-files.ts'
import { closed, endpoint, findRecord, nullable, ok, type Endpoint } from '../../../../server/face.ts'
import type { PositionsImport } from '../../shared/manual.ts'
import { pictureOf } from '../live/of-app.ts'

const MOST_BYTES = 8 * 1024 * 1024
/** Positions taken before other work gets its turn. */
const AT_A_TIME = 2_000
const AHEAD_MS = 5 * 60_000
const FORMATS: readonly { ending: RegExp; codec: Codec; format: string }[] = [
  { ending: /\.gpx$/i, codec: gpx, format: 'gpx' },
  { ending: /\.kml$/i, codec: kml, format: 'kml' },
  { ending: /\.(?:geo)?json$/i, codec: geojson, format: 'geojson' },
  { ending: /\.(?:cot|xml)$/i, codec: cotCodec, format: 'cot' },
  { ending: /\.(?:nmea|txt|log)$/i, codec: nmea, format: 'nmea' },
]

const recorded = endpoint({
  method: 'POST', path: '/api/tracks/:id/recorded', tag: 'tracks', summary: 'Read a recording (GPX, KML, GeoJSON, CoT, NMEA) into the history of a track: multipart file; dryRun says what is in it', access: 'signed-in', multipart: true,
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'id or reference of the track' }) }, closed),
  query: Type.Object({
    dryRun: Type.Optional(Type.Enum(['true', 'false'])),
    of: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'which of several things in the file, by its name there' })),
  }, closed),
  answers: {
    200: Type.Object({
      format: Type.String(), positions: Type.Integer({ description: 'in the file, of this thing' }), taken: Type.Integer({ description: 'kept; what was known already is not kept twice. 0 in a dry run' }),
      from: nullable(Type.String()), to: nullable(Type.String()), things: Type.Array(Type.String()),
      unread: Type.Array(Type.Object({ reason: Type.String(), count: Type.Integer() }, closed)),
    }, closed),
  },
  async handle(call) {
    const { app, reader, request, query } = call
    const { record } = await findRecord(call, call.params.id)
    const entry = pictureOf(app).book.tracks.get(record.id)
    if (record.kind !== 'track' || !entry) {
      throw new Problem('not-found', `${record.ref} is not a track that stands`)
    }
    if (!request.isMultipart()) {
      throw new Problem('unsupported-type', 'send the file as multipart/form-data')
    }
    const part = await request.file({ limits: { fileSize: MOST_BYTES, files: 1, fields: 2, parts: 3 } })
    if (!part) {
      throw refuseField('/file', 'is missing', 'Send the recording in a part named file')
    }
    const bytes = await part.toBuffer()
    const name = part.filename.slice(-200) || 'recording'
    const chosen = FORMATS.find(({ ending }) => ending.test(name))
    if (!chosen) {
      throw refuseField('/file', `"${name}" has no ending that is known`, 'Name it .gpx, .kml, .geojson, .cot or .nmea by what it is')
    }
    const decoder = chosen.codec.make({ device: '' })
    const heard = [...decoder.push(bytes, call.now), ...decoder.end(call.now)]
    const { fixes, unread } = sorted(heard, call.now)
    const things = [...new Set(fixes.map((fix) => fix.subject))]
    const own = query.of === undefined ? fixes : fixes.filter((fix) => nameOf(fix.subject) === query.of)
    const dry = query.dryRun === 'true'
    if (!dry && query.of === undefined && things.length > 1) {
      throw refuseField('/of', `the file holds ${things.length} things: ${things.slice(0, 10).map(nameOf).join(', ')}`, 'Say which one this track is')
    }
    if (own.length === 0) {
      throw refuseField('/file', unread[0] ? `no position could be read: ${unread[0].reason}` : 'no position with a time is in it', 'A recording needs places and the time of each')
    }
    const at = (index: number): string => new Date(own.at(index)?.at ?? call.now).toISOString()
    let taken = 0
    if (!dry) {
      const patch: PositionsImport = { file: name, format: chosen.format, sha256: createHash('sha256').update(bytes).digest('hex'), positions: own.length, from: at(0), to: at(-1) }
      await app.store.commit(reader, [{ id: call.freshId('import'), record: record.id, kind: 'track', type: 'positions-import', at: new Date(call.now).toISOString(), basedOn: record.version, patch }])
      for (let i = 0; i < own.length; i += AT_A_TIME) {
        taken += pictureOf(app).recorded(entry, own.slice(i, i + AT_A_TIME)).taken
        await turn()
      }
    }
    return ok({ format: chosen.format, positions: own.length, taken, from: at(0), to: at(-1), things: things.map(nameOf).slice(0, 100), unread })
  },
})

/** Positions in the order of their times, and what could not be read, by reason. */
function sorted(heard: readonly Heard[], now: number): { fixes: (HeardFix & { at: number })[]; unread: { reason: string; count: number }[] } {
  const fixes: (HeardFix & { at: number })[] = []
  const reasons = new Map<string, number>()
  const count = (reason: string): unknown => reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  for (const one of heard) {
    const fix = one.what === 'position' || one.what === 'alarm' ? one.fix : undefined
    if (one.what === 'bad') {
      count(one.reason)
    } else if (fix) {
      const { at } = fix
      if (at === null) {
        count('a position without a time')
      } else if (at > now + AHEAD_MS) {
        count('a time that has not come yet')
      } else {
        fixes.push({ ...fix, at })
      }
    }
  }
  return { fixes: fixes.sort((a, b) => a.at - b.at), unread: [...reasons].map(([reason, n]) => ({ reason, count: n })) }
}

/** The name a thing has in its file. */
function nameOf(subject: string): string {
  return subject.slice(subject.indexOf(':') + 1)
}

export const recordedRoutes: readonly Endpoint[] = [recorded]
