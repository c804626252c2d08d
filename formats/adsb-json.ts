import type { Codec, Heard, HeardFix } from '../core/feed.ts'
import type { SubjectFacts, TrackSort } from '../core/fix.ts'
import { emergencyOf, FOOT_M, KNOT_MS, squawkFacts } from './squawk.ts'

/**
 * `aircraft.json` of readsb, dump1090 and tar1090, and what their network services answer: each aircraft with the age of its
 * place. Heights above the ellipsoid only where the aircraft sends them; the pressure altitude is a fact beside.
 */

const MOST = 8_388_608
const MOST_AIRCRAFT = 10_000
const MOST_AGE_S = 600

type Values = { readonly [name: string]: unknown }

export const adsbJson: Codec = {
  name: 'adsb-json',
  maxFrameBytes: MOST,
  datagrams: true,
  make() {
    const alarms = new Map<string, string>()
    return {
      push(chunk, now) {
        const bad = (reason: string): Heard[] => [{ what: 'bad', bytes: chunk.slice(0, 4096), reason }]
        let value: unknown
        try {
          value = chunk.length > MOST ? null : JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(chunk))
        } catch {
          return bad('not JSON')
        }
        const list = isObject(value) ? (value['aircraft'] ?? value['ac'] ?? (value['hex'] === undefined ? undefined : [value])) : value
        if (!Array.isArray(list)) {
          return bad(chunk.length > MOST ? `longer than ${MOST} bytes` : 'no list of aircraft in it')
        }
        const base = isObject(value) ? (stamp(value['now']) ?? now) : now
        const heard = list.slice(0, MOST_AIRCRAFT).flatMap((one: unknown) => (isObject(one) ? aircraft(one, base, alarms) : []))
        return list.length > MOST_AIRCRAFT ? [...heard, ...bad(`${list.length - MOST_AIRCRAFT} aircraft beyond ${MOST_AIRCRAFT} were left out`)] : heard
      },
      end: () => [],
    }
  },
}

function aircraft(one: Values, base: number, alarms: Map<string, string>): Heard[] {
  const hex = typeof one['hex'] === 'string' ? one['hex'].trim().toLowerCase() : ''
  if (!/^~?[0-9a-f]{6}$/.test(hex)) {
    return [{ what: 'bad', bytes: new TextEncoder().encode(JSON.stringify(one).slice(0, 1024)), reason: 'an aircraft without its address' }]
  }
  // A tilde marks an address that is not one of ICAO: of a ground station or made up.
  const subject = hex.startsWith('~') ? `adsb:${hex}` : `icao:${hex}`
  const facts = factsOf(one)
  const last = isObject(one['lastPosition']) ? one['lastPosition'] : {}
  const [lat, lon, age] = [number(one['lat']) ?? number(last['lat']), number(one['lon']) ?? number(last['lon']), number(one['seen_pos']) ?? number(last['seen_pos']) ?? number(one['seen']) ?? 0]
  const heard: Heard[] = []
  let fix: HeardFix | undefined
  if (lat !== null && lon !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && age >= 0 && age <= MOST_AGE_S) {
    const [speed, track, height] = [number(one['gs']) ?? number(one['speed']), number(one['track']), number(one['alt_geom'])]
    fix = {
      subject, at: Math.round(base - age * 1000), lon, lat, altM: height === null ? null : Math.round(height * FOOT_M), speedMs: speed === null || speed < 0 ? null : speed * KNOT_MS,
      courseDeg: track === null || track < 0 || track > 360 ? null : track % 360, accuracyM: accuracyOf(one), source: one['type'] === 'mlat' || includes(one['mlat'], 'lat') ? 'computed' : 'adsb',
    }
    heard.push({ what: 'position', fix, facts })
  } else {
    heard.push({ what: 'facts', subject, facts })
  }
  const help = emergencyOf(typeof one['squawk'] === 'string' ? one['squawk'] : '', typeof one['emergency'] === 'string' ? one['emergency'] : undefined)
  if (help !== (alarms.get(subject) ?? null)) {
    heard.push({ what: 'alarm', subject, alarm: help === null ? 'cancel' : 'sos', at: base, text: help ?? 'No emergency any more', ...(fix === undefined ? {} : { fix }) })
    if (help === null || alarms.size >= MOST_AIRCRAFT) {
      alarms.delete(subject)
    } else {
      alarms.set(subject, help)
    }
  }
  return heard
}

const CATEGORIES: { [code: string]: { sort: TrackSort; words: string } } = {
  A1: { sort: 'aircraft', words: 'light' }, A2: { sort: 'aircraft', words: 'small' }, A3: { sort: 'aircraft', words: 'large' }, A4: { sort: 'aircraft', words: 'large, strong wake' }, A5: { sort: 'aircraft', words: 'heavy' }, A6: { sort: 'aircraft', words: 'high performance' },
  A7: { sort: 'helicopter', words: 'rotorcraft' }, B1: { sort: 'aircraft', words: 'glider' }, B2: { sort: 'aircraft', words: 'balloon or airship' }, B3: { sort: 'person', words: 'parachutist' }, B4: { sort: 'aircraft', words: 'ultralight or hang-glider' }, B6: { sort: 'uas', words: 'unmanned' },
  C1: { sort: 'vehicle', words: 'emergency vehicle on the ground' }, C2: { sort: 'vehicle', words: 'service vehicle on the ground' }, C3: { sort: 'base', words: 'obstacle' },
}

function factsOf(one: Values): SubjectFacts {
  const category = CATEGORIES[typeof one['category'] === 'string' ? one['category'] : '']
  const more: NonNullable<SubjectFacts['more']> = {}
  const facts: SubjectFacts = { sort: category?.sort ?? 'aircraft' }
  const flight = words(one['flight']) ?? words(one['r'])
  if (flight !== null) {
    facts.callsign = flight.slice(0, 16)
  }
  const put = (name: string, value: string | number | boolean | null): void => {
    if (value !== null) {
      more[name] = value
    }
  }
  const scaled = (name: string, by: number): number | null => {
    const value = number(one[name])
    return value === null ? null : Math.round(value * by * 10) / 10
  }
  put('category', category?.words ?? null)
  put('registration', words(one['r']))
  put('aircraftType', words(one['t']))
  put('pressureAltitudeM', scaled('alt_baro', FOOT_M) ?? scaled('altitude', FOOT_M))
  put('onGround', one['alt_baro'] === 'ground' || one['altitude'] === 'ground' ? true : null)
  put('climbMs', scaled('baro_rate', FOOT_M / 60) ?? scaled('geom_rate', FOOT_M / 60) ?? scaled('vert_rate', FOOT_M / 60))
  put('headingDeg', scaled('true_heading', 1))
  if (typeof one['squawk'] === 'string' && /^[0-7]{4}$/.test(one['squawk'])) {
    Object.assign(more, squawkFacts(one['squawk']))
  }
  put('emergency', typeof one['emergency'] === 'string' && one['emergency'] !== 'none' ? emergencyOf('', one['emergency']) : null)
  return Object.keys(more).length === 0 ? facts : { ...facts, more }
}

/** Radius that holds 95 of 100, by the accuracy category the aircraft states (DO-260B, NACp). */
const NACP_M = [null, 18_520, 7408, 3704, 1852, 926, 555.6, 185.2, 92.6, 30, 10, 3] as const

function accuracyOf(one: Values): number | null {
  return NACP_M[number(one['nac_p']) ?? 0] ?? null
}

/** Epoch seconds, or ms where a service answers so. */
function stamp(value: unknown): number | null {
  const seconds = number(value)
  return seconds === null || seconds < 0 || seconds > 4e12 ? null : Math.round(seconds > 1e11 ? seconds : seconds * 1000)
}

function includes(value: unknown, word: string): boolean {
  return Array.isArray(value) && value.includes(word)
}

function words(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 60) : null
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
