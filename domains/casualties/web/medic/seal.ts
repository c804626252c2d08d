import { api, besideKey, keepBesideKey, serverNow, signingKey } from '../../../../web/face.ts'
import { forUse, HANDOVER_USE, readPass, sealOf } from '../../shared/handover-pass.ts'
import { judgeBy, type Verdict } from './judge.ts'

/** What the node gave this device: its pass, and the node's key, which checks the passes of others. */
type Vouched = { pass: Uint8Array<ArrayBuffer>; signature: Uint8Array<ArrayBuffer>; node: Uint8Array<ArrayBuffer> }
/** A pass is asked for again when less of it is left. */
const RENEW_MS = 10 * 86_400_000

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

/** Have a pass that lasts, where there is a link; without one what there is stays. */
export async function holdPass(owner: string): Promise<void> {
  const standing = await besideKey<Vouched>(owner, 'pass')
  const until = standing ? (readPass(standing.pass)?.until ?? 0) : 0
  const pair = until - serverNow() > RENEW_MS ? null : await signingKey(owner)
  if (pair) {
    const key = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))))
    const given = await api<{ pass: string; signature: string; node: string }>('/api/casualties/passes', { method: 'POST', body: { key } })
    await keepBesideKey(owner, 'pass', { pass: bytesOf(given.pass), signature: bytesOf(given.signature), node: bytesOf(given.node) } satisfies Vouched)
  }
}

/** This device's seal of what it hands over; null while it has no pass. */
export async function sealBy(owner: string, bytes: Uint8Array): Promise<Uint8Array | null> {
  const [pair, vouched] = [await signingKey(owner), await besideKey<Vouched>(owner, 'pass')]
  return pair && vouched ? sealOf(vouched.pass, vouched.signature, new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, forUse(HANDOVER_USE, bytes)))) : null
}

/** Judge a seal that was read, by what this device holds of the node. */
export async function judge(owner: string, bytes: Uint8Array, seal: Uint8Array | null): Promise<Verdict> {
  return judgeBy((await besideKey<Vouched>(owner, 'pass'))?.node ?? null, bytes, seal, serverNow())
}
