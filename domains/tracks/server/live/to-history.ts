import type { RetentionClass } from '../../../../core/observation.ts'
import type { Kept } from '../../../../server/face.ts'
import type { Refusals } from '../../shared/pipeline/refusals.ts'
import type { Report } from '../../shared/pipeline/report.ts'

/** Positions that wait for the disk; beyond it they are shown and not kept, counted. */
const MOST_WAITING = 500_000
/** Of those that could not be kept together, so many are shown as examples. */
const EXAMPLES = 5

export type Writer = (fixes: readonly Kept[], retention: RetentionClass) => Promise<void>

/** Hands positions on to history, each to its retention class, and says of those that could not be kept. */
export class ToHistory {
  /** Handed on and not yet on the disk. */
  waiting = 0
  /** Before it is known nothing is kept. */
  write: Writer | null = null
  readonly #refusals: Refusals

  constructor(refusals: Refusals) {
    this.#refusals = refusals
  }

  /** Keep what came by a feed ('' for none). */
  take(reports: readonly Report[], retentionOf: (report: Report) => RetentionClass, feed: string): void {
    if (!this.write) {
      return
    }
    const classes = new Map<RetentionClass, Kept[]>()
    for (const report of reports) {
      const retention = retentionOf(report)
      const list = classes.get(retention)
      if (list) {
        list.push(report)
      } else {
        classes.set(retention, [report])
      }
    }
    for (const [retention, list] of classes) {
      // All are counted and a few are named: the others need not live until the disk has them.
      const [count, few] = [list.length, list.slice(-EXAMPLES)]
      const lost = (): void => few.forEach((one, i) => this.#refusals.note(feed, 'not-stored', one, i === 0 ? 1 + count - few.length : 1))
      if (this.waiting > MOST_WAITING) {
        lost()
        continue
      }
      this.waiting += count
      this.write(list, retention).then(
        () => { this.waiting -= count },
        () => {
          this.waiting -= count
          lost()
        },
      )
    }
  }
}
