/**
 * NMEA 0183 sentences as IEC 61162-1 frames them: `$` or `!`, talker and type, fields between commas, `*` and the exclusive or
 * of what stands between; before it perhaps a TAG block `\…*hh\`.
 */
export type Sentence = {
  /** `$GPRMC` → talker `GP`, type `RMC`; a proprietary `$PGRME` → talker `P`, type `GRME`. */
  talker: string
  type: string
  /** Without the head. */
  fields: string[]
  tag: Tag | null
  /** What stands after the checksum, as receivers add it. */
  after: string
}

export type Tag = {
  /** Epoch ms of the receiver. */
  at: number | null
  source: string | null
  /** Sentence `part` of `of` in group `id`. */
  group: { part: number; of: number; id: string } | null
}

export const MOST_SENTENCE = 1024

/** One line as a sentence; a text says why it is none; null for what is there for people (a comment). */
export function readSentence(line: string): Sentence | string | null {
  let at = 0
  let tag: Tag | null = null
  if (line.charCodeAt(0) === 0x5c) {
    const end = line.indexOf('\\', 1)
    const read = end === -1 ? 'a TAG block without an end' : readTag(line.slice(1, end))
    if (typeof read === 'string') {
      return read
    }
    tag = read
    at = end + 1
  } else if (line.charCodeAt(0) === 0x23) {
    return null
  }
  const first = line.charCodeAt(at)
  if (first !== 0x24 && first !== 0x21) {
    return 'not a sentence of NMEA 0183: it begins with neither $ nor !'
  }
  const star = line.lastIndexOf('*')
  if (star === -1) {
    return 'no checksum'
  }
  const said = hex(line, star + 1)
  let sum = 0
  for (let i = at + 1; i < star; i += 1) {
    sum ^= line.charCodeAt(i)
  }
  if (said === -1 || said !== sum) {
    return 'the checksum is wrong'
  }
  const fields = line.slice(at + 1, star).split(',')
  const head = fields.shift() ?? ''
  const own = head.charCodeAt(0) === 0x50
  if (own ? head.length < 2 : head.length !== 5) {
    return 'the head names no talker and type'
  }
  return { talker: own ? 'P' : head.slice(0, 2), type: head.slice(own ? 1 : 2), fields, tag, after: line.slice(star + 3) }
}

/** Two hexadecimal digits, -1 when they are none. */
function hex(line: string, at: number): number {
  const text = line.slice(at, at + 2)
  return /^[0-9a-f]{2}$/i.test(text) ? Number.parseInt(text, 16) : -1
}

function readTag(text: string): Tag | string {
  const star = text.lastIndexOf('*')
  let sum = 0
  for (let i = 0; i < star; i += 1) {
    sum ^= text.charCodeAt(i)
  }
  if (star === -1 || hex(text, star + 1) !== sum) {
    return 'the checksum of the TAG block is wrong'
  }
  const tag: Tag = { at: null, source: null, group: null }
  for (const part of text.slice(0, star).split(',')) {
    const value = part.slice(2)
    if (part.startsWith('c:') && /^\d{9,13}$/.test(value)) {
      tag.at = value.length > 10 ? Number(value) : Number(value) * 1000
    } else if (part.startsWith('s:')) {
      tag.source = value.slice(0, 15)
    } else if (part.startsWith('g:')) {
      const [n, of, id] = value.split('-')
      if (n !== undefined && of !== undefined && id !== undefined) {
        tag.group = { part: Number(n), of: Number(of), id }
      }
    }
  }
  return tag
}

/** A number of a field; null when empty or none. */
export function numberIn(field: string | undefined): number | null {
  return field !== undefined && /^[-+]?\d+(?:\.\d*)?$|^[-+]?\.\d+$/.test(field) ? Number(field) : null
}

/** `4124.8963,N` → 41.414938; null when empty, malformed or not on Earth. */
export function degreesIn(value: string | undefined, side: string | undefined): number | null {
  const number = numberIn(value)
  const vertical = side === 'N' || side === 'S'
  if (number === null || number < 0 || (!vertical && side !== 'E' && side !== 'W')) {
    return null
  }
  const whole = Math.floor(number / 100)
  const minutes = number - whole * 100
  const degrees = whole + minutes / 60
  return minutes >= 60 || degrees > (vertical ? 90 : 180) ? null : side === 'S' || side === 'W' ? -degrees : degrees
}

/** `132819.60` → ms since midnight; a leap second is the last of its minute; null when it is no time. */
export function clockIn(field: string | undefined): number | null {
  const match = /^(\d\d)(\d\d)(\d\d(?:\.\d{1,9})?)$/.exec(field ?? '')
  if (!match) {
    return null
  }
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return hours > 23 || minutes > 59 || seconds >= 61 ? null : (hours * 3600 + minutes * 60) * 1000 + Math.round(Math.min(seconds, 59.999) * 1000)
}
