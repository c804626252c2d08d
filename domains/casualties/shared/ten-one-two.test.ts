import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Action, VigieRecord } from '../../../core/record.ts'
import { reduce } from '../../../core/reduce.ts'
import { clocksOf } from '../../../core/clocks.ts'
import type { ClockRule } from '../../../core/clock.ts'
import { casualty as kind } from '../domain.ts'
import type { Casualty } from './casualty.ts'
import { casualtyClocks, TEN_ONE_TWO } from './clocks.ts'
import { complianceOf, quantile, wholeDays } from './compliance.ts'
import { ringOf, ringsOf, type Ring } from './ten-one-two.ts'
import { EVENT_ACTIONS, EVENTS, type EventCode } from './vocabulary.ts'

const START = Date.parse('2026-03-01T14:00:00Z')
const iso = (minutes: number) => new Date(START + minutes * 60_000).toISOString()
const event = (minutes: number, more: object = {}) => ({ t: iso(minutes), source: 'radio' as const, by: 'u', role: 'TOC', at: iso(minutes), ...more })
const hurt = (events: { [code in EventCode]?: number }, more: Partial<Casualty> = {}): Casualty => ({
  battleNo: 'B1', category: 'un-military', priority: 'A', needs: ['DCS'], ...more, events: Object.fromEntries(Object.entries(events).map(([code, minutes]) => [code, event(minutes)])) as NonNullable<Casualty['events']>,
})
const now = START + 300 * 60_000

describe('10-1-2', () => {
  test('injured 14:00, first aid 14:12: the ring of ten minutes is red', () => {
    const [ten, hour] = ringsOf(hurt({ T0: 0, T1: 12 }), START + 20 * 60_000)
    assert.deepEqual([ten?.state, ten?.minutes, ten?.from, hour?.state, hour?.dueMs], ['breached', 12, 'T0', 'running', START + 60 * 60_000])
  })

  test('to the second: ten minutes are met, a second more is not', () => {
    assert.equal(ringOf(hurt({ T0: 0, T1: 10 }), 'c10', now).state, 'met')
    assert.equal(ringOf(hurt({ T0: 0, T1: 10 + 1 / 60 }), 'c10', now).state, 'breached')
    assert.equal(ringOf(hurt({ T0: 0 }), 'c10', START + 600_000).state, 'running')
    assert.equal(ringOf(hurt({ T0: 0 }), 'c10', START + 601_000).state, 'breached')
  })

  test('an unknown injury counts from the alert, labelled, and in no share', () => {
    const view = ringOf(hurt({ T2: 5, T9: 40 }), 'c60', now)
    assert.deepEqual([view.state, view.from, view.counts], ['met', 'T2', false])
    assert.deepEqual([ringOf(hurt({}), 'c60', now).state, ringOf(hurt({}), 'c60', now).from], ['unknown', null])
  })

  test('uncertainty on both sides of the limit is unknown, on one side it is not', () => {
    const about = (T1: number, uncertainMin: number) => ringOf({ ...hurt({ T1 }), events: { T0: event(0, { estimated: true, uncertainMin }), T1: event(T1) } }, 'c10', now).state
    assert.deepEqual([about(8, 5), about(4, 5), about(16, 5), about(10, 5)], ['unknown', 'met', 'breached', 'unknown'])
    const waiting = { ...hurt({}), events: { T0: event(0, { uncertainMin: 5 }) } }
    assert.deepEqual([4, 8, 16].map((minutes) => ringOf(waiting, 'c10', START + minutes * 60_000).state), ['running', 'unknown', 'breached'])
  })

  test('surgery is owed only where it is needed; a death before the limit ends the ring', () => {
    assert.equal(ringOf(hurt({ T0: 0 }, { needs: ['R1'] }), 'c120', now).state, 'not-needed')
    assert.equal(ringOf(hurt({ T0: 0, T11: 50 }, { status: 'DECEASED' }), 'c120', now).state, 'ended')
    assert.equal(ringOf(hurt({ T0: 0, T11: 150 }, { status: 'DECEASED' }), 'c120', now).state, 'breached')
  })

  test('over midnight and a change of clocks nothing is gained or lost', () => {
    const at = (t: string) => ({ t, source: 'manual' as const, by: 'u', role: 'TOC', at: t })
    const one = { ...hurt({}), events: { T0: at('2026-03-28T23:55:00Z'), T1: at('2026-03-29T00:04:59Z'), T8: at('2026-03-29T01:30:00Z') } }
    assert.deepEqual(ringsOf(one, now).slice(0, 2).map(({ state, minutes }) => [state, Math.round((minutes ?? 0) * 60)]), [['met', 599], ['breached', 95 * 60]])
  })

  test('any order of entry, late and corrected, comes to the same as the times alone', () => {
    const moments = fc.uniqueArray(fc.record({ event: fc.constantFrom(...EVENTS), minutes: fc.integer({ min: 0, max: 200 }) }), { selector: (one) => one.event, maxLength: 12 })
    fc.assert(
      fc.property(moments, fc.infiniteStream(fc.nat()), fc.array(fc.record({ event: fc.constantFrom(...EVENTS), minutes: fc.integer({ min: 0, max: 200 }) }), { maxLength: 5 }), (known, order, corrections) => {
        const truth = new Map<EventCode, number>(known.map((one) => [one.event, one.minutes]))
        const shuffled = known.map((one) => ({ one, key: order.next().value as number })).toSorted((a, b) => a.key - b.key).map(({ one }) => one)
        let record = made()
        let seq = 1
        const actions: Action[] = []
        const apply = (type: string, patch: object): void => {
          const action = step(type, patch, ++seq)
          record = reduce(kind, record, action)
          actions.push(action)
        }
        shuffled.forEach((one) => apply(EVENT_ACTIONS[one.event], { t: iso(one.minutes), source: 'radio' }))
        for (const one of corrections) {
          if (truth.has(one.event)) {
            apply('correct-time', { event: one.event, t: iso(one.minutes), source: 'manual' })
            truth.set(one.event, one.minutes)
          }
        }
        const standing = record.data as unknown as Casualty
        for (const ring of ['c10', 'c60', 'c120'] as const) {
          assert.equal(ringOf(standing, ring, now).state, byHand(truth, ring), ring)
        }
        assert.equal((standing.corrections ?? []).length, corrections.filter((one) => known.some(({ event: code }) => code === one.event)).length, 'what stood before is kept')
        // The engine that wakes people agrees on what is still owed.
        const open = clocksOf(casualtyClocks as unknown as ClockRule[], record, [{ type: 'create', receivedAt: iso(-60) }, ...actions], { zone: 'UTC', weekend: [6, 7], holidays: [] }, now).filter(({ state }) => state === 'running' || state === 'overdue')
        const from = truth.get('T0') ?? truth.get('T2')
        assert.equal(open.some(({ name }) => name === 'first-aid'), from !== undefined && !truth.has('T1'))
        assert.equal(open.some(({ name }) => name === 'advanced-care'), from !== undefined && !truth.has('T8') && !truth.has('T9'))
        assert.equal(open.some(({ name }) => name === 'surgery'), from !== undefined && !truth.has('T10'))
      }),
      { numRuns: 300 },
    )
  })

  test('compliance by hand: medians, shares, and those whose injury has no time set apart', () => {
    const found = complianceOf(
      [hurt({ T0: 0, T1: 4, T8: 50, T10: 100 }), hurt({ T0: 0, T1: 12, T8: 70, T10: 130 }), hurt({ T0: 0, T1: 9, T9: 55, T8: 65 }, { needs: ['R1'] }), hurt({ T2: 3, T1: 5, T8: 30 }), hurt({ T0: 280 })],
      now,
    )
    assert.deepEqual(found.rings.c10, { limitMin: 10, counted: 4, met: 2, breached: 2, share: 0.5, medianMin: 9, unknownStart: 1, uncertain: 0, running: 0, notNeeded: 0, ended: 0 })
    assert.deepEqual(found.rings.c60, { limitMin: 60, counted: 3, met: 2, breached: 1, share: 2 / 3, medianMin: 55, unknownStart: 1, uncertain: 0, running: 1, notNeeded: 0, ended: 0 })
    assert.deepEqual(found.rings.c120, { limitMin: 120, counted: 2, met: 1, breached: 1, share: 0.5, medianMin: 115, unknownStart: 1, uncertain: 0, running: 1, notNeeded: 1, ended: 0 })
    assert.deepEqual(found.intervals['injury-handover'], { known: 3, unknown: 2, medianMin: 65, p90Min: 69 })
    assert.equal(quantile([], 0.5), null)
  })
})

function byHand(truth: ReadonlyMap<EventCode, number>, ring: Ring): string {
  const from = truth.get('T0') ?? truth.get('T2')
  const answers = { c10: ['T1'], c60: ['T8', 'T9'], c120: ['T10'] } as const
  const met = answers[ring].flatMap((code) => truth.get(code) ?? [])
  if (from === undefined) {
    return 'unknown'
  }
  return (met.length > 0 ? Math.min(...met) : 300) - from <= TEN_ONE_TWO[ring] ? (met.length > 0 ? 'met' : 'running') : 'breached'
}

function made(): VigieRecord {
  return reduce(kind, null, step('create', { ref: 'CAS-1', handling: kind.handling('X'), data: { battleNo: 'B1', category: 'un-military', priority: 'A', needs: ['DCS'] } }, 1))
}

function step(type: string, patch: object, seq: number): Action {
  return { id: `a${seq}`, node: 'n', seq, record: 'r', kind: 'casualty', type, actor: 'u', role: 'TOC', at: iso(250), receivedAt: iso(250), basedOn: null, patch: patch as Action['patch'], reason: 'heard wrongly', purpose: null }
}

test('a period is whole days of the mission’s zone, across a month and a change of the clocks', () => {
  assert.deepEqual(wholeDays('2026-08-30', '2026-08-31', 'Etc/GMT+1'), { from: '2026-08-30T01:00:00.000Z', to: '2026-09-01T01:00:00.000Z' })
  assert.deepEqual(wholeDays('2026-10-25', '2026-10-25', 'Europe/Paris'), { from: '2026-10-24T22:00:00.000Z', to: '2026-10-25T23:00:00.000Z' })
})
