import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { Reader } from '../../../../core/policy.ts'
import { refuseField } from '../../../../core/problem.ts'
import { kmzChunks } from '../../../../formats/kmz.ts'
import { missionOf, type App } from '../../../../server/face.ts'
import { instantOf, periodOf } from '../past/asked.ts'
import { clipOf } from '../past/clip.ts'
import { Eyes } from '../past/eyes.ts'
import { clipText } from '../past/formats.ts'
import { enteredBy, type Desk } from './web-server.ts'

const HOUR_MS = 3_600_000

type Asked = { [name: string]: unknown }

/**
 * `ExportMissionKML`: where things were in a period, as devices ask for it – all of it with the incidents of the period, or one
 * device by its uid. What is strictly confidential or of a compartment stays out, as everywhere on devices.
 */
export function missionKmlRoute(server: FastifyInstance, desk: Desk): void {
  const { app } = desk
  server.get('/Marti/ExportMissionKML', async (request, reply) => {
    const asked = request.query as Asked
    const reader = deviceReader(enteredBy(request).reader)
    const now = app.clock()
    const { from, to } = spanOf(asked, now)
    const format = text(asked, 'format')?.toLowerCase() ?? 'kml'
    if (format !== 'kml' && format !== 'kmz') {
      throw refuseField('format', `"${format.slice(0, 20)}" is not offered`, 'Use kml or kmz', 'invalid-query')
    }
    const uid = text(asked, 'uid')
    const eyes = new Eyes(app, reader)
    const period = periodOf({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }, now)
    const ids = uid === null ? null : await thingsOf(app, eyes, from, to, `cot:${uid}`)
    const clip = await clipOf(app, reader, eyes, { ...period, ids }, uid === null ? ['incident'] : [], 0)
    await app.store.audit(reader, ['mission'], 'export', { format: 'kml', count: clip.things.length, of: 'position' })
    const name = `${(await missionOf(app.store))?.name ?? 'Vigie'} ${new Date(from).toISOString()}`
    const kml = clipText('kml', { app, eyes, clip, name, now })
    return reply
      .type(format === 'kmz' ? 'application/vnd.google-earth.kmz' : 'application/vnd.google-earth.kml+xml')
      .header('content-disposition', `attachment; filename="vigie-${new Date(from).toISOString().slice(0, 10)}.${format}"`)
      .send(Readable.from(format === 'kmz' ? kmzChunks(kml) : kml))
  })
}

/** A device keeps what it is given: nobody sees there what every reading of is written down. */
function deviceReader(reader: Reader): Reader {
  return { ...reader, compartments: [], clearance: reader.clearance === 'SC' ? 'C' : reader.clearance }
}

/** `startTime` and `endTime`, or one of them or none with `interval` in hours. */
function spanOf(asked: Asked, now: number): { from: number; to: number } {
  const [start, end, interval] = [text(asked, 'startTime'), text(asked, 'endTime'), text(asked, 'interval')]
  const hours = interval === null ? null : Number(interval)
  if (hours !== null && !(hours > 0 && hours <= 366 * 24)) {
    throw refuseField('interval', `"${String(interval).slice(0, 20)}" is no number of hours`, 'Give hours, e.g. 24, up to 366 days', 'invalid-query')
  }
  const from = start === null ? null : instantOf(start, 'startTime', now)
  const to = end === null ? null : instantOf(end, 'endTime', now)
  if (from !== null) {
    return { from, to: to ?? (hours === null ? now : from + hours * HOUR_MS) }
  }
  if (hours === null) {
    throw refuseField('startTime', 'is missing', 'Give startTime and endTime, or interval in hours', 'invalid-query')
  }
  return { from: (to ?? now) - hours * HOUR_MS, to: to ?? now }
}

/** Ids of the things an identity was in a period; more than one where it came by several feeds. */
async function thingsOf(app: App, eyes: Eyes, from: number, to: number, subject: string): Promise<ReadonlySet<string>> {
  const allow = eyes.allow(null)
  const found = await app.positions.identities({ from, to, allow: (of, feed) => of === subject && allow(of, feed) })
  return new Set(found.map((one) => eyes.of(one.subject, one.feed).id))
}

function text(asked: Asked, name: string): string | null {
  const value = asked[name]
  return typeof value === 'string' && value !== '' ? value.slice(0, 500) : null
}
