import { useSyncExternalStore } from 'react'
import { draftOf, keepDraft } from '../../../web/face.ts'
import { USUAL, type Reach } from './cover.ts'

const NAME = 'casevac-reach'
const watchers = new Set<() => void>()
let standing: Reach | null = null

/** The settings of reach on this device. */
export function useReach(): Reach {
  return useSyncExternalStore((tell) => { watchers.add(tell); return () => watchers.delete(tell) }, () => (standing ??= { ...USUAL, ...draftOf<Partial<Reach>>(NAME) }))
}

/** Change them; null takes the usual ones again. */
export function setReach(reach: Reach | null): void {
  standing = reach ?? USUAL
  keepDraft(NAME, reach)
  watchers.forEach((tell) => tell())
}
