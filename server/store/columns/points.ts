import type { Kind } from '../../../core/kind.ts'
import { VERACITIES, WORKFLOWS } from '../../../core/record.ts'
import type { Points } from '../face.ts'
import { NO_LAT, type Table } from './table.ts'

/** The facet that says what kind of thing a record is, for symbols; null when the kind has none. */
export function categoryFacet(kind: Kind): string | null {
  return ['category', 'type'].find((name) => kind.facets[name] !== undefined) ?? null
}

/**
 * The hits that have a place, worst first, newest first among equals, at most `limit`: what is left out is never worse
 * than what is shown. `total` counts all that have a place.
 */
export function pointsOf(table: Table, hits: Uint32Array, limit: number): Points {
  const bySeverity: number[][] = []
  let total = 0
  for (let i = 0; i < hits.length; i += 1) {
    const slot = hits[i]!
    if (table.lat[slot] !== NO_LAT) {
      (bySeverity[table.severity[slot]!] ??= []).push(slot)
      total += 1
    }
  }
  const newer = newestFirst(table)
  const shown: number[] = []
  for (let severity = bySeverity.length - 1; severity >= 0 && shown.length < limit; severity -= 1) {
    const slots = bySeverity[severity] ?? []
    slots.sort(newer)
    for (const slot of slots.slice(0, limit - shown.length)) {
      shown.push(slot)
    }
  }
  const facet = categoryFacet(table.kind)
  const category = facet === null ? null : table.facets.get(facet)!
  return {
    total,
    ids: shown.map((slot) => table.ids[slot]!),
    refs: shown.map((slot) => table.refs[slot]!),
    lon: shown.map((slot) => table.lon[slot]! / 1e7),
    lat: shown.map((slot) => table.lat[slot]! / 1e7),
    radiusM: shown.map((slot) => table.radiusM[slot]!),
    severity: shown.map((slot) => table.severity[slot]!),
    category: shown.map((slot) => category?.first(slot) ?? ''),
    workflow: shown.map((slot) => WORKFLOWS[table.workflow[slot]!]!),
    veracity: shown.map((slot) => (table.veracity[slot] === 0 ? null : VERACITIES[table.veracity[slot]! - 1]!)),
    at: shown.map((slot) => table.atOf(slot)),
  }
}

function newestFirst(table: Table): (a: number, b: number) => number {
  return (a, b) => table.atOf(b) - table.atOf(a) || (table.ids[a]! < table.ids[b]! ? 1 : -1)
}
