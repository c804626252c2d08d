import { useEffect, useState, useSyncExternalStore } from 'react'

/** Pictures a second while the past is played: as many as a machine without a graphics card draws of what moves. */
const STEP_MS = 100
/** The address follows once a second; between its steps the playhead goes on for at most so long. */
const MOST_AHEAD_MS = 1500

const listeners = new Set<() => void>()
let speed = 0

/** Say that the past is played at so many times its own speed; 0: it stands. */
export function setPlaySpeed(times: number): void {
  if (times !== speed) {
    speed = times
    listeners.forEach((tell) => tell())
  }
}

/** Where a playhead stands `elapsed` ms after it was seen at a moment. */
export function headAt(moment: number, times: number, elapsed: number): number {
  return moment + times * Math.min(MOST_AHEAD_MS, Math.max(0, elapsed))
}

/** The moment of the past that is shown, going on smoothly while it is played; null for now. For what is drawn, not for what is asked. */
export function usePlayhead(moment: number | null): number | null {
  const times = useSyncExternalStore((tell) => {
    listeners.add(tell)
    return () => listeners.delete(tell)
  }, () => speed)
  const [head, setHead] = useState<{ moment: number; at: number } | null>(null)
  useEffect(() => {
    if (moment === null || times === 0) {
      return undefined
    }
    const since = performance.now()
    const timer = setInterval(() => setHead({ moment, at: headAt(moment, times, performance.now() - since) }), STEP_MS)
    return () => clearInterval(timer)
  }, [moment, times])
  return moment !== null && times > 0 && head?.moment === moment ? head.at : moment
}
