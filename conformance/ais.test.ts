import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Heard, HeardFix } from '../core/feed.ts'
import { ais } from '../formats/ais/codec.ts'
import { nmea } from '../formats/nmea/codec.ts'
import { hear } from '../test/codec-fuzz.ts'

/** Real recordings of receivers beside this checkout, against what two other programs read in them. */

const ROOT = new URL('../../shared/data/real/standards/', import.meta.url)
const skip = existsSync(new URL('nmea_ais_gpsd_BSD2/', ROOT)) ? false : 'real data is not beside this checkout (../shared/data/real); nothing was checked'
type Said = { [name: string]: unknown }
const gpsd = (name: string): Uint8Array => readFileSync(new URL(`nmea_ais_gpsd_BSD2/${name}`, ROOT))
const lines = (bytes: Uint8Array): Said[] => new TextDecoder('latin1').decode(bytes).split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Said)

function fixes(heard: readonly Heard[]): HeardFix[] {
  return heard.flatMap((one) => (one.what === 'position' ? [one.fix] : []))
}

function near(value: number | null, said: number, tolerance: number, what: string): void {
  assert.ok(value !== null && Math.abs(value - said) <= tolerance, `${what}: ${value}, not ${said}`)
}

test('AIS of a real receiver as gpsd reads it, message by message', { skip }, () => {
  const heard = hear(ais, gpsd('ais-nmea.log'))
  assert.deepEqual(heard.filter((one) => one.what === 'bad'), [])
  const said = lines(gpsd('ais-nmea.log.chk')).filter((one) => one['class'] === 'AIS')
  const subject = (one: Said): string => `mmsi:${String(one['mmsi']).padStart(9, '0')}`
  const knots = (fix: HeardFix): number => (fix.speedMs === null ? 1023 : Math.round(fix.speedMs / 0.0514444))
  // Its record has many messages twice, so both are compared as what was said, in order, each thing once.
  const once = (all: readonly string[]): string[] => [...new Set(all)]
  const ours = once(heard.flatMap((one) => (one.what === 'position' ? [[one.fix.subject, Math.round(one.fix.lon * 600_000), Math.round(one.fix.lat * 600_000), knots(one.fix), one.fix.courseDeg === null ? 3600 : Math.round(one.fix.courseDeg * 10), one.facts?.more?.['headingDeg'] ?? 511].join(' ')] : [])))
  const theirs = once(said.flatMap((one) => (typeof one['lon'] === 'number' && Math.abs(one['lon']) <= 180 * 600_000 && one['type'] !== 8 ? [[subject(one), one['lon'], one['lat'], one['speed'], one['course'], one['heading']].join(' ')] : [])))
  assert.deepEqual(ours, theirs)
  assert.ok(ours.length > 100, `${ours.length} places`)
  const statics = once(heard.flatMap((one) => (one.what === 'facts' && one.facts.more?.['imo'] !== undefined ? [[one.subject, one.facts.callsign, one.facts.more['destination'] ?? '', one.facts.more['draughtM'] ?? 0, one.facts.more['lengthM'] ?? 0, one.facts.more['imo'], one.facts.more['radioCallsign'] ?? ''].join('|')] : [])))
  const theirStatics = once(said.flatMap((one) => (one['type'] === 5 && Number(one['imo']) > 0 ? [[subject(one), one['shipname'], one['destination'], Number(one['draught']) / 10, Number(one['to_bow']) + Number(one['to_stern']), one['imo'], one['callsign']].join('|')] : [])))
  assert.deepEqual(statics, theirStatics)
  assert.ok(statics.length > 2, `${statics.length} statics`)
})

test('one of every message and TAG blocks as libais reads them', { skip }, () => {
  const read = (name: string): Said[] => lines(readFileSync(new URL(`nmea_ais_libais_Apache2/${name}.json`, ROOT)))
  let compared = 0
  for (const name of ['typeexamples', 'tagblock']) {
    const heard = hear(ais, readFileSync(new URL(`nmea_ais_libais_Apache2/${name}.nmea`, ROOT)))
    const placed = fixes(heard)
    for (const theirs of read(name)) {
      const { type, lon, lat } = theirs
      if (typeof lon !== 'number' || typeof lat !== 'number' || Math.abs(lon) > 180 || Math.abs(lat) > 90 || ![1, 2, 3, 4, 9, 11, 18, 19, 21, 27].includes(Number(type))) {
        continue
      }
      const subject = `mmsi:${String(theirs['mmsi']).padStart(9, '0')}`
      const fix = placed.find((one) => one.subject === subject && Math.abs(one.lon - lon) < 1e-5 && Math.abs(one.lat - lat) < 1e-5)
      if (theirs['type'] === 27 || fix === undefined) {
        // Far positions are rounded otherwise by it.
        assert.ok(placed.some((one) => one.subject === subject && Math.abs(one.lon - lon) < 2e-3 && Math.abs(one.lat - lat) < 2e-3), `${name} type ${String(type)} ${subject}`)
      }
      if (fix && typeof theirs['tagblock_timestamp'] === 'string') {
        const received = Date.parse(theirs['tagblock_timestamp'])
        assert.ok(fix.at !== null && fix.at <= received + 5000 && fix.at > received - 60_000)
      }
      compared += 1
    }
  }
  assert.ok(compared >= 8, `${compared} compared`)
})

test('satellite receivers as gpsd reads them', { skip }, () => {
  for (const [name, most] of [['nmea-rtk', 5]] as const) {
    const ours = fixes(hear(nmea, gpsd(`${name}.log`)))
    const said = lines(gpsd(`${name}.log.chk`)).filter((one) => one['class'] === 'TPV' && typeof one['time'] === 'string')
    const byTime = new Map(said.map((one) => [Date.parse(one['time'] as string), one]))
    let compared = 0
    for (const fix of ours) {
      const theirs = byTime.get(fix.at ?? 0)
      if (theirs) {
        near(fix.lat, Number(theirs['lat']), 1e-8, 'lat')
        near(fix.lon, Number(theirs['lon']), 1e-8, 'lon')
        near(fix.altM, Number(theirs['altHAE']), 0.01, 'height')
        near(fix.speedMs, Number(theirs['speed']), 0.001, 'speed')
        compared += 1
      }
    }
    assert.ok(compared > most, `${name}: ${compared} of ${ours.length} compared`)
  }
  const still = fixes(hear(nmea, gpsd('quectel-l76k-nmea.log')))
  assert.ok(still.length > 50, `${still.length}`)
  assert.ok(still.every((fix) => Math.abs(fix.lat - 47.7) < 0.2 && Math.abs(fix.lon + 122.3) < 0.3 && new Date(fix.at!).getUTCFullYear() === 2026))
  assert.ok(still.every((fix, i) => i === 0 || fix.at! > still[i - 1]!.at!), 'times go on')
})

const decoder = ((): boolean => {
  try {
    execFileSync('gpsdecode', ['-V'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

test('the same positions as gpsdecode finds', { skip: skip || (decoder ? false : 'gpsdecode (package gpsd-clients) is not installed; nothing was checked') }, () => {
  const log = gpsd('ais-nmea.log')
  const theirs = execFileSync('gpsdecode', ['-j', '-u'], { input: log }).toString().split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Said).filter((one) => typeof one['lon'] === 'number' && Math.abs(one['lon']) <= 180 * 600_000)
  assert.deepEqual(fixes(hear(ais, log)).map((fix) => Math.round(fix.lon * 600_000)), theirs.map((one) => one['lon']))
})
