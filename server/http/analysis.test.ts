import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { incidentData, runningNode, type Person, type RunningNode } from '../../test/running-node.ts'

describe('aggregates over HTTP', () => {
  let node: RunningNode
  let chief: Person
  let outsider: Person
  let low: Person

  before(async () => {
    node = await runningNode()
    chief = await node.person('chief', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }] })
    low = await node.person('low', { clearance: 'U' })
    outsider = await node.person('nobody', { grants: [] })
    const make = async (more: Record<string, unknown>, handling?: Record<string, unknown>): Promise<void> => {
      const answer = await node.call('POST', '/api/records', { as: chief, body: { kind: 'incident', data: incidentData(more), ...(handling ? { handling } : {}), at: '2026-08-18T14:00:00Z' } })
      assert.equal(answer.status, 201, answer.body)
    }
    await make({ category: 'AC.01', reported: '2026-08-18T14:45:00Z', unit: 'BN1', impact: [{ group: 'CIV', killed: { min: 1, max: 4 }, status: 'REPORTED' }] })
    await make({ category: 'AC.03', happened: { from: '2026-08-30T23:30:00Z', precision: 'EXACT' }, unit: 'BN1' })
    await make({ category: 'HA.02', happened: { from: '2026-08-19T00:00:00Z', precision: 'DAY' } })
    await make({ category: 'CV.01', happened: undefined, place: undefined })
    await make({ category: 'AC.01' }, { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] })
  })
  after(() => node.close())

  const ask = (as: Person, params: string) => node.call('GET', `/api/aggregate?kind=incident&${params}`, { as })
  const opened = (as: Person, params: string) => node.call('GET', `/api/aggregate/records?kind=incident&${params}`, { as })

  test('counts, what is left out, and the level of what was counted', async () => {
    const { json } = await ask(chief, 'by=family')
    assert.deepEqual(json.rows, [{ keys: ['AC'], count: 3 }, { keys: ['CV'], count: 1 }, { keys: ['HA'], count: 1 }])
    assert.deepEqual([json.total, json.without, json.withheld, json.handling.level, json.zone], [5, [0], 0, 'C', 'UTC'])
    const weeks = (await ask(chief, 'by=week,family')).json
    assert.deepEqual(weeks.rows.map((row: { keys: string[]; count: number }) => [...row.keys, row.count]), [['2026-W34', 'AC', 2], ['2026-W34', 'HA', 1], ['2026-W35', 'AC', 1]])
    assert.deepEqual(weeks.without, [1, 0])
  })

  test('harm is a range, a lag has its median', async () => {
    assert.deepEqual((await ask(chief, 'by=family&measure=killed&where.category=AC.01')).json.rows, [{ keys: ['AC'], count: 2, known: 1, min: 1, max: 4 }])
    assert.deepEqual((await ask(chief, 'by=unit&measure=happened-reported')).json.rows, [{ keys: ['BN1'], count: 2, known: 1, median: 3_600_000, p90: 3_600_000 }])
  })

  test('a cell opens exactly its records', async () => {
    for (const [by, cell, n] of [['family', 'AC', 3], ['week,family', '2026-W34,HA', 1], ['week', '', 1], ['week', '*', 4], ['weekhour', '2-13', 2], ['weekhour', '', 2], ['mark', 'no-time', 1], ['unit', '', 3]] as const) {
      const { json } = await opened(chief, `by=${by}&cell=${encodeURIComponent(cell)}`)
      assert.deepEqual([json.total, json.items.length], [n, n], `${by} ${cell}`)
    }
    const first = (await opened(chief, 'by=family&cell=AC&limit=2')).json
    const second = (await opened(chief, `by=family&cell=AC&limit=2&cursor=${encodeURIComponent(first.next)}`)).json
    assert.deepEqual([first.items.length, second.items.length, second.next], [2, 1, null])
  })

  test('nobody counts, or opens, what they may not read', async () => {
    assert.deepEqual((await ask(low, 'by=family')).json.rows, [{ keys: ['AC'], count: 2 }, { keys: ['CV'], count: 1 }, { keys: ['HA'], count: 1 }])
    assert.equal((await ask(low, 'by=family')).json.handling.level, 'U')
    assert.equal((await opened(low, 'by=family&cell=AC')).json.total, 2)
    const none = (await ask(outsider, 'by=family')).json
    assert.deepEqual([none.total, none.rows], [0, []])
    assert.equal((await node.call('GET', '/api/aggregate?kind=incident&by=family')).status, 401)
    assert.equal((await node.call('GET', '/api/aggregate/records?kind=incident&by=family&cell=AC')).status, 401)
  })

  test('what cannot be counted is refused by name', async () => {
    for (const [params, field] of [['by=colour', '/by'], ['by=', '/by'], ['by=day,week,month', '/by'], ['by=day&measure=joy', '/measure']] as const) {
      const answer = await ask(chief, params)
      assert.deepEqual([answer.status, answer.json.fields[0].path], [400, field], answer.body)
    }
    assert.equal((await opened(chief, 'by=week,family&cell=2026-W34')).status, 400)
  })
})
