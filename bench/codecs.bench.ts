import assert from 'node:assert/strict'
import type { Codec } from '../core/feed.ts'
import { ais } from '../formats/ais/codec.ts'
import { mavlink } from '../formats/mavlink/codec.ts'
import { nmea } from '../formats/nmea/codec.ts'
import { crcIbm } from '../formats/trackers/crc.ts'
import { teltonika } from '../formats/trackers/teltonika.ts'
import { mavlinkFrame } from '../test/mavlink-frame.ts'
import { sentence, vdm } from '../test/nmea-sentence.ts'
import { machine, printTable, round } from './measure.ts'

/** Formats of trackers and receivers read by one core, in pieces of 64 kB as sockets give them. No other library is at hand to compare. */

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

/** `one` as often as fits 64 kB. */
function packed(one: Uint8Array): { bytes: Uint8Array; times: number } {
  const times = Math.floor(65_536 / one.length)
  const bytes = new Uint8Array(times * one.length)
  for (let i = 0; i < times; i += 1) {
    bytes.set(one, i * one.length)
  }
  return { bytes, times }
}

function teltonikaPacket(): Uint8Array {
  const data = new Uint8Array([8, 1, ...new Uint8Array(24), 0xef, 4, 2, 0xef, 1, 0x71, 0x55, 1, 0x42, 0x30, 0x39, 1, 0x10, 0, 1, 0x86, 0xa0, 0, 1])
  const view = new DataView(data.buffer)
  view.setBigUint64(2, BigInt(Date.UTC(2026, 2, 1)))
  view.setInt32(11, 185_550_000)
  view.setInt32(15, 43_612_000)
  view.setUint8(23, 9)
  const packet = new Uint8Array(data.length + 12)
  packet.set(data, 8)
  new DataView(packet.buffer).setUint32(4, data.length)
  new DataView(packet.buffer).setUint32(8 + data.length, crcIbm(data, 0, data.length))
  return packet
}

let clock = 0
const epoch = (): string => {
  clock += 1
  const time = `${String(Math.floor(clock / 60) + 10).padStart(2, '0')}${String(clock % 60).padStart(2, '0')}00`
  return sentence(`GNGGA,${time},0421.6720,N,01833.3000,E,1,08,1.2,370.5,M,12.5,M,,`) + sentence(`GNRMC,${time},A,0421.6720,N,01833.3000,E,10.0,90.0,010326,,,A`)
}
const place = vdm([[1, 6], [0, 2], [211_234_567, 30], [0, 4], [-128, 8], [123, 10], [1, 1], [Math.round(18.555 * 600_000), 28], [Math.round(4.3612 * 600_000), 27], [905, 12], [91, 9], [25, 6], [0, 25]])

/** Name, codec, what comes over and over, how many messages that is, options. */
const CASES: [string, Codec, Uint8Array, number, { [name: string]: string }][] = [
  ['AIS, sentences of message 1', ais, ascii(place), 1, {}],
  ['NMEA 0183, sentences of a receiver', nmea, ascii(Array.from({ length: 50 }, epoch).join('')), 100, {}],
  ['Teltonika, records of codec 8', teltonika, teltonikaPacket(), 1, { device: '356307042441013' }],
  ['MAVLink 2, places', mavlink, mavlinkFrame(33, { time_boot_ms: 61_000, lat: 43_612_000, lon: 185_550_000, alt: 420_000, relative_alt: 50_000, vx: 300, vy: -400, hdg: 30_700 }), 1, {}],
]

const rows: string[][] = []
for (const [name, codec, one, messages, options] of CASES) {
  const { bytes, times } = packed(one)
  const decoder = codec.make(options)
  const now = Date.UTC(2026, 2, 1, 12)
  assert.ok(decoder.push(bytes, now).some((heard) => heard.what === 'position'), name)
  let best = 0
  // The best of five rounds of processor time, so that what else runs on the machine matters little.
  for (let part = 0; part < 6; part += 1) {
    const before = process.threadCpuUsage()
    const end = performance.now() + 500
    let n = 0
    while (performance.now() < end) {
      decoder.push(bytes, now)
      n += times * messages
    }
    const { user, system } = process.threadCpuUsage(before)
    best = Math.max(best, (n / (user + system)) * 1_000_000)
  }
  rows.push([name, round(best / 1000), round((best * bytes.length) / (times * messages) / 1_000_000)])
}
console.log(`\n${machine()}\n`)
printTable(['work', 'thousands a second', 'MB a second'], rows)
