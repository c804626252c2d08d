import type { Codec, Heard } from '../core/feed.ts'
import { jsonPositions, readOne } from './json-positions.ts'

/**
 * OwnTracks over HTTP or MQTT (`owntracks/<user>/<device>` and the topics under it): places, regions entered and left, the
 * broker's word that a phone was lost, way points. Payloads that are encrypted cannot be read. Format: owntracks.org, "JSON".
 */

type Values = { [name: string]: unknown }

/** Why a place was sent. */
const TRIGGERS: { [code: string]: string } = { p: 'on a timer of the system', c: 'in or out of a region', b: 'near a beacon', r: 'asked for', u: 'sent by the person', t: 'on a timer', v: 'visits of the system' }
const LINKS: { [code: string]: string } = { w: 'wifi', o: 'offline', m: 'mobile' }
const POWER: { [code: number]: string } = { 1: 'on battery', 2: 'charging', 3: 'full' }

export const owntracks: Codec = {
  name: 'owntracks',
  maxFrameBytes: jsonPositions.maxFrameBytes,
  datagrams: true,
  make: (options) => ({
    push(chunk, _now, topic) {
      const bad = (reason: string): Heard[] => [{ what: 'bad', bytes: chunk.slice(0, 4096), reason }]
      if (chunk.length > jsonPositions.maxFrameBytes) {
        return bad(`a message is longer than ${jsonPositions.maxFrameBytes} bytes`)
      }
      let value: unknown
      try {
        value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(chunk))
      } catch {
        // A person who deletes a retained message sends nothing at all.
        return chunk.length === 0 ? [] : bad('not JSON')
      }
      return (Array.isArray(value) ? value : [value]).flatMap((one: unknown) => (isObject(one) ? readMessage(one, topic, options, chunk) : bad('an item is no object')))
    },
    end: () => [],
  }),
}

function readMessage(one: Values, topic: string | undefined, options: Parameters<Codec['make']>[0], chunk: Uint8Array): Heard[] {
  const own = typeof one['topic'] === 'string' ? one['topic'] : topic
  const bad = (reason: string): Heard[] => [{ what: 'bad', bytes: chunk.slice(0, 4096), reason }]
  const place = (): Heard[] => readOne(worded(one), own, options, chunk.slice(0, 4096))
  const subject = subjectOf(one, own, options)
  switch (one['_type']) {
    case 'location':
      return place()
    case 'transition': {
      const heard = place()
      const [first] = heard
      const event = one['event'] === 'enter' ? 'entered' : one['event'] === 'leave' ? 'left' : null
      if (first?.what !== 'position' || event === null) {
        return first?.what === 'bad' ? heard : bad('a transition that is neither enter nor leave')
      }
      return [...heard, { what: 'text', subject: first.fix.subject, at: first.fix.at, text: `${event} ${wordsOf(one['desc']) ?? 'a region without a name'}` }]
    }
    case 'waypoint': {
      const at = typeof one['tst'] === 'number' ? Math.round(one['tst'] * 1000) : null
      return subject === null ? bad(NAMELESS) : [{ what: 'text', subject, at: at !== null && Number.isSafeInteger(at) ? at : null, text: `keeps the region ${wordsOf(one['desc']) ?? 'without a name'}` }]
    }
    case 'lwt':
      return subject === null ? bad(NAMELESS) : [{ what: 'facts', subject, facts: { more: { connection: 'lost' } } }]
    case 'card': {
      const name = wordsOf(one['name'])
      return subject === null ? bad(NAMELESS) : name === null ? [] : [{ what: 'facts', subject, facts: { callsign: name.slice(0, 64) } }]
    }
    case 'encrypted':
      return bad('the payload is encrypted; switch that off in the app and let TLS protect it')
    default:
      // Settings, commands, dumps and steps: nothing moves by them.
      return typeof one['_type'] === 'string' ? [] : bad('no _type: not a message of OwnTracks')
  }
}

const NAMELESS = 'it does not say which device: no topic and no tid'

/** Its codes in words; the rest as it is. */
function worded(one: Values): Values {
  const { t, conn, bs, tid, topic: _topic, event: _event, desc: _desc, wtst: _wtst, created_at: _created, _id: _one, m: _m, inregions, inrids: _inrids, BSSID: _bssid, SSID: _ssid, vac, p, ...rest } = one
  const word = (name: string, value: string | undefined): Values => (value === undefined ? {} : { [name]: value })
  return {
    ...rest, _type: 'location', ...(tid === undefined ? {} : { tid }),
    ...word('trigger', TRIGGERS[String(t)]), ...word('link', LINKS[String(conn)]), ...word('power', POWER[Number(bs)]),
    ...(typeof vac === 'number' ? { altitudeAccuracyM: vac } : {}), ...(typeof p === 'number' ? { pressureKPa: p } : {}),
    ...(Array.isArray(inregions) ? { inside: inregions.filter((name) => typeof name === 'string').join(', ') } : {}),
  }
}

function subjectOf(one: Values, topic: string | undefined, options: Parameters<Codec['make']>[0]): string | null {
  const parts = topic?.split('/') ?? []
  const id = parts[0] === 'owntracks' && parts.length >= 3 ? `${parts[1]}/${parts[2]}` : (wordsOf(one['tid']) ?? wordsOf(options['device']))
  return id === null ? null : `device:${id.slice(0, 150)}`
}

function wordsOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : null
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
