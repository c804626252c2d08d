import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import path from 'node:path'
import { describe, test } from 'node:test'
import { createAccount } from '../auth/accounts.ts'
import { createToken } from '../auth/api-tokens.ts'
import { SYSTEM } from '../auth/reader.ts'
import { dial, freePort, position } from '../../test/feeds.ts'
import { skipWithoutPostgres } from '../../test/postgres.ts'
import { ground, until } from '../../test/store.ts'
import { readLedger } from './ledger.ts'
import { postgresClaim } from '../store/postgres-claim.ts'

const CHILD = path.join(import.meta.dirname, '../../test/live-node.ts')
const DAY = 86_400_000

type Started = { child: ChildProcess; url: string }
// oxlint-disable-next-line typescript/no-explicit-any -- a wrong step gives undefined and the assertion fails
type Json = any

describe('several processes on one database', { skip: skipWithoutPostgres(), timeout: 180_000 }, () => {
  test('a claim is held by one, ends with its holder, and names it', async (t) => {
    const place = await ground('postgres')
    await (await place.open()).close()
    t.after(() => place.remove())
    const url = place.databaseUrl as string
    const one = await postgresClaim(url, 'x', 'one')
    const two = await postgresClaim(url, 'x', 'two')
    const other = await postgresClaim(url, 'y', 'other')
    assert.deepEqual([one.held, two.held, two.holder, other.held], [true, false, 'one', true])
    await one.close()
    await until(() => two.held, 'the next one has it')
    assert.equal(one.held, false)
    await Promise.all([two.close(), other.close()])
  })

  test('one runs the feeds and the other says which; killed, the other takes over and loses nothing that was written', async (t) => {
    const place = await ground('postgres')
    const running: ChildProcess[] = []
    t.after(async () => {
      running.forEach((child) => child.kill('SIGKILL'))
      await place.remove()
    })
    const store = await place.open()
    const account = await createAccount(store, SYSTEM, { login: 'keeper', name: 'Keeper', org: 'mission', side: 'mission', clearance: 'C', compartments: [], grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] }, null)
    const { value: token } = await createToken(store, account.id, 'test', null, Date.now())
    const day = (n: number): string => new Date(Date.now() + n * DAY).toISOString().slice(0, 10)
    const base = { kind: 'technology', at: new Date().toISOString(), basedOn: null }
    await store.commit(SYSTEM, [{ ...base, id: 'tech-1', record: 'tech-tracker', type: 'create', patch: { data: { name: 'Trackers', code: 'tracker', type: 'tracker', purpose: 'Vehicles', consent: { status: 'granted', by: 'Ministry', reference: 'N-1', from: day(-10), until: day(100) }, diligence: { status: 'cleared', by: 'Officer', reference: 'D-1', on: day(-10), reviewBy: day(100) } } } }])
    const port = await freePort()
    await store.commit(SYSTEM, [{ id: 'feed-1', record: 'the-feed', kind: 'feed', type: 'create', at: base.at, basedOn: null, patch: { data: { name: 'Vehicles', technology: 'tracker', codec: 'json', transport: 'tcp-server', port, address: '127.0.0.1', enabled: true, registers: false } } }])
    const start = async (): Promise<Started> => {
      const child = spawn(process.execPath, [CHILD, place.dataDir], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, VIGIE_DATABASE_URL: place.databaseUrl as string } })
      running.push(child)
      const lines = createInterface(child.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]()
      return { child, url: String((await lines.next()).value) }
    }
    const ask = async (node: Started, at: string): Promise<Json> => (await fetch(`${node.url}${at}`, { headers: { authorization: `Bearer ${token}` } })).json()
    const feed = async (node: Started): Promise<Json> => (await ask(node, '/api/feeds')).items?.[0]
    const places = async (node: Started): Promise<number> => ((await ask(node, `/api/tracks/paths?from=${new Date(Date.now() - DAY).toISOString()}`)) as { paths?: { at: number[] }[] }).paths?.reduce((sum, one) => sum + one.at.length, 0) ?? -1

    const first = await start()
    await until(async () => (await feed(first))?.state === 'waiting' && (await feed(first)).detail !== null, 'the first listens')
    const second = await start()
    const seen = await ask(second, '/api/feeds')
    assert.deepEqual([seen.items[0].state, seen.process.here, seen.process.name.endsWith(`:${first.child.pid}`)], ['elsewhere', false, true])
    assert.equal((await ask(first, '/api/feeds')).process.here, true)
    assert.match((await ask(second, '/api/tracks/paths')).detail, /kept by another process/)

    const one = await dial(port)
    one.write(position('a', Date.now() - 60_000))
    await until(async () => (await feed(first)).total.in === 1, 'it is taken')
    await until(async () => (await places(first)) === 1, 'it is in the history')
    await until(async () => (await readLedger(path.join(place.dataDir, 'feeds', 'the-feed'))).tally?.in === 1, 'its counts are on the disk')
    first.child.kill('SIGKILL')
    one.destroy()
    await until(async () => (await ask(second, '/api/feeds')).process.here === true && (await feed(second)).detail !== null, 'the second took over and listens on the same port')
    assert.equal((await feed(second)).total.in, 1, 'the counts of the first')
    const two = await dial(port)
    two.write(position('a', Date.now() - 1000, 4.30001))
    await until(async () => (await places(second)) === 2, 'the history of the first with what came since')
    two.destroy()
    // Whoever comes back waits.
    const third = await start()
    assert.equal((await feed(third)).state, 'elsewhere')
  })
})
