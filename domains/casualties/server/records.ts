import { Type } from 'typebox'
import type { JsonObject } from '../../../core/json.ts'
import { mayAct, whoMay } from '../../../core/policy.ts'
import { Problem } from '../../../core/problem.ts'
import type { NewAction, VigieRecord } from '../../../core/record.ts'
import { closed, findRecord, presentRecords, RecordView, SYSTEM, systemFor, type App, type Call, type Seen } from '../../../server/face.ts'
import type { Casualty } from '../shared/casualty.ts'
import type { EvacAsset } from '../shared/evac-asset.ts'
import type { Facility } from '../shared/facility.ts'
import type { FlyingWeather } from '../shared/flying-weather.ts'
import type { LandingSite } from '../shared/landing-site.ts'
import type { CasevacRequest } from '../shared/request.ts'
import { withRival } from './rival.ts'

/** Data by kind, as this domain reads them. */
export type DataOf = { 'casualty': Casualty; 'casevac-request': CasevacRequest; 'facility': Facility; 'evac-asset': EvacAsset; 'landing-site': LandingSite; 'flying-weather': FlyingWeather }
export type OurKind = keyof DataOf

export const Key = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'id or reference' }) }, closed)
/** The request as the caller now sees it, and what was changed with it. */
export const RequestAnswer = Type.Object({ request: RecordView, others: Type.Array(RecordView) }, closed)

/** A record of one of our kinds the caller may see, by id or reference. Throws `not-found`. */
export async function need<K extends OurKind>(call: Call, kind: K, key: string): Promise<VigieRecord<DataOf[K]>> {
  const { record } = await findRecord(call, key)
  if (record.kind !== kind) {
    throw new Problem('not-found', `${record.ref} is not of kind ${kind}`)
  }
  return record as unknown as VigieRecord<DataOf[K]>
}

/** The same whole, as the node knows it: what depends on it must not depend on who asks. */
export async function whole<K extends OurKind>(app: App, kind: K, id: string): Promise<VigieRecord<DataOf[K]> | null> {
  const seen = await app.store.get(SYSTEM, id)
  return seen?.record.kind === kind ? (seen.record as unknown as VigieRecord<DataOf[K]>) : null
}

/** The role in which the caller does this to a record. Throws `not-allowed` where they may not. */
export function roleFor(call: Call, record: VigieRecord<JsonObject>, type: string): string {
  const { app, reader } = call
  const kind = app.store.kinds().need(record.kind)
  const decision = mayAct(reader, kind, type, record, app.store.areas())
  if (!decision.allow) {
    throw new Problem('not-allowed', `${record.ref}: ${decision.because}`)
  }
  const who = whoMay(kind.actions[type]!, record, reader.user)
  return reader.grants.find((grant) => who === '*' || who.includes(grant.role))?.role ?? ''
}

/** Collects what is committed together; ids follow from the request, so that one sent twice is done once. */
export class Batch {
  readonly actions: NewAction[] = []
  readonly #call: Call

  constructor(call: Call) {
    this.#call = call
  }

  add(record: Pick<VigieRecord<JsonObject>, 'id' | 'kind' | 'version'>, type: string, patch: object, more: { reason?: string | undefined; basedOn?: number | undefined } = {}): this {
    this.actions.push({ id: this.#call.freshId(`${record.id} ${type}`), record: record.id, kind: record.kind, type, at: new Date(this.#call.now).toISOString(), basedOn: more.basedOn ?? record.version, patch: patch as JsonObject, reason: more.reason ?? null })
    return this
  }

  /**
   * Commit all or nothing. The caller's right to the act as a whole was asked before (`roleFor`): what follows from it for assets
   * and casualties is written in their name by the node. Answers the request and the rest as the caller sees them.
   */
  async commit(role: string): Promise<{ request: unknown; others: unknown[] }> {
    const { app, reader } = this.#call
    const committed = await app.store.commit(systemFor(reader), this.actions, { role }).catch(async (error: unknown) => { throw await withRival(app, error) })
    const latest = new Map(committed.map(({ record }) => [record.id, record]))
    const seen = [...latest.values()].map((record) => app.store.present(reader, record)).filter((one): one is Seen => one !== null)
    const views = await presentRecords(app, reader, seen)
    return { request: views[0], others: views.slice(1) }
  }
}
