import { parseQuickLog } from '../shared/quicklog.ts'
import type { QuickLogContext } from '../shared/quicklog.ts'
import { againLine } from '../shared/quicklog-lines.ts'

/** Lines logged from this screen, newest first; only as long as the page lives, for they are reports. */
let lines: readonly string[] = []
const KEPT = 20
const listeners = new Set<(text: string) => void>()
let waiting: string | null = null

/** Keep a line for "the same again". */
export function rememberLine(text: string): void {
  lines = [text, ...lines.filter((line) => line !== text)].slice(0, KEPT)
}

/** The line `back` steps ago (0 is the last) without what it said of time; null when there is none. */
export function recalledLine(back: number, context: QuickLogContext): string | null {
  const line = lines[back]
  return line === undefined ? null : againLine(line, parseQuickLog(line, context).spans)
}

/** Put a line into the quick-log bar, now or as soon as it is on screen. */
export function fillQuickLog(text: string): void {
  if (listeners.size === 0) {
    waiting = text
    return
  }
  listeners.forEach((take) => take(text))
}

/** Take lines others put into the bar. Returns how to stop. */
export function onFill(take: (text: string) => void): () => void {
  listeners.add(take)
  if (waiting !== null) {
    take(waiting)
    waiting = null
  }
  return () => listeners.delete(take)
}
