import type { Kind } from '../../core/kind.ts'
import type { Json } from '../../core/json.ts'
import type { RecordView } from '../../core/record-view.ts'

export type Feature = { type: 'Feature'; id: string; geometry: RecordView['geometry']; properties: { [name: string]: Json } }

/**
 * A record as a flat GeoJSON feature, as GIS clients show it in a table: the envelope, one column per
 * facet (many values joined by `; `), and the plain fields of the data. Times ISO 8601 UTC, radius metres.
 */
export function featureOf(kind: Kind, view: RecordView): Feature {
  const properties: { [name: string]: Json } = {
    ref: view.ref,
    title: view.title,
    severity: view.severity,
    workflow: view.workflow,
    veracity: view.veracity,
    unverified: kind.veracity ? view.veracity !== 'verified' : null,
    marking: view.marking,
    happened_from: view.happened?.from ?? null,
    happened_to: view.happened?.to ?? null,
    reported: view.reported,
    logged: view.createdAt,
    area: view.area,
    radius_m: view.radiusM,
  }
  const facets = kind.project(view.data).facets
  for (const name of Object.keys(kind.facets)) {
    properties[name] ??= (facets[name] ?? []).join('; ') || null
  }
  for (const [name, value] of Object.entries(view.data)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      properties[name] ??= value
    }
  }
  return { type: 'Feature', id: view.id, geometry: view.geometry, properties }
}
