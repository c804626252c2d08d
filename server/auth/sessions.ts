import type { Session, Store } from '../store/face.ts'
import { digestOf, randomValue } from './secret-values.ts'

export const SESSION_COOKIE = 'vigie_session'
export const IDLE_MS = 12 * 3_600_000
export const ABSOLUTE_MS = 7 * 24 * 3_600_000
/** Being seen is written at most this often. */
const TOUCH_MS = 60_000

/** Open a session. Answers the cookie's value, which is not stored, and the session. */
export async function openSession(store: Store, user: string, from: { agent: string; address: string; now: number; must?: Session['must'] }): Promise<{ value: string; session: Session }> {
  const value = randomValue()
  const session: Session = {
    id: digestOf(value), user, createdAt: from.now, seenAt: from.now, expiresAt: from.now + ABSOLUTE_MS,
    agent: from.agent.slice(0, 200), address: from.address, csrf: randomValue(), ...(from.must && from.must.length > 0 ? { must: from.must } : {}),
  }
  await store.side.putSession(session)
  return { value, session }
}

/** The living session of a cookie value, or null; one that is idle or too old is dropped. */
export async function findSession(store: Store, value: string, now: number): Promise<Session | null> {
  const session = await store.side.session(digestOf(value))
  if (!session) {
    return null
  }
  if (now >= session.expiresAt || now - session.seenAt >= IDLE_MS) {
    await store.side.dropSession(session.id)
    return null
  }
  if (now - session.seenAt >= TOUCH_MS) {
    session.seenAt = now
    await store.side.putSession(session)
  }
  return session
}
