import { Type } from 'typebox'
import { bboxIntersects, bboxAround } from '../../core/place-geodesy.ts'
import { combineHandling, isSensitive, LEVELS, levelRank, marking, type Handling } from '../../core/handling.ts'
import type { Kind } from '../../core/kind.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import type { Query } from '../../core/query.ts'
import { endpoint, ok, type Call, type Endpoint } from '../http/endpoint.ts'
import { queryOf } from '../http/query.ts'
import { closed, nullable, queryParams } from '../http/schemas.ts'

/** Records drawn on one sheet; the gravest first. What is left out is counted. */
const MAX_DRAWN = 2000

const Item = Type.Object({ category: Type.String({ description: 'what kind of thing it is, for its sign; empty when the kind says none' }),  id: Type.String(), ref: Type.String(), title: Type.String(), lon: Type.Number(), lat: Type.Number(), radiusM: Type.Number(), severity: Type.Integer(), veracity: nullable(Type.String()), workflow: Type.String(), at: nullable(Type.Number()), unverified: Type.Boolean() }, closed)
const Sheet = Type.Object(
  {
    total: Type.Integer({ description: 'records of the query inside the extent' }),
    items: Type.Array(Item),
    also: Type.Array(Type.String(), { description: 'ids of the drawings (kinds named by with) that reach into the extent; their handling counts' }),
    marking: Type.String({ description: 'handling of the whole sheet: the highest of what is on it' }),
    handling: Type.Object({ level: Type.Enum([...LEVELS]), compartments: Type.Array(Type.String()), caveats: Type.Array(Type.String()) }, closed),
  },
  closed,
)
const query = queryParams({
  with: Type.Optional(Type.String({ maxLength: 200, description: 'kinds that are drawn on the sheet as well, e.g. overlay, comma-separated' })),
  moving: Type.Optional(Type.String({ maxLength: 200, description: 'kinds of with whose records are drawn where they are now and not at a place of their own: of them all that may be seen count' })),
  counts: Type.Optional(Type.Enum(['0', '1'], { description: '1: figures counted over the whole query are drawn; the handling of all that is counted is inherited' })),
  purpose: Type.Optional(Type.String({ description: 'what the sheet is for; needed for strictly confidential records' })),
})

const preview = endpoint({
  method: 'GET', path: '/api/maps/sheet', tag: 'maps', summary: 'What a printed map of a query would hold, and its marking', access: 'signed-in',
  query, freeQuery: true,
  answers: { 200: Sheet },
  async handle(call) {
    return ok((await sheetOf(call)).sheet)
  },
})

const issue = endpoint({
  method: 'POST', path: '/api/maps/sheet', tag: 'maps', summary: 'The same, to be printed: recorded as an export', access: 'signed-in', secret: true,
  query, freeQuery: true,
  answers: { 200: Sheet },
  async handle(call) {
    const { sheet, sensitive, reader, drawn, kind } = await sheetOf(call)
    await call.app.store.audit(reader, ['mission'], 'export', { format: 'map-sheet', count: drawn, of: kind })
    if (sensitive.length > 0) {
      await call.app.store.audit(reader, sensitive, 'export', { format: 'map-sheet' })
    }
    return ok(sheet)
  },
})

async function sheetOf(call: Call): Promise<{ sheet: object; sensitive: string[]; reader: Call['reader']; drawn: number; kind: string }> {
  const { query: asked, extra } = queryOf(call, ['purpose', 'with', 'moving', 'counts'])
  const { store } = call.app
  const kind = store.kinds().need(asked.kind)
  if (!asked.bbox) {
    throw refuseField('bbox', 'is missing', 'Say which part of the map is printed: bbox=west,south,east,north', 'invalid-query')
  }
  const reader = { ...call.reader, purpose: extra['purpose']?.trim() || call.reader.purpose }
  const { limit: _limit, cursor: _cursor, ...rest } = asked
  const drawn: Query = { ...rest, sort: { by: 'severity', dir: 'desc' } }
  const items: object[] = []
  const sensitive: string[] = []
  let handling: Handling = { level: 'U', compartments: [], owner: reader.org, releasableTo: [], caveats: [] }
  for await (const { record } of store.stream(reader, drawn)) {
    if (items.length >= MAX_DRAWN) {
      break
    }
    const { place, severity, title, happened } = kind.project(record.data)
    if (!place) {
      continue
    }
    needPurpose(reader, record.handling.level, record.ref)
    if (isSensitive(record.handling)) {
      sensitive.push(record.id)
    }
    handling = combineHandling([handling, record.handling], reader.org)
    items.push({
      id: record.id, ref: record.ref, title, lon: place.lon, lat: place.lat, radiusM: place.radiusM, severity, category: categoryOf(kind, record.data), veracity: record.veracity, workflow: record.workflow, at: happened?.[0] ?? null,
      unverified: kind.veracity && !['verified', 'corroborated'].includes(String(record.veracity)),
    })
  }
  const also: string[] = []
  const moving = new Set((extra['moving'] ?? '').split(','))
  for (const name of (extra['with'] ?? '').split(',').filter(Boolean)) {
    const other = store.kinds().need(name)
    for await (const { record } of store.stream(reader, { kind: name })) {
      const { place } = other.project(record.data)
      if (record.workflow !== 'retracted' && (place ? bboxIntersects(bboxAround(place, place.radiusM), asked.bbox) : moving.has(name))) {
        needPurpose(reader, record.handling.level, record.ref)
        if (isSensitive(record.handling)) {
          sensitive.push(record.id)
        }
        handling = combineHandling([handling, record.handling], reader.org)
        also.push(record.id)
      }
    }
  }
  if (extra['counts'] === '1') {
    const { bbox: _bbox, ...everywhere } = rest
    const counted = (await store.aggregate(reader, everywhere, { by: ['severity'] })).handling
    needPurpose(reader, counted.level, 'a record that is counted')
    handling = combineHandling([handling, { ...counted, owner: handling.owner, releasableTo: [] }], reader.org)
  }
  return { sheet: { total: await store.count(reader, rest), items, also, marking: marking(handling), handling: { level: handling.level, compartments: handling.compartments, caveats: handling.caveats } }, sensitive, reader, drawn: items.length, kind: kind.name }
}

function needPurpose(reader: Call['reader'], level: Handling['level'], what: string): void {
  if (levelRank(level) === 2 && reader.purpose === null && !reader.system) {
    throw new Problem('purpose-needed', `purpose: ${what} is strictly confidential. Say what the sheet is for, or filter such records out`, { fields: [{ path: 'purpose', problem: 'is missing', fix: 'Say what the sheet is for' }] })
  }
}

function categoryOf(kind: Kind, data: Parameters<Kind['project']>[0]): string {
  const { facets } = kind.project(data)
  return facets['category']?.[0] ?? facets['type']?.[0] ?? ''
}

export const sheetRoutes: readonly Endpoint[] = [preview, issue]
