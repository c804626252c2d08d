import assert from 'node:assert/strict'
import { test } from 'node:test'
import Fastify from 'fastify'
import { JobRunner, type JobControl } from './runner.ts'

function runner() {
  const jobs = new JobRunner(Fastify().log, () => 0)
  const ends = new Map<string, () => void>()
  const work = (id: string) => ({ signal }: JobControl) => new Promise<string>((resolve, reject) => {
    ends.set(id, () => resolve(id))
    signal.addEventListener('abort', () => reject(new Error('stopped')))
  })
  const queue = (id: string, owner: string) => jobs.queue(id, owner, work(id))
  const states = (owner: string) => Object.fromEntries(jobs.of(owner).map(({ id, state }) => [id, state]))
  return { jobs, ends, queue, states, work }
}

test('exports of one person are made one after the other, and each says what it waits for', async () => {
  const { jobs, ends, queue, states } = runner()
  const made = ['a', 'b', 'c', 'd', 'e'].map((id) => queue(id, 'awa'))
  const other = queue('x', 'bintou')
  const third = queue('y', 'chidi')
  assert.deepEqual(states('awa'), { a: 'running', b: 'waiting', c: 'waiting', d: 'waiting', e: 'waiting' })
  assert.deepEqual([other.state, third.state], ['running', 'waiting'])
  assert.deepEqual(made.map((job) => jobs.waitsFor(job)), [null, { own: 1, others: 0 }, { own: 2, others: 0 }, { own: 3, others: 0 }, { own: 4, others: 0 }])
  assert.deepEqual(jobs.waitsFor(third), { own: 0, others: 6 })
  ends.get('a')!()
  await jobs.ended('a')
  assert.deepEqual([states('awa')['a'], states('awa')['b'], states('awa')['c']], ['done', 'running', 'waiting'])
  ends.get('b')!()
  ends.get('x')!()
  await Promise.all([jobs.ended('b'), jobs.ended('x')])
  assert.deepEqual([states('awa')['c'], third.state], ['running', 'running'])
  await jobs.close()
})

test('one that waits is stopped at once, never begun, and the next takes its turn', async () => {
  const { jobs, ends, queue, states } = runner()
  queue('a', 'awa')
  queue('b', 'awa')
  queue('c', 'awa')
  await jobs.cancel('b')
  assert.deepEqual(states('awa'), { a: 'running', b: 'cancelled', c: 'waiting' })
  await jobs.cancel('a')
  assert.deepEqual(states('awa'), { a: 'cancelled', b: 'cancelled', c: 'running' })
  assert.equal(ends.has('b'), false)
  await jobs.close()
  assert.deepEqual(states('awa')['c'], 'cancelled')
})

test('exports hold up no other work, other work no exports, and a node that stops begins nothing', async () => {
  const { jobs, ends, queue, work } = runner()
  for (const id of ['i1', 'i2', 'i3', 'i4']) {
    jobs.start(id, 'awa', 'import', work(id))
  }
  assert.throws(() => jobs.start('i5', 'awa', 'import', work('i5')), { id: 'too-many-requests' })
  const [first, second] = [queue('a', 'awa'), queue('b', 'awa')]
  assert.deepEqual([first.state, second.state], ['running', 'waiting'])
  for (let i = 0; i < 11; i += 1) {
    queue(`w${i}`, 'awa')
  }
  assert.throws(() => queue('more', 'awa'), { id: 'too-many-requests' })
  await jobs.close()
  assert.deepEqual([first.state, second.state, ends.has('b')], ['cancelled', 'cancelled', false])
})
