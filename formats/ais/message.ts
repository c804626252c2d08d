import type { Heard, HeardFix } from '../../core/feed.ts'
import type { SubjectFacts } from '../../core/fix.ts'
import { signed, text, unsigned, type Sixes } from './bits.ts'
import { aidWords, shipWords, statusWords } from './words.ts'

/** Messages of AIS after ITU-R M.1371-5, annex 8: where vessels are, what they are, and what they say for safety. */

const KNOT_MS = 0.514444
type More = NonNullable<SubjectFacts['more']>

/** Fewest bits of the messages that are read; a shorter one was cut on its way. */
const SHORTEST: { [type: number]: number } = { 1: 137, 2: 137, 3: 137, 4: 134, 5: 302, 9: 128, 11: 134, 12: 72, 14: 40, 18: 133, 19: 263, 21: 219, 24: 48, 27: 94 }
/** Messages between stations and with data for machines: known, and of no place. */
const OTHERS = new Set([6, 7, 8, 10, 13, 15, 16, 17, 20, 22, 23, 25, 26])

/**
 * What a message says; a text when it cannot be read. `base` is about when it was received (epoch ms), `exact` when it was
 * stated: a message itself carries at most the second.
 */
export function readMessage(message: Sixes, base: number, exact: boolean): Heard[] | string {
  const type = unsigned(message, 0, 6)
  const shortest = SHORTEST[type]
  if (shortest === undefined) {
    return OTHERS.has(type) ? [] : `no message of AIS has the number ${type}`
  }
  if (message.bits < shortest) {
    return `message ${type} has ${message.bits} bits, fewer than ${shortest}`
  }
  const mmsi = unsigned(message, 8, 30)
  if (mmsi > 999_999_999) {
    return 'the identity has more than nine digits'
  }
  const digits = String(mmsi).padStart(9, '0')
  const subject = `mmsi:${digits}`
  const kind = kindOf(digits)
  const stamp = exact ? base : null
  const fixed = (lonAt: number, latAt: number, accuracyAt: number, at: number | null, also: Partial<HeardFix> = {}): HeardFix | null =>
    fixOf(subject, signed(message, lonAt, 28) / 600_000, signed(message, latAt, 27) / 600_000, unsigned(message, accuracyAt, 1) === 1, at, also)

  switch (type) {
    case 1: case 2: case 3: {
      const status = unsigned(message, 38, 4)
      const more = motion(message, 128)
      const words = statusWords(status)
      if (words !== null) {
        more['status'] = words
      }
      const turn = signed(message, 42, 8)
      if (turn !== -128 && Math.abs(turn) !== 127) {
        more['turnDegMin'] = Math.round(Math.sign(turn) * (turn / 4.733) ** 2 * 10) / 10
      }
      const fix = fixed(61, 89, 60, secondOf(unsigned(message, 137, 6), base, stamp), { speedMs: speed(unsigned(message, 50, 10), 0.1, 1023), courseDeg: course(unsigned(message, 116, 12), 0.1) })
      const heard = placed(subject, fix, { ...kind.facts, more: { ...kind.facts.more, ...more } })
      // Without the status of an active beacon it is a test of one.
      if (status === 14) {
        heard.push({ what: 'alarm', subject, alarm: 'sos', at: fix?.at ?? stamp, text: kind.distress ?? 'A distress beacon of AIS is active', ...(fix === null ? {} : { fix }) })
      }
      return heard
    }
    case 4: case 11: {
      const [year, month, day, hour, minute, second] = [unsigned(message, 38, 14), unsigned(message, 52, 4), unsigned(message, 56, 5), unsigned(message, 61, 5), unsigned(message, 66, 6), unsigned(message, 72, 6)]
      const sound = year > 0 && year < 9999 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60 && second < 60
      return placed(subject, fixed(79, 107, 78, sound ? Date.UTC(year, month - 1, day, hour, minute, second) : stamp), type === 4 ? { sort: 'base', more: { kind: 'AIS base station' } } : kind.facts)
    }
    case 5: {
      const more: More = {}
      const imo = unsigned(message, 40, 30)
      put(more, 'imo', imo > 0 && imo <= 9_999_999 ? imo : null)
      put(more, 'shipType', shipWords(unsigned(message, 232, 8)))
      size(message, 240, more)
      const draught = unsigned(message, 294, 8)
      put(more, 'draughtM', draught > 0 ? draught / 10 : null)
      put(more, 'destination', text(message, 302, 20))
      put(more, 'arrives', eta(message))
      return [{ what: 'facts', subject, facts: named(text(message, 112, 20), text(message, 70, 7), { ...kind.facts.more, ...more }, kind.facts.sort) }]
    }
    case 9: {
      const altitude = unsigned(message, 38, 12)
      const fix = fixed(61, 89, 60, secondOf(unsigned(message, 128, 6), base, stamp), { speedMs: speed(unsigned(message, 50, 10), 1, 1023), courseDeg: course(unsigned(message, 116, 12), 0.1), altM: altitude >= 4094 ? null : altitude })
      return placed(subject, fix, { sort: 'aircraft', more: { kind: 'search and rescue aircraft' } })
    }
    case 12: case 14: {
      const start = type === 12 ? 72 : 40
      const words = text(message, start, Math.floor((message.bits - start) / 6))
      if (kind.distress !== null && !/\bTEST\b/.test(words)) {
        return [{ what: 'alarm', subject, alarm: 'sos', at: stamp, text: words === '' ? kind.distress : `${kind.distress}: ${words}` }]
      }
      return words === '' ? [] : [{ what: 'text', subject, at: stamp, text: type === 12 ? `to ${String(unsigned(message, 40, 30)).padStart(9, '0')}: ${words}` : words }]
    }
    case 18: case 19: {
      const fix = fixed(57, 85, 56, secondOf(unsigned(message, 133, 6), base, stamp), { speedMs: speed(unsigned(message, 46, 10), 0.1, 1023), courseDeg: course(unsigned(message, 112, 12), 0.1) })
      const more = { ...kind.facts.more, ...motion(message, 124) }
      if (type === 18) {
        return placed(subject, fix, { ...kind.facts, more })
      }
      put(more, 'shipType', shipWords(unsigned(message, 263, 8)))
      size(message, 271, more)
      return placed(subject, fix, named(text(message, 143, 20), '', more, kind.facts.sort))
    }
    case 21: {
      const more: More = { kind: aidWords(unsigned(message, 38, 5)) }
      const off = unsigned(message, 253, 6) < 60 && unsigned(message, 259, 1) === 1
      put(more, 'offPosition', message.bits > 259 && off ? true : null)
      put(more, 'virtual', message.bits > 269 && unsigned(message, 269, 1) === 1 ? true : null)
      const name = text(message, 43, 20) + (message.bits > 272 ? text(message, 272, Math.min(14, Math.floor((message.bits - 272) / 6))) : '')
      return placed(subject, fixed(164, 192, 163, message.bits > 258 ? secondOf(unsigned(message, 253, 6), base, stamp) : stamp), named(name, '', more, undefined))
    }
    case 24: {
      if (unsigned(message, 38, 2) === 0) {
        const name = text(message, 40, 20)
        return name === '' ? [] : [{ what: 'facts', subject, facts: named(name, '', kind.facts.more ?? {}, kind.facts.sort) }]
      }
      const more: More = { ...kind.facts.more }
      put(more, 'shipType', shipWords(unsigned(message, 40, 8)))
      if (digits.startsWith('98')) {
        put(more, 'mothership', message.bits >= 162 ? String(unsigned(message, 132, 30)).padStart(9, '0') : null)
      } else if (message.bits >= 162) {
        size(message, 132, more)
      }
      const callsign = text(message, 90, 7)
      put(more, 'radioCallsign', callsign)
      return [{ what: 'facts', subject, facts: { sort: 'vessel', ...kind.facts, more } }]
    }
    default: {
      const courseDeg = unsigned(message, 85, 9)
      const fix = fixOf(subject, signed(message, 44, 18) / 600, signed(message, 62, 17) / 600, unsigned(message, 38, 1) === 1, stamp, { speedMs: speed(unsigned(message, 79, 6), 1, 63), courseDeg: courseDeg < 360 ? courseDeg : null })
      const more: More = { ...kind.facts.more }
      put(more, 'status', statusWords(unsigned(message, 40, 4)))
      return placed(subject, fix, { ...kind.facts, more })
    }
  }
}

/** What the digits of an identity say by themselves (ITU-R M.585). */
function kindOf(digits: string): { facts: SubjectFacts; distress: string | null } {
  const start = digits.slice(0, 3)
  const of = (sort: SubjectFacts['sort'], kind: string | null, distress: string | null = null): { facts: SubjectFacts; distress: string | null } => ({ facts: { ...(sort === undefined ? {} : { sort }), ...(kind === null ? {} : { more: { kind } }) }, distress })
  switch (start) {
    case '970': return of('vessel', 'search and rescue transmitter', 'A search and rescue transmitter is active')
    case '972': return of('person', 'man overboard beacon', 'A man overboard beacon is active')
    case '974': return of('vessel', 'emergency beacon of a ship', 'An emergency beacon of a ship is active')
    case '111': return of('aircraft', 'search and rescue aircraft')
    default:
  }
  if (digits.startsWith('00')) {
    return of('base', 'coast station')
  }
  if (digits.startsWith('99')) {
    return of(undefined, 'aid to navigation')
  }
  return of('vessel', digits.startsWith('98') ? 'craft of a mother ship' : digits.startsWith('8') ? 'handheld radio' : null)
}

function fixOf(subject: string, lon: number, lat: number, close: boolean, at: number | null, also: Partial<HeardFix>): HeardFix | null {
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) {
    return null
  }
  return { subject, at, lon, lat, altM: null, speedMs: null, courseDeg: null, accuracyM: close ? 10 : null, source: 'ais', ...also }
}

function placed(subject: string, fix: HeardFix | null, facts: SubjectFacts): Heard[] {
  const said = facts.more !== undefined && Object.keys(facts.more).length === 0 ? without(facts) : facts
  if (fix !== null) {
    return [{ what: 'position', fix, ...(Object.keys(said).length === 0 ? {} : { facts: said }) }]
  }
  return Object.keys(said).length === 0 ? [] : [{ what: 'facts', subject, facts: said }]
}

function without({ more: _more, ...rest }: SubjectFacts): SubjectFacts {
  return rest
}

/** Shown by its name, or by its radio callsign while it has none. */
function named(name: string, callsign: string, more: More, sort: SubjectFacts['sort']): SubjectFacts {
  put(more, 'radioCallsign', callsign)
  const shown = name === '' ? callsign : name
  return { ...(shown === '' ? {} : { callsign: shown.slice(0, 64) }), ...(sort === undefined ? {} : { sort }), ...(Object.keys(more).length === 0 ? {} : { more }) }
}

function motion(message: Sixes, headingAt: number): More {
  const heading = unsigned(message, headingAt, 9)
  return heading < 360 ? { headingDeg: heading } : {}
}

/** Length and beam from where the antenna stands in the ship. */
function size(message: Sixes, start: number, more: More): void {
  const length = unsigned(message, start, 9) + unsigned(message, start + 9, 9)
  const beam = unsigned(message, start + 18, 6) + unsigned(message, start + 24, 6)
  put(more, 'lengthM', length > 0 ? length : null)
  put(more, 'beamM', beam > 0 ? beam : null)
}

function eta(message: Sixes): string | null {
  const [month, day, hour, minute] = [unsigned(message, 274, 4), unsigned(message, 278, 5), unsigned(message, 283, 5), unsigned(message, 288, 6)]
  const two = (value: number): string => String(value).padStart(2, '0')
  return month < 1 || month > 12 || day < 1 ? null : `${two(month)}-${two(day)}${hour < 24 && minute < 60 ? ` ${two(hour)}:${two(minute)}Z` : ''}`
}

function speed(raw: number, knots: number, absent: number): number | null {
  return raw === absent ? null : raw * knots * KNOT_MS
}

function course(raw: number, degrees: number): number | null {
  const value = Math.round(raw * degrees * 10) / 10
  return value < 360 ? value : null
}

/** The last moment not after `base` (but for five seconds of clocks that differ) with this second of the minute. */
function secondOf(second: number, base: number, stamp: number | null): number | null {
  if (second > 59) {
    return stamp
  }
  const latest = base + 5000
  const minute = Math.floor(latest / 60_000) * 60_000
  return minute + second * 1000 <= latest ? minute + second * 1000 : minute - 60_000 + second * 1000
}

function put(more: More, name: string, value: string | number | boolean | null): void {
  if (value !== null && value !== '') {
    more[name] = value
  }
}
