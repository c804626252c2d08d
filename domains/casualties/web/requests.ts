import type { JsonObject } from '../../../core/json.ts'
import { api, saveAction, uuid7, writeOrKeep, type RecordView } from '../../../web/face.ts'
import type { Methane } from '../shared/request.ts'
import type { Priority } from '../shared/vocabulary.ts'
import { PRIORITIES3, type fourOf } from './four.ts'
import { again } from './read.ts'

/** So many patients get a record of their own with the request; more are told in the mass-casualty board. */
const MOST_AT_ONCE = 12

export type NewRequest = { read: NonNullable<ReturnType<typeof fourOf>>; injuredAt: number | null; heardAt: number; incident: string | null; drill: boolean; methane: Methane | null; key: string }
type Answer = { request: RecordView; others: RecordView[] }

/**
 * Open a request on four lines, with a numbered record for each patient told, so that their clocks run. Null when the node cannot
 * be reached and the request waits on the device. Patients that could not be written are added on the request.
 * @throws ApiProblem when refused
 */
export async function openRequest({ read: { four, civilians, note }, injuredAt, heardAt, incident, drill, methane, key }: NewRequest): Promise<RecordView | null> {
  const data = {
    four, heardBy: 'voice', heardAt: new Date(Math.floor(heardAt / 1000) * 1000).toISOString(),
    ...(civilians > 0 ? { nine: { status: { 'non-un-civilian': civilians } } } : {}),
    ...(methane === null ? {} : { methane }), ...(incident === null ? {} : { incident }), ...(drill ? { drill: true } : {}), ...(note === '' ? {} : { note }),
  } as unknown as JsonObject
  const made = await writeOrKeep<RecordView>({ key, path: '/api/records', label: `${four.callsign} · CASEVAC`, body: { id: uuid7(), kind: 'casevac-request', data, at: new Date().toISOString() } })
  if (made) {
    const told = PRIORITIES3.flatMap((one) => Array.from({ length: four.patients[one] ?? 0 }, () => one)).slice(0, MOST_AT_ONCE)
    await addPatients(made, told.map((priority) => ({ priority, category: civilians >= told.length ? 'non-un-civilian' : 'unknown' })), injuredAt, 0).catch(() => null)
  }
  await again('casevac-request')
  return made ?? null
}

export type NewPatient = { priority: Priority; category: string; litter?: boolean; needs?: string[]; triage?: string }

/** Make records of patients and put them on a request, numbered after its callsign from `from` on. */
export async function addPatients(request: RecordView, patients: readonly NewPatient[], injuredAt: number | null, from: number): Promise<void> {
  if (patients.length === 0) {
    return
  }
  const { four, incident, drill } = request.data as { four: { callsign: string; place: JsonObject; mechanism?: string }; incident?: string; drill?: true }
  const made = await Promise.all(patients.map((one, i) => api<RecordView>('/api/records', {
    method: 'POST', key: uuid7(),
    body: { id: uuid7(), kind: 'casualty', at: new Date().toISOString(), data: { battleNo: `${four.callsign}-${from + i + 1}`.slice(-40), ...one, place: four.place, ...(four.mechanism ? { mechanism: four.mechanism } : {}), ...(incident ? { incident } : {}), ...(drill ? { drill } : {}), request: request.id } },
  })))
  if (injuredAt !== null) {
    const t = new Date(Math.floor(injuredAt / 1000) * 1000).toISOString()
    await Promise.all(made.map((one) => api(`/api/records/${encodeURIComponent(one.id)}/actions`, { method: 'POST', key: uuid7(), body: { id: uuid7(), type: 'injured', basedOn: one.version, patch: { t, source: 'radio' }, at: new Date().toISOString() } })))
  }
  await api<Answer>(`/api/casevac/${encodeURIComponent(request.id)}/patients`, { method: 'POST', key: uuid7(), body: { casualties: made.map(({ id }) => id) } })
  await Promise.all([again('casualty'), again('casevac-request')])
}

/** One of the acts that are done to a request together with its asset and its patients. */
export async function act(request: Pick<RecordView, 'id'>, path: 'launch' | 'retask' | 'steps' | 'cancel' | 'patients/remove', body: JsonObject): Promise<RecordView> {
  try {
    return (await api<Answer>(`/api/casevac/${encodeURIComponent(request.id)}/${path}`, { method: 'POST', key: uuid7(), body })).request
  } finally {
    await Promise.all([again('casevac-request'), again('casualty'), again('evac-asset')])
  }
}

/** An ordinary action on a request, through the outbox; false when it waits on the device. */
export async function say(request: RecordView, type: string, patch: JsonObject, reason?: string): Promise<boolean> {
  try {
    return (await saveAction(request, type, patch, `${request.ref} · ${type}`, reason)) !== null
  } finally {
    await again('casevac-request')
  }
}
