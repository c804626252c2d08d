import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { settle } from './settle.ts'

test('what is told at once runs once for each name, and again when it is told later', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    const ran: string[] = []
    for (const name of ['clocks', 'clocks', 'alerts', 'clocks']) {
      settle(name, () => ran.push(name))
    }
    assert.deepEqual(ran, [])
    mock.timers.tick(200)
    assert.deepEqual(ran.toSorted(), ['alerts', 'clocks'])
    settle('clocks', () => ran.push('later'))
    mock.timers.tick(200)
    assert.deepEqual(ran.at(-1), 'later')
  } finally {
    mock.timers.reset()
  }
})
