import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusals } from '../../shared/pipeline/refusals.ts'
import { reportOf, type Report } from '../../shared/pipeline/report.ts'
import { ToHistory } from './to-history.ts'

function reports(count: number): Report[] {
  return Array.from({ length: count }, (_, i) => reportOf({ subject: `imei:${i}`, at: 1_000 + i, lon: 18, lat: 4, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'gps' }, 2_000, undefined, 'fed'))
}

test('of what the disk does not take every position is counted and the newest are named; each goes to its retention class', async () => {
  const refusals = new Refusals()
  const history = new ToHistory(refusals)
  history.take(reports(3), () => 'standard', 'fed')
  assert.equal(history.waiting, 0, 'nobody keeps anything yet')
  const given: [number, string][] = []
  history.write = async (fixes, retention) => {
    given.push([fixes.length, retention])
    if (retention === 'short') {
      throw new Error('the disk is full')
    }
  }
  history.take(reports(200), (report) => (Number(report.subject.slice(5)) < 120 ? 'short' : 'standard'), 'fed')
  assert.equal(history.waiting, 200)
  while (history.waiting > 0) {
    await new Promise(setImmediate)
  }
  assert.deepEqual(given, [[120, 'short'], [80, 'standard']])
  assert.deepEqual(refusals.counts('fed').map(({ reason, outcome, count }) => [reason, outcome, count]), [['not-stored', 'kept-not-shown', 120]])
  assert.deepEqual(refusals.examples('fed').map((one) => one.subject), [119, 118, 117, 116, 115].map((i) => `imei:${i}`))
})
