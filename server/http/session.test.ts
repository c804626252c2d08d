import assert from 'node:assert/strict'
import crypto, { argon2Sync } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { after, before, describe, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { SYSTEM } from '../auth/reader.ts'
import { ABSOLUTE_MS, IDLE_MS } from '../auth/sessions.ts'
import { incidentData, PASSWORD, runningNode, type Person, type RunningNode } from '../../test/running-node.ts'

describe('signing in', () => {
  let node: RunningNode
  before(async () => {
    node = await runningNode()
    for (const login of ['anna', 'ben', 'cleo', 'dora', 'emil', 'fadi', 'gina', 'hugo', 'ines', 'jean']) {
      await node.person(login, { password: true })
    }
  })
  after(() => node.close())

  const attempt = (login: string, password: string, more: Record<string, string> = {}) => node.call('POST', '/api/session', { body: { login, password, ...more } })

  test('a wrong password and an unknown account are answered alike', async () => {
    const wrong = await attempt('anna', 'not the password')
    const unknown = await attempt('nobody', 'not the password')
    assert.equal(wrong.status, 401)
    assert.deepEqual({ ...wrong.json, instance: '' }, { ...unknown.json, instance: '' })
    assert.equal(wrong.headers['set-cookie'], undefined)
  })

  test('an unknown account costs the same work as a wrong password, and waits the same', async (t) => {
    const real = crypto.argon2
    const costs: string[] = []
    const spy = t.mock.method(crypto, 'argon2', (...args: Parameters<typeof real>) => {
      costs.push(`${args[1].memory} ${args[1].passes} ${args[1].parallelism}`)
      real(...args)
    })
    syncBuiltinESMExports()
    t.after(() => {
      spy.mock.restore()
      syncBuiltinESMExports()
    })
    const withoutPassword = await node.person('no-password')
    const seen = async (login: string) => {
      costs.length = 0
      const answers: unknown[] = []
      for (let i = 0; i < 6; i += 1) {
        const { status, headers, json } = await attempt(login, 'wrong wrong wrong')
        answers.push([status, headers['retry-after'] ?? null, json.detail])
      }
      return { costs: [...costs], answers }
    }
    const known = await seen('jean')
    assert.equal(known.costs.length, 5, 'the sixth waits')
    assert.deepEqual(await seen('nobody-at-all'), known)
    assert.deepEqual(await seen(withoutPassword.account.data.login), known)
  })

  test('a hash of an older cost is made anew when its owner signs in', async () => {
    const { account } = await node.person('karl')
    const cost = { memory: 8192, passes: 1, parallelism: 1 }
    const nonce = Buffer.alloc(16, 3)
    const plain = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
    const tag = argon2Sync('argon2id', { message: Buffer.from(PASSWORD), nonce, tagLength: 32, ...cost })
    const older = `$argon2id$v=19$m=8192,t=1,p=1$${plain(nonce)}$${plain(tag)}`
    await node.store.side.setSecret(account.id, { password: older, totp: null })
    assert.equal((await attempt('karl', 'wrong wrong wrong')).status, 401)
    assert.equal((await node.store.side.secret(account.id))?.password, older)
    assert.equal((await attempt('karl', PASSWORD)).status, 200)
    assert.match((await node.store.side.secret(account.id))?.password ?? '', /\$m=19456,t=2,p=1\$/)
    assert.equal((await attempt('karl', PASSWORD)).status, 200)
  })

  test('the cookie is Secure, and the browser told to stay with https, where people come by https', async () => {
    const plain = await attempt('anna', PASSWORD)
    assert.ok(!/Secure/.test(String(plain.headers['set-cookie'])))
    assert.equal(plain.headers['strict-transport-security'], undefined)
    for (const [config, headers] of [[{ publicUrl: 'https://vigie.example.org' }, {}], [{ trustProxy: true }, { 'x-forwarded-proto': 'https' }]] as const) {
      const behind = await runningNode({ config })
      try {
        await behind.person('anna', { password: true })
        const answer = await behind.call('POST', '/api/session', { body: { login: 'anna', password: PASSWORD }, headers })
        assert.match(String(answer.headers['set-cookie']), /^vigie_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
        assert.match(String(answer.headers['strict-transport-security']), /max-age=31536000/)
      } finally {
        await behind.close()
      }
    }
    const trusting = await node.call('POST', '/api/session', { body: { login: 'anna', password: PASSWORD }, headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' } })
    assert.ok(!/Secure/.test(String(trusting.headers['set-cookie'])), 'headers of a proxy nobody named are not believed')
  })

  test('the cookie is shut to scripts and other sites, and its value is not stored', async () => {
    const answer = await attempt('anna', PASSWORD)
    assert.equal(answer.status, 200)
    const cookie = String(answer.headers['set-cookie'])
    assert.match(cookie, /HttpOnly/)
    assert.match(cookie, /SameSite=Strict/)
    assert.equal(answer.json.me.login, 'anna')
    const value = cookie.slice(cookie.indexOf('=') + 1, cookie.indexOf(';'))
    assert.ok(!(await node.store.side.sessionsOf(answer.json.me.user)).some((session) => session.id === value))
    const again = await node.call('GET', '/api/session', { as: { cookie: cookie.split(';')[0] as string, csrf: '' } })
    assert.equal(again.json.csrf, answer.json.csrf)
  })

  test('after several wrong passwords one waits, longer each time, and others do not', async () => {
    for (let i = 0; i < 5; i += 1) {
      assert.equal((await attempt('ben', 'wrong wrong wrong')).status, 401)
    }
    const locked = await attempt('ben', PASSWORD)
    assert.equal(locked.status, 429)
    assert.ok(Number(locked.headers['retry-after']) >= 1)
    assert.equal((await attempt('anna', PASSWORD)).status, 200)
    node.clock.now += 3_000
    assert.equal((await attempt('ben', 'wrong wrong wrong')).status, 401)
    assert.ok(Number((await attempt('ben', PASSWORD)).headers['retry-after']) > 2)
    node.clock.now += 10_000
    assert.equal((await attempt('ben', PASSWORD)).status, 200)
  })

  test('writes by cookie need the token of the page and must come from it', async () => {
    const signed = await node.signIn('cleo')
    const body = { kind: 'incident', data: incidentData() }
    const without = await node.call('POST', '/api/records', { headers: { cookie: signed.cookie }, body })
    assert.equal(without.status, 403)
    assert.equal(without.json.type, '/problems/cross-site')
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example' }, { origin: 'null' }] as Record<string, string>[]) {
      assert.equal((await node.call('POST', '/api/records', { as: signed, headers, body })).status, 403, JSON.stringify(headers))
    }
    assert.equal((await node.call('POST', '/api/session', { headers: { origin: 'https://evil.example' }, body: { login: 'cleo', password: PASSWORD } })).status, 403)
    const own = await node.call('POST', '/api/records', { as: signed, headers: { 'origin': 'http://localhost:80', 'sec-fetch-site': 'same-origin' }, body })
    assert.equal(own.status, 201)
  })

  test('a disabled account is refused from that moment, open sessions and tokens included', async () => {
    const signed = await node.signIn('dora')
    const { me } = (await node.call('GET', '/api/session', { as: signed })).json
    const token = await node.call('POST', '/api/tokens', { as: signed, body: { name: 'map' } })
    assert.match(token.json.token, /^vgt_/)
    const byToken = { headers: { authorization: `Bearer ${token.json.token}` } }
    assert.equal((await node.call('GET', '/api/kinds', byToken)).status, 200)
    const { record } = (await node.store.get(SYSTEM, me.user))!
    await node.store.commit(SYSTEM, [{ id: 'disable-dora', record: record.id, kind: 'user', type: 'edit', at: new Date().toISOString(), basedOn: record.version, patch: { fields: { disabled: true } } }])
    assert.equal((await node.call('GET', '/api/kinds', { as: signed })).status, 401)
    assert.equal((await node.call('GET', '/api/kinds', byToken)).status, 401)
    assert.equal((await attempt('dora', PASSWORD)).status, 401)
  })

  test('a session can be ended from another, by its owner alone', async () => {
    const [one, two, stranger] = [await node.signIn('emil'), await node.signIn('emil'), await node.signIn('anna')]
    const { items } = (await node.call('GET', '/api/sessions', { as: two })).json
    const other = items.find((item: { current: boolean }) => !item.current).id
    assert.equal((await node.call('DELETE', `/api/sessions/${other}`, { as: stranger })).status, 404)
    assert.equal((await node.call('GET', '/api/kinds', { as: one })).status, 200)
    assert.equal((await node.call('DELETE', `/api/sessions/${other}`, { as: two })).status, 204)
    assert.equal((await node.call('GET', '/api/kinds', { as: one })).status, 401)
    assert.equal((await node.call('DELETE', '/api/session', { as: two })).status, 204)
    assert.equal((await node.call('GET', '/api/kinds', { as: two })).status, 401)
  })

  test('a session ends when idle, and in any case after a week', async () => {
    const idle = await node.signIn('fadi')
    node.clock.now += IDLE_MS
    assert.equal((await node.call('GET', '/api/kinds', { as: idle })).status, 401)
    const busy = await node.signIn('fadi')
    const end = node.clock.now + ABSOLUTE_MS
    while (node.clock.now + IDLE_MS / 2 < end) {
      node.clock.now += IDLE_MS / 2
      assert.equal((await node.call('GET', '/api/kinds', { as: busy })).status, 200)
    }
    node.clock.now = end
    assert.equal((await node.call('GET', '/api/kinds', { as: busy })).status, 401)
  })

  test('an authenticator: offered, proven, asked for; a code works once', async () => {
    const signed = await node.signIn('gina')
    const offer = (await node.call('POST', '/api/me/totp', { as: signed })).json
    assert.match(offer.qr, /^<svg/)
    const totp = new TOTP({ secret: Secret.fromBase32(offer.secret) })
    const code = () => totp.generate({ timestamp: node.clock.now })
    assert.equal((await node.call('POST', '/api/me/totp/confirm', { as: signed, body: { code: '000000' } })).status, 401)
    assert.equal((await attempt('gina', PASSWORD)).status, 200, 'not in force before it is proven')
    assert.equal((await node.call('POST', '/api/me/totp/confirm', { as: signed, body: { code: code() } })).status, 204)
    const asked = await attempt('gina', PASSWORD)
    assert.equal(asked.json.type, '/problems/second-factor-needed')
    assert.equal((await attempt('gina', PASSWORD, { code: code() })).status, 401, 'the code that proved it is used up')
    node.clock.now += 60_000
    const both = await Promise.all([attempt('gina', PASSWORD, { code: code() }), attempt('gina', PASSWORD, { code: code() })])
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 401])
    node.clock.now += 60_000
    assert.equal((await node.call('DELETE', '/api/me/totp', { as: signed, body: { code: code() } })).status, 204)
    assert.equal((await attempt('gina', PASSWORD)).status, 200)
  })

  test('a lost authenticator is taken off by an administrator, with a new password, and by nobody else', async () => {
    const signed = await node.signIn('ines')
    const offer = (await node.call('POST', '/api/me/totp', { as: signed })).json
    const code = new TOTP({ secret: Secret.fromBase32(offer.secret) }).generate({ timestamp: node.clock.now })
    assert.equal((await node.call('POST', '/api/me/totp/confirm', { as: signed, body: { code } })).status, 204)
    const { me } = (await node.call('GET', '/api/session', { as: signed })).json
    const chief = await node.person('admin', { grants: [{ role: 'ADMIN', area: null }] })
    const officer = await node.person('no-admin')
    const reset = (as: Person, more: object) => node.call('POST', `/api/users/${me.user}/password`, { as, body: { password: 'seven loud mountain birds', ...more } })
    assert.equal((await reset(officer, { dropTotp: true })).status, 403)
    assert.equal((await reset(chief, {})).status, 200)
    assert.equal((await attempt('ines', 'seven loud mountain birds')).json.type, '/problems/second-factor-needed', 'a password alone does not take it off')
    assert.equal((await reset(chief, { dropTotp: true })).status, 200)
    assert.equal((await attempt('ines', 'seven loud mountain birds')).status, 200)
    assert.equal((await node.call('GET', '/api/kinds', { as: signed })).status, 401, 'open sessions ended')
  })

  test('codes cannot be guessed around the delay', async () => {
    const signed = await node.signIn('hugo')
    const offer = (await node.call('POST', '/api/me/totp', { as: signed })).json
    const code = new TOTP({ secret: Secret.fromBase32(offer.secret) }).generate({ timestamp: node.clock.now })
    await node.call('POST', '/api/me/totp/confirm', { as: signed, body: { code } })
    const statuses: number[] = []
    for (let i = 0; i < 8; i += 1) {
      statuses.push((await attempt('hugo', PASSWORD, { code: '123456' })).status, (await attempt('hugo', PASSWORD)).status)
    }
    assert.ok(statuses.includes(429), statuses.join())
  })

  test('a new password ends the other sessions; a weak one is refused; tokens make no tokens', async () => {
    const [one, two] = [await node.signIn('anna'), await node.signIn('anna')]
    const change = (password: unknown) => node.call('PATCH', '/api/me', { as: one, body: { password } })
    assert.equal((await change({ old: 'wrong wrong wrong', new: 'another long sentence' })).status, 401)
    assert.match((await change({ old: PASSWORD, new: 'short' })).json.detail, /12 characters/)
    assert.equal((await change({ old: PASSWORD, new: 'another long sentence' })).status, 200)
    assert.equal((await node.call('GET', '/api/kinds', { as: two })).status, 401)
    assert.equal((await node.call('GET', '/api/kinds', { as: one })).status, 200)
    assert.equal((await node.call('PATCH', '/api/me', { as: one, body: { locale: 'fr' } })).json.me.locale, 'fr')
    const { token, id } = (await node.call('POST', '/api/tokens', { as: one, body: { name: 'x', days: 1 } })).json
    const as = { headers: { authorization: `Bearer ${token}` } }
    assert.equal((await node.call('POST', '/api/tokens', { ...as, body: { name: 'y' } })).status, 403)
    assert.ok(!(await node.call('GET', '/api/tokens', { as: one })).body.includes(token))
    node.clock.now += 86_400_000
    assert.equal((await node.call('GET', '/api/kinds', as)).status, 401, 'expired')
    assert.equal((await node.call('DELETE', `/api/tokens/${id}`, { as: await node.signIn('anna', { password: 'another long sentence' }) })).status, 204)
  })

  test('one session cannot ask without end', async () => {
    const small = await runningNode({ config: { requestsPerMinute: 40 } })
    try {
      const person = await small.person('busy')
      const answers = await Promise.all(Array.from({ length: 20 }, () => small.call('GET', '/api/kinds', { as: person })))
      const refused = answers.filter((one) => one.status === 429)
      assert.equal(refused.length, 10)
      assert.ok(Number(refused[0]?.headers['retry-after']) >= 1)
      small.clock.now += 60_000
      assert.equal((await small.call('GET', '/api/kinds', { as: person })).status, 200)
    } finally {
      await small.close()
    }
  })
})
