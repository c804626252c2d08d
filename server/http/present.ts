import { standingAttachments } from '../../core/attachment.ts'
import { marking } from '../../core/handling.ts'
import type { Json } from '../../core/json.ts'
import type { Reader } from '../../core/policy.ts'
import type { VigieRecord } from '../../core/record.ts'
import type { RecordView } from '../../core/record-view.ts'
import { toIso } from '../../core/time.ts'
import type { Seen } from '../store/face.ts'
import type { App } from './app-context.ts'

/** Clocks further apart than this are shown. */
const SKEW_MS = 120_000

/** A record as one reader is answered it. `seen` is already redacted by the store. */
export async function presentRecord(app: Pick<App, 'store' | 'names' | 'domains'>, seen: Seen): Promise<RecordView> {
  const name = await app.names.of(seen.record.createdBy)
  return { ...viewOf(app, seen), ...(name === null ? {} : { createdByName: name }) }
}

/** Records as one reader is answered them, in order. The store has written down that sensitive ones were read. */
export function presentRecords(app: Pick<App, 'store' | 'names' | 'domains'>, _reader: Reader, items: readonly Seen[]): Promise<RecordView[]> {
  return Promise.all(items.map((seen) => presentRecord(app, seen)))
}

/** The same without the author's name: what needs nothing but memory. */
export function viewOf(app: Pick<App, 'store' | 'domains'>, seen: Seen): RecordView {
  const { record } = seen
  const kind = app.store.kinds().need(record.kind)
  const shown = kind.project(record.data)
  const from = iso(shown.happened?.[0])
  const skew = Date.parse(record.deviceAt) - Date.parse(record.createdAt)
  return {
    id: record.id,
    kind: record.kind,
    ref: record.ref,
    version: record.version,
    workflow: record.workflow,
    veracity: record.veracity,
    handling: record.handling,
    marking: marking(record.handling),
    area: record.area,
    places: record.places,
    data: record.data,
    title: shown.title,
    severity: shown.severity,
    happened: from === null ? null : { from, to: iso(shown.happened?.[1]) ?? from },
    reported: iso(shown.reported),
    createdAt: record.createdAt,
    createdBy: record.createdBy,
    deviceAt: record.deviceAt,
    updatedAt: record.updatedAt,
    contested: record.contested,
    mergedInto: record.mergedInto,
    erased: record.erased,
    withheld: seen.withheld,
    can: seen.can,
    warnings: warningsOf(app, record),
    geometry: shown.place === null ? null : { type: 'Point', coordinates: [shown.place.lon, shown.place.lat] },
    radiusM: shown.place?.radiusM ?? null,
    ...counted('attached', standingAttachments(record).length),
    ...counted('commented', (record.comments ?? []).filter((one) => one.withdrawnAt === undefined).length),
    clockSkewMs: Math.abs(skew) > SKEW_MS ? skew : null,
  }
}

function counted<K extends 'attached' | 'commented'>(name: K, n: number): { [key in K]?: number } {
  return n > 0 ? ({ [name]: n } as { [key in K]?: number }) : {}
}

function warningsOf(app: Pick<App, 'domains'>, record: VigieRecord): { [key: string]: Json }[] {
  return app.domains.flatMap((domain) => domain.warnings?.[record.kind]?.(record.data) ?? [])
}

/** A time no calendar has counts as unknown: one such record must not take a whole list with it. */
function iso(at: number | null | undefined): string | null {
  return toIso(at ?? Number.NaN) ?? null
}
