import { combineHandling, levelRank, marking, type Handling } from '../../../../core/handling.ts'
import type { Reader } from '../../../../core/policy.ts'
import { Problem, refuseField } from '../../../../core/problem.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import type { App, Kept } from '../../../../server/face.ts'
import type { Period } from './asked.ts'
import type { Eyes, Thing } from './eyes.ts'

/** Records that go into one clip. */
const MOST_RECORDS = 5000

/** A record of the mission in a clip: where and when, its grade, and whether it was verified. */
export type ClipRecord = { id: string; ref: string; kind: string; title: string; category: string; grade: string; severity: number; unverified: boolean; lon: number; lat: number; radiusM: number | null; at: number; handling: Handling }

/** What leaves: things in the order of their names, records, and the marking of all of it. */
export type Clip = { period: Period; things: Thing[]; records: ClipRecord[]; marking: string; everyS: number }

/**
 * Find what a clip holds. What is strictly confidential leaves only with a declared purpose: throws Problem `purpose-needed`, and
 * `too-large` for more records than fit.
 */
export async function clipOf(app: App, reader: Reader, eyes: Eyes, period: Period, kinds: readonly string[], everyS: number): Promise<Clip> {
  const found = await app.positions.identities({ from: period.from, to: period.to, allow: eyes.allow(period.ids), ...(period.box ? { box: period.box } : {}) })
  const things = [...new Set(found.map(({ subject, feed }) => eyes.of(subject, feed)))].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const records: ClipRecord[] = []
  for (const kind of kinds) {
    records.push(...(await recordsOf(app, reader, kind, period)))
  }
  const all = [...things, ...records]
  const strict = all.find((one) => levelRank(one.handling.level) === 2)
  if (strict && reader.purpose === null) {
    throw new Problem('purpose-needed', `purpose: ${strict.ref ?? strict.id} is strictly confidential. Say what the export is for (purpose=…), or leave it out`, { fields: [{ path: 'purpose', problem: 'is missing', fix: 'Say what the export is for' }] })
  }
  return { period, things, records, everyS, marking: marking(combineHandling(all.map((one) => one.handling), reader.org)) }
}

async function recordsOf(app: App, reader: Reader, kind: string, period: Period): Promise<ClipRecord[]> {
  const known = app.store.kinds().get(kind)
  if (!known) {
    throw refuseField('with', `"${kind.slice(0, 40)}" is no kind of record`, 'Name kinds, comma-separated, e.g. incident', 'invalid-query')
  }
  const out: ClipRecord[] = []
  for await (const { record } of app.store.stream(reader, { kind, time: { axis: 'happened', from: new Date(period.from).toISOString(), to: new Date(period.to).toISOString() }, ...(period.box ? { bbox: period.box } : {}) })) {
    const one = clipRecord(record, known.project(record.data))
    if (one) {
      out.push(one)
    }
    if (out.length > MOST_RECORDS) {
      throw new Problem('too-large', `More than ${MOST_RECORDS} records of kind ${kind} happened in this period. Choose a shorter one, or a smaller part of the map`)
    }
  }
  return out
}

function clipRecord(record: VigieRecord, { title, place, happened, facets, severity }: ReturnType<NonNullable<ReturnType<ReturnType<App['store']['kinds']>['get']>>['project']>): ClipRecord | null {
  if (!place) {
    return null
  }
  const unverified = record.veracity !== null && record.veracity !== 'verified' && record.veracity !== 'corroborated'
  return {
    id: record.id, ref: record.ref, kind: record.kind, title, category: facets['category']?.[0] ?? '', grade: facets['grade']?.[0] ?? '', severity, unverified,
    lon: place.lon, lat: place.lat, radiusM: place.radiusM, at: happened?.[0] ?? Date.parse(record.createdAt), handling: record.handling,
  }
}

/** Where a thing was, oldest first. */
export async function* pointsOf(app: App, eyes: Eyes, clip: Clip, thing: Thing): AsyncGenerator<Kept[]> {
  const allowed = eyes.allow(new Set([thing.id]))
  const span = { from: clip.period.from, to: clip.period.to, allow: allowed, limit: Infinity, ...(clip.period.box ? { box: clip.period.box } : {}), ...(clip.everyS > 0 ? { everyS: clip.everyS } : {}) }
  const members = new Set((await app.positions.identities(span)).map((one) => one.subject))
  if (members.size === 1) {
    yield* app.positions.read(span)
    return
  }
  // Several identities of one thing: their positions come one identity after the other, and are put in order.
  const all: Kept[] = []
  for await (const batch of app.positions.read(span)) {
    all.push(...batch)
  }
  yield all.sort((a, b) => a.at - b.at)
}
