/** Different reasons kept apart; any more are counted together. */
const MAX_REASONS = 40
const MINUTES = 60

export type Minute = { minute: number; in: number; refused: number; bad: number; ahead: number; ancient: number }
export type TallyState = {
  in: number
  refused: number
  bad: number
  /** Understood, with nothing in it to keep. */
  nothing?: number
  refusedBy: { [reason: string]: number }
  badBy: { [reason: string]: number }
  minutes: Minute[]
}

/** What came in, was refused and could not be read: since the feed was made, and by the minute for the last hour. */
export class Tally {
  readonly state: TallyState

  constructor(state: TallyState | null = null) {
    this.state = state ?? { in: 0, refused: 0, bad: 0, refusedBy: {}, badBy: {}, minutes: [] }
  }

  took(now: number, count: number): void {
    this.state.in += count
    this.#minute(now).in += count
  }

  refused(now: number, reason: string, count = 1): void {
    this.state.refused += count
    this.#minute(now).refused += count
    add(this.state.refusedBy, reason, count)
  }

  empty(): void {
    this.state.nothing = (this.state.nothing ?? 0) + 1
  }

  unreadable(now: number, reason: string): void {
    this.state.bad += 1
    this.#minute(now).bad += 1
    add(this.state.badBy, reason, 1)
  }

  wrongTime(now: number, which: 'ahead' | 'ancient'): void {
    this.#minute(now)[which] += 1
  }

  /** Sums of the last `minutes` minutes. */
  lately(now: number, minutes: number): Omit<Minute, 'minute'> {
    const from = Math.floor(now / 60_000) - minutes
    const sum = { in: 0, refused: 0, bad: 0, ahead: 0, ancient: 0 }
    for (const one of this.state.minutes) {
      if (one.minute > from) {
        sum.in += one.in
        sum.refused += one.refused
        sum.bad += one.bad
        sum.ahead += one.ahead
        sum.ancient += one.ancient
      }
    }
    return sum
  }

  #minute(now: number): Minute {
    const minute = Math.floor(now / 60_000)
    const { minutes } = this.state
    const last = minutes.at(-1)
    if (last && last.minute >= minute) {
      return last
    }
    const made = { minute, in: 0, refused: 0, bad: 0, ahead: 0, ancient: 0 }
    minutes.push(made)
    while (minutes.length > MINUTES) {
      minutes.shift()
    }
    return made
  }
}

function add(map: { [reason: string]: number }, reason: string, count: number): void {
  const short = reason.slice(0, 200)
  const key = Object.hasOwn(map, short) || Object.keys(map).length < MAX_REASONS ? short : 'other reasons'
  map[key] = (Object.hasOwn(map, key) ? (map[key] ?? 0) : 0) + count
}
