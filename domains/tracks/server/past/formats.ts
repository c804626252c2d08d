import { GAP_MS } from '../../../../analysis/trips.ts'
import { marking } from '../../../../core/handling.ts'
import { AFFILIATIONS, type Affiliation } from '../../../../core/fix.ts'
import { eventOfFix } from '../../../../formats/cot/heard.ts'
import { incidentEvent } from '../../../../formats/cot/record.ts'
import { writeCotText } from '../../../../formats/cot/xml.ts'
import { csvChunks } from '../../../../formats/csv-write.ts'
import { geoJsonChunks, type Feature } from '../../../../formats/geojson.ts'
import { gpxTrackChunks, type GpxTrail } from '../../../../formats/gpx.ts'
import { kmlTrackChunks, type KmlTrail } from '../../../../formats/kml.ts'
import type { Column, Row } from '../../../../formats/table.ts'
import type { App, Kept } from '../../../../server/face.ts'
import { pointsOf, type Clip, type ClipRecord } from './clip.ts'
import type { Eyes, Thing } from './eyes.ts'

export const CLIP_FORMATS = ['gpx', 'kml', 'cot', 'geojson', 'csv'] as const
export type ClipFormat = (typeof CLIP_FORMATS)[number]
export const CLIP_TYPES: Record<ClipFormat, string> = { gpx: 'application/gpx+xml', kml: 'application/vnd.google-earth.kml+xml', cot: 'application/xml; charset=utf-8', geojson: 'application/geo+json', csv: 'text/csv; charset=utf-8' }
/** Name of a file by its format. */
export const CLIP_ENDS: Record<ClipFormat, string> = { gpx: 'gpx', kml: 'kml', cot: 'cot.xml', geojson: 'geojson', csv: 'csv' }

/** Events are put in order of time in stretches: about so many of a clip, within bounds. */
const STRETCHES = 3000
const SHORT_STRETCH_MS = 60_000
const LONG_STRETCH_MS = 3_600_000
/** Incidents stay on the map of a device so long when a clip is played. */
const SHOWN_MS = 72 * 3_600_000

type Parts = { app: App; eyes: Eyes; clip: Clip; name: string; now: number }

/** A clip as text in chunks; nothing of it is held whole. */
export function clipText(format: ClipFormat, parts: Parts): AsyncIterable<string> {
  switch (format) {
    case 'gpx': return gpx(parts)
    case 'kml': return kml(parts)
    case 'cot': return cot(parts)
    case 'geojson': return geoJsonChunks(features(parts), { name: parts.name, marking: parts.clip.marking })
    case 'csv': return csvChunks({ name: parts.name, columns: COLUMNS, rows: rows(parts) }, { bom: true })
    default: return format satisfies never
  }
}

/** Any time, also one that no calendar knows. */
function iso(at: number): string {
  return new Date(at).toISOString()
}

function described({ clip }: Parts): string {
  return `${clip.marking}. ${iso(clip.period.from)} – ${iso(clip.period.to)}${clip.everyS === 0 ? '' : `, one position in ${clip.everyS} s`}`
}

function ofThing(thing: Thing): string {
  return [thing.ref ?? thing.id, marking(thing.handling)].join(' · ')
}

function ofRecord(record: ClipRecord): string {
  return [record.unverified ? 'UNVERIFIED' : '', record.ref, record.category, record.grade === '' ? '' : `[${record.grade}]`, `severity ${record.severity}`, marking(record.handling)].filter((one) => one !== '').join(' · ')
}

function recordName(record: ClipRecord): string {
  return `${record.unverified ? 'UNVERIFIED ' : ''}${record.title}${record.grade === '' ? '' : ` [${record.grade}]`}`
}

function gpx(parts: Parts): AsyncIterable<string> {
  const { app, eyes, clip } = parts
  const trails = async function* (): AsyncGenerator<GpxTrail> {
    for (const thing of clip.things) {
      yield { name: thing.callsign ?? thing.name, description: ofThing(thing), points: pointsOf(app, eyes, clip, thing) }
    }
  }
  const points = clip.records.map((one) => ({ lon: one.lon, lat: one.lat, altM: null, time: iso(one.at), name: recordName(one), description: ofRecord(one), symbol: 'Flag, Blue' }))
  return gpxTrackChunks(parts.name, trails(), { description: described(parts), time: iso(parts.now), points, gapMs: GAP_MS })
}

function kml(parts: Parts): AsyncIterable<string> {
  const { app, eyes, clip } = parts
  const trails = async function* (): AsyncGenerator<KmlTrail> {
    for (const thing of clip.things) {
      yield { id: thing.id, name: thing.callsign ?? thing.name, description: ofThing(thing), points: dated(pointsOf(app, eyes, clip, thing)) }
    }
  }
  const marks = clip.records.map((one) => ({ id: one.id, name: recordName(one), description: ofRecord(one), when: iso(one.at), point: { lon: one.lon, lat: one.lat } }))
  return kmlTrackChunks(parts.name, trails(), marks, described(parts))
}

async function* dated(batches: AsyncIterable<Kept[]>): AsyncGenerator<{ lon: number; lat: number; altM: number | null; when: string }[]> {
  for await (const batch of batches) {
    yield batch.map(({ lon, lat, altM, at }) => ({ lon, lat, altM, when: iso(at) }))
  }
}

/** Events one after another as on a stream, in order of time: what plays a recording plays this. */
async function* cot({ app, eyes, clip }: Parts): AsyncGenerator<string> {
  for (const { handling, ...record } of clip.records) {
    yield `${writeCotText({ ...incidentEvent({ ...record, until: record.at + SHOWN_MS, lines: [record.ref, marking(handling), iso(record.at)] }), access: marking(handling) }, false)}\n`
  }
  const { from: first, to: end, box, ids } = clip.period
  const stretch = Math.max(SHORT_STRETCH_MS, Math.min(LONG_STRETCH_MS, (end - first) / STRETCHES))
  const slots = new Map<string, number>()
  for (let from = first; from < end; from += stretch) {
    const here: Kept[] = []
    for await (const batch of app.positions.read({ from, to: Math.min(end, from + stretch), allow: eyes.allow(ids), limit: Infinity, ...(box ? { box } : {}), ...(clip.everyS > 0 ? { everyS: clip.everyS } : {}) })) {
      here.push(...batch.filter((one) => isFirst(one, clip.everyS, slots)))
    }
    yield here.sort((a, b) => a.at - b.at).map((one) => {
      const thing = eyes.ofKept(one)
      return `${writeCotText({ ...eventOfFix(one, { callsign: thing.callsign ?? thing.name, sort: thing.sort, affiliation: affiliationOf(thing.affiliation) }), access: marking(thing.handling) }, false)}\n`
    }).join('')
  }
}

/** Each stretch is thinned by itself; this holds across them. */
function isFirst(one: Kept, everyS: number, slots: Map<string, number>): boolean {
  const slot = everyS === 0 ? one.at : Math.floor(one.at / (everyS * 1000))
  const fresh = everyS === 0 || slots.get(one.subject) !== slot
  slots.set(one.subject, slot)
  return fresh
}

function affiliationOf(text: string): Affiliation {
  return AFFILIATIONS.find((one) => one === text) ?? 'unknown'
}

/** Lines are cut where it was silent and where it crossed the 180° meridian. */
async function* features({ app, eyes, clip }: Parts): AsyncGenerator<Feature> {
  for (const record of clip.records) {
    yield { type: 'Feature', id: record.id, geometry: { type: 'Point', coordinates: [record.lon, record.lat] }, properties: { what: record.kind, ref: record.ref, title: record.title, category: record.category, grade: record.grade, severity: record.severity, unverified: record.unverified, at: iso(record.at), marking: marking(record.handling) } }
  }
  for (const thing of clip.things) {
    const lines: number[][][] = []
    const times: string[] = []
    let before: Kept | null = null
    for await (const batch of pointsOf(app, eyes, clip, thing)) {
      for (const one of batch) {
        if (before === null || one.at - before.at > GAP_MS || Math.abs(one.lon - before.lon) > 180) {
          lines.push([])
        }
        lines.at(-1)?.push(one.altM === null ? [one.lon, one.lat] : [one.lon, one.lat, one.altM])
        times.push(iso(one.at))
        before = one
      }
    }
    // A line has two ends: a stretch of one position is written twice.
    const coordinates = lines.map((line) => (line.length === 1 ? [line[0]!, line[0]!] : line))
    yield { type: 'Feature', id: thing.id, geometry: { type: 'MultiLineString', coordinates }, properties: { what: 'track', ref: thing.ref, name: thing.name, callsign: thing.callsign, sidc: thing.sidc, sort: thing.sort, affiliation: thing.affiliation, marking: marking(thing.handling), times, stretches: lines.map((line) => line.length) } }
  }
}

const COLUMNS: readonly Column[] = [
  { key: 'track', label: 'track', type: 'text', role: 'id' }, { key: 'ref', label: 'ref', type: 'text' }, { key: 'name', label: 'name', type: 'text', role: 'title' }, { key: 'identity', label: 'identity', type: 'text' },
  { key: 'at', label: 'at', type: 'instant', role: 'begin' }, { key: 'received', label: 'received', type: 'instant' }, { key: 'longitude', label: 'longitude', type: 'longitude' }, { key: 'latitude', label: 'latitude', type: 'latitude' },
  { key: 'alt_m', label: 'alt_m', type: 'number' }, { key: 'speed_ms', label: 'speed_ms', type: 'number' }, { key: 'course_deg', label: 'course_deg', type: 'number' }, { key: 'accuracy_m', label: 'accuracy_m', type: 'number' }, { key: 'source', label: 'source', type: 'text' }, { key: 'marking', label: 'marking', type: 'text' },
]

async function* rows({ app, eyes, clip }: Parts): AsyncGenerator<Row> {
  for (const thing of clip.things) {
    for await (const batch of pointsOf(app, eyes, clip, thing)) {
      for (const one of batch) {
        yield [thing.id, thing.ref, thing.callsign ?? thing.name, one.subject, iso(one.at), iso(one.receivedAt), one.lon, one.lat, one.altM, one.speedMs, one.courseDeg, one.accuracyM, one.source, marking(thing.handling)]
      }
    }
  }
}
