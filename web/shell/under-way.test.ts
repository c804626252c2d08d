import assert from 'node:assert/strict'
import { test } from 'node:test'
import { doneDoing, whileDoing } from './under-way.ts'

test('what waits for actions on their way goes on after their answer and what follows from it, refused ones included', async () => {
  const seen: string[] = []
  let answer = (): void => undefined
  let refuse = (): void => undefined
  const accepted = whileDoing(new Promise<void>((resolve) => { answer = () => { seen.push('answer'); resolve() } }))
  void accepted.then(() => seen.push('toast'))
  const refused = whileDoing(new Promise<void>((_, reject) => { refuse = () => reject(new Error('refused')) }))
  refused.catch(() => seen.push('refusal'))
  setImmediate(() => { refuse(); setImmediate(answer) })
  await doneDoing()
  seen.push('undo')
  assert.deepEqual(seen, ['refusal', 'answer', 'toast', 'undo'])
  await doneDoing()
  assert.equal(seen.length, 4, 'nothing is waited for twice')
})
