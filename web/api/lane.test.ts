import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Lane } from './lane.ts'

type Step = { path: string; end(): void }

/** A lane whose works begin visibly and end when told. */
function lane(thin: boolean, holdMs?: number) {
  const begun: Step[] = []
  const line = new Lane(() => thin, holdMs)
  const work = (path: string) => () => new Promise<void>((resolve) => { begun.push({ path, end: resolve }) })
  return {
    read: (path: string, signal?: AbortSignal) => line.read(path, work(path), signal),
    write: (path: string) => line.write(work(path)),
    paths: () => begun.map((step) => step.path),
    end: async (path: string) => {
      begun.find((step) => step.path === path)?.end()
      await settled()
    },
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('the order of questions over a thin link', () => {
  test('over a good link everything goes at once', async () => {
    const { read, paths } = lane(false)
    for (const path of ['/a', '/b', '/c', '/d']) {
      void read(path)
    }
    await settled()
    assert.deepEqual(paths(), ['/a', '/b', '/c', '/d'])
  })

  test('two reads at a time, in their order; what typing waits for goes before lists', async () => {
    const { read, paths, end } = lane(true)
    for (const path of ['/a', '/b', '/c', '/api/lookup/actors', '/d']) {
      void read(path)
    }
    await settled()
    assert.deepEqual(paths(), ['/a', '/b'])
    await end('/a')
    await end('/b')
    assert.deepEqual(paths(), ['/a', '/b', '/api/lookup/actors', '/c'])
    await end('/c')
    assert.equal(paths().at(-1), '/d')
  })

  test('a write goes at once and keeps new reads back until it is done', async () => {
    const { read, write, paths, end } = lane(true)
    void read('/a')
    void write('/w')
    void read('/b')
    await settled()
    assert.deepEqual(paths(), ['/a', '/w'])
    await end('/a')
    assert.deepEqual(paths(), ['/a', '/w'])
    await end('/w')
    assert.deepEqual(paths(), ['/a', '/w', '/b'])
  })

  test('a write that hangs does not stop the reads', async () => {
    const { read, write, paths } = lane(true, 1)
    void write('/w')
    const reading = read('/b')
    while (!paths().includes('/b')) {
      await settled()
    }
    assert.ok(reading)
  })

  test('a read nobody wants any more leaves the line, and one that fails lets the next go', async () => {
    const { read, paths, end } = lane(true)
    const gone = new AbortController()
    void read('/a')
    void read('/b')
    const unwanted = assert.rejects(read('/c', gone.signal), { name: 'AbortError' })
    void read('/d')
    gone.abort()
    await unwanted
    await end('/a')
    assert.deepEqual(paths(), ['/a', '/b', '/d'])
    const line = new Lane(() => true)
    await assert.rejects(line.read('/x', () => Promise.reject(new Error('refused'))), /refused/)
    assert.equal(await line.read('/y', () => Promise.resolve(1)), 1)
  })
})
