import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let now = Date.now()
let offset = 0
let timer: ReturnType<typeof setInterval> | null = null

function tick(): void {
  now = Date.now() + offset
  listeners.forEach((tell) => tell())
}

/** Server time minus device time, learned from the live link; all shown times use the server's clock, at once. */
export function setServerOffset(ms: number): void {
  offset = ms
  tick()
}

/** Server time as far as known, epoch ms. */
export function serverNow(): number {
  return Date.now() + offset
}

/** How far the device clock is ahead of the server (ms); 0 until known. */
export function deviceSkew(): number {
  return -offset
}

/** The time, renewed every `everyMs` at most (steps of a second); re-renders only when that step changes. */
export function useNow(everyMs = 1000): number {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      timer ??= setInterval(tick, 1000)
      return () => {
        listeners.delete(tell)
        if (listeners.size === 0 && timer) {
          clearInterval(timer)
          timer = null
        }
      }
    },
    () => Math.floor(now / everyMs) * everyMs,
  )
}
