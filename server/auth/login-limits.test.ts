import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LoginLimits } from './login-limits.ts'

/** Fail so many times, each as soon as it is allowed again; answers the waits and the time after. */
function fail(limits: LoginLimits, times: number, login: string, address: string, from = 0): { waits: number[]; now: number } {
  let now = from
  const waits: number[] = []
  for (let i = 0; i < times; i += 1) {
    limits.failed(login, address, now)
    const wait = limits.waitMs(login, address, now)
    waits.push(wait)
    now += wait
  }
  return { waits, now }
}

test('the delay begins after some failures, doubles, and stops growing at a quarter of an hour', () => {
  const { waits } = fail(new LoginLimits(), 16, 'anna', '10.0.0.1')
  assert.deepEqual(waits.slice(0, 8), [0, 0, 0, 0, 2000, 4000, 8000, 16_000])
  assert.deepEqual(waits.slice(-2), [900_000, 900_000])
})

test('it holds for the account at that address: others elsewhere, and other accounts there, go on', () => {
  const limits = new LoginLimits()
  const { now } = fail(limits, 6, 'anna', '10.0.0.1')
  limits.failed('anna', '10.0.0.1', now)
  assert.ok(limits.waitMs(' ANNA ', '10.0.0.1', now) > 0, 'however the login is written')
  assert.equal(limits.waitMs('anna', '10.0.0.2', now), 0, 'nobody locks an account for its owner')
  assert.equal(limits.waitMs('ben', '10.0.0.1', now), 0)
})

test('an address that tries many accounts waits for all of them', () => {
  const limits = new LoginLimits()
  for (let i = 0; i < 31; i += 1) {
    limits.failed(`account-${i}`, '10.0.0.1', 0)
  }
  assert.ok(limits.waitMs('never-tried', '10.0.0.1', 0) > 0)
  assert.equal(limits.waitMs('never-tried', '10.0.0.2', 0), 0)
})

test('an office of many people who all sign in rightly from one address never waits; their successes hide no failures', () => {
  const limits = new LoginLimits()
  for (let i = 0; i < 500; i += 1) {
    // Each attempt counts until it is known to be right.
    limits.failed(`person-${i}`, '10.0.0.1', i)
    assert.equal(limits.waitMs(`person-${i}`, '10.0.0.1', i), 0)
    limits.succeeded(`person-${i}`, '10.0.0.1')
  }
  for (let i = 0; i < 30; i += 1) {
    limits.failed(`account-${i}`, '10.0.0.1', 1000)
    limits.failed('own', '10.0.0.1', 1000)
    limits.succeeded('own', '10.0.0.1')
  }
  limits.failed('account-30', '10.0.0.1', 1000)
  assert.ok(limits.waitMs('account-31', '10.0.0.1', 1000) > 0)
})

test('a right password clears the account, not the address; an hour forgets', () => {
  const limits = new LoginLimits()
  fail(limits, 6, 'anna', '10.0.0.1')
  limits.succeeded('anna', '10.0.0.1')
  assert.equal(limits.waitMs('anna', '10.0.0.1', 0), 0)
  for (let i = 0; i < 31; i += 1) {
    limits.failed(`account-${i}`, '10.0.0.1', 0)
  }
  assert.ok(limits.waitMs('account-30', '10.0.0.1', 0) > 0)
  const later = 2 * 3_600_000
  limits.failed('anna', '10.0.0.1', later)
  assert.equal(limits.waitMs('anna', '10.0.0.1', later), 0)
})
