import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import pg from 'pg'
import { CAVEATS, COMPARTMENTS, LEVELS, type Handling } from '../../core/handling.ts'
import { matches } from '../../core/match.ts'
import { accessClassOf, mayRead, SIDES, type Reader } from '../../core/policy.ts'
import type { Query } from '../../core/query.ts'
import type { VigieRecord } from '../../core/record.ts'
import { ROLE_CODES } from '../../core/roles.ts'
import { listSql, visibleSql } from './compile.ts'
import type { Db } from './db.ts'
import { POSTGRES, SQLITE } from './dialect.ts'
import { databaseFile, type OpenedStore } from './open.ts'
import { openPostgres, READER_ROLE } from './postgres-db.ts'
import { readerSettings } from './reader-settings.ts'
import { openSqlite } from './sqlite-db.ts'
import { action, ENGINES, ground, KINDS, reader, report, square, SYSTEM, type Ground } from '../../test/store.ts'

const ORGS = ['MISSION', 'LAND-A', 'LAND-B']
const USERS = ['awa', 'bintou']
const AREAS = ['mission-area', 'north', 'south', 'camp', 'nowhere']

const someHandling: fc.Arbitrary<Handling> = fc.record({
  level: fc.constantFrom(...LEVELS),
  compartments: fc.uniqueArray(fc.constantFrom(...COMPARTMENTS), { maxLength: 2 }),
  owner: fc.constantFrom(...ORGS),
  releasableTo: fc.uniqueArray(fc.constantFrom('*', ...ORGS), { maxLength: 2 }),
  caveats: fc.uniqueArray(fc.constantFrom(...CAVEATS), { maxLength: 2 }),
  named: fc.uniqueArray(fc.constantFrom(...USERS), { maxLength: 2 }),
})

const someReader: fc.Arbitrary<Reader> = fc.record({
  user: fc.constantFrom(...USERS),
  name: fc.constant('x'),
  org: fc.constantFrom(...ORGS),
  side: fc.constantFrom(...SIDES),
  clearance: fc.constantFrom(...LEVELS),
  compartments: fc.uniqueArray(fc.constantFrom(...COMPARTMENTS), { maxLength: COMPARTMENTS.length }),
  grants: fc.array(fc.record({ role: fc.constantFrom(...ROLE_CODES, 'JOC-CH', 'HOST-LO', 'MS-RO'), area: fc.constantFrom(null, ...AREAS) }), { maxLength: 3 }),
  purpose: fc.constantFrom(null, 'care'),
}) as fc.Arbitrary<Reader>

const instants = ['2026-08-01T00:00:00Z', '2026-08-18T13:45:00Z', '2026-09-01T12:00:00Z', '2026-10-05T00:00:00Z']
const someQuery: fc.Arbitrary<Query> = fc.record(
  {
    kind: fc.constant('incident'),
    where: fc.dictionary(fc.constantFrom('category', 'tag', 'weapon', 'unit', 'handling', 'createdBy'), fc.uniqueArray(fc.constantFrom('AC.03', 'CV.02', 'night', 'IED', 'U', 'SC', '', 'system', 'quo"te'), { minLength: 1, maxLength: 3 }), { maxKeys: 2 }),
    workflow: fc.uniqueArray(fc.constantFrom('submitted', 'approved', 'retracted'), { minLength: 1 }),
    veracity: fc.uniqueArray(fc.constantFrom('reported', 'verified'), { minLength: 1 }),
    severity: fc.integer({ min: 0, max: 5 }),
    area: fc.uniqueArray(fc.constantFrom(...AREAS), { minLength: 1 }),
    bbox: fc.constantFrom([19, 2, 21, 9], [-180, -90, 180, 90], [170, -20, -170, 20], [20, 8, 20, 8]),
    time: fc.record({ axis: fc.constantFrom('happened', 'reported', 'logged'), from: fc.constantFrom(...instants.slice(0, 2)), to: fc.constantFrom(...instants.slice(2)) }, { requiredKeys: ['axis'] }),
    contested: fc.constant(true as const),
    text: fc.constantFrom('mark', 'marche talme', 'évén', "l'attaque", 'هجوم', 'inc 2026', 'nothing', '* OR " (', '"marche de"', '"talme marche"', '"inc 2026"', '"هجوم على"', '-marche', 'inc -mark', '-"marche de" inc', '-"inc 2026"', '"mark"'),
    sort: fc.record({ by: fc.constantFrom('happened', 'reported', 'logged', 'updated', 'severity', 'ref'), dir: fc.constantFrom('asc', 'desc') }),
  },
  { requiredKeys: ['kind'] },
) as fc.Arbitrary<Query>

for (const engine of ENGINES) {
  describe(`the reading door on ${engine.name}`, { skip: engine.skip }, () => {
    const dialect = engine.name === 'sqlite' ? SQLITE : POSTGRES
    let place: Ground
    let store: OpenedStore
    let db: Db
    let records: VigieRecord[]

    before(async () => {
      place = await ground(engine.name)
      store = await place.open()
      db = place.databaseUrl === null ? await openSqlite(databaseFile(place.dataDir), { inline: true }) : await openPostgres(place.databaseUrl)
      await store.commit(SYSTEM, [square('mission-area', 'mission', null, 10, 0, 30, 12), square('north', 'sector', 'mission-area', 10, 6, 30, 12), square('south', 'sector', 'mission-area', 10, 0, 30, 6), square('camp', 'base', 'north', 19, 7, 21, 9)])
      const spots = [[20, 8], [20, 3], [175, 1], [-175, -2], null] as const
      const data = fc.record({
        title: fc.constantFrom('Marché de Talmé', "L'attaque", 'هجوم على القرية', 'Evenement'),
        category: fc.constantFrom('AC.03', 'CV.02'),
        tags: fc.uniqueArray(fc.constantFrom('night', 'quo"te', 'x'), { maxLength: 2 }),
        weapons: fc.constantFrom([], [{ code: 'IED' }, { code: 'SAF' }]),
        severity: fc.constantFrom(undefined, 1, 5),
        happened: fc.constantFrom(undefined, { from: '2026-08-18T13:45:00Z', precision: 'EXACT' }, { from: '2026-07-20T00:00:00Z', to: '2026-09-02T00:00:00Z', precision: 'DAY' }),
        reported: fc.constantFrom(undefined, '2026-08-18T13:45:00Z', '2026-09-01T12:00:00Z'),
        place: fc.constantFrom(...spots).map((spot) => (spot ? { lon: spot[0], lat: spot[1], precision: 2, radiusM: 900, method: 'GPS' } : undefined)),
      })
      const random = fc.sample(fc.record({ data, handling: someHandling }), { numRuns: 150, seed: 7 })
      const made = await store.commit(SYSTEM, random.map((r) => report(JSON.parse(JSON.stringify(r.data)), { handling: r.handling })))
      await store.commit(SYSTEM, made.filter((_m, i) => i % 3 === 0).map((m) => action(m.record, 'approve')))
      await store.commit(SYSTEM, made.filter((_m, i) => i % 7 === 1).map((m) => action(m.record, 'retract', {}, { reason: 'wrong' })))
      await store.commit(SYSTEM, made.filter((_m, i) => i % 5 === 2).map((m) => action(m.record, 'verify', {}, { basedOn: null })).filter((a) => !made.some((m, i) => i % 7 === 1 && m.record.id === a.record)))
      const edited = made.filter((_m, i) => i % 11 === 3 && i % 7 !== 1)
      await store.commit(SYSTEM, edited.map((m) => action(m.record, 'edit', { fields: { narrative: 'First said.' } })))
      await store.commit(SYSTEM, edited.map((m) => action(m.record, 'edit', { fields: { narrative: 'Said at the same time.' } })))
      await store.warmed()
      records = (await db.all<{ snapshot: string }>("select snapshot from records where kind = 'incident'")).map((row) => JSON.parse(row.snapshot) as VigieRecord)
    })
    after(async () => {
      await db.close()
      await place.remove()
    })

    const kindOf = (record: VigieRecord) => store.kinds().need(record.kind)
    const visible = (who: Reader) => records.filter((r) => mayRead(who, kindOf(r), accessClassOf(r), store.areas()).allow)

    test('the predicate in SQL equals the policy in memory', async () => {
      await fc.assert(
        fc.asyncProperty(someReader, async (who) => {
          const may = visibleSql(dialect, who, KINDS, store.areas())
          const rows = await db.all<{ id: string }>(`select r.id from records r where r.kind = 'incident' and ${may.sql} order by r.id`, may.params)
          assert.deepEqual(rows.map((r) => r.id), visible(who).map((r) => r.id).sort())
        }),
        { numRuns: 300 },
      )
    })

    test('list, count and facets: SQL, memory and the plain meaning agree', async () => {
      await fc.assert(
        fc.asyncProperty(someReader, someQuery, fc.nat({ max: 40 }), async (who, asked, left) => {
          const query = left === 0 ? asked : { ...asked, except: records.filter((_record, i) => i % 40 < left).map(({ id }) => id) }
          const expected = visible(who).filter((r) => matches(query, r, kindOf(r), store.areas())).map((r) => r.id)
          const { page, total } = listSql(dialect, who, { ...query, limit: 1000 }, store.kinds().need('incident'), store.areas())
          const bySql = (await db.all<{ snapshot: string }>(page.sql, page.params)).map((row) => (JSON.parse(row.snapshot) as VigieRecord).id)
          assert.deepEqual([...bySql].sort(), [...expected].sort())
          assert.equal((await db.all<{ total: number }>(total.sql, total.params))[0]?.total, expected.length)
          const door = await store.list(who, { ...query, limit: 1000 })
          assert.deepEqual(door.items.map((i) => i.record.id), bySql, 'same order')
          assert.equal(door.total, expected.length)
        }),
        { numRuns: 150 },
      )
    })

    test('an opened store answers by SQL until its memory is filled, alike', async () => {
      const who = reader('chief')
      const query: Query = { kind: 'incident', where: { category: ['AC.03'] } }
      const warm = { list: (await store.list(who, query)).items.map((i) => i.record.id), count: await store.count(who, query), facets: await store.facets(who, query, ['category', 'handling', 'tag']) }
      await store.close()
      store = await place.open()
      const cold = [store.list(who, query), store.count(who, query), store.facets(who, query, ['category', 'handling', 'tag'])] as const
      assert.deepEqual({ list: (await cold[0]).items.map((i) => i.record.id), count: await cold[1], facets: await cold[2] }, warm)
    })

    // SQLite has no row-level security: there the predicate in the statement is the only wall.
    const onPostgres = engine.name === 'postgres' ? test : () => {}
    onPostgres('the second wall: a raw select under the reader role shows only what the reader may see', async () => {
      const client = new pg.Client({ connectionString: place.databaseUrl ?? '' })
      await client.connect()
      try {
        const as = async (who: Reader | null, sql: string): Promise<string[]> => {
          await client.query(`begin; set local role ${READER_ROLE}`)
          try {
            if (who) {
              await client.query("select set_config('vigie.reader', $1, true)", [readerSettings(who, KINDS, store.areas())])
            }
            return (await client.query<{ id: string }>(sql)).rows.map((r) => r.id)
          } finally {
            await client.query('rollback')
          }
        }
        for (const who of fc.sample(someReader, { numRuns: 100, seed: 11 })) {
          const may = visible(who).map((r) => r.id).sort()
          assert.deepEqual(await as(who, `select id from records where kind = 'incident' order by id collate "C"`), may)
          assert.deepEqual(await as(who, `select distinct record collate "C" as id from actions where kind = 'incident' order by 1`), may)
        }
        assert.deepEqual(await as(null, 'select id from records'), [])
        await assert.rejects(as(SYSTEM, 'select subject as id from keys'), /permission denied/)
        await assert.rejects(as(SYSTEM, "update records set title = 'x' returning id"), /permission denied/)
      } finally {
        await client.end()
      }
    })
  })
}
