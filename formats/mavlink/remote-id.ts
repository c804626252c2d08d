import type { Heard, HeardFix } from '../../core/feed.ts'
import type { SubjectFacts } from '../../core/fix.ts'
import type { Payload } from './definition.ts'
import { accuracyOf, droneWords } from './words.ts'

/**
 * Remote identification of drones as a receiver passes it on (OPEN_DRONE_ID_*, ASTM F3411): each drone by the address it was heard
 * from, `rid:<address>`, and where whoever flies it is, `rid:<address>/operator`.
 */

type More = NonNullable<SubjectFacts['more']>

/** 1 January 2019, from which these messages count seconds. */
const EPOCH_2019 = 1_546_300_800_000
const HOUR = 3_600_000

export function createRemoteId(): { read(id: number, payload: Payload, own: string, now: number): Heard[] } {
  return {
    read(id, payload, own, now) {
      const address = id === 12_919 ? '' : addressOf(payload.bytes('id_or_mac'))
      const subject = `rid:${address === '' ? own : address}`
      const facts = (said: SubjectFacts): Heard[] => [{ what: 'facts', subject, facts: said }]
      switch (id) {
        case 12_900: {
          const serial = nameOf(payload.bytes('uas_id'), payload.number('id_type'))
          return facts({ sort: 'uas', ...(serial === '' ? {} : { callsign: serial.slice(0, 40) }), more: { drone: droneWords(payload.number('ua_type')), ...(serial === '' ? {} : { droneId: serial }) } })
        }
        case 12_901: return location(subject, payload, now)
        case 12_903: {
          const words = payload.text('description')
          return words === '' ? [] : facts({ more: { purpose: words, ...(payload.number('description_type') === 1 ? { emergency: true } : {}) } })
        }
        case 12_904: case 12_919: return operator(subject, payload, id === 12_904)
        case 12_905: {
          const words = payload.text('operator_id')
          return words === '' ? [] : facts({ more: { operatorId: words } })
        }
        default: return []
      }
    },
  }
}

/** Where it was heard from, as hexadecimal digits; '' when the system speaks of itself. */
function addressOf(bytes: Uint8Array): string {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) {
    end -= 1
  }
  return [...bytes.subarray(0, end)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Serial numbers and registrations are text, identities of a session are not. */
function nameOf(bytes: Uint8Array, type: number): string {
  if (type === 0) {
    return ''
  }
  const end = bytes.indexOf(0)
  const text = new TextDecoder('latin1').decode(end === -1 ? bytes : bytes.subarray(0, end)).trim()
  return /^[\x20-\x7e]+$/.test(text) && type <= 2 ? text : addressOf(bytes)
}

function location(subject: string, payload: Payload, now: number): Heard[] {
  const status = payload.number('status')
  const [lat, lon] = [payload.number('latitude') / 1e7, payload.number('longitude') / 1e7]
  const more: More = {}
  const height = payload.number('height')
  const climb = payload.number('speed_vertical')
  if (Number.isFinite(height) && height > -1000) {
    more[payload.number('height_reference') === 0 ? 'heightOverTakeoffM' : 'heightM'] = Math.round(height * 10) / 10
  }
  if (Math.abs(climb) < 6300) {
    more['climbMs'] = climb / 100
  }
  if (status === 1 || status === 2) {
    more['airborne'] = status === 2
  }
  const facts: SubjectFacts = { sort: 'uas', ...(Object.keys(more).length === 0 ? {} : { more }) }
  const placed = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0)
  const [direction, speed, geodetic] = [payload.number('direction'), payload.number('speed_horizontal'), payload.number('altitude_geodetic')]
  const at = hourly(payload.number('timestamp'), now)
  const fix: HeardFix = { subject, at, lat, lon, altM: Number.isFinite(geodetic) && geodetic > -1000 ? geodetic : null, speedMs: speed >= 25_500 ? null : speed / 100, courseDeg: direction >= 36_000 ? null : direction / 100, accuracyM: accuracyOf(payload.number('horizontal_accuracy')), source: 'radio' }
  const heard: Heard[] = [placed ? { what: 'position', fix, facts } : { what: 'facts', subject, facts }]
  return status === 3 ? [...heard, { what: 'alarm', subject, alarm: 'sos', at, text: 'The drone says: emergency', ...(placed ? { fix } : {}) }] : heard
}

/** Seconds after the full hour that lies nearest. */
function hourly(seconds: number, now: number): number | null {
  if (!(seconds >= 0 && seconds <= 3600)) {
    return null
  }
  const inside = Math.round(seconds * 1000)
  return inside + Math.round((now - inside) / HOUR) * HOUR
}

function operator(subject: string, payload: Payload, whole: boolean): Heard[] {
  const [lat, lon] = [payload.number('operator_latitude') / 1e7, payload.number('operator_longitude') / 1e7]
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180) || (lat === 0 && lon === 0)) {
    return []
  }
  const seconds = payload.number('timestamp')
  const altitude = payload.number('operator_altitude_geo')
  const takeoff = whole && payload.number('operator_location_type') === 0
  const fix: HeardFix = { subject: `${subject}/operator`, at: seconds === 0 ? null : EPOCH_2019 + seconds * 1000, lat, lon, altM: Number.isFinite(altitude) && altitude > -1000 ? altitude : null, speedMs: null, courseDeg: null, accuracyM: null, source: 'radio' }
  return [{ what: 'position', fix, facts: { sort: 'person', more: { kind: takeoff ? 'where the drone took off' : 'who flies the drone', drone: subject } } }]
}
