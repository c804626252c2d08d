import assert from 'node:assert/strict'
import { test } from 'node:test'
import { doneDoing, whileDoing } from './under-way.ts'

test('what waits for actions on their way goes on after their answer and what follows from it, refused ones included', async () => {
  const seen: string[] = []
  const accepted = whileDoing(new Promise<void>((resolve) => setTimeout(() => { seen.push('answer'); resolve() }, 5)))
  void accepted.then(() => seen.push('toast'))
  const refused = whileDoing(new Promise<void>((_, reject) => setTimeout(() => reject(new Error('refused')), 1)))
  refused.catch(() => seen.push('refusal'))
  await doneDoing()
  seen.push('undo')
  assert.deepEqual(seen, ['refusal', 'answer', 'toast', 'undo'])
  await doneDoing()
  assert.equal(seen.length, 4, 'nothing is waited for twice')
})
