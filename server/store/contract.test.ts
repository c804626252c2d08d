import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Problem } from '../../core/problem.ts'
import type { CommitBatch } from './face.ts'
import type { OpenedStore } from './open.ts'
import { action, ENGINES, freshId, ground, reader, report, square, SYSTEM, type Ground } from '../../test/store.ts'

const refused = (id: string) => (error: unknown) => {
  assert.equal((error as Problem).id, id, String(error))
  return true
}

for (const engine of ENGINES) {
  describe(`store on ${engine.name}`, { skip: engine.skip }, () => {
    let place: Ground
    let store: OpenedStore
    const chief = reader('chief')
    before(async () => {
      place = await ground(engine.name)
      store = await place.open()
      await store.commit(SYSTEM, [square('mission-area', 'mission', null, 10, 0, 30, 12), square('north', 'sector', 'mission-area', 10, 6, 30, 12), square('south', 'sector', 'mission-area', 10, 0, 30, 6)])
    })
    after(() => place.remove())

    test('a report is written, read back, found and in history', async () => {
      const [done] = await store.commit(chief, [report({ title: 'Barrage à Talmé', place: { lon: 20, lat: 8, precision: 1, radiusM: 50, method: 'GPS' } })])
      assert.ok(done)
      assert.match(done.record.ref, /^INC-\d{4}-\d{6}$/)
      assert.equal(done.record.area, 'north')
      const seen = await store.get(chief, done.record.id)
      assert.equal(seen?.record.ref, done.record.ref)
      assert.ok(seen?.can.includes('approve'))
      assert.equal((await store.getByRef(chief, done.record.ref))?.record.id, done.record.id)
      const found = await store.list(chief, { kind: 'incident', text: 'barrag talme', bbox: [19, 7, 21, 9], area: ['mission-area'] })
      assert.deepEqual(found.items.map((i) => i.record.id), [done.record.id])
      assert.equal(found.total, 1)
      const held = async (text: string): Promise<number> => (await store.list(chief, { kind: 'incident', text })).total
      assert.deepEqual([await held('“barrage à Talmé”'), await held('"Talmé barrage"'), await held('barrage -talm'), await held('barrage -"à Talmé"'), await held('barrage -"Talmé à"')], [1, 0, 0, 0, 1], 'words in their order, and words that must not occur')
      const [arabic] = await store.commit(chief, [report({ title: 'حاجز', place: { lon: 20, lat: 8, precision: 1, radiusM: 50, method: 'GPS', name: 'تالمي' } })])
      assert.deepEqual((await store.list(chief, { kind: 'incident', text: 'Talmé', workflow: ['submitted'] })).items.map((i) => i.record.id).filter((id) => id === arabic?.record.id), [arabic?.record.id], 'a place is found from the other script')
      const history = await store.history(chief, done.record.id)
      assert.deepEqual(history.map((a) => a.type), ['create'])
      assert.equal(history[0]?.role, 'JOC-CH')
    })

    test('references have no gaps, also after refusals', async () => {
      const first = (await store.commit(chief, [report()]))[0]?.record.ref ?? ''
      await assert.rejects(store.commit(chief, [report({ category: 'nonsense' })]), refused('invalid-input'))
      await assert.rejects(store.commit(chief, [report(), report({ title: 7 })]), refused('invalid-input'))
      const second = (await store.commit(chief, [report()]))[0]?.record.ref ?? ''
      assert.equal(Number(second.slice(-6)), Number(first.slice(-6)) + 1)
    })

    test('a refused input names field and fix', async () => {
      await assert.rejects(store.commit(chief, [report({ titel: 'x', category: 'zz' })]), (error: Problem) => {
        assert.equal(error.id, 'invalid-input')
        assert.deepEqual(error.fields.map((f) => f.path).sort(), ['/data/category', '/data/titel'])
        assert.ok(error.fields.every((f) => f.fix))
        return true
      })
      await assert.rejects(store.commit(chief, [report({ title: 'nul \u0000' })]), refused('invalid-input'))
      await assert.rejects(store.commit(chief, [report({ title: 'half \ud800' })]), refused('invalid-input'))
      await assert.rejects(store.commit(chief, [{ ...report(), kind: 'unicorn' }]), refused('invalid-input'))
      await assert.rejects(store.commit(chief, [report({ sources: [{ id: 'a', type: 'UNIT', reliability: 'A', credibility: '1' }] })]), refused('rule-broken'))
    })

    test('the same action twice is done once; other content under its id is refused', async () => {
      const asked = report({ contacts: [{ source: 's1', name: 'Awa' }] })
      const [once] = await store.commit(chief, [asked])
      const [twice] = await store.commit(chief, [structuredClone(asked)])
      assert.equal(once?.again, false)
      assert.equal(twice?.again, true)
      assert.equal(twice?.action.seq, once?.action.seq)
      await assert.rejects(store.commit(chief, [{ ...asked, patch: { ...asked.patch, data: { ...(asked.patch['data'] as object), title: 'Other' } } }]), refused('idempotency-mismatch'))
      await assert.rejects(store.commit(chief, [{ ...asked, patch: { ...asked.patch, data: { ...(asked.patch['data'] as object), contacts: [{ source: 's1', name: 'Bintou' }] } } }]), refused('idempotency-mismatch'))
      const same = report()
      const both = await Promise.all([store.commit(chief, [same]), store.commit(chief, [same])])
      assert.deepEqual(both.map((b) => b[0]?.again), [false, true])
      assert.equal((await store.history(chief, same.record)).length, 1)
    })

    test('a batch is all or none', async () => {
      const good = report()
      await assert.rejects(store.commit(chief, [good, { ...report(), type: 'approve' }]), refused('not-found'))
      assert.equal(await store.get(chief, good.record), null)
      const [other] = await store.commit(chief, [report()])
      const [survivor] = await store.commit(chief, [report()])
      assert.ok(other && survivor)
      const absorbed = { record: other.record.id, ref: other.record.ref, sources: [], impact: [], title: 'x', narrative: 'y' }
      await assert.rejects(
        store.commit(chief, [action(survivor.record, 'absorb', { absorbed }), action(other.record, 'merge-into', { into: survivor.record.id }), action(other.record, 'merge-into', { into: survivor.record.id })]),
        refused('wrong-state'),
      )
      assert.equal((await store.get(chief, other.record.id))?.record.workflow, 'submitted')
      await store.commit(chief, [action(survivor.record, 'absorb', { absorbed }), action(other.record, 'merge-into', { into: survivor.record.id })])
      assert.equal((await store.get(chief, other.record.id))?.record.workflow, 'merged')
    })

    test('two people editing one field: the second value waits, both are in history', async () => {
      const [made] = await store.commit(chief, [report()])
      assert.ok(made)
      const second = reader('second')
      await Promise.all([
        store.commit(chief, [action(made.record, 'edit', { fields: { title: 'First title' } })]),
        store.commit(second, [action(made.record, 'edit', { fields: { title: 'Second title', bluf: 'Kept' } })]),
      ])
      const now = (await store.get(chief, made.record.id))?.record
      assert.equal(now?.data['title'], 'First title')
      assert.equal(now?.data['bluf'], 'Kept')
      assert.deepEqual(now?.contested.map((c) => [c.field, c.value, c.by]), [['title', 'Second title', 'second']])
      assert.deepEqual((await store.history(chief, made.record.id)).map((a) => a.actor), ['chief', 'chief', 'second'])
    })

    test('moving a record moves its area', async () => {
      const [made] = await store.commit(chief, [report({ place: { lon: 20, lat: 8, precision: 1, radiusM: 50, method: 'GPS' } })])
      assert.ok(made)
      const [moved] = await store.commit(chief, [action(made.record, 'edit', { fields: { place: { lon: 20, lat: 3, precision: 1, radiusM: 50, method: 'GPS' } } })])
      assert.equal(moved?.record.area, 'south')
    })

    test('what the node knew at a time is told from its actions', async () => {
      const [made] = await store.commit(SYSTEM, [report({ title: 'Early' })], { receivedAt: () => '2026-02-01T00:00:00.000Z' })
      assert.ok(made)
      await store.commit(SYSTEM, [action(made.record, 'edit', { fields: { title: 'Late' } })], { receivedAt: () => '2026-03-01T00:00:00.000Z' })
      assert.equal((await store.asOf(chief, made.record.id, '2026-02-15T00:00:00Z'))?.record.data['title'], 'Early')
      assert.equal((await store.asOf(chief, made.record.id, '2026-03-01T00:00:00Z'))?.record.data['title'], 'Late')
      assert.equal(await store.asOf(chief, made.record.id, '2026-01-15T00:00:00Z'), null)
      assert.equal(made.record.ref.slice(4, 8), '2026')
    })

    test('who may not see a record cannot tell it from none, by any door', async () => {
      const [secret] = await store.commit(chief, [report({ title: 'Zanzarim convoy', place: { lon: 20, lat: 3, precision: 1, radiusM: 50, method: 'GPS' } }, { handling: { level: 'SC', owner: 'LAND-B', releasableTo: [] } })]).catch(() => [])
      assert.equal(secret, undefined, 'one does not write what one may not read')
      const b = reader('b', { org: 'LAND-B', side: 'tcc' })
      const [made] = await store.commit(b, [report({ title: 'Zanzarim convoy', place: { lon: 20, lat: 3, precision: 1, radiusM: 50, method: 'GPS' } }, { handling: { level: 'SC', owner: 'LAND-B', releasableTo: [] } })])
      assert.ok(made)
      const a = reader('a', { org: 'LAND-A', side: 'tcc' })
      const { id, ref } = made.record
      assert.equal(await store.get(a, id), null)
      assert.equal(await store.getByRef(a, ref), null)
      assert.deepEqual(await store.history(a, id), [])
      assert.equal(await store.asOf(a, id, '2030-01-01T00:00:00Z'), null)
      assert.equal((await store.list(a, { kind: 'incident', text: 'zanzarim' })).total, 0)
      assert.equal(await store.count(a, { kind: 'incident', ids: [id] }), 0)
      assert.equal((await store.points(a, { kind: 'incident', ids: [id] }, 10)).total, 0)
      assert.equal((await store.tile(a, { kind: 'incident', ids: [id] }, 0, 0, 0)).length, 0)
      assert.ok(!Object.values(await store.facets(a, { kind: 'incident', ids: [id] }, ['category', 'handling'])).some((f) => f.some((v) => v.count > 0)))
      for await (const seen of store.stream(a, { kind: 'incident' })) {
        assert.notEqual(seen.record.id, id)
      }
      assert.equal(store.present(a, made.record), null)
      await assert.rejects(store.commit(a, [action(made.record, 'edit', { fields: { title: 'x' } })]), refused('not-found'))
      await assert.rejects(store.erase(a, id, 'because'), refused('not-found'))
      await assert.rejects(store.commit(a, [report({}, { record: id })]), (error: Problem) => !error.message.includes(ref))
      assert.ok(await store.get(b, id))
      assert.equal(await store.count(b, { kind: 'incident', ids: [id] }), 1)
    })

    test('protected sources and sealed contacts reach only holders of the compartment, in every shape', async () => {
      const hrd = reader('hrd', { compartments: ['SOURCE'], grants: [{ role: 'HRD', area: null }] })
      const sources = [{ id: 's1', type: 'CIVILIAN', reliability: 'B', credibility: '2', text: 'Chief of Oulou', protected: true }, { id: 's2', type: 'PATROL', reliability: 'A', credibility: '2', text: 'Patrol 4' }]
      const [made] = await store.commit(hrd, [report({ sources, contacts: [{ source: 's1', name: 'Awa Diarro' }] })])
      assert.ok(made)
      assert.ok(!JSON.stringify(made.record).includes('Awa Diarro'), 'sealed at rest')
      const open = await store.get(hrd, made.record.id)
      assert.deepEqual((open?.record.data['contacts'] as { name: string }[] | undefined)?.[0]?.name, 'Awa Diarro')
      const shut = await store.get(chief, made.record.id)
      assert.equal((shut?.record.data['sources'] as unknown[] | undefined)?.length, 1)
      assert.deepEqual(shut?.withheld, { sources: 1, contacts: 1 })
      const all = JSON.stringify([shut, await store.history(chief, made.record.id), await store.list(chief, { kind: 'incident', ids: [made.record.id] }), store.present(chief, made.record), await store.asOf(chief, made.record.id, '2030-01-01T00:00:00Z')])
      assert.ok(!all.includes('Oulou') && !all.includes('Awa') && !all.includes('sealed'), all)
      assert.equal((await store.list(chief, { kind: 'incident', text: 'oulou' })).total, 0)
      assert.ok(JSON.stringify(await store.history(hrd, made.record.id)).includes('Awa Diarro'))
    })

    test('erasure destroys the sealed fields for good and says so', async () => {
      const dpo = reader('dpo', { compartments: ['SOURCE'], grants: [{ role: 'DPO', area: null }, { role: 'JOC-CH', area: null }] })
      const [made] = await store.commit(dpo, [report({ contacts: [{ source: 's1', name: 'Awa Diarro' }] })])
      assert.ok(made)
      await assert.rejects(store.erase(chief, made.record.id, 'asked for'), refused('not-allowed'))
      await store.erase(dpo, made.record.id, 'The person asked for it')
      const seen = await store.get(dpo, made.record.id)
      assert.equal(seen?.record.erased, true)
      assert.equal(seen?.record.data['contacts'], undefined)
      const history = await store.history(dpo, made.record.id)
      assert.deepEqual((history[0]?.patch['data'] as { contacts: unknown } | undefined)?.contacts, { erased: true })
      assert.equal(history.at(-1)?.type, 'erase')
      await assert.rejects(store.commit(dpo, [action(seen.record, 'edit', { fields: { contacts: [{ source: 's1', name: 'Again' }] } })]), refused('erased'))
      await store.commit(dpo, [action(seen.record, 'edit', { fields: { title: 'Still editable' } })])
    })

    test('sensitive reads are marked in the chain, others are not', async () => {
      const [secret] = await store.commit(chief, [report({}, { handling: { level: 'SC' } })])
      const [plain] = await store.commit(chief, [report()])
      assert.ok(secret && plain)
      await store.get(chief, secret.record.id)
      await store.get(chief, plain.record.id)
      await store.audit(chief, [secret.record.id, plain.record.id], 'export', { format: 'csv' })
      const types = async (id: string) => (await store.history(SYSTEM, id)).map((a) => a.type)
      assert.deepEqual((await types(secret.record.id)).sort(), ['create', 'export', 'read'])
      assert.deepEqual(await types(plain.record.id), ['create', 'export'])
      assert.equal((await store.get(SYSTEM, secret.record.id))?.record.version, 1)
    })

    test('commits are told in order, and a subscription resumes after a gap', async () => {
      const heard: CommitBatch[] = []
      const stop = store.onCommit((batch) => heard.push(batch))
      const start = store.position()
      const done = await Promise.all(Array.from({ length: 20 }, () => store.commit(chief, [report()])))
      stop()
      assert.equal(heard.flatMap((b) => b.changes).length, 20)
      assert.ok(heard.every((b, i) => i === 0 || b.position > (heard[i - 1]?.position ?? 0)))
      assert.deepEqual(store.since(start), heard)
      assert.equal(store.position(), heard.at(-1)?.position)
      assert.equal(store.since(start - 1_000_000), null)
      assert.deepEqual(done.map((d) => d[0]?.action.seq).sort((a, b) => (a ?? 0) - (b ?? 0)), done.map((d) => d[0]?.action.seq))
    })

    test('one who listens and fails keeps nobody else from being told', async () => {
      const heard: CommitBatch[] = []
      const stops = [store.onCommit(() => { throw new Error('fails') }), store.onCommit((batch) => heard.push(batch))]
      await store.commit(chief, [report()])
      stops.forEach((stop) => stop())
      assert.equal(heard.flatMap((b) => b.changes).length, 1)
    })

    test('pages by cursor hold every record once, in memory and in SQL alike', async () => {
      await store.warmed()
      const query = { kind: 'incident', sort: { by: 'severity', dir: 'desc' } } as const
      const paged: string[] = []
      let cursor: string | undefined
      do {
        const page = await store.list(chief, { ...query, limit: 7, ...(cursor ? { cursor } : {}) })
        paged.push(...page.items.map((i) => i.record.id))
        cursor = page.next ?? undefined
      } while (cursor)
      const streamed: string[] = []
      for await (const seen of store.stream(chief, query)) {
        streamed.push(seen.record.id)
      }
      assert.deepEqual(paged, streamed)
      assert.equal(paged.length, await store.count(chief, query))
    })

    test('rows by position are the rows of the pages, in memory and in SQL alike, and count what changed', async () => {
      const before = Date.now() - 1
      await store.commit(chief, Array.from({ length: 7 }, (_, i) => report({ title: `Positioned ${i}`, happened: { from: `2026-05-0${1 + (i % 3)}T00:00:00Z`, precision: 'EXACT' } })))
      await store.commit(SYSTEM, [report({ title: 'Positioned but closed' }, { handling: { level: 'SC', compartments: ['HR'] } })])
      const query = { kind: 'incident', text: 'positioned', sort: { by: 'happened', dir: 'asc' } } as const
      const check = async (): Promise<void> => {
        const whole = (await store.list(chief, { ...query, limit: 100 })).items.map((i) => i.record.id)
        assert.equal(whole.length, 7)
        for (const [offset, limit] of [[0, 3], [2, 4], [6, 5], [7, 5], [900, 5]] as const) {
          const window = await store.window(chief, { ...query, limit }, offset)
          assert.deepEqual(window.items.map((i) => i.record.id), whole.slice(offset, offset + limit))
          assert.equal(window.total, 7)
        }
        assert.equal(await store.changedSince(chief, query, before), 7)
        assert.equal(await store.changedSince(chief, query, Date.now() + 1000), 0)
        assert.equal((await store.window(reader('nobody', { grants: [] }), { ...query, limit: 5 }, 0)).total, 0)
        assert.equal(await store.changedSince(reader('nobody', { grants: [] }), query, before), 0)
      }
      await check()
      await store.close()
      store = await place.open()
      await check()
    })

    test('side tables keep what they are given', async () => {
      const user = freshId('user')
      assert.equal(await store.side.secret(user), null)
      await store.side.setSecret(user, { password: 'hash', totp: null })
      await store.side.setSecret(user, { password: 'hash2', totp: 'x' })
      assert.deepEqual(await store.side.secret(user), { password: 'hash2', totp: 'x' })
      const session = { id: freshId('s'), user, createdAt: Date.now(), seenAt: Date.now(), expiresAt: Date.now() + 60_000, agent: 'a', address: '127.0.0.1', csrf: 'c' }
      await store.side.putSession(session)
      await store.side.putSession({ ...session, agent: 'b' })
      assert.equal((await store.side.session(session.id))?.agent, 'b')
      assert.equal((await store.side.sessionsOf(user)).length, 1)
      await store.side.dropSession(session.id)
      assert.equal(await store.side.session(session.id), null)
      const token = { id: freshId('t'), hash: freshId('h'), user, name: 'gis', createdAt: 1, expiresAt: null, lastUsedAt: null }
      await store.side.putToken(token)
      await store.side.putToken({ ...token, lastUsedAt: 5 })
      assert.equal((await store.side.token(token.hash))?.lastUsedAt, 5)
      assert.equal((await store.side.tokensOf(user)).length, 1)
      await store.side.dropToken(token.id)
      assert.equal(await store.side.token(token.hash), null)
      await store.side.remember(user, 'k', { request: 'r', status: 201, body: '{}' })
      await store.side.remember(user, 'k', { request: 'other', status: 500, body: '' })
      assert.deepEqual(await store.side.remembered(user, 'k'), { request: 'r', status: 201, body: '{}' })
      await store.side.setSetting('theme', 'dark')
      assert.equal(await store.side.setting('theme'), 'dark')
    })

    test('closed and opened again, everything is there', async () => {
      const [made] = await store.commit(chief, [report({ title: 'Before the restart' })])
      assert.ok(made)
      const { node } = store
      const total = await store.count(chief, { kind: 'incident' })
      await store.close()
      store = await place.open()
      assert.equal(store.node, node)
      assert.equal(await store.count(chief, { kind: 'incident' }), total)
      assert.equal((await store.get(chief, made.record.id))?.record.ref, made.record.ref)
      await store.warmed()
      assert.equal(await store.count(chief, { kind: 'incident' }), total)
      assert.equal(store.areas().nodes.size, 3)
    })
  })
}
