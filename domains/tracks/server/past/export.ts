import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { isSensitive } from '../../../../core/handling.ts'
import { refuseField } from '../../../../core/problem.ts'
import { localDate } from '../../../../core/time-local.ts'
import { closed, endpoint, missionOf } from '../../../../server/face.ts'
import { numberOf, periodOf, periodParams } from './asked.ts'
import { clipOf } from './clip.ts'
import { Eyes, sensitiveIds } from './eyes.ts'
import { CLIP_ENDS, CLIP_FORMATS, CLIP_TYPES, clipText, type ClipFormat } from './formats.ts'

const exportQuery = Type.Object({
  ...periodParams,
  format: Type.String({ description: CLIP_FORMATS.join(', ') }),
  every: Type.Optional(Type.String({ description: 'one position in so many seconds; default all' })),
  with: Type.Optional(Type.String({ description: 'kinds of records that happened in the period and place, e.g. incident' })),
  purpose: Type.Optional(Type.String({ description: 'what it is for; needed for what is strictly confidential' })),
}, closed)

/** A clip of data to take away: what moved in a period and place, with its marking. That it left is written down before its first byte. */
export const exportRoute = endpoint({
  method: 'GET', path: '/api/tracks/export', tag: 'tracks', summary: 'A period of what moved as a file', access: 'signed-in', basic: true,
  query: exportQuery,
  answers: { 200: { media: 'application/octet-stream' } },
  async handle(call) {
    const { app, query, now } = call
    const format = CLIP_FORMATS.find((one): one is ClipFormat => one === query.format)
    if (format === undefined) {
      throw refuseField('format', `"${query.format.slice(0, 20)}" is not a format`, `Use ${CLIP_FORMATS.join(', ')}`, 'invalid-query')
    }
    const kinds = (query.with ?? '').split(',').map((one) => one.trim()).filter((one) => one !== '')
    if (format === 'csv' && kinds.length > 0) {
      throw refuseField('with', 'positions and records do not fit in one table', 'Export the records by /api/export, or use another format', 'invalid-query')
    }
    const reader = { ...call.reader, purpose: query.purpose?.trim() || call.reader.purpose }
    const eyes = new Eyes(app, reader)
    const clip = await clipOf(app, reader, eyes, periodOf(query, now), kinds, numberOf(query.every, 'every', 0, 0, 86_400))
    await app.store.audit(reader, ['mission'], 'export', { format, count: clip.things.length, of: 'position' })
    const sensitive = [...sensitiveIds(clip.things), ...clip.records.filter((one) => isSensitive(one.handling)).map((one) => one.id)]
    if (sensitive.length > 0) {
      await app.store.audit(reader, sensitive, 'export', { format })
    }
    const zone = (await missionOf(app.store))?.zone ?? 'UTC'
    const name = `vigie-tracks-${localDate(clip.period.from, zone)}`
    return {
      status: 200, raw: Readable.from(clipText(format, { app, eyes, clip, name, now })), type: CLIP_TYPES[format],
      headers: { 'content-disposition': `attachment; filename="${name}.${CLIP_ENDS[format]}"`, 'cache-control': 'no-store' },
    }
  },
})
