import type { LonLat } from '../../core/place-geodesy.ts'

/**
 * What the evacuation planner is asked and what it answers. Minutes are counted from the moment of planning (0 = now) unless a
 * name says "ago"; distances are kilometres. Unknown is `null` and never means available.
 */

/** A place on the ellipsoid, or in a plane with kilometres as its unit (exercise and test instances). */
export type Position = LonLat | { readonly xKm: number; readonly yKm: number }

/** From (inclusive) and to (exclusive), minutes from now; to may be Infinity. */
export type MinuteInterval = readonly [fromMin: number, toMin: number]

/** UN evacuation category: A urgent, B priority, C routine. */
export type EvacCategory = 'A' | 'B' | 'C'

/** Weather at a place as last reported; a figure that is not known is null and is named as a caution, it forbids nothing. */
export type EvacWeather = { visibilityM: number | null; ceilingM: number | null; windKmh: number | null }

/** Least visibility and cloud base, most wind, an aircraft may fly in; null: no limit. */
export type WeatherMinima = { visibilityM: number | null; ceilingM: number | null; windKmh: number | null }

/**
 * Where an aeroplane lands or a boat puts in near a pick-up site or a facility, and the way by road between the two: casualties are
 * driven to the one and from the other. Of several an asset uses the nearest by road that it may use.
 */
export type EvacPort = {
  id: string
  serves: 'fixed' | 'boat'
  position: Position
  /** By road between the place and its port, the change of vehicle included. */
  road: Leg
  /** Length of the runway; null is not known. */
  runwayM?: number | null
  /** Whether it may be used in the dark; null is not known, which is no. */
  byNight: boolean | null
  red?: boolean
  /** River or lake it lies on; boats go between ports of one waterway. Null is not known: no way. */
  waterway?: string | null
  darkMin?: readonly MinuteInterval[]
  weather?: EvacWeather | null
}

/** Where casualties are picked up. */
export type EvacSite = {
  id: string
  position: Position
  /** Whether a helicopter can land; null is not known, which is no. */
  landing: boolean | null
  /** Whether the landing site may be used in the dark (default true where `landing` is). */
  landingByNight?: boolean | null
  /** Diameter of the landing site; null or absent: not limited. */
  landingSizeM?: number | null
  /** Whether casualties can be hoisted here by an aircraft that has a hoist (default false). */
  hoistPossible?: boolean
  /** Hostile or unclear: only protected assets go. */
  red: boolean
  /** When it is dark here; see `darkIntervals` in sun.ts. Absent: the problem's `night` holds. */
  darkMin?: readonly MinuteInterval[]
  weather?: EvacWeather | null
  ports?: readonly EvacPort[]
}

/** What a facility says about one of its capabilities. */
export type CapabilityState = {
  state: 'yes' | 'no' | 'unknown'
  /** From when it can be used (theatre in use until then); default 0. Care begins no earlier. */
  readyMin?: number
  /** How many of these casualties can be given it; null or absent: as many as there are beds. */
  slots?: number | null
  /** Why it is not there, when there is a closer word than "missing". */
  why?: 'THEATRE_DOWN' | 'BLOOD_SHORT'
}

export type EvacFacility = {
  id: string
  position: Position
  /** Whether a helicopter can land; null is not known, which is no. */
  helipad: boolean | null
  helipadByNight?: boolean | null
  helipadSizeM?: number | null
  /** By name (R1, DCS, ICU, CT …). What is not named is missing. */
  capabilities: Readonly<Record<string, CapabilityState>>
  /** Free beds; null is not known: none is counted. */
  beds: number | null
  /** Closed to casualties for a reason of its own (contagion, attack); default true. */
  open?: boolean
  /** How old the state above is; absent or null with `staleAfterMin` given means never reported: stale. */
  stateAgeMin?: number | null
  darkMin?: readonly MinuteInterval[]
  weather?: EvacWeather | null
  ports?: readonly EvacPort[]
}

export type EvacAsset = {
  id: string
  /** `fixed`: an aeroplane, from airstrip to airstrip; `boat`: from landing to landing on one waterway. */
  kind: 'helo' | 'fixed' | 'ground' | 'boat'
  /** Where it is now and where it goes back to (unless `returnTo` is given). */
  position: Position
  returnTo?: Position
  speedKmh: number
  /** Longest way of one sortie including the way back and the reserve. */
  maxKm: number
  litters: number
  seats: number
  /** Until wheels up. */
  readyMin: number
  /** On the ground at each stop. */
  loadMin: number
  /** At a stop where the hoist is used; default `loadMin`. */
  hoistLoadMin?: number
  /** Whether crew and aircraft fly by night; null is not known, which is no. Road assets: ignored. */
  night: boolean | null
  protected: boolean
  hoist?: boolean
  /** Diameter of landing site it needs. */
  landingSizeM?: number | null
  /** Length of runway an aeroplane needs; null or absent: not limited. */
  runwayM?: number | null
  /** River or lake a boat is on; null or absent is not known: no way. */
  waterway?: string | null
  minima?: WeatherMinima
  /** Weather where it starts. */
  weather?: EvacWeather | null
  /** The crew must be back by then; null or absent: no limit. */
  crewDutyEndMin?: number | null
  /** When it is dark where it starts. Absent: the problem's `night` holds. */
  darkMin?: readonly MinuteInterval[]
  /** Care given on the way (VENTILATOR, AMET …). */
  aboard?: readonly string[]
  /** Whether it may be tasked; null is not known, which is no. Default true. */
  available?: boolean | null
}

export type EvacCasualty = {
  id: string
  site: string
  category: EvacCategory
  /** Minutes since injury; null: not known. Then `alertedMinAgo` stands in for it and the casualty is marked. */
  injuredMinAgo: number | null
  alertedMinAgo?: number
  /** Lies on a litter; else sits. */
  litter: boolean
  /** Capabilities the facility must have. DCS (damage-control surgery) sets the two-hour deadline. */
  needs: readonly string[]
  /** Care needed on the way. */
  needsAboard?: readonly string[]
  /** False while the named authority has not decided (people not of the UN). Default true. */
  authorised?: boolean
}

/** A way that is closed to one asset for a reason the planner cannot see: clearance, escort, airspace. */
export type EvacBar = { asset: string; site?: string; facility?: string; reason: ReasonCode }

/** Travel of an asset between two places, as given by a road network; null: there is no way. */
export type Leg = { km: number; minutes: number }

/** A place a leg begins or ends at. */
export type PlaceRef = { kind: 'start' | 'return'; asset: string } | { kind: 'site'; id: string } | { kind: 'facility'; id: string }

export type EvacProblem = {
  id: string
  /** Dark everywhere for the whole time, unless a place says itself when it is dark. */
  night: boolean
  /** Straight line to road, for road assets without `legOf`. */
  groundDetour: number
  /** Straight line to the way by water; default 1.3. */
  waterDetour?: number
  /** Most pick-up sites in one sortie, 1–3. */
  maxStops: number
  sites: readonly EvacSite[]
  facilities: readonly EvacFacility[]
  assets: readonly EvacAsset[]
  casualties: readonly EvacCasualty[]
  bars?: readonly EvacBar[]
  /**
   * Travel of an asset where it is known better than by the straight line: undefined leaves it to the straight line, null says
   * there is no way. Called once a pair of places and asset; must be pure.
   */
  legOf?: (asset: EvacAsset, from: PlaceRef, to: PlaceRef) => Leg | null | undefined
  /** Tasks that fly already: nothing in them is changed; their casualties, beds and assets are taken. */
  committed?: readonly EvacTask[]
}

/** Deadlines in minutes since injury, weights per minute, and what an unserved casualty counts as: data, not code. */
export type EvacRules = {
  deadlineMin: { aSurgery: number; aOther: number; b: number; c: number }
  weightPerMin: { A: number; B: number; C: number }
  unservedMin: number
  /** A state older than this is stale; null: never asked. */
  staleAfterMin: number | null
  /**
   * A stale facility counts as so many minutes farther in the weighted minutes (tier 7) and only there: it is chosen less, but
   * no casualty is left behind or comes late for it.
   */
  staleMarginMin: number
}

/**
 * [unserved A, late A, unserved B, late B, unserved C, late C, Σ weight × minutes since injury, Σ km], all minimised, compared
 * from the left with a tolerance of 1e-6.
 */
export type EvacObjective = readonly [number, number, number, number, number, number, number, number]

/** One sortie: start → stops in order → facility → back. */
export type EvacTask = {
  asset: string
  stops: readonly string[]
  facility: string
  casualties: readonly string[]
  /** Wheels up; later than `readyMin` where it waits for daylight. */
  departMin: number
  /** At each stop, in their order. */
  stopArriveMin: readonly number[]
  /** At the facility. */
  arriveMin: number
  /** Back at its base. */
  returnMin: number
  /** Whole way including the way back. */
  km: number
}

/** Why an option is not open, or what is uncertain about one that is. */
export type ReasonCode =
  // The asset as such
  | 'ASSET_UNAVAILABLE' | 'ASSET_UNKNOWN' | 'ASSET_COMMITTED' | 'RANGE' | 'CREW_DUTY' | 'NO_WAY'
  // Aeroplanes and boats
  | 'NO_AIRSTRIP' | 'AIRSTRIP_SHORT' | 'AIRSTRIP_UNKNOWN' | 'NO_WATERWAY'
  // Dark, weather, security
  | 'NIGHT' | 'NIGHT_LANDING' | 'WEATHER' | 'RED_ZONE' | 'ESCORT' | 'CLEARANCE' | 'AIRSPACE'
  // Landing
  | 'NO_LANDING' | 'LANDING_UNKNOWN' | 'LANDING_SIZE' | 'NO_HOIST' | 'NO_HELIPAD' | 'HELIPAD_UNKNOWN' | 'HELIPAD_SIZE'
  // The facility
  | 'FACILITY_CLOSED' | 'CAPABILITY_MISSING' | 'CAPABILITY_UNKNOWN' | 'THEATRE_DOWN' | 'BLOOD_SHORT' | 'BEDS_NONE' | 'BEDS_UNKNOWN'
  // The casualty
  | 'NOT_AUTHORISED' | 'NO_LITTER' | 'NO_SEAT' | 'CARE_ABOARD'
  // Shared with others
  | 'BEDS_TAKEN' | 'SLOTS_TAKEN' | 'PLACES_TAKEN' | 'ASSET_TAKEN' | 'SORTIE_SHARED'
  // Cautions: they forbid nothing
  | 'STALE_FACILITY' | 'WEATHER_UNKNOWN' | 'INJURY_TIME_UNKNOWN' | 'WAITS_FOR_DAYLIGHT' | 'RETURN_IN_THE_DARK' | 'WAITS_FOR_CARE' | 'ROAD_TO_PORT'

/**
 * A way of serving a casualty that is not open, and the first constraint that closes it: an asset wherever it would go
 * (`facility` null), a facility whoever would go there (`asset` null), or the pair.
 */
export type RuledOut = { asset: string | null; facility: string | null; reason: ReasonCode; /** Capability or care the reason is about. */ about?: string }

/** What the plan does with one casualty, and why. */
export type CasualtyReason = {
  casualty: string
  /** Null: not served. */
  asset: string | null
  facility: string | null
  arriveMin: number | null
  /** Minutes since injury at the facility, null when unserved. */
  elapsedMin: number | null
  deadlineMin: number
  late: boolean
  /**
   * What stands between this casualty and something better: the constraint of the fastest option that is not open, or what
   * others hold of it; null when it goes the fastest way there is.
   */
  binding: (RuledOut & { /** Minutes sooner at a facility, were it not for this. */ soonerMin: number | null }) | null
  cautions: readonly ReasonCode[]
  /** Each asset, facility or pair that is closed to this casualty, one reason each. */
  ruledOut: readonly RuledOut[]
}

export type EvacAlternative = {
  tasks: readonly EvacTask[]
  unserved: readonly string[]
  objective: EvacObjective
  /** This plan minus the plan proposed, tier by tier. */
  difference: EvacObjective
}

/** What changes for whom, from the plan before to this one. */
export type PlanChange = {
  casualty: string
  before: { asset: string; facility: string; arriveMin: number } | null
  after: { asset: string; facility: string; arriveMin: number } | null
}

export type PlanDiff = {
  /** `kept`: the plan before still stands; `mended`: only what had to change; `new`: planned again, the gain was worth it. */
  outcome: 'kept' | 'mended' | 'new'
  changes: readonly PlanChange[]
  /** Tasks of the plan before that cannot be carried out any more, with the reason. */
  broken: readonly { asset: string; reason: ReasonCode }[]
  /** Objective of the plan before in today's situation (its broken tasks left out), and of the best plan found now. */
  before: EvacObjective
  best: EvacObjective
}

export type EvacPlan = {
  id: string
  /** Committed tasks first, then by asset in the order given. */
  tasks: readonly EvacTask[]
  unserved: readonly string[]
  objective: EvacObjective
  /** No plan is better than this; equal to `objective` when `proven`. */
  bound: EvacObjective
  /** True when this plan is proven to be the best of all (for `diff.outcome` other than `new`: that the best is `diff.best`). */
  proven: boolean
  reasons: readonly CasualtyReason[]
  alternatives: readonly EvacAlternative[]
  diff: PlanDiff | null
  /** Facilities in the plan whose state is stale: call them. */
  staleFacilities: readonly string[]
  took: { firstPlanMs: number; totalMs: number }
  /** False when there were more ways than can be listed: then the bound is a weak one and `proven` is false. */
  complete: boolean
}

export type PlanOptions = {
  rules?: Partial<EvacRules>
  /** Time for the search; default 5,000 ms. The best plan so far is answered when it is over. */
  budgetMs?: number
  /** Asked every few milliseconds; true ends the search with the best plan so far. */
  stop?: () => boolean
  /** How many alternatives; default 2. */
  alternatives?: number
  /** The plan that stands now; casualties and assets that are gone are passed over. */
  previous?: readonly EvacTask[]
  /** A plan that stands is changed only for fewer unserved or late, or for at least so many weighted minutes; default 1,000 (ten minutes of one A). */
  replanGainWeightedMin?: number
  /** Milliseconds, for the budget; default Date.now. */
  clockMs?: () => number
}
