import { Type } from 'typebox'
import { LOCALES, type Text } from '../../../../core/i18n.ts'
import { Problem, refuseField } from '../../../../core/problem.ts'
import { closed, endpoint, id, needAdmin, nullable, ok, sameSecret, SYSTEM, told, uuidV7, type App, type Call, type Endpoint } from '../../../../server/face.ts'
import { readFields, readMessage } from '../../shared/delivery/inbound.ts'
import { takeMessage } from './inbound.ts'
import { raiseAlert } from '../../contract.ts'
import type { Alert } from '../../shared/alert.ts'
import type { AlertChannel } from '../../shared/delivery/channel.ts'
import { DIALECTS } from '../../shared/delivery/dialects.ts'
import { CHANNELS } from '../../shared/delivery/targets.ts'
import type { Notice } from '../../shared/delivery/notice.ts'
import { drillOf, type AlertPlan } from '../../shared/delivery/plan.ts'
import { MOST_BROWSERS } from '../channels/push.ts'
import { readReport } from '../channels/sms.ts'
import { derivedId } from '../../../../core/digest.ts'
import { deliveryOf } from './engine.ts'
import { isDrill, recipientsOf } from './recipients.ts'

const DAY_MS = 86_400_000
const text = (max: number) => Type.String({ minLength: 1, maxLength: max })
const ChannelRow = Type.Object({
  id: Type.String(), ref: Type.String(), name: Type.String(), type: Type.Enum([...CHANNELS]), enabled: Type.Boolean(), carries: Type.String(), secret: Type.Boolean({ description: 'a password or key is kept' }),
  technology: nullable(Type.String()), permit: nullable(Type.Object({ valid: Type.Boolean(), because: Type.String() }, closed)),
  day: Type.Object({ sent: Type.Integer(), failed: Type.Integer() }, { ...closed, description: 'notices of the last 24 hours' }), inbound: nullable(Type.String({ description: 'where the gateway sends messages that come in' })),
}, closed)

async function channelOf(app: App, wanted: string) {
  const channel = (await deliveryOf(app).directory.fresh()).channels.find(({ record }) => record.id === wanted || record.ref === wanted)
  if (!channel) {
    throw new Problem('not-found', 'no such channel')
  }
  return channel
}

const channels = endpoint({
  method: 'GET', path: '/api/alerts/channels', tag: 'alerts', summary: 'Ways out for alerts: whether they are set up, may run, and what they sent (administrators)', access: 'signed-in',
  answers: { 200: Type.Object({ items: Type.Array(ChannelRow), publicUrl: nullable(Type.String()), dialects: Type.Array(Type.Object({ name: Type.String(), label: Type.String() }, closed)) }, closed) },
  async handle(call) {
    needAdmin(call)
    const { app } = call
    const delivery = deliveryOf(app)
    const directory = await delivery.directory.fresh()
    const permits = new Map(app.gate.permits().map((one) => [one.code, one]))
    const items = []
    for (const { record, data } of directory.channels) {
      const count = (state: string[]) => app.store.count(SYSTEM, { kind: 'notice', where: { channel: [data.type], state }, time: { axis: 'logged', from: new Date(call.now - DAY_MS).toISOString() } })
      const permit = data.technology === undefined ? undefined : permits.get(data.technology)
      items.push({
        id: record.id, ref: record.ref, name: told(call, data.name), type: data.type, enabled: data.enabled, carries: data.carries, secret: (await delivery.sender.secret(record.id)) !== null,
        technology: data.technology ?? null, permit: data.technology === undefined ? null : { valid: permit?.valid ?? false, because: permit?.because ?? 'not in the technology register' },
        day: { sent: await count(['sent', 'delivered', 'read']), failed: await count(['failed']) },
        inbound: data.type === 'sms' ? `${app.config.publicUrl ?? ''}/api/alerts/messages/${record.id}?key=${await delivery.sender.reportKey(record.id)}` : null,
      })
    }
    return ok({ items, publicUrl: app.config.publicUrl, dialects: Object.entries(DIALECTS).map(([name, { label }]) => ({ name, label })) })
  },
})

const setSecret = endpoint({
  method: 'POST', path: '/api/alerts/channels/:id/secret', tag: 'alerts', summary: 'Give a channel its password or key; it is kept sealed and never shown again (administrators)', access: 'signed-in', secret: true,
  params: Type.Object({ id }, closed), body: Type.Object({ secret: text(4000) }, closed),
  answers: { 204: null },
  async handle(call) {
    needAdmin(call)
    const { record, data } = await channelOf(call.app, call.params.id)
    if (data.type === 'webhook' && call.body.secret.length < 16) {
      throw refuseField('/secret', 'is too short to sign with', 'Give 16 characters or more')
    }
    await deliveryOf(call.app).sender.setSecret(record.id, call.body.secret)
    return { status: 204 }
  },
})

const test = endpoint({
  method: 'POST', path: '/api/alerts/channels/:id/test', tag: 'alerts', summary: 'Send a test to one address, or by push to yourself, and say what became of it (administrators)', access: 'signed-in',
  params: Type.Object({ id }, closed), body: Type.Object({ to: Type.Optional(text(500)), locale: Type.Optional(Type.Enum([...LOCALES])) }, closed),
  answers: { 200: Type.Object({ sent: Type.Boolean(), because: nullable(Type.String()) }, closed) },
  async handle(call) {
    needAdmin(call)
    const channel = await channelOf(call.app, call.params.id)
    const address = addressFor(channel.data, call)
    const outcome = await deliveryOf(call.app).sender.test(channel, address, call.body.locale ?? 'en', uuidV7(call.now))
    return ok({ sent: outcome.ok, because: outcome.ok ? null : outcome.because })
  },
})

function addressFor(data: AlertChannel, call: Call<unknown, unknown, { to?: string }>): { address: string } | { account: string } {
  if (data.type === 'push') {
    return { account: call.reader.user }
  }
  const to = call.body.to ?? ''
  const fits = { email: /^[^@\s<>]+@[^@\s<>]+$/, sms: /^\+[1-9][0-9]{5,14}$/, webhook: /^https?:\/\/\S+$/ }[data.type]
  if (!fits.test(to)) {
    throw refuseField('/to', 'is no address of this channel', data.type === 'sms' ? 'Write +, country code and number' : data.type === 'email' ? 'Write name@server' : 'Write https://…')
  }
  return { address: to }
}

const Who = Type.Object({ name: Type.String(), account: nullable(Type.String()), contact: nullable(Type.String()), because: Type.String(), channels: Type.Array(Type.String()) }, closed)

const reach = endpoint({
  method: 'GET', path: '/api/alerts/:id/reach', tag: 'alerts', summary: 'Whom each step of the ladder of an alert reaches now, by which channels', access: 'signed-in',
  params: Type.Object({ id }, closed),
  answers: { 200: Type.Object({ drill: Type.Boolean({ description: 'only those who take part in drills are named' }), steps: Type.Array(Type.Object({ afterMinutes: Type.Number(), to: Type.Array(Who), total: Type.Integer() }, closed)) }, closed) },
  async handle(call) {
    const { app } = call
    const seen = (await app.store.get(call.reader, call.params.id)) ?? (await app.store.getByRef(call.reader, call.params.id))
    if (!seen || seen.record.kind !== 'alert' || !seen.can.includes('act')) {
      throw new Problem('not-found', 'no alert you may act on has this id')
    }
    const delivery = deliveryOf(app)
    const directory = await delivery.directory.fresh()
    const sees = app.store.sight(call.reader)
    const steps = []
    for (const rung of await delivery.rungsOf(seen.record)) {
      const ways = await recipientsOf(app, directory, seen.record, rung, async (account) => (await delivery.sender.push.browsersOf(account)).length > 0)
      steps.push({ afterMinutes: rung.afterMinutes, to: ways.filter(({ recipient }) => recipient.contact === null || sees(directory.contacts.get(recipient.contact)!.record)).slice(0, 200).map(({ recipient, channels: by }) => ({ name: recipient.name, account: recipient.account, contact: recipient.contact, because: recipient.because, channels: by })), total: ways.length })
    }
    return ok({ drill: isDrill(directory, seen.record.data as unknown as Alert, seen.record), steps })
  },
})

const drill = endpoint({
  method: 'POST', path: '/api/alerts/plans/:id/drill', tag: 'alerts', summary: 'Raise a drill of an alert plan: it goes the whole way of a real alert, to those alone who take part in drills', access: 'signed-in',
  params: Type.Object({ id }, closed),
  answers: { 201: Type.Object({ id: Type.String(), ref: Type.String() }, closed) },
  async handle(call) {
    const { app, reader } = call
    const seen = (await app.store.get(reader, call.params.id)) ?? (await app.store.getByRef(reader, call.params.id))
    if (!seen || seen.record.kind !== 'alert-plan' || !seen.can.includes('edit')) {
      throw new Problem('not-found', 'no alert plan you keep has this id')
    }
    const { record } = seen
    const raised = drillOf(record.id, record.data as unknown as AlertPlan, record.handling, app.store.areas())
    const [done] = await app.store.commit(SYSTEM, [raiseAlert({ ...raised, text: saidBy(reader.name), episode: uuidV7(call.now), at: call.now })])
    return { status: 201, body: { id: done!.record.id, ref: done!.record.ref } }
  },
})

function saidBy(name: string): Text {
  return { en: `A drill, raised by ${name}. Say that you saw it, as you would of a real alert.`, fr: `Exercice, lancé par ${name}. Accusez réception comme pour une vraie alerte.`, es: `Simulacro, lanzado por ${name}. Confirme que lo ha visto, como en una alerta real.`, ar: `تمرين أطلقه ${name}. أكّد الاطلاع عليه كما تفعل مع إنذار حقيقي.` }
}

const Subscription = Type.Object({ endpoint: Type.String({ maxLength: 1000, pattern: '^https://[^\\s]+$' }), keys: Type.Object({ p256dh: text(200), auth: text(100) }, closed) }, closed)
const BrowserRow = Type.Object({ id: Type.String(), name: Type.String(), at: Type.String() }, closed)

const browsers = endpoint({
  method: 'GET', path: '/api/me/push', tag: 'alerts', summary: 'Browsers in which you take notices of alerts, and the key to subscribe with', access: 'signed-in',
  answers: { 200: Type.Object({ on: Type.Boolean({ description: 'a push channel is in service' }), publicKey: Type.String(), items: Type.Array(BrowserRow), most: Type.Integer() }, closed) },
  async handle(call) {
    const delivery = deliveryOf(call.app)
    const on = (await delivery.directory.fresh()).channels.some(({ data }) => data.type === 'push' && data.enabled)
    const items = await delivery.sender.push.browsersOf(call.reader.user)
    return ok({ on, publicKey: (await delivery.sender.push.keys()).publicKey, items: items.map(({ id: of, name, at }) => ({ id: of, name, at })), most: MOST_BROWSERS })
  },
})

const subscribe = endpoint({
  method: 'POST', path: '/api/me/push', tag: 'alerts', summary: 'Take notices of alerts in this browser', access: 'signed-in', secret: true,
  body: Type.Object({ name: text(80), subscription: Subscription }, closed),
  answers: { 201: BrowserRow },
  async handle(call) {
    const { push } = deliveryOf(call.app).sender
    const { name, subscription } = call.body
    const made = { id: derivedId('browser', subscription.endpoint), name, at: new Date(call.now).toISOString(), subscription }
    await push.keep(call.reader.user, [...(await push.browsersOf(call.reader.user)).filter((one) => one.id !== made.id), made])
    return { status: 201, body: { id: made.id, name, at: made.at } }
  },
})

const unsubscribe = endpoint({
  method: 'DELETE', path: '/api/me/push/:id', tag: 'alerts', summary: 'Take no more notices in a browser', access: 'signed-in',
  params: Type.Object({ id }, closed),
  answers: { 204: null },
  async handle(call) {
    const { push } = deliveryOf(call.app).sender
    await push.keep(call.reader.user, (await push.browsersOf(call.reader.user)).filter((one) => one.id !== call.params.id))
    return { status: 204 }
  },
})

const Key = Type.String({ minLength: 32, maxLength: 32 })
const Loose = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 2000 }))

/** Gateways report by GET or by POST of a form or JSON, as they are made. */
const reports = (['GET', 'POST'] as const).map((method) => endpoint({
  method, path: '/api/alerts/reports/:channel', tag: 'alerts', summary: 'Delivery report of an SMS gateway, at the address it was given with the message', access: 'open',
  params: Type.Object({ channel: id }, closed), query: Type.Intersect([Type.Object({ notice: id, key: Key }), Loose]), ...(method === 'POST' ? { text: true, body: Type.Optional(Type.Union([Type.String({ maxLength: 20_000 }), Type.Record(Type.String(), Type.Unknown())])) } : {}),
  answers: { 204: null },
  async handle(call) {
    const { app, query } = call
    const delivery = deliveryOf(app)
    if (!sameSecret(query.key, await delivery.sender.reportKey(query.notice))) {
      throw new Problem('not-found', 'no notice has this key')
    }
    const channel = await channelOf(app, call.params.channel)
    const dialect = DIALECTS[channel.data.sms?.dialect ?? '']
    const report = dialect && readReport(dialect, readFields(call.request.url, call.body))
    const standing = (await app.store.get(SYSTEM, query.notice))?.record
    const notice = standing?.kind === 'notice' ? (standing.data as unknown as Notice) : null
    // The same report may come twice, and a late one takes nothing back.
    if (report && notice && notice.deliveredAt === undefined && !(notice.state === 'failed' && !report.arrived)) {
      const base = { id: uuidV7(call.now), record: query.notice, kind: 'notice', at: new Date(call.now).toISOString(), basedOn: null }
      await app.store.commit(SYSTEM, [report.arrived ? { ...base, type: 'delivered', patch: {} } : { ...base, type: 'fail', patch: { because: report.because, nextAt: null } }])
    }
    return { status: 204 }
  },
}))

const Became = Type.Object({ taken: Type.Enum(['check-in', 'acknowledged', 'taken', 'again', 'held-back']) }, { ...closed, description: 'nothing is answered where the gateway would send it back to the phone' })

const messages = (['GET', 'POST'] as const).map((method) => endpoint({
  method, path: '/api/alerts/messages/:channel', tag: 'alerts', summary: 'A text message that came in at an SMS gateway, in its own dialect: a check-in of a movement, an answer to an alert, else kept for a person', access: 'open',
  params: Type.Object({ channel: id }, closed), query: Type.Intersect([Type.Object({ key: Key }), Loose]), ...(method === 'POST' ? { text: true, body: Type.Optional(Type.Union([Type.String({ maxLength: 20_000 }), Type.Record(Type.String(), Type.Unknown())])) } : {}),
  answers: { 200: Became },
  async handle(call) {
    const { app } = call
    const channel = await channelOf(app, call.params.channel)
    if (!sameSecret(call.query.key, await deliveryOf(app).sender.reportKey(channel.record.id))) {
      throw new Problem('not-found', 'no channel has this key')
    }
    const dialect = DIALECTS[channel.data.sms?.dialect ?? '']
    const said = readMessage(readFields(call.request.url, call.body), dialect)
    if (said === null) {
      throw new Problem('invalid-input', `a message has a sender and a text: send ${dialect?.inbound.from ?? 'from'} and ${dialect?.inbound.text ?? 'text'}`)
    }
    const taken = await takeMessage(app, { ...said, at: call.now })
    return dialect?.inbound.quiet ? { status: 200, raw: '', type: 'text/plain; charset=utf-8' } : ok({ taken })
  },
}))

/** Delivery of alerts. */
export const deliveryRoutes: readonly Endpoint[] = [channels, setSecret, test, reach, drill, browsers, subscribe, unsubscribe, ...reports, ...messages]
