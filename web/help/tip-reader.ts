import { roomSource } from '../registry.ts'
import { useSession } from '../session.tsx'
import type { Reader } from './tips.ts'

/** What the tips need to know of the person at the screen. */
export function useTipReader(): Reader {
  const { kinds } = useSession()
  const may = (kind: string | undefined): boolean => kinds.some((one) => one.name === kind && one.canCreate)
  return { logs: may(roomSource()?.kind), searches: may('saved-search'), administers: may('user') }
}
