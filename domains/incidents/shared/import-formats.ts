import type { Actor, Incident } from './model.ts'
import { acled } from './import-acled.ts'
import { ucdpActor } from './import-actors.ts'
import { insecurityInsight } from './import-insecurity.ts'
import type { TableMapping } from './import-row.ts'
import { ucdpGed, ucdpSlim } from './import-ucdp.ts'

/** Ready mappings of tables to incidents, in the order in which they are tried. */
export const INCIDENT_FORMATS: readonly TableMapping<Incident>[] = [ucdpGed, ucdpSlim, acled, ...insecurityInsight]
/** Ready mappings of tables to actors. */
export const ACTOR_FORMATS: readonly TableMapping<Actor>[] = [ucdpActor]

/** The first ready mapping that knows these headings, with the kind it makes. */
export function recogniseTable(headers: readonly string[]): { kind: 'incident'; mapping: TableMapping<Incident> } | { kind: 'actor'; mapping: TableMapping<Actor> } | undefined {
  const incident = INCIDENT_FORMATS.find((mapping) => mapping.recognises(headers))
  if (incident) {
    return { kind: 'incident', mapping: incident }
  }
  const actor = ACTOR_FORMATS.find((mapping) => mapping.recognises(headers))
  return actor ? { kind: 'actor', mapping: actor } : undefined
}

/**
 * A ready mapping by the name given on the command line. `ucdp-ged` also takes its thin cuts and
 * `insecurity-insight` any of its five tables, chosen by the headings.
 */
export function mappingFor(format: string, headers: readonly string[]): ReturnType<typeof recogniseTable> {
  const found = recogniseTable(headers)
  if (found && (found.mapping.format === format || found.mapping.format.startsWith(`${format}-`))) {
    return found
  }
  return undefined
}
