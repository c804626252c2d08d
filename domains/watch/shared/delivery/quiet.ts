import { Type, type Static } from 'typebox'
import { instantOfLocal, localParts } from '../../../../core/time-local.ts'

const clock = Type.String({ pattern: '^(?:[01][0-9]|2[0-3]):[0-5][0-9]$', description: 'mission-local, HH:MM' })

/** Hours in which nobody is woken but for what is severe enough, mission-local; `to` before `from` goes over midnight. */
export const Quiet = Type.Object(
  {
    from: clock, to: clock,
    days: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { uniqueItems: true, description: 'days on which they begin, 1 Monday to 7 Sunday; every day when not given' })),
    breaks: Type.Integer({ minimum: 1, maximum: 6, description: 'this severity or worse wakes nevertheless; 6 nothing but a call for help' }),
  },
  { additionalProperties: false },
)
export type Quiet = Static<typeof Quiet>

const DAY_MS = 86_400_000

/** When the quiet hours that hold at `now` (epoch ms) end; null when none hold or the alert breaks through. */
export function quietUntil(quiet: Quiet | undefined, alert: { severity: number; sos?: boolean | undefined }, now: number, zone: string): number | null {
  if (!quiet || alert.sos === true || alert.severity >= quiet.breaks || quiet.from === quiet.to) {
    return null
  }
  // Those that began yesterday may go on over midnight.
  for (const back of [0, 1]) {
    const day = localParts(now - back * DAY_MS, zone)
    if (quiet.days && quiet.days.length > 0 && !quiet.days.includes(day.weekday)) {
      continue
    }
    const begin = at(day, quiet.from, 0, zone)
    const end = at(day, quiet.to, quiet.to < quiet.from ? 1 : 0, zone)
    if (begin <= now && now < end) {
      return end
    }
  }
  return null
}

function at(day: { year: number; month: number; day: number }, clock: string, days: number, zone: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return instantOfLocal({ year: day.year, month: day.month, day: day.day + days, hour, minute, second: 0 }, zone)
}
