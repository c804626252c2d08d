import { Problem } from '../../../../core/problem.ts'
import { Type } from 'typebox'
import { anyObject, closed, endpoint, findRecord, type Endpoint } from '../../../../server/face.ts'
import { bundleOf, FHIR_KINDS } from './export.ts'

const fhir = endpoint({
  method: 'GET', path: '/api/fhir/:id', tag: 'casualties', summary: 'A casualty, or a request with its patients, as a FHIR R4 Bundle: Patient without name, Encounter, Observation, Location, ServiceRequest, Task', access: 'signed-in',
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'id or reference of a casualty or of a request' }) }, closed),
  answers: { 200: Type.Object({ resourceType: Type.Literal('Bundle'), id: Type.String(), type: Type.Literal('collection'), timestamp: Type.String(), entry: Type.Array(Type.Object({ fullUrl: Type.String(), resource: anyObject }, closed)) }, closed) },
  async handle(call) {
    const { record } = await findRecord(call, call.params.id)
    if (!FHIR_KINDS.includes(record.kind)) {
      throw new Problem('not-found', `${record.ref} is neither a casualty nor a request for evacuation`)
    }
    await call.app.store.audit(call.reader, [record.id], 'export', { format: 'fhir' })
    return { status: 200, body: await bundleOf(call.app.store, call.reader, record, call.now) }
  },
})

export const fhirRoutes: readonly Endpoint[] = [fhir]
