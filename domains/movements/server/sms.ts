import { Type } from 'typebox'
import { derivedId } from '../../../core/digest.ts'
import type { JsonObject } from '../../../core/json.ts'
import { Problem } from '../../../core/problem.ts'
import { storable } from '../../../core/text.ts'
import { closed, endpoint, needAdmin, ok, SYSTEM, type App, type Endpoint } from '../../../server/face.ts'
import { handInMessage, keepUntaken, numberKey, offerInbound, readFields, readMessage, type HeldBack, type InboundMessage, type Taken } from '../../watch/contract.ts'
import { readDigits } from '../shared/message.ts'
import { expectedAt, stateOf } from '../shared/movement.ts'
import { newKey, sameKey } from './key.ts'
import { watchOf } from './service.ts'
import { nodeAction, say } from './writer.ts'

const SETTING = 'movements.sms-key'

const Told = Type.Object({ taken: Type.Enum(['check-in', 'acknowledged', 'taken', 'again', 'held-back']) }, closed)

/** Where a gateway that is no channel of alerts hands in what phones sent. The key in the address is the right to do so and to nothing else. */
const inbound = (['GET', 'POST'] as const).map((method) => endpoint({
  method, path: '/api/movements/sms/:key', tag: 'movements', summary: 'An SMS to the mission, read like one that comes in by a channel of alerts: one digit checks a movement in', access: 'open',
  params: Type.Object({ key: Type.String({ minLength: 1, maxLength: 200 }) }, closed), query: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 2000 })),
  ...(method === 'POST' ? { text: true, body: Type.Optional(Type.Union([Type.String({ maxLength: 20_000 }), Type.Record(Type.String(), Type.Unknown())], { description: 'from, text and id as JSON or a form, or the names common gateways use for them' })) } : {}),
  answers: { 200: Told },
  async handle({ app, params, body, now, request }) {
    const key = await app.store.side.secretSetting(SETTING)
    if (key === null || !sameKey(key, params.key)) {
      throw new Problem('not-found', 'no gateway hands in by this key')
    }
    const said = readMessage(readFields(request.url, body))
    if (said === null) {
      throw new Problem('invalid-input', 'a message has a sender and a text: send {"from": "+236…", "text": "1", "id": "…"}, or the same as a form')
    }
    return ok({ taken: await handInMessage(app, { ...said, at: now }) })
  },
}))

/** Messages of the teams of movements are theirs; what nobody takes, whoever it is from, is kept here for a person. */
export function takeMessages(app: App): void {
  offerInbound(app, (message) => take(app, message))
  keepUntaken(app, (message, held) => hold(app, message, held))
}

async function take(app: App, { id, number, text, at: now }: InboundMessage): Promise<Taken> {
  const open = [...(watchOf(app)?.book.open.values() ?? [])].filter((one) => one.data.phones?.some((phone) => numberKey(phone.number) === number))
  const movement = open.filter((one) => stateOf(one.data) === 'departed').sort((a, b) => (b.data.departedAt ?? '').localeCompare(a.data.departedAt ?? ''))[0]
  if (!movement) {
    return open[0] ? { why: 'not-under-way', about: open[0] } : null
  }
  const read = readDigits(text)
  if (read === null) {
    return { why: 'not-understood', about: movement }
  }
  const newEta = read.status === 'delayed' && read.minutes !== null ? { newEta: new Date(Math.max(now, expectedAt(movement.data)) + read.minutes * 60_000).toISOString() } : {}
  const done = await say(app, nodeAction(movement.id, 'heard', { status: read.status, how: 'sms', means: 'SMS', at: new Date(now).toISOString(), ...newEta }, now, 'sms', id))
  return done ? 'check-in' : 'again'
}

/** Keep for a person what is not taken: in the handling of its movement, else of the mission. */
async function hold(app: App, message: InboundMessage, { why, about }: HeldBack): Promise<'held-back' | 'again'> {
  const record = derivedId('held-message', message.id)
  if (await app.store.get(SYSTEM, record)) {
    return 'again'
  }
  const kind = app.store.kinds().need('held-message')
  const data = { from: storable(message.from, 40), text: storable(message.text, 1000), at: new Date(message.at).toISOString(), why, ...(about ? { movement: about.id } : message.who ? { contact: message.who.contact } : {}) }
  const org = about?.handling.owner ?? String((await app.store.get(SYSTEM, 'mission'))?.record.data['org'] ?? 'mission')
  const patch = { data, handling: about?.handling ?? kind.handling(org), area: about?.area ?? null }
  const done = await say(app, { id: derivedId(record, 'create'), record, kind: 'held-message', type: 'create', at: data.at, basedOn: null, patch: patch as unknown as JsonObject })
  return done ? 'held-back' : 'again'
}

const state = endpoint({
  method: 'GET', path: '/api/movements/sms-gateway', tag: 'movements', summary: 'Whether a gateway may hand in SMS (administrators)', access: 'signed-in',
  answers: { 200: Type.Object({ set: Type.Boolean() }, closed) },
  async handle(call) {
    needAdmin(call)
    return ok({ set: (await call.app.store.side.secretSetting(SETTING)) !== null })
  },
})

const renew = endpoint({
  method: 'POST', path: '/api/movements/sms-gateway', tag: 'movements', summary: 'Make a new key for the SMS gateway; the one before stops working (administrators)', access: 'signed-in', secret: true,
  answers: { 201: Type.Object({ path: Type.String({ description: 'where the gateway posts to; told this once' }) }, closed) },
  async handle(call) {
    needAdmin(call)
    const key = newKey()
    await call.app.store.side.setSecretSetting(SETTING, key)
    return { status: 201, body: { path: `/api/movements/sms/${key}` } }
  },
})

export const smsRoutes: readonly Endpoint[] = [...inbound, state, renew]
