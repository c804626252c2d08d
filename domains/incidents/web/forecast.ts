import type { JsonObject } from '../../../core/json.ts'
import { localDate } from '../../../core/time-local.ts'
import type { RecordView } from '../../../web/face.ts'
import type { Incident } from '../shared/model.ts'

/** Planned records by mission-local day, in the order given; what began before `now` and still lasts is of today. */
export function byDay<R extends Pick<RecordView, 'data'>>(records: readonly R[], zone: string, now: number): { day: string; records: R[] }[] {
  const days = new Map<string, R[]>()
  for (const record of records) {
    const from = Date.parse((record.data as unknown as Incident).happened?.from ?? '')
    const day = localDate(Number.isFinite(from) ? Math.max(from, now) : now, zone)
    days.set(day, [...(days.get(day) ?? []), record])
  }
  return [...days].map(([day, of]) => ({ day, records: of }))
}

/** What happened of a plan, to be filled in: an incident of its own that follows the planned event, which stays as it was said. */
export function outcomeOf(event: Pick<RecordView, 'id' | 'ref' | 'data'>, note: string, now: number): JsonObject {
  const { title, category, taxonomy, place, happened } = event.data as unknown as Incident
  const begun = Date.parse(happened?.from ?? '') <= now && happened !== undefined
  return {
    type: 'INCIDENT', title, narrative: note, category, ...(taxonomy === undefined ? {} : { taxonomy }), ...(place === undefined ? {} : { place }),
    happened: begun ? { ...happened } : { from: new Date(now).toISOString(), precision: 'EXACT' },
    links: [{ type: 'FOLLOWS', record: event.id }],
  } as unknown as JsonObject
}
