import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyQuery } from '../../test/incidents.ts'
import { incident } from '../../domains/incidents/domain.ts'
import { askedAt, countConditions, readAddress, withCondition, withFacet, writeAddress, type ListAddress } from './address.ts'

const START: ListAddress = { query: { kind: 'incident' }, hours: null, view: 'table', inView: false, open: null, search: null }
const paramsOf = (url: string) => new URL(url, 'http://node').searchParams
const read = (url: string) => readAddress('incident', incident.facets, paramsOf(url))

test('an address says all of a list and is read back the same', () => {
  fc.assert(fc.property(anyQuery, fc.record({ view: fc.constantFrom('table', 'split', 'map'), inView: fc.boolean(), open: fc.constantFrom(null, 'INC-2026-000001'), search: fc.constantFrom(null, 'SRC-2026-000001') }), (query, more) => {
    const { limit: _limit, cursor: _cursor, ...kept } = query
    const once = read(writeAddress({ ...START, ...more, query: kept }))
    assert.deepEqual(once.unread, { vanished: [], broken: false })
    assert.deepEqual(read(writeAddress(once.address)), once)
    assert.deepEqual([once.address.view, once.address.inView, once.address.open, once.address.search], [more.view, more.inView, more.open, more.search])
    assert.deepEqual(once.address.query.where ?? {}, { ...kept.where })
    assert.deepEqual([once.address.query.text, once.address.query.area, once.address.query.bbox], [kept.text, kept.area, kept.bbox])
  }))
})

test('what an old address names that is gone is left out and said; a broken one never throws', () => {
  const old = read('/k/incident?where.colour=red&where.family=AC&sort=-happened')
  assert.deepEqual(old.unread, { vanished: ['colour'], broken: false })
  assert.deepEqual(old.address.query, { kind: 'incident', where: { family: ['AC'] }, sort: { by: 'happened', dir: 'desc' } })
  for (const url of ['/k/incident?bbox=1,2', '/k/incident?strange=1', '/k/incident?sort=colour', '/k/incident?view=nonsense&hours=-4&severity=9']) {
    const { address, unread } = read(url)
    assert.equal(unread.broken, true, url)
    assert.deepEqual(address, START)
  }
})

test('a moving window is asked from now and stays a window in the address', () => {
  const { address } = read('/k/incident?hours=24&from=2020-01-01')
  const asked = askedAt(address, Date.parse('2026-08-18T12:00:30Z'))
  assert.deepEqual(asked.time, { axis: 'happened', from: '2026-08-17T12:00:00.000Z' })
  assert.equal(writeAddress(address), '/k/incident?hours=24')
})

test('conditions are set, counted and taken away', () => {
  let query = withFacet({ kind: 'incident' }, 'family', ['AC', 'CV'])
  query = withCondition(query, 'severity', 3)
  assert.equal(countConditions({ ...START, query, hours: 24 }), 3)
  query = withCondition(withFacet(query, 'family', []), 'severity', undefined)
  assert.deepEqual(query, { kind: 'incident' })
})

test('the moment of the past stays with a list: its filters are read beside it, and what is set next keeps it', () => {
  const { address, unread } = read('/k/incident?severity=4&at=2026-08-18T13:45:00Z')
  assert.deepEqual(unread, { vanished: [], broken: false })
  assert.deepEqual(address, { ...START, query: { kind: 'incident', severity: 4 }, at: '2026-08-18T13:45:00Z' })
  assert.equal(writeAddress({ ...address, query: { kind: 'incident' } }), '/k/incident?at=2026-08-18T13%3A45%3A00Z')
})
