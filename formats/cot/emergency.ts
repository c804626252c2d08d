import { makeEvent } from './build.ts'
import { attr, attrBoolean, element, part, textOf } from './detail.ts'
import type { CotEvent, CotPoint } from './event.ts'
import { callsignOf, linksOf } from './facts.ts'

/** Calls for help (`b-a-o-…`), as the devices make them. */

export const EMERGENCIES = ['emergency', 'ring-the-bell', 'in-contact', 'geofence', 'custom', 'cancel'] as const
export type EmergencySort = (typeof EMERGENCIES)[number]

const TYPES: { [type: string]: EmergencySort | undefined } = { 'b-a-o-tbl': 'emergency', 'b-a-o-pan': 'ring-the-bell', 'b-a-o-opn': 'in-contact', 'b-a-g': 'geofence', 'b-a-o-c': 'custom', 'b-a-o-can': 'cancel' }
const WORDS: Record<EmergencySort, string> = { emergency: '911 Alert', 'ring-the-bell': 'Ring The Bell', 'in-contact': 'In Contact', geofence: 'Geo-fence Breached', custom: 'Custom', cancel: 'Cancel Alert' }

/** A call for help: `subjectUid` is the device that calls, `uid` the call itself, which a cancel names again. */
export type Emergency = { sort: EmergencySort; uid: string; subjectUid: string; callsign: string; text: string; point: CotPoint; at: number }

/** The call for help an event is, null when it is none. A kind of `b-a-o` that is not known is `custom`. */
export function emergencyOf(event: CotEvent): Emergency | null {
  const known = Object.hasOwn(TYPES, event.type) ? TYPES[event.type] : undefined
  if (known === undefined && event.type !== 'b-a-o' && !event.type.startsWith('b-a-o-')) {
    return null
  }
  const emergency = part(event.detail, 'emergency')
  const said = textOf(emergency).trim()
  const subjectUid = linksOf(event).find((link) => link.relation === 'p-p' && link.uid !== '')?.uid ?? event.uid.replace(/-9-1-1$/u, '')
  return {
    sort: attrBoolean(emergency, 'cancel') === true ? 'cancel' : (known ?? 'custom'),
    uid: event.uid,
    subjectUid,
    callsign: said !== '' ? said : (callsignOf(event)?.replace(/-Alert$/u, '') ?? subjectUid),
    text: attr(emergency, 'type') ?? WORDS[known ?? 'custom'],
    point: event.point,
    at: event.time,
  }
}

/** A call for help, or its end, as an event. */
export function emergencyEvent(call: Emergency, holdsMs = 300_000): CotEvent {
  const type = Object.keys(TYPES).find((key) => TYPES[key] === call.sort)!
  return makeEvent({
    uid: call.uid,
    type,
    how: 'h-e',
    point: call.point,
    detail: [
      element('link', { uid: call.subjectUid, type: 'a-f-G-U-C', relation: 'p-p' }),
      element('contact', { callsign: `${call.callsign}-Alert` }),
      element('emergency', call.sort === 'cancel' ? { cancel: true } : { type: call.text || WORDS[call.sort] }, [call.callsign]),
    ],
  }, call.at, holdsMs)
}
