import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useWords } from '../i18n/i18n.tsx'

/**
 * One stop of the Tab key for many points: arrows move among them, Home and End to the ends. `rows`: points of a grid stand
 * column after column, so many in each; 1 for a line. Points carry
 * `data-at` and the key handler, what holds them `data-roving`.
 */
export function useRoving(count: number, rows = 1): { tabIndex(at: number): 0 | -1; onKeyDown(event: KeyboardEvent<Element>): void; onFocus(at: number): void } {
  const { dir } = useWords()
  const [now, setNow] = useState(0)
  const current = Math.min(now, Math.max(0, count - 1))
  const onward = dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  return {
    tabIndex: (at) => (at === current ? 0 : -1),
    onFocus: setNow,
    onKeyDown(event) {
      const step: Record<string, number> = { ArrowDown: rows === 1 ? 0 : 1, ArrowUp: rows === 1 ? 0 : -1, ArrowLeft: onward === 'ArrowLeft' ? rows : -rows, ArrowRight: onward === 'ArrowRight' ? rows : -rows, Home: -count, End: count }
      const move = step[event.key]
      if (!move) {
        return
      }
      const next = Math.max(0, Math.min(count - 1, current + move))
      event.preventDefault()
      setNow(next)
      event.currentTarget.closest('[data-roving]')?.querySelector<HTMLElement | SVGElement>(`[data-at="${next}"]`)?.focus()
    },
  }
}
