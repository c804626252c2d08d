import { createContext, use } from 'react'
import type { KindInfo, Session } from './api/types.ts'

/** Everything that is true while somebody is signed in. */
export type Signed = Session & { kinds: KindInfo[] }

export const SessionContext = createContext<Signed | null>(null)

/** The session; only below the signed-in shell. */
export function useSession(): Signed {
  const session = use(SessionContext)
  if (!session) {
    throw new Error('useSession outside the signed-in shell')
  }
  return session
}
