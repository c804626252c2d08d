import type { Codec, Heard } from '../../core/feed.ts'
import { kept } from '../frame-reader.ts'
import { lineDecoder } from '../line-reader.ts'
import { MOST_SENTENCE, readSentence, type Sentence } from '../nmea/sentence.ts'
import { unarmour } from './bits.ts'
import { readMessage } from './message.ts'

/**
 * AIS as receivers write it: sentences VDM and VDO of any talker, in parts or whole, with TAG blocks or the seconds some
 * networks put at the end of a line. Other sentences on the line are passed over.
 */

const MOST_GROUPS = 64
const MOST_PARTS = 9
const WAIT_MS = 30_000

type Group = { parts: (string | undefined)[]; since: number; fill: number; at: number | null; bytes: Uint8Array }

export const ais: Codec = {
  name: 'ais',
  maxFrameBytes: MOST_SENTENCE,
  datagrams: false,
  make(options) {
    const groups = new Map<string, Group>()
    const late = (key: string, group: Group): Heard => {
      groups.delete(key)
      return { what: 'bad', bytes: kept(group.bytes), reason: `parts of a message are missing: ${group.parts.filter((one) => one !== undefined).length} of ${group.parts.length} came` }
    }
    const forget = (now: number): Heard[] => {
      const heard: Heard[] = []
      for (const [key, group] of groups) {
        if (Math.abs(now - group.since) > WAIT_MS || groups.size > MOST_GROUPS) {
          heard.push(late(key, group))
        }
      }
      return heard
    }
    const read = (sentence: Sentence, bytes: Uint8Array, now: number): Heard[] => {
      const bad = (reason: string): Heard[] => [{ what: 'bad', bytes: kept(bytes), reason }]
      const { fields } = sentence
      const [of, part] = [Number(fields[0]), Number(fields[1])]
      const fill = Number(fields[5])
      const payload = fields[4] ?? ''
      if (!Number.isInteger(of) || !Number.isInteger(part) || of < 1 || of > MOST_PARTS || part < 1 || part > of || !(fill >= 0 && fill <= 5)) {
        return bad('the parts of the message cannot be counted')
      }
      const at = sentence.tag?.at ?? secondsAfter(sentence.after)
      const heard = groups.size > 0 ? forget(now) : []
      if (of === 1) {
        return heard.concat(told(payload, fill, at, now, bad))
      }
      const key = fields[2] === '' && sentence.tag?.group ? `g${sentence.tag.group.id}` : `${sentence.talker}${fields[3]}${fields[2]}/${of}`
      let group = groups.get(key)
      if (group && group.parts[part - 1] !== undefined) {
        heard.push(late(key, group))
        group = undefined
      }
      if (!group) {
        group = { parts: Array.from({ length: of }, () => undefined), since: now, fill: 0, at: null, bytes }
        groups.set(key, group)
      }
      if (group.parts.length !== of) {
        return heard.concat(late(key, group))
      }
      group.parts[part - 1] = payload
      group.at ??= at
      if (part === of) {
        group.fill = fill
      }
      if (group.parts.some((one) => one === undefined)) {
        return heard.concat(groups.size > MOST_GROUPS ? forget(now) : [])
      }
      groups.delete(key)
      return heard.concat(told(group.parts.join(''), group.fill, group.at, now, bad))
    }
    return lineDecoder(MOST_SENTENCE, options, (line, bytes, now) => {
      const sentence = readSentence(line)
      if (sentence === null || typeof sentence === 'string') {
        return sentence === null ? [] : [{ what: 'bad', bytes: kept(bytes), reason: sentence }]
      }
      return sentence.type === 'VDM' || sentence.type === 'VDO' ? read(sentence, bytes, now) : []
    }, () => [...groups].map(([key, group]) => late(key, group)))
  },
}

function told(payload: string, fill: number, at: number | null, now: number, bad: (reason: string) => Heard[]): Heard[] {
  const sixes = unarmour(payload, fill)
  if (sixes === null) {
    return bad('the payload has characters that stand for nothing')
  }
  const heard = readMessage(sixes, at ?? now, at !== null)
  return typeof heard === 'string' ? bad(heard) : heard
}

/** Networks of receivers put the second of reception last, as `…*28,d-109,…,1325394001`. */
function secondsAfter(after: string): number | null {
  const match = /,(\d{10})$/.exec(after)
  return match ? Number(match[1]) * 1000 : null
}
