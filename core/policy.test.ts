import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AreaTree } from './area.ts'
import type { Kind } from './kind.ts'
import { accessClassOf, mayAct, mayRead, type AccessClass, type Reader } from './policy.ts'
import { incident } from '../domains/incidents/domain.ts'

const areas = new AreaTree([
  { id: 'm', code: 'M', name: 'Mission', type: 'mission', parent: null, polygons: null },
  { id: 'n', code: 'N', name: 'North', type: 'sector', parent: 'm', polygons: null },
  { id: 'n1', code: 'N1', name: 'North 1', type: 'aor', parent: 'n', polygons: null },
  { id: 's', code: 'S', name: 'South', type: 'sector', parent: 'm', polygons: null },
])
const kind: Kind = incident
const duty: Reader = { user: 'u1', name: 'Duty', org: 'MSN', side: 'mission', clearance: 'C', compartments: [], grants: [{ role: 'JOC-DO', area: null }], purpose: null }
const plain: AccessClass = { kind: 'incident', level: 'U', compartments: [], owner: 'MSN', releasableTo: ['*'], caveats: [], named: [], area: 'n1', approved: false }

const cases: [string, Partial<Reader>, Partial<AccessClass>, boolean][] = [
  ['duty officer reads an unapproved report', {}, {}, true],
  ['a person without a role reads nothing', { grants: [] }, {}, false],
  ['a role that does not read the kind', { grants: [{ role: 'ADMIN', area: null }] }, {}, false],
  ['above clearance', {}, { level: 'SC' }, false],
  ['compartment not held', {}, { compartments: ['HR'] }, false],
  ['compartment held', { compartments: ['HR'] }, { compartments: ['HR'] }, true],
  ['one of two compartments is not enough', { compartments: ['HR'] }, { compartments: ['CHILD', 'HR'] }, false],
  ['another organisation’s record, not released', {}, { owner: 'TCC-A', releasableTo: [] }, false],
  ['another organisation’s record, released to us', {}, { owner: 'TCC-A', releasableTo: ['MSN'] }, true],
  ['own sector, record below it', { grants: [{ role: 'SHQ', area: 'n' }] }, {}, true],
  ['other sector', { grants: [{ role: 'SHQ', area: 's' }] }, {}, false],
  ['a sector role and a record without an area', { grants: [{ role: 'SHQ', area: 'n' }] }, { area: null }, false],
  ['outside reader, not approved', { org: 'STATE', side: 'member-state', grants: [{ role: 'MS-RO', area: null }] }, { releasableTo: ['STATE'] }, false],
  ['outside reader, approved and named', { org: 'STATE', side: 'member-state', grants: [{ role: 'MS-RO', area: null }] }, { releasableTo: ['STATE'], approved: true }, true],
  ['outside reader, whole mission is not outside', { org: 'STATE', side: 'member-state', grants: [{ role: 'MS-RO', area: null }] }, { approved: true }, false],
  ['host liaison and NO-HOST', { org: 'HOST', side: 'host', grants: [{ role: 'HOST-LO', area: null }] }, { releasableTo: ['HOST'], approved: true, caveats: ['NO-HOST'] }, false],
  ['contingent and NO-TCC', { side: 'tcc', grants: [{ role: 'TOC', area: null }] }, { caveats: ['NO-TCC'] }, false],
  ['EYES-NAMED, not named', {}, { caveats: ['EYES-NAMED'], named: ['u2'] }, false],
  ['EYES-NAMED, named', {}, { caveats: ['EYES-NAMED'], named: ['u1'] }, true],
  ['personal data without a purpose', { compartments: ['PERS'] }, { compartments: ['PERS'] }, false],
  ['personal data with a purpose', { compartments: ['PERS'], purpose: 'reply to the family' }, { compartments: ['PERS'] }, true],
]
for (const [name, reader, of, allowed] of cases) {
  test(`read: ${name}`, () => {
    const decision = mayRead({ ...duty, ...reader }, kind, { ...plain, ...of }, areas)
    assert.equal(decision.allow, allowed, decision.because)
  })
}

test('act: state, role and two-person rule decide together', () => {
  const record = { id: 'r', kind: 'incident', workflow: 'submitted', handling: { level: 'U', compartments: [], owner: 'MSN', releasableTo: ['*'], caveats: [] }, area: 'n1', createdBy: 'u9' } as never
  assert.equal(mayAct(duty, kind, 'approve', record, areas).allow, true)
  assert.equal(mayAct({ ...duty, grants: [{ role: 'MILOB', area: null }] }, kind, 'approve', record, areas).allow, false)
  assert.match(mayAct(duty, kind, 'submit', record, areas).because, /state submitted/)
  assert.match(mayAct(duty, kind, 'explode', record, areas).because, /no action/)
})

test('class of a record carries approval and ignores order', () => {
  const base = { kind: 'incident', area: 'n1', workflow: 'approved' as const }
  const a = accessClassOf({ ...base, handling: { level: 'C', compartments: ['HR', 'CHILD'], owner: 'MSN', releasableTo: ['B', 'A'], caveats: [] } })
  const b = accessClassOf({ ...base, handling: { level: 'C', compartments: ['CHILD', 'HR'], owner: 'MSN', releasableTo: ['A', 'B'], caveats: [] } })
  assert.deepEqual(a, b)
  assert.equal(a.approved, true)
})
