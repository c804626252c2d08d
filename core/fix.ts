/** Where a position comes from; decides how far it is believed and how it is worded (`manual, 40 min old`). */
export const FIX_SOURCES = ['gps', 'radio', 'ais', 'adsb', 'radar', 'acoustic', 'camera', 'manual', 'computed', 'unknown'] as const
export type FixSource = (typeof FIX_SOURCES)[number]

/**
 * Where something was. `subject` is its identity within a scheme (`cot:ANDROID-35ab`, `mmsi:211234567`, `icao:3c6444`,
 * `imei:…`, `device:…`, `manual:…`): reports of one identity are one subject, and identities are never merged by position.
 * Times are epoch ms: `at` when it was true, `receivedAt` when the node had it.
 */
export type Fix = {
  subject: string
  at: number
  receivedAt: number
  /** Degrees, WGS 84. */
  lon: number
  lat: number
  /** Metres above the ellipsoid, null when unknown. */
  altM: number | null
  /** Metres a second over ground. */
  speedMs: number | null
  /** Degrees clockwise from true north, 0 ≤ x < 360. */
  courseDeg: number | null
  /** Circular error in metres as the source states it (CE 90 for CoT), null when it says nothing. */
  accuracyM: number | null
  source: FixSource
}

/** What a report says of its subject beyond where it is. A member that is absent says nothing. */
export type SubjectFacts = {
  callsign?: string
  /** CoT type (`a-f-G-U-C`) when the source has one. */
  cotType?: string
  /** MIL-STD-2525 or APP-6 symbol code when the source has one. */
  sidc?: string
  /** A word the map has a sign for when there is no code. */
  sort?: TrackSort
  /** TAK team colour and role. */
  team?: string
  role?: string
  /** 0–1. */
  battery?: number
  /** Anything else worth reading, already in words or numbers with its unit in the name (`draughtM`). At most 32. */
  more?: { [name: string]: string | number | boolean }
}

/** A call for help a source can make by itself. */
export const ALARMS = ['sos', 'tamper', 'fall', 'geofence', 'low-battery', 'power-cut', 'cancel'] as const
export type Alarm = (typeof ALARMS)[number]

/** How it stands to the mission, as MIL-STD-2525 has it. */
export const AFFILIATIONS = ['friend', 'neutral', 'hostile', 'suspect', 'assumed-friend', 'pending', 'unknown'] as const
/** What it is, when no symbol code says more. */
export const TRACK_SORTS = ['person', 'vehicle', 'armoured', 'truck', 'motorcycle', 'aircraft', 'helicopter', 'uas', 'vessel', 'animal', 'base', 'team', 'convoy', 'unknown'] as const
export type TrackSort = (typeof TRACK_SORTS)[number]
export type Affiliation = (typeof AFFILIATIONS)[number]

/** Receivers without a fix report 0/0: within so many degrees of it (110 m) nobody is believed to be. */
const NULL_ISLAND_DEG = 0.001
/** No receiver that is not broken reports the poles. */
const POLE_DEG = 89.9

/** Why nobody is at a place although it is on Earth; null for places like any other. */
export function nowhere(lon: number, lat: number): 'null-island' | 'pole' | null {
  return Math.abs(lon) < NULL_ISLAND_DEG && Math.abs(lat) < NULL_ISLAND_DEG ? 'null-island' : Math.abs(lat) > POLE_DEG ? 'pole' : null
}
