import { chatOf, isToAll } from '../../../../formats/cot/chat.ts'
import { drawingOf } from '../../../../formats/cot/drawing.ts'
import type { CotEvent } from '../../../../formats/cot/event.ts'
import { callsignOf, remarksOf } from '../../../../formats/cot/facts.ts'
import { medevacOf } from '../../../../formats/cot/medevac.ts'
import { LAST_TIME } from '../../../../formats/cot/time.ts'
import { MOST_CORNERS, type FieldReport, type ReportSort } from '../../shared/field-report.ts'
import { ALL_ROOMS, type Message } from '../../shared/message.ts'

/** Who sent something: the account signed in, and what its device says. */
export type Sender = { uid: string | null; callsign: string | null; account: string | null }

/** The message of a `b-t-f` event; null when it carries none. What is too long is cut and ends in an ellipsis. */
export function messageOf(event: CotEvent, sender: Sender, feed: string, to: readonly string[] | null): Message | null {
  const chat = chatOf(event)
  if (!chat) {
    return null
  }
  const uid = cut(chat.senderUid || sender.uid || 'unknown', 200)
  const callsign = chat.senderCallsign || sender.callsign
  return {
    uid: cut(chat.messageId, 300),
    from: { uid, ...(callsign ? { callsign: cut(callsign, 200) } : {}), ...(sender.account ? { account: sender.account } : {}) },
    ...(to && to.length > 0 ? { to: to.slice(0, 100).map((one) => cut(one, 200)) } : {}),
    room: cut(isToAll(chat) ? ALL_ROOMS : chat.room || chat.roomId || ALL_ROOMS, 200),
    text: cut(chat.text, 16_000),
    sentAt: iso(chat.at),
    ...(event.point.ce !== null || event.point.lat !== 0 || event.point.lon !== 0 ? { place: { lon: event.point.lon, lat: event.point.lat } } : {}),
    feed,
  }
}

/** What a device put on the map or reported, with `cot` the event as it came. */
export function fieldReportOf(event: CotEvent, sender: Sender, feed: string, cot: string): FieldReport {
  const { point } = event
  const sort = reportSort(event)
  const summary = summaryOf(event)
  const remarks = remarksOf(event)
  const nowhere = point.lat === 0 && point.lon === 0 && point.ce === null
  return {
    uid: reportUid(event.uid),
    type: cut(event.type, 100),
    sort,
    name: cut(callsignOf(event) || event.type, 200),
    ...(remarks ? { remarks: cut(remarks, 16_000) } : {}),
    ...(nowhere ? {} : { place: { lon: point.lon, lat: point.lat, radiusM: Math.min(40_000_000, Math.max(0, point.ce ?? 0)) } }),
    ...drawnBy(event),
    ...(Object.keys(summary).length > 0 ? { summary } : {}),
    time: iso(event.time),
    stale: iso(event.stale),
    from: { ...(sender.uid ? { uid: cut(sender.uid, 200) } : {}), ...(sender.callsign ? { callsign: cut(sender.callsign, 200) } : {}), ...(sender.account ? { account: sender.account } : {}) },
    feed,
    cot,
  }
}

/** A uid as the record of a report has it. */
export function reportUid(uid: string): string {
  return cut(uid, 300)
}

/** What it is, by its type. */
export function reportSort({ type }: Pick<CotEvent, 'type'>): ReportSort {
  if (type === 'b-r-f-h-c' || type.startsWith('b-r-f-h-c-')) {
    return 'casevac'
  }
  if (type.startsWith('b-m-r')) {
    return 'route'
  }
  if (type.startsWith('u-d') || type.startsWith('u-r')) {
    return 'shape'
  }
  if (type.startsWith('b-r') || type.startsWith('b-i')) {
    return 'spot'
  }
  return type.startsWith('a-') || type.startsWith('b-m-p') ? 'marker' : 'other'
}

/** Corners of what is drawn, for the map; a circle is its radius, an ellipse the circle around it. */
function drawnBy(event: CotEvent): Pick<FieldReport, 'corners' | 'ring' | 'circleM'> {
  const drawing = drawingOf(event)
  const corners = (points: readonly number[][]) => points.slice(0, MOST_CORNERS).map(([lon, lat]): [number, number] => [lon!, lat!])
  switch (drawing?.what) {
    case 'route':
    case 'line': return { corners: corners(drawing.points) }
    case 'polygon': return { corners: corners(drawing.ring.slice(0, -1)), ring: true }
    case 'ellipse': return { circleM: Math.min(40_000_000, Math.max(drawing.majorM, drawing.minorM)) }
    default: return {}
  }
}

function summaryOf(event: CotEvent): NonNullable<FieldReport['summary']> {
  const medevac = medevacOf(event)
  if (!medevac) {
    return {}
  }
  const lines = Object.entries({ ...medevac.fields, ...medevac.other }).map(([name, value]) => [cut(name, 60), typeof value === 'string' ? cut(value, 2000) : value] as const)
  const casualties = medevac.casualties.map((one, i) => [`casualty ${i + 1}`, cut([one.title, one.z, one.m, one.i, one.s, one.t].filter((text) => text !== '').join(' · '), 2000)] as const)
  return Object.fromEntries([...lines, ...casualties].slice(0, 60))
}

function iso(at: number): string {
  return new Date(Math.min(LAST_TIME, Math.max(0, at))).toISOString()
}

function cut(text: string, most: number): string {
  // A zero byte cannot be stored; half of a sign cannot be written.
  const clean = text.replaceAll('\u0000', '').toWellFormed()
  return clean.length <= most ? clean : `${clean.slice(0, most - 1).toWellFormed()}…`
}
