import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Technology } from './model.ts'
import { endings, standingIn } from './where.ts'

const areas = [{ id: 'm', parent: null }, { id: 'n', parent: 'm' }, { id: 's', parent: 'm' }, { id: 'n1', parent: 'n' }]

test('a technology works in its areas and inside them, with a permit', () => {
  const at = (area: string, named: string[] | undefined, valid: boolean) => {
    const { may, why } = standingIn(area, { code: 't', ...(named ? { areas: named } : {}) }, { valid }, areas)
    return `${may} ${why}`
  }
  assert.equal(at('n1', undefined, true), 'true cleared')
  assert.equal(at('n1', ['n'], true), 'true cleared')
  assert.equal(at('s', ['n'], true), 'false outside')
  assert.equal(at('m', ['n'], true), 'false part')
  assert.equal(at('n', ['n'], false), 'false permit')
  assert.equal(standingIn('n', { code: 't' }, undefined, areas).may, false, 'nothing known is no permit')
  assert.equal(standingIn('a', { code: 't', areas: ['z'] }, { valid: true }, [{ id: 'a', parent: 'b' }, { id: 'b', parent: 'a' }]).why, 'outside', 'a circle ends')
})

test('what ends within 90 days stands by its day; refused consent does not end', () => {
  const tech = (code: string, until: string | undefined, reviewBy: string, status: 'granted' | 'withdrawn' = 'granted'): Technology => ({
    name: code, code, type: 'camera', purpose: 'p', consent: { status, by: 'b', reference: 'r', from: '2026-01-01', ...(until ? { until } : {}) }, diligence: { status: 'cleared', by: 'b', reference: 'r', on: '2026-01-01', reviewBy },
  })
  const found = endings([tech('a', '2026-03-31', '2027-01-01'), tech('b', undefined, '2026-05-15'), tech('c', '2026-03-02', '2026-02-27'), tech('d', '2026-03-05', '2027-01-01', 'withdrawn')], '2026-03-01')
  assert.deepEqual(found.map((e) => `${e.code} ${e.what} ${e.days} ${e.within}`), ['c review -2 30', 'c consent 1 30', 'a consent 30 30', 'b review 75 90'])
})
