import type { Kind } from '../../core/kind.ts'
import type { Handling } from '../../core/handling.ts'
import type { Veracity, Workflow } from '../../core/record.ts'
import type { JsonObject } from '../../core/json.ts'
import type { RecordView } from '../api/types.ts'
import { recordOf } from './outbox.ts'
import type { Entry, Outbox } from './outbox.ts'

/** A record written here that the node does not have yet, as far as it can be said without knowing its kind. */
export type Unsent = { id: string; ref: string; kind: string; title: string; at: number; severity: number; place: { lon: number; lat: number; radiusM: number } | null; state: Entry['state'] }
type Body = { id?: string; kind?: string; data?: JsonObject; workflow?: Workflow; handling?: Handling; at?: string; type?: string; patch?: { fields?: JsonObject } }

/** What a record is called until the node gives it a reference: the end of the id the device made for it. */
export function ownRef(id: string): string {
  return `~${id.replaceAll('-', '').slice(-6).toUpperCase()}`
}

/** Is it such a name? */
export function isOwnRef(ref: string): boolean {
  return /^~[0-9A-F]{6}$/.test(ref)
}

/** New records among the writes of an account that wait, newest first. */
export function unsentOf(box: Outbox, owner: string, kind?: string): Unsent[] {
  return made(box, owner).filter(({ body }) => kind === undefined || body.kind === kind).map(({ entry, id, body }) => {
    const { data = {} } = body
    const place = data['place'] as { lon?: unknown; lat?: unknown; radiusM?: unknown } | undefined
    const happened = (data['happened'] as { from?: unknown } | undefined)?.from
    const severity = data['severity']
    return {
      id, ref: ownRef(id), kind: body.kind ?? '', title: titleOf(data, entry), severity: typeof severity === 'number' ? severity : 0, state: entry.state,
      at: (typeof happened === 'string' && Date.parse(happened)) || entry.at,
      place: typeof place?.lon === 'number' && typeof place.lat === 'number' ? { lon: place.lon, lat: place.lat, radiusM: typeof place.radiusM === 'number' ? place.radiusM : 0 } : null,
    }
  }).sort((a, b) => b.at - a.at)
}

/**
 * Kept records with the writes that wait: new ones as records of their own that nothing can be done to yet, edits on the
 * records they change.
 */
export function withUnsent(records: ReadonlyMap<string, RecordView>, box: Outbox, owner: string, kinds: readonly Kind[], org: string): ReadonlyMap<string, RecordView> {
  const waiting = box.filter((entry) => entry.owner === owner && recordOf(entry) !== null)
  if (waiting.length === 0) {
    return records
  }
  const all = new Map(records)
  for (const { entry, id, body } of made(waiting, owner)) {
    if (!all.has(id)) {
      all.set(id, viewOf(entry, id, body, kinds.find((kind) => kind.name === body.kind), org))
    }
  }
  for (const entry of waiting) {
    const body = entry.body as Body
    const standing = all.get(recordOf(entry) ?? '')
    if (entry.state !== 'refused' && standing && body.type === 'edit' && body.patch?.fields) {
      const data = Object.fromEntries(Object.entries({ ...standing.data, ...body.patch.fields }).filter(([, value]) => value !== null)) as JsonObject
      all.set(standing.id, { ...standing, data, ...derived(data, kinds.find((kind) => kind.name === standing.kind), standing) })
    }
  }
  return all
}

function made(box: Outbox, owner: string): { entry: Entry; id: string; body: Body }[] {
  return box.filter((entry) => entry.owner === owner && entry.path === '/api/records').flatMap((entry) => {
    const body = entry.body as Body | null
    return body && typeof body.id === 'string' && typeof body.kind === 'string' ? [{ entry, id: body.id, body }] : []
  })
}

function viewOf(entry: Entry, id: string, body: Body, kind: Kind | undefined, org: string): RecordView {
  const { data = {} } = body
  const at = body.at ?? new Date(entry.at).toISOString()
  const handling = body.handling ?? kind?.handling(org) ?? { level: 'U', compartments: [], owner: org, releasableTo: ['*'], caveats: [] }
  const veracity: Veracity | null = kind?.veracity ? 'reported' : null
  return {
    id, kind: body.kind ?? '', ref: ownRef(id), version: 0, workflow: body.workflow ?? 'draft', veracity, handling, marking: '', area: null, places: [], data,
    createdAt: at, createdBy: entry.owner, deviceAt: at, updatedAt: at, contested: [], mergedInto: null, erased: false, withheld: {}, can: [], warnings: [], clockSkewMs: null,
    ...derived(data, kind, { title: titleOf(data, entry), severity: 0, happened: null, reported: null, geometry: null, radiusM: null }),
  }
}

type Derived = Pick<RecordView, 'title' | 'severity' | 'happened' | 'reported' | 'geometry' | 'radiusM'>

/** What the node derives from the data, by the same projection; what was typed may not be whole yet, then it stays as it was. */
function derived(data: JsonObject, kind: Kind | undefined, before: Derived): Derived {
  const { title, severity, happened, reported, geometry, radiusM } = before
  const standing: Derived = { title, severity, happened, reported, geometry, radiusM }
  if (!kind) {
    return standing
  }
  try {
    const seen = kind.project(data)
    return {
      title: seen.title || title, severity: seen.severity, reported: seen.reported === null ? null : new Date(seen.reported).toISOString(),
      happened: seen.happened && { from: new Date(seen.happened[0]).toISOString(), to: seen.happened[1] === seen.happened[0] ? null : new Date(seen.happened[1]).toISOString() },
      geometry: seen.place && { type: 'Point', coordinates: [seen.place.lon, seen.place.lat] }, radiusM: seen.place?.radiusM ?? null,
    }
  } catch {
    return standing
  }
}

function titleOf(data: JsonObject, entry: Entry): string {
  return [data['title'], data['name'], data['code']].find((one): one is string => typeof one === 'string' && one !== '') ?? entry.label
}
