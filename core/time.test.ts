import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  TIME_PRECISIONS, clockSkew, epiWeek, formatDtg, formatDuration, formatEpiWeek, instantOfLocal, instantsOfLocal, isTimeZone,
  localDate, localDay, localParts, parseDtg, parseIso, parseTableDate, provenDateOrder, relativeAge, startOfEpiWeek,
  startOfLocalDay, timeInterval, toIso, zoneLetterOffset,
} from './time.ts'

const at = (iso: string): number => Date.parse(iso)
const ZONES = ['UTC', 'Africa/Bangui', 'Africa/Juba', 'Asia/Kabul', 'America/New_York', 'Europe/Nicosia', 'Asia/Beirut', 'Pacific/Tongatapu', 'Australia/Lord_Howe', 'America/Port-au-Prince']
const instant = fc.integer({ min: at('1990-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') })
const zone = fc.constantFrom(...ZONES)
const context = { now: at('2021-08-18T14:00:00Z'), zone: 'Africa/Bangui' }

test('ISO instants: read with offset only, written in UTC milliseconds', () => {
  assert.equal(parseIso('2026-08-18T13:45:00.000Z'), at('2026-08-18T13:45:00Z'))
  assert.equal(parseIso('2026-08-18T13:45+02:00'), at('2026-08-18T11:45:00Z'))
  assert.equal(parseIso('2026-08-18T13:45:00.1234567Z'), at('2026-08-18T13:45:00.123Z'))
  for (const wrong of ['2026-08-18T13:45:00', '2026-02-30T00:00:00Z', '2026-08-18T24:00:00Z', '2026-08-18T13:45:00+19:00', 'x', '']) {
    assert.equal(parseIso(wrong), undefined, wrong)
  }
  assert.equal(toIso(at('2026-08-18T13:45:00Z')), '2026-08-18T13:45:00.000Z')
  assert.equal(toIso(Number.NaN), undefined)
  fc.assert(fc.property(instant, (ms) => parseIso(toIso(ms) ?? '') === ms))
})

test('date-time groups of the field guide', () => {
  const golden = at('2021-08-18T13:45:00Z')
  for (const text of ['181345Z AUG 21', '181345ZAUG21', '181345Z AUG 2021', '181345zaug2021', '181345Z AUG', '181345Z', '1345Z', '13:45Z', '181445A AUG 21', '1445A', '1445J', '1445', '14h45', '181445 AUG 21', '181445AOUT21', '181445 août 2021']) {
    const read = parseDtg(text, context)
    assert.ok(read.ok, text)
    assert.equal(read.at, golden, text)
  }
  assert.equal(formatDtg(golden), '181345Z AUG 21')
  assert.equal(formatDtg(golden, 'Africa/Bangui'), '181445A AUG 21')
  assert.equal(formatDtg(golden, 'Asia/Kabul'), '181815J AUG 21')
  assert.equal(formatDtg(at('2021-08-18T13:45:00Z'), 'America/New_York'), '180945Q AUG 21')
})

test('what is not written is completed to the latest instant not after now, with a quarter of an hour of grace', () => {
  const read = (text: string, now: string): string | undefined => {
    const reading = parseDtg(text, { now: at(now), zone: 'Africa/Bangui' })
    return reading.ok ? toIso(reading.at) : reading.reason
  }
  assert.equal(read('1410Z', '2021-08-18T14:00:00Z'), '2021-08-18T14:10:00.000Z')
  assert.equal(read('1416Z', '2021-08-18T14:00:00Z'), '2021-08-17T14:16:00.000Z')
  assert.equal(read('2350Z', '2021-01-01T00:05:00Z'), '2020-12-31T23:50:00.000Z')
  assert.equal(read('0030', '2021-08-17T23:45:00Z'), '2021-08-17T23:30:00.000Z')
  assert.equal(read('310900Z', '2021-03-02T00:00:00Z'), '2021-01-31T09:00:00.000Z')
  assert.equal(read('311200Z DEC', '2021-01-02T00:00:00Z'), '2020-12-31T12:00:00.000Z')
  assert.equal(read('291200Z FEB', '2023-01-02T00:00:00Z'), '2020-02-29T12:00:00.000Z')
  assert.equal(read('181345Z AUG 99', '2021-01-02T00:00:00Z'), '1999-08-18T13:45:00.000Z')
})

test('date-time groups that cannot be say why', () => {
  const reason = (text: string): string => {
    const read = parseDtg(text, context)
    return read.ok ? 'ok' : read.reason
  }
  assert.equal(reason('182545Z AUG 21'), 'time')
  assert.equal(reason('2460Z'), 'time')
  assert.equal(reason('321345Z AUG 21'), 'day')
  assert.equal(reason('311345Z JUN 21'), 'day')
  assert.equal(reason('181345Z XYZ 21'), 'month')
  assert.equal(reason('contact'), 'form')
  const gap = parseDtg('140230J MAR 21', { now: context.now, zone: 'America/New_York' })
  assert.deepEqual(gap, { ok: false, reason: 'gap' })
})

test('DTG round trip in any zone', () => {
  fc.assert(fc.property(instant, zone, (ms, name) => {
    const minute = Math.floor(ms / 60_000) * 60_000
    const read = parseDtg(formatDtg(minute, name), { now: minute, zone: name })
    assert.ok(read.ok)
    // J in an overlap names two instants; the earlier is read.
    assert.ok(read.at === minute || (read.letter === 'J' && read.at === minute - 1_800_000) || (read.letter === 'J' && read.at === minute - 3_600_000))
  }))
  fc.assert(fc.property(fc.string(), (text) => {
    parseDtg(text, context)
  }))
})

test('zone letters', () => {
  const hours = (letter: string): number | undefined => {
    const offset = zoneLetterOffset(letter)
    return offset === undefined ? undefined : offset / 3_600_000
  }
  assert.deepEqual(['Z', 'A', 'I', 'K', 'M', 'N', 'Y', 'J', ''].map(hours), [0, 1, 9, 10, 12, -1, -12, undefined, undefined])
})

test('local days are 23, 24 or 25 hours, and begin after a skipped midnight', () => {
  const hours = (iso: string, name: string): number => {
    const day = localDay(at(iso), name)
    return (day.to - day.from) / 3_600_000
  }
  assert.equal(hours('2021-03-14T12:00:00Z', 'America/New_York'), 23)
  assert.equal(hours('2021-11-07T12:00:00Z', 'America/New_York'), 25)
  assert.equal(hours('2021-08-18T12:00:00Z', 'Africa/Bangui'), 24)
  // Beirut jumps from 00:00 to 01:00.
  assert.equal(toIso(startOfLocalDay(at('2021-03-28T12:00:00Z'), 'Asia/Beirut')), '2021-03-27T22:00:00.000Z')
  assert.equal(localParts(startOfLocalDay(at('2021-03-28T12:00:00Z'), 'Asia/Beirut'), 'Asia/Beirut').hour, 1)
  assert.equal(localDate(at('2021-08-17T23:30:00Z'), 'Africa/Bangui'), '2021-08-18')
  fc.assert(fc.property(instant, zone, (ms, name) => {
    const day = localDay(ms, name)
    assert.ok(day.from <= ms && ms < day.to)
    assert.equal(localDate(day.from, name), localDate(ms, name))
    assert.notEqual(localDate(day.from - 1, name), localDate(ms, name))
    assert.equal(localDay(day.to, name).from, day.to)
  }))
})

test('civil times in gaps and overlaps', () => {
  const local = (month: number, day: number, hour: number) => ({ year: 2021, month, day, hour, minute: 30, second: 0 })
  assert.deepEqual(instantsOfLocal(local(3, 14, 2), 'America/New_York'), [])
  assert.equal(localParts(instantOfLocal(local(3, 14, 2), 'America/New_York'), 'America/New_York').hour, 3)
  assert.deepEqual(instantsOfLocal(local(11, 7, 1), 'America/New_York').map(toIso), ['2021-11-07T05:30:00.000Z', '2021-11-07T06:30:00.000Z'])
  assert.equal(isTimeZone('Africa/Bangui'), true)
  assert.equal(isTimeZone('Africa/Nowhere'), false)
})

test('ISO weeks', () => {
  const week = (iso: string): string => formatEpiWeek(epiWeek(at(iso), 'UTC'))
  assert.equal(week('2026-08-18T12:00:00Z'), '2026-W34')
  assert.equal(week('2021-01-03T12:00:00Z'), '2020-W53')
  assert.equal(week('2021-01-04T00:00:00Z'), '2021-W01')
  assert.equal(week('2024-12-30T00:00:00Z'), '2025-W01')
  assert.equal(toIso(startOfEpiWeek({ year: 2026, week: 34 }, 'UTC') ?? 0), '2026-08-17T00:00:00.000Z')
  assert.equal(startOfEpiWeek({ year: 2021, week: 53 }, 'UTC'), undefined)
})

test('every precision covers its value and the mission day stays whole', () => {
  fc.assert(fc.property(instant, zone, fc.constantFrom(...TIME_PRECISIONS), (ms, name, precision) => {
    const { from, to } = timeInterval(ms, precision, name)
    assert.ok(from <= ms && ms <= to, `${precision} ${name} ${ms}`)
  }))
  const span = timeInterval(at('2021-08-18T13:45:00Z'), 'PARTDAY', 'Africa/Bangui')
  assert.equal(toIso(span.from), '2021-08-18T11:00:00.000Z')
  assert.equal(toIso(span.to), '2021-08-18T16:59:59.999Z')
  const hour = timeInterval(at('2021-08-18T13:45:00Z'), 'HOUR', 'Asia/Kabul')
  assert.equal(toIso(hour.from), '2021-08-18T13:30:00.000Z')
  const month = timeInterval(at('2021-12-18T13:45:00Z'), 'MONTH', 'UTC')
  assert.equal(toIso(month.to), '2021-12-31T23:59:59.999Z')
})

test('tables: every usual form, and ambiguity returned, never guessed', () => {
  const options = { zone: 'UTC', now: context.now }
  const iso = (value: string | number, more: object = {}): string => {
    const read = parseTableDate(value, { ...options, ...more })
    return read.ok ? `${toIso(read.at)?.slice(0, 16)} ${read.precision}` : read.reason
  }
  assert.equal(iso('2021-08-18'), '2021-08-18T00:00 DAY')
  assert.equal(iso('2021-08-18T13:45:00Z'), '2021-08-18T13:45 EXACT')
  assert.equal(iso('2021-08-18 13:45', { zone: 'Africa/Bangui' }), '2021-08-18T12:45 EXACT')
  assert.equal(iso('2021-08-18 00:00:00.000'), '2021-08-18T00:00 EXACT')
  assert.equal(iso('18/08/2021'), '2021-08-18T00:00 DAY')
  assert.equal(iso('08/18/2021'), '2021-08-18T00:00 DAY')
  assert.equal(iso('18/08/2021', { order: 'MDY' }), 'order')
  assert.equal(iso('03/04/2021'), 'ambiguous')
  assert.equal(iso('03/04/2021', { order: 'DMY' }), '2021-04-03T00:00 DAY')
  assert.equal(iso('03/04/2021', { order: 'MDY' }), '2021-03-04T00:00 DAY')
  assert.equal(iso('04/04/2021'), '2021-04-04T00:00 DAY')
  assert.equal(iso('3.4.21', { order: 'DMY' }), '2021-04-03T00:00 DAY')
  assert.equal(iso('03/04/21'), 'ambiguous')
  assert.equal(iso('03/04/21', { order: 'DMY', now: undefined }), 'year')
  assert.equal(iso('18-Aug-2021'), '2021-08-18T00:00 DAY')
  assert.equal(iso('18 August 2021'), '2021-08-18T00:00 DAY')
  assert.equal(iso('18-AUG-21 13:45'), '2021-08-18T13:45 EXACT')
  assert.equal(iso('18 août 2021'), '2021-08-18T00:00 DAY')
  assert.equal(iso('1er février 2021'), '2021-02-01T00:00 DAY')
  assert.equal(iso('18 de agosto de 2021'), '2021-08-18T00:00 DAY')
  assert.equal(iso('August 18, 2021 1:45 PM'), '2021-08-18T13:45 EXACT')
  assert.equal(iso('20210818'), '2021-08-18T00:00 DAY')
  assert.equal(iso('2021-08'), '2021-08-01T00:00 MONTH')
  assert.equal(iso('Aug 2021'), '2021-08-01T00:00 MONTH')
  assert.equal(iso('2021'), '2021-01-01T00:00 YEAR')
  assert.equal(iso(44_426), '2021-08-18T00:00 DAY')
  assert.equal(iso('44426.572916667'), '2021-08-18T13:45 EXACT')
  assert.equal(iso(42_964, { excel1904: true }), '2021-08-18T00:00 DAY')
  assert.equal(iso('31/06/2021'), 'impossible')
  assert.equal(iso('2021-02-30'), 'impossible')
  assert.equal(iso('soon'), 'unreadable')
  assert.equal(iso(''), 'unreadable')
  const both = parseTableDate('03/04/2021', options)
  assert.deepEqual(!both.ok && both.reason === 'ambiguous' && both.candidates.map((c) => c.order), ['DMY', 'MDY'])
  fc.assert(fc.property(fc.string(), (text) => {
    parseTableDate(text, options)
  }))
})

test('the order a column proves', () => {
  assert.equal(provenDateOrder(['03/04/2021', '18/08/2021']), 'DMY')
  assert.equal(provenDateOrder(['03/04/2021', '08/18/2021']), 'MDY')
  assert.equal(provenDateOrder(['2021-08-18', '2021-08-19']), 'YMD')
  assert.equal(provenDateOrder(['03/04/2021', 'unknown']), undefined)
  assert.equal(provenDateOrder(['18/08/2021', '08/18/2021']), undefined)
})

test('durations, ages and clock skew', () => {
  assert.equal(formatDuration(2 * 86_400_000 + 4 * 3_600_000 + 59_000), '2 d 4 h')
  assert.equal(formatDuration(3 * 3_600_000 + 20 * 60_000), '3 h 20 min')
  assert.equal(formatDuration(86_400_000 + 60_000, 'fr'), '1 j')
  assert.equal(formatDuration(45_000), '45 s')
  assert.equal(formatDuration(0), '0 s')
  assert.equal(formatDuration(-90_000), '−1 min 30 s')
  assert.match(relativeAge(0, 3 * 3_600_000, 'en'), /3 hr/)
  assert.match(relativeAge(0, 3 * 3_600_000, 'fr'), /il y a 3/)
  const slow = clockSkew(at('2021-08-18T11:00:00Z'), at('2021-08-18T14:00:00Z'))
  assert.deepEqual(slow, { offsetMs: -3 * 3_600_000, wrong: true })
  assert.equal(clockSkew(1000, 61_000).wrong, false)
})
