import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Authenticator } from '../../test/authenticator.ts'
import { PASSWORD, runningNode, type Answered, type RunningNode, type Signed } from '../../test/running-node.ts'

const ORIGIN = 'https://vigie.test'

describe('passkeys', () => {
  let node: RunningNode
  before(async () => { node = await runningNode({ config: { publicUrl: ORIGIN } }) })
  after(() => node.close())

  const offer = (as: Signed, password = PASSWORD): Promise<Answered> => node.call('POST', '/api/me/passkeys/options', { as, body: { password } })
  const challenge = async () => (await node.call('POST', '/api/session/passkey/options')).json
  const enter = (body: object): Promise<Answered> => node.call('POST', '/api/session/passkey', { body })

  async function withPasskey(login: string): Promise<{ signed: Signed; device: Authenticator; user: string }> {
    const { account } = await node.person(login, { password: true })
    const signed = await node.signIn(login)
    const device = new Authenticator()
    const made = await node.call('POST', '/api/me/passkeys', { as: signed, body: { name: 'Key ring', answer: device.create((await offer(signed)).json, ORIGIN) } })
    assert.equal(made.status, 201, made.body)
    return { signed, device, user: account.id }
  }

  test('are made, listed, sign in without a name or code, and are removed; the account remembers', async () => {
    const { signed, device, user } = await withPasskey('keyed')
    const entered = await enter(device.get(await challenge(), ORIGIN))
    assert.equal(entered.status, 200, entered.body)
    assert.equal(entered.json.me.login, 'keyed')
    assert.equal(entered.json.me.passkeys, 1)
    assert.match(String(entered.headers['set-cookie']), /vigie_session=/)
    const { items, unavailable } = (await node.call('GET', '/api/me/passkeys', { as: signed })).json
    assert.equal(unavailable, null)
    assert.deepEqual(items.map((one: { name: string; usedAt: string | null }) => [one.name, one.usedAt !== null]), [['Key ring', true]])
    assert.equal((await node.call('DELETE', `/api/me/passkeys/${device.id}`, { as: signed })).status, 204)
    assert.equal((await enter(device.get(await challenge(), ORIGIN))).status, 401)
    const admin = await node.person('keys-admin', { grants: [{ role: 'ADMIN', area: null }] })
    const { items: history } = (await node.call('GET', `/api/records/${user}/history`, { as: admin })).json
    assert.deepEqual(history.filter((one: { type: string }) => one.type === 'credentials').map((one: { patch: object }) => one.patch), [{ did: 'passkey-added', name: 'Key ring' }, { did: 'passkey-removed', name: 'Key ring' }])
    assert.ok(!JSON.stringify(history).includes(device.id), 'no credential is in the chain')
  })

  test('hostile answers are refused: foreign origin, another site, replay, stale, no recognition, a counter gone back', async () => {
    const { device } = await withPasskey('attacked')
    const refused = async (what: string, body: object): Promise<void> => {
      const answer = await enter(body)
      assert.equal(answer.status, 401, `${what}: ${answer.body}`)
      assert.equal(answer.headers['set-cookie'], undefined, what)
    }
    await refused('foreign origin', device.get(await challenge(), 'https://vigie.test.evil.example'))
    await refused('another site', device.get({ ...(await challenge()), rpId: 'evil.example' }, ORIGIN))
    await refused('person not recognised', device.get(await challenge(), ORIGIN, { verified: false }))
    await refused('a challenge of one’s own', device.get({ challenge: Buffer.alloc(32).toString('base64url'), rpId: 'vigie.test' }, ORIGIN))
    const good = device.get(await challenge(), ORIGIN)
    assert.equal((await enter(good)).status, 200)
    await refused('replay', good)
    await refused('counter gone back', device.get(await challenge(), ORIGIN, { counter: 1 }))
    const late = device.get(await challenge(), ORIGIN)
    node.clock.now += 4 * 60_000
    await refused('too late', late)
    const forged = device.get(await challenge(), ORIGIN)
    await refused('forged signature', { ...forged, response: { ...forged.response, signature: new Authenticator().get(await challenge(), ORIGIN).response.signature } })
  })

  test('one account’s passkey does not open another', async () => {
    const mine = await withPasskey('mallory')
    const theirs = await withPasskey('victim')
    assert.equal((await enter(mine.device.get(await challenge(), ORIGIN, { user: theirs.user }))).status, 401)
    const stolen = (await offer(theirs.signed)).json
    const made = await node.call('POST', '/api/me/passkeys', { as: mine.signed, body: { name: 'x', answer: new Authenticator().create(stolen, ORIGIN) } })
    assert.equal(made.status, 401, 'a challenge of another account')
    assert.equal((await node.call('DELETE', `/api/me/passkeys/${theirs.device.id}`, { as: mine.signed })).status, 404)
  })

  test('an open screen alone makes none: the password is asked for; a token never', async () => {
    const { account: _account, token } = await node.person('careless', { password: true })
    const signed = await node.signIn('careless')
    assert.equal((await offer(signed, 'not the password')).status, 401)
    assert.equal((await node.call('POST', '/api/me/passkeys/options', { as: { account: _account, token }, body: { password: PASSWORD } })).status, 403)
    const again = new Authenticator()
    const options = (await offer(signed)).json
    assert.equal((await node.call('POST', '/api/me/passkeys', { as: signed, body: { name: 'x', answer: again.create(options, ORIGIN, false) } })).status, 401, 'without recognition')
  })

  test('a disabled account’s passkey opens nothing', async () => {
    const { device, user } = await withPasskey('leaver')
    const admin = await node.person('leaver-admin', { grants: [{ role: 'ADMIN', area: null }] })
    const { version } = (await node.call('GET', `/api/records/${user}`, { as: admin })).json
    assert.equal((await node.call('POST', `/api/records/${user}/actions`, { as: admin, body: { type: 'edit', basedOn: version, patch: { fields: { disabled: true } } } })).status, 200)
    assert.equal((await enter(device.get(await challenge(), ORIGIN))).status, 401)
  })
})

test('where browsers allow no passkeys the node says why', async () => {
  for (const [publicUrl, why] of [['https://10.1.2.3', /by its name/], ['http://vigie.test', /https/]] as const) {
    const node = await runningNode({ config: { publicUrl } })
    try {
      const answer = await node.call('POST', '/api/session/passkey/options')
      assert.equal(answer.status, 422)
      assert.match(answer.json.detail, why)
    } finally {
      await node.close()
    }
  }
})
