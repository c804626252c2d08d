import type { Compartment, Level } from '../core/handling.ts'
import type { Grant, Side } from '../core/policy.ts'
import { createAccount } from '../server/auth/accounts.ts'
import { createToken } from '../server/auth/api-tokens.ts'
import { SYSTEM, type AccountRecord } from '../server/auth/reader.ts'
import { createApp, type Node } from '../server/app.ts'
import { readConfig, type Config } from '../server/config.ts'
import { ground, type Ground } from './store.ts'
import type { OpenedStore } from '../server/store/open.ts'

export const PASSWORD = 'four quiet river stones'

/** What a test reads out of an answer; a wrong step gives undefined and the assertion fails. */
// oxlint-disable-next-line typescript/no-explicit-any
type Json = any

export type Answered = { status: number; headers: Record<string, unknown>; body: string; json: Json }
export type Person = { account: AccountRecord; token: string }
type Send = { as?: Person | Signed; body?: unknown; headers?: Record<string, string>; raw?: string | Buffer }
export type Signed = { cookie: string; csrf: string }

/** A node on a store of its own, called without a network; its clock stands still unless moved. */
export type RunningNode = {
  node: Node
  store: OpenedStore
  ground: Ground
  clock: { now: number }
  call(method: string, url: string, send?: Send): Promise<Answered>
  person(login: string, more?: { org?: string; side?: Side; clearance?: Level; compartments?: Compartment[]; grants?: Grant[]; password?: boolean }): Promise<Person>
  signIn(login: string, more?: { code?: string; password?: string; headers?: Record<string, string> }): Promise<Signed>
  close(): Promise<void>
}

/** The store tests run on unless they say which: the runner runs those files once for each. */
const TEST_ENGINE: 'sqlite' | 'postgres' = process.env['VIGIE_TEST_ENGINE'] === 'postgres' ? 'postgres' : 'sqlite'

/** Start one. The caller closes it. */
export async function runningNode(options: { engine?: 'sqlite' | 'postgres'; config?: Partial<Config>; sample?: NonNullable<Parameters<typeof createApp>[0]['sample']> } = {}): Promise<RunningNode> {
  const place = await ground(options.engine ?? TEST_ENGINE)
  const store = await place.open()
  // From the present on: the store itself forgets what has expired by the true time.
  const clock = { now: Date.now() }
  const config = { ...readConfig({ VIGIE_LOG: 'silent' }, null), ...options.config }
  const node = await createApp({ store, dataDir: place.dataDir, config, clock: () => clock.now, ...(options.sample ? { sample: options.sample } : {}) })
  const call: RunningNode['call'] = async (method, url, send = {}) => {
    const as = send.as
    const answer = await node.fastify.inject({
      method: method as 'GET',
      url,
      headers: {
        ...(as && 'token' in as ? { authorization: `Bearer ${as.token}` } : {}),
        ...(as && 'cookie' in as ? { 'cookie': as.cookie, 'x-vigie-csrf': as.csrf } : {}),
        ...send.headers,
      },
      ...(send.raw === undefined ? {} : { payload: send.raw }),
      ...(send.body === undefined ? {} : { payload: send.body as object }),
    })
    const type = String(answer.headers['content-type'] ?? '')
    return { status: answer.statusCode, headers: answer.headers, body: answer.body, json: type.includes('json') && answer.body !== '' && answer.headers['content-encoding'] === undefined ? JSON.parse(answer.body) : null }
  }
  return {
    node, store, ground: place, clock, call,
    async person(login, more = {}) {
      const account = await createAccount(store, SYSTEM, {
        login, name: `Name of ${login}`, org: more.org ?? 'mission', side: more.side ?? 'mission', clearance: more.clearance ?? 'C', compartments: more.compartments ?? [], grants: more.grants ?? [{ role: 'JOC-DO', area: null }],
      }, more.password === true ? PASSWORD : null)
      const { value } = await createToken(store, account.id, 'test', null, clock.now)
      return { account, token: value }
    },
    async signIn(login, more = {}) {
      const answer = await call('POST', '/api/session', { body: { login, password: more.password ?? PASSWORD, ...(more.code === undefined ? {} : { code: more.code }) }, headers: more.headers ?? {} })
      if (answer.status !== 200) {
        throw new Error(`sign-in failed: ${answer.status} ${answer.body}`)
      }
      return { cookie: String(answer.headers['set-cookie']).split(';')[0] as string, csrf: answer.json.csrf }
    },
    async close() {
      await node.close()
      await place.remove()
    },
  }
}

/** Data of an incident, enough to be taken. */
export function incidentData(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'INCIDENT', title: 'Shots at the bridge', narrative: 'Two shots heard near the bridge.', category: 'AC.01',
    happened: { from: '2026-08-18T13:45:00Z', precision: 'EXACT' }, place: { lon: 18.5, lat: 4.3, precision: 1, radiusM: 50, method: 'GPS' }, ...more,
  }
}
