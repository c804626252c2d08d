import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Calendar, ClockAction, ClockRule } from './clock.ts'
import { clocksOf, endOfWorkingDays, rungsOf, type Clocked } from './clocks.ts'

const T0 = Date.UTC(2026, 7, 18, 12)
const MINUTE = 60_000
const UTC: Calendar = { zone: 'UTC', weekend: [6, 7], holidays: [] }
const at = (minute: number) => new Date(T0 + minute * MINUTE).toISOString()
const act = (type: string, minute: number): ClockAction => ({ type, receivedAt: at(minute) })
const record = (more: Partial<Clocked> = {}): Clocked => ({ id: 'r1', kind: 'thing', version: 1, workflow: 'approved', data: {}, createdAt: at(0), ...more })
const rule = (more: Partial<ClockRule> = {}): ClockRule => ({
  name: 'answer', label: { en: 'Answer', fr: 'Répondre' }, start: { actions: ['create', 'again'] }, due: () => ({ seconds: 600 }), warnSeconds: 60, metBy: ['done'], pause: ['pause'], resume: ['resume'], ladder: [300], ...more,
})
const one = (actions: readonly ClockAction[], now: number, more: { rule?: Partial<ClockRule>; record?: Partial<Clocked>; calendar?: Calendar } = {}) =>
  clocksOf([rule(more.rule)], record(more.record), actions, more.calendar ?? UTC, T0 + now * MINUTE)[0]

describe('clocks from actions', () => {
  test('runs, falls due, is met by the first action that meets it, and starts anew after', () => {
    const made = [act('create', 0)]
    assert.deepEqual([one(made, 9)?.state, one(made, 9)?.dueAt, one(made, 9)?.warnAt], ['running', at(10), at(9)])
    assert.equal(one(made, 10)?.state, 'overdue')
    const met = one([...made, act('done', 4), act('done', 6)], 60)
    assert.deepEqual([met?.state, met?.metAt], ['met', at(4)])
    const again = one([...made, act('again', 2), act('done', 4), act('again', 20)], 25)
    assert.deepEqual([again?.state, again?.startedAt, again?.dueAt], ['running', at(20), at(30)])
    assert.notEqual(again?.run, met?.run, 'another run of the same clock')
    assert.equal(again?.id, met?.id)
    assert.equal(one([act('done', 1)], 5), undefined, 'nothing began')
  })

  test('a paused clock does not fall due; what it stood is added', () => {
    const paused = [act('create', 0), act('pause', 5)]
    assert.deepEqual([one(paused, 500)?.state, one(paused, 500)?.pausedAt], ['paused', at(5)])
    assert.deepEqual(rungsOf(rule(), one(paused, 500)!), [])
    const went = one([...paused, act('pause', 6), act('resume', 25), act('resume', 40)], 26)
    assert.deepEqual([went?.state, went?.dueAt], ['running', at(30)])
  })

  test('withdrawn and merged records run no clock; what was met before stays met', () => {
    for (const workflow of ['retracted', 'merged'] as const) {
      assert.equal(one([act('create', 0)], 1, { record: { workflow } })?.state, 'cancelled')
      assert.equal(one([act('create', 0), act('done', 1)], 2, { record: { workflow } })?.state, 'met')
    }
    assert.equal(one([act('create', 0)], 1, { rule: { due: () => null } }), undefined)
  })

  test('an unknown start is unknown, never zero; a start after the record came in was read off a wrong clock', () => {
    const started = { start: { field: 'when.from' } } as const
    for (const data of [{}, { when: { from: 'yesterday' } }, { when: 'x' }]) {
      const unknown = one([act('create', 0)], 999, { rule: started, record: { data } })
      assert.deepEqual([unknown?.state, unknown?.startedAt, unknown?.dueAt, unknown?.warnAt], ['unknown-start', null, null, null])
      assert.deepEqual(rungsOf(rule(), unknown!), [])
    }
    assert.equal(one([], 1, { rule: started, record: { data: { when: { from: at(-3) } } } })?.dueAt, at(7))
    assert.equal(one([], 1, { rule: started, record: { data: { when: { from: at(180) } } } })?.dueAt, at(10), 'not in three hours')
  })

  test('a day named by the data ends with the day of the mission; without a start it is a deadline all the same', () => {
    const named = { start: { field: 'from' }, due: () => ({ at: '2026-08-20' }) }
    assert.equal(one([], 0, { rule: named, calendar: { ...UTC, zone: 'Africa/Kinshasa' } })?.dueAt, '2026-08-20T23:00:00.000Z')
    assert.equal(one([], 0, { rule: { ...named, due: () => ({ at: '2026-02-30' }) } })?.state, 'unknown-start', 'no such day')
    assert.equal(one([], 0, { rule: { ...named, due: () => ({ at: 'soon' }) } })?.state, 'unknown-start')
  })

  test('the ladder: warning, deadline, and what follows', () => {
    assert.deepEqual(rungsOf(rule({ ladder: [600, 300] }), one([act('create', 0)], 1)!).map(({ rung, what, at: when }) => [rung, what, (when - T0) / MINUTE]), [[0, 'warn', 9], [1, 'due', 10], [2, 'late', 15], [3, 'late', 20]])
  })
})

describe('clocks: what holds for any history', () => {
  const history = fc.array(fc.record({ type: fc.constantFrom('create', 'again', 'done', 'pause', 'resume', 'edit'), step: fc.integer({ min: 0, max: 5 }) }), { maxLength: 20 })
    .map((steps) => { let minute = 0; return [act('create', 0), ...steps.map(({ type, step }) => act(type, (minute += step)))] })

  test('replayed it gives the same, and actions that say nothing to it change nothing', () => {
    fc.assert(fc.property(history, fc.integer({ min: 0, max: 200 }), (actions, now) => {
      assert.deepEqual(one(actions, now), one(structuredClone(actions), now))
      assert.deepEqual(one(actions.filter(({ type }) => type !== 'edit'), now), one(actions, now))
    }))
  })

  test('of equal times the order of the actions decides', () => {
    assert.equal(one([act('create', 0), act('done', 0), act('again', 0)], 1)?.state, 'running')
    assert.equal(one([act('create', 0), act('again', 0), act('done', 0)], 1)?.state, 'met')
  })

  test('it runs as long as it is due, however often it stood', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 })), { maxLength: 8 }), (stops) => {
      let minute = 0
      let stood = 0
      const actions = [act('create', 0)]
      for (const [runs, stands] of stops) {
        actions.push(act('pause', (minute += runs)), act('resume', (minute += stands)))
        stood += stands
      }
      assert.equal(one(actions, minute)?.dueAt, at(10 + stood))
    }))
  })

  test('a clock of the node set back between pause and resume takes no time away', () => {
    assert.equal(one([act('create', 0), act('pause', 9), act('resume', 3)], 4)?.dueAt, at(10))
  })
})

describe('working days', () => {
  const friday = Date.UTC(2026, 7, 21, 9)
  test('ten of them skip the weekend and the holidays of the mission', () => {
    assert.equal(new Date(endOfWorkingDays(friday, 1, UTC)!).toISOString(), '2026-08-25T00:00:00.000Z')
    assert.equal(new Date(endOfWorkingDays(friday, 10, UTC)!).toISOString(), '2026-09-05T00:00:00.000Z')
    assert.equal(new Date(endOfWorkingDays(friday, 10, { ...UTC, holidays: ['2026-08-31', '2026-08-22'] })!).toISOString(), '2026-09-08T00:00:00.000Z')
    assert.equal(new Date(endOfWorkingDays(friday, 1, { ...UTC, weekend: [5, 6] })!).toISOString(), '2026-08-24T00:00:00.000Z')
    assert.equal(endOfWorkingDays(friday, 1, { ...UTC, weekend: [1, 2, 3, 4, 5, 6, 7] }), null)
  })

  test('a day is the mission’s own, also where clocks change', () => {
    const berlin = { ...UTC, zone: 'Europe/Berlin', weekend: [6] }
    assert.equal(new Date(endOfWorkingDays(Date.UTC(2026, 2, 27, 12), 1, berlin)!).toISOString(), '2026-03-29T22:00:00.000Z', 'a Sunday of 23 hours')
    assert.equal(new Date(endOfWorkingDays(Date.UTC(2026, 9, 23, 12), 1, berlin)!).toISOString(), '2026-10-25T23:00:00.000Z', 'a Sunday of 25 hours')
    assert.equal(new Date(endOfWorkingDays(Date.UTC(2026, 7, 20, 22, 30), 1, { ...UTC, zone: 'Europe/Berlin' })!).toISOString(), '2026-08-24T22:00:00.000Z', 'after midnight there it is Friday')
  })
})
