import type { JsonObject } from '../../../core/json.ts'
import { Problem } from '../../../core/problem.ts'
import type { ImportedRow, Importer, ImportTable } from '../../../server/face.ts'
import { likelyDuplicates } from '../shared/duplicates.ts'
import { splitRefs } from '../shared/import-actors.ts'
import { ACTOR_FORMATS, INCIDENT_FORMATS, mappingFor, recogniseTable } from '../shared/import-formats.ts'
import { GENERIC_FIELDS, genericTable, suggestMapping, type GenericMapping } from '../shared/import-generic.ts'
import { suggestByValues } from '../shared/import-suggest.ts'
import { contentOf, type ActorRef, type ImportOptions, type RowOutcome, type TableMapping } from '../shared/import-row.ts'
import type { Actor, Incident } from '../shared/model.ts'
import { around } from './merge.ts'

const READY = [...INCIDENT_FORMATS, ...ACTOR_FORMATS].map((mapping) => mapping.format)

/** Tables that become incidents or actors: the ready formats, and `table` with a mapping somebody described. */
export const incidentImporter: Importer = {
  formats: [...new Set([...READY, 'insecurity-insight', 'table'])],
  open(format, headers, options) {
    const more: ImportOptions = { now: options.now, ...(options.zone === undefined ? {} : { zone: options.zone }) }
    if (format === 'table') {
      return tableOf('incident', genericTable(describedBy(options.mapping, headers)), headers, more)
    }
    const found = mappingFor(format, headers)
    if (!found) {
      return null
    }
    return found.kind === 'incident' ? tableOf('incident', found.mapping, headers, more) : tableOf('actor', found.mapping, headers, more)
  },
  suggest(headers, rows = []) {
    const ready = recogniseTable(headers)
    const described = suggestByValues(headers, rows)
    return [
      ...(ready ? [{ format: ready.mapping.format, title: ready.mapping.title, kind: ready.kind, mapping: null, missing: [] }] : []),
      { format: 'table', title: 'Any table', kind: 'incident', mapping: described.mapping, missing: described.missing, fields: GENERIC_FIELDS },
    ]
  },
}

function describedBy(mapping: unknown, headers: readonly string[]): GenericMapping {
  if (mapping === undefined || mapping === null) {
    const { mapping: suggested, missing } = suggestMapping(headers)
    if (missing.length > 0) {
      throw new Problem('invalid-input', `mapping: no column was found for ${missing.join(', ')}. Say which columns hold them`)
    }
    return suggested
  }
  const { columns } = mapping as Partial<GenericMapping>
  if (typeof mapping !== 'object' || columns === null || typeof columns !== 'object') {
    throw new Problem('invalid-input', 'mapping: must be an object with "columns", e.g. {"name":"patrols","columns":{"date":"Date"}}')
  }
  const unknown = Object.values(columns).find((column) => typeof column !== 'string' || !headers.includes(column))
  if (unknown !== undefined) {
    throw new Problem('invalid-input', `mapping: the table has no column "${String(unknown)}". It has ${headers.join(', ')}`)
  }
  return { name: 'table', ...(mapping as object) } as GenericMapping
}

function tableOf<T extends Incident | Actor>(kind: 'incident' | 'actor', mapping: TableMapping<T>, headers: readonly string[], options: ImportOptions): ImportTable {
  const map = mapping.begin(headers, options)
  return {
    format: mapping.format,
    title: mapping.title,
    kind,
    refKind: 'actor',
    map: (cells, row) => rowOf(map(cells, row)),
    link: kind === 'incident' ? linkIncident : linkActor,
    ...(kind === 'incident' ? { near: (data: JsonObject) => around(data as unknown as Incident), likely: likelyPlaces } : {}),
  }
}

function likelyPlaces(data: JsonObject, candidates: readonly JsonObject[]): number[] {
  return likelyDuplicates(data as unknown as Incident, candidates.map((one, at) => ({ data: one as unknown as Incident, at }))).map((found) => found.record.at)
}

function rowOf<T extends Incident | Actor>(outcome: RowOutcome<T>): ImportedRow {
  if (!outcome.ok) {
    return outcome
  }
  const { row, externalId, data, actorRefs, compartments } = outcome
  return { ok: true, row, externalId, data: data as unknown as JsonObject, compartments, refs: actorRefs, content: contentOf(outcome) }
}

function linkIncident(data: JsonObject, refs: readonly ActorRef[], idOf: (externalId: string) => string | undefined): JsonObject {
  const actors = (data['actors'] as JsonObject[] | undefined)?.map((actor, i) => {
    const external = refs.find((ref) => ref.index === i)?.externalId
    const id = external === undefined ? undefined : idOf(external)
    return id === undefined ? actor : { ...actor, actor: id }
  })
  return actors ? { ...data, actors } : data
}

function linkActor(data: JsonObject, refs: readonly ActorRef[], idOf: (externalId: string) => string | undefined): JsonObject {
  const { splinterOf, alliedWith } = splitRefs([...refs])
  const known = (ids: readonly string[]): string[] => ids.map(idOf).filter((id) => id !== undefined)
  const [parents, allies] = [known(splinterOf), known(alliedWith)]
  return { ...data, ...(parents.length > 0 ? { splinterOf: parents } : {}), ...(allies.length > 0 ? { alliedWith: allies } : {}) }
}
