import { createHash, createSign, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Claims = Record<string, unknown>
type Algorithm = 'RS256' | 'ES256'
type Grant = { challenge: string; redirect: string; nonce: string; claims: Claims }

/** An OpenID provider on this machine, as strict as a real one about codes, PKCE and the client's secret. */
export type IdentityProvider = {
  issuer: string
  clientId: string
  clientSecret: string
  /** Claims of whoever signs in next. */
  person: Claims
  /** What the next id tokens say otherwise than they should, and how they are signed. */
  bend: { claims?: Claims; algorithm?: Algorithm; forge?: boolean; unsigned?: boolean }
  /** Answer the token endpoint with 503. */
  ailing: boolean
  /** Codes the token endpoint refused, and why. */
  refused: string[]
  /** What a browser does when the provider is satisfied: follow `url`, answer where it is sent back to. */
  consent(url: string): Promise<string>
  stop(): Promise<void>
}

/** Start one. It signs with RS256 unless bent. */
export async function identityProvider(): Promise<IdentityProvider> {
  const keys = { RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }), ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }) }
  const strange = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const grants = new Map<string, Grant>()
  const me: IdentityProvider = { issuer: '', clientId: 'vigie', clientSecret: 'the secret of the client', person: {}, bend: {}, ailing: false, refused: [], consent, stop }

  function idToken(grant: Grant): string {
    const now = Math.floor(Date.now() / 1000)
    const algorithm = me.bend.algorithm ?? 'RS256'
    const claims = { iss: me.issuer, sub: 'subject-1', aud: me.clientId, iat: now, exp: now + 300, nonce: grant.nonce, ...grant.claims, ...me.bend.claims }
    const head = me.bend.unsigned === true ? { alg: 'none' } : { alg: algorithm, kid: algorithm }
    const text = `${encode(head)}.${encode(claims)}`
    return me.bend.unsigned === true ? `${text}.` : `${text}.${sign(text, me.bend.forge === true ? strange : keys[algorithm].privateKey)}`
  }

  /** Code for tokens; the reason of a refusal otherwise. A code works once. */
  function redeem(form: URLSearchParams, authorization: string | undefined): { reason: string } | { token: string } {
    const [id, secret] = Buffer.from((authorization ?? '').replace(/^Basic /, ''), 'base64').toString('utf8').split(':').map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
    const [clientId, clientSecret] = authorization === undefined ? [form.get('client_id'), form.get('client_secret')] : [id, secret]
    if (clientId !== me.clientId || clientSecret !== me.clientSecret) {
      return { reason: 'client' }
    }
    const code = form.get('code') ?? ''
    const grant = grants.get(code)
    grants.delete(code)
    if (!grant || form.get('grant_type') !== 'authorization_code' || form.get('redirect_uri') !== grant.redirect) {
      return { reason: 'code' }
    }
    if (createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url') !== grant.challenge) {
      return { reason: 'pkce' }
    }
    return { token: idToken(grant) }
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', me.issuer)
    const json = (status: number, body: unknown): void => void response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body))
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(200, {
          issuer: me.issuer, authorization_endpoint: `${me.issuer}/authorize`, token_endpoint: `${me.issuer}/token`, jwks_uri: `${me.issuer}/jwks`,
          response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256', 'ES256'], code_challenge_methods_supported: ['S256'],
        })
      case '/jwks':
        return json(200, { keys: (['RS256', 'ES256'] as const).map((alg) => ({ ...keys[alg].publicKey.export({ format: 'jwk' }), kid: alg, alg, use: 'sig' })) })
      case '/authorize': {
        const asked = (name: string): string => url.searchParams.get(name) ?? ''
        const back = URL.parse(asked('redirect_uri'))
        if (!back || asked('client_id') !== me.clientId || asked('response_type') !== 'code' || asked('code_challenge_method') !== 'S256' || !asked('scope').split(' ').includes('openid')) {
          return json(400, { error: 'invalid_request' })
        }
        const code = randomUUID()
        grants.set(code, { challenge: asked('code_challenge'), redirect: back.href, nonce: asked('nonce'), claims: { ...me.person } })
        back.searchParams.set('code', code)
        back.searchParams.set('state', asked('state'))
        return void response.writeHead(302, { location: back.href }).end()
      }
      case '/token': {
        const parts: Buffer[] = []
        request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
          if (me.ailing) {
            return json(503, { error: 'temporarily_unavailable' })
          }
          const done = redeem(new URLSearchParams(Buffer.concat(parts).toString('utf8')), request.headers.authorization)
          if ('reason' in done) {
            me.refused.push(done.reason)
            return json(done.reason === 'client' ? 401 : 400, { error: done.reason === 'client' ? 'invalid_client' : 'invalid_grant' })
          }
          return json(200, { access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token: done.token })
        })
        return undefined
      }
      default:
        return json(404, { error: 'not_found' })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  me.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function consent(url: string): Promise<string> {
    const answer = await fetch(url, { redirect: 'manual' })
    const back = answer.headers.get('location')
    if (answer.status !== 302 || back === null) {
      throw new Error(`the provider did not consent: ${answer.status} ${await answer.text()}`)
    }
    return back
  }

  function stop(): Promise<void> {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(() => resolve()))
  }
  return me
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function sign(text: string, key: KeyObject): string {
  return createSign('sha256').update(text).sign({ key, dsaEncoding: 'ieee-p1363' }, 'base64url')
}
