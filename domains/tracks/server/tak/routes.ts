import { Type } from 'typebox'
import { Problem, refuseField } from '../../../../core/problem.ts'
import { scopeOf } from '../../../../core/policy.ts'
import { REPORTERS } from '../../../../core/roles.ts'
import { chatEvent, type Chat } from '../../../../formats/cot/chat.ts'
import { closed, endpoint, id, instant, nullable, ok, systemFor, type DomainSocket, type App, type Call, type Endpoint, type FeedView } from '../../../../server/face.ts'
import { ALL_ROOMS, type Message } from '../../shared/message.ts'
import { TAK_PROTOCOLS, takStream, type TakClientView } from './face.ts'
import { VIGIE_UID } from './post.ts'
import { NOBODY } from './keeper.ts'
import { whatOf } from './listeners.ts'
import { TAK_CODEC, TakServer } from './server.ts'

const text = Type.String()
const count = Type.Integer({ minimum: 0 })
const ClientRow = Type.Object(
  {
    id: text, feed: text, transport: text, protocol: Type.Enum([...TAK_PROTOCOLS]), login: nullable(text), uid: nullable(text), callsign: nullable(text), team: nullable(text), role: nullable(text), device: nullable(text), address: text,
    since: instant, heardAt: instant, received: count, sent: count, coalesced: count, waiting: count, dropped: count, refused: count, waitingBytes: count,
  },
  closed,
)
const ListenRow = Type.Object({ feed: text, ref: text, name: text, what: text, port: nullable(Type.Integer()), state: Type.Enum(['listening', 'failed', 'off']), because: nullable(text) }, closed)
const Totals = Type.Object({ clients: count, latest: count, late: count, undelivered: count, kept: count, lost: count, reportsMerged: count, datagramsLost: count, shown: count }, closed)

const state = endpoint({
  method: 'GET', path: '/api/tracks/tak', tag: 'tracks', summary: 'The TAK stream: how its feeds listen, who is connected, what waits and what was dropped', access: 'signed-in',
  answers: { 200: Type.Object({ listening: Type.Array(ListenRow), clients: Type.Array(ClientRow), /** Connected clients you may not see. */ hidden: count, totals: Totals }, closed) },
  async handle(call) {
    const server = serverOf(call.app)
    const feeds = new Set((await mayRead(call, call.app.feeds.running(TAK_CODEC))).map((feed) => feed.id))
    const clients = server.clientsFor(call.reader).filter((client) => feeds.has(client.feed))
    const listening = server.listening()
    const readable = listening.filter((one) => feeds.has(one.feed))
    return ok({ listening: readable, clients: clients.map(rowOf), hidden: server.clients().length - clients.length, totals: server.totals() })
  },
})

/** A message may have waited for a link so long. */
const WAITED_MS = 7 * 86_400_000
const Names = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 100 })

const send = endpoint({
  method: 'POST', path: '/api/tracks/messages', tag: 'tracks', summary: 'Write to TAK devices: to everybody, or to some by callsign or uid. It is kept as a message', access: 'signed-in',
  body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 4000 }), callsigns: Type.Optional(Names), uids: Type.Optional(Names), /** Record of the feed it goes out by; default the first that runs. */ feed: Type.Optional(id), at: Type.Optional(Type.String({ maxLength: 40, description: 'when it was written, ISO 8601 with zone, where it waited for a link; at most 7 days ago' })) }, closed),
  answers: { 201: Type.Object({ id: nullable(id), uid: text, /** Devices it was given to now. */ devices: count }, closed) },
  async handle(call) {
    const { app, body, reader, now } = call
    if (scopeOf(reader.grants, REPORTERS).everywhere === false && scopeOf(reader.grants, REPORTERS).areas.length === 0) {
      throw new Problem('not-allowed', 'Only those who report may write to devices')
    }
    const server = serverOf(app)
    const feeds = await mayRead(call, app.feeds.running(TAK_CODEC))
    const feed = body.feed === undefined ? feeds[0] : feeds.find((one) => one.id === body.feed)
    if (!feed) {
      throw new Problem(body.feed === undefined ? 'unavailable' : 'not-found', body.feed === undefined ? 'no TAK feed runs now: switch one on first' : 'there is no such TAK feed, or it does not run')
    }
    const access = server.messageAccess(feed)
    if (!app.store.sight(reader)(access)) {
      throw new Problem('not-allowed', 'the messages of this feed are above what you may read')
    }
    const written = body.at === undefined ? now : Date.parse(body.at)
    if (!(written > now - WAITED_MS)) {
      throw refuseField('/at', 'is no time within the last 7 days', 'Write the message again')
    }
    // A device's clock may run ahead: nothing was written later than it came.
    const at = Math.min(written, now)
    const direct = body.callsigns !== undefined || body.uids !== undefined
    const one = personOf(server.clientsFor(reader), body)
    const [room, roomId] = [one?.callsign ?? ALL_ROOMS, one?.uid ?? ALL_ROOMS]
    const mine = `${VIGIE_UID}${reader.user}`
    const chat: Chat = {
      messageId: call.freshId('message'), senderUid: mine, senderCallsign: reader.name, room, roomId, members: [mine, roomId], text: body.text, at,
    }
    const message: Message = {
      uid: chat.messageId, from: { uid: mine, callsign: reader.name.slice(0, 200), account: reader.user }, ...(direct ? { to: [...(body.callsigns ?? []), ...(body.uids ?? [])].slice(0, 100) } : {}),
      room, text: body.text, sentAt: new Date(at).toISOString(), feed: feed.id,
    }
    const record = await server.keeper.message(message, feed.handling, feed.area, reader)
    if (record === null) {
      throw new Problem('unavailable', 'the message could not be kept, so it was not sent; try again')
    }
    const devices = server.deliver(chatEvent(chat, body.callsigns ?? []), access, direct ? { ...(body.callsigns ? { callsigns: body.callsigns } : {}), ...(body.uids ? { uids: body.uids } : {}) } : undefined)
    return { status: 201, body: { id: record, uid: chat.messageId, devices } }
  },
})

/** The one person a message is for. A device opens the talk with its sender only where the message names its own uid. */
function personOf(clients: readonly TakClientView[], { callsigns = [], uids = [] }: { callsigns?: readonly string[]; uids?: readonly string[] }): { uid: string; callsign: string } | null {
  const [name, ...others] = [...callsigns, ...uids]
  if (name === undefined || others.length > 0) {
    return null
  }
  const here = clients.find((client) => (uids.length === 1 ? client.uid : client.callsign) === name)
  return { uid: here?.uid ?? name, callsign: here?.callsign ?? name }
}

/** The feeds whose record the reader may read. */
async function mayRead(call: Pick<Call, 'app' | 'reader'>, feeds: readonly FeedView[]): Promise<FeedView[]> {
  const sight = call.app.store.sight(call.reader)
  const seen = await Promise.all(feeds.map(async (feed) => {
    const record = (await call.app.store.get(systemFor(NOBODY), feed.id))?.record
    return record !== undefined && sight(record) ? feed : null
  }))
  return seen.filter((feed) => feed !== null)
}

function serverOf(app: App): TakServer {
  const server = takStream(app)
  if (!(server instanceof TakServer)) {
    throw new Problem('unavailable', 'the TAK stream is not ready yet')
  }
  return server
}

function rowOf({ account: _account, fingerprint256: _fingerprint, ...client }: TakClientView) {
  return { ...client, since: new Date(client.since).toISOString(), heardAt: new Date(client.heardAt).toISOString() }
}

/** Devices and programs that reach only the node's own port: text frames are events as XML, binary ones of the TAK protocol. */
export const takSockets: readonly DomainSocket[] = [{
  path: '/api/tracks/tak/stream',
  may(app) {
    if (!app.feeds.running(TAK_CODEC).some((feed) => whatOf(feed) === 'websocket')) {
      throw new Problem('unavailable', 'no TAK feed of transport websocket runs now: switch one on first')
    }
  },
  open(app, { account, reader, key }, socket, address) {
    const [what, id] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)]
    const client = serverOf(app).webSocket(socket, address, { account: account.id, login: account.data.login, reader, by: what === 'token' ? { token: id } : { session: id } })
    if (!client) {
      socket.close(1013, 'no feed takes it now')
      return
    }
    socket.on('message', (data: Buffer, binary: boolean) => {
      client.protocol = binary ? 'protobuf-1' : 'xml'
      client.push(data)
    })
    socket.on('close', () => client.ended())
    socket.on('error', () => client.close(true))
  },
}]

export const takRoutes: readonly Endpoint[] = [state, send]
