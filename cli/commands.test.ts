import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { openPositions } from '../server/positions/open.ts'
import { freshDatabase, skipWithoutPostgres } from '../test/postgres.ts'
import { incidentData } from '../test/running-node.ts'
import { tempDir } from '../test/tmp.ts'
import { startedNode, vigie } from '../test/vigie.ts'
import { COMMANDS } from './commands/index.ts'

const PASSWORD = 'four quiet river stones'
const MAIN = path.join(import.meta.dirname, 'main.ts')

describe('each command', () => {
  for (const command of COMMANDS) {
    test(`${command.name} --help names its words and options, and touches nothing`, async (t) => {
      const folder = path.join(tempDir(t), 'data')
      for (const words of [[...command.name.split(' '), '--help'], [...command.name.split(' '), '-h'], ['help', ...command.name.split(' ')]]) {
        const { code, out, err } = await vigie(words, { env: { VIGIE_DATA: folder } })
        assert.deepEqual([code, err], [0, ''])
        assert.ok(out.startsWith(`Usage: vigie ${[command.name, ...command.positionals].join(' ')}`), out)
        assert.ok(out.includes(`${command.summary}.`))
        Object.keys(command.options).forEach((name) => assert.ok(out.includes(`--${name}`), name))
      }
      assert.equal(existsSync(folder), false)
    })
  }

  test('what is typed wrongly ends with 2, what fails with 1, and neither makes a data folder', async (t) => {
    const folder = path.join(tempDir(t), 'data')
    const data = ['--data', folder]
    const file = path.join(tempDir(t), 'x.csv')
    writeFileSync(file, 'a\n1\n')
    for (const words of [
      ['nonsense'], ['user'], ['user', 'nonsense'], ['token'], ['token', 'create', ...data], ['token', 'create', '--user', 'a', '--days', '0', ...data], ['user', 'add', ...data],
      ['user', 'add', 'anna', ...data], ['user', 'add', 'anna', '--role', 'KING', ...data], ['import', file, ...data], ['import', '--format', 'nonsense', file, ...data],
      ['export', '--format', 'doc', 'out', ...data], ['export', '--format', 'xlsx', '-', ...data], ['migrate-to', 'http://x', ...data], ['start', '--port', '65536', ...data],
      ['start', '--port', '1', '--port', '2', ...data], ['verify', '--replay=yes', ...data], ['verify', 'too', 'many', ...data],
    ]) {
      const { code, err, out } = await vigie(words)
      assert.equal(code, 2, `${words.join(' ')}: ${err}`)
      assert.ok(err.startsWith('vigie: ') || out.startsWith('Usage'), words.join(' '))
    }
    for (const words of [
      ['verify', ...data], ['backup', path.join(folder, 'b'), ...data], ['user', 'list', ...data], ['user', 'disable', 'anna', ...data], ['user', 'password', 'anna', ...data],
      ['token', 'create', '--user', 'anna', ...data], ['export', '--format', 'csv', '-', ...data], ['restore', path.join(folder, 'b'), ...data],
      ['import', '--format', 'table', path.join(folder, 'nothing.csv'), ...data], ['import', '--format', 'table', '--mapping', path.join(folder, 'nothing.json'), file, ...data],
    ]) {
      const { code, err } = await vigie(words)
      assert.equal(code, 1, words.join(' '))
      assert.match(err, /^vigie: .*(?:no store|no folder|no file|cannot be read)/, words.join(' '))
    }
    assert.equal(existsSync(folder), false)
    assert.match((await vigie(['user', 'add', 'anna', '--role', 'ADMIN', '--data', file])).err, /x\.csv: a file stands where a folder is needed/)
    assert.match((await vigie(['user', 'list', ...data], { env: { VIGIE_LOG: 'loud' } })).err, /VIGIE_LOG=loud/)
    assert.match((await vigie(['user', 'list', ...data], { env: { VIGIE_DATABASE_URL: 'postgres://x@127.0.0.1:1/x' } })).err, /VIGIE_DATABASE_URL/)
  })

  test('as a program: a token alone on standard output, a password from standard input, exit codes, silence to a reader that leaves', (t) => {
    const data = tempDir(t)
    const run = (words: string[], input = '') => spawnSync(process.execPath, [MAIN, ...words], { input, encoding: 'utf8', env: { ...process.env, VIGIE_DATA: data, VIGIE_LOG: 'debug', VIGIE_DATABASE_URL: '' } })
    const made = run(['user', 'add', 'anna', '--role', 'JOC-DO', '--password-stdin'], `${PASSWORD}\n`)
    assert.deepEqual([made.status, made.stderr], [0, ''])
    assert.ok(!made.stdout.includes(PASSWORD))
    const token = run(['token', 'create', '--user', 'anna', '--days', '7'])
    assert.equal(token.status, 0)
    assert.match(token.stdout, /^vgt_[\w-]{43}\n$/)
    assert.equal(token.stderr, '')
    assert.equal(run(['token', 'create', '--user', 'nobody']).status, 1)
    assert.equal(run(['token', 'creat']).status, 2)
    const verified = run(['verify', '--json'])
    assert.equal(verified.status, 0)
    assert.equal((JSON.parse(verified.stdout) as { ok: boolean }).ok, true)
  })

  test('verify --json names the first broken action and exits with 1', async (t) => {
    const folder = tempDir(t)
    const data = ['--data', folder]
    await vigie(['user', 'add', 'anna', '--role', 'ADMIN', ...data])
    await vigie(['user', 'add', 'ben', '--role', 'TOC', ...data])
    const db = new DatabaseSync(path.join(folder, 'vigie.db'))
    const { id } = db.prepare('select id from actions order by seq limit 1').get() as { id: string }
    db.exec("update actions set patch = replace(patch, 'anna', 'eves') where seq = (select min(seq) from actions)")
    db.close()
    const { code, out } = await vigie(['verify', '--replay', '--json', ...data])
    assert.equal(code, 1)
    const found = JSON.parse(out) as { ok: boolean; broken: { what: string; id: string; detail: string } }
    assert.deepEqual([found.ok, found.broken.what, found.broken.id], [false, 'action', id])
    assert.ok(found.broken.detail.length > 10)
  })

  test('verify names the damaged page of the history of positions and exits with 1', async (t) => {
    const folder = tempDir(t)
    const data = ['--data', folder]
    await vigie(['user', 'add', 'anna', '--role', 'ADMIN', ...data])
    const positions = await openPositions({ dataDir: folder })
    await positions.append([{ subject: 'imei:1', at: 1_700_000_000_000, receivedAt: 1_700_000_000_000, lon: 18, lat: 4, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'gps', quality: 0 }], 'standard')
    await positions.settle()
    await positions.close()
    const sound = await vigie(['verify', ...data])
    assert.equal(sound.code, 0)
    assert.match(sound.out, /sound: 1 positions in 1 files\./)
    const day = path.join(folder, 'positions', '2023-11-14')
    const [name = ''] = readdirSync(day)
    const bytes = readFileSync(path.join(day, name))
    bytes[bytes.indexOf('VPP1') + 20]! ^= 1
    writeFileSync(path.join(day, name), bytes)
    const { code, out } = await vigie(['verify', ...data])
    assert.equal(code, 1)
    assert.ok(out.includes(`DAMAGED positions/2023-11-14/${name} at 0: its checksum is wrong`), out)
  })

  test('a lost authenticator: user password --drop-totp, and the account signs in by its password alone', async (t) => {
    const folder = tempDir(t)
    const data = ['--data', folder]
    await vigie(['user', 'add', 'anna', '--role', 'JOC-DO', '--password-stdin', ...data], { stdin: PASSWORD })
    const { url, stop } = await startedNode(['--port', '0', ...data])
    try {
      const signIn = async (password: string) => fetch(`${url}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: 'anna', password }) })
      const first = await signIn(PASSWORD)
      const headers = { 'cookie': (first.headers.get('set-cookie') ?? '').split(';')[0] as string, 'x-vigie-csrf': ((await first.json()) as { csrf: string }).csrf, 'content-type': 'application/json' }
      const { secret } = (await (await fetch(`${url}/api/me/totp`, { method: 'POST', headers, body: '{}' })).json()) as { secret: string }
      const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
      assert.equal((await fetch(`${url}/api/me/totp/confirm`, { method: 'POST', headers, body: JSON.stringify({ code }) })).status, 204)
      assert.equal((await signIn(PASSWORD)).status, 401)
      const reset = await vigie(['user', 'password', 'anna', '--drop-totp', '--password-stdin', ...data], { stdin: 'seven loud mountain birds\n' })
      assert.deepEqual([reset.code, reset.out], [0, 'Password of anna changed.\n'])
      assert.equal((await signIn(PASSWORD)).status, 401)
      assert.equal((await signIn('seven loud mountain birds')).status, 200)
      assert.equal((await fetch(`${url}/api/kinds`, { headers })).status, 401, 'open sessions ended')
      await vigie(['user', 'disable', 'anna', ...data])
      assert.equal((await signIn('seven loud mountain birds')).status, 401)
      await vigie(['user', 'disable', 'anna', '--undo', ...data])
      assert.equal((await signIn('seven loud mountain birds')).status, 200)
    } finally {
      await stop()
    }
  })

  test('start where others can reach it prints the set-up code, once there are accounts no more', async (t) => {
    const folder = tempDir(t)
    const env = { VIGIE_PUBLIC_URL: 'https://vigie.example.org' }
    const first = await startedNode(['--port', '0', '--data', folder], env)
    assert.deepEqual(((await (await fetch(`${first.url}/api/setup`)).json()) as { codeNeeded: boolean }).codeNeeded, true)
    const refused = await fetch(`${first.url}/api/setup/sample`, { method: 'POST' })
    assert.equal(refused.status, 401)
    const { out } = await first.stop()
    const code = /needs this code .*: (\S+)\n/.exec(out)?.[1] ?? ''
    assert.match(code, /^(?:[a-z2-9]{4}-){4}[a-z2-9]{4}$/)
    assert.ok(!readdirSync(folder, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile() && readFileSync(path.join(entry.parentPath, entry.name), 'latin1').includes(code)), 'the code is in no file')
    await vigie(['user', 'add', 'anna', '--role', 'ADMIN', '--data', folder])
    const second = await startedNode(['--port', '0', '--data', folder], env)
    assert.doesNotMatch((await second.stop()).out, /code/)
    const local = await startedNode(['--port', '0', '--data', tempDir(t)])
    assert.doesNotMatch((await local.stop()).out, /code/)
  })

  test('export writes what an account may see, to a file or to standard output, whole or not at all', async (t) => {
    const folder = tempDir(t)
    const data = ['--data', folder]
    await vigie(['user', 'add', 'anna', '--role', 'JOC-CH', ...data])
    await vigie(['user', 'add', 'liaison', '--role', 'HOST-LO', '--org', 'HOST', ...data])
    const { url, stop } = await startedNode(['--port', '0', ...data])
    const token = (await vigie(['token', 'create', '--user', 'anna', ...data])).out.trim()
    const made = await fetch(`${url}/api/records`, { method: 'POST', headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ kind: 'incident', data: incidentData({ title: '=cmd()' }) }) })
    assert.equal(made.status, 201)
    await stop()
    const all = await vigie(['export', '--format', 'csv', '-', ...data])
    assert.ok(all.out.includes("'=cmd()"), 'a formula stays text')
    assert.equal((await vigie(['export', '--format', 'csv', '--user', 'liaison', '-', ...data])).out.trim().split('\r\n').length, 1)
    assert.equal((JSON.parse((await vigie(['export', '--format', 'geojson', '-', ...data])).out) as { features: unknown[] }).features.length, 1)
    const target = path.join(folder, 'nowhere', 'out.csv')
    const failed = await vigie(['export', '--format', 'csv', target, ...data])
    assert.deepEqual([failed.code, existsSync(`${target}.part`)], [1, false])
    assert.match(failed.err, /out\.csv\.part: there is no such file or folder/)
    assert.match((await vigie(['export', '--kind', 'nonsense', '--format', 'csv', '-', ...data])).err, /nonsense/)
  })

  test('migrate-to moves a mission to PostgreSQL, proves both equal, and a node goes on there', { skip: skipWithoutPostgres() }, async (t) => {
    const database = await freshDatabase()
    t.after(() => database.drop())
    const folder = tempDir(t)
    const data = ['--data', folder]
    const env = { VIGIE_DATABASE_URL: database.url }
    await vigie(['user', 'add', 'anna', '--role', 'JOC-CH', '--password-stdin', ...data], { stdin: PASSWORD })
    const token = (await vigie(['token', 'create', '--user', 'anna', ...data])).out.trim()
    const headers = { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' }
    const embedded = await startedNode(['--port', '0', ...data])
    for (const title of ['Before one', 'Before two']) {
      assert.equal((await fetch(`${embedded.url}/api/records`, { method: 'POST', headers, body: JSON.stringify({ kind: 'incident', data: incidentData({ title }) }) })).status, 201)
    }
    const before = await (await fetch(`${embedded.url}/api/records?kind=incident`, { headers })).json() as { total: number; items: { id: string }[] }
    const busy = await vigie(['migrate-to', database.url, ...data])
    assert.equal(busy.code, 1)
    assert.match(busy.err, /Stop it first/)
    await embedded.stop()
    const moved = await vigie(['migrate-to', database.url, ...data])
    assert.equal(moved.code, 0, moved.err)
    assert.match(moved.out, /records +3 rows .* equal/)
    assert.match(moved.out, /sound: .*every one rebuilt/)
    const again = await vigie(['migrate-to', database.url, ...data])
    assert.equal(again.code, 1, 'a database that holds something is not written over')
    assert.equal((await vigie(['verify', '--replay', ...data])).code, 0, 'the embedded store stays as it was')
    const there = await startedNode(['--port', '0', ...data], env)
    try {
      const health = await (await fetch(`${there.url}/api/health`, { headers })).json() as { dialect: string }
      assert.equal(health.dialect, 'postgres')
      const after = await (await fetch(`${there.url}/api/records?kind=incident`, { headers })).json() as typeof before
      assert.deepEqual(after, before)
      assert.equal((await fetch(`${there.url}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: 'anna', password: PASSWORD }) })).status, 200)
      assert.equal((await fetch(`${there.url}/api/records`, { method: 'POST', headers, body: JSON.stringify({ kind: 'incident', data: incidentData({ title: 'After' }) }) })).status, 201)
    } finally {
      await there.stop()
    }
    const verified = await vigie(['verify', '--replay', '--json', ...data], { env })
    assert.equal(verified.code, 0, verified.out)
    const behind = await vigie(['verify', ...data])
    assert.equal(behind.code, 1, 'the signed heads tell that the embedded store has been left behind')
  })
})
