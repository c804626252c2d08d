import type { JsonObject } from '../../../core/json.ts'
import { uuid7, writeOrKeep, type RecordView } from '../../../web/face.ts'
import type { fourOf } from './four.ts'
import { again } from './read.ts'

export type NewRequest = { read: NonNullable<ReturnType<typeof fourOf>>; injuredAt: number | null; heardAt: number; incident: string | null; drill: boolean; key: string }

/**
 * Open a request on four lines. Null when the node cannot be reached and the request waits on the device.
 * @throws ApiProblem when refused
 */
export async function openRequest({ read: { four, civilians, note }, heardAt, incident, drill, key }: NewRequest): Promise<RecordView | null> {
  const data = {
    four, heardBy: 'voice', heardAt: new Date(Math.floor(heardAt / 1000) * 1000).toISOString(),
    ...(civilians > 0 ? { nine: { status: { 'non-un-civilian': civilians } } } : {}),
    ...(incident === null ? {} : { incident }), ...(drill ? { drill: true } : {}), ...(note === '' ? {} : { note }),
  } as unknown as JsonObject
  const made = await writeOrKeep<RecordView>({ key, path: '/api/records', label: `${four.callsign} · CASEVAC`, body: { id: uuid7(), kind: 'casevac-request', data, at: new Date().toISOString() } })
  await again('casevac-request')
  return made ?? null
}
