import type { LiveTrack } from '../shared/wire.ts'

/** What is not drawn: by affiliation, sort and feed. */
export type TrackFilter = { affiliations: readonly string[]; sorts: readonly string[]; feeds: readonly string[] }
export type Age = 'fresh' | 'old' | 'lost'
export type Limits = { oldMin: number; lostMin: number }

/** What the plan needs to know of one thing. */
export type Seen = Pick<LiveTrack, 'id' | 'name' | 'callsign' | 'sidc' | 'sort' | 'affiliation' | 'feed' | 'lon' | 'lat' | 'at' | 'speedMs' | 'courseDeg' | 'source' | 'sos'>
export type Mark = 'o' | 'l' | 'm' | 's' | 'c'
/** Names pictures; injected, so that this stays pure. */
export type NameOf = (sidc: string, marks: readonly Mark[]) => string

export type Columns = { lon: Float64Array; lat: Float64Array; symbol: Uint16Array; course: Float32Array; speed: Float32Array; label: (string | null)[]; symbols: string[] }
export type Cluster = { key: string; lon: number; lat: number; count: number; ids: string[] }
export type Plan = { columns: Columns; /** Id of each row of the columns. */ ids: string[]; clusters: Cluster[]; shown: number; total: number; hidden: number }

/** How old a position is by the limits in force. */
export function ageOf(at: number, now: number, { oldMin, lostMin }: Limits): Age {
  const minutes = (now - at) / 60_000
  return minutes > lostMin ? 'lost' : minutes > oldMin ? 'old' : 'fresh'
}

/** Who is drawn above whom: own below, then what must be seen, the chosen and calls for help on top. */
export function rank(one: Pick<Seen, 'affiliation' | 'sos'>, chosen: boolean): number {
  return one.sos ? 5 : chosen ? 4 : one.affiliation === 'hostile' ? 3 : one.affiliation === 'suspect' ? 2 : 1
}

/** May it disappear into a group? Never what calls for help, is hostile or suspect, or is chosen. */
export function mayGroup(one: Pick<Seen, 'affiliation' | 'sos'>, chosen: boolean): boolean {
  return rank(one, chosen) === 1
}

/** From so many in one square of the screen they are shown as a group. */
const GROUP_FROM = 4
/** Side of that square, CSS pixels. */
const GROUP_PX = 56
/** Things are grouped below this zoom. */
export const GROUP_BELOW = 9
/** Below this zoom no names stand beside things. */
const LABELS_FROM = 6

/**
 * What is drawn of the things that move: what is hidden left out, near ones grouped at low zoom, the rest in the order of
 * their importance with their marks and names. `age` words minutes.
 */
export function planTracks(things: Iterable<Seen>, options: { now: number; zoom: number; limits: Limits; hidden: TrackFilter; chosen: string | null; cluster: boolean; labels: boolean; ahead: boolean; nameOf: NameOf; age(minutes: number): string }): Plan {
  const { now, zoom, limits, hidden, chosen, nameOf } = options
  const off = { a: new Set(hidden.affiliations), s: new Set(hidden.sorts), f: new Set(hidden.feeds) }
  let total = 0
  let left = 0
  const kept: Seen[] = []
  for (const one of things) {
    total += 1
    // A call for help is never hidden.
    if (!one.sos && one.id !== chosen && (off.a.has(one.affiliation) || off.s.has(one.sort) || off.f.has(one.feed ?? ''))) {
      left += 1
    } else {
      kept.push(one)
    }
  }
  const { alone, clusters } = options.cluster && zoom < GROUP_BELOW ? group(kept, zoom, chosen) : { alone: kept, clusters: [] }
  alone.sort((a, b) => rank(a, a.id === chosen) - rank(b, b.id === chosen))
  const names = new Map<string, number>()
  const columns: Columns = { lon: new Float64Array(alone.length), lat: new Float64Array(alone.length), symbol: new Uint16Array(alone.length), course: new Float32Array(alone.length), speed: new Float32Array(alone.length), label: [], symbols: [] }
  alone.forEach((one, i) => {
    const age = ageOf(one.at, now, limits)
    const name = nameOf(one.sidc, marksOf(one, age, one.id === chosen))
    let symbol = names.get(name)
    if (symbol === undefined) {
      symbol = names.size
      names.set(name, symbol)
    }
    columns.lon[i] = one.lon
    columns.lat[i] = one.lat
    columns.symbol[i] = symbol
    // Where it goes is said only of what is known to be there.
    columns.course[i] = age === 'lost' || !options.ahead ? Number.NaN : (one.courseDeg ?? Number.NaN)
    columns.speed[i] = age === 'fresh' ? (one.speedMs ?? Number.NaN) : Number.NaN
    const named = one.callsign ?? one.name
    columns.label.push(options.labels && (zoom >= LABELS_FROM || one.sos || one.id === chosen) ? (age === 'fresh' ? named : `${named} · ${options.age((now - one.at) / 60_000)}`) : null)
  })
  columns.symbols = [...names.keys()]
  return { columns, ids: alone.map((one) => one.id), clusters, shown: kept.length, total, hidden: left }
}

/** Marks of a symbol that do not rest on colour: how old, said by a person, calls for help, chosen. */
export function marksOf(one: Pick<Seen, 'source' | 'sos'>, age: Age, chosen: boolean): Mark[] {
  return [...(age === 'old' ? ['o'] as const : age === 'lost' ? ['l'] as const : []), ...(one.source === 'manual' ? ['m'] as const : []), ...(one.sos ? ['s'] as const : []), ...(chosen ? ['c'] as const : [])]
}

function group(things: readonly Seen[], zoom: number, chosen: string | null): { alone: Seen[]; clusters: Cluster[] } {
  const size = 512 * 2 ** zoom
  const squares = new Map<string, Seen[]>()
  const alone: Seen[] = []
  for (const one of things) {
    if (!mayGroup(one, one.id === chosen)) {
      alone.push(one)
      continue
    }
    const sin = Math.sin((Math.min(85, Math.max(-85, one.lat)) * Math.PI) / 180)
    const x = Math.floor(((one.lon / 360 + 0.5) * size) / GROUP_PX)
    const y = Math.floor(((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * size) / GROUP_PX)
    const key = `${x}:${y}`
    const square = squares.get(key)
    if (square) {
      square.push(one)
    } else {
      squares.set(key, [one])
    }
  }
  const clusters: Cluster[] = []
  for (const [key, inside] of squares) {
    if (inside.length < GROUP_FROM) {
      alone.push(...inside)
    } else {
      clusters.push({ key, count: inside.length, ids: inside.map((one) => one.id), lon: inside.reduce((sum, one) => sum + one.lon, 0) / inside.length, lat: inside.reduce((sum, one) => sum + one.lat, 0) / inside.length })
    }
  }
  return { alone, clusters }
}
