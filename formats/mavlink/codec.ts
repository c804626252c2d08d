import type { Codec, Heard } from '../../core/feed.ts'
import { textOf } from '../codec-options.ts'
import { frameDecoder, type Begins, type FrameStep } from '../frame-reader.ts'
import { crcX25, crcX25Next } from '../trackers/crc.ts'
import { payloadOf } from './definition.ts'
import { createSystems, type Systems } from './heard.ts'
import { MESSAGES, PASSED } from './messages.ts'

/**
 * MAVLink 1 and 2 from a radio, over UDP or TCP, and telemetry logs (`.tlog`) whose frames stand behind their time. Frames are
 * listened to, never answered; signatures are passed over without being checked. Each system is a subject `mavlink:<number>`,
 * with the option `device` `device:<device>/<number>`: numbers are the same in many aircraft.
 */

const V1 = 0xfe
const V2 = 0xfd
const SIGNATURE = 13
const MOST = 280
const NONE = 'no frame of MAVLink begins here'
const BEGINS: Begins = { with: (byte) => byte === V2 || byte === V1 || byte === 0, else: NONE }

export const mavlink: Codec = {
  name: 'mavlink',
  maxFrameBytes: MOST + 8,
  datagrams: false,
  make(options) {
    const systems = createSystems(textOf(options, 'device'))
    const clock = { at: null as number | null }
    return frameDecoder(MOST + 8, options, BEGINS, (bytes, now, ended) => (bytes[0] === 0 ? readStamp(bytes, clock) : readFrame(bytes, now, ended, systems, clock)))
  },
}

/** Microseconds since 1970 before a frame, largest byte first, between 2000 and 2100. */
function readStamp(bytes: Uint8Array, clock: { at: number | null }): FrameStep {
  if (bytes.length > 1 && bytes[1]! > 0x0e) {
    return { noise: NONE }
  }
  if (bytes.length < 9) {
    return 'more'
  }
  const at = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0)) / 1000
  if (at < 946_684_800_000 || at > 4_102_444_800_000 || (bytes[8] !== V1 && bytes[8] !== V2)) {
    return { noise: NONE }
  }
  clock.at = Math.round(at)
  return { used: 8, heard: [] }
}

function readFrame(bytes: Uint8Array, now: number, ended: boolean, systems: Systems, clock: { at: number | null }): FrameStep {
  const two = bytes[0] === V2
  const head = two ? 10 : 6
  if (two && bytes.length > 2 && (bytes[2]! & ~1) !== 0) {
    return { noise: NONE }
  }
  if (bytes.length < head) {
    return 'more'
  }
  const length = bytes[1]!
  const end = head + length
  const used = end + 2 + (two && (bytes[2]! & 1) === 1 ? SIGNATURE : 0)
  if (bytes.length < used) {
    return 'more'
  }
  const id = two ? bytes[7]! | (bytes[8]! << 8) | (bytes[9]! << 16) : bytes[5]!
  const definition = MESSAGES.get(id)
  const extra = definition?.extra ?? PASSED[id]
  if (extra === undefined) {
    // Its checksum cannot be tried: it is taken for a frame where another follows.
    if (bytes.length === used) {
      return ended ? { used, heard: [] } : 'more'
    }
    return [V1, V2, 0, 10, 13].includes(bytes[used]!) ? { used, heard: [] } : { noise: NONE }
  }
  if (crcX25Next(crcX25(bytes, 1, end), extra) !== (bytes[end]! | (bytes[end + 1]! << 8))) {
    return { noise: 'the checksum of a frame is wrong' }
  }
  const heard: Heard[] = definition === undefined ? [] : systems.read(definition.id, payloadOf(definition, bytes.subarray(head, end)), bytes[two ? 5 : 3]!, bytes[two ? 6 : 4]!, now, clock.at)
  return { used, heard }
}
