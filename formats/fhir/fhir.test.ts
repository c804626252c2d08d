import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { checkFhir } from './check.ts'
import { CODES } from './codes.ts'
import { TYPES } from './structures.ts'

const CASES = JSON.parse(readFileSync(new URL('fixtures/r4-cases.json', import.meta.url), 'utf8')) as { name: string; resource: unknown; conformant: boolean }[]

describe('FHIR R4', () => {
  for (const { name, resource, conformant } of CASES) {
    test(`${name}: ${conformant ? 'conformant' : 'not conformant'}`, () => {
      const problems = checkFhir(resource)
      assert.equal(problems.length === 0, conformant, JSON.stringify(problems))
    })
  }

  test('names where and what', () => {
    assert.deepEqual(checkFhir({ resourceType: 'Observation', status: 'final', code: { text: 'x' }, valueInteger: 1, valueString: 'x' }).map((one) => one.path), ['Observation.value[x]'])
    assert.deepEqual(checkFhir({ resourceType: 'Encounter', status: 'gone', class: { code: 'EMER' }, period: { start: '2026-02-30' }, subject: [] }).map((one) => one.path), ['Encounter.status', 'Encounter.subject', 'Encounter.period.start'])
    assert.deepEqual(checkFhir({ resourceType: 'Patient', nickname: 'x', contained: [{ resourceType: 'Location', position: { longitude: 1 } }] }).map((one) => one.path), ['Patient.contained[0](Location).position.latitude', 'Patient.nickname'])
    assert.match(checkFhir({ resourceType: 'Spaceship' })[0]!.problem, /is not known/)
    assert.match(checkFhir(null)[0]!.problem, /not an object/)
  })

  test('every element names a type and a value set there is', () => {
    const primitive = ['boolean', 'string', 'markdown', 'code', 'id', 'uri', 'url', 'canonical', 'oid', 'uuid', 'base64Binary', 'time', 'date', 'dateTime', 'instant', 'decimal', 'integer', 'unsignedInt', 'positiveInt', 'Resource', 'Element', 'Timing', 'SampledData', 'Signature', 'Money', 'Dosage']
    for (const [type, structure] of Object.entries(TYPES)) {
      for (const [element, rule] of Object.entries(structure)) {
        const found = /^[01]\.\.[1*] ([A-Za-z.0-9|]+)(?:!([a-z-]+))?$/.exec(rule)
        assert.ok(found, `${type}.${element}: ${rule}`)
        found[1]!.split('|').forEach((name) => assert.ok(name in TYPES || primitive.includes(name), `${type}.${element}: ${name}`))
        assert.ok(found[2] === undefined || found[2] in CODES, `${type}.${element}: ${found[2]}`)
      }
    }
  })
})
