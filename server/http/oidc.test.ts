import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { SYSTEM } from '../auth/reader.ts'
import { identityProvider, type IdentityProvider } from '../../test/identity-provider.ts'
import { runningNode, type Answered, type Person, type RunningNode } from '../../test/running-node.ts'

const OWN = 'https://vigie.example.org'
const PAGE = { accept: 'text/html,application/xhtml+xml' }

describe('signing in at an OpenID provider', () => {
  let provider: IdentityProvider
  let node: RunningNode
  let anna: Person

  before(async () => {
    provider = await identityProvider()
    const { issuer, clientId, clientSecret } = provider
    node = await runningNode({ config: { publicUrl: OWN, oidc: { issuer, clientId, clientSecret, claim: 'preferred_username', label: 'Mission id' } } })
    anna = await node.person('anna')
  })
  after(async () => {
    await node?.close()
    await provider?.stop()
  })
  beforeEach(() => {
    Object.assign(provider, { person: { preferred_username: 'anna' }, bend: {}, ailing: false, refused: [] })
  })

  /** Leave for the provider: where to, and the cookie the browser keeps. */
  const leave = async () => {
    const answer = await node.call('GET', '/api/oidc/start')
    assert.equal(answer.status, 302, answer.body)
    return { to: String(answer.headers['location']), cookie: String(answer.headers['set-cookie']).split(';')[0] as string, header: String(answer.headers['set-cookie']) }
  }
  const comeBack = (url: string, cookie: string, headers: Record<string, string> = {}): Promise<Answered> => node.call('GET', url.replace(OWN, ''), { headers: { ...(cookie === '' ? {} : { cookie }), ...headers } })
  const journey = async (headers: Record<string, string> = {}): Promise<Answered> => {
    const { to, cookie } = await leave()
    return comeBack(await provider.consent(to), cookie, headers)
  }
  /** Refused, for this reason, and nobody is signed in. */
  const refused = async (answer: Answered, reason: string, status = 401): Promise<void> => {
    assert.equal(answer.status, status, answer.body)
    assert.equal(answer.json.reason, reason, answer.body)
    assert.ok(!String(answer.headers['set-cookie']).includes('vigie_session='), 'a session was opened')
  }
  const sessions = async (): Promise<number> => (await node.store.side.sessionsOf(anna.account.id)).length

  test('an account that exists is signed in by the claim; the provider is asked as it should be', async () => {
    const { to, cookie, header } = await leave()
    const asked = new URL(to).searchParams
    assert.equal(asked.get('redirect_uri'), `${OWN}/api/oidc/callback`)
    assert.equal(asked.get('code_challenge_method'), 'S256')
    assert.ok((asked.get('state') ?? '').length >= 20 && (asked.get('nonce') ?? '').length >= 20)
    assert.match(header, /HttpOnly/)
    assert.match(header, /SameSite=Lax/)
    assert.match(header, /Secure/)
    assert.match(header, /Path=\/api\/oidc/)
    const done = await comeBack(await provider.consent(to), cookie, PAGE)
    assert.equal(done.status, 302, done.body)
    assert.equal(done.headers['location'], '/')
    const cookies = [done.headers['set-cookie']].flat().map(String)
    const session = cookies.find((one) => one.startsWith('vigie_session='))
    assert.match(session ?? '', /HttpOnly; Secure; SameSite=Strict/)
    assert.match(cookies.find((one) => one.startsWith('vigie_oidc=')) ?? '', /Expires=Thu, 01 Jan 1970/)
    const me = await node.call('GET', '/api/session', { headers: { cookie: session?.split(';')[0] as string } })
    assert.equal(me.json.me.login, 'anna')
  })

  test('a token signed with ES256 is as good', async () => {
    provider.bend = { algorithm: 'ES256' }
    assert.equal((await journey()).status, 302)
  })

  test('who has no account here is told so, and none is made', async () => {
    provider.person = { preferred_username: 'stranger' }
    const before = await node.store.count(SYSTEM, { kind: 'user' })
    await refused(await journey(), 'no-account')
    assert.equal(await node.store.count(SYSTEM, { kind: 'user' }), before)
  })

  test('a disabled account stays out', async () => {
    const ben = await node.person('ben')
    const { account } = ben
    await node.store.commit(SYSTEM, [{ id: 'disable-ben', record: account.id, kind: 'user', type: 'edit', at: new Date().toISOString(), basedOn: account.version, patch: { fields: { disabled: true } } }])
    provider.person = { preferred_username: 'ben' }
    await refused(await journey(), 'no-account')
    assert.equal((await node.store.side.sessionsOf(account.id)).length, 0)
  })

  test('an answer with another state is not taken, and its code is not even sent on', async () => {
    const { to, cookie } = await leave()
    const back = new URL(await provider.consent(to))
    back.searchParams.set('state', 'made-up')
    const before = await sessions()
    await refused(await comeBack(back.href, cookie), 'not-confirmed')
    assert.deepEqual([provider.refused, await sessions()], [[], before])
  })

  test('an answer without the cookie of this browser is not taken', async () => {
    const { to } = await leave()
    await refused(await comeBack(await provider.consent(to), ''), 'not-begun')
    await refused(await comeBack(await provider.consent(to), 'vigie_oidc=%7B%22state%22%3A1%7D'), 'not-begun')
  })

  test('a code works once', async () => {
    const { to, cookie } = await leave()
    const back = await provider.consent(to)
    assert.equal((await comeBack(back, cookie)).status, 302)
    const before = await sessions()
    await refused(await comeBack(back, cookie), 'not-confirmed')
    assert.deepEqual([provider.refused, await sessions()], [['code'], before])
  })

  test('a code that somebody else began with is refused by its PKCE challenge', async () => {
    const [mine, theirs] = [await leave(), await leave()]
    const stolen = new URL(await provider.consent(theirs.to)).searchParams.get('code') as string
    const back = new URL(await provider.consent(mine.to))
    back.searchParams.set('code', stolen)
    await refused(await comeBack(back.href, mine.cookie), 'not-confirmed')
    assert.deepEqual(provider.refused, ['pkce'])
  })

  for (const [what, bend] of [
    ['of another sign-in (nonce)', { claims: { nonce: 'another' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['for another client (audience)', { claims: { aud: 'somebody-else' } }],
    ['of another issuer', { claims: { iss: 'https://elsewhere.example' } }],
    ['that has expired', { claims: { iat: Math.floor(Date.now() / 1000) - 7200, exp: Math.floor(Date.now() / 1000) - 3600 } }],
    ['signed with a key that is not the provider’s', { forge: true }],
    ['without a signature', { unsigned: true }],
  ] as const) {
    test(`an id token ${what} is refused`, async () => {
      provider.bend = bend
      const before = await sessions()
      await refused(await journey(), 'not-confirmed')
      assert.equal(await sessions(), before)
    })
  }

  test('what the person declined at the provider is no sign-in', async () => {
    const { to, cookie } = await leave()
    const back = new URL(await provider.consent(to))
    back.searchParams.delete('code')
    back.searchParams.set('error', 'access_denied')
    await refused(await comeBack(back.href, cookie), 'not-confirmed')
  })

  test('a provider that sends no such claim is named as the cause', async () => {
    provider.person = { email: 'anna@example.org' }
    const answer = await journey()
    await refused(answer, 'no-claim')
    assert.match(answer.json.detail, /VIGIE_OIDC_CLAIM/)
  })

  test('an e-mail address counts only when the provider has verified it', async () => {
    const { issuer, clientId, clientSecret } = provider
    const byMail = await runningNode({ config: { publicUrl: OWN, oidc: { issuer, clientId, clientSecret, claim: 'email', label: 'x' } } })
    try {
      await byMail.person('anna@example.org')
      const through = async (): Promise<Answered> => {
        const begun = await byMail.call('GET', '/api/oidc/start')
        const back = await provider.consent(String(begun.headers['location']))
        return byMail.call('GET', back.replace(OWN, ''), { headers: { cookie: String(begun.headers['set-cookie']).split(';')[0] as string } })
      }
      provider.person = { email: 'anna@example.org' }
      await refused(await through(), 'no-claim')
      provider.person = { email: 'anna@example.org', email_verified: true }
      assert.equal((await through()).status, 302)
    } finally {
      await byMail.close()
    }
  })

  test('a browser is shown a page in its language, with the way back, and nothing in it is taken as markup', async () => {
    provider.person = { preferred_username: '<img src=x>' }
    const page = await journey({ ...PAGE, 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.5' })
    assert.equal(page.status, 401)
    assert.match(String(page.headers['content-type']), /^text\/html/)
    assert.match(page.body, /<html lang="fr"/)
    assert.match(page.body, /Demandez à l’administrateur/)
    assert.match(page.body, /<a href="\/">/)
    assert.ok(!page.body.includes('<img'))
    assert.equal(page.headers['cache-control'], 'no-store')
  })

  test('a provider that fails while the code is redeemed: said so, no session, and it works again afterwards', async () => {
    provider.ailing = true
    await refused(await journey(), 'unreachable', 503)
    provider.ailing = false
    assert.equal((await journey()).status, 302)
  })

  test('a provider that is down: said so, passwords still work', async () => {
    const gone = await identityProvider()
    await gone.stop()
    const alone = await runningNode({ config: { publicUrl: OWN, oidc: { issuer: gone.issuer, clientId: 'vigie', clientSecret: 'x', claim: 'preferred_username', label: 'x' } } })
    try {
      await alone.person('anna', { password: true })
      await refused(await alone.call('GET', '/api/oidc/start'), 'unreachable', 503)
      assert.equal((await alone.call('GET', '/api/oidc/start', { headers: PAGE })).status, 503)
      assert.equal((await alone.signIn('anna')).csrf.length > 0, true)
      assert.equal((await alone.call('GET', '/api/setup')).json.oidc, true)
    } finally {
      await alone.close()
    }
  })

  test('without a provider there is nothing to begin', async () => {
    const plain = await runningNode()
    try {
      assert.equal((await plain.call('GET', '/api/oidc/start')).status, 404)
      assert.equal((await plain.call('GET', '/api/setup')).json.oidc, false)
    } finally {
      await plain.close()
    }
  })
})
