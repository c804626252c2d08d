import { Type } from 'typebox'
import { scopeOf } from '../../../../core/policy.ts'
import { Problem, refuseField } from '../../../../core/problem.ts'
import { closed, endpoint, instant, ok, type Endpoint } from '../../../../server/face.ts'
import type { Hit } from '../../shared/rules/engine.ts'
import { ALERT_RULE_KEEPERS, AlertRule, checkAlertRule } from '../../shared/rules/rule.ts'
import { toldBefore } from './past.ts'

const LONGEST_MS = 366 * 86_400_000
const MOST_TOLD = 200
const MOST_HITS = 20

const Told = Type.Object({ at: instant, count: Type.Integer(), records: Type.Array(Type.Object({ id: Type.String(), ref: Type.String(), title: Type.String(), at: instant }, closed), { description: `at most ${MOST_HITS}` }) }, closed)

/** What a draft of a rule would have told in a period, over the records the reader may see. */
const tryRule = endpoint({
  method: 'POST', path: '/api/alerts/rules/test', tag: 'alerts', summary: 'What a rule over records would have told in a past period', access: 'signed-in',
  body: Type.Object({ rule: AlertRule, from: instant, to: instant }, closed),
  answers: { 200: Type.Object({ fired: Type.Integer(), told: Type.Array(Told, { description: `newest first, at most ${MOST_TOLD}` }), records: Type.Integer({ description: 'records that fit; of what stands and changes, those that were looked at' }), more: Type.Boolean({ description: 'there were more records than were looked at' }) }, closed) },
  async handle({ app, reader, body }) {
    const scope = scopeOf(reader.grants, ALERT_RULE_KEEPERS)
    if (!scope.everywhere && scope.areas.length === 0) {
      throw new Problem('not-allowed', 'alert rules are tried by those who make them')
    }
    const [from, to] = [Date.parse(body.from), Date.parse(body.to)]
    if (!(from < to) || to - from > LONGEST_MS) {
      throw refuseField('/to', 'the period must be longer than nothing and at most 366 days', 'Choose another')
    }
    const problems = checkAlertRule(body.rule)
    if (problems.length > 0) {
      throw new Problem('rule-broken', `${problems[0]?.path}: ${problems[0]?.problem}`, { fields: problems })
    }
    const { fired, records, known, more } = await toldBefore(app.store, reader, body.rule, { from, to })
    const shown = (hits: readonly Hit[]) => hits.slice(-MOST_HITS).toReversed().flatMap(({ record, at }) => { const one = known.get(record); return one ? [{ id: record, ...one, at: new Date(at).toISOString() }] : [] })
    const told = fired.toReversed().slice(0, MOST_TOLD).map((one) => ({ at: new Date(one.at).toISOString(), count: one.hits.length, records: shown(one.hits) }))
    return ok({ fired: fired.length, told, records, more })
  },
})

export const alertRuleRoutes: readonly Endpoint[] = [tryRule]
