import type { Heard, HeardFix } from '../../core/feed.ts'
import type { SubjectFacts } from '../../core/fix.ts'
import { shipWords, statusWords } from '../ais/words.ts'
import { emergencyOf, squawkFacts } from '../squawk.ts'
import type { Payload } from './definition.ts'
import { createRemoteId } from './remote-id.ts'
import { severityWords, stateWords, vehicleOf } from './words.ts'

/** What messages of MAVLink say, put together for each system. */
export type Systems = { read(id: number, payload: Payload, system: number, component: number, now: number, stamp: number | null): Heard[] }

type More = NonNullable<SubjectFacts['more']>
type System = {
  subject: string
  /** Epoch ms when it was switched on, by its own clock. */
  booted: number | null
  sort: SubjectFacts['sort'] | undefined
  said: string
  /** Said with the next place. */
  more: More
  battery: number | undefined
  accuracyM: number | null
  ellipsoidM: number | null
  /** Epoch ms when it last told its own estimate of where it is. */
  estimatedAt: number
  help: boolean
  text: string
}

const UNKNOWN_32 = 2_147_483_647
const RAW_AFTER_MS = 10_000
const MOST_TEXT = 500

export function createSystems(device: string | undefined): Systems {
  const known = new Map<number, System>()
  const remote = createRemoteId()
  const systemOf = (number: number): System => {
    const found = known.get(number) ?? {
      subject: device === undefined ? `mavlink:${number}` : `device:${device}/${number}`,
      booted: null, sort: undefined, said: '', more: {}, battery: undefined, accuracyM: null, ellipsoidM: null, estimatedAt: Number.NEGATIVE_INFINITY, help: false, text: '',
    }
    known.set(number, found)
    return found
  }
  return {
    read(id, payload, number, component, now, stamp) {
      const one = systemOf(number)
      const boot = payload.number('time_boot_ms')
      const at = stamp ?? (one.booted === null ? null : one.booted + boot)
      switch (id) {
        case 0: return heartbeat(one, payload, at)
        case 1: return power(one, payload.number('battery_remaining'), payload.number('voltage_battery') === 65_535 ? null : payload.number('voltage_battery') / 1000)
        case 147: return payload.number('id') === 0 ? power(one, payload.number('battery_remaining'), null) : []
        case 2: {
          const unix = payload.number('time_unix_usec') / 1000
          one.booted = unix > 946_684_800_000 && unix < 4_102_444_800_000 ? Math.round(unix) - boot : one.booted
          return []
        }
        case 24: return satellites(one, payload, at, stamp ?? now)
        case 30:
          one.more['rollDeg'] = degrees(payload.number('roll'))
          one.more['pitchDeg'] = degrees(payload.number('pitch'))
          return []
        case 33: return estimate(one, payload, at, stamp ?? now)
        case 242: {
          const [lat, lon] = [payload.number('latitude') / 1e7, payload.number('longitude') / 1e7]
          return onEarth(lat, lon) ? [{ what: 'facts', subject: one.subject, facts: { more: { homeLat: lat, homeLon: lon } } }] : []
        }
        case 246: return traffic(payload, stamp ?? now)
        case 253: return spoken(one, payload, at)
        case 271: return camera(one, payload)
        case 301: return vessel(payload, stamp ?? now)
        default: return remote.read(id, payload, `${device ?? 'mavlink'}-${number}-${component}`, stamp ?? now)
      }
    },
  }
}

function heartbeat(one: System, payload: Payload, at: number | null): Heard[] {
  const vehicle = vehicleOf(payload.number('type'))
  // 8: no autopilot, a camera or radio beside it.
  if (vehicle === null || payload.number('autopilot') === 8) {
    return []
  }
  const armed = (payload.number('base_mode') & 128) !== 0
  const state = payload.number('system_status')
  const said = `${vehicle.words} ${armed} ${state}`
  const heard: Heard[] = []
  one.sort = vehicle.sort
  if (said !== one.said) {
    one.said = said
    heard.push({ what: 'facts', subject: one.subject, facts: { sort: vehicle.sort, more: { vehicle: vehicle.words, armed, state: stateWords(state) } } })
  }
  const help = state === 6 || state === 8
  if (help !== one.help) {
    one.help = help
    heard.push({ what: 'alarm', subject: one.subject, alarm: help ? 'sos' : 'cancel', at, text: help ? `The aircraft says: ${stateWords(state)}` : 'The aircraft no longer says emergency' })
  }
  return heard
}

function power(one: System, percent: number, volts: number | null): Heard[] {
  if (volts !== null && volts > 0) {
    one.more['batteryV'] = Math.round(volts * 100) / 100
  }
  if (percent < 0 || percent > 100 || percent / 100 === one.battery) {
    return []
  }
  one.battery = percent / 100
  return [{ what: 'facts', subject: one.subject, facts: { battery: one.battery } }]
}

/** The receiver's own place: for its accuracy, and where the system tells no estimate of its own. */
function satellites(one: System, payload: Payload, at: number | null, now: number): Heard[] {
  const fixType = payload.number('fix_type')
  const accuracy = payload.number('h_acc')
  const count = payload.number('satellites_visible')
  const ellipsoid = payload.number('alt_ellipsoid')
  one.accuracyM = fixType >= 2 && accuracy > 0 ? accuracy / 1000 : null
  one.ellipsoidM = fixType >= 3 && ellipsoid !== 0 ? ellipsoid / 1000 : null
  if (count !== 255) {
    one.more['satellites'] = count
  }
  const [lat, lon] = [payload.number('lat') / 1e7, payload.number('lon') / 1e7]
  if (fixType < 2 || now - one.estimatedAt < RAW_AFTER_MS || !onEarth(lat, lon)) {
    return []
  }
  const [speed, course] = [payload.number('vel'), payload.number('cog')]
  // Some count from 1970, some from when they were switched on.
  const unix = payload.number('time_usec') / 1000
  const own = unix > 946_684_800_000 && unix < 4_102_444_800_000 ? Math.round(unix) : one.booted === null ? null : Math.round(one.booted + unix)
  one.more['altitudeAboveSeaM'] = payload.number('alt') / 1000
  return [placed(one, { at: at ?? own, lat, lon, speedMs: speed === 65_535 ? null : speed / 100, courseDeg: course === 65_535 ? null : (course / 100) % 360 })]
}

function estimate(one: System, payload: Payload, at: number | null, now: number): Heard[] {
  const [lat, lon] = [payload.number('lat') / 1e7, payload.number('lon') / 1e7]
  if (!onEarth(lat, lon)) {
    return []
  }
  one.estimatedAt = now
  const [north, east, heading] = [payload.number('vx') / 100, payload.number('vy') / 100, payload.number('hdg')]
  const speedMs = Math.hypot(north, east)
  one.more['altitudeAboveSeaM'] = payload.number('alt') / 1000
  one.more['heightM'] = payload.number('relative_alt') / 1000
  if (heading !== 65_535) {
    one.more['headingDeg'] = (heading / 100) % 360
  }
  return [placed(one, { at, lat, lon, speedMs, courseDeg: speedMs < 0.5 ? null : (degrees(Math.atan2(east, north)) + 360) % 360 })]
}

function placed(one: System, place: Pick<HeardFix, 'at' | 'lat' | 'lon' | 'speedMs' | 'courseDeg'>): Heard {
  const facts: SubjectFacts = { ...(one.sort === undefined ? {} : { sort: one.sort }), ...(Object.keys(one.more).length === 0 ? {} : { more: one.more }) }
  one.more = {}
  return { what: 'position', fix: { subject: one.subject, ...place, altM: one.ellipsoidM, accuracyM: one.accuracyM, source: 'gps' }, ...(Object.keys(facts).length === 0 ? {} : { facts }) }
}

/** Long texts come in pieces of fifty characters; one that is shorter is the last. */
function spoken(one: System, payload: Payload, at: number | null): Heard[] {
  const piece = payload.text('text')
  const parted = payload.number('id') !== 0
  const words = parted && payload.number('chunk_seq') > 0 ? one.text + piece : piece
  if (parted && !payload.bytes('text').includes(0) && words.length < MOST_TEXT) {
    one.text = words
    return []
  }
  one.text = ''
  return words === '' ? [] : [{ what: 'text', subject: one.subject, at, text: `${severityWords(payload.number('severity'))}: ${words.slice(0, MOST_TEXT)}` }]
}

function camera(one: System, payload: Payload): Heard[] {
  const [lat, lon] = [payload.number('lat_image'), payload.number('lon_image')]
  const more: More = {}
  if (lat !== UNKNOWN_32 && lon !== UNKNOWN_32 && onEarth(lat / 1e7, lon / 1e7)) {
    more['looksAtLat'] = lat / 1e7
    more['looksAtLon'] = lon / 1e7
  }
  for (const [name, field] of [['viewWidthDeg', 'hfov'], ['viewHeightDeg', 'vfov']] as const) {
    const value = payload.number(field)
    if (value > 0 && value <= 360) {
      more[name] = Math.round(value * 10) / 10
    }
  }
  return Object.keys(more).length === 0 ? [] : [{ what: 'facts', subject: one.subject, facts: { more } }]
}

/** An aircraft the system itself hears by ADS-B. */
function traffic(payload: Payload, now: number): Heard[] {
  const flags = payload.number('flags')
  const address = payload.number('ICAO_address')
  const [lat, lon] = [payload.number('lat') / 1e7, payload.number('lon') / 1e7]
  if (address === 0 || address > 0xff_ff_ff) {
    return []
  }
  const subject = `icao:${address.toString(16).padStart(6, '0')}`
  const type = payload.number('emitter_type')
  const facts: SubjectFacts = { sort: type === 7 ? 'helicopter' : type === 14 ? 'uas' : 'aircraft' }
  const callsign = payload.text('callsign')
  if ((flags & 16) !== 0 && callsign !== '') {
    facts.callsign = callsign
  }
  const squawk = String(payload.number('squawk')).padStart(4, '0')
  const told = (flags & 32) !== 0 && /^[0-7]{4}$/.test(squawk)
  const geometric = payload.number('altitude_type') === 1
  const metres = payload.number('altitude') / 1000
  const more: More = { ...(told ? squawkFacts(squawk) : {}), ...((flags & 2) !== 0 && !geometric ? { pressureAltitudeM: Math.round(metres) } : {}), ...((flags & 64) !== 0 ? { simulated: true } : {}) }
  if (Object.keys(more).length > 0) {
    facts.more = more
  }
  if ((flags & 1) === 0 || !onEarth(lat, lon)) {
    return [{ what: 'facts', subject, facts }]
  }
  const fix: HeardFix = { subject, at: now - payload.number('tslc') * 1000, lat, lon, altM: (flags & 2) !== 0 && geometric ? metres : null, speedMs: (flags & 8) === 0 ? null : payload.number('hor_velocity') / 100, courseDeg: (flags & 4) === 0 ? null : (payload.number('heading') / 100) % 360, accuracyM: null, source: 'adsb' }
  const help = told ? emergencyOf(squawk) : null
  return [{ what: 'position', fix, facts }, ...(help === null ? [] : [{ what: 'alarm', subject, alarm: 'sos', at: fix.at, text: help, fix } satisfies Heard])]
}

/** A vessel the system itself hears by AIS. */
function vessel(payload: Payload, now: number): Heard[] {
  const flags = payload.number('flags')
  const mmsi = payload.number('MMSI')
  const [lat, lon] = [payload.number('lat') / 1e7, payload.number('lon') / 1e7]
  if (mmsi === 0 || mmsi > 999_999_999 || !onEarth(lat, lon)) {
    return []
  }
  const more: More = {}
  const put = (name: string, value: string | null): void => {
    if (value !== null && value !== '') {
      more[name] = value
    }
  }
  put('status', statusWords(payload.number('navigational_status')))
  put('shipType', shipWords(payload.number('type')))
  put('radioCallsign', payload.text('callsign'))
  const name = payload.text('name')
  const facts: SubjectFacts = { sort: 'vessel', ...(name === '' ? {} : { callsign: name }), ...(Object.keys(more).length === 0 ? {} : { more }) }
  const fix: HeardFix = { subject: `mmsi:${String(mmsi).padStart(9, '0')}`, at: now - payload.number('tslc') * 1000, lat, lon, altM: null, speedMs: (flags & 4) === 0 ? null : payload.number('velocity') / 100, courseDeg: (flags & 2) === 0 ? null : (payload.number('COG') / 100) % 360, accuracyM: (flags & 1) === 0 ? null : 10, source: 'ais' }
  return [{ what: 'position', fix, facts }]
}

/** Within bounds, and not the zero of a system that does not know. */
export function onEarth(lat: number, lon: number): boolean {
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0)
}

function degrees(radians: number): number {
  const value = Math.round((radians * 1800) / Math.PI) / 10
  return Number.isFinite(value) ? value : 0
}
