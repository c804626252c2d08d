import { Type } from 'typebox'
import { derivedId } from '../../../../core/digest.ts'
import type { Json, JsonObject } from '../../../../core/json.ts'
import { Problem } from '../../../../core/problem.ts'
import type { NewAction } from '../../../../core/record.ts'
import { anyObject, answerCommitted, closed, endpoint, findRecord, id, instant, missionOf, nullable, ok, presentRecord, RecordView, type Answer, type Call, type Endpoint } from '../../../../server/face.ts'
import { noticesRead } from '../../../watch/contract.ts'
import { REVISED, revisionsBetween, type Fatality } from '../../shared/fatalities/fatality.ts'
import { namesInText } from '../../shared/notification/name-in-text.ts'
import { handlingOf, type Notification, type NotificationRecord } from '../../shared/notification/notification.ts'
import { Person, type PersonRecord } from '../../shared/notification/person.ts'
import { isDeath, statisticOf } from '../../shared/notification/statistic.ts'
import { ANSWERS3, CAUSES, LIST_WORD, RESTRICTED_TYPES, type Cause } from '../../shared/notification/vocabulary.ts'
import { oneOf, words } from '../../shared/schema.ts'

const { notification: _of, informed: _informed, ...NameFields } = Person.properties
const Name = Type.Object(NameFields, closed)
const Key = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'id or reference' }) }, closed)
const basedOn = Type.Integer({ minimum: 1, description: 'version of the record the author had seen' })
const written = { 200: RecordView, 204: null }

/** A notification as the caller sees it. Throws `not-found` for anything else. */
async function needNotification(call: Call, key: string): Promise<NotificationRecord> {
  const { record } = await findRecord(call, key)
  if (record.kind !== 'notification') {
    throw new Problem('not-found', `no notification ${key} that you may see`)
  }
  return record as unknown as NotificationRecord
}

/** An action of this request; ids follow from its Idempotency-Key. */
function act(call: Call, part: string, record: { id: string; kind: string }, type: string, version: number | null, patch: JsonObject, reason: string | null = null): NewAction {
  return { id: call.freshId(part), record: record.id, kind: record.kind, type, at: new Date(call.now).toISOString(), basedOn: version, patch, reason }
}

const make = endpoint({
  method: 'POST', path: '/api/notifications', tag: 'notifications', summary: 'Prepare a notification of a casualty, with the name in its own masked record; or amend one that is authorised', access: 'signed-in',
  body: Type.Object({ id: Type.Optional(id), data: anyObject, person: Type.Optional(Name), amends: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })) }, closed),
  answers: { 201: RecordView, 204: null },
  async handle(call) {
    const { body, app, reader } = call
    const notification = body.id ?? call.freshId('notification')
    const data = { ...body.data } as Partial<Notification>
    if (body.person) {
      const fields = namesInText(data, body.person)
      if (fields.length > 0) {
        throw new Problem('invalid-input', fields.map((one) => `${one.path} ${one.problem}`).join('; '), { fields })
      }
    }
    const amended = body.amends === undefined ? null : await needNotification(call, body.amends)
    if (amended && (amended.workflow !== 'approved' || amended.data.supersededBy)) {
      throw new Problem('wrong-state', amended.data.supersededBy ? `${amended.ref} is superseded: amend what stands in its place` : `${amended.ref} is not authorised yet: edit it instead`)
    }
    if (amended?.data.person && body.person) {
      throw new Problem('invalid-input', `${amended.ref} holds a name already; correct it there`)
    }
    const carried = amended?.data.person
    const person = carried ?? (body.person ? call.freshId('person') : undefined)
    const whole = { ...data, ...(person === undefined ? {} : { person }), ...(amended ? { amends: amended.id, amendment: (amended.data.amendment ?? 0) + 1 } : {}) } as JsonObject
    const restricted = data.type !== undefined && RESTRICTED_TYPES.includes(data.type)
    const actions: NewAction[] = [act(call, 'create', { id: notification, kind: 'notification' }, 'create', null, { data: whole, workflow: 'draft', ...(restricted && data.type ? { handling: handlingOf(reader.org, data.type) as unknown as Json } : {}) })]
    if (person !== undefined && carried === undefined && body.person) {
      actions.push(act(call, 'name', { id: person, kind: 'notified-person' }, 'create', null, { data: { ...body.person, notification } }))
    }
    if (amended?.data.kin) {
      const { informedAt, informedBy } = amended.data.kin
      actions.push(act(call, 'kin', { id: notification, kind: 'notification' }, 'next-of-kin', 1, { informedAt, informedBy, note: amended.ref }))
    }
    const done = await app.store.commit(reader, actions)
    return answerCommitted(call, done.findLast((one) => one.record.id === notification), 201)
  },
})

/** The name's record, as the caller may write to it; null when there is none. Throws `purpose-needed` or `not-allowed`. */
async function writableName(call: Call, record: NotificationRecord): Promise<PersonRecord | null> {
  if (record.data.person === undefined) {
    return null
  }
  const seen = await call.app.store.get(call.reader, record.data.person)
  if (!seen) {
    throw call.reader.purpose === null
      ? new Problem('purpose-needed', 'the name stands in compartment PERS: say what it is needed for')
      : new Problem('not-allowed', 'only holders of compartment PERS, who may read the name, record that next of kin were informed')
  }
  return seen.record as unknown as PersonRecord
}

const nextOfKin = endpoint({
  method: 'POST', path: '/api/notifications/:id/next-of-kin', tag: 'notifications', summary: 'Next of kin were informed: from now on whoever reads the notification reads the name', access: 'signed-in',
  params: Key, body: Type.Object({ basedOn, informedAt: instant, informedBy: words(200), note: Type.Optional(words(1000)) }, closed), answers: written,
  async handle(call) {
    const { app, reader, body } = call
    const record = await needNotification(call, call.params.id)
    const { basedOn: version, ...patch } = body
    const name = await writableName(call, record)
    // The notification and every amendment of it stand for the same person.
    const others = record.data.person === undefined ? [] : (await app.store.list(reader, { kind: 'notification', where: { 'of-person': [record.data.person] }, limit: 100 })).items.map((seen) => seen.record as unknown as NotificationRecord).filter((one) => one.id !== record.id && one.data.kin === undefined)
    const all = [record, ...others]
    const actions = all.map((one) => act(call, `kin ${one.id}`, one, 'next-of-kin', one.id === record.id ? version : one.version, patch))
    if (name) {
      actions.push(act(call, 'unmask', name, 'unmask', name.version, { informedAt: body.informedAt, handling: record.handling as unknown as Json }))
    }
    for (const statistic of new Set(all.flatMap((one) => one.data.statistic ?? []))) {
      const row = await app.store.get(reader, statistic)
      if (row) {
        actions.push(act(call, `release ${statistic}`, row.record, 'release', row.record.version, {}))
      }
    }
    const done = await app.store.commit(reader, actions)
    return answerCommitted(call, done.find((one) => one.record.id === record.id), 200)
  },
})

const authorise = endpoint({
  method: 'POST', path: '/api/notifications/:id/authorise', tag: 'notifications', summary: 'Second authorisation: the notification goes to its readers, a death into the statistics, what it amends is superseded', access: 'signed-in',
  params: Key, body: Type.Object({ basedOn }, closed), answers: written,
  async handle(call) {
    const { app, reader, body } = call
    const record = await needNotification(call, call.params.id)
    const amended = record.data.amends === undefined ? null : ((await app.store.get(reader, record.data.amends))?.record as unknown as NotificationRecord | undefined) ?? null
    const statistic = isDeath(record.data) ? (amended?.data.statistic ?? derivedId('fatality of a notification', record.id)) : undefined
    const actions = [act(call, 'authorise', record, 'authorise-second', body.basedOn, statistic === undefined ? {} : { statistic }), ...(await statisticActions(call, record, amended?.data.statistic))]
    if (amended && !amended.data.supersededBy) {
      actions.push(act(call, 'supersede', amended, 'supersede', amended.version, { by: record.id }))
    }
    const name = record.data.person === undefined ? null : await app.store.get(reader, record.data.person)
    const deliverTo = record.data.deliverTo ?? []
    if (name && (name.record as unknown as PersonRecord).data.informed && deliverTo.length > 0) {
      const handling = { ...record.handling, releasableTo: [...new Set([...record.handling.releasableTo, ...deliverTo])].sort() }
      actions.push(act(call, 'follow', name.record, 'follow', name.record.version, { handling: handling as unknown as Json }))
    }
    const done = await app.store.commit(reader, actions)
    return answerCommitted(call, done[0], 200)
  },
})

/** What a second authorisation does to the statistics: a new death, a corrected one, or one that is none any more. */
async function statisticActions(call: Call, record: NotificationRecord, stands: string | undefined): Promise<NewAction[]> {
  const zone = (await missionOf(call.app.store))?.zone ?? 'UTC'
  const row = statisticOf(record, zone, call.now)
  const standing = stands === undefined ? null : await call.app.store.get(call.reader, stands)
  if (!isDeath(record.data)) {
    return standing ? [act(call, 'statistic', standing.record, 'vanish', standing.record.version, {}, `${record.ref}: no longer notified as a death`)] : []
  }
  if (standing) {
    const before = standing.record.data as unknown as Fatality
    const after = { ...row, casualtyId: before.casualtyId, released: before.released || row.released }
    const revisions = revisionsBetween(before, after, new Date(call.now).toISOString(), record.ref)
    const fields = Object.fromEntries(REVISED.filter((field) => before[field] !== after[field]).map((field) => [field, after[field]]))
    return revisions.length === 0 ? [] : [act(call, 'statistic', standing.record, 'edit', standing.record.version, { fields: { ...fields, notification: record.id, revisions: [...(before.revisions ?? []), ...revisions].slice(-500) as unknown as Json } })]
  }
  const target = { id: derivedId('fatality of a notification', record.id), kind: 'fatality' }
  const handling = { level: row.released ? 'U' : 'C', compartments: [], owner: record.handling.owner, releasableTo: ['*'], caveats: [] }
  return [act(call, 'statistic', target, 'create', null, { data: row as unknown as JsonObject, handling })]
}

const reclassify = endpoint({
  method: 'POST', path: '/api/notifications/:id/reclassify', tag: 'notifications', summary: 'Correct the cause of an authorised notification, with a note; the statistics follow', access: 'signed-in',
  params: Key, body: Type.Object({ basedOn, type: oneOf(CAUSES), note: words(2000), missionRelated: Type.Optional(oneOf(ANSWERS3)) }, closed), answers: written,
  async handle(call) {
    const { app, reader, body } = call
    const record = await needNotification(call, call.params.id)
    const { basedOn: version, ...patch } = body
    const actions = [act(call, 'reclassify', record, 'reclassify', version, patch)]
    const row = record.data.statistic === undefined ? null : await app.store.get(reader, record.data.statistic)
    if (row) {
      actions.push(act(call, 'statistic', row.record, 'reclassify', row.record.version, { type: LIST_WORD[body.type as Cause], note: body.note }, body.note))
    }
    const done = await app.store.commit(reader, actions)
    return answerCommitted(call, done[0], 200)
  },
})

const name = endpoint({
  method: 'GET', path: '/api/notifications/:id/name', tag: 'notifications', summary: 'The name a notification is about, or why it is not shown', access: 'signed-in',
  params: Key,
  answers: {
    200: Type.Object({
      state: Type.Enum(['none', 'shown', 'masked'], { description: 'masked: there is a name and you may not read it yet' }),
      why: nullable(Type.Enum(['kin', 'purpose', 'restricted'], { description: 'kin: next of kin are not informed; purpose: declare what it is for; restricted: it stays with personnel' })),
      person: nullable(RecordView),
    }, closed),
  },
  async handle(call): Promise<Answer> {
    const record = await needNotification(call, call.params.id)
    if (record.data.person === undefined) {
      return ok({ state: 'none', why: null, person: null })
    }
    if (record.workflow === 'approved') {
      // Whoever looks at it has read what they were told of; their receipts say so.
      noticesRead(call.app, record.id, call.reader.user).catch((error: unknown) => call.app.log.warn({ error: String(error), notification: record.id }, 'a receipt could not be written'))
    }
    const seen = await call.app.store.get(call.reader, record.data.person)
    if (seen) {
      return ok({ state: 'shown', why: null, person: await presentRecord(call.app, seen) })
    }
    const holds = call.reader.compartments.includes('PERS')
    return ok({ state: 'masked', why: holds && call.reader.purpose === null ? 'purpose' : RESTRICTED_TYPES.includes(record.data.type) ? 'restricted' : 'kin', person: null })
  },
})

export const notificationRoutes: readonly Endpoint[] = [make, nextOfKin, authorise, reclassify, name]
