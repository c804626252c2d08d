import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { Problem } from './problem.ts'
import { SORTS, TIME_AXES, type Query } from './query.ts'
import { joinList, paramsFromQuery, queryFromParams, splitList } from './query-params.ts'
import { VERACITIES, WORKFLOWS } from './record.ts'

function refused(params: [string, string][], also: string[] = []): Problem {
  try {
    queryFromParams(params, also)
  } catch (error) {
    assert.ok(error instanceof Problem)
    return error
  }
  assert.fail('was taken')
}

test('wrong parameters are refused by name, with the fix', () => {
  const cases: [[string, string][], string, RegExp][] = [
    [[], 'kind', /kind=incident/],
    [[['kind', 'incident'], ['colour', 'red']], 'colour', /where\.<facet>/],
    [[['kind', 'incident'], ['bbox', '1,2,3']], 'bbox', /west,south,east,north/],
    [[['kind', 'incident'], ['bbox', '1,,3,4']], 'bbox', /four numbers/],
    [[['kind', 'incident'], ['bbox', '1,9,3,4']], 'bbox', /order/],
    [[['kind', 'incident'], ['bbox', '1,2,300,4']], 'bbox', /outside the world/],
    [[['kind', 'incident'], ['from', 'yesterday']], 'from', /ISO 8601/],
    [[['kind', 'incident'], ['from', '2026-01-02T10:00']], 'from', /zone/],
    [[['kind', 'incident'], ['from', '2026-02-01'], ['to', '2026-01-01']], 'to', /Swap/],
    [[['kind', 'incident'], ['axis', 'filed']], 'axis', /logged/],
    [[['kind', 'incident'], ['limit', '-1']], 'limit', /0 to 10000/],
    [[['kind', 'incident'], ['limit', '1e3']], 'limit', /whole number/],
    [[['kind', 'incident'], ['severity', '9']], 'severity', /0 to 5/],
    [[['kind', 'incident'], ['contested', 'false']], 'contested', /contested=true/],
    [[['kind', 'incident'], ['sort', '-colour']], 'sort', /severity/],
    [[['kind', 'incident'], ['workflow', 'lost']], 'workflow', /draft/],
    [[['kind', 'incident'], ['kind', 'actor']], 'kind', /once/],
    [[['kind', 'incident'], ['where.__proto__', 'x']], 'where.__proto__', /facet/],
  ]
  for (const [params, path, said] of cases) {
    const problem = refused(params)
    assert.equal(problem.id, 'invalid-query')
    assert.equal(problem.fields[0]?.path, path)
    assert.match(problem.message, said)
  }
})

test('a day is its first instant; a zone is turned into UTC', () => {
  const query = queryFromParams([['kind', 'incident'], ['from', '2026-08-18'], ['to', '2026-08-18T15:45:00+02:00']])
  assert.deepEqual(query.time, { axis: 'happened', from: '2026-08-18T00:00:00.000Z', to: '2026-08-18T13:45:00.000Z' })
})

test('further parameters of an endpoint are let through and not read', () => {
  assert.deepEqual(queryFromParams([['kind', 'incident'], ['format', 'csv']], ['format']), { kind: 'incident' })
})

test('property: a list goes through one parameter whatever it holds', () => {
  fc.assert(fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 8 }), (values) => {
    assert.deepEqual(splitList(joinList(values)), values)
  }))
})

const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }).map((d) => d.toISOString())
const word = fc.string({ minLength: 1, maxLength: 12 })
const query: fc.Arbitrary<Query> = fc.record(
  {
    kind: fc.constantFrom('incident', 'own-well'),
    where: fc.dictionary(fc.constantFrom('family', 'category', 'actor'), fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 4 }), { minKeys: 1, noNullPrototype: true }),
    workflow: fc.uniqueArray(fc.constantFrom(...WORKFLOWS), { minLength: 1 }),
    veracity: fc.uniqueArray(fc.constantFrom(...VERACITIES), { minLength: 1 }),
    severity: fc.integer({ min: 0, max: 5 }),
    contested: fc.constant(true as const),
    area: fc.array(word, { minLength: 1, maxLength: 4 }),
    ids: fc.array(word, { minLength: 1, maxLength: 4 }),
    bbox: fc.tuple(fc.integer({ min: -180, max: 180 }), fc.integer({ min: -90, max: 0 }), fc.integer({ min: -180, max: 180 }), fc.integer({ min: 0, max: 90 })).map((b) => b.map((x) => x + 0) as [number, number, number, number]),
    time: fc.tuple(fc.constantFrom(...TIME_AXES), instant, instant).map(([axis, a, b]) => ({ axis, from: a < b ? a : b, to: a < b ? b : a })),
    text: word,
    sort: fc.record({ by: fc.constantFrom(...SORTS), dir: fc.constantFrom('asc' as const, 'desc' as const) }, { noNullPrototype: true }),
    limit: fc.integer({ min: 0, max: 10_000 }),
    cursor: word,
  },
  { requiredKeys: ['kind'], noNullPrototype: true },
)

test('property: a query said in parameters reads back the same', () => {
  fc.assert(fc.property(query, (q) => {
    assert.deepEqual(queryFromParams(paramsFromQuery(q)), q)
  }))
})

test('a minus zero in a box is the same place', () => {
  assert.deepEqual(queryFromParams([['kind', 'incident'], ['bbox', '-0,-0,1,2']]).bbox, [0, 0, 1, 2])
})
