import { isPlot, PlotFuser } from '../../../analysis/fusion/plots.ts'
import { reportOf, type Report } from './pipeline/report.ts'

/** What is remembered of scans ends with the feed; so many feeds at most fuse at once. */
const MOST_FEEDS = 200

/** Identity of a track that was made of reports without one. */
export function fusedSubject(feed: string, n: number): string {
  return `fused:${feed}:${n}`
}

/**
 * Turns the reports of a feed that bear no identity (`plot:…`) into those of tracks with a number each. What bears an identity goes
 * through as it is: it is never merged by where it is. What cannot be a place is left for the pipeline to refuse.
 */
export class Fusion {
  readonly #feeds = new Map<string, PlotFuser>()

  take(feed: string, reports: readonly Report[]): Report[] {
    const through: Report[] = []
    const plots: Report[] = []
    for (const report of reports) {
      (isPlot(report.subject) && Math.abs(report.lon) <= 180 && Math.abs(report.lat) < 89 && report.at <= report.receivedAt + 300_000 ? plots : through).push(report)
    }
    const [first] = plots
    if (!first) {
      return through
    }
    let fuser = this.#feeds.get(feed)
    if (!fuser) {
      if (this.#feeds.size >= MOST_FEEDS) {
        this.#feeds.clear()
      }
      fuser = new PlotFuser()
      this.#feeds.set(feed, fuser)
    }
    const fused = fuser.take(plots.sort((a, b) => a.at - b.at).map(({ subject, at, lon, lat, accuracyM }) => ({ subject, at, lon, lat, accuracyM, source: subject.split(':', 2).join(':') })))
    return [...through, ...fused.map(({ n, at, lon, lat, speedMs, courseDeg, accuracyM, hits, report, sources }) => reportOf(
      { subject: fusedSubject(feed, n), at, lon, lat, altM: null, speedMs, courseDeg, accuracyM, source: 'computed' }, first.receivedAt,
      { more: { reports: hits, report, madeOf: Object.entries(sources).map(([source, count]) => `${source} ${count}`).join(', ').slice(0, 400) } }, feed,
    ))]
  }

  /** A feed was stopped or changed: what it saw is over. */
  forget(feed: string): void {
    this.#feeds.delete(feed)
  }
}
