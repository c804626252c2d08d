import { Type } from 'typebox'
import { derivedId } from '../../../core/digest.ts'
import type { Handling } from '../../../core/handling.ts'
import type { JsonObject } from '../../../core/json.ts'
import { Problem } from '../../../core/problem.ts'
import type { NewAction, VigieRecord } from '../../../core/record.ts'
import type { CotEvent } from '../../../formats/cot/event.ts'
import { readCot, writeCotText } from '../../../formats/cot/xml.ts'
import { endpoint, presentRecord, RecordView, systemFor, SYSTEM, type App, type Endpoint, type Service } from '../../../server/face.ts'
import { showOnDevices } from '../../tracks/contract.ts'
import { deviceEvent, eventOfRequest, keptCot, requestOfEvent, type ToldPatient } from '../shared/medevac.ts'
import { OPEN, stateOf, type CasevacRequest } from '../shared/request.ts'
import { Key, need, whole } from './records.ts'

/** Devices show a request so long after it last changed. */
const SHOWN_MS = 24 * 3_600_000
const MOST_XML = 1_048_576

const cot = endpoint({
  method: 'GET', path: '/api/casevac/:id/cot', tag: 'casualties', summary: 'The request as a CoT event (_medevac_), with all it came with; patients one by one for those who may read what is clinical', access: 'signed-in',
  params: Key, answers: { 200: { media: 'application/xml' } },
  async handle(call) {
    const { app, reader, now } = call
    const request = await need(call, 'casevac-request', call.params.id)
    const all = await whole(app, 'casevac-request', request.id)
    const clinical = reader.compartments.includes('MED')
    const patients = await Promise.all((request.data.patients ?? []).map(async ({ casualty }) => (await app.store.get(reader, casualty))?.record.data))
    const event = eventOfRequest(request.id, request.data, cameOf(all?.data), clinical ? (patients.filter((one) => one !== undefined) as unknown as Parameters<typeof eventOfRequest>[3]) : null, now)
    await app.store.audit(reader, [request.id], 'export', { format: 'cot' })
    return { status: 200, raw: writeCotText(event), type: 'application/xml', headers: { 'content-disposition': `attachment; filename="${request.ref}.cot"` } }
  },
})

const take = endpoint({
  method: 'POST', path: '/api/casevac/cot', tag: 'casualties', summary: 'A request with its patients from a CoT event (_medevac_); the same event again answers the same request', access: 'signed-in',
  text: true, body: Type.String({ minLength: 1, maxLength: MOST_XML }), answers: { 201: RecordView },
  async handle({ app, reader, body, now }) {
    const read = readCot(new TextEncoder().encode(body))
    if (!read.ok) {
      throw new Problem('malformed-body', `It is no CoT event: ${read.reason} (at ${read.offset})`)
    }
    const actions = actionsOf(read.value, body, derivedId('casevac-cot', reader.org, read.value.uid), null, now)
    if (!actions) {
      throw new Problem('invalid-input', 'It is a CoT event without <_medevac_>: it asks for no evacuation')
    }
    await app.store.commit(reader, actions)
    const seen = await app.store.get(reader, actions[0]!.record)
    return { status: 201, body: seen && (await presentRecord(app, seen)) }
  },
})

/** Requests that come by TAK become requests of Vigie at once; those launched go out to the devices that may read them. */
export function startTak(app: App): Service {
  let turn: Promise<void> = Promise.resolve()
  showOnDevices(app, 'casevac-request', (record) => shown(record as unknown as VigieRecord<CasevacRequest>, app.clock()))
  const stop = app.store.onCommit(({ changes }) => {
    if (app.loading !== null) {
      return
    }
    for (const { record } of changes) {
      if (record.kind === 'field-report' && record.data['sort'] === 'casevac') {
        turn = turn.then(() => follow(app, record)).catch((error: unknown) => app.log.error({ err: error, record: record.id }, 'a request that came by TAK could not be taken in'))
      }
    }
  })
  return {
    close: async () => {
      stop()
      await turn
    },
  }
}

/** A report is a request until its sender takes it back; what they change of it follows, as long as nobody has launched. */
async function follow(app: App, report: VigieRecord): Promise<void> {
  const xml = String(report.data['cot'] ?? '')
  const read = readCot(new TextEncoder().encode(xml))
  const told = read.ok ? requestOfEvent(read.value) : null
  if (!read.ok || !told) {
    return
  }
  const id = derivedId('casevac-tak', report.id)
  const by = systemFor({ ...SYSTEM, user: report.createdBy })
  const standing = await whole(app, 'casevac-request', id)
  if (!standing) {
    const actions = report.workflow === 'approved' ? actionsOf(read.value, xml, id, { handling: report.handling, area: report.area }, app.clock()) : null
    if (actions) {
      await app.store.commit(by, actions)
    }
    return
  }
  const waits = ['ALERT', 'VALIDATED'].includes(stateOf(standing.data))
  if (report.workflow === 'retracted' && waits) {
    await app.store.commit(by, [{ ...base(id, 'cancel', app.clock(), String(report.version)), patch: {}, reason: 'Taken back by its sender (TAK)' }])
  } else if (waits && standing.data.cot?.xml !== xml) {
    const kept = keptCot(read.value, xml)
    await app.store.commit(by, [{ ...base(id, 'edit', app.clock(), String(report.version)), basedOn: standing.version, patch: { fields: { four: told.four, nine: { ...standing.data.nine, ...told.nine }, ...(kept ? { cot: kept } : {}) } as unknown as JsonObject } }])
  }
}

function base(record: string, type: string, now: number, ...parts: string[]): NewAction {
  return { id: derivedId(record, type, ...parts), record, kind: 'casevac-request', type, at: new Date(now).toISOString(), basedOn: null, patch: {} }
}

/** The request and its patients, and that these are on it. Null for an event that asks for none. */
function actionsOf(event: CotEvent, xml: string, id: string, stamp: { handling: Handling; area: string | null } | null, now: number): NewAction[] | null {
  const told = requestOfEvent(event)
  if (!told) {
    return null
  }
  const { four, nine } = told
  const kept = keptCot(event, xml)
  const heardAt = new Date(Math.min(now, Math.max(now - 7 * 86_400_000, event.time))).toISOString()
  const more = stamp ? { handling: stamp.handling as unknown as JsonObject, area: stamp.area } : {}
  const data = { four, ...(Object.keys(nine).length > 0 ? { nine } : {}), heardBy: 'tak', heardAt, ...(kept ? { cot: kept } : {}) }
  const patients = told.patients.map((one, i) => ({ one, casualty: derivedId('casualty-tak', id, String(i)), battleNo: `${four.callsign}-${i + 1}`.slice(0, 40) }))
  const create = (kind: string, record: string, what: object): NewAction => ({ ...base(record, 'create', now), kind, patch: { data: what as unknown as JsonObject, ...more } })
  return [
    create('casevac-request', id, data),
    ...patients.flatMap(({ one, casualty, battleNo }) => [create('casualty', casualty, casualtyOf(one, battleNo, id, four.place)), { ...base(casualty, 'alerted', now), kind: 'casualty', patch: { t: heardAt, source: 'radio' } }]),
    { ...base(id, 'carry', now), patch: { patients: patients.map(({ one, casualty, battleNo }) => ({ casualty, battleNo, category: one.category, priority: one.priority, ...(one.litter === undefined ? {} : { litter: one.litter }) })) } as unknown as JsonObject },
  ]
}

function casualtyOf({ priority, category, litter, surgery, mist }: ToldPatient, battleNo: string, request: string, place: CasevacRequest['four']['place']): object {
  const note = mist ? [mist.title, mist.z, mist.i, mist.s, mist.t].filter((one) => one !== '').join('\n').slice(0, 4000) : ''
  return { battleNo, request, category, priority, place, ...(litter === undefined ? {} : { litter }), ...(surgery ? { needs: ['R1', 'DCS'] } : {}), ...(mist?.m ? { mechanismNote: mist.m.slice(0, 300) } : {}), ...(note === '' ? {} : { note }) }
}

function shown(record: VigieRecord<CasevacRequest>, now: number): { event: CotEvent; until: number } | null {
  const state = stateOf(record.data)
  if (record.data.drill || !OPEN.includes(state) || state === 'ALERT' || state === 'VALIDATED') {
    return null
  }
  const until = Date.parse(record.updatedAt) + SHOWN_MS
  const event = deviceEvent(record.id, record.ref, record.data, cameOf(record.data), now, until)
  return event.point.lat === 0 && event.point.lon === 0 && event.point.ce === null ? null : { event, until }
}

/** The event a request came by. */
function cameOf(request: CasevacRequest | undefined): CotEvent | null {
  const read = request?.cot ? readCot(new TextEncoder().encode(request.cot.xml)) : null
  return read?.ok ? read.value : null
}

export const takRoutes: readonly Endpoint[] = [cot, take]
