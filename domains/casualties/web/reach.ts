import { useMemo, useSyncExternalStore } from 'react'
import { draftOf, keepDraft } from '../../../web/face.ts'
import type { MedicalReach } from '../shared/medical-reach.ts'
import { USUAL, type Reach } from './cover.ts'
import { useMissionReach, type Of } from './read.ts'

const NAME = 'casevac-reach'
const watchers = new Set<() => void>()
let own: Reach | null | undefined

function ownReach(): Reach | null {
  if (own === undefined) {
    const kept = draftOf<Partial<Reach>>(NAME)
    own = kept ? { ...USUAL, ...kept } : null
  }
  return own
}

/** Figures somebody reckons with on this device alone; null: with those of the mission. */
function useOwnReach(): Reach | null {
  return useSyncExternalStore((tell) => { watchers.add(tell); return () => watchers.delete(tell) }, ownReach)
}

/** What reach is reckoned from: the mission's figures, or those of this device where somebody tries others. */
export function useReach(): Reach {
  return useReachState().reach
}

export function useReachState(): { reach: Reach; isOwn: boolean; mission: Reach; record: Of<MedicalReach> | null } {
  const mine = useOwnReach()
  const record = useMissionReach()
  const mission = useMemo(() => (record ? { ...USUAL, ...record.of } : USUAL), [record])
  return { reach: mine ?? mission, isOwn: mine !== null, mission, record }
}

/** Try other figures on this device; null goes back to those of the mission. */
export function setReach(reach: Reach | null): void {
  own = reach
  keepDraft(NAME, reach)
  watchers.forEach((tell) => tell())
}
