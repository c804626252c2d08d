import assert from 'node:assert/strict'
import crypto, { argon2Sync } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { test } from 'node:test'
import type { Problem } from '../../core/problem.ts'
import { checkPassword, hashPassword, needsRehash, randomPassword, verifyPassword } from './password.ts'

const PASSWORD = 'four quiet river stones'

/** A hash as an earlier version would have kept it, at a cost of its own. */
function olderHash(cost: { memory: number; passes: number; parallelism: number }): string {
  const nonce = Buffer.alloc(16, 7)
  const tag = argon2Sync('argon2id', { message: Buffer.from(PASSWORD), nonce, tagLength: 32, ...cost })
  const plain = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${plain(nonce)}$${plain(tag)}`
}

test('a hash carries its algorithm, cost and a salt of its own', async () => {
  const [one, other] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)])
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  assert.notEqual(one, other)
  assert.equal(await verifyPassword(PASSWORD, one), true)
  assert.equal(await verifyPassword(`${PASSWORD} `, one), false)
  assert.equal(needsRehash(one), false)
})

test('a hash of another cost is still checked by its own cost, and made anew when it is weaker', async () => {
  for (const [cost, again] of [[{ memory: 8192, passes: 2, parallelism: 1 }, true], [{ memory: 19_456, passes: 1, parallelism: 1 }, true], [{ memory: 65_536, passes: 3, parallelism: 1 }, false]] as const) {
    const old = olderHash(cost)
    assert.equal(await verifyPassword(PASSWORD, old), true, old)
    assert.equal(await verifyPassword('four quiet river stone', old), false)
    assert.equal(needsRehash(old), again, old)
  }
})

test('the same words typed in another Unicode form are the same password', async () => {
  const hash = await hashPassword('caf\u00e9 sous la pluie')
  assert.equal(await verifyPassword('cafe\u0301 sous la pluie', hash), true)
})

test('no account, no password, a damaged hash and a password beyond measure all cost as much as a real check', async (t) => {
  const real = crypto.argon2
  const costs: unknown[] = []
  const spy = t.mock.method(crypto, 'argon2', (...args: Parameters<typeof real>) => {
    const { memory, passes, parallelism, tagLength } = args[1]
    costs.push({ memory, passes, parallelism, tagLength })
    real(...args)
  })
  syncBuiltinESMExports()
  t.after(() => {
    spy.mock.restore()
    syncBuiltinESMExports()
  })
  const hash = await hashPassword(PASSWORD)
  for (const [password, encoded] of [[PASSWORD, null], [PASSWORD, 'damaged'], ['x'.repeat(5000), hash]] as const) {
    assert.equal(await verifyPassword(password, encoded), false)
  }
  assert.equal(costs.length, 4)
  costs.forEach((cost) => assert.deepEqual(cost, costs[0]))
})

test('weak passwords are refused by what is wrong with them', () => {
  const refusal = (password: string): string => {
    try {
      checkPassword(password, 'anna', '/password')
      return 'taken'
    } catch (error) {
      assert.equal((error as Problem).fields[0]?.path, '/password')
      return (error as Problem).message
    }
  }
  assert.match(refusal('short'), /12 characters/)
  assert.match(refusal('x'.repeat(513)), /512 characters/)
  assert.match(refusal('abababababababab'), /same few/)
  assert.equal(refusal(PASSWORD), 'taken')
  assert.throws(() => checkPassword('annachristine1', 'annachristine', '/p'), /little more than the login/)
})

test('made passwords have their form and are never the same', () => {
  const made = Array.from({ length: 200 }, randomPassword)
  made.forEach((one) => assert.match(one, /^(?:[a-hj-km-np-z2-9]{4}-){4}[a-hj-km-np-z2-9]{4}$/))
  assert.equal(new Set(made).size, 200)
})
