import { Type } from 'typebox'
import { fold } from '../../core/text.ts'
import { Problem } from '../../core/problem.ts'
import { csvLine } from '../../formats/csv-write.ts'
import { allAccounts } from '../auth/accounts.ts'
import { uuidV7 } from '../auth/secret-values.ts'
import type { ActionSearch, TrailItem, Verification } from '../store/face.ts'
import { endpoint, needCaller, ok, type Call, type Endpoint } from './endpoint.ts'
import { MISSION_ID } from './mission.ts'
import { anyObject, closed, instant, nullable } from './schemas.ts'

const PAGE = 100
const MOST_EXPORTED = 50_000
const VERIFIED = 'verified'
const text = (max: number) => Type.Optional(Type.String({ minLength: 1, maxLength: max }))

const searchFields = {
  person: text(120), record: text(64), kind: text(64), type: Type.Optional(Type.String({ maxLength: 400, description: 'comma-separated' })), from: Type.Optional(instant), to: Type.Optional(instant),
  words: text(200), id: text(64),
}
const Asked = Type.Object({ ...searchFields, before: Type.Optional(Type.String({ pattern: '^\\d{1,15}$' })) }, closed)
const Item = Type.Object({
  pos: Type.Integer(), id: Type.String(), node: Type.String(), seq: Type.Integer(), hash: Type.String(), kind: Type.String(), type: Type.String(), actor: Type.String(), actorName: nullable(Type.String()),
  role: Type.String(), at: Type.String(), receivedAt: Type.String(), record: nullable(Type.String()), ref: nullable(Type.String()), reason: nullable(Type.String()), purpose: nullable(Type.String()),
  fields: Type.Array(Type.String()), detail: anyObject, withheld: Type.Boolean({ description: 'of a record you may not read: that it was done is all' }),
}, closed)

type Asking = { person?: string; record?: string; kind?: string; type?: string; from?: string; to?: string; words?: string; id?: string; before?: string }

const search = endpoint({
  method: 'GET', path: '/api/audit/actions', tag: 'audit', summary: 'Everything that was done, newest first (auditors, data-protection officer)', access: 'signed-in',
  query: Asked,
  answers: { 200: Type.Object({ items: Type.Array(Item), next: nullable(Type.Integer({ description: 'before= of the next page' })), back: nullable(Type.String({ description: 'server time down to which this page looked' })) }, closed) },
  async handle(call) {
    const found = await call.app.store.trail.search(call.reader, await searchOf(call, call.query))
    return ok({ ...found, items: await Promise.all(found.items.map((item) => named(call, item))) })
  },
})

const exporting = endpoint({
  method: 'GET', path: '/api/audit/export', tag: 'audit', summary: 'What a search of the trail finds as a table; recorded as an export', access: 'signed-in',
  query: Type.Object(searchFields, closed),
  answers: { 200: { media: 'text/csv' } },
  async handle(call) {
    const asked = await searchOf(call, call.query)
    const lines = [csvLine(['position', 'node', 'sequence', 'action', 'received', 'device time', 'person', 'role', 'type', 'kind', 'record', 'fields', 'reason', 'purpose', 'detail', 'withheld', 'hash'])]
    for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null;) {
      const found = await call.app.store.trail.search(call.reader, { ...asked, limit: 500, before })
      for (const one of await Promise.all(found.items.map((item) => named(call, item)))) {
        lines.push(csvLine([one.pos, one.node, one.seq, one.id, one.receivedAt, one.at, one.actorName ?? one.actor, one.role, one.type, one.kind, one.ref ?? '', one.fields.join(' '), one.reason ?? '', one.purpose ?? '', JSON.stringify(one.detail), one.withheld, one.hash]))
      }
      if (lines.length > MOST_EXPORTED) {
        throw new Problem('rule-broken', `more than ${MOST_EXPORTED} actions fit; narrow the time or the person down`)
      }
      before = found.next
    }
    await call.app.store.audit(call.reader, [MISSION_ID], 'export', { format: 'csv', of: 'audit', count: lines.length - 1 })
    return { status: 200, raw: `\ufeff${lines.join('\r\n')}\r\n`, type: 'text/csv; charset=utf-8', headers: { 'content-disposition': 'attachment; filename="vigie-audit.csv"', 'cache-control': 'no-store' } }
  },
})

/** What the last verification showed, for those who look after the node. */
export type Verified = { at: string; by: string; ok: boolean; actions: number; records: number; detail: string }

const verify = endpoint({
  method: 'POST', path: '/api/audit/verify', tag: 'audit', summary: 'Prove the chain of actions in the background (auditors, data-protection officer, administrators)', access: 'signed-in',
  body: Type.Object({ replay: Type.Optional(Type.Boolean({ description: 'also fold every action again; takes longer' })) }, closed),
  answers: { 202: Type.Object({ job: Type.String() }, closed) },
  async handle(call) {
    needKeeper(call)
    const { app } = call
    const job = app.jobs.start(uuidV7(call.now), needCaller(call).account.id, 'verify', async ({ signal, progress }) => {
      const found: Verification = await app.store.verify({ signal, progress, replay: call.body.replay === true })
      const verified: Verified = { at: new Date(app.clock()).toISOString(), by: call.reader.name, ok: found.ok, actions: found.chains.reduce((sum, chain) => sum + chain.actions, 0), records: found.records, detail: found.broken?.detail ?? '' }
      await app.store.side.setSetting(VERIFIED, JSON.stringify(verified))
      return { ...verified, chains: found.chains, replayed: found.replayed }
    })
    return { status: 202, body: { job: job.id } }
  },
})

const Head = Type.Object({ node: Type.String(), seq: Type.Integer(), hash: Type.String(), at: Type.String(), publicKey: Type.String(), signature: Type.String() }, closed)
const VerifiedView = Type.Object({ at: Type.String(), by: Type.String(), ok: Type.Boolean(), actions: Type.Integer(), records: Type.Integer(), detail: Type.String() }, closed)

const heads = endpoint({
  method: 'GET', path: '/api/audit/heads', tag: 'audit', summary: 'Signed heads of the chain, newest first, and the last verification', access: 'signed-in',
  answers: { 200: Type.Object({ items: Type.Array(Head), verified: nullable(VerifiedView) }, closed) },
  async handle(call) {
    needKeeper(call)
    return ok({ items: await call.app.store.signedHeads(50), verified: await lastVerified(call) })
  },
})

/** The last verification; null when there was none. */
export async function lastVerified({ app }: Pick<Call, 'app'>): Promise<Verified | null> {
  return JSON.parse((await app.store.side.setting(VERIFIED)) ?? 'null') as Verified | null
}

function needKeeper(call: Pick<Call, 'reader'>): void {
  if (!call.reader.grants.some((grant) => grant.area === null && ['AUDIT', 'DPO', 'ADMIN'].includes(grant.role))) {
    throw new Problem('not-allowed', 'only auditors, the data-protection officer and administrators do this')
  }
}

async function searchOf(call: Call, asked: Asking): Promise<ActionSearch> {
  const { person, type, before, ...plain } = asked
  return {
    ...plain, limit: PAGE,
    ...(before === undefined ? {} : { before: Number(before) }),
    ...(type ? { types: type.split(',').slice(0, 40) } : {}),
    ...(person === undefined ? {} : { actors: await peopleNamed(call, person) }),
  }
}

/** Ids of the accounts a text may mean: id, login, or part of a name. */
async function peopleNamed({ app }: Pick<Call, 'app'>, person: string): Promise<string[]> {
  const wanted = fold(person.trim())
  const found = (await allAccounts(app.store)).filter(({ id, data }) => id === person || data.login === person.trim().toLowerCase() || fold(data.name).includes(wanted)).map((one) => one.id)
  return [...found, person.trim()]
}

async function named(call: Pick<Call, 'app'>, item: TrailItem): Promise<TrailItem & { actorName: string | null }> {
  return { ...item, actorName: await call.app.names.of(item.actor) }
}

export const auditRoutes: readonly Endpoint[] = [search, exporting, verify, heads]
