import type { Codec, Decoder, Heard, HeardFix } from '../core/feed.ts'
import type { SubjectFacts } from '../core/fix.ts'

/**
 * Meshtastic radios as their gateway puts packets on MQTT in JSON (`msh/<region>/2/json/<channel>/<gateway>`): places, names,
 * telemetry, texts, alerts and detection sensors. Each radio is a subject `mesh:!<number in hexadecimal>`, whichever gateway
 * heard it. The binary and encrypted topics (`/e/`) are not read. Format: meshtastic.org, "MQTT, JSON".
 */

const MOST = 65_536

type Values = { readonly [name: string]: unknown }

export const meshtastic: Codec = {
  name: 'meshtastic',
  maxFrameBytes: MOST,
  datagrams: true,
  make: () => new Gateway(),
}

/** A gateway tells each packet twice, in binary and in JSON: the binary one is told as unreadable once, while no JSON came. */
class Gateway implements Decoder {
  #quiet = false

  push(chunk: Uint8Array, _now: number, topic?: string): Heard[] {
    const bad = (reason: string): Heard[] => [{ what: 'bad', bytes: chunk.slice(0, 4096), reason }]
    const kind = /^msh\/(?:.*\/)?(e|c|stat|map|json)\//.exec(topic ?? '')?.[1] ?? 'json'
    if (kind !== 'json') {
      const first = !this.#quiet && (kind === 'e' || kind === 'c')
      this.#quiet ||= first
      return first ? bad('a binary packet; switch JSON on at the gateway and listen to msh/+/2/json/#') : []
    }
    this.#quiet = true
    let value: unknown
    try {
      value = chunk.length > MOST ? null : JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(chunk))
    } catch {
      return bad('not JSON')
    }
    const from = isObject(value) ? number(value['from']) : null
    if (!isObject(value) || from === null || from <= 0 || from > 0xffff_ffff || !Number.isInteger(from)) {
      return bad(chunk.length > MOST ? `longer than ${MOST} bytes` : 'it does not say which radio it is from')
    }
    return packet(value, `mesh:!${from.toString(16).padStart(8, '0')}`, isObject(value['payload']) ? value['payload'] : {}, bad)
  }

  end(): Heard[] {
    return []
  }
}

function packet(value: Values, subject: string, payload: Values, bad: (reason: string) => Heard[]): Heard[] {
  const at = stamp(value['timestamp'])
  const words = text(payload['text']) ?? text(value['payload'])
  switch (value['type']) {
    case 'position': return position(value, subject, payload, at, bad)
    case 'nodeinfo': {
      const callsign = text(payload['longname']) ?? text(payload['shortname'])
      return [{ what: 'facts', subject, facts: { ...(callsign === null ? {} : { callsign: callsign.slice(0, 64) }), ...more({ shortName: text(payload['shortname']), hardware: payload['hardware'], radioRole: payload['role'] }) } }]
    }
    case 'telemetry': {
      const level = number(payload['battery_level'])
      const facts: SubjectFacts = {
        // Above a hundred it runs on outside power.
        ...(level === null || level < 0 ? {} : { battery: Math.min(1, level / 100) }),
        ...more({
          onOutsidePower: level !== null && level > 100 ? true : null, batteryV: payload['voltage'], channelUsedPercent: payload['channel_utilization'], temperatureC: payload['temperature'],
          humidityPercent: payload['relative_humidity'], pressureHPa: payload['barometric_pressure'], gasOhm: payload['gas_resistance'], upS: payload['uptime_seconds'],
        }),
      }
      return Object.keys(facts).length === 0 ? [] : [{ what: 'facts', subject, facts }]
    }
    case 'text': return words === null ? [] : [{ what: 'text', subject, at, text: words }]
    case 'alert': return [{ what: 'alarm', subject, alarm: 'sos', at, text: words ?? 'Alert' }]
    case 'detection': case 'detection_sensor': case 'detectionsensor': return [{ what: 'text', subject, at, text: `Detection sensor: ${words ?? 'detected'}` }]
    default:
      // Neighbours, routes, way points and what a gateway is told to send.
      return typeof value['type'] === 'string' ? [] : bad('no type: not a packet of Meshtastic')
  }
}

function position(value: Values, subject: string, payload: Values, at: number | null, bad: (reason: string) => Heard[]): Heard[] {
  const [lat, lon] = [number(payload['latitude_i']), number(payload['longitude_i'])].map((one) => (one === null ? null : one / 1e7))
  if (lat === null || lon === null || lat === undefined || lon === undefined || (lat === 0 && lon === 0)) {
    // A radio without a fix tells only its time.
    return []
  }
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) {
    return bad(`not on Earth: latitude ${lat}, longitude ${lon}`)
  }
  const [speed, track, bits] = [number(payload['ground_speed']), number(payload['ground_track']), number(payload['precision_bits'])]
  // Hundredths of a degree; older gateways write hundred thousandths.
  const course = track === null || track < 0 ? null : track <= 36_000 ? track / 100 : track / 1e5
  const fix: HeardFix = {
    subject, at: stamp(payload['time']) ?? at, lon, lat, altM: null, speedMs: speed === null || speed < 0 ? null : speed, courseDeg: course === null || course > 360 || (speed ?? 0) === 0 ? null : course % 360,
    // A radio that hides where it is tells the middle of a square: half its diagonal.
    accuracyM: bits === null || bits <= 0 || bits >= 32 ? null : Math.round(2 ** (32 - bits) * 1e-7 * 111_195 * Math.SQRT1_2), source: 'gps',
  }
  const said = more({ altitudeAboveSeaM: payload['altitude'], satellites: payload['sats_in_view'], hops: value['hops_away'], snrDb: value['snr'], rssiDbm: value['rssi'] })
  return [{ what: 'position', fix, ...(said.more === undefined ? {} : { facts: said }) }]
}

function more(values: { [name: string]: unknown }): SubjectFacts {
  const kept: NonNullable<SubjectFacts['more']> = {}
  for (const [name, value] of Object.entries(values)) {
    if ((typeof value === 'number' && Number.isFinite(value)) || value === true || (typeof value === 'string' && value !== '')) {
      kept[name] = typeof value === 'string' ? value.slice(0, 60) : value
    }
  }
  return Object.keys(kept).length === 0 ? {} : { more: kept }
}

function stamp(value: unknown): number | null {
  const seconds = number(value)
  return seconds === null || seconds < 946_684_800 || seconds > 4_102_444_800 ? null : Math.round(seconds * 1000)
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 1000) : null
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
