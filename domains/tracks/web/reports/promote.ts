import type { JsonObject } from '../../../../core/json.ts'
import type { FieldReport } from '../../shared/field-report.ts'

/** What an incident begins with that is made of a report: what was said, where and when, and where it came from. */
export function incidentOf(report: FieldReport, id: string): JsonObject {
  const lines = [report.remarks ?? '', ...Object.entries(report.summary ?? {}).map(([name, value]) => `${name}: ${String(value)}`)].filter((line) => line !== '')
  return {
    type: 'INCIDENT', title: report.name.slice(0, 200), narrative: lines.join('\n').slice(0, 20_000), happened: { from: report.time, precision: 'EXACT' },
    ...(report.place ? { place: { lon: report.place.lon, lat: report.place.lat, radiusM: Math.round(report.place.radiusM), precision: report.place.radiusM > 1500 ? 4 : 1, method: 'GPS' } } : {}),
    ...(report.from.callsign ? { callsign: report.from.callsign.slice(0, 40) } : {}),
    links: [{ type: 'FOLLOWS', record: id }],
  }
}

/** The drawing of a report as a sheet over the map; null when it has no place. */
export function overlayOf(report: FieldReport, id: string): JsonObject | null {
  const { corners = [], ring, circleM, place } = report
  const base = { id: id.slice(0, 64), text: report.name.slice(0, 200), colour: 'blue' }
  const feature = corners.length > 1
    ? { ...base, shape: ring && corners.length > 2 ? 'polygon' : 'line', at: corners }
    : place ? (circleM ? { ...base, shape: 'circle', at: [[place.lon, place.lat]], radiusM: Math.min(2_000_000, Math.max(1, Math.round(circleM))) } : { ...base, shape: 'point', at: [[place.lon, place.lat]] }) : null
  return feature && ({ name: report.name.slice(0, 120), ...(report.remarks ? { note: report.remarks.slice(0, 2000) } : {}), features: [feature] } as unknown as JsonObject)
}
