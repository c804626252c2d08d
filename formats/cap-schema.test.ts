import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyCap, everything, refusedBoth } from '../test/cap-everything.ts'
import { openSchema } from '../test/xsd.ts'
import { readCap, writeCap } from './cap.ts'

/** Another program, with the structure of the standard written down on its own, says the same of our messages. */
const STRUCTURE = new URL('./fixtures/cap-1.2-structure.xsd', import.meta.url)

test('whatever is written has the structure of CAP 1.2, by a schema and a validator that share nothing with the writer', async () => {
  const schema = await openSchema(STRUCTURE)
  assert.equal(schema.problem(writeCap(everything)), null)
  fc.assert(fc.property(anyCap, (alert) => { assert.equal(schema.problem(writeCap(alert)), null) }), { numRuns: 100 })
  schema.close()
})

test('what that schema refuses is refused by ours, line by line', async () => {
  const schema = await openSchema(STRUCTURE)
  const { refused, taken } = refusedBoth(writeCap(everything), (xml) => schema.problem(xml) === null, (xml) => readCap(xml).ok)
  assert.deepEqual(taken, [])
  assert.ok(refused > 40, `${refused} refused`)
  for (const wrong of [writeCap(everything).replace(':cap:1.2', ':cap:1.1'), writeCap(everything).replace('<alert ', '<Alert ').replace('</alert>', '</Alert>'), writeCap(everything).replace('-00:00</sent>', 'Z</sent>')]) {
    assert.ok(schema.problem(wrong) !== null && !readCap(wrong).ok, wrong.slice(0, 200))
  }
  schema.close()
})
