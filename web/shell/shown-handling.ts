import { useEffect, useSyncExternalStore } from 'react'
import { combineHandling } from '../../core/handling.ts'
import type { Handling } from '../../core/handling.ts'

type Line = Pick<Handling, 'level' | 'compartments' | 'caveats'>
const OPEN: Line = { level: 'U', compartments: [], caveats: [] }
const listeners = new Set<() => void>()
const shown = new Map<string, Line>()
let combined: Line = OPEN

function recombine(): void {
  const parts = [...shown.values()].map((h): Handling => ({ ...h, owner: '', releasableTo: [] }))
  const next = parts.length === 0 ? OPEN : combineHandling(parts, '')
  if (JSON.stringify([next.level, next.compartments, next.caveats]) !== JSON.stringify([combined.level, combined.compartments, combined.caveats])) {
    combined = next
    listeners.forEach((tell) => tell())
  }
}

/** Say what a part of the screen shows; the top bar carries the highest level and every compartment of all parts. */
export function useShowing(part: string, records: readonly { handling: Handling }[]): void {
  const line = records.length === 0 ? OPEN : combineHandling(records.map((r) => r.handling), '')
  const key = JSON.stringify([line.level, line.compartments, line.caveats])
  useEffect(() => {
    const [level, compartments, caveats] = JSON.parse(key) as [Line['level'], Line['compartments'], Line['caveats']]
    shown.set(part, { level, compartments, caveats })
    recombine()
    return () => {
      shown.delete(part)
      recombine()
    }
  }, [part, key])
}

/** Handling of everything on screen taken together. */
export function useShownHandling(): Line {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => combined,
  )
}
