import { OUTCOME, type Refusal, type Report } from './report.ts'

/** Examples kept of each feed, newest last. */
const EXAMPLES = 50

export type Example = { reason: Refusal; subject: string; lon: number | null; lat: number | null; at: number | null; receivedAt: number }
export type RefusalCount = { reason: Refusal; outcome: (typeof OUTCOME)[Refusal]; count: number; lastAt: number }

type Tally = { counts: Map<Refusal, { count: number; lastAt: number }>; examples: Example[] }

/** What was not taken as it came, counted by feed and reason since the node started, with the newest examples. */
export class Refusals {
  readonly #feeds = new Map<string, Tally>()

  /** `times`: how many it stands for. */
  note(feed: string, reason: Refusal, report: Pick<Report, 'subject' | 'lon' | 'lat' | 'at' | 'receivedAt'>, times = 1): void {
    const tally = this.#of(feed)
    const count = tally.counts.get(reason)
    if (count) {
      count.count += times
      count.lastAt = report.receivedAt
    } else {
      tally.counts.set(reason, { count: times, lastAt: report.receivedAt })
    }
    // Twins are no news: they would push out what somebody has to look at.
    if (reason !== 'duplicate') {
      tally.examples.push({ reason, subject: report.subject.slice(0, 160), lon: finite(report.lon), lat: finite(report.lat), at: finite(report.at), receivedAt: report.receivedAt })
      if (tally.examples.length > EXAMPLES) {
        tally.examples.shift()
      }
    }
  }

  /** Counts of a feed ('' for what came by no feed), most frequent first. */
  counts(feed: string): RefusalCount[] {
    return [...(this.#feeds.get(feed)?.counts ?? [])].map(([reason, count]) => ({ reason, outcome: OUTCOME[reason], ...count })).sort((a, b) => b.count - a.count)
  }

  /** Newest first. */
  examples(feed: string): Example[] {
    return [...(this.#feeds.get(feed)?.examples ?? [])].reverse()
  }

  feeds(): string[] {
    return [...this.#feeds.keys()]
  }

  #of(feed: string): Tally {
    let tally = this.#feeds.get(feed)
    if (!tally) {
      tally = { counts: new Map(), examples: [] }
      this.#feeds.set(feed, tally)
    }
    return tally
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
