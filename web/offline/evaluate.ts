import { AreaTree } from '../../core/area.ts'
import type { AreaNode } from '../../core/area.ts'
import type { Kind, Projection } from '../../core/kind.ts'
import { compileMatch, DEFAULT_SORT, facetValues, factsOf, monthOf, sortKey } from '../../core/match.ts'
import { Problem } from '../../core/problem.ts'
import { queryFromParams } from '../../core/query-params.ts'
import type { Query } from '../../core/query.ts'
import { WORKFLOWS } from '../../core/record.ts'
import type { VigieRecord } from '../../core/record.ts'
import { encodePointLayer, mercatorX, mercatorY, tileBounds } from '../../formats/mvt.ts'
import type { FacetCount, RecordView } from '../api/types.ts'

/** What the device knows: records as they were last seen, the tree of places, and the kinds whose meaning it has. */
export type Picture = { records: ReadonlyMap<string, RecordView>; areas: readonly AreaNode[]; kinds: readonly Kind[] }

const TILE = /^\/api\/tiles\/([^/]+)\/(\d+)\/(\d+)\/(\d+)\.mvt\?/
const PAGE = 50
/** Points a little outside are drawn too, so that marks are not cut at the edge; tile units of 4096. */
const TILE_BUFFER = 128
/** A small evaluator for thousands of records, not for a mission's whole history. */
const MOST_FACET_VALUES = 1000

/**
 * The answer to a read of records as far as the kept picture knows, by the same meaning of a query as the node's
 * (`core/match.ts`); undefined for a question it cannot answer, such as one about the past.
 */
export function evaluate(path: string, picture: Picture): unknown {
  const [name = '', search = ''] = path.split(/\?(.*)/s, 2)
  try {
    const params = [...new URLSearchParams(search)]
    switch (name) {
      case '/api/records':
        return page(queryFromParams(params), picture)
      case '/api/window': {
        const offset = Number(params.find(([key]) => key === 'offset')?.[1] ?? 0)
        const query = queryFromParams(params.filter(([key]) => key !== 'offset'))
        const found = sorted(query, picture)
        return { items: found.slice(offset, offset + (query.limit ?? PAGE)), total: found.length, offset }
      }
      case '/api/facets': {
        const wanted = (params.find(([key]) => key === 'facets')?.[1] ?? '').split(',').filter((one) => one !== '')
        return facets(queryFromParams(params.filter(([key]) => key !== 'facets')), wanted, picture)
      }
      case '/api/points':
        return points(queryFromParams(params, [], 200_000), picture)
      default:
        return undefined
    }
  } catch (error) {
    if (error instanceof Problem) {
      return undefined
    }
    throw error
  }
}

/** A tile of the kept records; null when the path is none, or asks what the picture cannot answer. */
export function evaluateTile(path: string, picture: Picture): Uint8Array<ArrayBuffer> | null {
  const found = TILE.exec(path)
  if (!found) {
    return null
  }
  const [kind = '', z, x, y] = [found[1], Number(found[2]), Number(found[3]), Number(found[4])]
  const params = [...new URLSearchParams(path.slice(found[0].length))].filter(([key]) => key !== 'kind')
  let records: RecordView[]
  try {
    const { x0, y0, x1, y1 } = tileBounds(z, x, y, TILE_BUFFER)
    records = matching(queryFromParams([['kind', kind], ...params]), picture).filter(({ geometry }) => {
      if (geometry === null) {
        return false
      }
      const [at, up] = [mercatorX(Math.round(geometry.coordinates[0] * 1e7)), mercatorY(Math.round(geometry.coordinates[1] * 1e7))]
      return at >= x0 && at < x1 && up >= y0 && up < y1
    })
    if (records.length === 0) {
      return new Uint8Array(0)
    }
  } catch (error) {
    if (error instanceof Problem) {
      return null
    }
    throw error
  }
  // Drawn in this order, so that the worst lies on top.
  records.sort((a, b) => a.severity - b.severity)
  const codes = Uint32Array.from(records, (_, i) => i)
  const texts = (of: (r: RecordView) => string) => ({ kind: 'dictionary' as const, codes, texts: records.map(of) })
  const kindOf = new Kinds(picture)
  const bytes = encodePointLayer({
    name: kind,
    positions: { kind: 'e7', lon: Int32Array.from(records, (r) => Math.round((r.geometry?.coordinates[0] ?? 0) * 1e7)), lat: Int32Array.from(records, (r) => Math.round((r.geometry?.coordinates[1] ?? 0) * 1e7)) },
    slots: Uint32Array.from(codes),
    columns: [
      { name: 'id', ...texts((r) => r.id) }, { name: 'ref', ...texts((r) => r.ref) }, { name: 'workflow', ...texts((r) => r.workflow) }, { name: 'veracity', ...texts((r) => r.veracity ?? '') },
      { name: 'category', ...texts((r) => kindOf.projection(r).facets['category']?.[0] ?? '') },
      { name: 'severity', kind: 'number', values: Uint8Array.from(records, (r) => r.severity) },
      { name: 'unverified', kind: 'boolean', values: Uint8Array.from(records, (r) => (r.veracity !== null && r.veracity !== 'verified' && r.veracity !== 'corroborated' ? 1 : 0)) },
      { name: 'at', kind: 'number', values: Float64Array.from(records, (r) => Math.floor(Date.parse(r.happened?.from ?? r.reported ?? r.createdAt) / 1000)) },
      { name: 'radius', kind: 'number', values: Float64Array.from(records, (r) => r.radiusM ?? 0) },
    ],
  }, z, x, y)
  return new Uint8Array(bytes)
}

function page(query: Query, picture: Picture): unknown {
  const limit = query.limit ?? PAGE
  const from = Number(/^kept:(\d+)$/.exec(query.cursor ?? '')?.[1] ?? 0)
  const found = sorted({ ...query, cursor: undefined }, picture)
  return { items: found.slice(from, from + limit), total: found.length, next: limit > 0 && found.length > from + limit ? `kept:${from + limit}` : null }
}

function points(query: Query, picture: Picture): unknown {
  const found = matching(query, picture).filter((r) => r.geometry !== null)
  const shown = found.sort((a, b) => b.severity - a.severity).slice(0, query.limit ?? 20_000)
  const kinds = new Kinds(picture)
  return {
    total: found.length,
    columns: {
      id: shown.map((r) => r.id), ref: shown.map((r) => r.ref), lon: shown.map((r) => r.geometry?.coordinates[0]), lat: shown.map((r) => r.geometry?.coordinates[1]), radiusM: shown.map((r) => r.radiusM ?? 0),
      severity: shown.map((r) => r.severity), category: shown.map((r) => kinds.projection(r).facets['category']?.[0] ?? ''), workflow: shown.map((r) => r.workflow), veracity: shown.map((r) => r.veracity),
      at: shown.map((r) => Date.parse(r.happened?.from ?? r.reported ?? r.createdAt)),
    },
  }
}

function sorted(query: Query, picture: Picture): RecordView[] {
  const { by, dir } = query.sort ?? DEFAULT_SORT
  const kind = new Kinds(picture).of(query.kind)
  const rows = matching(query, picture).map((record) => ({ record, key: sortKey(by, factsOf(kind, asRecord(record)), record.ref) }))
  const sign = dir === 'desc' ? -1 : 1
  return rows.sort((a, b) => sign * (a.key === b.key ? (a.record.id < b.record.id ? -1 : 1) : a.key < b.key ? -1 : 1)).map(({ record }) => record)
}

function matching(query: Query, picture: Picture): RecordView[] {
  const kind = new Kinds(picture).of(query.kind)
  const holds = compileMatch({ ...query, cursor: undefined }, kind, new AreaTree(picture.areas))
  return [...picture.records.values()].filter((record) => holds(asRecord(record)))
}

/** Counts of a facet leave its own condition out, as the node's do, so that its other values can be chosen. */
function facets(query: Query, wanted: readonly string[], picture: Picture): Record<string, FacetCount[]> {
  const kinds = new Kinds(picture)
  return Object.fromEntries(wanted.map((name) => {
    const { [name]: _own, ...where } = query.where ?? {}
    const open: Query = {
      ...query, where, sort: undefined, limit: undefined,
      ...(name === 'area' || name === 'places' ? { area: undefined } : name === 'workflow' ? { workflow: [...WORKFLOWS] } : name === 'veracity' ? { veracity: undefined } : name === 'severity' ? { severity: undefined } : name === 'month' || name === 'day' ? { time: undefined } : {}),
    }
    const counts = new Map<string, number>()
    for (const record of matching(open, picture)) {
      for (const value of valuesOf(name, record, kinds)) {
        counts.set(value, (counts.get(value) ?? 0) + 1)
      }
    }
    const items = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    return [name, items.slice(0, MOST_FACET_VALUES)]
  }))
}

function valuesOf(name: string, record: RecordView, kinds: Kinds): readonly string[] {
  const at = record.happened === null ? NaN : Date.parse(record.happened.from)
  const known = (value: string | null | undefined): string[] => (value ? [value] : [])
  switch (name) {
    case 'area':
      return known(record.area)
    case 'places':
      return record.places
    case 'workflow':
      return [record.workflow]
    case 'veracity':
      return known(record.veracity)
    case 'severity':
      return [String(record.severity)]
    case 'month':
      return known(monthOf(at))
    case 'day':
      return Number.isNaN(at) ? [] : [new Date(at).toISOString().slice(0, 10)]
    case 'hour':
      return Number.isNaN(at) ? [] : [`${new Date(at).toISOString().slice(0, 13)}:00Z`]
    default:
      return facetValues(name, asRecord(record), kinds.projection(record))
  }
}

/** What a reader was shown of a record has every member a query looks at. */
function asRecord(view: RecordView): VigieRecord {
  return view as unknown as VigieRecord
}

/** Kinds by name. One a mission defines as data is read by what the node derived of its records: its own facets are not known here. */
class Kinds {
  readonly #known: Map<string, Kind>
  readonly #views: Map<unknown, RecordView>
  readonly #picture: Picture

  constructor(picture: Picture) {
    this.#known = new Map(picture.kinds.map((kind) => [kind.name, kind]))
    this.#views = new Map()
    this.#picture = picture
  }

  of(name: string): Kind {
    const known = this.#known.get(name)
    if (known) {
      return known
    }
    for (const view of this.#picture.records.values()) {
      if (view.kind === name) {
        this.#views.set(view.data, view)
      }
    }
    const kind = { name, facets: {}, project: (data: unknown) => shown(this.#views.get(data)) } as unknown as Kind
    this.#known.set(name, kind)
    return kind
  }

  projection(view: RecordView): Projection {
    return this.of(view.kind).project(view.data)
  }
}

function shown(view: RecordView | undefined): Projection {
  const from = view?.happened ? Date.parse(view.happened.from) : null
  return {
    title: view?.title ?? '', text: [view?.title, ...Object.values(view?.data ?? {}).filter((value) => typeof value === 'string')].join('\n'),
    happened: from === null ? null : [from, view?.happened?.to ? Date.parse(view.happened.to) : from], reported: view?.reported ? Date.parse(view.reported) : null,
    place: view?.geometry ? { lon: view.geometry.coordinates[0], lat: view.geometry.coordinates[1], radiusM: view.radiusM ?? 0, precision: 1 } : null,
    severity: view?.severity ?? 0, facets: {},
  }
}
