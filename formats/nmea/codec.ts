import type { Codec, Heard, HeardFix } from '../../core/feed.ts'
import { textOf, type CodecOptions } from '../codec-options.ts'
import { kept } from '../frame-reader.ts'
import { lineDecoder } from '../line-reader.ts'
import { clockIn, degreesIn, MOST_SENTENCE, numberIn, readSentence, type Sentence } from './sentence.ts'

/**
 * A satellite receiver on a line: RMC, GGA, GNS, GLL, VTG, GSA, GST, HDT and ZDA of any talker, put together into one position
 * for each moment. The receiver names nobody, so the option `subject` (or `device`) does; `rangeErrorM` (5) turns the
 * dilution of precision into metres where the receiver states no error of its own.
 */

const KNOT_MS = 0.514444
const DAY = 86_400_000
const QUALITY = ['none', 'satellites', 'differential', 'precise', 'fixed carrier phase', 'floating carrier phase', 'dead reckoning', 'manual', 'simulated']

/** What sentences of one moment say. */
type Epoch = {
  clock: number
  date: number | null
  lat: number | null
  lon: number | null
  void: boolean
  altM: number | null
  seaM: number | null
  speedMs: number | null
  courseDeg: number | null
  hdop: number | null
  errorM: number | null
  headingDeg: number | null
  satellites: number | null
  quality: number | null
  /** Which sentence came last. */
  last: string
  told: boolean
}

export const nmea: Codec = {
  name: 'nmea',
  maxFrameBytes: MOST_SENTENCE,
  datagrams: false,
  make(options) {
    const receiver = createReceiver(options)
    const lines = lineDecoder(MOST_SENTENCE, options, (text, bytes, now) => {
      const sentence = readSentence(text)
      return sentence === null ? [] : typeof sentence === 'string' ? [{ what: 'bad', bytes: kept(bytes), reason: sentence }] : receiver.read(sentence, now)
    }, (now) => receiver.finish(now))
    return options['whole'] === true ? { push: (chunk, now) => [...lines.push(chunk, now), ...receiver.finish(now)], end: (now) => lines.end(now) } : lines
  },
}

function subjectOf(options: CodecOptions): string {
  const subject = textOf(options, 'subject')
  return subject !== undefined && /^[a-z]{2,12}:\S/.test(subject) ? subject : `device:${textOf(options, 'device') ?? subject ?? 'nmea'}`
}

function createReceiver(options: CodecOptions): { read(sentence: Sentence, now: number): Heard[]; finish(now: number): Heard[] } {
  const subject = subjectOf(options)
  const given = Number(options['rangeErrorM'])
  const rangeErrorM = given > 0 && given <= 1000 ? given : 5
  let epoch: Epoch | null = null
  /** The sentence that ends a moment, as the last whole moment had it: then the next need not be waited for. */
  let closing: string | null = null
  let lastAt: number | null = null
  let lost = false

  const timeOf = (one: Epoch, now: number): number => {
    if (one.date !== null) {
      return one.date + one.clock
    }
    // The day on which that time of day lies nearest to what is known: over midnight too.
    const near = lastAt ?? now
    return one.clock + Math.round((near - one.clock) / DAY) * DAY
  }
  const tell = (one: Epoch, now: number): Heard[] => {
    if (one.told) {
      return []
    }
    one.told = true
    if (one.void) {
      const first = !lost
      lost = true
      return first ? [{ what: 'facts', subject, facts: { more: { satelliteFix: 'none' } } }] : []
    }
    if (one.lat === null || one.lon === null) {
      return []
    }
    lost = false
    const at = timeOf(one, now)
    lastAt = one.date === null && lastAt === null ? null : at
    const fix: HeardFix = {
      subject, at, lon: one.lon, lat: one.lat, altM: one.altM, speedMs: one.speedMs, courseDeg: one.courseDeg,
      accuracyM: one.errorM ?? (one.hdop === null ? null : Math.round(one.hdop * rangeErrorM * 10) / 10), source: 'gps',
    }
    const more = {
      ...(one.headingDeg === null ? {} : { headingDeg: one.headingDeg }), ...(one.satellites === null ? {} : { satellites: one.satellites }),
      ...(one.quality === null ? {} : { satelliteFix: QUALITY[one.quality] ?? 'other' }), ...(one.seaM === null || one.altM !== null ? {} : { altitudeAboveSeaM: one.seaM }),
    }
    return [{ what: 'position', fix, ...(Object.keys(more).length === 0 ? {} : { facts: { more } }) }]
  }
  /** The moment a sentence with a clock belongs to; what came before is told. */
  const moment = (field: string | undefined, into: Heard[], now: number): Epoch | null => {
    const clock = clockIn(field)
    if (clock === null) {
      return null
    }
    if (epoch?.clock !== clock) {
      if (epoch !== null) {
        closing = epoch.last
        into.push(...tell(epoch, now))
      }
      epoch = { clock, date: null, lat: null, lon: null, void: false, altM: null, seaM: null, speedMs: null, courseDeg: null, hdop: null, errorM: null, headingDeg: null, satellites: null, quality: null, last: '', told: false }
    }
    return epoch
  }
  const place = (one: Epoch, fields: readonly string[], at: number, sound: boolean): void => {
    const lat = degreesIn(fields[at], fields[at + 1])
    const lon = degreesIn(fields[at + 2], fields[at + 3])
    if (!sound || lat === null || lon === null) {
      one.void ||= !sound
      return
    }
    one.lat ??= lat
    one.lon ??= lon
  }
  const course = (field: string | undefined): number | null => {
    const value = numberIn(field)
    return value === null || value < 0 || value > 360 ? null : value % 360
  }
  const speed = (field: string | undefined, by: number): number | null => {
    const value = numberIn(field)
    return value === null || value < 0 ? null : value * by
  }
  const height = (one: Epoch, sea: string | undefined, geoid: string | undefined): void => {
    const separation = numberIn(geoid)
    one.seaM = numberIn(sea)
    one.altM = one.seaM === null || separation === null ? null : Math.round((one.seaM + separation) * 1000) / 1000
  }

  return {
    read({ type, fields, talker }, now) {
      const heard: Heard[] = []
      let one: Epoch | null = epoch
      switch (type) {
        case 'RMC':
          one = moment(fields[0], heard, now)
          if (one) {
            place(one, fields, 2, fields[1] === 'A' && fields[11] !== 'N')
            one.speedMs = speed(fields[6], KNOT_MS) ?? one.speedMs
            one.courseDeg = course(fields[7]) ?? one.courseDeg
            one.date = dateIn(fields[8]) ?? one.date
          }
          break
        case 'GGA':
          one = moment(fields[0], heard, now)
          if (one) {
            const quality = numberIn(fields[5])
            place(one, fields, 1, quality !== null && quality > 0)
            one.quality = quality
            one.satellites = numberIn(fields[6])
            one.hdop = numberIn(fields[7]) ?? one.hdop
            height(one, fields[8], fields[10])
          }
          break
        case 'GNS':
          one = moment(fields[0], heard, now)
          if (one) {
            place(one, fields, 1, /[^N]/.test(fields[5] ?? ''))
            one.satellites = numberIn(fields[6])
            one.hdop = numberIn(fields[7]) ?? one.hdop
            height(one, fields[8], fields[9])
          }
          break
        case 'GLL':
          one = moment(fields[4], heard, now)
          if (one) {
            place(one, fields, 0, fields[5] === 'A' && fields[6] !== 'N')
          }
          break
        case 'GST': {
          one = moment(fields[0], heard, now)
          const [north, east] = [numberIn(fields[5]), numberIn(fields[6])]
          if (one && north !== null && east !== null) {
            // Nine times of ten within 2.146 of the mean standard error, for errors alike in both directions.
            one.errorM = Math.round(2.146 * Math.sqrt((north * north + east * east) / 2) * 100) / 100
          }
          break
        }
        case 'ZDA': {
          one = moment(fields[0], heard, now)
          const date = Date.UTC(numberIn(fields[3]) ?? Number.NaN, (numberIn(fields[2]) ?? Number.NaN) - 1, numberIn(fields[1]) ?? Number.NaN)
          if (one && Number.isFinite(date)) {
            one.date ??= date
          }
          break
        }
        case 'VTG':
          if (one && fields[8] !== 'N') {
            one.courseDeg ??= course(fields[0])
            one.speedMs ??= speed(fields[4], KNOT_MS)
          }
          break
        case 'GSA':
          if (one) {
            one.hdop ??= numberIn(fields[15])
          }
          break
        case 'HDT':
          if (one) {
            one.headingDeg = course(fields[0])
          }
          break
        default:
          // Satellites in view, other instruments, makers' own: nothing of where it is.
          return heard
      }
      if (one) {
        one.last = talker + type
        if (one.last === closing && (one.lat !== null || one.void)) {
          heard.push(...tell(one, now))
        }
      }
      return heard
    },
    finish(now) {
      const heard = epoch === null ? [] : tell(epoch, now)
      epoch = null
      return heard
    },
  }
}

/** `180320` → epoch ms of its midnight. Years from 80 are of the last century. */
function dateIn(field: string | undefined): number | null {
  const match = /^(\d\d)(\d\d)(\d\d)$/.exec(field ?? '')
  const [day, month, year] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])]
  return match && day >= 1 && day <= 31 && month >= 1 && month <= 12 ? Date.UTC(year + (year < 80 ? 2000 : 1900), month - 1, day) : null
}
