import { Readable } from 'node:stream'
import { Type } from 'typebox'
import { inLocale } from '../../core/i18n.ts'
import { combineHandling, marking } from '../../core/handling.ts'
import type { Kind } from '../../core/kind.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import { kmlChunks, networkLinkKml, tablePlacemarks, type KmlStyle, type Placemark } from '../../formats/kml.ts'
import { EXPORT_TYPES } from '../jobs/export.ts'
import { exportTable } from '../jobs/export-table.ts'
import type { Seen } from '../store/face.ts'
import { endpoint, needCaller, type Call, type Endpoint } from './endpoint.ts'
import { severityIcon } from './kml-icon.ts'
import { noteLinkUse } from './link-use.ts'
import { queryOf } from './query.ts'
import { closed, queryParams } from './schemas.ts'

/** Places one answer holds at most; the document says how many there are. */
const MOST = 2_000
const REFRESH_S = 120

const link = endpoint({
  method: 'GET', path: '/api/kml/link', tag: 'transfer', summary: 'A KML file that keeps itself up to date in Google Earth; needs a token for links as key', access: 'signed-in', links: 'address',
  query: queryParams({ refresh: Type.Optional(Type.String({ description: `seconds between two readings, 30 to 86400; ${REFRESH_S} when left out` })) }), freeQuery: true,
  answers: { 200: { media: EXPORT_TYPES.kml } },
  async handle(call) {
    needLink(call)
    const { query, extra } = queryOf(call, ['refresh'])
    const seconds = Number(extra['refresh'] ?? REFRESH_S)
    if (!Number.isInteger(seconds) || seconds < 30 || seconds > 86_400) {
      throw refuseField('refresh', 'is not a whole number from 30 to 86400', 'Give the seconds between two readings, e.g. refresh=120', 'invalid-query')
    }
    const kind = call.app.store.kinds().need(query.kind)
    // As it was sent: the token with it, for it is what the reading program will say.
    const address = new URL(call.request.url, originOf(call))
    address.pathname = '/api/kml/live'
    address.searchParams.delete('refresh')
    const name = titleOf(kind)
    const text = networkLinkKml({ name: `Vigie: ${name}`, description: `Reads again every ${seconds} seconds and when the view rests. What its owner may read, without what is strictly confidential or of a compartment.`, href: address.href, seconds })
    return { status: 200, raw: text, type: EXPORT_TYPES.kml, headers: { 'content-disposition': `attachment; filename="vigie-${kind.name}-link.kml"`, 'cache-control': 'no-store' } }
  },
})

const live = endpoint({
  method: 'GET', path: '/api/kml/live', tag: 'transfer', summary: 'What a KML link shows: the records of a query in a box', access: 'signed-in', links: 'address',
  query: queryParams({ BBOX: Type.Optional(Type.String({ description: 'west,south,east,north of the view, as Google Earth sends it' })) }), freeQuery: true,
  answers: { 200: { media: EXPORT_TYPES.kml } },
  async handle(call) {
    // Others take the export: it asks for a purpose where one is needed, and is written down.
    needLink(call)
    const { query, extra } = queryOf(call, ['BBOX'])
    const { store } = call.app
    const kind = store.kinds().need(query.kind)
    const bbox = extra['BBOX'] === undefined ? undefined : viewBox(extra['BBOX'])
    const page = await store.list(call.reader, { ...query, ...(bbox ? { bbox } : {}), sort: query.sort ?? { by: 'severity', dir: 'desc' }, limit: Math.min(query.limit ?? MOST, MOST) })
    await noteLinkUse(call, 'kml-link', kind.name, page.items.length)
    const mark = marking(combineHandling([{ level: 'U', compartments: [], owner: call.reader.org, releasableTo: [], caveats: [] }, ...page.items.map((seen) => seen.record.handling)], call.reader.org))
    const shown = page.items.length < page.total ? `showing ${page.items.length} of ${page.total}, worst first; zoom in for the others` : `${page.total} records`
    const icons = new URL('/api/kml/icon/', originOf(call)).href
    const styles = [0, 1, 2, 3, 4, 5].map((n): KmlStyle => ({ name: `severity-${n}`, icon: `${icons}${n}.png`, scale: 0.7 + n * 0.1 }))
    const text = kmlChunks(`${titleOf(kind)} · ${mark}`, placemarks(kind, page.items), `${mark}\n${shown}\nread ${new Date(call.now).toISOString()}`, styles)
    return { status: 200, raw: Readable.from(text), type: EXPORT_TYPES.kml, headers: { 'cache-control': 'no-store' } }
  },
})

const icon = endpoint({
  method: 'GET', path: '/api/kml/icon/:file', tag: 'transfer', summary: 'The sign of a severity', access: 'open',
  params: Type.Object({ file: Type.String({ pattern: '^[0-5]\\.png$' }) }, closed),
  answers: { 200: { media: 'image/png' } },
  async handle(call) {
    return { status: 200, raw: severityIcon(Number(call.params.file[0])), type: 'image/png', headers: { 'cache-control': 'public, max-age=86400' } }
  },
})

async function* placemarks(kind: Kind, items: readonly Seen[]): AsyncGenerator<Placemark> {
  let at = 0
  for await (const mark of tablePlacemarks(exportTable(kind, listed(items)))) {
    const { record } = items[at]!
    at += 1
    const { severity } = kind.project(record.data)
    yield { ...mark, name: severity > 0 ? `${severity} · ${mark.name}` : mark.name, style: `severity-${severity}` }
  }
}

async function* listed(items: readonly Seen[]): AsyncGenerator<Seen> {
  yield* items
}

function needLink(call: Pick<Call, 'caller'>): void {
  if (!needCaller(call).link) {
    throw new Problem('not-allowed', 'a file that reads by itself carries its own token: open it with key=… of a token for links')
  }
}

function titleOf(kind: Kind): string {
  return inLocale(kind.texts[`kinds.${kind.name}`] ?? { en: kind.name, fr: kind.name }, 'en')
}

/** The box of a view, brought inside the world: a globe seen from afar reports edges beyond it. */
function viewBox(text: string): [number, number, number, number] {
  const [west, south, east, north, ...more] = text.split(',').map(Number)
  if (more.length > 0 || [west, south, east, north].some((n) => n === undefined || !Number.isFinite(n))) {
    throw refuseField('BBOX', 'is not four numbers', 'Write west,south,east,north in degrees', 'invalid-query')
  }
  const within = (n: number, limit: number): number => Math.max(-limit, Math.min(limit, n))
  return [within(west!, 180), within(south!, 90), within(east!, 180), within(north!, 90)]
}

function originOf(call: Pick<Call, 'app' | 'request'>): string {
  return call.app.config.publicUrl ?? `${call.request.protocol}://${call.request.host}`
}

export const kmlLinkRoutes: readonly Endpoint[] = [link, live, icon]
