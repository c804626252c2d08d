import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { tempDir } from '../../test/tmp.ts'
import { Catalog } from './catalog.ts'
import { Breath, eachPage, Numbers, Wanted, type Candidate } from './scan.ts'
import type { Segment } from './segment.ts'

test('of very many pages that are looked at only those that are next are held in memory', async (t) => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  const [pages, bytes] = [200, 100_000]
  const fetched: WeakRef<Buffer>[] = []
  let most = 0
  const segment = { file: 'none', read: async () => {
    await new Promise((resolve) => setImmediate(resolve))
    if (fetched.length % 20 === 0) {
      gc()
      most = Math.max(most, fetched.filter((one) => one.deref() !== undefined).length)
    }
    const read = Buffer.alloc(bytes)
    fetched.push(new WeakRef(read))
    return read
  } } as unknown as Segment
  const numbers = new Numbers(new Wanted({}), [])
  const candidates = Array.from({ length: pages }, (_, page): Candidate => ({ segment, page, numbers, entry: { offset: page * 2 * bytes, bytes, rows: 1, from: 0, to: 1, west: 0, south: 0, east: 0, north: 0, suspects: false, identities: new Uint32Array(0) } }))
  const catalog = new Catalog(tempDir(t, 'scan'))
  await eachPage(catalog, candidates, new Breath(), () => assert.fail('none of it is a page'))
  assert.deepEqual([fetched.length, catalog.damaged.length], [pages, pages])
  assert.ok(most < 40, `${most} of ${pages}`)
})
