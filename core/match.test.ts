import assert from 'node:assert/strict'
import { test } from 'node:test'
import { incident } from '../domains/incidents/domain.ts'
import { AREAS } from '../test/incidents.ts'
import { compileMatch, factsOf, matches, normalizeQuery, sortKey } from './match.ts'
import { Problem } from './problem.ts'
import type { Query } from './query.ts'
import type { VigieRecord } from './record.ts'

function recordWith(data: VigieRecord['data'], more: Partial<VigieRecord> = {}): VigieRecord {
  return {
    id: 'one', kind: 'incident', schema: 1, ref: 'INC-2026-004217', version: 1, workflow: 'submitted', veracity: 'reported',
    handling: { level: 'U', compartments: [], owner: 'UN', releasableTo: ['*'], caveats: [] }, area: 'a11', places: ['d11'],
    data: { type: 'INCIDENT', title: 'Attaque à Ménaka', narrative: 'هجوم على القرية', category: 'AC.03', ...data },
    createdAt: '2026-08-18T12:00:00.000Z', createdBy: 'u1', createdRole: 'JOC-DO', deviceAt: '2026-08-18T12:00:00.000Z', updatedAt: '2026-08-19T12:00:00.000Z', updatedBy: 'u1',
    touched: {}, contested: [], mergedInto: null, erased: false, ...more,
  }
}
const asks = (record: VigieRecord, query: Omit<Query, 'kind'>): boolean => matches({ kind: 'incident', ...query }, record, incident, AREAS)
const happened = (from: string, to?: string) => recordWith({ happened: { from, ...(to ? { to } : {}), precision: 'HOUR' } })
const during = (axis: 'happened' | 'reported' | 'logged', from?: string, to?: string): Omit<Query, 'kind'> => ({ time: { axis, ...(from ? { from } : {}), ...(to ? { to } : {}) } })

test('time is half-open, an interval matches when it overlaps', () => {
  const point = happened('2026-08-18T10:00:00Z')
  assert.equal(asks(point, during('happened', '2026-08-18T10:00:00Z', '2026-08-18T11:00:00Z')), true)
  assert.equal(asks(point, during('happened', '2026-08-18T09:00:00Z', '2026-08-18T10:00:00Z')), false)
  const interval = happened('2026-08-18T10:00:00Z', '2026-08-18T12:00:00Z')
  assert.equal(asks(interval, during('happened', '2026-08-18T12:00:00Z')), true)
  assert.equal(asks(interval, during('happened', '2026-08-18T12:00:00.001Z')), false)
  assert.equal(asks(interval, during('happened', undefined, '2026-08-18T10:00:00Z')), false)
  assert.equal(asks(interval, during('happened', '2026-08-18T12:00:00+02:00', '2026-08-18T12:30:00+02:00')), true)
})

test('a record without the time asked for matches no filter on it, but an empty filter is none', () => {
  const untimed = recordWith({})
  assert.equal(asks(untimed, during('happened', '1900-01-01T00:00:00Z')), false)
  assert.equal(asks(untimed, during('reported', undefined, '2999-01-01T00:00:00Z')), false)
  assert.equal(asks(untimed, during('happened')), true)
  assert.equal(asks(untimed, during('logged', '2026-08-18T12:00:00Z', '2026-08-18T12:00:01Z')), true)
  assert.equal(asks(untimed, during('logged', '2026-08-18T11:00:00Z', '2026-08-18T12:00:00Z')), false)
})

test('boxes look at the centre, edges included, also across the antimeridian', () => {
  const at = (lon: number, lat: number) => recordWith({ place: { lon, lat, precision: 1, radiusM: 10, method: 'GPS' } })
  assert.equal(asks(at(1, 2), { bbox: [1, 2, 3, 4] }), true)
  assert.equal(asks(at(0.9999999, 2), { bbox: [1, 2, 3, 4] }), false)
  assert.equal(asks(at(179.5, 0), { bbox: [179, -1, -179, 1] }), true)
  assert.equal(asks(at(-179.5, 0), { bbox: [179, -1, -179, 1] }), true)
  assert.equal(asks(at(0, 0), { bbox: [179, -1, -179, 1] }), false)
  assert.equal(asks(recordWith({}), { bbox: [-180, -90, 180, 90] }), false)
})

test('words are beginnings, folded across accents and Arabic letter forms, and the reference counts', () => {
  const record = recordWith({})
  for (const text of ['menaka', 'MÉN attaq', 'قريه', 'القرية', 'هجوم', 'INC-2026-004217', '0042', '', ' – ']) {
    assert.equal(asks(record, { text }), true, text)
  }
  for (const text of ['enaka', 'menaka kidal', '4217']) {
    assert.equal(asks(record, { text }), false, text)
  }
})

test('areas hold below, through jurisdiction or any place; unknown areas hold nothing', () => {
  const record = recordWith({})
  assert.equal(asks(record, { area: ['s1'] }), true)
  assert.equal(asks(record, { area: ['s2'] }), false)
  assert.equal(asks(record, { area: ['s2', 'r1'] }), true)
  assert.equal(asks(record, { area: ['nowhere'] }), false)
  assert.equal(asks(recordWith({}, { area: 'nowhere' }), { area: ['nowhere'] }), false)
})

test('merged and retracted are left out unless asked for, and kinds never mix', () => {
  const retracted = recordWith({}, { workflow: 'retracted' })
  assert.equal(asks(retracted, {}), false)
  assert.equal(asks(retracted, { ids: ['one'] }), false)
  assert.equal(asks(retracted, { workflow: ['retracted'] }), true)
  assert.equal(asks(recordWith({}, { kind: 'actor' }), {}), false)
})

test('contested holds while a value waits beside a standing one', () => {
  const waiting = recordWith({}, { contested: [{ field: 'title', value: 'Another', action: 'a2', by: 'u2', role: 'JOC-DO', at: '2026-08-18T12:05:00Z', basedOn: 1 }] })
  assert.equal(asks(waiting, { contested: true }), true)
  assert.equal(asks(waiting, {}), true)
  assert.equal(asks(recordWith({}), { contested: true }), false)
})

test('facets are any of their values; the level and the author are facets of every kind', () => {
  const record = recordWith({ tags: ['night', 'road'] })
  assert.equal(asks(record, { where: { tag: ['road', 'x'], category: ['AC.03'] } }), true)
  assert.equal(asks(record, { where: { tag: ['road'], category: ['EX'] } }), false)
  assert.equal(asks(record, { where: { handling: ['U', 'C'], createdBy: ['u1'] } }), true)
  assert.equal(asks(record, { where: { handling: ['C'] } }), false)
})

test('equal questions have one normal form, and it means the same', () => {
  const a: Query = { kind: 'incident', text: ' Ménaka  ATTAQUE ', where: { tag: ['b', 'a', 'b'], category: ['EX'] }, severity: 0, time: { axis: 'logged', from: '2026-08-18T02:00:00+02:00' } }
  const b: Query = { kind: 'incident', text: 'attaque menaka', where: { category: ['EX'], tag: ['a', 'b'] }, time: { axis: 'logged', from: '2026-08-18T00:00:00Z' } }
  assert.equal(JSON.stringify(normalizeQuery(a, incident)), JSON.stringify(normalizeQuery(b, incident)))
  assert.deepEqual(normalizeQuery(normalizeQuery(a, incident), incident), normalizeQuery(a, incident))
})

test('what cannot be asked is refused with the field and the fix', () => {
  const refused = (query: Omit<Query, 'kind'>, message: RegExp): void => {
    assert.throws(() => compileMatch({ kind: 'incident', ...query }, incident, AREAS), (error: unknown) => error instanceof Problem && error.id === 'invalid-query' && message.test(error.message) && error.fields.length === 1)
  }
  refused({ where: { colour: ['red'] } }, /where\/colour: .*category, type/)
  refused({ time: { axis: 'happened', from: '2026-08-18' } }, /time\/from: .*2026-08-18T00:00:00Z/)
  refused({ time: { axis: 'happened', from: '2026-08-18T00:00:00Z', to: '2026-08-17T00:00:00Z' } }, /time: begins after it ends/)
  refused({ bbox: [0, 5, 1, 4] }, /bbox: south 5 is above north 4/)
  refused({ limit: 10_001 }, /limit: /)
})

test('unknown times sort where the record was reported or logged; severity sorts worst, then newest', () => {
  const facts = factsOf(incident, recordWith({}))
  assert.equal(sortKey('happened', facts, ''), Date.UTC(2026, 7, 18, 12))
  assert.equal(sortKey('happened', { ...facts, reported: 5 }, ''), 5)
  const mild = sortKey('severity', { ...facts, severity: 4, happenedFrom: Date.UTC(2200, 0) }, '')
  const worse = sortKey('severity', { ...facts, severity: 5, happenedFrom: Date.UTC(1900, 0) }, '')
  assert.ok(worse > mild)
})

test('a name is found from the other script, and only a name', () => {
  const arabic = recordWith({ title: 'كمين', place: { name: 'مينكا', precision: 3, radiusM: 3000, method: 'GAZETTEER' } })
  for (const text of ['Ménaka', 'menaka', 'مينكا']) {
    assert.equal(asks(arabic, { text }), true, text)
  }
  assert.equal(asks(arabic, { text: 'Monrovia' }), false)
  const latin = recordWith({ title: 'Ambush', place: { name: 'Ménaka', precision: 3, radiusM: 3000, method: 'GAZETTEER' }, actors: [{ name: 'Front de Tombouctou', type: 'NSAG', role: 'PERP_ALLEGED' }] })
  assert.equal(asks(latin, { text: 'مينكا' }), true)
  assert.equal(asks(latin, { text: 'تمبكتو كمين' }), false, 'every word must be found')
  assert.equal(asks(latin, { text: 'تمبكتو' }), true)
  assert.equal(asks(latin, { text: 'Manuka' }), false, 'within a script the letters decide')
  assert.equal(asks(recordWith({ title: 'Patrol', narrative: 'كان في مينكا', place: { name: 'Sabo', precision: 3, radiusM: 3000, method: 'GAZETTEER' } }), { text: 'menaka' }), false, 'words of a narrative are no names')
})
