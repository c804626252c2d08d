/** Identities a feed may bring that nobody has met, by the hour and by the day, where its record says no other. */
export const NEW_PER_HOUR = 10_000
export const NEW_PER_DAY = 50_000

const SLOT_MS = 5 * 60_000
const HOUR_SLOTS = 12
const DAY_SLOTS = 288

/**
 * How many identities nobody has met a feed brought of late, so that one key or one sender cannot fill the table of all. Counted in
 * slots of five minutes, kept from one start of the node to the next.
 */
export class Newcomers {
  /** Slot → how many, oldest first. */
  readonly #slots: Map<number, number>

  constructor(kept: string | number | undefined = undefined) {
    this.#slots = new Map(slotsOf(kept))
  }

  /** May one more come in? Counts it where it may. Null, or which limit it went beyond. */
  take(now: number, mostHour: number, mostDay: number): 'hour' | 'day' | null {
    const { hour, day } = this.counts(now)
    if (hour >= mostHour) {
      return 'hour'
    }
    if (day >= mostDay) {
      return 'day'
    }
    const slot = Math.floor(now / SLOT_MS)
    this.#slots.set(slot, (this.#slots.get(slot) ?? 0) + 1)
    return null
  }

  /** In the last hour and the last day. */
  counts(now: number): { hour: number; day: number } {
    const slot = Math.floor(now / SLOT_MS)
    let [hour, day] = [0, 0]
    for (const [at, count] of this.#slots) {
      if (at <= slot - DAY_SLOTS) {
        this.#slots.delete(at)
        continue
      }
      day += count
      hour += at > slot - HOUR_SLOTS ? count : 0
    }
    return { hour, day }
  }

  /** For the next start. */
  kept(): string {
    return JSON.stringify([...this.#slots])
  }
}

function slotsOf(kept: string | number | undefined): [number, number][] {
  try {
    const slots: unknown = JSON.parse(String(kept ?? '[]'))
    return Array.isArray(slots) ? slots.filter((one): one is [number, number] => Array.isArray(one) && Number.isInteger(one[0]) && Number.isInteger(one[1])) : []
  } catch {
    return []
  }
}
