import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { matches } from '../../core/match.ts'
import type { Reader } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import type { Query } from '../../core/query.ts'
import type { NewAction, VigieRecord } from '../../core/record.ts'
import { POSTGRES, SQLITE } from './dialect.ts'
import { knownDoor } from './known.ts'
import { databaseFile, type OpenedStore } from './open.ts'
import { Picture } from './picture.ts'
import { openPostgres } from './postgres-db.ts'
import { openSqlite } from './sqlite-db.ts'
import { action, ENGINES, ground, KINDS, reader, report, square, SYSTEM, type Ground } from '../../test/store.ts'

const at = (hour: number): string => `2026-08-18T${String(hour).padStart(2, '0')}:00:00.000Z`
const INCIDENTS: Query = { kind: 'incident', limit: 1000 }

for (const engine of ENGINES) {
  describe(`what was known on ${engine.name}`, { skip: engine.skip }, () => {
    let place: Ground
    let store: OpenedStore
    const chief = reader('chief')
    const made: Record<string, VigieRecord> = {}

    const write = async (hour: number, actions: NewAction[]): Promise<VigieRecord[]> => (await store.commit(SYSTEM, actions, { receivedAt: () => at(hour) })).map((c) => c.record)
    const put = async (name: string, hour: number, data: object = {}, handling: object = {}): Promise<void> => {
      made[name] = (await write(hour, [report({ title: name, ...data }, { handling })]))[0]!
    }
    const then = async (name: string, hour: number, type: string, patch: object = {}, reason?: string): Promise<void> => {
      made[name] = (await write(hour, [action(made[name]!, type, patch as never, reason ? { reason } : {})]))[0]!
    }
    const titles = async (who: Reader, hour: number, query: Query = INCIDENTS): Promise<string[]> => (await store.known.list(who, query, at(hour))).items.map((i) => String(i.record.data['title'])).sort()

    before(async () => {
      place = await ground(engine.name)
      store = await place.open()
      await store.commit(SYSTEM, [square('mission-area', 'mission', null, 10, 0, 30, 12)], { receivedAt: () => '2026-01-01T00:00:00.000Z' })
      const killed = (max: number) => ({ impact: [{ group: 'CIV', killed: { max }, status: 'REPORTED' }] })
      const spot = { place: { lon: 20, lat: 8, precision: 1, radiusM: 50, method: 'GPS' } }
      await put('steady', 8, { severity: 2, ...spot })
      await put('corrected', 8, { severity: 5, ...killed(9), ...spot })
      await put('retracted', 8, { severity: 3, ...spot })
      await put('raised', 8, {}, { level: 'U' })
      await put('lowered', 8, {}, { level: 'SC', compartments: [] })
      // It happened before everything else and was received last.
      await put('late', 12, { happened: { from: '2026-08-18T06:00:00Z', precision: 'EXACT' } })
      await then('corrected', 13, 'edit', { fields: { severity: 3, ...killed(2), place: { lon: 21, lat: 9, precision: 1, radiusM: 50, method: 'GPS' } } })
      await then('retracted', 13, 'retract', {}, 'It was an exercise')
      await then('raised', 14, 'handle', { handling: { ...made['raised']!.handling, level: 'SC' } }, 'A source is named')
      await then('lowered', 14, 'handle', { handling: { ...made['lowered']!.handling, level: 'U' } }, 'Released')
      await store.warmed()
    })
    after(() => place.remove())

    test('a report that came late is not there before it was received, whenever it happened', async () => {
      assert.ok(!(await titles(chief, 11)).includes('late'))
      assert.ok((await titles(chief, 12)).includes('late'))
      const early: Query = { ...INCIDENTS, time: { axis: 'happened', to: '2026-08-18T07:00:00Z' } }
      assert.deepEqual(await titles(chief, 11, early), [])
      assert.deepEqual(await titles(chief, 12, early), ['late'])
      assert.deepEqual(await titles(chief, 7), [])
    })

    test('a number that was corrected later shows as it stood, and is found by it', async () => {
      const page = await store.known.list(chief, { ...INCIDENTS, severity: 5 }, at(12))
      assert.deepEqual(page.items.map((i) => [i.record.data['title'], (i.record.data['impact'] as { killed: { max: number } }[])[0]?.killed.max, i.record.version, i.can]), [['corrected', 9, 1, []]])
      assert.deepEqual(await titles(chief, 13, { ...INCIDENTS, severity: 5 }), [])
      const points = await store.known.points(chief, INCIDENTS, 10, at(12))
      assert.equal(points.total, 3)
      assert.deepEqual([points.severity[0], points.lon[0], points.lat[0]], [5, 20, 8])
      assert.deepEqual((await store.known.points(chief, INCIDENTS, 1, at(12))).ids, [made['corrected']!.id])
      assert.deepEqual((await store.known.points(chief, INCIDENTS, 10, at(13))).lon.sort(), [20, 21])
    })

    test('what was withdrawn later still stood', async () => {
      assert.ok((await titles(chief, 12)).includes('retracted'))
      assert.ok(!(await titles(chief, 13)).includes('retracted'))
    })

    test('who may not read it now, or might not then, does not get it', async () => {
      const cleared = reader('cleared', { clearance: 'C' })
      assert.deepEqual(await titles(cleared, 12), ['corrected', 'late', 'retracted', 'steady'])
      assert.deepEqual(await titles(cleared, 14), ['corrected', 'late', 'lowered', 'steady'])
      assert.equal((await store.known.list(cleared, { ...INCIDENTS, limit: 0 }, at(12))).total, 4)
      assert.equal((await store.known.points(cleared, { ...INCIDENTS, ids: [made['raised']!.id, made['lowered']!.id] }, 10, at(12))).total, 0)
      const levels = await store.known.facets(cleared, INCIDENTS, ['handling'], at(12))
      assert.deepEqual(levels['handling'], [{ value: 'U', count: 4 }])
      const nobody = reader('nobody', { grants: [] })
      assert.equal((await store.known.list(nobody, INCIDENTS, at(12))).total, 0)
      assert.equal((await store.known.points(nobody, INCIDENTS, 10, at(12))).total, 0)
      assert.deepEqual((await store.known.facets(nobody, INCIDENTS, ['category'], at(12)))['category'], [])
    })

    test('at every moment list, total and counts are what the records say one by one', async () => {
      const kind = store.kinds().need('incident')
      const all = Object.values(made).map((r) => r.id)
      const queries: Query[] = [INCIDENTS, { ...INCIDENTS, severity: 3 }, { ...INCIDENTS, workflow: ['retracted'] }, { ...INCIDENTS, text: 'corrected' }, { ...INCIDENTS, bbox: [19, 7, 20.5, 9] }, { ...INCIDENTS, area: ['mission-area'] }]
      for (const who of [chief, reader('cleared', { clearance: 'C' }), SYSTEM]) {
        for (const hour of [7, 8, 12, 13, 14, 15]) {
          const stood = (await Promise.all(all.map((id) => store.asOf(who, id, at(hour))))).flatMap((seen) => (seen ? [seen.record] : []))
          for (const query of queries) {
            const wanted = stood.filter((record) => matches(query, record, kind, store.areas()))
            const page = await store.known.list(who, query, at(hour))
            assert.deepEqual(page.items.map((i) => [i.record.id, i.record.version]).sort(), wanted.map((r) => [r.id, r.version]).sort(), `${who.user} ${hour} ${JSON.stringify(query)}`)
            assert.equal(page.total, wanted.length)
            const counted = await store.known.facets(who, query, ['type', 'day'], at(hour))
            assert.equal((counted['type'] ?? []).reduce((n, v) => n + v.count, 0), wanted.length)
            assert.equal((counted['day'] ?? []).reduce((n, v) => n + v.count, 0), wanted.length)
          }
        }
      }
    })

    test('pages join without a gap or a double, in every order', async () => {
      for (const by of ['happened', 'updated', 'severity', 'ref'] as const) {
        for (const dir of ['asc', 'desc'] as const) {
          const whole = (await store.known.list(chief, { ...INCIDENTS, sort: { by, dir } }, at(13))).items.map((i) => i.record.id)
          const paged: string[] = []
          let cursor: string | undefined
          do {
            const page = await store.known.list(chief, { kind: 'incident', limit: 2, sort: { by, dir }, ...(cursor ? { cursor } : {}) }, at(13))
            paged.push(...page.items.map((i) => i.record.id))
            cursor = page.next ?? undefined
          } while (cursor)
          assert.deepEqual(paged, whole)
          assert.equal(paged.length, 5)
        }
      }
    })

    test('a change that comes while one looks at the past leaves it as it was', async () => {
      const before = await titles(chief, 13)
      await then('steady', 15, 'edit', { fields: { title: 'Steady no more' } })
      assert.deepEqual(await titles(chief, 13), before)
      assert.ok((await titles(chief, 15)).includes('Steady no more'))
    })

    test('too many changes since are refused in words, and so is what is no instant', async () => {
      const db = place.databaseUrl === null ? await openSqlite(databaseFile(place.dataDir), { inline: true }) : await openPostgres(place.databaseUrl)
      try {
        const picture = new Picture(db, KINDS, store.areas())
        picture.start()
        const none = () => Promise.resolve([])
        const door = knownDoor({ db, dialect: engine.name === 'sqlite' ? SQLITE : POSTGRES, kinds: store.kinds(), areas: () => store.areas(), picture, standing: none, show: none, read: () => undefined, asOf: () => Promise.resolve(null), leavesOut: () => null }, 2)
        const refused = (match: RegExp) => (error: unknown): boolean => error instanceof Problem && error.id === 'invalid-query' && match.test(error.message)
        await assert.rejects(door.facets(chief, INCIDENTS, ['type'], at(12)), refused(/more than 2 records have been changed since .* later moment/))
        await assert.rejects(door.facets(chief, INCIDENTS, ['type'], 'yesterday'), refused(/not an instant/))
        await picture.stop()
      } finally {
        await db.close()
      }
    })
  })
}
