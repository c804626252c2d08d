import { Fuser, trackState, type FuserOptions, type Plot } from './fuser.ts'

/** A report without identity, as a feed brings it. Degrees, epoch ms, metres. */
export type PlotReport = { subject: string; at: number; lon: number; lat: number; accuracyM: number | null; source: string }
/** Where a track of such reports is: `n` is its number in the feed, `hits` how many reports it is made of, `report` the one of this moment. */
export type FusedReport = { n: number; at: number; lon: number; lat: number; speedMs: number; courseDeg: number; accuracyM: number; hits: number; report: string; sources: { [source: string]: number } }

/** Subjects by which sensors name what they see once. */
export const PLOT_PREFIX = 'plot:'
const DEGREE_M = 111_195
/** Reports within so many ms are one scan. */
const SCAN_MS = 400
const SIGMA_M = 15
/** CE 90 of a circular error is 2.146 standard deviations of one axis. */
const CE90 = 2.146
/** Reports of the last scans from which the density of false ones is read. */
const REMEMBERED = 20
/** Farther from the middle of the plane its metres are too wrong: another is laid. */
const PLANE_M = 200_000

export function isPlot(subject: string): boolean {
  return subject.startsWith(PLOT_PREFIX)
}

/** Turns a feed's reports without identity into tracks with a number each. Reports come oldest first; older ones are left out. */
export class PlotFuser {
  readonly #options: Partial<FuserOptions>
  #fuser: Fuser
  #middle: { lon: number; lat: number; narrow: number } | null = null
  /** The first number of the tracks of this plane, so that none is given twice. */
  #base = 0
  #most = 0
  readonly #stray: { count: number; box: [number, number, number, number] }[] = []

  constructor(options: Partial<FuserOptions> = {}) {
    this.#options = options
    this.#fuser = new Fuser(options)
  }

  /** Take reports; answers where each track that is told of is by them. */
  take(reports: readonly PlotReport[]): FusedReport[] {
    const out: FusedReport[] = []
    for (let i = 0; i < reports.length;) {
      const first = reports[i] as PlotReport
      let end = i + 1
      while (end < reports.length && (reports[end] as PlotReport).at - first.at <= SCAN_MS) {
        end++
      }
      out.push(...this.#scan(first.at, reports.slice(i, end)))
      i = end
    }
    return out
  }

  #scan(at: number, reports: readonly PlotReport[]): FusedReport[] {
    const middle = this.#plane(reports[0] as PlotReport)
    const plots = reports.map(({ lon, lat, accuracyM, source }): Plot => ({
      x: shorter(lon - middle.lon) * middle.narrow * DEGREE_M, y: (lat - middle.lat) * DEGREE_M,
      sigmaM: Math.max(1, accuracyM === null ? SIGMA_M : accuracyM / CE90), source,
    }))
    const taken = this.#fuser.scan(at / 1000, plots)
    this.#learn(plots, taken.filter(({ track }) => !track.confirmed).length)
    return taken.flatMap(({ track, plot }) => {
      if (!track.confirmed) {
        return []
      }
      const { x, y } = trackState(track)
      this.#most = Math.max(this.#most, this.#base + track.n)
      return [{
        n: this.#base + track.n, at, lon: wrapped(middle.lon + x.p / (middle.narrow * DEGREE_M)), lat: middle.lat + y.p / DEGREE_M,
        speedMs: Math.hypot(x.v, y.v), courseDeg: ((Math.atan2(x.v, y.v) * 180) / Math.PI + 360) % 360,
        accuracyM: CE90 * Math.sqrt((x.pp + y.pp) / 2), hits: track.hits, report: (reports[plot] as PlotReport).subject, sources: Object.fromEntries(track.sources),
      }]
    })
  }

  /** How many reports a scan are of nothing, over the ground they were seen on. */
  #learn(plots: readonly Plot[], stray: number): void {
    const [xs, ys] = [plots.map((one) => one.x), plots.map((one) => one.y)]
    this.#stray.push({ count: stray, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] })
    if (this.#stray.length > REMEMBERED) {
      this.#stray.shift()
    }
    const box = this.#stray.reduce((a, { box: b }) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])] as [number, number, number, number], [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number])
    const ground = Math.max(1e6, (box[2] - box[0]) * (box[3] - box[1]))
    const count = this.#stray.reduce((sum, one) => sum + one.count, 0) / this.#stray.length
    this.#fuser.clutter = Math.max(0.5, count) / ground
  }

  #plane({ lon, lat }: PlotReport): { lon: number; lat: number; narrow: number } {
    const known = this.#middle
    if (known && Math.abs(lat - known.lat) * DEGREE_M < PLANE_M && Math.abs(shorter(lon - known.lon)) * known.narrow * DEGREE_M < PLANE_M) {
      return known
    }
    this.#base = this.#most
    this.#fuser = new Fuser(this.#options)
    this.#stray.length = 0
    return (this.#middle = { lon, lat, narrow: Math.max(0.01, Math.cos((lat * Math.PI) / 180)) })
  }
}

function shorter(degrees: number): number {
  return degrees > 180 ? degrees - 360 : degrees < -180 ? degrees + 360 : degrees
}

function wrapped(lon: number): number {
  return lon >= 180 ? lon - 360 : lon < -180 ? lon + 360 : lon
}
