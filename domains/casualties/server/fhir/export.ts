import type { Reader } from '../../../../core/policy.ts'
import type { Query } from '../../../../core/query.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import type { Store } from '../../../../server/face.ts'
import type { Casualty } from '../../shared/casualty.ts'
import { fhirBundle, type Bundle, type Held } from '../../shared/fhir/bundle.ts'
import type { CasevacRequest } from '../../shared/request.ts'

/** Kinds that are told in FHIR. */
export const FHIR_KINDS: readonly string[] = ['casualty', 'casevac-request']
const MOST = 200

/** One casualty with its request, or a request with its patients, as far as the reader may see them. `now` is epoch ms. */
export async function bundleOf(store: Pick<Store, 'get' | 'list'>, reader: Reader, record: Pick<VigieRecord, 'id' | 'kind' | 'ref' | 'updatedAt' | 'data'>, now: number): Promise<Bundle> {
  const request = record.kind === 'casevac-request' ? heldOf<CasevacRequest>(record) : await requestOf(store, reader, record.data['request'])
  // One casualty brings itself alone; its request is told without the others.
  const patients = record.kind === 'casualty' ? [heldOf<Casualty>(record)] : await patientsOf(store, reader, request)
  const told = request && record.kind === 'casualty' ? { ...request, data: { ...request.data, patients: (request.data.patients ?? []).filter((one) => one.casualty === record.id) } } : request
  return fhirBundle(patients, told, new Date(now).toISOString())
}

/** All records of a query as bundles, one a line (NDJSON); each is recorded as exported. */
export async function* fhirLines(store: Pick<Store, 'get' | 'list' | 'stream' | 'audit'>, reader: Reader, query: Query, now: number): AsyncGenerator<string> {
  for await (const { record } of store.stream(reader, query)) {
    await store.audit(reader, [record.id], 'export', { format: 'fhir' })
    yield `${JSON.stringify(await bundleOf(store, reader, record, now))}\n`
  }
}

async function requestOf(store: Pick<Store, 'get'>, reader: Reader, id: unknown): Promise<Held<CasevacRequest> | null> {
  const seen = typeof id === 'string' ? await store.get(reader, id) : null
  return seen?.record.kind === 'casevac-request' ? heldOf<CasevacRequest>(seen.record) : null
}

async function patientsOf(store: Pick<Store, 'list'>, reader: Reader, request: Held<CasevacRequest> | null): Promise<Held<Casualty>[]> {
  const ids = (request?.data.patients ?? []).map((one) => one.casualty)
  const page = ids.length === 0 ? { items: [] } : await store.list(reader, { kind: 'casualty', ids, limit: MOST })
  return page.items.map((seen) => heldOf<Casualty>(seen.record))
}

function heldOf<D>({ id, ref, updatedAt, data }: Pick<VigieRecord, 'id' | 'ref' | 'updatedAt' | 'data'>): Held<D> {
  return { id, ref, updatedAt, data: data as unknown as D }
}
