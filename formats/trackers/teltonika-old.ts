import type { Heard, HeardFix } from '../../core/feed.ts'
import type { Alarm, SubjectFacts } from '../../core/fix.ts'

/** Records of codec 7, of the first personal trackers (GH3000): masks say which parts a record has. */

/** Seconds from 1970 to the beginning of 2007, where their clock begins. */
const EPOCH_2007 = 1_167_609_600
const NAMES: { [id: number]: { name: string; step: number } } = { 2: { name: 'usb', step: 1 }, 5: { name: 'uptimeS', step: 1 }, 20: { name: 'hdop', step: 0.1 }, 22: { name: 'pdop', step: 0.1 }, 67: { name: 'batteryV', step: 0.001 }, 240: { name: 'moving', step: 1 } }
const BATTERY_PERCENT = 1
const SOS = 222

/** Codec, count, records, count; a text when that does not come out. */
export function readOldRecords(data: Uint8Array, subject: string): { heard: Heard[]; count: number } | string {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const count = data[1]!
  const end = data.length - 1
  let at = 2
  const take = (width: 1 | 2 | 4): number => {
    if (at + width > end) {
      throw new RangeError('short')
    }
    at += width
    return width === 1 ? view.getUint8(at - 1) : width === 2 ? view.getUint16(at - 2) : view.getUint32(at - 4)
  }
  const heard: Heard[] = []
  try {
    for (let n = 0; n < count; n += 1) {
      // The two highest bits are its priority.
      const time = ((take(4) & 0x3fff_ffff) + EPOCH_2007) * 1000
      const parts = take(1)
      const place = (parts & 1) === 0 ? null : readPlace(take, (from) => view.getFloat32(from), () => at)
      heard.push(...told(subject, time, place, readElements(parts, take)))
    }
  } catch {
    return 'the records are longer than their packet'
  }
  return at !== end || data[end] !== count ? 'the records do not fill their packet' : { heard, count }
}

type Take = (width: 1 | 2 | 4) => number
type Place = { lat: number | null; lon: number | null; altitude: number | null; course: number | null; speed: number | null; satellites: number | null }

function readPlace(take: Take, float: (from: number) => number, at: () => number): Place {
  const has = take(1)
  const real = (): number => {
    take(4)
    return float(at() - 4)
  }
  const [lat, lon] = has & 1 ? [real(), real()] : [null, null]
  const altitude = has & 2 ? take(2) : null
  const course = has & 4 ? (take(1) * 360) / 256 : null
  const speed = has & 8 ? take(1) : null
  const satellites = has & 16 ? take(1) : null
  if (has & 32) {
    take(4)
  }
  if (has & 64) {
    take(1)
  }
  if (has & 128) {
    take(4)
  }
  return { lat, lon, altitude, course, speed, satellites }
}

function readElements(parts: number, take: Take): { id: number; value: number }[] {
  const elements: { id: number; value: number }[] = []
  for (const [bit, width] of [[2, 1], [4, 2], [8, 4]] as const) {
    for (let left = parts & bit ? take(1) : 0; left > 0; left -= 1) {
      elements.push({ id: take(1), value: take(width) })
    }
  }
  return elements
}

function told(subject: string, at: number, place: Place | null, elements: readonly { id: number; value: number }[]): Heard[] {
  const more: NonNullable<SubjectFacts['more']> = {}
  const facts: SubjectFacts = { more }
  for (const { id, value } of elements.slice(0, 24)) {
    if (id === BATTERY_PERCENT) {
      facts.battery = Math.min(1, value / 100)
    } else if (id !== SOS) {
      more[NAMES[id]?.name ?? `io${id}`] = Math.round(value * (NAMES[id]?.step ?? 1) * 1000) / 1000
    }
  }
  if (place !== null && place.satellites !== null) {
    more['satellites'] = place.satellites
  }
  const { lat = null, lon = null } = place ?? {}
  const sound = place !== null && lat !== null && lon !== null && place.satellites !== 0 && (lat !== 0 || lon !== 0) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180
  const fix: HeardFix | null = sound ? { subject, at, lon, lat, altM: null, speedMs: place.speed === null ? null : place.speed / 3.6, courseDeg: place.course, accuracyM: null, source: 'gps' } : null
  if (sound && place.altitude !== null) {
    more['altitudeAboveSeaM'] = place.altitude
  }
  const call: { alarm: Alarm; text: string } | null = elements.some((one) => one.id === SOS && one.value === 1) ? { alarm: 'sos', text: 'Alarm button' } : null
  return [fix ? { what: 'position', fix, facts } : { what: 'facts', subject, facts }, ...(call ? [{ what: 'alarm', subject, ...call, at, ...(fix ? { fix } : {}) } satisfies Heard] : [])]
}
