import { chatOf, isToAll, type Chat } from '../../../../formats/cot/chat.ts'
import type { CotEvent, CotFrame } from '../../../../formats/cot/event.ts'
import type { CotDest } from '../../../../formats/cot/facts.ts'
import { SteadyEvent } from '../../../../formats/cot/xml-steady.ts'
import type { FeedView } from '../../../../server/face.ts'
import type { TakClient } from './client.ts'
import type { Gate } from './gates.ts'
import { Parcel } from './parcel.ts'
import type { Sender } from './records.ts'
import type { Router } from './router.ts'

/** Uids of people in Vigie who write to devices begin so. */
export const VIGIE_UID = 'VIGIE-'

/** Send it to those it names, or to everybody who may see it. */
export function send(router: Router, parcel: Parcel, to: readonly CotDest[] | null, from: TakClient): void {
  if (!to) {
    router.broadcast(parcel, from)
    return
  }
  const chat = chatOf(parcel.event)
  const here = to.some((dest) => 'uid' in dest && dest.uid.startsWith(VIGIE_UID)) || (chat !== null && vigieUidOf(chat) !== null)
  if (router.direct(parcel, to, from).length === 0 && here) {
    // It was meant for somebody in Vigie, who reads it there.
    router.undelivered -= 1
  }
}

/** An event as it came, on its way to others. */
export function parcelOf(event: CotEvent, frame: CotFrame, gate: Gate, feed: FeedView, replaces: string | null, urgent = false): Parcel {
  return new Parcel(event, gate, { feed: feed.id, replaces, urgent, ...(event instanceof SteadyEvent ? { latin1: event.text } : frame.what === 'xml' ? { xml: frame.bytes } : frame.what === 'proto' ? { proto: frame.bytes } : {}) })
}

export function senderOf(client: TakClient): Sender {
  return { uid: client.uid, callsign: client.callsign, account: client.identity?.account ?? null }
}

/** The person in Vigie a message is to, alone; null when it is to a room or a device. */
export function vigieUidOf(chat: Chat): string | null {
  if (isToAll(chat) || chat.members.length > 2) {
    return null
  }
  return [chat.roomId, ...chat.members].find((uid) => uid !== chat.senderUid && uid.startsWith(VIGIE_UID)) ?? null
}
