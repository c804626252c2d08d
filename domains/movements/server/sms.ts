import { Type } from 'typebox'
import { derivedId } from '../../../core/digest.ts'
import type { JsonObject } from '../../../core/json.ts'
import { Problem } from '../../../core/problem.ts'
import { storable } from '../../../core/text.ts'
import { closed, endpoint, needAdmin, ok, SYSTEM, type App, type Endpoint } from '../../../server/face.ts'
import { readDigits, type HELD_BACK } from '../shared/message.ts'
import { expectedAt, phoneKey, stateOf } from '../shared/movement.ts'
import type { MovementRecord } from './book.ts'
import { newKey, sameKey } from './key.ts'
import { watchOf } from './service.ts'
import { nodeAction, say } from './writer.ts'

const SETTING = 'movements.sms-key'
/** What gateways call the sender, the words and the message's own number. */
const NAMES = { from: ['from', 'From', 'msisdn', 'sender', 'originator', 'source'], text: ['text', 'Body', 'body', 'message', 'content'], id: ['id', 'MessageSid', 'messageId', 'message_id', 'messageid', 'uuid'] }
/** Messages without a number of their own that say the same within so long are one. */
const SAME_MS = 120_000

const Told = Type.Object({ taken: Type.Enum(['check-in', 'held-back', 'again']) }, closed)

/** Where an SMS gateway hands in what phones sent. The key in the address is the right to do so and to nothing else. */
const inbound = endpoint({
  method: 'POST', path: '/api/movements/sms/:key', tag: 'movements', summary: 'An SMS to the mission: one digit checks a movement in', access: 'open',
  params: Type.Object({ key: Type.String({ minLength: 1, maxLength: 200 }) }, closed),
  body: Type.Record(Type.String(), Type.Any(), { description: 'from, text and id, or the names common gateways use for them' }),
  answers: { 200: Told },
  async handle({ app, params, body, now }) {
    const key = await app.store.side.secretSetting(SETTING)
    if (key === null || !sameKey(key, params.key)) {
      throw new Problem('not-found', 'no gateway hands in by this key')
    }
    const [from, text, id] = [wordOf(body, NAMES.from), wordOf(body, NAMES.text), wordOf(body, NAMES.id)]
    if (from === null || text === null) {
      throw new Problem('invalid-input', 'a message has a sender and a text: send {"from": "+236…", "text": "1", "id": "…"}')
    }
    return ok({ taken: await take(app, from, text, id ?? `${phoneKey(from)} ${text} ${Math.floor(now / SAME_MS)}`, now) })
  },
})

async function take(app: App, from: string, text: string, id: string, now: number): Promise<'check-in' | 'held-back' | 'again'> {
  const number = phoneKey(from)
  const open = [...(watchOf(app)?.book.open.values() ?? [])].filter((one) => one.data.phones?.some((phone) => phoneKey(phone.number) === number))
  const movement = open.filter((one) => stateOf(one.data) === 'departed').sort((a, b) => (b.data.departedAt ?? '').localeCompare(a.data.departedAt ?? ''))[0]
  if (!movement) {
    return hold(app, { from, text, why: open.length === 0 ? 'unknown-number' : 'not-under-way', movement: open[0] ?? null }, id, now)
  }
  const read = readDigits(text)
  if (read === null) {
    return hold(app, { from, text, why: 'not-understood', movement }, id, now)
  }
  const newEta = read.status === 'delayed' && read.minutes !== null ? { newEta: new Date(Math.max(now, expectedAt(movement.data)) + read.minutes * 60_000).toISOString() } : {}
  const done = await say(app, nodeAction(movement.id, 'heard', { status: read.status, how: 'sms', means: 'SMS', at: new Date(now).toISOString(), ...newEta }, now, 'sms', id))
  return done ? 'check-in' : 'again'
}

/** Keep for a person what is not taken: in the handling of its movement, else of the mission. */
async function hold(app: App, message: { from: string; text: string; why: (typeof HELD_BACK)[number]; movement: MovementRecord | null }, id: string, now: number): Promise<'held-back' | 'again'> {
  const record = derivedId('held-message', id)
  if (await app.store.get(SYSTEM, record)) {
    return 'again'
  }
  const { movement } = message
  const kind = app.store.kinds().need('held-message')
  const data = { from: storable(message.from, 40), text: storable(message.text, 1000), at: new Date(now).toISOString(), why: message.why, ...(movement ? { movement: movement.id } : {}) }
  const org = movement?.handling.owner ?? String((await app.store.get(SYSTEM, 'mission'))?.record.data['org'] ?? 'mission')
  const patch = { data, handling: movement?.handling ?? kind.handling(org), area: movement?.area ?? null }
  const done = await say(app, { id: derivedId(record, 'create'), record, kind: 'held-message', type: 'create', at: data.at, basedOn: null, patch: patch as unknown as JsonObject })
  return done ? 'held-back' : 'again'
}

function wordOf(body: Record<string, unknown>, names: readonly string[]): string | null {
  const found = names.map((name) => body[name]).find((value) => typeof value === 'string' || typeof value === 'number')
  return found === undefined || String(found).trim() === '' ? null : String(found).trim().slice(0, 1600)
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

export const smsRoutes: readonly Endpoint[] = [inbound, state, renew]
