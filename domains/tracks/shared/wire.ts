import type { FixSource, TrackSort } from '../../../core/fix.ts'

/**
 * One moving thing as a screen gets it. `id` is the record of its track, or `feed/subject` for one that has none yet.
 * Times epoch ms, degrees, metres a second; null where unknown.
 */
export type LiveTrack = {
  id: string
  /** Reference of the record, e.g. TRK-2026-000012; null for one without a record. */
  ref: string | null
  name: string
  callsign: string | null
  subject: string
  /** 20-digit symbol code, never empty: what is unknown is drawn as unknown. */
  sidc: string
  sort: TrackSort
  affiliation: string
  capabilities: string[]
  unit: string | null
  feed: string | null
  lon: number
  lat: number
  altM: number | null
  speedMs: number | null
  courseDeg: number | null
  accuracyM: number | null
  at: number
  receivedAt: number
  source: FixSource
  battery: number | null
  /** A call for help that was not cancelled. */
  sos: boolean
  level: 'U' | 'C' | 'SC'
}

/** The part of a live track that changes with each position; `n` is its number in the subscription. */
export type Moved = [n: number, lon: number, lat: number, at: number, speedMs: number | null, courseDeg: number | null, altM: number | null, accuracyM: number | null]

/**
 * Frames of the channel `tracks` on the live WebSocket. Opened by `{op:'open', id, channel:'tracks', params}`; `params` may hold
 * `bbox` (west, south, east, north) and `limit`. A first frame that replaces whatever was shown – what exceeds 5,000 things follows in
 * frames of `set` – then what changed, each thing once a frame in its latest state; `all` may come again. `dropped` counts positions
 * that were replaced by newer ones since the frame before; `total` is what the reader may see in the box, of which `limit` are shown.
 */
export type TrackFrame =
  | { all: { n: number; track: LiveTrack }[]; total: number; now: number }
  | { set: { n: number; track: LiveTrack }[]; moved: Moved[]; gone: number[]; dropped: number; total: number; now: number }

/** A stretch of where something was, oldest first; parallel arrays. Degrees, epoch ms. `cut`: more was there than was sent. */
export type Path = { id: string; name: string; sidc: string; lon: number[]; lat: number[]; at: number[]; speedMs: (number | null)[]; cut: boolean }

/** `GET /api/tracks/paths?from&to&bbox&ids&every`: everything that moved in a period, for replay. */
export type Paths = { from: number; to: number; paths: Path[]; total: number; /** Seconds positions were thinned to. */ everyS: number }
