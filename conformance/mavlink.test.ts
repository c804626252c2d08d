import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gunzipSync } from 'fflate'
import type { Heard, HeardFix } from '../core/feed.ts'
import { mavlink } from '../formats/mavlink/codec.ts'
import { hear } from '../test/codec-fuzz.ts'

/** Real telemetry logs of both versions beside this checkout. */

const ROOT = new URL('../../shared/data/real/standards/mavlink/', import.meta.url)
const skip = existsSync(ROOT) ? false : 'real data is not beside this checkout (../shared/data/real); nothing was checked'
const file = (name: string): Uint8Array => readFileSync(new URL(name, ROOT))
const count = (heard: readonly Heard[]): { [what: string]: number } => heard.reduce<{ [what: string]: number }>((sum, one) => ({ ...sum, [one.what]: (sum[one.what] ?? 0) + 1 }), {})

/** Metres between two places near each other. */
function apart(a: HeardFix, b: HeardFix): number {
  return Math.hypot((a.lat - b.lat) * 111_195, (a.lon - b.lon) * 111_195 * Math.cos((a.lat * Math.PI) / 180))
}

test('a whole flight of version 1: places follow one another at the speed they state', { skip }, () => {
  const bytes = gunzipSync(file('dronekit_flight_Apache2.tlog.gz'))
  const heard = hear(mavlink, bytes)
  const kinds = count(heard)
  assert.ok((kinds['position'] ?? 0) > 500, JSON.stringify(kinds))
  const lost = heard.reduce((sum, one) => sum + (one.what === 'bad' ? one.bytes.length : 0), 0)
  assert.ok(lost < bytes.length / 1000, `${lost} of ${bytes.length} bytes were not understood`)
  const fixes = heard.flatMap((one) => (one.what === 'position' ? [one.fix] : []))
  let jumps = 0
  for (const [i, fix] of fixes.entries()) {
    const before = fixes[i - 1]
    if (before && fix.subject === before.subject) {
      const seconds = (fix.at! - before.at!) / 1000
      assert.ok(seconds >= -1, `time goes back by ${-seconds} s`)
      const most = (Math.max(fix.speedMs ?? 0, before.speedMs ?? 0) + 3) * Math.max(1, seconds) + 5
      jumps += apart(fix, before) > most ? 1 : 0
    }
  }
  assert.ok(jumps <= fixes.length / 200, `${jumps} jumps in ${fixes.length}`)
  assert.ok(heard.some((one) => one.what === 'facts' && one.facts.more?.['armed'] === true), 'it was armed')
})

test('a battery of version 2; a capture whose frames were cut before their checksums gives nothing', { skip }, () => {
  const battery = hear(mavlink, file('battery_status_v2.tlog'))
  assert.deepEqual(battery.filter((one) => one.what !== 'bad'), [{ what: 'facts', subject: 'mavlink:1', facts: { battery: 1 } }])
  assert.deepEqual(Object.keys(count(hear(mavlink, file('capture_v1.mavlink')))), ['bad'])
})
