import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarOf, dayIn, shadeOf, slotsOf, spanOfDays, startOfKey, stepFor, weekStart, wholeYears } from './series.ts'

const at = (text: string): number => Date.parse(text)
const DAY = 86_400_000

test('weeks of a span, the first and last only partly watched', () => {
  const slots = slotsOf({ from: at('2026-08-05T00:00:00Z'), to: at('2026-08-19T12:00:00Z') }, 'week', 'UTC')
  assert.deepEqual(slots.map((s) => s.key), ['2026-W32', '2026-W33', '2026-W34'])
  assert.deepEqual(slots.map((s) => s.watched), [5 / 7, 1, 2.5 / 7])
})

test('days go on over a change of the clocks, months over a year', () => {
  const days = slotsOf({ from: at('2026-03-27T23:00:00Z'), to: at('2026-03-30T22:00:00Z') }, 'day', 'Europe/Paris')
  assert.deepEqual(days.map((s) => [s.key, s.watched]), [['2026-03-28', 1], ['2026-03-29', 1], ['2026-03-30', 1]])
  assert.equal(days[1]!.to - days[1]!.from, 23 * 3_600_000)
  assert.deepEqual(slotsOf({ from: at('2025-12-10T00:00:00Z'), to: at('2026-02-01T00:00:00Z') }, 'month', 'UTC').map((s) => s.key), ['2025-12', '2026-01'])
})

test('keys lead back to their first instant', () => {
  assert.equal(startOfKey('2026-W34', 'UTC'), at('2026-08-17T00:00:00Z'))
  assert.equal(startOfKey('2026-08', 'Africa/Bangui'), at('2026-07-31T23:00:00Z'))
  assert.equal(startOfKey('2026-08-18', 'UTC'), at('2026-08-18T00:00:00Z'))
  assert.equal(startOfKey('AC.01', 'UTC'), undefined)
})

test('steps, spans and whole years', () => {
  assert.deepEqual([30, 365, 2000].map((days) => stepFor({ from: 0, to: days * DAY })), ['day', 'week', 'month'])
  assert.deepEqual(spanOfDays(['2026-02-02', '2026-01-01'], 'UTC', at('2026-08-01T00:00:00Z')), { from: at('2026-01-01T00:00:00Z'), to: at('2026-02-03T00:00:00Z') })
  assert.equal(spanOfDays([], 'UTC', 0), null)
  assert.deepEqual(wholeYears(at('2023-05-01T00:00:00Z'), at('2026-08-01T00:00:00Z'), 'UTC'), [2024, 2025])
  assert.deepEqual(wholeYears(at('2023-01-01T00:00:00Z'), at('2024-08-01T00:00:00Z'), 'UTC'), [2023])
})

test('the calendar begins its weeks as its readers do', () => {
  const monday = calendarOf(2026, weekStart('fr'))
  assert.equal(monday.length, 365)
  assert.deepEqual(monday[0], { date: '2026-01-01', column: 0, row: 3, month: 0 })
  assert.deepEqual(monday[4], { date: '2026-01-05', column: 1, row: 0, month: 0 })
  assert.equal(calendarOf(2026, weekStart('ar'))[0]!.row, 5)
  assert.equal(calendarOf(2024, 1).at(-1)!.date, '2024-12-31')
})

test('shades rise with the counts', () => {
  const shade = shadeOf([0, 1, 1, 2, 3, 9])
  assert.deepEqual([0, 1, 2, 3, 9].map(shade), [0, 1, 2, 3, 4])
})

test('an address names a day of the calendar or none: an instant or a slip never reaches the charts', () => {
  assert.deepEqual(['2026-10-10', '2026-02-30', '2026-11-22T09:41:00.000Z', 'x', '', null].map(dayIn), ['2026-10-10', null, null, null, null, null])
})
