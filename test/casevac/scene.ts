import type { EvacAsset, EvacCasualty, EvacFacility, EvacPort, EvacProblem, EvacSite, EvacTask, EvacWeather } from '../../analysis/casevac/types.ts'
import { randomOf } from '../fusion-scene.ts'

export type SceneSize = { casualties: number; assets: number; facilities: number; sites: number }

/** An evacuation as the exercise files draw them, in a plane of 150 km. Seeded. */
export function evacScene(seed: number, size: SceneSize): EvacProblem {
  const random = randomOf(seed)
  const between = (low: number, high: number): number => low + random() * (high - low)
  const whole = (low: number, high: number): number => Math.floor(between(low, high + 1))
  const one = <T>(among: readonly T[]): T => among[Math.floor(random() * among.length)]!
  const position = (): { xKm: number; yKm: number } => ({ xKm: between(0, 150), yKm: between(0, 150) })
  const list = <T>(length: number, make: (i: number) => T): T[] => Array.from({ length }, (_, i) => make(i))
  const yes = { state: 'yes' } as const
  return {
    id: `scene-${seed}`, night: random() < 0.4, groundDetour: 1.4, maxStops: whole(1, 3),
    sites: list(size.sites, (i): EvacSite => ({ id: `S${i}`, position: position(), landing: random() < 0.8, red: random() < 0.3 })),
    facilities: list(size.facilities, (i): EvacFacility => ({
      id: `F${i}`, position: position(), helipad: random() < 0.9, beds: whole(0, 5),
      capabilities: { R1: yes, ...(random() < 0.7 ? { DCS: yes } : {}), ...(random() < 0.4 ? { ICU: yes } : {}) },
    })),
    assets: list(size.assets, (i): EvacAsset => {
      const flies = random() < 0.6
      return {
        id: `${flies ? 'H' : 'G'}${i}`, kind: flies ? 'helo' : 'ground', position: position(), speedKmh: flies ? one([220, 250]) : one([35, 60]), maxKm: flies ? one([300, 400, 500]) : 600,
        litters: whole(0, 3), seats: whole(0, 3), readyMin: one([15, 30]), loadMin: 10, night: !flies || random() < 0.6, protected: random() < 0.5,
      }
    }),
    casualties: list(size.casualties, (i): EvacCasualty => ({
      id: `C${i}`, site: `S${whole(0, size.sites - 1)}`, category: one(['A', 'B', 'C']), injuredMinAgo: whole(10, 45), litter: random() < 0.6, needs: one([['R1'], ['R1'], ['DCS'], ['DCS', 'ICU']]),
    })),
  }
}

/** The same with everything a live mission adds: unknowns, dusk, hoists, weather, duty hours, theatres in use, old reports, roads, bars, a task that flies, now and then aeroplanes and boats. */
export function liveScene(seed: number, size: SceneSize): EvacProblem {
  const base = evacScene(seed, size)
  const random = randomOf(seed + 500_000)
  const chance = (share: number): boolean => random() < share
  const dusk = 20 + random() * 120
  const darkMin = (): [number, number][] | undefined => (chance(0.6) ? [[dusk + random() * 10, dusk + 700]] : chance(0.3) ? [[0, 30 + random() * 60]] : undefined)
  const weather = () => (chance(0.3) ? { visibilityM: chance(0.5) ? null : 500 + random() * 4000, ceilingM: chance(0.5) ? null : random() * 600, windKmh: 20 + random() * 50 } : null)
  const legs = new Map<string, { km: number; minutes: number } | null>()
  const problem: EvacProblem = {
    ...base, night: false,
    sites: base.sites.map((site) => ({ ...site, landing: chance(0.1) ? null : site.landing, landingByNight: chance(0.7), landingSizeM: chance(0.3) ? 20 : null, hoistPossible: chance(0.4), darkMin: darkMin(), weather: weather() })),
    facilities: base.facilities.map((facility) => ({
      ...facility, helipad: chance(0.1) ? null : facility.helipad, helipadByNight: chance(0.8), beds: chance(0.1) ? null : facility.beds, open: !chance(0.1), stateAgeMin: chance(0.3) ? 2000 : chance(0.1) ? null : 30, darkMin: darkMin(), weather: weather(),
      capabilities: { ...facility.capabilities, ...(chance(0.3) ? { DCS: { state: 'unknown' as const } } : chance(0.3) ? { DCS: { state: 'yes' as const, readyMin: random() * 200, slots: Math.floor(random() * 3) } } : {}) },
    })),
    assets: base.assets.map((asset) => ({
      ...asset, hoist: chance(0.4), hoistLoadMin: 25, landingSizeM: chance(0.4) ? 25 : 15, crewDutyEndMin: chance(0.3) ? 60 + random() * 200 : null, night: chance(0.1) ? null : asset.night, available: chance(0.05) ? null : !chance(0.05),
      aboard: chance(0.5) ? ['VENTILATOR'] : [], darkMin: darkMin(), ...(chance(0.6) ? { minima: { visibilityM: 1500, ceilingM: 150, windKmh: 60 } } : {}),
    })),
    casualties: base.casualties.map((casualty) => ({ ...casualty, injuredMinAgo: chance(0.1) ? null : casualty.injuredMinAgo, alertedMinAgo: 5, needsAboard: chance(0.1) ? ['VENTILATOR'] : [], authorised: !chance(0.05) })),
    bars: chance(0.3) ? [{ asset: base.assets[0]!.id, facility: base.facilities[0]!.id, reason: 'CLEARANCE' }] : [],
    legOf: (asset, from, to) => {
      if (asset.kind === 'helo' || asset.kind === 'fixed' || seed % 3 !== 0) {
        return undefined
      }
      const key = JSON.stringify([asset.id, from, to])
      if (!legs.has(key)) {
        const r = randomOf([...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, seed))()
        legs.set(key, r < 0.15 ? null : { km: 20 + r * 150, minutes: 30 + r * 200 })
      }
      return legs.get(key)
    },
  }
  const first = problem.casualties[0]
  const asset = problem.assets.at(-1)!
  const task: EvacTask | null = first === undefined || !chance(0.2) ? null : { asset: asset.id, stops: [first.site], facility: problem.facilities[0]!.id, casualties: [first.id], departMin: -10, stopArriveMin: [-2], arriveMin: 12, returnMin: 30, km: 60 }
  return withPorts(task === null ? problem : { ...problem, committed: [task] }, randomOf(seed + 900_000), weather)
}

/** Some of the assets are aeroplanes and boats, and most places have an airstrip or a landing on one of two rivers. */
function withPorts(problem: EvacProblem, random: () => number, weather: () => EvacWeather | null): EvacProblem {
  const chance = (share: number): boolean => random() < share
  const river = (): string | null => (chance(0.1) ? null : chance(0.6) ? 'Niger' : 'Bani')
  const ports = (of: string): EvacPort[] => Array.from({ length: Math.floor(random() * 4) }, (_, i): EvacPort => ({
    id: `${of}-${i}`, serves: chance(0.6) ? 'fixed' : 'boat', position: { xKm: random() * 150, yKm: random() * 150 }, road: { km: 5, minutes: chance(0.2) ? 0 : random() * 90 }, runwayM: chance(0.2) ? null : 600 + random() * 900, byNight: chance(0.2) ? null : chance(0.5), red: chance(0.2), waterway: river(),
    ...(chance(0.4) ? { darkMin: chance(0.3) ? [[0, Infinity]] : [[10 + random() * 60, 100 + random() * 200]] } : {}), weather: chance(0.3) ? weather() : null,
  }))
  return {
    ...problem, sites: problem.sites.map((one) => ({ ...one, ports: ports(one.id) })), facilities: problem.facilities.map((one) => ({ ...one, ports: ports(one.id) })),
    assets: problem.assets.map((one): EvacAsset => (chance(0.7) ? one : one.kind === 'helo' ? { ...one, kind: 'fixed', runwayM: chance(0.7) ? 900 : null, maxKm: 900, weather: chance(0.3) ? weather() : null } : { ...one, kind: 'boat', waterway: river() })),
  }
}
