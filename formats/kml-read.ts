import { Problem } from '../core/problem.ts'
import { toIso } from '../core/time.ts'
import type { Placemark } from './kml.ts'
import { attribute, createXmlScanner } from './xml-scan.ts'

export type KmlLimits = { maxChars: number; maxPlacemarks: number; maxText: number }
export const KML_LIMITS: KmlLimits = { maxChars: 100_000_000, maxPlacemarks: 200_000, maxText: 50_000 }

const WORDS = new Set(['name', 'description', 'when', 'begin', 'end', 'value', 'SimpleData', 'coordinates'])

/**
 * The points of a KML document, with name, description as written, time and extended data. Placemarks of another
 * shape are counted in `others`. Links to other files and pictures are never followed. Throws `Problem`
 * `malformed-body` or `too-large`.
 */
export function parseKmlPoints(text: string, given: Partial<KmlLimits> = {}): { placemarks: Placemark[]; others: number } {
  const limits = { ...KML_LIMITS, ...given }
  if (text.length > limits.maxChars) {
    throw new Problem('too-large', `The KML file has more than ${limits.maxChars} characters. Split it`)
  }
  const placemarks: Placemark[] = []
  let others = 0
  const path: string[] = []
  let mark: { name: string; description: string; when: string; begin: string; end: string; point: Placemark['point']; data: { name: string; value: string }[] } | null = null
  let datum = ''
  let words = ''
  const scanner = createXmlScanner({
    open(name, attributes) {
      if (path.length === 0 && name !== 'kml') {
        throw new Problem('malformed-body', `This is not KML: its outermost element is ${name.slice(0, 40)}`)
      }
      path.push(name)
      words = ''
      if (name === 'Placemark') {
        mark = { name: '', description: '', when: '', begin: '', end: '', point: null, data: [] }
      } else if (name === 'Data' || name === 'SimpleData') {
        datum = attribute(attributes, 'name') ?? ''
      }
    },
    text(more) {
      if (mark !== null && WORDS.has(path.at(-1) ?? '')) {
        words += more
        if (words.length > limits.maxText && path.at(-1) !== 'coordinates') {
          throw new Problem('too-large', `A text in the KML file has more than ${limits.maxText} characters`)
        }
      }
    },
    close(name) {
      if (path.pop() !== name) {
        throw new Problem('malformed-body', 'The XML of the KML file is not sound: elements are closed in another order than they were opened')
      }
      const parent = path.at(-1)
      if (mark === null) {
        return
      }
      if (name === 'Placemark') {
        if (mark.point === null) {
          others += 1
        } else if (placemarks.length >= limits.maxPlacemarks) {
          throw new Problem('too-large', `The KML file has more than ${limits.maxPlacemarks} points. Split it`)
        } else {
          const { begin, end, when, ...rest } = mark
          const time = [when || begin, end].map((one) => toIso(Date.parse(one)))
          placemarks.push({ ...rest, ...(time[0] === undefined ? {} : { when: time[1] === undefined ? time[0] : { begin: time[0], end: time[1] } }) })
        }
        mark = null
      } else if (name === 'coordinates' && parent === 'Point') {
        mark.point = pointOf(words)
      } else if ((name === 'name' || name === 'description') && parent === 'Placemark') {
        mark[name] = words.trim()
      } else if (name === 'when' || name === 'begin' || name === 'end') {
        mark[name] = words.trim()
      } else if (name === 'SimpleData' || (name === 'value' && parent === 'Data')) {
        mark.data.push({ name: datum, value: words.trim() })
      }
      words = ''
    },
  })
  scanner.push(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  scanner.end()
  return { placemarks, others }
}

function pointOf(text: string): Placemark['point'] {
  const [lon, lat] = text.trim().split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  const good = (n: number | undefined, limit: number): n is number => n !== undefined && Number.isFinite(n) && Math.abs(n) <= limit
  return good(lon, 180) && good(lat, 90) ? { lon, lat } : null
}
