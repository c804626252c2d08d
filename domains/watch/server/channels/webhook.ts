import { createHmac } from 'node:crypto'
import { failureOf, refusedWith, WAIT_MS, type Outcome } from './outcome.ts'

/** How long a receiver should take a signed message for: older or newer ones were recorded and played back. */
export const REPLAY_SECONDS = 300

/** `t=<epoch s>,v1=<hex>`: HMAC-SHA-256 over `<t>.<body>` with the channel's key. */
export function signatureOf(key: string, at: number, body: string): string {
  const seconds = Math.floor(at / 1000)
  return `t=${seconds},v1=${createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')}`
}

/** One signed message. `id` is the same in every attempt, for the receiver to take it once. */
export async function sendWebhook(url: string, key: string, body: string, id: string, now: number): Promise<Outcome> {
  try {
    const answer = await fetch(url, {
      method: 'POST', redirect: 'error', body, signal: AbortSignal.timeout(WAIT_MS),
      headers: { 'content-type': 'application/json', 'user-agent': 'Vigie', 'x-vigie-id': id, 'x-vigie-signature': signatureOf(key, now, body) },
    })
    await answer.body?.cancel()
    return answer.ok ? { ok: true } : refusedWith(answer.status)
  } catch (error) {
    return failureOf(error)
  }
}
