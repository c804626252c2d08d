import Type from 'typebox'
import { combineHandling, isSensitive, LEVELS, levelRank, marking, type Handling } from '../../core/handling.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import type { Query } from '../../core/query.ts'
import { endpoint, ok, type Call, type Endpoint } from '../http/endpoint.ts'
import { queryOf } from '../http/query.ts'
import { closed, nullable, queryParams } from '../http/schemas.ts'

/** Records drawn on one sheet; the gravest first. What is left out is counted. */
const MAX_DRAWN = 2000

const Item = Type.Object({ id: Type.String(), ref: Type.String(), title: Type.String(), lon: Type.Number(), lat: Type.Number(), radiusM: Type.Number(), severity: Type.Integer(), veracity: nullable(Type.String()), workflow: Type.String(), at: nullable(Type.Number()), unverified: Type.Boolean() }, closed)
const Sheet = Type.Object(
  {
    total: Type.Integer({ description: 'records of the query inside the extent' }),
    items: Type.Array(Item),
    marking: Type.String({ description: 'handling of the whole sheet: the highest of what is on it' }),
    handling: Type.Object({ level: Type.Enum([...LEVELS]), compartments: Type.Array(Type.String()), caveats: Type.Array(Type.String()) }, closed),
  },
  closed,
)
const query = queryParams({ purpose: Type.Optional(Type.String({ description: 'what the sheet is for; needed for strictly confidential records' })) })

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
    const { sheet, sensitive, reader } = await sheetOf(call)
    if (sensitive.length > 0) {
      await call.app.store.audit(reader, sensitive, 'export', { format: 'map-sheet' })
    }
    return ok(sheet)
  },
})

async function sheetOf(call: Call): Promise<{ sheet: object; sensitive: string[]; reader: Call['reader'] }> {
  const { query: asked, extra } = queryOf(call, ['purpose'])
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
    if (levelRank(record.handling.level) === 2 && reader.purpose === null && !reader.system) {
      throw new Problem('purpose-needed', `purpose: ${record.ref} is strictly confidential. Say what the sheet is for, or filter such records out`, { fields: [{ path: 'purpose', problem: 'is missing', fix: 'Say what the sheet is for' }] })
    }
    if (isSensitive(record.handling)) {
      sensitive.push(record.id)
    }
    handling = combineHandling([handling, record.handling], reader.org)
    items.push({
      id: record.id, ref: record.ref, title, lon: place.lon, lat: place.lat, radiusM: place.radiusM, severity, veracity: record.veracity, workflow: record.workflow, at: happened?.[0] ?? null,
      unverified: kind.veracity && !['verified', 'corroborated'].includes(String(record.veracity)),
    })
  }
  return { sheet: { total: await store.count(reader, rest), items, marking: marking(handling), handling: { level: handling.level, compartments: handling.compartments, caveats: handling.caveats } }, sensitive, reader }
}

export const sheetRoutes: readonly Endpoint[] = [preview, issue]
