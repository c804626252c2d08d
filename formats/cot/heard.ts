import type { Affiliation, FixSource, SubjectFacts } from '../../core/fix.ts'
import type { Heard, HeardFix } from '../../core/feed.ts'
import { makeEvent } from './build.ts'
import { chatOf } from './chat.ts'
import { controlOf } from './control.ts'
import { element } from './detail.ts'
import { emergencyOf } from './emergency.ts'
import type { CotEvent } from './event.ts'
import { batteryOf, callsignOf, groupOf, precisionOf, remarksOf, takvOf, trackOf, videoOf } from './facts.ts'
import { cotTypeFor, sidcOf, sortOf } from './symbol.ts'

/** CoT events as what the node hears of subjects (`cot:<uid>`), and positions of the node as CoT events. */

/** Where a position comes from, by `how` and where the device says its point is from. */
export function sourceOf(event: CotEvent): FixSource {
  const { how } = event
  if (how.startsWith('h')) {
    return 'manual'
  }
  if (how.startsWith('m-g') || how.startsWith('m-n') || how === 'm-i') {
    return 'gps'
  }
  if (how.startsWith('m-r')) {
    return precisionOf(event)?.geopointsrc === 'GPS' ? 'gps' : 'radio'
  }
  if (how.startsWith('m-a')) {
    return 'acoustic'
  }
  if (how.startsWith('m-v') || how.startsWith('m-o')) {
    return 'camera'
  }
  if (how.startsWith('m-p') || how.startsWith('m-f') || how.startsWith('m-c') || how.startsWith('m-s')) {
    return 'computed'
  }
  return 'unknown'
}

/** True when the event says where it is; devices without a position send 0/0 without accuracy. */
export function hasPlace(event: CotEvent): boolean {
  const { lat, lon, ce, hae } = event.point
  return !(lat === 0 && lon === 0 && (ce === null || hae === null || (ce === 0 && hae === 0)))
}

/** What an event says of its subject beyond where it is. */
export function factsOf(event: CotEvent): SubjectFacts {
  const facts: SubjectFacts = {}
  const callsign = callsignOf(event)
  const group = groupOf(event)
  const battery = batteryOf(event)
  if (callsign !== null) {
    facts.callsign = callsign.slice(0, 200)
  }
  if (event.type.startsWith('a-')) {
    facts.cotType = event.type.slice(0, 200)
    const sidc = sidcOf(event.type)
    if (sidc !== null) {
      facts.sidc = sidc
    }
    facts.sort = sortOf(event.type)
  }
  if (group !== null && group.name !== '') {
    facts.team = group.name.slice(0, 100)
  }
  if (group !== null && group.role !== '') {
    facts.role = group.role.slice(0, 100)
  }
  if (battery !== null) {
    facts.battery = battery
  }
  const more: { [name: string]: string } = {}
  const takv = takvOf(event)
  const remarks = remarksOf(event)
  const video = videoOf(event)
  if (takv !== null) {
    more['program'] = [takv.platform, takv.version].filter(Boolean).join(' ').slice(0, 200)
    more['device'] = takv.device.slice(0, 200)
  }
  if (remarks !== '') {
    more['remarks'] = remarks.slice(0, 2000)
  }
  if (video !== null) {
    more['video'] = video.url.slice(0, 1000)
  }
  if (Object.keys(more).length > 0) {
    facts.more = more
  }
  return facts
}

/** The position an event gives; null when it gives none. */
export function fixOf(event: CotEvent, subject = `cot:${event.uid}`): HeardFix | null {
  if (!hasPlace(event)) {
    return null
  }
  const track = trackOf(event)
  const { point } = event
  return { subject, at: event.time, lon: point.lon, lat: point.lat, altM: point.hae, speedMs: track?.speedMs ?? null, courseDeg: track?.courseDeg ?? null, accuracyM: point.ce, source: sourceOf(event) }
}

/**
 * What an event amounts to, in order. Control messages between client and server, receipts and drawings say nothing of a
 * subject: they are an empty list.
 */
export function heardOf(event: CotEvent): Heard[] {
  const subject = `cot:${event.uid}`
  const call = emergencyOf(event)
  if (call !== null) {
    const caller = `cot:${call.subjectUid}`
    const fix = fixOf(event, caller)
    return [{ what: 'alarm', subject: caller, alarm: call.sort === 'cancel' ? 'cancel' : call.sort === 'geofence' ? 'geofence' : 'sos', at: event.time, text: call.text, ...(fix === null ? {} : { fix }) }]
  }
  const chat = chatOf(event)
  if (chat !== null) {
    return [{ what: 'text', subject: `cot:${chat.senderUid}`, at: chat.at, text: chat.text }]
  }
  const control = controlOf(event)
  if (control?.what === 'delete') {
    return [{ what: 'gone', subject: `cot:${control.uid}`, at: event.time }]
  }
  if (!event.type.startsWith('a-')) {
    return []
  }
  const fix = fixOf(event)
  const facts = factsOf(event)
  return fix === null ? [{ what: 'facts', subject, facts }] : [{ what: 'position', fix, facts }]
}

const HOW: Partial<Record<FixSource, string>> = { gps: 'm-g', manual: 'h-e', radar: 'm-r', radio: 'm-r', acoustic: 'm-a', camera: 'm-v', computed: 'm-p' }

/** A position of the node as a CoT event. `holdsMs` is how long a client shows it before it greys. */
export function eventOfFix(fix: Omit<HeardFix, 'at'> & { at: number }, facts: SubjectFacts & { affiliation?: Affiliation }, holdsMs = 300_000): CotEvent {
  const uid = fix.subject.startsWith('cot:') ? fix.subject.slice(4) : `vigie.${fix.subject}`
  const role = facts.role !== undefined || facts.team !== undefined
  return makeEvent({
    uid,
    type: facts.cotType ?? cotTypeFor(facts.affiliation ?? 'unknown', facts.sort ?? 'unknown'),
    how: HOW[fix.source] ?? 'm-g',
    point: { lat: fix.lat, lon: fix.lon, hae: fix.altM, ce: fix.accuracyM, le: null },
    detail: [
      ...(facts.callsign === undefined ? [] : [element('contact', { callsign: facts.callsign })]),
      ...(role ? [element('__group', { name: facts.team ?? 'White', role: facts.role ?? 'Team Member' })] : []),
      ...(fix.speedMs === null && fix.courseDeg === null ? [] : [element('track', { speed: fix.speedMs ?? 0, course: fix.courseDeg ?? 0 })]),
      ...(facts.battery === undefined ? [] : [element('status', { battery: Math.round(facts.battery * 100) })]),
    ],
  }, fix.at, holdsMs)
}
