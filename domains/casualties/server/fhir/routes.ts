import { Problem } from '../../../../core/problem.ts'
import { Type } from 'typebox'
import { anyObject, closed, endpoint, findRecord, type Call, type Endpoint } from '../../../../server/face.ts'
import type { Casualty } from '../../shared/casualty.ts'
import { fhirBundle, type Held } from '../../shared/fhir/bundle.ts'
import type { CasevacRequest } from '../../shared/request.ts'

const MOST = 200

const fhir = endpoint({
  method: 'GET', path: '/api/fhir/:id', tag: 'casualties', summary: 'A casualty, or a request with its patients, as a FHIR R4 Bundle: Patient without name, Encounter, Observation, Location, ServiceRequest, Task', access: 'signed-in',
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'id or reference of a casualty or of a request' }) }, closed),
  answers: { 200: Type.Object({ resourceType: Type.Literal('Bundle'), id: Type.String(), type: Type.Literal('collection'), timestamp: Type.String(), entry: Type.Array(Type.Object({ fullUrl: Type.String(), resource: anyObject }, closed)) }, closed) },
  async handle(call) {
    const { record } = await findRecord(call, call.params.id)
    if (record.kind !== 'casualty' && record.kind !== 'casevac-request') {
      throw new Problem('not-found', `${record.ref} is neither a casualty nor a request for evacuation`)
    }
    const request = record.kind === 'casevac-request' ? heldOf<CasevacRequest>(record) : await requestOf(call, record.data['request'])
    // One casualty brings itself alone; its request is told without the others.
    const patients = record.kind === 'casualty' ? [heldOf<Casualty>(record)] : await patientsOf(call, request)
    const told = request && record.kind === 'casualty' ? { ...request, data: { ...request.data, patients: (request.data.patients ?? []).filter((one) => one.casualty === record.id) } } : request
    await call.app.store.audit(call.reader, [record.id], 'export', { format: 'fhir' })
    return { status: 200, body: fhirBundle(patients, told, new Date(call.now).toISOString()) }
  },
})

async function requestOf(call: Call, id: unknown): Promise<Held<CasevacRequest> | null> {
  const seen = typeof id === 'string' ? await call.app.store.get(call.reader, id) : null
  return seen?.record.kind === 'casevac-request' ? heldOf<CasevacRequest>(seen.record) : null
}

async function patientsOf(call: Call, request: Held<CasevacRequest> | null): Promise<Held<Casualty>[]> {
  const ids = (request?.data.patients ?? []).map((one) => one.casualty)
  const page = ids.length === 0 ? { items: [] } : await call.app.store.list(call.reader, { kind: 'casualty', ids, limit: MOST })
  return page.items.map((seen) => heldOf<Casualty>(seen.record))
}

function heldOf<D>({ id, ref, updatedAt, data }: { id: string; ref: string; updatedAt: string; data: unknown }): Held<D> {
  return { id, ref, updatedAt, data: data as D }
}

export const fhirRoutes: readonly Endpoint[] = [fhir]
