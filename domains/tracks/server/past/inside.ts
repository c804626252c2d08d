import { InsideClock } from '../../../../analysis/trips.ts'
import { bboxContains, bboxOf, type LonLat } from '../../../../core/place-geodesy.ts'
import { inMultiPolygon } from '../../../../core/place-polygon.ts'
import { Problem } from '../../../../core/problem.ts'
import type { Reader } from '../../../../core/policy.ts'
import type { App } from '../../../../server/face.ts'
import type { Period } from './asked.ts'
import type { Eyes, Thing } from './eyes.ts'

/** Positions looked at for one answer. */
const MOST_LOOKED = 2_000_000

export type Visit = { thing: Thing; first: number; last: number; positions: number; insideMs: number; entered: number }
export type Where = { box: [number, number, number, number]; inside: (place: LonLat) => boolean }

/** An area by its id, if the reader may see it and it has an outline. Throws Problem. */
export async function whereOf(app: App, reader: Reader, area: string): Promise<Where> {
  const seen = await app.store.get(reader, area)
  const polygons = seen?.record.kind === 'area' ? app.store.areas().nodes.get(seen.record.id)?.polygons : undefined
  if (!seen || polygons === undefined) {
    throw new Problem('not-found', `there is no area ${area.slice(0, 64)}, or you may not see it`)
  }
  const corners = (polygons ?? []).flatMap((rings) => (rings[0] ?? []).map(([lon, lat]) => ({ lon, lat })))
  const box = bboxOf(corners)
  if (box === undefined) {
    throw new Problem('invalid-query', 'area: this area is known by its name only. Draw its outline first, or give a bbox')
  }
  return { box: [box[0], box[1], box[2], box[3]], inside: (place) => inMultiPolygon(place, polygons ?? []) }
}

export function whereOfBox(box: [number, number, number, number]): Where {
  return { box, inside: (place) => bboxContains(box, place) }
}

/** What was inside an area in a period, and how long. `cut`: more was there than could be looked at. */
export async function visitsIn(app: App, eyes: Eyes, period: Period, { box, inside }: Where): Promise<{ visits: Visit[]; cut: boolean }> {
  const allow = eyes.allow(period.ids)
  const met = await app.positions.subjects({ from: period.from, to: period.to, box, allow })
  const visits = new Map<string, Visit>()
  const clocks = new Map<string, InsideClock>()
  let looked = 0
  // Also where it was outside: how long it was inside follows from both.
  for await (const batch of met.length === 0 ? [] : app.positions.read({ from: period.from, to: period.to, subjects: met, allow, limit: MOST_LOOKED })) {
    looked += batch.length
    for (const one of batch) {
      const thing = eyes.ofKept(one)
      let clock = clocks.get(one.subject)
      if (clock === undefined) {
        clock = new InsideClock(inside)
        clocks.set(one.subject, clock)
      }
      const [ms, entered] = [clock.ms, clock.entered]
      const is = clock.add(one)
      const visit = visits.get(thing.id) ?? { thing, first: one.at, last: one.at, positions: 0, insideMs: 0, entered: 0 }
      if (is) {
        visit.first = visit.positions === 0 ? one.at : Math.min(visit.first, one.at)
        visit.last = Math.max(visit.last, one.at)
        visit.positions += 1
      }
      visit.insideMs += clock.ms - ms
      visit.entered += clock.entered - entered
      visits.set(thing.id, visit)
    }
  }
  const found = [...visits.values()].filter((one) => one.positions > 0)
  await eyes.note(found.map((one) => one.thing))
  return { visits: found.sort((a, b) => b.insideMs - a.insideMs || a.first - b.first), cut: looked >= MOST_LOOKED }
}
