import { ALL_MISSION, type Handling } from '../../core/handling.ts'
import type { Casualty } from '../../domains/casualties/shared/casualty.ts'
import { EVENT_ACTIONS, type EventCode } from '../../domains/casualties/shared/vocabulary.ts'
import type { Notification } from '../../domains/casualties/shared/notification/notification.ts'
import { statisticOf } from '../../domains/casualties/shared/notification/statistic.ts'
import type { PastAction } from '../../server/jobs/load-sample.ts'
import type { Geography } from './geography.ts'
import { past } from './watch-floor.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const MISSION = 'MORSUMA'
const inside: Handling = { level: 'C', compartments: [], owner: 'MISSION', releasableTo: [ALL_MISSION], caveats: [] }
const named: Handling = { ...inside, compartments: ['PERS'] }
const iso = (at: number): string => new Date(Math.floor(at / 1000) * 1000).toISOString()

type Patient = {
  id: string
  data: Casualty
  /** Minutes after the injury. */
  times: { [event in EventCode]?: number }
  vitals: readonly (readonly [minute: number, hr: number, rr: number, sbp: number, dbp: number, spo2: number, avpu: 'A' | 'V'])[]
  injuries: NonNullable<Casualty['injuries']>
  treatments: readonly { minute: number; what: 'tourniquet' | 'pressure-dressing' | 'iv-access' | 'fluids' | 'oxygen' | 'splint' | 'analgesia'; limb?: 'left-leg' }[]
  end?: 'RTD'
}

/**
 * Casualties of this morning, of whom two lie in hospital, and notifications of them as they go: one authorised with next of kin
 * informed and its cause corrected, one whose name is masked, one that waits for its authorisers and one that was just begun. Nobody in it lives.
 */
export function* tracked({ hospitals, bases }: Pick<Geography, 'hospitals' | 'bases'>, now: number): Generator<PastAction> {
  const zero = now - 5 * HOUR
  const [lon, lat] = bases.features[2]!.geometry.coordinates as [number, number]
  const place = { lon: lon + 0.04, lat: lat - 0.03, name: `Near ${bases.features[2]!.properties.name}` }
  const facility = { of: 'mtf-h2', name: hospitals.features[1]!.properties.name }
  const base = { category: 'un-military', place } as const
  const patients: Patient[] = [
    {
      id: 'cas-am-1', data: { ...base, battleNo: 'AM-01', priority: 'A', triage: 'T1', needs: ['R1', 'DCS'], litter: true, sex: 'male', ageBand: '18-29', nationality: 'NOR', mechanism: 'ied' },
      times: { T0: 0, T1: 7, T2: 10, T7: 48, T8: 71, T9: 74, T10: 108 },
      vitals: [[8, 132, 28, 82, 48, 91, 'V'], [22, 128, 26, 88, 52, 93, 'V'], [50, 118, 22, 98, 60, 95, 'A'], [80, 108, 20, 106, 64, 97, 'A'], [150, 96, 18, 114, 70, 98, 'A']],
      injuries: [{ id: 'i1', region: 'thigh', side: 'left', view: 'front', kind: 'fragment' }, { id: 'i2', region: 'hand', side: 'left', view: 'front', kind: 'laceration' }],
      treatments: [{ minute: 9, what: 'tourniquet', limb: 'left-leg' }, { minute: 16, what: 'iv-access' }, { minute: 24, what: 'fluids' }, { minute: 30, what: 'analgesia' }],
    },
    {
      id: 'cas-am-2', data: { ...base, battleNo: 'AM-02', priority: 'B', triage: 'T2', needs: ['R1', 'XRAY'], litter: true, sex: 'female', ageBand: '30-39', nationality: 'SEN', mechanism: 'blast' },
      times: { T0: 0, T1: 12, T2: 10, T7: 48, T8: 71, T9: 80 },
      vitals: [[14, 104, 20, 118, 74, 97, 'A'], [52, 98, 18, 122, 76, 98, 'A'], [95, 90, 16, 124, 78, 98, 'A']],
      injuries: [{ id: 'i1', region: 'forearm', side: 'right', view: 'front', kind: 'fracture' }], treatments: [{ minute: 20, what: 'splint' }],
    },
    {
      id: 'cas-am-3', data: { ...base, battleNo: 'AM-03', priority: 'C', triage: 'T3', needs: ['R1'], litter: false, sex: 'male', ageBand: '18-29', nationality: 'NOR', mechanism: 'blast' },
      times: { T0: 0, T1: 18, T2: 10, T8: 95, T9: 100 },
      vitals: [[20, 92, 18, 128, 80, 98, 'A']], injuries: [{ id: 'i1', region: 'face', side: 'left', view: 'front', kind: 'laceration' }], treatments: [{ minute: 25, what: 'pressure-dressing' }], end: 'RTD',
    },
  ]
  for (const one of patients) {
    yield past(one.id, 'casualty', 'create', zero + 11 * MINUTE, null, { data: one.data, handling: inside })
  }
  for (const one of patients) {
    yield* courseOf(one, zero, facility)
  }
  yield* notified(now, zero, facility.name)
}

function* courseOf({ id, times, vitals, injuries, treatments, end }: Patient, zero: number, facility: { of: string; name: string }): Generator<PastAction> {
  const t = (minute: number): string => iso(zero + minute * MINUTE)
  let n = 0
  const does = (type: string, minute: number, patch: object): PastAction => {
    n += 1
    return past(`${id}-${n}`, 'casualty', type, zero + minute * MINUTE, n, patch, null, id)
  }
  yield does('add-injuries', 12, { fields: { injuries } })
  for (const [event, minute] of Object.entries(times)) {
    yield does(EVENT_ACTIONS[event as EventCode], 160, { t: t(minute), source: 'radio' })
  }
  yield does('add-vitals', 165, { fields: { vitals: vitals.map(([minute, hr, rr, sbp, dbp, spo2, avpu], i) => ({ id: `v${i + 1}`, at: t(minute), hr, rr, sbp, dbp, spo2, avpu })) } })
  yield does('treat', 165, { fields: { treatments: treatments.map(({ minute, ...one }, i) => ({ id: `t${i + 1}`, at: t(minute), ...one })) } })
  if (times.T7 !== undefined) {
    yield does('move', 166, { id: 'p1', sort: 'asset', of: 'eva-h1', name: 'Helicopter 1', t: t(times.T7) })
  }
  yield does('move', 167, { id: 'p2', sort: 'facility', ...facility, t: t(times.T8 ?? 90), receivedBy: 'Surgeon on duty' })
  if (end) {
    yield does('set-status', 220, { status: end })
  }
}

/** Who does the steps: three people, as the rule is. */
const PREPARER = { by: 'sample-personnel', name: 'Chief of personnel (sample)' }
const FIRST = { by: 'sample-force', name: 'Force commander (sample)' }
const SECOND = { by: 'sample-staff', name: 'Chief of staff (sample)' }

function* notified(now: number, zero: number, hospital: string): Generator<PastAction> {
  const incident = { type: 'TBD', duty: 'ON_DUTY', missionRelated: 'YES', wilfulMisconduct: 'NO' } as const
  const notice = (id: string, learned: number, more: Partial<Notification>): Notification => ({ type: 'SI', mission: MISSION, occurredAt: iso(learned - 20 * MINUTE), learnedAt: iso(learned), component: 'MILITARY', nationality: 'Norland', gender: 'M', unit: 'Amber Battalion', incident, person: `${id}-person`, ...more })
  const made = function* (id: string, at: number, data: Notification, name: { familyName: string; givenNames: string; number: string }): Generator<PastAction> {
    yield { ...past(id, 'notification', 'create', at, null, { data, handling: inside, workflow: 'draft' }), by: PREPARER }
    if (!data.amends) {
      yield { ...past(`${id}-person`, 'notified-person', 'create', at, null, { data: { ...name, notification: id }, handling: named }), by: PREPARER }
    }
  }
  const does = (id: string, kind: string) => (step: string, type: string, at: number, by: PastAction['by'], patch: object = {}, reason: string | null = null): PastAction => ({ ...past(`${id}-${step}`, kind, type, at, 0, patch, reason, id), ...(by ? { by } : {}) })

  // A death of three weeks ago, whose cause was found out since.
  const death = now - 21 * DAY
  const first = notice('ncs-1', death, { type: 'FATAL', place: 'Supply road, 12 km from the base', circumstances: 'The second vehicle of a supply convoy was hit by an explosion.', board: { required: 'YES', reference: 'BOI/07' }, remains: { state: 'IN_MISSION' } })
  yield* made('ncs-1', death + 40 * MINUTE, first, { familyName: 'Tessavar', givenNames: 'Ilmo Radek', number: 'NL-40417' })
  const one = does('ncs-1', 'notification')
  yield one('submit', 'submit', death + 55 * MINUTE, PREPARER)
  yield one('first', 'authorise-first', death + 3 * HOUR, FIRST)
  yield one('second', 'authorise-second', death + 5 * HOUR, SECOND, { statistic: 'fat-ncs-1' })
  yield { ...past('fat-ncs-1', 'fatality', 'create', death + 5 * HOUR, null, { data: statisticOf({ id: 'ncs-1', ref: 'NCS-0000-000001', data: first }, 'UTC', death + 5 * HOUR), handling: inside }), by: SECOND }
  yield one('kin', 'next-of-kin', death + 2 * DAY, PREPARER, { informedAt: iso(death + 2 * DAY - HOUR), informedBy: 'Ministry of Defence, Norland' })
  yield does('ncs-1-person', 'notified-person')('unmask', 'unmask', death + 2 * DAY, PREPARER, { informedAt: iso(death + 2 * DAY - HOUR), handling: inside })
  yield does('fat-ncs-1', 'fatality')('release', 'release', death + 2 * DAY, PREPARER)
  yield one('home', 'repatriate', death + 6 * DAY, PREPARER, { state: 'REPATRIATED', on: iso(death + 6 * DAY) })
  yield one('cause', 'reclassify', death + 12 * DAY, SECOND, { type: 'MALICIOUS', note: 'Board of inquiry BOI/07: an improvised mine' })
  yield does('fat-ncs-1', 'fatality')('cause', 'reclassify', death + 12 * DAY, SECOND, { type: 'Malicious Act', note: 'Board of inquiry BOI/07: an improvised mine' }, 'Board of inquiry BOI/07: an improvised mine')

  // This morning: authorised, next of kin not informed yet; so the name is masked.
  const hurt = zero + 25 * MINUTE
  yield* made('ncs-2', hurt + 20 * MINUTE, notice('ncs-2', hurt, { type: 'VSI', casualty: 'cas-am-1', place: hospital, circumstances: 'A patrol vehicle was hit by an explosion beside the road.', medical: 'Fragments in the left thigh; operated on, stable.' }), { familyName: 'Oskerlund', givenNames: 'Davin Marek', number: 'NL-52290' })
  const two = does('ncs-2', 'notification')
  yield two('submit', 'submit', hurt + 50 * MINUTE, PREPARER)
  yield two('first', 'authorise-first', hurt + 110 * MINUTE, FIRST)
  yield two('second', 'authorise-second', hurt + 150 * MINUTE, SECOND)
  // Handed over, and waiting for its first authoriser.
  yield* made('ncs-3', hurt + 60 * MINUTE, notice('ncs-3', hurt + 30 * MINUTE, { casualty: 'cas-am-2', nationality: 'Sarrabia', gender: 'F', unit: 'Jade Battalion', place: hospital, circumstances: 'Hurt in the second vehicle of the same patrol.' }), { familyName: 'Belcourane', givenNames: 'Awina', number: 'SB-11872' })
  yield does('ncs-3', 'notification')('submit', 'submit', hurt + 85 * MINUTE, PREPARER)
  // Begun half an hour ago.
  yield* made('ncs-4', now - 25 * MINUTE, notice('ncs-4', now - 35 * MINUTE, { type: 'ILLNESS', component: 'POLICE', nationality: 'Vostania', unit: 'Police, Sector North', incident: { ...incident, type: 'ILLNESS', missionRelated: 'UNDETERMINED' }, circumstances: 'Collapsed at the end of a night duty.' }), { familyName: 'Hromadin', givenNames: 'Petar Luka', number: 'VO-30551' })
}
