import type { FastifyRequest } from 'fastify'
import type { Reader } from '../../core/policy.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import type { App } from '../http/app-context.ts'
import type { Caller } from '../http/endpoint.ts'
import { accountById } from './accounts.ts'
import { findToken, LINK_PREFIX } from './api-tokens.ts'
import { isActive, readerOf, type AccountRecord } from './reader.ts'
import { findSession, SESSION_COOKIE } from './sessions.ts'

/**
 * Who sends this request: by session cookie, by `Authorization: Bearer`, and where `basic` allows it by
 * Basic with a token as the password (GIS clients). Tokens for links are taken only where `links` allows them,
 * there also in the address (`key`). Null when nothing is sent. The account is read anew
 * each time, so that disabling it or changing its grants binds at once, also in open sessions.
 * A session that must first be given a password or a second factor counts only where `unfinished` allows it.
 * Throws Problem `not-signed-in` when what is sent is no longer good.
 */
export async function authenticate(app: App, request: FastifyRequest, options: { basic?: boolean; links?: 'header' | 'address'; unfinished?: boolean } = {}): Promise<Caller | null> {
  const now = app.clock()
  const value = bearerOf(request.headers.authorization, options.basic === true) ?? (options.links === 'address' ? keyOf(request) : null)
  if (value !== null) {
    const token = await findToken(app.store, value, now)
    const account = token && (await activeAccount(app, token.user))
    if (!token || !account) {
      throw new Problem('not-signed-in', 'the token is unknown, expired or its account is disabled; make a new one with `vigie token create`')
    }
    if (token.scope === 'links') {
      if (options.links === undefined) {
        throw new Problem('not-allowed', 'this token is for links: it reads lists, maps and exports of records and nothing else')
      }
      return { account, reader: linkReader(readerOf(account, null, now)), session: null, key: `token:${token.id}`, link: token }
    }
    return { account, reader: readerOf(account, purposeOf(request), now), session: null, key: `token:${token.id}` }
  }
  const cookie = request.cookies[SESSION_COOKIE]
  if (cookie === undefined || cookie === '') {
    return null
  }
  const session = await findSession(app.store, cookie, now)
  const account = session && (await activeAccount(app, session.user))
  if (!session || !account) {
    return null
  }
  if (session.must && options.unfinished !== true) {
    throw new Problem('not-allowed', session.must.includes('password') ? 'choose a password of your own first' : 'add a passkey or an authenticator first: your role asks for one')
  }
  return { account, reader: readerOf(account, purposeOf(request), now), session, key: `session:${session.id}` }
}

/**
 * What a link may show of what its owner reads: nothing strictly confidential and nothing of a compartment, because
 * the address with its token is kept by programs and passed on more easily than a password.
 */
function linkReader(reader: Reader): Reader {
  return { ...reader, clearance: reader.clearance === 'SC' ? 'C' : reader.clearance, compartments: [] }
}

async function activeAccount(app: App, id: string): Promise<AccountRecord | null> {
  const account = await accountById(app.store, id)
  return account && isActive(account) ? account : null
}

function bearerOf(header: string | undefined, basic: boolean): string | null {
  const [scheme = '', rest = ''] = (header ?? '').split(' ')
  if (scheme.toLowerCase() === 'bearer') {
    return rest
  }
  if (basic && scheme.toLowerCase() === 'basic') {
    const text = Buffer.from(rest, 'base64').toString('utf8')
    return text.slice(text.indexOf(':') + 1)
  }
  return null
}

/** A token for links in the address itself, for programs that send nothing else. Any other token there is refused as unknown. */
function keyOf(request: FastifyRequest): string | null {
  const { key } = (request.query ?? {}) as { key?: unknown }
  if (typeof key !== 'string' || !key.startsWith(LINK_PREFIX)) {
    return null
  }
  // It has said who asks; what is asked is in the other parameters.
  delete (request.query as { key?: unknown }).key
  return key
}

function purposeOf(request: FastifyRequest): string | null {
  const header = request.headers['x-vigie-purpose']
  if (header === undefined || header === '') {
    return null
  }
  try {
    const purpose = decodeURIComponent(String(header)).trim()
    // A purpose that could not be written down would leave a reading without its mark.
    if (purpose.length <= 500 && !purpose.includes('\u0000')) {
      return purpose === '' ? null : purpose
    }
  } catch {
    // Falls through to the refusal: the header is not what encodeURIComponent makes.
  }
  throw refuseField('X-Vigie-Purpose', 'is not URI-encoded text of at most 500 characters', 'Encode it with encodeURIComponent')
}
