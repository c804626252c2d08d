import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { SignedHead, Signer } from './chain.ts'
import type { Db } from './db.ts'
import { writeSecret } from './files.ts'

/** The last signed head, kept outside the database as well: a chain cut at its end is noticed even when its signed heads were cut with it. */
function headFile(keysDir: string): string {
  return path.join(keysDir, 'head.json')
}

/** The head this folder signed last, or null. */
export function lastSignedHead(keysDir: string): SignedHead | null {
  const file = headFile(keysDir)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as SignedHead) : null
}

/**
 * Sign the present head of a node's chain, once per head. A chain that no longer contains the head signed last was cut or
 * rewritten: it is not signed, so that the evidence stays and `verify` names it.
 */
export async function signHead(db: Db, signer: Signer, node: string, keysDir: string, at: string): Promise<void> {
  const [head] = await db.all<{ seq: number; hash: string }>('select seq, hash from chains where node = ?', [node])
  const known = await db.all('select seq from chain_heads where node = ? and seq = ?', [node, head?.seq ?? 0])
  if (!head || head.seq === 0 || known.length > 0) {
    return
  }
  const last = lastSignedHead(keysDir)
  if (last?.node === node && (await db.all('select seq from actions where node = ? and seq = ? and hash = ?', [node, last.seq, last.hash])).length === 0) {
    return
  }
  const signed = signer.sign({ node, seq: head.seq, hash: head.hash, at })
  await db.run([
    {
      sql: 'insert into chain_heads (node, seq, hash, at, public_key, signature) values (?, ?, ?, ?, ?, ?) on conflict (node, seq) do nothing',
      params: [node, signed.seq, signed.hash, at, signed.publicKey, signed.signature],
    },
  ])
  writeSecret(headFile(keysDir), JSON.stringify(signed))
}

/** The newest signed heads, newest first. */
export async function newestHeads(db: Db, limit: number): Promise<SignedHead[]> {
  const rows = await db.all<{ node: string; seq: number; hash: string; at: string; public_key: string; signature: string }>(`select node, seq, hash, at, public_key, signature from chain_heads order by at desc, seq desc limit ${Math.trunc(limit)}`)
  return rows.map(({ public_key, seq, ...head }) => ({ ...head, seq: Number(seq), publicKey: public_key }))
}
