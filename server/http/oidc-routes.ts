import { Type } from 'typebox'
import { chooseLocale } from '../../core/i18n.ts'
import { Problem } from '../../core/problem.ts'
import { accountByLogin } from '../auth/accounts.ts'
import { OIDC_COOKIE, OIDC_SECONDS, oidcProblem, type Journey, type OidcClient } from '../auth/oidc.ts'
import { isActive } from '../auth/reader.ts'
import { endpoint, type Answer, type Call, type Endpoint } from './endpoint.ts'
import { missionOf } from './mission.ts'
import { landingPage } from './oidc-landing.ts'
import { isHttps } from './security.ts'
import { signIn } from './session-cookie.ts'

const start = endpoint({
  method: 'GET', path: '/api/oidc/start', tag: 'session', summary: 'Sign in at the mission\'s identity provider', access: 'open', secret: true,
  answers: { 302: null },
  handle: (call) => landed(call, async () => {
    const { url, journey } = await provider(call).begin(callbackOf(call))
    // Lax, because the provider sends the browser back from its own site.
    call.reply.setCookie(OIDC_COOKIE, JSON.stringify(journey), { path: '/api/oidc', httpOnly: true, sameSite: 'lax', secure: isHttps(call.request, call.app.config), maxAge: OIDC_SECONDS })
    return { status: 302, headers: { location: url, 'cache-control': 'no-store' } }
  }),
})

const callback = endpoint({
  method: 'GET', path: '/api/oidc/callback', tag: 'session', summary: 'Where the identity provider sends the browser back', access: 'open', secret: true,
  query: Type.Record(Type.String(), Type.Any()), freeQuery: true,
  answers: { 302: null },
  handle: (call) => landed(call, async () => {
    const { app, request, reply } = call
    const journey = journeyOf(request.cookies[OIDC_COOKIE])
    reply.clearCookie(OIDC_COOKIE, { path: '/api/oidc' })
    const returned = new URL(callbackOf(call))
    returned.search = new URL(request.url, returned).search
    const login = await provider(call).finish(returned, journey)
    const account = await accountByLogin(app.store, login)
    if (!account || !isActive(account)) {
      // No account is made here: who works in the mission is decided in the mission.
      throw oidcProblem('no-account', `there is no account "${login.slice(0, 64)}" here, or it is disabled; ask the administrator to make one`)
    }
    await signIn(call, account)
    return { status: 302, headers: { location: '/', 'cache-control': 'no-store' } }
  }),
})

/** Do it; where a browser asked and it did not succeed, answer a page that says what to do next. */
async function landed(call: Call, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Problem) || !String(call.request.headers.accept ?? '').includes('text/html')) {
      throw error
    }
    const locale = chooseLocale(`${call.request.headers['accept-language'] ?? ''},${(await missionOf(call.app.store))?.languages.join() ?? ''}`)
    return { status: error.status, raw: landingPage(error, locale), type: 'text/html; charset=utf-8', headers: { 'cache-control': 'no-store' } }
  }
}

function provider(call: Call): OidcClient {
  if (!call.app.oidc) {
    throw new Problem('not-found', 'no identity provider is set up here; sign in with your password')
  }
  return call.app.oidc
}

function callbackOf(call: Call): string {
  const { config } = call.app
  const own = config.publicUrl ?? `${call.request.protocol}://${call.request.host}`
  return `${own.replace(/\/$/, '')}/api/oidc/callback`
}

function journeyOf(cookie: string | undefined): Journey {
  try {
    const journey = JSON.parse(cookie ?? '') as Partial<Journey>
    if (typeof journey.state === 'string' && typeof journey.nonce === 'string' && typeof journey.verifier === 'string') {
      return journey as Journey
    }
  } catch {
    // Falls through: no journey was begun in this browser.
  }
  throw oidcProblem('not-begun', 'this sign-in was not begun in this browser or took too long; begin again')
}

export const oidcRoutes: readonly Endpoint[] = [start, callback]
