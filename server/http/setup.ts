import { Type } from 'typebox'
import { AREA_TYPES } from '../../core/area.ts'
import { LOCALES } from '../../core/i18n.ts'
import type { JsonObject } from '../../core/json.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import type { NewAction } from '../../core/record.ts'
import { accountById, cleanLogin, hasAccounts } from '../auth/accounts.ts'
import { checkPassword, hashPassword, randomPassword } from '../auth/password.ts'
import { systemFor, SYSTEM, type AccountData } from '../auth/reader.ts'
import { uuidOf, uuidV7 } from '../auth/secret-values.ts'
import { beginSample } from '../jobs/sample-job.ts'
import { endpoint, ok, type Call, type Endpoint } from './endpoint.ts'
import { missionOf, MISSION_ID } from './mission.ts'
import { closed, nullable, SessionView } from './schemas.ts'
import { told } from './told.ts'
import { sessionView, signIn } from './session-cookie.ts'

const SetupCodeField = Type.Optional(Type.String({ maxLength: 64, description: 'the code the node printed when it started; where GET /api/setup says codeNeeded' }))
const short = (max: number) => Type.String({ minLength: 1, maxLength: max })

const state = endpoint({
  method: 'GET', path: '/api/setup', tag: 'setup', summary: 'Is this node set up?', access: 'open',
  answers: {
    200: Type.Object({
      state: Type.Enum(['empty', 'loading', 'ready']),
      progress: Type.Optional(Type.Object({ done: Type.Integer(), total: Type.Integer() }, closed)),
      mission: Type.Optional(Type.Object({ name: Type.String(), exercise: Type.Boolean(), languages: Type.Array(Type.String()) }, closed)),
      codeNeeded: Type.Boolean({ description: 'setting up needs the code the node printed when it started' }),
      oidc: Type.Boolean(),
      oidcLabel: Type.Optional(Type.String()),
    }, closed),
  },
  async handle(call) {
    const { app } = call
    const [mission, setUp] = await Promise.all([missionOf(app.store), hasAccounts(app.store)])
    return ok({
      state: app.loading ? 'loading' : setUp ? 'ready' : 'empty',
      ...(app.loading ? { progress: app.loading } : {}),
      ...(mission ? { mission: { name: told(call, mission.name), exercise: mission.exercise, languages: mission.languages } } : {}),
      codeNeeded: !setUp && app.setupCode !== null,
      oidc: app.oidc !== null,
      ...(app.oidc ? { oidcLabel: app.oidc.label } : {}),
    })
  },
})

const sample = endpoint({
  method: 'POST', path: '/api/setup/sample', tag: 'setup', summary: 'Load the sample mission into an empty node and sign in', access: 'open', secret: true,
  body: Type.Union([Type.Null(), Type.Object({ setupCode: SetupCodeField }, closed)]),
  answers: { 202: Type.Object({ user: Type.String(), password: Type.String({ description: 'shown this once' }), session: SessionView }, closed) },
  async handle(call) {
    const { app } = call
    return app.lanes.run('setup', async () => {
      await refuseSetUp(call, call.body?.setupCode)
      const password = randomPassword()
      const { account } = await beginSample(app, password)
      const caller = await signIn(call, account)
      return { status: 202, body: { user: account.data.login, password, session: await sessionView(call, caller) } }
    })
  },
})

const SetupMission = Type.Object(
  {
    setupCode: SetupCodeField,
    mission: Type.Object({
      name: short(120), zone: short(64), languages: Type.Array(Type.Enum([...LOCALES]), { minItems: 1, uniqueItems: true }),
      bounds: Type.Array(Type.Number({ minimum: -180, maximum: 180 }), { minItems: 4, maxItems: 4, description: 'west, south, east, north' }), exercise: Type.Boolean(), org: short(64),
    }, closed),
    admin: Type.Object({ login: short(64), name: short(120), password: Type.String({ maxLength: 512 }) }, closed),
    areas: Type.Optional(Type.Array(Type.Object({ name: short(200), code: short(40), type: Type.Enum([...AREA_TYPES]), parent: Type.Optional(nullable(short(40))) }, closed), { maxItems: 2000 })),
    units: Type.Optional(Type.Array(Type.Object({ name: short(200), code: short(40), component: Type.Enum(['MIL', 'POL', 'CIV']), org: Type.Optional(short(64)), area: Type.Optional(nullable(short(40))) }, closed), { maxItems: 2000 })),
  },
  closed,
)

const mission = endpoint({
  method: 'POST', path: '/api/setup/mission', tag: 'setup', summary: 'Set up your mission and its first administrator', access: 'open', secret: true,
  body: SetupMission,
  answers: { 201: SessionView },
  async handle(call) {
    const { app, body, now } = call
    return app.lanes.run('setup', async () => {
      await refuseSetUp(call, body.setupCode)
      const login = cleanLogin(body.admin.login, '/admin/login')
      checkPassword(body.admin.password, login, '/admin/password')
      checkZone(body.mission.zone)
      const user = uuidOf(`user:${login}`)
      const by = systemFor({ user, name: body.admin.name, org: body.mission.org })
      const data: AccountData = { login, name: body.admin.name, org: body.mission.org, side: 'mission', clearance: 'SC', compartments: [], grants: [{ role: 'ADMIN', area: null }, { role: 'JOC-CH', area: null }], locale: body.mission.languages[0] ?? 'en' }
      const at = new Date(now).toISOString()
      const make = (kind: string, record: string, made: unknown): NewAction => ({ id: uuidV7(now), record, kind, type: 'create', at, basedOn: null, patch: { data: made as JsonObject } })
      const areaIds = codes('areas', body.areas ?? [])
      codes('units', body.units ?? [])
      const at0 = (code: string | null | undefined, path: string): string | undefined => {
        if (code === null || code === undefined) {
          return undefined
        }
        const found = areaIds.get(code)
        if (found === undefined) {
          throw refuseField(path, `no area has the code "${code}"`, 'Use the code of an area in the list')
        }
        return found
      }
      await app.store.commit(by, [
        make('mission', MISSION_ID, body.mission),
        ...(body.areas ?? []).map(({ parent, ...area }, i) => make('area', areaIds.get(area.code) as string, withMember(area, 'parent', at0(parent, `/areas/${i}/parent`)))),
        ...(body.units ?? []).map(({ area, org, ...unit }, i) => make('unit', uuidV7(now), withMember({ ...unit, org: org ?? body.mission.org }, 'area', at0(area, `/units/${i}/area`)))),
        make('user', user, data),
      ])
      await app.store.side.setSecret(user, { password: await hashPassword(body.admin.password), totp: null })
      const account = await accountById(app.store, user)
      if (!account) {
        throw new Problem('internal', 'the first administrator was not found after the set-up')
      }
      return { status: 201, body: await sessionView(call, await signIn(call, account)) }
    })
  },
})

async function refuseSetUp({ app, request, now }: Call, setupCode: string | undefined): Promise<void> {
  if (app.loading || (await hasAccounts(app.store)) || (await missionOf(app.store))) {
    throw new Problem('already-set-up', 'this node holds a mission already; sign in. To begin again, start with another data folder')
  }
  if ((await app.store.count(SYSTEM, { kind: 'incident' })) > 0) {
    throw new Problem('already-set-up', 'this node holds records already; make the first account with `vigie user add NAME --role ADMIN`')
  }
  app.setupCode?.check(setupCode, request.ip, now)
}

function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    throw refuseField('/mission/zone', `"${zone}" is not a time zone`, 'Use a name such as Africa/Bangui or UTC')
  }
}

function codes(list: string, items: readonly { code: string }[]): Map<string, string> {
  const ids = new Map<string, string>()
  items.forEach(({ code }, i) => {
    if (ids.has(code)) {
      throw refuseField(`/${list}/${i}/code`, `"${code}" is used twice`, 'Give each its own code')
    }
    ids.set(code, uuidOf(`${list}:${code}`))
  })
  return ids
}

function withMember<T extends object>(object: T, name: string, value: string | undefined): T {
  return value === undefined ? object : { ...object, [name]: value }
}

export const setupRoutes: readonly Endpoint[] = [state, sample, mission]
