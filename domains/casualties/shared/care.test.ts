import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { casualty } from '../domain.ts'
import { careActions } from './care-actions.ts'
import { withCare } from './care-local.ts'
import { careStateOf, validState, type CareState } from './care-state.ts'
import type { Casualty } from './casualty.ts'
import { HandoverCollector, handoverFrames } from './handover-code.ts'
import { HANDOVER_WORDS } from './handover-words.ts'
import { BODY_REGIONS, BODY_SIDES, CATEGORIES, EVENTS, INJURY_KINDS, LIMBS, PRIORITIES, TREATMENTS, TRIAGES } from './vocabulary.ts'

const NOW = Date.parse('2026-08-18T18:00:00.000Z')
const ME = { user: 'u1', role: 'CMO', org: 'mission', now: NOW }
const ID = '01890000-0000-7000-8000-00000000c0de'
const uuid = fc.uuid({ version: 7 })
const time = fc.integer({ min: 0, max: 240 }).map((n) => new Date(NOW - 60_000 * (n + 5)).toISOString())
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const bare = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T
const list = <T extends { id: string }>(one: fc.Arbitrary<T>) => fc.uniqueArray(one, { maxLength: 8, selector: ({ id }) => id })

const injury = fc.record({ id: uuid, region: fc.constantFrom(...BODY_REGIONS), side: fc.constantFrom(...BODY_SIDES), kind: fc.constantFrom(...INJURY_KINDS), note: some(fc.string({ maxLength: 40 })) })
const vitals = fc.record({ id: uuid, at: time, hr: fc.integer({ min: 0, max: 300 }), sbp: some(fc.integer({ min: 30, max: 300 })), temp: some(fc.integer({ min: 150, max: 450 }).map((n) => n / 10)), spo2: some(fc.integer({ min: 30, max: 100 })) })
const treatment = fc.record({ id: uuid, at: time, what: fc.constantFrom(...TREATMENTS), limb: some(fc.constantFrom(...LIMBS)), dose: some(fc.constantFrom('1 g', '10 mg', '500 ml')) })
const place = fc.record({ id: uuid, sort: fc.constantFrom('poi' as const, 'asset' as const, 'facility' as const), name: fc.constantFrom('MEDEVAC 1', 'Level 2 Sabo', 'APC 4'), in: time })
const event = fc.record({ t: time, source: fc.constantFrom('manual' as const, 'radio' as const), estimated: some(fc.constant(true as const)) })
const state: fc.Arbitrary<CareState> = fc.record({
  id: fc.constant(ID),
  base: fc.record({ battleNo: fc.constant('K31-04'), category: fc.constantFrom(...CATEGORIES), litter: some(fc.boolean()), place: some(fc.record({ lon: fc.constant(-3.9), lat: fc.constant(15.2), radiusM: fc.constant(50) })) }),
  sorted: fc.record({ triage: some(fc.constantFrom(...TRIAGES)), priority: fc.constantFrom(...PRIORITIES), t: time }),
  injuries: list(injury), vitals: list(vitals), treatments: list(treatment), places: list(place),
  events: fc.uniqueArray(fc.tuple(fc.constantFrom(...EVENTS), event), { maxLength: 12, selector: ([name]) => name }).map((all) => Object.fromEntries(all)),
}).map((one) => bare(one) as CareState)

const asSets = (one: Casualty | null) => {
  const ids = (items: readonly { id: string }[] | undefined) => (items ?? []).map(({ id }) => id).sort()
  return { injuries: ids(one?.injuries), vitals: ids(one?.vitals), treatments: ids(one?.treatments), places: ids(one?.places), triage: one?.triage, priority: one?.priority, events: Object.keys(one?.events ?? {}).sort() }
}
/** Parts of a state as a device writes them one after another, each with the base. */
const parts = (whole: CareState): CareState[] => [
  { id: whole.id, base: whole.base, ...(whole.sorted ? { sorted: whole.sorted } : {}) },
  ...(whole.vitals ?? []).map((one) => ({ id: whole.id, base: whole.base, ...(whole.sorted ? { sorted: whole.sorted } : {}), vitals: [one] })),
  { ...whole, vitals: [] },
]

test('a state handed over as codes is the same casualty on the other device', () => {
  fc.assert(fc.property(state, (one) => {
    assert.ok(validState(one), JSON.stringify(one))
    const collector = new HandoverCollector()
    let read: unknown = null
    for (const frame of handoverFrames(one).toReversed()) {
      const answer = collector.take(frame)
      read = answer.ok ? answer.state : read
    }
    assert.deepEqual(read, one)
    const here = withCare(casualty, null, [one], ME)
    assert.ok(here)
    const there = withCare(casualty, null, [careStateOf(ID, here, here.sortedAt ?? '')], ME)
    assert.deepEqual(asSets(there), asSets(here))
  }), { numRuns: 150 })
})

test('parts that come in any order, twice, from both devices, are the whole: nothing lost, nothing doubled, in the order of time', () => {
  fc.assert(fc.property(state, fc.array(fc.nat(), { maxLength: 40 }), (whole, order) => {
    const once = parts(whole)
    const mixed = [...once, ...once, whole].map((one, i) => ({ one, key: order[i % Math.max(1, order.length)] ?? i })).sort((a, b) => a.key - b.key).map(({ one }) => one)
    const straight = withCare(casualty, null, [whole], ME)
    const stirred = withCare(casualty, null, mixed, ME)
    assert.deepEqual(asSets(stirred), asSets(straight))
    const times = (stirred?.vitals ?? []).map(({ at }) => at)
    assert.deepEqual(times, times.toSorted())
    const entered = (stirred?.places ?? []).map((one) => one.in)
    assert.deepEqual(entered, entered.toSorted())
    assert.ok((stirred?.places ?? []).slice(0, -1).every((one) => one.out !== undefined && one.out >= one.in))
    assert.deepEqual(careActions(stirred!, whole).actions.filter(({ type }) => type !== 'set-status'), [])
  }), { numRuns: 150 })
})

test('what was told otherwise is said and does not stand in place of what was there', () => {
  const base = { battleNo: 'K31-04', category: 'un-military' as const }
  const standing = withCare(casualty, null, [{ id: ID, base, events: { T1: { t: '2026-08-18T14:10:00.000Z', source: 'manual' } } }], ME)!
  const { actions, differs } = careActions(standing, { id: ID, base, events: { T1: { t: '2026-08-18T14:12:00.000Z', source: 'radio' } } })
  assert.deepEqual(actions, [])
  assert.deepEqual(differs, ['T1: 2026-08-18T14:12:00.000Z (stands: 2026-08-18T14:10:00.000Z)'])
})

test('death in flight: status and time, and a later word that they are at the facility does not bring them back', () => {
  const base = { battleNo: 'K31-04', category: 'un-military' as const }
  const at = (minute: number) => new Date(NOW - (120 - minute) * 60_000).toISOString()
  const flown: CareState = { id: ID, base, places: [{ id: 'a', sort: 'asset', name: 'MEDEVAC 1', in: at(10) }], course: [{ status: 'DECEASED', t: at(25) }] }
  const dead = withCare(casualty, null, [flown], ME)!
  assert.equal(dead.status, 'DECEASED')
  assert.equal(dead.course?.at(-1)?.t, at(25))
  assert.equal(dead.events?.T11?.t, at(25))
  const later = withCare(casualty, dead, [{ id: ID, base, places: [{ id: 'f', sort: 'facility', name: 'Level 2', in: at(40) }], course: [{ status: 'MTF', t: at(40) }] }], ME)!
  assert.equal(later.status, 'DECEASED')
  assert.equal(later.places?.length, 2)
})

test('no name is handed on: not of those who cared for them, not in free words about the person', () => {
  const text = JSON.stringify(careStateOf(ID, {
    battleNo: 'K31-04', category: 'un-military', priority: 'A', note: 'NAMED-IN-NOTE',
    vitals: [{ id: 'v', at: '2026-08-18T14:05:00Z', hr: 120, saidBy: 'NAMED-SPEAKER' }], treatments: [{ id: 't', at: '2026-08-18T14:05:00Z', what: 'txa', saidBy: 'NAMED-SPEAKER' }],
    events: { T1: { t: '2026-08-18T14:05:00Z', source: 'radio', saidBy: 'NAMED-SPEAKER', by: 'NAMED-WRITER', role: 'CMO', at: '2026-08-18T14:06:00Z' } },
    places: [{ id: 'p', sort: 'facility', name: 'Level 2', in: '2026-08-18T14:05:00Z', receivedBy: 'NAMED-RECEIVER', by: 'NAMED-WRITER', role: 'CMO', at: '2026-08-18T14:06:00Z' }],
    injuries: [{ id: 'i', region: 'thigh', side: 'left', kind: 'gunshot', struck: { why: 'NAMED-REASON', by: 'x', role: 'CMO', at: '2026-08-18T14:06:00Z' } }],
  }, '2026-08-18T14:05:00Z'))
  assert.ok(!text.includes('NAMED'), text)
  assert.ok(text.includes('"hr":120') && text.includes('"what":"txa"'))
})

test('a usual casualty fits one code; a code of an earlier edition is still read', () => {
  const usual: CareState = {
    id: ID, base: { battleNo: 'K31-04', category: 'un-military', litter: true, mechanism: 'gunshot', place: { lon: -3.90214, lat: 15.20331, radiusM: 30 } }, sorted: { triage: 'T1', priority: 'A', t: '2026-08-18T14:06:00.000Z' },
    injuries: [{ id: '01890000-0000-7000-8000-00000000000a', region: 'thigh', side: 'left', view: 'front', kind: 'gunshot' }],
    vitals: [0, 5, 10, 15].map((n) => ({ id: `01890000-0000-7000-8000-0000000000${String(n + 10)}`, at: `2026-08-18T14:${String(n + 10)}:00.000Z`, hr: 120 + n, sbp: 90 - n, spo2: 94, rr: 24, avpu: 'V' as const })),
    treatments: [{ id: '01890000-0000-7000-8000-0000000000c1', at: '2026-08-18T14:08:00.000Z', what: 'tourniquet', limb: 'left-leg' }, { id: '01890000-0000-7000-8000-0000000000c2', at: '2026-08-18T14:15:00.000Z', what: 'txa', dose: '1 g', route: 'iv' }],
    events: { T0: { t: '2026-08-18T14:00:00.000Z', source: 'radio', estimated: true }, T1: { t: '2026-08-18T14:08:00.000Z', source: 'manual' } }, places: [], course: [],
  }
  const frames = handoverFrames(usual)
  assert.equal(frames.length, 1, `${frames.join('').length} characters`)
  const read = new HandoverCollector().take(GOLDEN)
  assert.deepEqual(read.ok && read.state, usual)
  assert.equal(new Set(HANDOVER_WORDS).size, HANDOVER_WORDS.length)
})

/** As it was written first; it must be readable for ever. */
const GOLDEN = 'VM1:1XHR:1/1:040XQ6DT6QPHH6XQP6GTX0A9ZACRSV23CNKHM67K6X3SYS9XZMT2DTQ805ZF7ADTS9ZBPRQ4A8B28VCTPAWY543KQQ9RJ0TK2YQY17DTS6WGXJ34EWWCXP690020A30D425E3G5XGJ2NQM8536WFS0F6ZAFAKWBBNJQ4JQHGF5SPDAYKH7VRR6AK2CBPTW9WY60H2GZXR6G376RR0F7Z8CKEEMY730HDZ0CB78A27A3A4GS1CXB045EDC665ZCPXY727A5NF9TBW658RN825R9EW1S3QJ74E0ENBJ0APAE5T2HGMMGK18PAD2EK9P520H81905DNCCN54199Y832M0G01XHR640'
