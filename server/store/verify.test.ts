import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { linkHash, ORIGIN } from './chain.ts'
import type { Db } from './db.ts'
import { Registry } from './kinds.ts'
import { databaseFile } from './open.ts'
import { linkOf, type ActionRow } from './links.ts'
import { openPostgres } from './postgres-db.ts'
import { openSqlite } from './sqlite-db.ts'
import { action, ENGINES, ground, KINDS, reader, report, square, SYSTEM, type Ground } from '../../test/store.ts'
import { TABLES } from './tables.ts'
import { verifyStore } from './verify.ts'

const kinds = new Registry(KINDS)

/** A closed store with some history in it: created, edited, merged, erased, read. */
async function filled(engine: 'sqlite' | 'postgres'): Promise<Ground> {
  const place = await ground(engine)
  const store = await place.open()
  const chief = reader('chief', { compartments: ['SOURCE'], grants: [{ role: 'JOC-CH', area: null }, { role: 'DPO', area: null }] })
  await store.commit(SYSTEM, [square('m', 'mission', null, 10, 0, 30, 12)])
  const made = await Promise.all(Array.from({ length: 6 }, (_, i) => store.commit(chief, [report({ title: `Report ${i}`, contacts: [{ source: 's', name: 'Awa' }], place: { lon: 20 + i, lat: 8, precision: 1, radiusM: 50, method: 'GPS' } }, i === 3 ? { handling: { level: 'SC' } } : {})])))
  const records = made.map((m) => m[0]?.record)
  const [first, second, third, secret] = records
  assert.ok(first && second && third && secret)
  await Promise.all([store.commit(chief, [action(first, 'edit', { fields: { title: 'A' } })]), store.commit(reader('x'), [action(first, 'edit', { fields: { title: 'B' } })])])
  await store.commit(chief, [action(second, 'approve')])
  await store.erase(chief, third.id, 'asked for')
  await store.get(chief, secret.id)
  await store.close()
  return place
}

async function on(place: Ground): Promise<Db> {
  return place.databaseUrl === null ? openSqlite(databaseFile(place.dataDir), { inline: true }) : openPostgres(place.databaseUrl)
}

async function verified(place: Ground, options: { replay?: boolean } = {}) {
  const db = await on(place)
  try {
    return await verifyStore(db, kinds, path.join(place.dataDir, 'keys'), options)
  } finally {
    await db.close()
  }
}

/** Ways to alter the store behind its back, and what must be named. */
const TAMPERING: { name: string; sql: string; what: string; says: RegExp }[] = [
  { name: 'text of an action', sql: `update actions set patch = replace(patch, 'Report 1', 'Report X') where type = 'create'`, what: 'action', says: /altered/ },
  { name: 'author of an action', sql: `update actions set actor = 'nobody' where seq = 4`, what: 'action', says: /altered/ },
  { name: 'time of an action', sql: `update actions set received_at = '2020-01-01T00:00:00.000Z' where seq = 4`, what: 'action', says: /altered/ },
  { name: 'fingerprint of a request', sql: `update actions set request = 'x' where seq = 4`, what: 'action', says: /altered/ },
  { name: 'an action removed from the middle', sql: `delete from actions where seq = 4`, what: 'chain', says: /action 4 is missing/ },
  { name: 'the last action removed', sql: `delete from actions where seq = (select max(seq) from actions)`, what: 'chain', says: /ends at action/ },
  { name: 'snapshot of a record', sql: `update records set snapshot = replace(snapshot, 'Report 4', 'Report X')`, what: 'record', says: /INC-.* is not what/ },
  { name: 'a record removed', sql: `delete from records where ref like 'INC-%-000005'`, what: 'missing', says: /is gone/ },
  { name: 'access class of a record', sql: `update records set access = (select min(access) from records) where ref like 'INC-%-000005'`, what: 'column', says: /access/ },
  { name: 'workflow column', sql: `update records set workflow = 'approved' where ref like 'INC-%-000005'`, what: 'column', says: /column workflow/ },
  { name: 'place column', sql: `update records set lat = 1 where ref like 'INC-%-000005'`, what: 'column', says: /column lat/ },
  { name: 'words column', sql: `update records set words = 'x' where ref like 'INC-%-000005'`, what: 'column', says: /column words/ },
  { name: 'an access class opened', sql: `update access set level = 0`, what: 'column', says: /access class/ },
  { name: 'signature of a head', sql: `update chain_heads set signature = 'AAAA'`, what: 'head', says: /signature/ },
  { name: 'order of the actions', sql: 'update actions set pos = 100000 where seq = 4', what: 'chain', says: /moved before/ },
  { name: 'a counter set back', sql: 'update counters set last = 1', what: 'column', says: /number 6 was given/ },
  { name: 'keys of sealed fields removed', sql: 'delete from keys', what: 'missing', says: /key of its sealed fields is gone/ },
  { name: 'hash of a head', sql: `update chain_heads set hash = 'AAAA'`, what: 'head', says: /signature/ },
]

for (const engine of ENGINES) {
  describe(`verify on ${engine.name}`, { skip: engine.skip }, () => {
    let whole: Ground
    before(async () => { whole = await filled(engine.name) })
    after(() => whole.remove())

    test('a store with history verifies, and replays bit for bit', async (t) => {
      const place = await ground(engine.name, whole)
      t.after(() => place.remove())
      const outcome = await verified(place, { replay: true })
      assert.equal(outcome.broken, null)
      assert.ok(outcome.ok && outcome.replayed)
      assert.equal(outcome.records, 7)
      assert.equal(outcome.chains.length, 1)
      assert.ok((outcome.chains[0]?.signedHeads ?? 0) >= 1)
      assert.ok((outcome.chains[0]?.actions ?? 0) >= 11)
    })

    for (const change of TAMPERING) {
      test(`named: ${change.name}`, async (t) => {
        const place = await ground(engine.name, whole)
        t.after(() => place.remove())
        const db = await on(place)
        await db.run([{ sql: change.sql, params: [] }])
        await db.close()
        const { ok, broken } = await verified(place)
        assert.equal(ok, false)
        assert.equal(broken?.what, change.what)
        assert.match(broken.detail, change.says)
      })
    }

    test('named: a tail cut off with everything that belongs to it', async (t) => {
      const place = await ground(engine.name, whole)
      t.after(() => place.remove())
      const db = await on(place)
      const [last] = await db.all<{ seq: number; type: string; prev_hash: string }>('select seq, type, prev_hash from actions order by seq desc limit 1')
      assert.equal(last?.type, 'read')
      await db.run([
        { sql: 'delete from actions where seq = ?', params: [last.seq] },
        { sql: 'update chains set seq = ?, hash = ?', params: [last.seq - 1, last.prev_hash] },
        { sql: 'delete from chain_heads', params: [] },
      ])
      await db.close()
      const { broken } = await verified(place)
      assert.equal(broken?.what, 'head')
      assert.match(broken.detail, /was cut/)
      const again = await place.open()
      await again.commit(reader('chief'), [report()])
      await again.signHead()
      await again.close()
      const after = await verified(place)
      assert.equal(after.broken?.what, 'head', 'a node that starts on it does not sign it as if it were true')
    })

    test('named: a chain of somebody else’s put beside the true one', async (t) => {
      const place = await ground(engine.name, whole)
      t.after(() => place.remove())
      const db = await on(place)
      const [last] = await db.all<ActionRow>('select * from actions order by seq desc limit 1')
      assert.ok(last)
      const forged: ActionRow = { ...last, pos: last.pos + 1, id: 'forged', node: 'zz-other', seq: 1, prev_hash: ORIGIN }
      forged.hash = linkHash(ORIGIN, linkOf(forged), forged.patch)
      const columns = TABLES.actions.columns
      await db.run([
        { sql: `insert into actions (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`, params: columns.map((name) => forged[name]) },
        { sql: 'insert into chains (node, seq, hash) values (?, 1, ?)', params: [forged.node, forged.hash] },
      ])
      await db.close()
      const { broken } = await verified(place)
      assert.equal(broken?.what, 'chain')
      assert.match(broken.detail, /not of this node/)
    })

    test('named: a forged head outside the database', async (t) => {
      const place = await ground(engine.name, whole)
      t.after(() => place.remove())
      const file = path.join(place.dataDir, 'keys', 'head.json')
      writeFileSync(file, '{"node":"n","seq":1,"hash":"x","at":"x","publicKey":"x","signature":"x"}')
      const { broken } = await verified(place)
      assert.equal(broken?.what, 'head')
    })
  })
}
