import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClockRule } from '../../../core/clock.ts'
import { clocksOf, rungsOf } from '../../../core/clocks.ts'
import type { JsonObject } from '../../../core/json.ts'
import type { Action, VigieRecord } from '../../../core/record.ts'
import { reduce } from '../../../core/reduce.ts'
import { casevacRequest, casualty } from '../domain.ts'
import { casualtyClocks, decisionOwed, requestClocks } from './clocks.ts'

const START = Date.parse('2026-03-01T10:00:00Z')
const at = (minutes: number) => new Date(START + minutes * 60_000).toISOString()
type Done = { type: string; minute: number; patch?: object }

function course(kind: typeof casualty, rules: readonly ClockRule<never>[], data: object, done: readonly Done[], now: number) {
  const actions = [{ type: 'create', minute: 0, patch: { ref: 'X-1', handling: kind.handling('X'), data } }, ...done].map(({ type, minute, patch = {} }, i): Action => ({ id: `a${i}`, node: 'n', seq: i + 1, record: 'r', kind: kind.name, type, actor: 'u', role: 'JOC-DO', at: at(minute), receivedAt: at(minute), basedOn: null, patch: patch as JsonObject, reason: 'why', purpose: null }))
  const record = actions.reduce<VigieRecord | null>((before, action) => reduce(kind, before, action), null)!
  const found = clocksOf(rules as unknown as readonly ClockRule[], record, actions, { zone: 'UTC', weekend: [6, 7], holidays: [] }, START + now * 60_000)
  return Object.fromEntries(found.map((clock) => [clock.name, { state: clock.state, due: clock.dueAt, rungs: rungsOf(rules.find((rule) => rule.name === clock.name)!, clock).map((rung) => rung.what) }]))
}
const hurt = { battleNo: 'B1', category: 'un-military', priority: 'A' }
const four = { four: { callsign: 'K31', place: { lon: 0, lat: 16 }, patients: { A: 1 }, threat: 'N' } }
const task = { asset: 'h1', assetName: 'H1' }

test('nobody stays in evacuation for a day without somebody being told, and told again; arriving or ending it stops the clock', () => {
  const aboard: Done = { type: 'move', minute: 30, patch: { id: 'm1', sort: 'asset', name: 'H1', t: at(30) } }
  const waiting = course(casualty, casualtyClocks as never, hurt, [aboard], 30 + 24 * 60 + 1)['in-evacuation']
  assert.deepEqual([waiting?.state, waiting?.due, waiting?.rungs], ['overdue', at(30 + 24 * 60), ['due', 'late', 'late']])
  for (const end of [{ type: 'move', minute: 90, patch: { id: 'm2', sort: 'facility', name: 'L2', t: at(90) } }, { type: 'set-status', minute: 90, patch: { status: 'DECEASED' } }, { type: 'set-status', minute: 90, patch: { status: 'RTD' } }]) {
    assert.equal(course(casualty, casualtyClocks as never, hurt, [aboard, end], 3000)['in-evacuation'], undefined, JSON.stringify(end))
  }
})

test('a decision is owed in 15 minutes, wheels up in 15 by day and 30 by night; who loses the asset owes a decision again', () => {
  const launch = (night: boolean): Done => ({ type: 'launch', minute: 10, patch: { task, authority: 'Chief', delegated: false, night } })
  assert.deepEqual(course(casevacRequest, requestClocks as never, four, [], 16)['decision']?.state, 'overdue')
  const [day, night] = [false, true].map((dark) => course(casevacRequest, requestClocks as never, four, [launch(dark)], 12))
  assert.deepEqual([day!['decision']?.state, day!['wheels-up']?.due, night!['wheels-up']?.due], ['met', at(25), at(40)])
  assert.equal(course(casevacRequest, requestClocks as never, four, [launch(false), { type: 'take-off', minute: 20 }], 60)['wheels-up']?.state, 'met')
  const lost = course(casevacRequest, requestClocks as never, four, [launch(false), { type: 'lose-asset', minute: 20 }], 40)
  assert.deepEqual([lost['decision']?.state, lost['decision']?.due, lost['wheels-up']?.state], ['overdue', at(35), 'met'])
  assert.equal(course(casevacRequest, requestClocks as never, four, [{ type: 'hold', minute: 5, patch: { decision: 'no-go' } }], 60)['decision'], undefined)
})

test('the ring of the decision begins again when the asset is taken for another, and is met by the next launch', () => {
  const signed = { by: 'u', role: 'CMO', at: at(0) } as const
  const step = (state: 'VALIDATED' | 'LAUNCHED', minute: number) => ({ ...signed, state, t: at(minute) })
  const go = (minute: number) => ({ ...signed, at: at(minute), decision: 'go' as const })
  const owed = (steps: ReturnType<typeof step>[], decision?: ReturnType<typeof go>) => { const { from, met } = decisionOwed({ steps, decision } as never, at(0)); return [(from - START) / 60_000, met === null ? null : (met - START) / 60_000] }
  assert.deepEqual(owed([]), [0, null])
  assert.deepEqual(owed([step('VALIDATED', 5), step('LAUNCHED', 5)], go(5)), [0, 5])
  assert.deepEqual(owed([step('VALIDATED', 5), step('LAUNCHED', 5), step('VALIDATED', 9)], go(5)), [9, null])
  assert.deepEqual(owed([step('VALIDATED', 5), step('LAUNCHED', 5), step('VALIDATED', 9), step('LAUNCHED', 12)], go(12)), [9, 12])
})
