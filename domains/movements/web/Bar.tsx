import { departsAt, expectedAt, stateOf } from '../shared/movement.ts'
import type { Shown } from './read.ts'

const HOUR_MS = 3_600_000

/** Where lines stand on the axis: every second hour of a day, every day of a week (epoch ms). */
export function ticksOf(from: number, to: number, range: 'day' | 'week'): number[] {
  const step = range === 'week' ? 24 * HOUR_MS : 2 * HOUR_MS
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step)
}

/** Planned and actual, its waypoints and check-ins, the next check-in and the present, on one line of time. Told in words beside it. */
export function Bar({ shown: { data, status }, from, to, now, ticks }: { shown: Shown; from: number; to: number; now: number; ticks: readonly number[] }) {
  const share = (at: number): number => Math.min(100, Math.max(0, ((at - from) / (to - from)) * 100))
  const inside = (at: number): boolean => at >= from && at <= to
  const state = stateOf(data)
  const started = Date.parse(data.departedAt ?? '')
  const ended = state === 'departed' ? now : Date.parse(data.arrivedAt ?? data.returnedAt ?? '')
  const [left, right] = [departsAt(data), expectedAt(data)]
  const span = (a: number, b: number) => ({ insetInlineStart: `${share(a)}%`, inlineSize: `${Math.max(0.4, share(b) - share(a))}%` })
  return (
    <div className="moveline movebars" aria-hidden="true" data-lamp={status.lamp}>
      {ticks.map((at) => <i key={at} className="hour" style={{ insetInlineStart: `${share(at)}%` }} />)}
      {right > from && left < to && <i className="planned" style={span(left, right)} />}
      {Number.isFinite(started) && Number.isFinite(ended) && ended > from && started < to && <i className="actual" style={span(started, ended)} />}
      {data.waypoints.slice(1, -1).map((one) => inside(Date.parse(one.eta)) && <i key={one.id} className="way" style={{ insetInlineStart: `${share(Date.parse(one.eta))}%` }} />)}
      {data.checkIns?.map((one) => inside(Date.parse(one.at)) && <i key={one.at + one.how} className="tick" data-status={one.status} style={{ insetInlineStart: `${share(Date.parse(one.at))}%` }} />)}
      {status.checkInDue !== null && inside(status.checkInDue) && <i className="due" style={{ insetInlineStart: `${share(status.checkInDue)}%` }} />}
      {inside(now) && <i className="now" style={{ insetInlineStart: `${share(now)}%` }} />}
    </div>
  )
}
