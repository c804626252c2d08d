import type { FieldProblem } from '../../../core/problem.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { GROWING, type Casualty } from './casualty.ts'
import { checkMoments, checkSpot } from './schema.ts'
import { checkVitals } from './units.ts'
import { EVENTS } from './vocabulary.ts'

/** What cannot be of a casualty. */
export function checkCasualty(casualty: Casualty, record: Pick<VigieRecord, 'version' | 'createdBy'>): FieldProblem[] {
  const { vitals, treatments, injuries, events, places } = casualty
  const out: FieldProblem[] = [
    ...checkSpot(casualty.place, '/place'),
    ...checkMoments([
      ...EVENTS.map((event) => [`/events/${event}/t`, events?.[event]?.t] as const),
      ...(vitals ?? []).map((one, i) => [`/vitals/${i}/at`, one.at] as const),
      ...(treatments ?? []).map((one, i) => [`/treatments/${i}/at`, one.at] as const),
      ...(places ?? []).flatMap((one, i) => [[`/places/${i}/in`, one.in], [`/places/${i}/out`, one.out]] as const),
    ]),
    ...(vitals ?? []).flatMap((one, i) => (one.struck ? [] : checkVitals(one, `/vitals/${i}`))),
  ]
  for (const [name, list] of [['vitals', vitals], ['treatments', treatments], ['injuries', injuries], ['places', places]] as const) {
    if (list && new Set(list.map(({ id }) => id)).size < list.length) {
      out.push({ path: `/${name}`, problem: 'holds one id twice', fix: 'Give each entry an id of its own' })
    }
  }
  const from = Date.parse(events?.T0?.t ?? '')
  for (const event of EVENTS.slice(1)) {
    const timed = events?.[event]
    const slack = ((events?.T0?.uncertainMin ?? 0) + (timed?.uncertainMin ?? 0)) * 60_000
    if (timed && Date.parse(timed.t) < from - slack) {
      out.push({ path: `/events/${event}/t`, problem: 'is before the injury', fix: 'Correct the one that is wrong; say how uncertain it is if nobody knows' })
    }
  }
  if (record.version === 1) {
    out.push(...signedByOther(casualty, record.createdBy))
  }
  return out
}

/** What comes with a new record is signed by who makes it; who said it stands in `saidBy`. */
function signedByOther(casualty: Casualty, author: string): FieldProblem[] {
  const first = GROWING.find((field) => field === 'corrections' && casualty.corrections !== undefined)
  const lists = [...Object.entries(casualty.events ?? {}).map(([event, one]) => [`/events/${event}/by`, one] as const), ...(casualty.places ?? []).map((one, i) => [`/places/${i}/by`, one] as const), ...(casualty.course ?? []).map((one, i) => [`/course/${i}/by`, one] as const)]
  return [
    ...(first ? [{ path: '/corrections', problem: 'a new record corrects nothing', fix: 'Leave it out' }] : []),
    ...lists.filter(([, one]) => one.by !== author).map(([path]) => ({ path, problem: 'is signed by somebody else', fix: 'Sign it yourself; name who said it in saidBy' })),
  ]
}
