import type { Clock, ClockState } from '../../core/clock.ts'

const RANK: { [state in ClockState]: number } = { 'overdue': 0, 'running': 1, 'unknown-start': 2, 'paused': 3, 'met': 4, 'cancelled': 5 }

/** What is overdue, the latest on top; then what falls due next; then what stands still or is done. */
export function inOrder(a: Clock, b: Clock): number {
  const [x, y] = [a.dueAt ?? '', b.dueAt ?? '']
  return RANK[a.state] - RANK[b.state] || (a.state === 'overdue' ? y.localeCompare(x) : x.localeCompare(y)) || a.id.localeCompare(b.id)
}
