import { forUse, HANDOVER_USE, PASS_USE, readPass, readSeal } from '../../shared/handover-pass.ts'

/**
 * What is known of who shows a code. `signed`: by a device this node vouches for, and nothing was changed. `late`: as much, but
 * its pass has run out. `unsigned`: anybody may have made it. `unchecked`: signed, and this device cannot check it: it has no key
 * of the node yet, or its browser cannot. `forged`: the signature is not that of the code.
 */
export type Verdict = { what: 'signed' | 'late'; by: string } | { what: 'unsigned' | 'unchecked' | 'forged' }

/** Judge a seal over bytes by the node's key, as far as this device has it. `now` is epoch ms. */
export async function judgeBy(node: Uint8Array<ArrayBuffer> | null, bytes: Uint8Array, seal: Uint8Array | null, now: number): Promise<Verdict> {
  if (!seal) {
    return { what: 'unsigned' }
  }
  const parts = readSeal(seal)
  const pass = parts && readPass(parts.pass)
  if (!parts || !pass) {
    return { what: 'forged' }
  }
  if (!node) {
    return { what: 'unchecked' }
  }
  const holds = async (key: Uint8Array, use: string, signature: Uint8Array, over: Uint8Array): Promise<boolean> =>
    crypto.subtle.verify('Ed25519', await crypto.subtle.importKey('raw', new Uint8Array(key), 'Ed25519', false, ['verify']), new Uint8Array(signature), forUse(use, over))
  try {
    if (!(await holds(node, PASS_USE, parts.vouched, parts.pass))) {
      return { what: 'forged' }
    }
    if (!(await holds(pass.key, HANDOVER_USE, parts.signed, bytes))) {
      return { what: 'forged' }
    }
  } catch {
    return { what: 'unchecked' }
  }
  return { what: pass.until < now ? 'late' : 'signed', by: pass.name }
}
