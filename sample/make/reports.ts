import { CUT_OFF } from '../../core/product-period.ts'
import { localDate, localParts } from '../../core/time.ts'
import { instantOfLocal } from '../../core/time-local.ts'
import type { UnitReport } from '../../domains/products/shared/unit-report.ts'
import type { PastReport } from '../../server/jobs/load-sample.ts'
import { hash, random } from './random.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Reports of the last days: three daily ones, the weekly one, Monday's page for the head of mission, a FLASH and its watch's hand-over sheet. */
export function pastReports(now: number, zone: string): PastReport[] {
  const cutOff = (back: number): number => {
    const { year, month, day } = localParts(now - back * DAY, zone)
    return instantOfLocal({ year, month, day, ...CUT_OFF, second: 0 }, zone)
  }
  // Before its cut-off today has no report yet.
  const last = cutOff(0) + 1.5 * HOUR < now ? 0 : 1
  const report = (id: string, type: string, back: number, written: PastReport['written'], minutes: number, more: Partial<PastReport> = {}): PastReport => ({
    id, type, day: localDate(cutOff(back), zone), at: cutOff(back) + 20 * 60_000, releasedAt: cutOff(back) + minutes * 60_000, written: written ?? {}, drafted: 'Capt. R. Senna', released: 'Col. M. Ardeni', ...more,
  })
  const monday = Array.from({ length: 7 }, (_, i) => last + i).find((back) => localParts(cutOff(back), zone).weekday === 1) ?? last
  const friday = Array.from({ length: 7 }, (_, i) => last + i).find((back) => localParts(cutOff(back), zone).weekday === 5) ?? last
  const all = [
    report('report-weekly', 'WSR', friday, { 'text.assessment': 'Pressure on the roads to the north goes on; the coast stayed calm.', 'text.outlook': '- Attacks on trucks on the northern road are likely.\n- Rain cutting the track to the observation post is very likely.' }, 150),
    report('report-monday', 'HOM', monday, { 'text.judgements': '- The armed group of the north will keep taxing the trucks on the northern road: likely.\n- A large attack on a camp of displaced people this week: very unlikely.\n- Rain cutting the track to the observation post within ten days: almost certain.' }, 90),
    ...[2, 1, 0].map((back) => report(`report-daily-${back}`, 'DSR', last + back, { 'text.assessment': ['Activity was usual for the season. Fuel reaches the northern base by the coast road.', 'More incidents along the river than in the days before; the ferry at the mouth is the reason given most often.', 'A quiet night. The theatre of the Level 2 hospital was out of use until 0600Z.'][back] ?? '' }, 85)),
    report('report-flash', 'FLASH', 0, { 'text.taken': 'Quick reaction force of the sector on its way. Casualty coordination told.', 'text.intended': 'Secure the place, evacuate the wounded, take statements.' }, 8, {
      about: { kind: 'incident', severity: 4, time: { axis: 'logged', from: new Date(now - 14 * DAY).toISOString(), to: new Date(now - 2 * HOUR).toISOString() }, sort: { by: 'logged', dir: 'desc' } },
    }),
    { ...report('report-handover', 'HANDOVER', 0, { 'text.remarks': 'Demonstration announced at the governorate tomorrow 0900Z. Ask for the water truck of the northern camp.' }, 0), day: localDate(now - 2 * HOUR, zone), at: now - 2 * HOUR - 10 * 60_000, releasedAt: now - 2 * HOUR, drafted: 'Maj. A. Oduya', released: 'Capt. R. Senna' },
  ]
  return all.filter((one) => one.about !== undefined || one.releasedAt < now).sort((a, b) => a.at - b.at)
}

const SAID = ['Two patrols on the northern road, nothing on the way. Generator repaired.', 'Market day; crowds, no incident. One vehicle recovered.', 'Patrol base resupplied. The ferry did not run.', 'Night patrols as planned. A village asked for water; passed on.'] as const

/** What the sectors sent in for the daily reports of a week: some with nothing to report, and one that is silent today. ISO 8601 UTC. */
export function sectorReports(now: number, zone: string, sectors: readonly { id: string; name: string }[]): { at: string; data: UnitReport }[] {
  return [6, 5, 4, 3, 2, 1, 0, -1].flatMap((back) => {
    const { year, month, day } = localParts(now - back * DAY, zone)
    const cutOff = instantOfLocal({ year, month, day, ...CUT_OFF, second: 0 }, zone)
    return sectors.flatMap(({ id, name }, k) => {
      const by = random(hash(k, day, 23))
      const at = cutOff + (by.int(70) - 75) * 60_000
      const silent = k === sectors.length - 1 && back <= 0
      const nil = (k + day) % 5 === 0
      return silent || at > now ? [] : [{ at: new Date(at).toISOString(), data: { unit: id, name, day: localDate(cutOff, zone), nil, ...(nil ? {} : { text: by.pick(SAID) }) } }]
    })
  }).sort((a, b) => (a.at < b.at ? -1 : 1))
}
