import { distanceM } from '../../core/place-geodesy.ts'
import type { EvacAsset, EvacCasualty, EvacFacility, EvacObjective, EvacPort, EvacProblem, EvacRules, EvacSite, EvacTask, EvacWeather, MinuteInterval, PlaceRef, Position, WeatherMinima } from './types.ts'

/** What the checker says of a plan: every breach in words, and the objective as it comes out of the plan alone. */
export type PlanCheck = { breaches: string[]; objective: EvacObjective }

/** Minutes, kilometres: stated figures may be off by so much. */
const TOLERANCE = 1e-6

/**
 * Check a plan against its problem from scratch, with nothing of the planner: names, one sortie an asset, range, times, dark,
 * weather, security, landing, places aboard, capabilities, beds, and the objective. No plan is shown to anybody unless it passes.
 */
export function checkPlan(problem: EvacProblem, tasks: readonly EvacTask[], rules: EvacRules): PlanCheck {
  const breaches: string[] = []
  const say = (text: string): void => void breaches.push(text)
  const sites = new Map(problem.sites.map((one) => [one.id, one]))
  const facilities = new Map(problem.facilities.map((one) => [one.id, one]))
  const assets = new Map(problem.assets.map((one) => [one.id, one]))
  const casualties = new Map(problem.casualties.map((one) => [one.id, one]))
  const committed = problem.committed ?? []
  const served = new Map<string, EvacTask>()
  const flown = new Set<string>()
  for (const task of tasks) {
    if (flown.has(task.asset)) {
      say(`${task.asset} flies twice`)
    }
    flown.add(task.asset)
    for (const id of task.casualties) {
      if (served.has(id)) {
        say(`${id} is taken twice`)
      }
      served.set(id, task)
    }
    if (committed.some((one) => one.asset === task.asset)) {
      if (!committed.some((one) => JSON.stringify(one) === JSON.stringify(task))) {
        say(`${task.asset} flies already and its task is changed`)
      }
      continue
    }
    const asset = assets.get(task.asset)
    const facility = facilities.get(task.facility)
    const stops = task.stops.map((id) => sites.get(id))
    const aboard = task.casualties.map((id) => casualties.get(id))
    if (asset === undefined || facility === undefined || stops.includes(undefined) || aboard.includes(undefined)) {
      say(`the task of ${task.asset} names something that is not there`)
      continue
    }
    checkTask(problem, task, asset, stops as EvacSite[], facility, aboard as EvacCasualty[], say)
  }
  for (const task of committed) {
    if (!tasks.includes(task) && !tasks.some((one) => one.asset === task.asset)) {
      say(`the task of ${task.asset}, which flies already, is missing`)
    }
  }
  checkRoom(problem, tasks, casualties, say)
  return { breaches, objective: objectiveOf(problem, tasks, served, facilities, rules) }
}

function checkTask(problem: EvacProblem, task: EvacTask, asset: EvacAsset, stops: readonly EvacSite[], facility: EvacFacility, aboard: readonly EvacCasualty[], say: (text: string) => void): void {
  const who = task.asset
  if (asset.available === false || asset.available === null) {
    say(`${who} is not available`)
  }
  if (stops.length < 1 || stops.length > problem.maxStops || new Set(task.stops).size < stops.length) {
    say(`${who} makes ${stops.length} stops; 1 to ${problem.maxStops} different ones are allowed`)
  }
  for (const one of aboard) {
    if (!task.stops.includes(one.site)) {
      say(`${who} takes ${one.id}, whose site it does not call at`)
    }
  }
  for (const site of stops) {
    if (!aboard.some((one) => one.site === site.id)) {
      say(`${who} calls at ${site.id} for nobody`)
    }
  }
  for (const bar of problem.bars ?? []) {
    if (bar.asset === who && (bar.site === undefined || task.stops.includes(bar.site)) && (bar.facility === undefined || bar.facility === facility.id)) {
      say(`${who} is barred there: ${bar.reason}`)
    }
  }
  const litters = aboard.filter(({ litter }) => litter).length
  if (litters > asset.litters || aboard.length - litters > asset.seats) {
    say(`${who} has no room for ${litters} litters and ${aboard.length - litters} seats`)
  }
  for (const one of aboard) {
    if (one.authorised === false) {
      say(`${one.id} is not authorised`)
    }
    for (const need of one.needsAboard ?? []) {
      if (asset.aboard?.includes(need) !== true) {
        say(`${who} has no ${need} for ${one.id}`)
      }
    }
    for (const need of one.needs) {
      if (facility.capabilities[need]?.state !== 'yes') {
        say(`${facility.id} has no ${need} for ${one.id}`)
      }
    }
  }
  if (facility.open === false) {
    say(`${facility.id} is closed`)
  }
  for (const site of stops) {
    if (site.red && !asset.protected) {
      say(`${site.id} is red and ${who} is not protected`)
    }
  }
  checkTimes(problem, task, asset, stops, facility, say)
}

function checkTimes(problem: EvacProblem, task: EvacTask, asset: EvacAsset, stops: readonly EvacSite[], facility: EvacFacility, say: (text: string) => void): void {
  const who = task.asset
  const flies = asset.kind === 'helo'
  const drives = asset.kind === 'ground'
  const byPort = asset.kind === 'fixed' || asset.kind === 'boat'
  const dark = (place: { darkMin?: readonly MinuteInterval[] }, from: number, to: number): boolean =>
    (place.darkMin ?? (problem.night ? [[0, Infinity] as const] : [])).some(([start, end]) => from < end - TOLERANCE && (from >= start || to > start + TOLERANCE))
  if (task.departMin < asset.readyMin - TOLERANCE) {
    say(`${who} leaves before it is ready`)
  }
  if (!drives && asset.night !== true && dark(asset, task.departMin, task.departMin)) {
    say(`${who} leaves in the dark`)
  }
  if (!drives && tooBad(asset.weather, asset.minima)) {
    say(`the weather where ${who} starts is below its minima`)
  }
  const detour = drives ? problem.groundDetour : asset.kind === 'boat' ? (problem.waterDetour ?? 1.3) : 1
  /** Of the ports of a place the nearest by road it may use at all. */
  const portOf = (place: EvacSite | EvacFacility): EvacPort | undefined => {
    let best: EvacPort | undefined
    for (const port of place.ports ?? []) {
      const long = asset.kind !== 'fixed' || !asset.runwayM || (port.runwayM ?? 0) >= asset.runwayM
      const wet = asset.kind !== 'boat' || (typeof asset.waterway === 'string' && asset.waterway !== '' && asset.waterway === port.waterway)
      const seen = (asset.night === true && port.byNight === true) || !(port.darkMin ?? (problem.night ? [[0, Infinity] as const] : [])).some(([start, end]) => start <= 0 && end === Infinity)
      if (port.serves === asset.kind && long && wet && seen && !(port.red === true && !asset.protected) && !tooBad(port.weather, asset.minima) && (best === undefined || port.road.minutes < best.road.minutes)) {
        best = port
      }
    }
    return best
  }
  let km = 0
  let at = task.departMin
  let from: { ref: PlaceRef; position: Position } = { ref: { kind: 'start', asset: who }, position: asset.position }
  const go = (ref: PlaceRef, position: Position): void => {
    const given = problem.legOf?.(asset, from.ref, ref)
    if (given === null) {
      say(`${who} has no way to ${'id' in ref ? ref.id : 'its base'}`)
    }
    const far = kilometres(from.position, position) * detour
    km += given?.km ?? far
    at += given?.minutes ?? far / asset.speedKmh * 60
    from = { ref, position }
  }
  stops.forEach((site, i) => {
    const port = byPort ? portOf(site) : undefined
    if (byPort && port === undefined) {
      say(`${who} has nowhere to take in near ${site.id}`)
      return
    }
    go({ kind: 'site', id: site.id }, port?.position ?? site.position)
    if (!near(at, task.stopArriveMin[i] ?? NaN)) {
      say(`${who} is at ${site.id} at ${at}, not at ${task.stopArriveMin[i]}`)
    }
    if (!flies) {
      if (port !== undefined && (at < port.road.minutes - TOLERANCE || (dark(port, at, at + asset.loadMin) && !(asset.night === true && port.byNight === true)))) {
        say(`${who} takes in at ${port.id} for ${site.id} in the dark, or before they are brought there`)
      }
      at += asset.loadMin
      return
    }
    const size = (site.landingSizeM ?? Infinity) >= (asset.landingSizeM ?? 0)
    const nightLanding = asset.night === true && (site.landingByNight === undefined || site.landingByNight === true)
    if (site.landing === true && size && (nightLanding || !dark(site, at, at + asset.loadMin))) {
      at += asset.loadMin
    } else if (site.hoistPossible === true && asset.hoist === true && (asset.night === true || !dark(site, at, at + (asset.hoistLoadMin ?? asset.loadMin)))) {
      at += asset.hoistLoadMin ?? asset.loadMin
    } else {
      say(`${who} can neither land nor hoist at ${site.id} then`)
    }
    if (tooBad(site.weather, asset.minima)) {
      say(`the weather at ${site.id} is below the minima of ${who}`)
    }
  })
  const landing = byPort ? portOf(facility) : undefined
  if (byPort && landing === undefined) {
    say(`${who} has nowhere to set down near ${facility.id}`)
    return
  }
  if (landing !== undefined && kilometres(from.position, landing.position) < 1) {
    say(`${who} takes them from ${landing.id} to itself`)
  }
  go({ kind: 'facility', id: facility.id }, landing?.position ?? facility.position)
  if (landing !== undefined && dark(landing, at, at) && !(asset.night === true && landing.byNight === true)) {
    say(`${who} sets down at ${landing.id} in the dark`)
  }
  const drive = landing?.road.minutes ?? 0
  at += drive
  if (!near(at, task.arriveMin)) {
    say(`${who} is at ${facility.id} at ${at}, not at ${task.arriveMin}`)
  }
  if (flies) {
    const size = (facility.helipadSizeM ?? Infinity) >= (asset.landingSizeM ?? 0)
    const nightLanding = asset.night === true && (facility.helipadByNight === undefined || facility.helipadByNight === true)
    if (facility.helipad !== true || !size || (!nightLanding && dark(facility, at, at))) {
      say(`${who} cannot land at ${facility.id} then`)
    }
    if (tooBad(facility.weather, asset.minima)) {
      say(`the weather at ${facility.id} is below the minima of ${who}`)
    }
  }
  at -= drive
  go({ kind: 'return', asset: who }, asset.returnTo ?? asset.position)
  if (!near(at, task.returnMin) || at > (asset.crewDutyEndMin ?? Infinity) + TOLERANCE) {
    say(`${who} is back at ${at}; ${task.returnMin} is stated and duty ends at ${asset.crewDutyEndMin ?? 'no set time'}`)
  }
  if (!near(km, task.km) || km > asset.maxKm + TOLERANCE) {
    say(`${who} goes ${km} km; ${task.km} is stated and ${asset.maxKm} is its range`)
  }
}

/** Beds, and places in a capability, over all tasks together. */
function checkRoom(problem: EvacProblem, tasks: readonly EvacTask[], casualties: ReadonlyMap<string, EvacCasualty>, say: (text: string) => void): void {
  const planned = new Set((problem.committed ?? []).map(({ asset }) => asset))
  for (const facility of problem.facilities) {
    const there = tasks.filter((task) => task.facility === facility.id)
    const coming = there.flatMap((task) => task.casualties).map((id) => casualties.get(id))
    // What flies already is not undone because a bed was lost meanwhile; but nobody may be added to it.
    if (there.every((task) => planned.has(task.asset))) {
      continue
    }
    if (coming.length > (facility.beds ?? 0)) {
      say(`${facility.id} gets ${coming.length} casualties for ${facility.beds ?? 0} beds`)
    }
    const added = there.filter((task) => !planned.has(task.asset)).flatMap((task) => task.casualties).map((id) => casualties.get(id))
    for (const [name, { slots }] of Object.entries(facility.capabilities)) {
      const needing = coming.filter((one) => one?.needs.includes(name) === true).length
      if (needing > (slots ?? Infinity) && added.some((one) => one?.needs.includes(name) === true)) {
        say(`${facility.id} gets ${needing} casualties for ${slots} places of ${name}`)
      }
    }
  }
}

function objectiveOf(problem: EvacProblem, tasks: readonly EvacTask[], served: ReadonlyMap<string, EvacTask>, facilities: ReadonlyMap<string, EvacFacility>, rules: EvacRules): EvacObjective {
  const unserved = { A: 0, B: 0, C: 0 }
  const late = { A: 0, B: 0, C: 0 }
  let minutes = 0
  for (const one of problem.casualties) {
    const weight = rules.weightPerMin[one.category]
    const task = served.get(one.id)
    if (task === undefined) {
      unserved[one.category] += 1
      minutes += weight * rules.unservedMin
      continue
    }
    const facility = facilities.get(task.facility)
    const care = one.needs.reduce((latest, need) => Math.max(latest, facility?.capabilities[need]?.readyMin ?? 0), task.arriveMin)
    const since = care + (one.injuredMinAgo ?? one.alertedMinAgo ?? 0)
    const { aSurgery, aOther, b, c } = rules.deadlineMin
    const limit = one.category === 'A' ? (one.needs.includes('DCS') ? aSurgery : aOther) : one.category === 'B' ? b : c
    // By more than rounding: the deadline itself is in time.
    late[one.category] += since - limit > 1e-9 ? 1 : 0
    const stale = facility !== undefined && rules.staleAfterMin !== null && facility.stateAgeMin !== undefined && (facility.stateAgeMin === null || facility.stateAgeMin > rules.staleAfterMin)
    minutes += weight * (since + (stale ? rules.staleMarginMin : 0))
  }
  return [unserved.A, late.A, unserved.B, late.B, unserved.C, late.C, minutes, tasks.reduce((sum, task) => sum + task.km, 0)]
}

function kilometres(a: Position, b: Position): number {
  if ('xKm' in a) {
    return 'xKm' in b ? Math.sqrt((a.xKm - b.xKm) ** 2 + (a.yKm - b.yKm) ** 2) : NaN
  }
  return 'xKm' in b ? NaN : distanceM(a, b) / 1000
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE
}

function tooBad(weather: EvacWeather | null | undefined, minima: WeatherMinima | undefined): boolean {
  if (weather === undefined || weather === null || minima === undefined) {
    return false
  }
  const { visibilityM, ceilingM, windKmh } = minima
  return (visibilityM !== null && weather.visibilityM !== null && weather.visibilityM < visibilityM)
    || (ceilingM !== null && weather.ceilingM !== null && weather.ceilingM < ceilingM)
    || (windKmh !== null && weather.windKmh !== null && weather.windKmh > windKmh)
}
