import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { defineKind } from '../../core/kind.ts'
import type { NewAction } from '../../core/record.ts'
import { Type } from 'typebox'
import { reader } from '../../test/store.ts'
import type { Store } from '../store/face.ts'
import { importTable } from './import-job.ts'
import type { Importer, ImportTable } from './import-types.ts'

const kind = defineKind({
  name: 'thing', version: 1, prefix: 'THG', data: Type.Object({ refs: Type.Array(Type.String()) }), fields: {}, approval: false, veracity: false, read: '*', create: '*', actions: {}, facets: {},
  project: () => ({ title: 'x', text: '', names: [], happened: null, reported: null, place: null, severity: 0, facets: {} }),
  handling: (owner) => ({ level: 'U', compartments: [], owner, releasableTo: [], caveats: [] }), texts: {},
})

/** A store that holds every record it is asked for of the kind `actor`, gives at most `limit` of them, and keeps what is committed. */
function storing(): { store: Store; committed: NewAction[] } {
  const committed: NewAction[] = []
  const store = {
    list: async (_reader: unknown, query: { kind: string; ids: string[]; limit: number }) => ({ items: query.kind === 'actor' ? query.ids.slice(0, query.limit).map((id) => ({ record: { id } })) : [], total: 0, next: null }),
    kinds: () => ({ need: () => kind }),
    commit: async (_reader: unknown, actions: readonly NewAction[]) => { committed.push(...actions); return [] },
  }
  return { store: store as unknown as Store, committed }
}

const importer = (map: ImportTable['map']): Importer => ({
  formats: ['test'], suggest: () => [],
  open: () => ({ format: 'test', title: 'Test', kind: 'thing', refKind: 'actor', map, link: (_data, refs, idOf) => ({ refs: refs.map(({ externalId }) => idOf(externalId) ?? 'not found') }) }),
})

describe('an import', () => {
  let folder: string
  before(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'vigie-import-')) })
  after(() => rm(folder, { recursive: true }))
  const order = async (rows: number) => {
    const file = path.join(folder, 'table.csv')
    await writeFile(file, `Id,Note\n${Array.from({ length: rows }, (_, i) => `${i},row ${i} with some words to make the file longer`).join('\n')}\n`)
    return { file, fileName: 'table.csv', format: 'test', dryRun: false, rejectedFile: path.join(folder, 'rejected.csv') }
  }

  test('finds what its rows refer to, also where a thousand rows name more than a thousand', async () => {
    const { store, committed } = storing()
    const done = await importTable(store, reader('x'), [importer((cells, row) => ({ ok: true, row, externalId: cells[0]!, data: {}, content: cells[0]!, compartments: [], refs: [0, 1].map((index) => ({ index, externalId: `${cells[0]}-${index}` })) }))], await order(900))
    assert.equal(done.added, 900)
    assert.equal(committed.flatMap((action) => (action.patch['data'] as { refs: string[] }).refs).filter((ref) => ref === 'not found').length, 0)
  })

  test('that is stopped leaves the rows it refused until then, whole', async () => {
    const stop = new AbortController()
    const refused = importer((cells, row) => ({ ok: false, row, errors: [{ row, column: 'Id', value: cells[0]!, problem: 'is wrong', fix: 'mend it' }] }))
    const asked = await order(40_000)
    await assert.rejects(importTable(storing().store, reader('x'), [refused], { ...asked, signal: stop.signal, progress: () => stop.abort() }), /abort/i)
    const lines = (await readFile(asked.rejectedFile, 'utf8')).trimEnd().split('\r\n')
    assert.ok(lines.length > 1000 && lines.every((line) => line.split(',').length === 7), `${lines.length} lines`)
  })

  test('whose refused rows cannot be written fails, and the node stands on', async () => {
    const refused = importer((cells, row) => ({ ok: false, row, errors: [{ row, column: 'Id', value: cells[0]!, problem: 'is wrong', fix: 'mend it' }] }))
    await assert.rejects(importTable(storing().store, reader('x'), [refused], { ...(await order(10)), rejectedFile: path.join(folder, 'no-such-folder', 'rejected.csv') }), /ENOENT/)
  })
})
