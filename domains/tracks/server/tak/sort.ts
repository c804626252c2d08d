import { chatOf, isToAll } from '../../../../formats/cot/chat.ts'
import { attr } from '../../../../formats/cot/detail.ts'
import type { CotEvent } from '../../../../formats/cot/event.ts'
import { destsOf, isAddressed, type CotDest } from '../../../../formats/cot/facts.ts'

/**
 * What is done with an event. `position`: replaced by the next of its uid; `passing`: the same, and no subject of the picture
 * is made of it; `report`: kept as a record; `pass`: sent on, kept nowhere.
 */
export type EventSort = 'ping' | 'pong' | 'protocol' | 'delete' | 'chat' | 'receipt' | 'emergency' | 'position' | 'passing' | 'report' | 'pass'

/** Points a sensor or laser looks at, which move many times a second. */
const AIM = new Set(['b-m-p-s-p-i', 'b-m-p-s-p-loc', 'b-m-p-s-p-op'])

/** What an event is, by its type first and then by what it says of itself. */
export function sortOf(event: CotEvent): EventSort {
  const { type } = event
  switch (type[0]) {
    case 'a':
      return event.how.startsWith('m') || isDevice(event) ? 'position' : 'report'
    case 't':
      if (type === 't-x-c-t') {
        return 'ping'
      }
      if (type === 't-x-c-t-r') {
        return 'pong'
      }
      if (type.startsWith('t-x-takp-')) {
        return 'protocol'
      }
      return type === 't-x-d-d' ? 'delete' : 'pass'
    case 'b':
      return bitOf(event)
    case 'y':
      return 'pass'
    default:
      return 'report'
  }
}

function bitOf({ type, how }: CotEvent): EventSort {
  if (type === 'b-t-f') {
    return 'chat'
  }
  if (type === 'b-t-f-d' || type === 'b-t-f-r') {
    return 'receipt'
  }
  if (type === 'b-a-o' || type.startsWith('b-a-o-')) {
    return 'emergency'
  }
  if (AIM.has(type) && !how.startsWith('h')) {
    return 'passing'
  }
  return type.startsWith('b-f-t') || type.startsWith('b-t-') || type.startsWith('b-a-g') ? 'pass' : 'report'
}

/** The event is of the device that sends it: it says what only a device says of itself. */
export function isDevice(event: CotEvent): boolean {
  for (const { name, attrs } of event.detail) {
    if (name === 'takv' || name === '__group' || (name === 'contact' && attrs.includes('endpoint') && attr({ name, attrs, nodes: [] }, 'endpoint') !== '')) {
      return true
    }
  }
  return false
}

/**
 * Addressees of an event, null for everybody who may see it. Chat to one person that names nobody is addressed by its room, so
 * that what was meant for one never goes to all.
 */
export function addresseesOf(event: CotEvent): CotDest[] | null {
  if (isAddressed(event)) {
    return destsOf(event)
  }
  const chat = chatOf(event)
  if (!chat || isToAll(chat) || !chat.members.includes(chat.roomId) || chat.members.length > 2) {
    return null
  }
  return chat.members.filter((uid) => uid !== chat.senderUid).map((uid) => ({ uid }))
}
