import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { DatabaseSync } from 'node:sqlite'
import { tempDir } from '../test/tmp.ts'
import { startedNode, vigie } from '../test/vigie.ts'

const GED = 'id,relid,year,type_of_violence,conflict_name,dyad_name,side_a,side_b,source_article,where_prec,where_coordinates,latitude,longitude,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low'
const row = (id: number, best: number) => `${id},CAR-2013-1-${id},2013,1,Government,Government - Group,Government,Group,"Agency, 2013",1,Town ${id},4.${id},18.${id},Central African Republic,1,2013-03-0${id},2013-03-0${id},0,0,${best},0,${best},${best},${best}`

describe('the command line', () => {
  test('help for everything, and the nearest word for what is mistyped', async () => {
    const help = await vigie(['--help'])
    assert.equal(help.code, 0)
    for (const name of ['start', 'user add', 'token create', 'import', 'export', 'verify', 'backup', 'restore', 'migrate-to']) {
      assert.ok(help.out.includes(name), name)
      const one = await vigie([...name.split(' '), '--help'])
      assert.equal(one.code, 0)
      assert.match(one.out, /^Usage: vigie /)
    }
    assert.match((await vigie(['strat'])).err, /did you mean start/)
    const option = await vigie(['start', '--prot', '1'])
    assert.equal(option.code, 2)
    assert.match(option.err, /--port/)
    assert.match((await vigie(['user', 'ad', 'x'])).err, /add, list/)
    assert.match((await vigie(['start', '--port', 'http'])).err, /0 to 65535/)
    assert.match((await vigie(['start', '--port'])).err, /needs a value/)
    assert.match((await vigie(['import', '--format', 'ged', 'x.csv'])).err, /ucdp-ged/)
    assert.equal((await vigie(['version'])).code, 0)
  })

  test('accounts and tokens: made, listed, refused twice, disabled', async (t) => {
    const data = ['--data', tempDir(t)]
    assert.match((await vigie(['user', 'add', 'anna', '--role', 'JOC-D0', ...data])).err, /JOC-DO/)
    assert.match((await vigie(['user', 'add', 'anna', '--role', 'JOC-DO', '--password-stdin', ...data], { stdin: 'short\n' })).err, /12 characters/)
    const made = await vigie(['user', 'add', 'anna', '--role', 'JOC-DO,ADMIN', '--org', 'A', '--clearance', 'SC', '--compartments', 'HR,SOURCE', '--password-stdin', ...data], { stdin: 'four quiet river stones\n' })
    assert.equal(made.code, 0, made.err)
    assert.ok(!made.out.includes('river'))
    assert.match((await vigie(['user', 'add', 'anna', '--role', 'JOC-DO', ...data])).err, /taken/)
    assert.match((await vigie(['user', 'add', 'ben', '--role', 'TOC', '--area', 'X1', ...data])).err, /no area "X1"/)
    assert.match((await vigie(['user', 'add', 'cleo', '--role', 'TOC', ...data])).out, /Password \(shown this once\): (?:[a-z2-9]{4}-){4}/)
    const token = await vigie(['token', 'create', '--user', 'anna', ...data])
    assert.match(token.out, /^vgt_[\w-]{43}\n$/)
    assert.match((await vigie(['token', 'create', '--user', 'nobody', ...data])).err, /no account/)
    const [anna] = JSON.parse((await vigie(['user', 'list', '--json', ...data])).out) as { login: string; compartments: string[]; active: boolean }[]
    assert.deepEqual([anna?.login, anna?.compartments, anna?.active], ['anna', ['HR', 'SOURCE'], true])
    await vigie(['user', 'disable', 'anna', ...data])
    assert.equal((await vigie(['token', 'create', '--user', 'anna', ...data])).code, 1)
  })

  test('import, again, changed, rejected; export; verify names what was altered', async (t) => {
    const folder = tempDir(t)
    const data = ['--data', path.join(folder, 'data')]
    const file = path.join(folder, 'ged.csv')
    const take = async (...more: string[]) => JSON.parse((await vigie(['import', '--format', 'ucdp-ged', file, '--json', ...more, ...data])).out) as Record<string, number>
    writeFileSync(file, [GED, row(1, 3), row(2, 0)].join('\n'))
    assert.deepEqual({ ...(await take('--dry-run')), errors: 0 }, { read: 2, added: 2, unchanged: 0, changed: 0, rejected: 0, errors: 0 })
    assert.deepEqual(await take(), { read: 2, added: 2, unchanged: 0, changed: 0, rejected: 0, errors: [] })
    assert.deepEqual(await take(), { read: 2, added: 0, unchanged: 2, changed: 0, rejected: 0, errors: [] })
    writeFileSync(file, [GED, row(1, 5), row(2, 0), row(3, 1).replace('2013-03-03', 'some day')].join('\n'))
    const rejected = path.join(folder, 'rejected.csv')
    const third = await take('--rejected', rejected)
    assert.deepEqual([third['changed'], third['unchanged'], third['rejected']], [1, 1, 1])
    assert.match(readFileSync(rejected, 'utf8'), /some day.*problem|date/s)
    const out = path.join(folder, 'out.csv')
    assert.equal((await vigie(['export', '--kind', 'incident', '--format', 'csv', out, ...data])).code, 0)
    assert.equal(readFileSync(out, 'utf8').trim().split('\r\n').length, 3)
    const sound = await vigie(['verify', '--replay', '--json', ...data])
    assert.equal(sound.code, 0)
    assert.equal((JSON.parse(sound.out) as { ok: boolean }).ok, true)
    const backup = path.join(folder, 'backup')
    assert.equal((await vigie(['backup', backup, ...data])).code, 0)
    assert.equal((await vigie(['restore', backup, '--data', path.join(folder, 'again')])).code, 0)
    const db = new DatabaseSync(path.join(folder, 'data', 'vigie.db'))
    db.exec("update actions set patch = replace(patch, '2013', '2012') where seq = (select min(seq) from actions where type = 'create')")
    db.close()
    const broken = await vigie(['verify', ...data])
    assert.equal(broken.code, 1)
    assert.match(broken.out, /BROKEN at/)
    assert.match((await vigie(['verify', '--data', path.join(folder, 'nothing')])).err, /no store/)
  })

  test('start says where it is, answers, refuses a taken port, and stops when asked', async (t) => {
    const folder = tempDir(t)
    const { url, stop } = await startedNode(['--port', '0', '--data', folder])
    const health = await fetch(`${url}/api/health`)
    assert.equal(health.status, 200)
    assert.deepEqual(await health.json(), { status: 'ready', version: '0.1.0', setUp: false, exercise: null })
    const taken = await vigie(['start', '--port', new URL(url).port, '--data', tempDir(t)])
    assert.equal(taken.code, 1)
    assert.match(taken.err, /is taken/)
    const made = await vigie(['user', 'add', 'chief', '--role', 'JOC-CH', '--data', folder])
    assert.equal(made.code, 0, made.err)
    const { out: token } = await vigie(['token', 'create', '--user', 'chief', '--data', folder])
    const list = await fetch(`${url}/api/records?kind=incident`, { headers: { authorization: `Bearer ${token.trim()}` } })
    assert.deepEqual(await list.json(), { items: [], total: 0, next: null })
    assert.equal((await stop()).code, 0)
    await assert.rejects(fetch(`${url}/api/health`))
  })
})
