import { makeEvent, martiFor } from './build.ts'
import { attr, element, part, textOf } from './detail.ts'
import type { CotElement, CotEvent } from './event.ts'
import { linksOf } from './facts.ts'
import { readTime, writeTime } from './time.ts'

/** GeoChat: messages between people (`b-t-f`) and the receipts for them. */

/** The room everybody is in. */
export const ALL_CHAT_ROOMS = 'All Chat Rooms'

/** One message. `room` is the callsign or name it went to; `roomId` the uid, or the name again. */
export type Chat = {
  messageId: string
  senderUid: string
  senderCallsign: string
  room: string
  roomId: string
  /** uids of those in it, the sender first. */
  members: string[]
  text: string
  /** Epoch ms. */
  at: number
}

/** Delivered (`b-t-f-d`) or read (`b-t-f-r`), of the message `messageId`, said by `by`. */
export type ChatReceipt = { state: 'delivered' | 'read'; messageId: string; byUid: string; byCallsign: string; room: string }

const DAY = 86_400_000

function membersOf(chat: CotElement): string[] {
  const group = part(chat.nodes, 'chatgrp')
  const members: string[] = []
  for (let i = 0; i < 64; i += 1) {
    const uid = attr(group, `uid${i}`)
    if (uid === null) {
      break
    }
    members.push(uid)
  }
  return members
}

/** The message an event carries; null when it is none. What a part does not say is told from the others. */
export function chatOf(event: CotEvent): Chat | null {
  if (event.type !== 'b-t-f') {
    return null
  }
  const chat = part(event.detail, '__chat')
  const remarks = part(event.detail, 'remarks')
  if (chat === null && remarks === null) {
    return null
  }
  // GeoChat.<sender>.<room>.<message>
  const named = /^GeoChat\.([^.]+)\.(.+)\.([^.]+)$/u.exec(event.uid)
  const members = chat === null ? [] : membersOf(chat)
  const senderUid = members[0] ?? linksOf(event).find((link) => link.relation === 'p-p')?.uid ?? named?.[1] ?? ''
  const time = readTime(attr(remarks, 'time') ?? '')
  return {
    messageId: attr(chat, 'messageId') ?? named?.[3] ?? event.uid,
    senderUid,
    senderCallsign: attr(chat, 'senderCallsign') ?? senderUid,
    room: attr(chat, 'chatroom') ?? named?.[2] ?? ALL_CHAT_ROOMS,
    roomId: attr(chat, 'id') ?? attr(remarks, 'to') ?? named?.[2] ?? ALL_CHAT_ROOMS,
    members,
    text: textOf(remarks),
    at: Number.isNaN(time) ? event.time : time,
  }
}

/** True when the message goes to everybody. */
export function isToAll(chat: Chat): boolean {
  return chat.roomId === ALL_CHAT_ROOMS || chat.room === ALL_CHAT_ROOMS
}

function chatElement(name: '__chat' | '__chatreceipt', chat: { messageId: string; room: string; roomId: string; callsign: string; members: readonly string[] }): CotElement {
  const group: { [name: string]: string } = {}
  chat.members.forEach((uid, i) => {
    group[`uid${i}`] = uid
  })
  return element(name, { parent: 'RootContactGroup', groupOwner: 'false', messageId: chat.messageId, chatroom: chat.room, id: chat.roomId, senderCallsign: chat.callsign }, [element('chatgrp', { ...group, id: chat.roomId })])
}

/** A message as an event; `dests` are callsigns, none for everybody. */
export function chatEvent(chat: Chat, dests: readonly string[], point?: CotEvent['point']): CotEvent {
  const members = chat.members.length > 0 ? chat.members : [chat.senderUid, chat.roomId]
  return makeEvent({
    uid: `GeoChat.${chat.senderUid}.${chat.roomId}.${chat.messageId}`,
    type: 'b-t-f',
    how: 'h-g-i-g-o',
    ...(point === undefined ? {} : { point }),
    detail: [
      chatElement('__chat', { messageId: chat.messageId, room: chat.room, roomId: chat.roomId, callsign: chat.senderCallsign, members }),
      element('link', { uid: chat.senderUid, type: 'a-f-G-U-C', relation: 'p-p' }),
      element('remarks', { source: chat.senderUid, to: chat.roomId, time: writeTime(chat.at) }, [chat.text]),
      ...martiFor(dests.map((callsign) => ({ callsign }))),
    ],
  }, chat.at, DAY)
}

/** The receipt an event is; null when it is none. */
export function receiptOf(event: CotEvent): ChatReceipt | null {
  if (event.type !== 'b-t-f-d' && event.type !== 'b-t-f-r') {
    return null
  }
  const receipt = part(event.detail, '__chatreceipt') ?? part(event.detail, '__chatReceipt')
  return {
    state: event.type === 'b-t-f-d' ? 'delivered' : 'read',
    messageId: attr(receipt, 'messageId') ?? attr(receipt, 'ackedUid') ?? event.uid,
    byUid: (receipt && membersOf(receipt)[0]) ?? linksOf(event)[0]?.uid ?? '',
    byCallsign: attr(receipt, 'senderCallsign') ?? '',
    room: attr(receipt, 'chatroom') ?? '',
  }
}

/** What tells the sender of `chat` that `by` has it or has read it. */
export function receiptEvent(state: ChatReceipt['state'], chat: Chat, by: { uid: string; callsign: string }, now: number): CotEvent {
  return makeEvent({
    uid: chat.messageId,
    type: state === 'delivered' ? 'b-t-f-d' : 'b-t-f-r',
    how: 'h-g-i-g-o',
    detail: [
      chatElement('__chatreceipt', { messageId: chat.messageId, room: chat.senderCallsign, roomId: chat.senderUid, callsign: by.callsign, members: [by.uid, chat.senderUid] }),
      element('link', { uid: by.uid, type: 'a-f-G-U-C', relation: 'p-p' }),
      ...martiFor([{ callsign: chat.senderCallsign }]),
    ],
  }, now, DAY)
}
