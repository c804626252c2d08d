import { Type, type Static } from 'typebox'
import { SentInstant } from '../../../core/instant.ts'
import { standardActions } from '../../../core/actions.ts'
import type { ActionRule, Projection } from '../../../core/kind.ts'
import { Problem } from '../../../core/problem.ts'
import type { Action, VigieRecord } from '../../../core/record.ts'
import { OPERATIONS } from '../../../core/roles.ts'

const closed = { additionalProperties: false }
const short = (max = 200) => Type.String({ maxLength: max })
/** Receipts kept with one message; a room of more is counted in `receiptsLeftOut`. */
export const MOST_RECEIPTS = 500

/** The room everybody is in, as TAK clients name it. */
export const ALL_ROOMS = 'All Chat Rooms'

/** What one addressee's device said of a message. Times ISO 8601 UTC. */
export const MessageReceipt = Type.Object({ uid: Type.String({ minLength: 1, maxLength: 200 }), callsign: Type.Optional(short()), deliveredAt: Type.Optional(short(40)), readAt: Type.Optional(short(40)) }, closed)
export type MessageReceipt = Static<typeof MessageReceipt>

/** A chat message as it went over the stream. `account` is who was signed in on that connection; uid and callsign are what the device said. */
export const Message = Type.Object(
  {
    /** Id the sending device gave it. */
    uid: Type.String({ minLength: 1, maxLength: 300 }),
    from: Type.Object({ uid: Type.String({ minLength: 1, maxLength: 200 }), callsign: Type.Optional(short()), account: Type.Optional(short(64)) }, closed),
    /** Uids or callsigns it was addressed to alone; absent for a room. */
    to: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 100 })),
    room: Type.String({ minLength: 1, maxLength: 200 }),
    text: Type.String({ maxLength: 16_000 }),
    sentAt: SentInstant,
    place: Type.Optional(Type.Object({ lon: Type.Number({ minimum: -180, maximum: 180 }), lat: Type.Number({ minimum: -90, maximum: 90 }) }, closed)),
    receipts: Type.Optional(Type.Array(MessageReceipt, { maxItems: MOST_RECEIPTS })),
    receiptsLeftOut: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Record of the feed it came over or went out by. */
    feed: Type.Optional(short(64)),
  },
  closed,
)
export type Message = Static<typeof Message>

/** What `receipt` adds: per device, when it was delivered and when read. */
const ReceiptPatch = Type.Object({ receipts: Type.Array(MessageReceipt, { minItems: 1, maxItems: MOST_RECEIPTS }) }, closed)

/** The first word of each device counts: a receipt that comes twice changes nothing. */
export function withReceipts(data: Message, more: readonly MessageReceipt[]): Message {
  const all = new Map((data.receipts ?? []).map((one) => [one.uid, one]))
  let left = data.receiptsLeftOut ?? 0
  for (const one of more) {
    const before = all.get(one.uid)
    if (!before && all.size >= MOST_RECEIPTS) {
      left += 1
      continue
    }
    all.set(one.uid, { ...one, ...before })
  }
  return { ...data, receipts: [...all.values()], ...(left > 0 ? { receiptsLeftOut: left } : {}) }
}

const receipt: ActionRule<Message> = {
  who: [],
  paired: true,
  patch: ReceiptPatch,
  reduce(record: VigieRecord<Message>, action: Action) {
    const { receipts } = action.patch as unknown as Static<typeof ReceiptPatch>
    if (receipts.length === 0) {
      throw new Problem('invalid-input', 'receipts: none was given')
    }
    return { ...record, data: withReceipts(record.data, receipts) }
  },
}

const keepers = ['JOC-CH', 'JOC-DO', 'JOC-IM'] as const

/** Nobody edits what somebody else said: it can be withdrawn with a reason, and its handling changed. */
export const messageActions = { ...standardActions<Message>({ edit: [], retract: keepers, handle: keepers, attach: [], comment: OPERATIONS }), receipt }

/** What lists and search show of it. */
export function projectMessage(data: Message): Projection {
  const who = data.from.callsign ?? data.from.uid
  const sent = Date.parse(data.sentAt)
  return {
    title: `${who}: ${data.text.slice(0, 120)}`,
    text: [who, data.room, data.text].join('\n'),
    happened: Number.isNaN(sent) ? null : [sent, sent],
    reported: null,
    place: data.place ? { ...data.place, radiusM: 0, precision: 1 } : null,
    severity: 0,
    facets: { room: [data.room], from: [who] },
  }
}
