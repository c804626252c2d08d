import assert from 'node:assert/strict'
import { CoT } from '../test/node-cot.ts'
import { readTakMessage } from '../formats/cot/proto-read.ts'
import { writeTakMessage } from '../formats/cot/proto-write.ts'
import { createCotStream } from '../formats/cot/stream.ts'
import { readCot, writeCot } from '../formats/cot/xml.ts'
import { machine, printTable, round } from './measure.ts'

/** Cursor on Target read and written by one core, against @tak-ps/node-cot on the same event in the same run. */

const TEXT = `<?xml version="1.0" encoding="UTF-8"?>
<event version="2.0" uid="ANDROID-35abcdef12345678" type="a-f-G-U-C" how="m-g" time="2026-03-01T10:00:00.123Z" start="2026-03-01T10:00:00.123Z" stale="2026-03-01T10:06:15.123Z"><point lat="4.361234567" lon="18.555123456" hae="369.5" ce="9.9" le="9999999.0"/><detail><takv os="33" version="4.10.0.5 (abcdef).1700000000-CIV" device="SAMSUNG SM-G981B" platform="ATAK-CIV"/><contact endpoint="*:-1:stcp" callsign="ALFA 21"/><uid Droid="ALFA 21"/><precisionlocation altsrc="GPS" geopointsrc="GPS"/><__group role="Team Member" name="Cyan"/><status battery="87"/><track course="123.4567" speed="1.25"/><remarks></remarks></detail></event>`

const xml = new TextEncoder().encode(TEXT)
const read = readCot(xml)
assert.ok(read.ok)
const event = read.value
const proto = writeTakMessage({ control: null, event })
const theirs = new CoT(TEXT)
const buffer = Buffer.from(xml)

/** How many a second of processor time, so that what else runs on the machine matters little: the best of five rounds. */
function perSecond(work: () => unknown, seconds: number): number {
  let best = 0
  for (let part = 0; part < 5; part += 1) {
    const before = process.threadCpuUsage()
    const end = performance.now() + (seconds * 1000) / 5
    let n = 0
    while (performance.now() < end) {
      for (let i = 0; i < 50; i += 1) {
        work()
      }
      n += 50
    }
    const { user, system } = process.threadCpuUsage(before)
    best = Math.max(best, (n / (user + system)) * 1_000_000)
  }
  return best
}

const stream = createCotStream()
// What a socket gives: as many messages as fit 64 kB.
const packed = new Uint8Array(xml.length * 97)
for (let i = 0; i < 97; i += 1) {
  packed.set(xml, i * xml.length)
}

const CASES: [string, () => unknown, (() => unknown) | null][] = [
  [`XML → value (${xml.length} B)`, () => readCot(xml), () => new CoT(buffer)],
  ['value → XML', () => writeCot(event), () => theirs.to_xml()],
  [`TAK protocol → value (${proto.length} B)`, () => readTakMessage(proto), () => CoT.from_proto(proto)],
  ['value → TAK protocol', () => writeTakMessage({ control: null, event }), () => theirs.to_proto()],
]

const rows: string[][] = []
for (const [name, ours, other] of CASES) {
  perSecond(ours, 1)
  const mine = perSecond(ours, 4)
  const peer = other === null ? 0 : (perSecond(other, 1), perSecond(other, 4))
  rows.push([name, round(mine / 1000), round(peer / 1000), `${round(mine / peer)} ×`])
}
const split = (): number => stream.push(packed).length
perSecond(split, 1)
assert.equal(split(), 97)
rows.push(['stream cut into messages', round((perSecond(split, 3) * 97) / 1000), '–', '–'])
const whole = (): void => {
  for (const frame of stream.push(packed)) {
    readCot(frame.bytes)
  }
}
rows.push(['stream cut and read', round((perSecond(whole, 3) * 97) / 1000), '–', '–'])
console.log(`\n${machine()}; thousands a second of processor time\n`)
printTable(['work', 'vigie', 'node-cot', 'ratio'], rows)
