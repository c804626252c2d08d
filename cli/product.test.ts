import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type { Product } from '../core/product.ts'
import { freshId, ground, reader } from '../test/store.ts'
import { vigie } from '../test/vigie.ts'

const HOUR = 3_600_000
const at = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString()

test('product: what is overdue stands in it also when no node runs beside, and a day is refused in the words of the command line', async (t) => {
  const place = await ground('sqlite')
  t.after(() => place.remove())
  const store = await place.open()
  await store.commit(reader('anna'), [{
    id: freshId('a'), record: freshId('order'), kind: 'order', type: 'create', at: at(0), basedOn: null,
    patch: { data: { type: 'TASK', title: 'Escort the fuel', from: 'JOC', fromComponent: 'MISSION', to: 'Battalion 1', toComponent: 'MISSION', due: at(-2) } },
  }])
  await store.close()
  const data = ['--data', place.dataDir]
  const file = path.join(place.dataDir, 'hom.json')
  const made = await vigie(['product', 'hom', file, '--format', 'json', ...data])
  assert.equal(made.code, 0, made.err)
  const section = (JSON.parse(readFileSync(file, 'utf8')) as Product).sections.find(({ id }) => id === 'products.overdue')
  assert.ok(section?.facts.some(({ value }) => value.startsWith('ORD-')), JSON.stringify(section))

  for (const [day, words] of [['2026-02-30', /^vigie: --date: "2026-02-30" is no day\. Write YYYY-MM-DD\n/], ['2999-01-01', /^vigie: --date: "2999-01-01" covers a time that has not begun\. Choose an earlier day\n/]] as const) {
    const { code, err } = await vigie(['product', 'daily', '-', '--date', day, ...data])
    assert.equal(code, 2)
    assert.match(err, words)
  }
  const nowhere = path.join(place.dataDir, 'no', 'x.docx')
  const { code, err } = await vigie(['product', 'daily', nowhere, ...data])
  assert.deepEqual([code, err], [1, `vigie: ${nowhere}: there is no such file or folder\n`])
  assert.deepEqual(readdirSync(place.dataDir).filter((name) => name.endsWith('.part')), [])
})
