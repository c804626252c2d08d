import type { Codec, Heard, HeardFix } from '../core/feed.ts'
import type { SubjectFacts } from '../core/fix.ts'
import { textOf } from './codec-options.ts'
import { kept } from './frame-reader.ts'
import { lineDecoder } from './line-reader.ts'
import { emergencyOf, FOOT_M, KNOT_MS, squawkFacts } from './squawk.ts'

/**
 * Aircraft as receivers on port 30003 write them (SBS-1, "BaseStation"): MSG 1 to 8, one thing at a time. Places are told with
 * the speed and course heard of the same aircraft within the last ten seconds. Times are of the receiver's clock, which most
 * keep in local time: the option `utcOffsetMin` says how far it is ahead of UTC; without it the time of arrival counts.
 */

const MOST_LINE = 512
const MOST_AIRCRAFT = 5000
const FRESH_MS = 10_000
const FORGET_MS = 300_000

type Aircraft = { heardAt: number; /** Of its speed and course. */ at: number; speedMs: number | null; courseDeg: number | null; squawk: string; alarm: string | null }

export const sbs1: Codec = {
  name: 'sbs1',
  maxFrameBytes: MOST_LINE,
  datagrams: false,
  make(options) {
    const known = new Map<string, Aircraft>()
    const offset = textOf(options, 'utcOffsetMin')
    const aircraftOf = (icao: string, now: number): Aircraft => {
      let one = known.get(icao)
      if (!one || now - one.heardAt > FORGET_MS) {
        one = { heardAt: now, at: Number.NEGATIVE_INFINITY, speedMs: null, courseDeg: null, squawk: '', alarm: null }
      }
      one.heardAt = now
      // The one not heard longest is forgotten first.
      known.delete(icao)
      known.set(icao, one)
      if (known.size > MOST_AIRCRAFT) {
        for (const [oldest] of known) {
          known.delete(oldest)
          break
        }
      }
      return one
    }
    return lineDecoder(MOST_LINE, options, (line, bytes, now) => {
      const fields = line.split(',')
      const bad = (reason: string): Heard[] => [{ what: 'bad', bytes: kept(bytes), reason }]
      if (fields[0] !== 'MSG') {
        // New aircraft, new identity, clicks of the operator: the messages themselves say it too.
        return /^(?:SEL|ID|AIR|STA|CLK)$/.test(fields[0] ?? '') ? [] : bad('not a line of SBS-1: it begins with no MSG')
      }
      const kind = Number(fields[1])
      const icao = (fields[4] ?? '').trim().toLowerCase()
      if (!(kind >= 1 && kind <= 8) || !/^~?[0-9a-f]{6}$/.test(icao) || fields.length < 16) {
        return bad('it does not say which message or which aircraft')
      }
      const one = aircraftOf(icao, now)
      const subject = icao.startsWith('~') ? `adsb:${icao}` : `icao:${icao}`
      const at = offset === undefined ? now : (stampOf(fields[6], fields[7], Number(offset)) ?? now)
      const [altitude, speed, course, lat, lon, climb] = [11, 12, 13, 14, 15, 16].map((i) => numberOf(fields[i]))
      if ((speed ?? null) !== null || (course ?? null) !== null) {
        one.speedMs = speed === null || speed === undefined || speed < 0 ? null : speed * KNOT_MS
        one.courseDeg = course === null || course === undefined || course < 0 || course > 360 ? null : course % 360
        one.at = at
      }
      const facts: SubjectFacts = {}
      const more: NonNullable<SubjectFacts['more']> = {}
      const callsign = (fields[10] ?? '').trim().slice(0, 16)
      if (callsign !== '') {
        facts.callsign = callsign
      }
      const squawk = (fields[17] ?? '').trim()
      if (/^[0-7]{4}$/.test(squawk)) {
        one.squawk = squawk
        Object.assign(more, squawkFacts(squawk))
      }
      if ((altitude ?? null) !== null) {
        more['pressureAltitudeM'] = Math.round((altitude ?? 0) * FOOT_M)
      }
      if ((climb ?? null) !== null) {
        more['climbMs'] = Math.round((climb ?? 0) * FOOT_M / 60 * 10) / 10
      }
      if (fields[21] === '-1' || fields[21] === '1') {
        more['onGround'] = true
      }
      if (Object.keys(more).length > 0) {
        facts.more = more
      }
      const heard: Heard[] = []
      let fix: HeardFix | undefined
      if (lat !== null && lon !== null && lat !== undefined && lon !== undefined && Math.abs(lat) <= 90 && Math.abs(lon) <= 180) {
        const fresh = Math.abs(at - one.at) <= FRESH_MS
        fix = { subject, at, lon, lat, altM: null, speedMs: fresh ? one.speedMs : null, courseDeg: fresh ? one.courseDeg : null, accuracyM: null, source: 'adsb' }
        heard.push({ what: 'position', fix, facts: { sort: 'aircraft', ...facts } })
      } else if (Object.keys(facts).length > 0) {
        heard.push({ what: 'facts', subject, facts: { sort: 'aircraft', ...facts } })
      }
      const help = emergencyOf(one.squawk, fields[19] === '-1' || fields[19] === '1' ? 'general' : undefined)
      if (help !== one.alarm) {
        heard.push({ what: 'alarm', subject, alarm: help === null ? 'cancel' : 'sos', at, text: help ?? 'No emergency any more', ...(fix === undefined ? {} : { fix }) })
        one.alarm = help
      }
      return heard
    })
  },
}

function numberOf(field: string | undefined): number | null {
  const text = (field ?? '').trim()
  const value = text === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) ? value : null
}

/** `2026/03/01`, `10:00:00.000` by a clock that is `ahead` minutes of UTC. */
function stampOf(date: string | undefined, clock: string | undefined, ahead: number): number | null {
  const [day, time] = [/^(\d{4})\/(\d\d)\/(\d\d)$/.exec((date ?? '').trim()), /^(\d\d):(\d\d):(\d\d(?:\.\d{1,3})?)$/.exec((clock ?? '').trim())]
  const at = day && time ? Date.parse(`${day[1]}-${day[2]}-${day[3]}T${time[0]}Z`) : Number.NaN
  return Number.isNaN(at) || !(Math.abs(ahead) <= 840) ? null : at - ahead * 60_000
}
