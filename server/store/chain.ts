import { generateKeyPairSync, hash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { canonical } from '../../core/json.ts'
import type { Action } from '../../core/record.ts'
import { writeSecret } from './files.ts'

/** Where a chain begins: the hash before its first action. */
export const ORIGIN = '0'.repeat(64)

/** An action as the chain holds it: with the hash of the snapshot it led to and of what was asked. */
export type Link = Action & { result: string | null; request: string }

/** SHA-256 (hex) of a text. */
export function sha256(text: string): string {
  return hash('sha256', text)
}

/** Hash of a link: SHA-256 over the hash before it and the canonical action (`patch` already canonical text). */
export function linkHash(previous: string, link: Omit<Link, 'patch'>, patch: string): string {
  const { id, node, seq, record, kind, type, actor, role, at, receivedAt, basedOn, reason, purpose, result, request } = link
  // Canonical as it stands: the members are scalars and written in order.
  const body = JSON.stringify({ actor, at, basedOn, id, kind, node, purpose, reason, receivedAt, record, request, result, role, seq, type })
  return sha256(`${previous}${body}${patch}`)
}

/** What is signed of a chain: which node, how long, and its last hash. */
export type Head = { node: string; seq: number; hash: string; at: string }
export type SignedHead = Head & { publicKey: string; signature: string }

/** Ed25519 key of this node, kept beside the database and never in it; made on first use (mode 0600). */
export class Signer {
  readonly publicKey: string
  readonly #key: KeyObject

  constructor(keysDir: string) {
    const file = path.join(keysDir, 'node.pem')
    if (!existsSync(file)) {
      writeSecret(file, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    }
    this.#key = createPrivateKey(readFileSync(file, 'utf8'))
    this.publicKey = createPublicKey(this.#key).export({ type: 'spki', format: 'der' }).toString('base64')
  }

  sign(head: Head): SignedHead {
    return { ...head, publicKey: this.publicKey, signature: sign(null, Buffer.from(canonical(head)), this.#key).toString('base64') }
  }

  /** The node's word for bytes put to a use of their own; what is signed for one use is nothing for another, nor for a head. */
  vouch(use: string, bytes: Uint8Array): Vouched {
    return { signature: sign(null, Buffer.concat([Buffer.from(`vigie ${use}\0`), bytes]), this.#key), publicKey: Buffer.from(this.publicKey, 'base64').subarray(-32) }
  }
}

/** A signature of the node (Ed25519, 64 bytes) over `vigie USE\0` and the bytes, and its public key (32 bytes). */
export type Vouched = { signature: Uint8Array; publicKey: Uint8Array }

/** Does the signature of a head hold? False for anything that cannot be read. */
export function headHolds(head: SignedHead): boolean {
  const { node, seq, hash, at } = head
  try {
    const key = createPublicKey({ key: Buffer.from(head.publicKey, 'base64'), type: 'spki', format: 'der' })
    return verify(null, Buffer.from(canonical({ node, seq, hash, at })), key, Buffer.from(head.signature, 'base64'))
  } catch {
    return false
  }
}
