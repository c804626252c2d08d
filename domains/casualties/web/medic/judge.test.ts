import assert from 'node:assert/strict'
import { test } from 'node:test'
import { handoverBytes, HandoverCollector, handoverFrames } from '../../shared/handover-code.ts'
import { forUse, HANDOVER_USE, PASS_USE, passBytes, readPass, sealOf } from '../../shared/handover-pass.ts'
import type { CareState } from '../../shared/care-state.ts'
import { judgeBy } from './judge.ts'

const NOW = Date.parse('2026-08-18T14:00:00Z')
const state = (hr: number): CareState => ({ id: '0198c0de-0000-7000-8000-000000000001', base: { battleNo: 'KM-01', category: 'un-military' }, vitals: [{ id: 'v1', at: '2026-08-18T13:50:00.000Z', hr }] })
const pair = async (): Promise<CryptoKeyPair> => (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
const raw = async (key: CryptoKey) => new Uint8Array(await crypto.subtle.exportKey('raw', key))
const signed = async ({ privateKey }: CryptoKeyPair, use: string, bytes: Uint8Array) => new Uint8Array(await crypto.subtle.sign('Ed25519', privateKey, forUse(use, bytes)))

const node = await pair()
const device = await pair()
const NODE = await raw(node.publicKey)
const pass = passBytes({ name: 'Mira Médic', until: NOW + 86_400_000, key: await raw(device.publicKey) })
const seal = async (of: CareState, as = device, by = node, told = pass) => sealOf(told, await signed(by, PASS_USE, told), await signed(as, HANDOVER_USE, handoverBytes(of)))
const handed = (frames: readonly string[]) => {
  const collector = new HandoverCollector()
  const read = frames.map((frame) => collector.take(frame)).at(-1)
  assert.ok(read?.ok)
  return read
}

test('what a device signed is read with who signed it, over as many codes as it takes, without a link', async () => {
  for (const size of [80, 400, 4000]) {
    const read = handed(handoverFrames(state(128), await seal(state(128)), size))
    assert.deepEqual(read.state, state(128))
    assert.deepEqual(await judgeBy(NODE, read.bytes, read.seal, NOW), { what: 'signed', by: 'Mira Médic' })
    assert.deepEqual(await judgeBy(null, read.bytes, read.seal, NOW), { what: 'unchecked' }, 'a device that never had a link')
    assert.deepEqual(await judgeBy(NODE, read.bytes, read.seal, NOW + 3 * 86_400_000), { what: 'late', by: 'Mira Médic' })
  }
  assert.deepEqual(await judgeBy(NODE, handoverBytes(state(1)), null, NOW), { what: 'unsigned' })
})

test('another casualty under the same seal, another’s key, a pass of one’s own, and anything changed in the seal are forged', async () => {
  const whole = await seal(state(128))
  const other = await pair()
  assert.equal((await judgeBy(NODE, handoverBytes(state(28)), whole, NOW)).what, 'forged', 'another reading')
  assert.equal((await judgeBy(NODE, handoverBytes(state(128)), await seal(state(128), other), NOW)).what, 'forged', 'a stolen pass')
  assert.equal((await judgeBy(NODE, handoverBytes(state(128)), await seal(state(128), device, other), NOW)).what, 'forged', 'no pass of this node')
  const own = passBytes({ name: 'Mira Médic', until: NOW + 86_400_000, key: await raw(other.publicKey) })
  assert.equal((await judgeBy(NODE, handoverBytes(state(128)), sealOf(own, whole.slice(2 + pass.length, 66 + pass.length), await signed(other, HANDOVER_USE, handoverBytes(state(128)))), NOW)).what, 'forged')
  for (let i = 0; i < whole.length; i += 1) {
    const bent = whole.slice()
    bent[i] = (bent[i] ?? 0) ^ 4
    assert.equal((await judgeBy(NODE, handoverBytes(state(128)), bent, NOW)).what, 'forged', `byte ${i}`)
  }
})

test('a pass says what it was made of; what is none is none', () => {
  const read = readPass(pass)
  assert.deepEqual([read?.name, read?.key.length, (read?.until ?? 0) >= NOW + 86_400_000], ['Mira Médic', 32, true])
  for (let length = 0; length < pass.length; length += 1) {
    assert.equal(readPass(pass.slice(0, length)), null)
  }
})
