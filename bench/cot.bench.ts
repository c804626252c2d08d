import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { loadavg } from 'node:os'
import { CoT, plainTakMessage } from '../test/node-cot.ts'
import { readFrame } from '../formats/cot/codec.ts'
import { readTakMessage } from '../formats/cot/proto-read.ts'
import { writeTakMessage } from '../formats/cot/proto-write.ts'
import { createCotStream } from '../formats/cot/stream.ts'
import { readCot, writeCot } from '../formats/cot/xml.ts'
import { learnSteady, SteadyEvent } from '../formats/cot/xml-steady.ts'
import { machine, printTable, round } from './measure.ts'

/** Cursor on Target read and written by one core, against @tak-ps/node-cot on the same event in the same run. */

const TEXT = `<?xml version="1.0" encoding="UTF-8"?>
<event version="2.0" uid="ANDROID-35abcdef12345678" type="a-f-G-U-C" how="m-g" time="2026-03-01T10:00:00.123Z" start="2026-03-01T10:00:00.123Z" stale="2026-03-01T10:06:15.123Z"><point lat="4.361234567" lon="18.555123456" hae="369.5" ce="9.9" le="9999999.0"/><detail><takv os="33" version="4.10.0.5 (abcdef).1700000000-CIV" device="SAMSUNG SM-G981B" platform="ATAK-CIV"/><contact endpoint="*:-1:stcp" callsign="ALFA 21"/><uid Droid="ALFA 21"/><precisionlocation altsrc="GPS" geopointsrc="GPS"/><__group role="Team Member" name="Cyan"/><status battery="87"/><track course="123.4567" speed="1.25"/><remarks></remarks></detail></event>`

/** Four reports of each of so many devices with uids of their own: what moves is never the same again, the rest is as devices send it. */
function reports(devices: number): string[] {
  return Array.from({ length: devices * 4 }, (_, k) => {
    const i = k % devices
    return TEXT.replaceAll('4.361234567', (4 + k / 10_000).toFixed(9)).replaceAll(':00:00.123', `:0${Math.floor(k / devices)}:${10 + (i % 50)}.123`).replace('35abcdef12345678', createHash('sha256').update(String(i)).digest('hex').slice(0, 16))
      .replaceAll('ALFA 21', `ALFA ${10 + (i % 90)}`).replace('123.4567', (100 + k / 20).toFixed(4)).replace('1.25', (1 + k / 4_000).toFixed(2))
  })
}

/** As many as may be in the field of a battalion, and of a mission: what is remembered of a thousand lies far from the processor. */
const [FEW, MANY] = [70, 499] as const
const texts = reports(MANY)
const encoder = new TextEncoder()
const xmls = texts.map((text) => encoder.encode(text))
const fewXmls = reports(FEW).map((text) => encoder.encode(text))
const xml = xmls[0]!
const events = xmls.map((one) => {
  const read = readCot(one)
  assert.ok(read.ok)
  return read.value
})
const protos = events.map((event) => writeTakMessage({ control: null, event }))
const proto = protos[0]!
const theirs = texts.map((text) => new CoT(text))
// protobufjs alone: it leaves the detail that is XML unread, and knows nothing of events.
const plain = await plainTakMessage()
const plainMessages = protos.map((one) => plain.decode(one))
const buffers = xmls.map((one) => Buffer.from(one))

/** Runs through all of them. */
function inTurn<T>(all: readonly T[], work: (one: T) => unknown): () => void {
  return () => {
    for (const one of all) {
      work(one)
    }
  }
}

/** Calls a second of processor time within so many seconds, so that what else runs on the machine matters little. */
function once(work: () => unknown, seconds: number): number {
  const before = process.threadCpuUsage()
  const end = performance.now() + seconds * 1000
  let n = 0
  while (performance.now() < end) {
    work()
    n += 1
  }
  const { user, system } = process.threadCpuUsage(before)
  return (n / (user + system)) * 1_000_000
}

/** Two works by turns, the best of forty short rounds of each: neighbours slow both alike. */
function perSecond(ours: () => unknown, other: () => unknown = () => {}): [number, number] {
  const best: [number, number] = [0, 0]
  for (let round = 0; round < 40; round += 1) {
    best[0] = Math.max(best[0], once(ours, 0.1))
    best[1] = Math.max(best[1], once(other, 0.1))
  }
  return best
}

const stream = createCotStream()
// What a socket gives: as many messages as fit 64 kB.
const packed = new Uint8Array(xml.length * 97)
for (let i = 0; i < 97; i += 1) {
  packed.set(xmls[i]!, i * xml.length)
}

/** Name, how many events a round is, ours, theirs. */
const CASES: [string, number, () => unknown, () => unknown][] = [
  [`XML → value (${xml.length} B), ${FEW} devices`, fewXmls.length, inTurn(fewXmls, readCot), inTurn(fewXmls.map((one) => Buffer.from(one)), (one) => new CoT(one))],
  [`XML → value, ${MANY} devices`, xmls.length, inTurn(xmls, readCot), inTurn(buffers, (one) => new CoT(one))],
  ['value → XML', events.length, inTurn(events, (event) => writeCot(event)), inTurn(theirs, (one) => one.to_xml())],
  [`TAK protocol → value (${proto.length} B)`, protos.length, inTurn(protos, readTakMessage), inTurn(protos, (one) => CoT.from_proto(one))],
  ['the same, protobufjs alone', protos.length, inTurn(protos, readTakMessage), inTurn(protos, (one) => plain.decode(one))],
  ['value → TAK protocol', events.length, inTurn(events, (event) => writeTakMessage({ control: null, event })), inTurn(theirs, (one) => one.to_proto())],
  ['the same, protobufjs alone', events.length, inTurn(events, (event) => writeTakMessage({ control: null, event })), inTurn(plainMessages, (one) => plain.encode(one).finish())],
]

const rows: string[][] = []
for (const [name, many, ours, other] of CASES) {
  const [mine, peer] = perSecond(ours, other)
  rows.push([name, round((mine * many) / 1000), round((peer * many) / 1000), `${round(mine / peer)} ×`])
}
const split = (): number => stream.push(packed).length
assert.equal(split(), 97)
rows.push(['stream cut into messages', round((perSecond(split)[0] * 97) / 1000), '–', '–'])
const whole = (): void => {
  for (const frame of stream.push(packed)) {
    readCot(frame.bytes)
  }
}
rows.push(['stream cut and read', round((perSecond(whole)[0] * 97) / 1000), '–', '–'])
// As the server of streams reads them: what only moves is cut and read in one.
const latin1 = (bytes: Uint8Array, from: number, to: number): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to)
const steady = createCotStream(1_048_576, latin1)
const moving = (): void => {
  for (const frame of steady.push(packed)) {
    const read = readFrame(frame)
    if ('event' in read && read.event && !(read.event instanceof SteadyEvent)) {
      learnSteady(frame, read.event)
    }
  }
}
rows.push(['stream of devices that only move, cut and read', round((perSecond(moving)[0] * 97) / 1000), '–', '–'])
console.log(`\n${machine()}, load ${loadavg().map(round).join(', ')}; thousands a second of processor time\n`)
printTable(['work', 'vigie', 'peer', 'ratio'], rows)
