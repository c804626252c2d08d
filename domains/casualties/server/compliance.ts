import { Type } from 'typebox'
import { Problem } from '../../../core/problem.ts'
import type { Reader } from '../../../core/policy.ts'
import { anyObject, closed, endpoint, ok, type App, type Endpoint } from '../../../server/face.ts'
import { at, type Casualty } from '../shared/casualty.ts'
import { complianceOf } from '../shared/compliance.ts'
import { OPEN, stateOf, type CasevacRequest } from '../shared/request.ts'
import { DELAY_REASONS } from '../shared/vocabulary.ts'

const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
const Period = Type.Object(
  { from: Type.Optional(Type.String({ maxLength: 40, description: 'ISO 8601; 12 weeks before `to` when not given' })), to: Type.Optional(Type.String({ maxLength: 40, description: 'ISO 8601; now when not given' })), drill: Type.Optional(Type.Boolean({ description: 'exercises in place of what was real' })) },
  closed,
)

const compliance = endpoint({
  method: 'GET', path: '/api/casevac/compliance', tag: 'casualties', summary: '10-1-2 of a period: medians, shares, unknown times of injury apart, by week, and what delayed', access: 'signed-in',
  query: Period,
  answers: { 200: Type.Object({ from: Type.String(), to: Type.String(), drill: Type.Boolean(), casualties: Type.Integer(), rings: anyObject, intervals: anyObject, weeks: Type.Array(anyObject), delays: Type.Array(Type.Object({ reason: Type.String(), count: Type.Integer(), minutes: Type.Integer() }, closed)), requests: anyObject }, closed) },
  async handle({ app, reader, query, now }) {
    const to = momentOf(query.to, now + 1, 'to')
    const from = momentOf(query.from, to - 12 * WEEK_MS, 'from')
    if (from > to || to - from > 3 * 366 * DAY_MS) {
      throw new Problem('invalid-query', 'The period ends before it begins, or is longer than three years')
    }
    const drill = query.drill === true
    const casualties = await within<Casualty>(app, reader, 'casualty', drill, (one, made) => at(one, 'T0') ?? at(one, 'T2') ?? made, from, to)
    const requests = await within<CasevacRequest>(app, reader, 'casevac-request', drill, (one, made) => Date.parse(one.heardAt ?? '') || made, from, to)
    const weeks = Array.from({ length: Math.ceil((to - from) / WEEK_MS) }, (_, i) => {
      const [start, end] = [from + i * WEEK_MS, Math.min(to, from + (i + 1) * WEEK_MS)]
      const { rings, casualties: count } = complianceOf(casualties.filter((one) => one.when >= start && one.when < end).map(({ data }) => data), now)
      return { from: new Date(start).toISOString(), to: new Date(end).toISOString(), casualties: count, rings }
    })
    const delays = DELAY_REASONS.map((reason) => {
      const named = requests.flatMap(({ data }) => (data.delays ?? []).filter((one) => one.reason === reason))
      return { reason, count: named.length, minutes: named.reduce((sum, one) => sum + (one.minutes ?? 0), 0) }
    }).toSorted((a, b) => b.count - a.count || b.minutes - a.minutes)
    const open = requests.filter(({ data }) => OPEN.includes(stateOf(data))).length
    return ok({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), drill, ...complianceOf(casualties.map(({ data }) => data), now), weeks, delays, requests: { total: requests.length, open, cancelled: requests.filter(({ data }) => stateOf(data) === 'CANCELLED').length, named: requests.filter(({ data }) => (data.delays ?? []).length > 0).length } })
  },
})

async function within<T>(app: App, reader: Reader, kind: string, drill: boolean, whenOf: (data: T, made: number) => number, from: number, to: number): Promise<{ data: T; when: number }[]> {
  const found: { data: T; when: number }[] = []
  for await (const { record } of app.store.stream(reader, { kind, where: { drill: [String(drill)] } })) {
    const when = whenOf(record.data as unknown as T, Date.parse(record.createdAt))
    if (when >= from && when < to) {
      found.push({ data: record.data as unknown as T, when })
    }
  }
  return found
}

function momentOf(text: string | undefined, other: number, name: string): number {
  const ms = text === undefined ? other : Date.parse(text)
  if (!Number.isFinite(ms)) {
    throw new Problem('invalid-query', `${name}: "${text ?? ''}" is not a time. Write ISO 8601`)
  }
  return ms
}

export const complianceRoutes: readonly Endpoint[] = [compliance]
