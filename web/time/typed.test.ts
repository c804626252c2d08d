import assert from 'node:assert/strict'
import test from 'node:test'
import { readDay, readHour, readMomentTyped, readTime } from './typed.ts'

const ZONE = 'Etc/GMT+1'
const NOW = Date.UTC(2026, 7, 20, 10, 0)

test('hours are those of a clock of 24, written as people write them', () => {
  for (const [text, hour] of [['1430', '14:30'], ['14:30', '14:30'], ['14h30', '14:30'], ['14.30', '14:30'], [' 7 ', '07:00'], ['0005', '00:05'], ['730', '07:30']] as const) {
    assert.equal(readHour(text), hour, text)
  }
  for (const text of ['', '24:00', '14:60', '2 PM', '14:3', '-1', 'noon']) {
    assert.equal(readHour(text), null, text)
  }
})

test('a day is year first or day first, never month first; the rest is of today', () => {
  for (const [text, date] of [['2026-11-08', '2026-11-08'], ['8/11/2026', '2026-11-08'], ['08.11.26', '2026-11-08'], ['8 Nov 2026', '2026-11-08'], ['8 nov.', '2026-11-08'], ['18 août 2025', '2025-08-18'], ['3 enero', '2026-01-03'], ['5', '2026-08-05'], ['29 Feb 2028', '2028-02-29'], ['١٨/٨/٢٠٢٦', '2026-08-18'], ['\u200f18\u200f/8/2026', '2026-08-18']] as const) {
    assert.equal(readDay(text, '2026-08-20'), date, text)
  }
  for (const text of ['', '11/22/2026', '31 Nov', '29 Feb 2026', '8 Smarch', '2026-13-01', '0', '32', '0026-08-18']) {
    assert.equal(readDay(text, '2026-08-20'), null, text)
  }
})

test('a moment: what a native field held, a date-time group, a day with an hour, an hour alone', () => {
  const read = (text: string, before = '') => readMomentTyped(text, before, ZONE, NOW)
  assert.equal(read('2026-08-18T14:45'), '2026-08-18T14:45')
  assert.equal(read('2026-08-18 14:45'), '2026-08-18T14:45')
  assert.equal(read('181545Z AUG 26'), '2026-08-18T14:45', 'Z is an hour ahead of N')
  assert.equal(read('18 1545Z AUG 26'), '2026-08-18T14:45')
  assert.equal(read('18 Aug 2026, 14:45'), '2026-08-18T14:45')
  assert.equal(read('19 aug 0600'), '2026-08-19T06:00')
  assert.equal(read('1645'), '2026-08-20T16:45', 'later today, too: a departure is planned ahead')
  assert.equal(read('1645', '2026-09-03T08:00'), '2026-09-03T16:45', 'the day that is there stays')
  assert.equal(read('١٨/٨/٢٠٢٦ ١٤:٤٥'), '2026-08-18T14:45', 'the digits of an Arabic keyboard')
  assert.equal(read('١٦٤٥'), '2026-08-20T16:45')
  assert.equal(read('18\u00a0Aug 2026، 14:45'), '2026-08-18T14:45')
  assert.equal(read('18 Aug 2026 2026'), '2026-08-18T20:26')
  for (const text of ['', 'tomorrow', '18 Aug 25:00', '11/22/2026 14:00', '18 Aug 2026', '18/8 2025', '2026-02-31 14:30', '2026-02-31T14:30', '31 Apr 0600']) {
    assert.equal(read(text), null, text)
  }
})

test('a time that the clocks were put over is shown as the one they were put to', () => {
  const summer = Date.UTC(2026, 2, 28, 12)
  assert.equal(readMomentTyped('2026-03-29 02:30', '', 'Europe/Paris', summer), '2026-03-29T03:30')
  assert.equal(readMomentTyped('0230', '2026-03-29T01:00', 'Europe/Paris', summer), '2026-03-29T03:30')
  assert.equal(readMomentTyped('25 Oct 2026 02:30', '', 'Europe/Paris', summer), '2026-10-25T02:30')
})

test('a time of a report is read as it is said', () => {
  assert.equal(readTime('181345Z AUG 26', ZONE, NOW), Date.UTC(2026, 7, 18, 13, 45))
  assert.equal(readTime('2026-08-18 12:45', ZONE, NOW), Date.UTC(2026, 7, 18, 13, 45))
  assert.equal(readTime('١٨١٣٤٥Z AUG ٢٦', ZONE, NOW), Date.UTC(2026, 7, 18, 13, 45))
  assert.equal(readTime('2026-02-30 12:45', ZONE, NOW), null)
  assert.equal(readTime('soon', ZONE, NOW), null)
})
