import type { Heard, HeardFix } from '../../core/feed.ts'
import type { Alarm, SubjectFacts } from '../../core/fix.ts'
import { momentOf } from './identity.ts'

const KMH_MS = 1 / 3.6

/** A call for help and what is said of it. */
export type Call = { alarm: Alarm; text: string }

/** What a frame of GT06 is read with: whose it is, and by how much its clock is ahead of UTC (ms). */
export type Said = { content: Uint8Array; subject: string; aheadMs: number }

/** Calls for help by the byte that names them. */
export const CALLS: { [code: number]: Call } = {
  0x01: { alarm: 'sos', text: 'SOS button' }, 0x02: { alarm: 'power-cut', text: 'Power was cut' }, 0x03: { alarm: 'tamper', text: 'Shaken' }, 0x04: { alarm: 'geofence', text: 'Entered its fence' }, 0x05: { alarm: 'geofence', text: 'Left its fence' },
  0x09: { alarm: 'tamper', text: 'Moved from its place' }, 0x0e: { alarm: 'low-battery', text: 'External battery is low' }, 0x0f: { alarm: 'low-battery', text: 'External battery is low, it protects itself' }, 0x13: { alarm: 'tamper', text: 'Taken apart' },
  0x19: { alarm: 'low-battery', text: 'Battery is low' }, 0x23: { alarm: 'fall', text: 'Fell' }, 0x25: { alarm: 'tamper', text: 'Tampered with' }, 0x2c: { alarm: 'fall', text: 'Crash detected' },
}
/** Bits 3 to 5 of the terminal's state, of trackers that name no alarm beside them. */
const STATES: { [code: number]: number } = { 1: 0x03, 2: 0x02, 3: 0x19, 4: 0x01, 7: 0x13 }

/** Year, month, day, hour, minute, second in six bytes; null when there is no such moment. */
export function momentAt({ content, aheadMs }: Said, at: number): number | null {
  const moment = content.length < at + 6 ? null : momentOf(content[at]!, content[at + 1]!, content[at + 2]!, content[at + 3]!, content[at + 4]!, content[at + 5]!)
  return moment === null ? null : moment - aheadMs
}

export type Place = { fix: HeardFix; /** A satellite fix, not the last one said again. */ sound: boolean; satellites: number | null }

/**
 * Latitude and longitude in 1/30000 minutes, speed in km/h, course and flags, from byte `from`. Without `full` there are neither satellites before
 * nor a speed between. A text where the bytes are no place.
 */
export function placeAt({ content, subject }: Said, from: number, at: number | null, full = true): Place | string {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const first = from + (full ? 1 : 0)
  const flagsAt = first + (full ? 9 : 8)
  if (content.length < flagsAt + 2) {
    return 'a place that is too short'
  }
  const flags = view.getUint16(flagsAt)
  const lat = (view.getUint32(first) / 1_800_000) * (flags & 0x0400 ? 1 : -1)
  const lon = (view.getUint32(first + 4) / 1_800_000) * (flags & 0x0800 ? -1 : 1)
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) {
    return 'a place that is not on Earth'
  }
  const course = flags & 0x03ff
  const fix: HeardFix = { subject, at, lon, lat, altM: null, speedMs: full ? content[first + 8]! * KMH_MS : null, courseDeg: course < 360 ? course : null, accuracyM: null, source: 'gps' }
  return { fix, sound: (flags & 0x1000) !== 0, satellites: full ? content[from]! & 15 : null }
}

/** A place with its facts and a call, as they are told: where there is no satellite fix, the facts alone. */
export function told({ subject }: Said, place: Place | null, at: number | null, facts: SubjectFacts, call: Call | null): Heard[] {
  const sound = place?.sound === true ? place.fix : null
  const more = { ...facts.more, ...(place && place.satellites !== null ? { satellites: place.satellites } : {}) }
  const all: SubjectFacts = Object.keys(more).length === 0 ? facts : { ...facts, more }
  return [
    sound ? { what: 'position', fix: sound, ...(Object.keys(all).length > 0 ? { facts: all } : {}) } : { what: 'facts', subject, facts: { ...all, more: { ...more, satelliteFix: 'none' } } },
    ...(call === null ? [] : [{ what: 'alarm', subject, ...call, at, ...(sound ? { fix: sound } : {}) } satisfies Heard]),
  ]
}

/** State of the terminal, battery in sixths, strength of the mobile network. */
export function statusFacts(content: Uint8Array, from: number): SubjectFacts {
  const sixths = content[from + 1]!
  return { ...(sixths <= 6 ? { battery: Math.round((sixths / 6) * 100) / 100 } : {}), more: { ...terminalFacts(content[from]!), ...signalFacts(content[from + 2]!) } }
}

/** The same with the battery in hundredths of a volt, as heartbeats 0x23 have it. */
export function statusInVolts(content: Uint8Array): SubjectFacts {
  return { more: { ...terminalFacts(content[0]!), batteryV: ((content[1]! << 8) | content[2]!) / 100, ...signalFacts(content[3]!) } }
}

function terminalFacts(terminal: number): { ignition: boolean; charging: boolean } {
  return { ignition: (terminal & 2) !== 0, charging: (terminal & 4) !== 0 }
}

/** Some kinds write something else there. */
function signalFacts(strength: number): { gsmSignal0to4?: number } {
  return strength <= 4 ? { gsmSignal0to4: strength } : {}
}

/** The call a status is; `named`: a byte behind it may name one. */
export function callOf(content: Uint8Array, from: number, named: boolean): Call | null {
  const own = named ? (content[from + 3] ?? 0) : 0
  return CALLS[own] ?? CALLS[STATES[(content[from]! >> 3) & 7] ?? 0] ?? null
}
