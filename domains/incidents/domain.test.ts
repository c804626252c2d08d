import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { AreaTree } from '../../core/area.ts'
import { COMPARTMENTS, type Compartment } from '../../core/handling.ts'
import { canonical } from '../../core/json.ts'
import { mayAct } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import type { Action, NewAction, VigieRecord } from '../../core/record.ts'
import { checkRecord, reduce, replay } from '../../core/reduce.ts'
import type { RoleCode } from '../../core/roles.ts'
import { incident, incidentWarnings } from './domain.ts'
import { mergePair, splitPair } from './shared/merge.ts'
import type { Incident, Source } from './shared/model.ts'
import { allSources, impactRange, severityOf, worstKilled } from './shared/project.ts'
import { categoryAffinity, categoryLabel, parseTaxonomy, TAXONOMY } from './shared/taxonomy.ts'

type IncidentRecord = VigieRecord<Incident>
const source = (id: string, more: Partial<Source> = {}): Source => ({ id, type: 'UNIT', reliability: 'B', credibility: '2', ...more })
const base: Incident = { type: 'INCIDENT', title: 'Ambush', narrative: 'n', category: 'AC.03', sources: [source('s1')] }

let seq = 0
const stamp = (a: NewAction): Action => ({ ...a, node: 'n', seq: (seq += 1), actor: 'u', role: 'JMAC-A', receivedAt: '2026-01-01T00:00:00Z', reason: a.reason ?? null, purpose: null })
const make = (id: string, data: Incident): IncidentRecord => replay(incident, [stamp({ id: `c-${id}`, record: id, kind: 'incident', type: 'create', at: '2026-01-01T00:00:00Z', basedOn: null, patch: { data, ref: `INC-${id}`, handling: incident.handling('M') } })]) as unknown as IncidentRecord
const apply = (record: IncidentRecord, action: NewAction): IncidentRecord => reduce(incident, record as unknown as VigieRecord, stamp(action)) as unknown as IncidentRecord

describe('merging', () => {
  const a = make('a', { ...base, impact: [{ group: 'CIV', killed: { est: 3 }, status: 'REPORTED' }] })
  const b = make('b', { ...base, sources: [source('s2', { originator: 'chief' })], impact: [{ group: 'CIV', killed: { min: 2, max: 5 }, injured: { est: 4 }, status: 'CLAIMED' }, { group: 'UNMIL', injured: { est: 1 }, status: 'CONFIRMED' }] })
  const [absorb, into] = mergePair(a, b, ['m1', 'm2'], '2026-01-02T00:00:00Z', 'same event')
  const survivor = apply(a, absorb)
  const merged = apply(b, into)

  test('keeps every source and shows casualties as minimum–maximum, never a sum', () => {
    assert.deepEqual(allSources(survivor.data).map((s) => s.id), ['s1', 's2'])
    assert.deepEqual(impactRange(survivor.data), [
      { group: 'CIV', killed: { min: 2, max: 5 }, injured: { est: 4 }, status: 'REPORTED' },
      { group: 'UNMIL', injured: { est: 1 }, status: 'CONFIRMED' },
    ])
    assert.equal(worstKilled(survivor.data), 5)
    assert.equal(merged.workflow, 'merged')
    assert.equal(merged.mergedInto, 'a')
  })

  test('is undone without a trace in the data', () => {
    const [split, unmerge] = splitPair(survivor, merged, ['m3', 'm4'], '2026-01-03T00:00:00Z', 'two events after all')
    assert.equal(canonical(apply(survivor, split).data), canonical(a.data))
    const out = apply(merged, unmerge)
    assert.equal(out.workflow, 'submitted')
    assert.equal(out.mergedInto, null)
    assert.equal(canonical(out.data), canonical(b.data))
  })

  test('three records of one event become one with three sources, also when the second was itself a merger', () => {
    const c = make('c', { ...base, sources: [source('s3')] })
    const [absorbAgain] = mergePair(c, survivor, ['m5', 'm6'], '2026-01-02T00:00:00Z', null)
    assert.deepEqual(allSources(apply(c, absorbAgain).data).map((s) => s.id), ['s3', 's1', 's2'])
  })

  test('with itself or twice is refused', () => {
    assert.throws(() => apply(a, mergePair(a, a, ['x', 'y'], 't', null)[0]), /itself/)
    assert.throws(() => apply(survivor, absorb), /already part/)
  })
})

describe('rules', () => {
  const check = (data: Incident) => () => checkRecord(incident, make('r', data) as unknown as VigieRecord)
  const refused = (pattern: RegExp) => (e: unknown) => e instanceof Problem && e.id === 'rule-broken' && pattern.test(e.message)

  test('credibility 1 needs two independent sources, merged ones included', () => {
    assert.throws(check({ ...base, sources: [source('a', { credibility: '1' })] }), refused(/two independent sources/))
    assert.throws(check({ ...base, sources: [source('a', { credibility: '1', originator: 'Chief' }), source('b', { originator: 'chief' })] }), refused(/circular/))
    assert.doesNotThrow(check({ ...base, sources: [source('a', { credibility: '1', originator: 'Chief' }), source('b', { originator: 'Teacher' })] }))
  })
  test('circular reporting alone is a warning', () => {
    const data = { ...base, sources: [source('a', { originator: 'Chief' }), source('b', { originator: 'Chief' })] }
    assert.doesNotThrow(check(data))
    assert.equal(incidentWarnings(data)[0]?.originator, 'Chief')
  })
  test('an unknown category is refused with one that exists', () => {
    assert.throws(check({ ...base, category: 'AC.99' }), refused(/AC\.01/))
  })
  test('times and figures the wrong way round are refused by name', () => {
    assert.throws(check({ ...base, happened: { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z', precision: 'EXACT' } }), refused(/happened/))
    assert.throws(check({ ...base, actors: [{ name: 'x', type: 'UNK', role: 'VICTIM', strength: { min: 9, max: 2 } }] }), refused(/strength/))
    assert.throws(check({ ...base, place: { lon: 1, precision: 1, radiusM: 10, method: 'GPS' } }), refused(/place/))
  })
})

test('severity follows harm', () => {
  assert.equal(severityOf({ ...base, category: 'AV.01' }), 1)
  assert.equal(severityOf(base), 2)
  assert.equal(severityOf({ ...base, impact: [{ group: 'CIV', injured: { est: 1 }, status: 'REPORTED' }] }), 3)
  assert.equal(severityOf({ ...base, impact: [{ group: 'CIV', killed: { est: 1 }, status: 'REPORTED' }] }), 4)
  assert.equal(severityOf({ ...base, impact: [{ group: 'UNMIL', killed: { est: 1 }, status: 'REPORTED' }] }), 5)
})

test('taxonomy: every family of the field is there, no code twice, all four languages', () => {
  const families = ['AC', 'EX', 'UN', 'HA', 'CV', 'CR', 'CU', 'PO', 'MV', 'AR', 'DP', 'IN', 'HE', 'HZ', 'EV', 'AV']
  assert.deepEqual(TAXONOMY.entries.filter((e) => e.code.length === 2).map((e) => e.code).sort(), families.sort())
  assert.equal(categoryLabel('AC.03', 'fr'), 'Embuscade')
  assert.equal(categoryLabel('ZZ.99', 'fr'), 'ZZ.99')
  assert.throws(() => parseTaxonomy(2, 'AC|one|two'), /not complete/)
  assert.equal(categoryAffinity('AC.01', 'AC.03'), 0.7)
  assert.equal(categoryAffinity('AC.03', 'HZ.02'), 0)
})

test('what is tagged human rights, sexual violence or children is verified by those sections alone', () => {
  const record = (compartments: Compartment[]) => ({ ...make('v', base), handling: { ...incident.handling('M'), compartments } }) as unknown as VigieRecord
  const may = (role: RoleCode, compartments: Compartment[], type = 'verify') =>
    mayAct({ user: 'x', name: 'X', org: 'M', side: 'mission', clearance: 'SC', compartments: [...COMPARTMENTS], grants: [{ role, area: null }], purpose: 'check' }, incident, type, record(compartments), new AreaTree([])).allow
  assert.equal(may('JMAC-A', []), true)
  assert.equal(may('JMAC-A', ['HR']), false)
  assert.equal(may('HRD', ['HR']), true)
  assert.equal(may('WPA', ['CRSV']), true)
  assert.equal(may('WPA', ['CRSV', 'HR']), false)
  assert.equal(may('CPA', ['CHILD'], 'refute'), true)
  assert.equal(may('JOC-CH', ['HR'], 'approve'), true)
})
