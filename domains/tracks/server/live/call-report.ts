import { derivedId } from '../../../../core/digest.ts'
import type { JsonObject } from '../../../../core/json.ts'
import type { Reader } from '../../../../core/policy.ts'
import { Problem } from '../../../../core/problem.ts'
import { storable } from '../../../../core/text.ts'
import type { App } from '../../../../server/face.ts'
import { alertId, type AlertKey, type RaisedAlert } from '../../../watch/contract.ts'
import type { FieldReport } from '../../shared/field-report.ts'
import { helperLine, type Helper } from './helpers.ts'

/** Reports hold until somebody makes a record of them; devices are told a call holds for so long. */
const HOLDS_MS = 24 * 3_600_000

/** A call for help as it was raised, with who could come and, where it came as CoT, the event. */
export type KeptCall = { raised: RaisedAlert; name: string; helpers: readonly Helper[]; from: FieldReport['from']; type: string; feed: string | null; cot: string }

/** The report of a call: one for each alert, known before it is written. */
export function callReportId(key: AlertKey): string {
  return derivedId('field-report', 'call', alertId(key))
}

/** Write the draft that goes with the alert of a call: what a person makes an incident of. Written twice, it is one. */
export async function keepCall(app: Pick<App, 'store' | 'clock'>, by: Reader, { raised, name, helpers, from, type, feed, cot }: KeptCall): Promise<void> {
  const id = callReportId(raised)
  const { place, at } = raised
  const data: FieldReport = {
    uid: storable(raised.subject, 300) || '?', type: type.slice(0, 100), sort: 'sos', name: storable(name, 200) || raised.title.en.slice(0, 200),
    ...(raised.text ? { remarks: storable(raised.text.en, 16_000) } : {}),
    ...(place ? { place: { lon: place.lon, lat: place.lat, radiusM: place.radiusM ?? 0 } } : {}),
    ...(helpers.length === 0 ? {} : { summary: Object.fromEntries(helpers.map((one, i) => [`near ${i + 1}`, storable(helperLine(one), 2000)])) }),
    time: new Date(at).toISOString(), stale: new Date(at + HOLDS_MS).toISOString(), from, ...(feed === null ? {} : { feed }), cot,
  }
  const patch = { data: data as unknown as JsonObject, handling: raised.handling as unknown as JsonObject, ...(place ? {} : { area: raised.area }) }
  try {
    await app.store.commit(by, [{ id: derivedId(id, 'create'), record: id, kind: 'field-report', type: 'create', at: new Date(app.clock()).toISOString(), basedOn: null, patch }])
  } catch (error) {
    if (!(error instanceof Problem && (error.id === 'duplicate' || error.id === 'idempotency-mismatch'))) {
      throw error
    }
  }
}

/** Its source called it off: the draft says so and stays, as its alert does, until a person has made sure. */
export async function callOff(app: Pick<App, 'store' | 'clock'>, by: Reader, key: AlertKey, at: number): Promise<void> {
  const id = callReportId(key)
  const standing = (await app.store.get(by, id))?.record
  if (!standing || standing.workflow === 'retracted') {
    return
  }
  const { summary = {} } = standing.data as unknown as FieldReport
  const said = { ...summary, 'called off': new Date(at).toISOString() }
  await app.store.commit(by, [{ id: derivedId(id, 'called-off'), record: id, kind: 'field-report', type: 'edit', at: new Date(app.clock()).toISOString(), basedOn: null, patch: { fields: { summary: said } } }])
}
