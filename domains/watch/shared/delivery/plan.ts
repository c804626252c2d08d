import { Type, type Static } from 'typebox'
import { standardActions } from '../../../../core/actions.ts'
import type { AreaTree } from '../../../../core/area.ts'
import type { Handling } from '../../../../core/handling.ts'
import { ALL_MISSION } from '../../../../core/handling.ts'
import { defineKind } from '../../../../core/kind.ts'
import { OPERATIONS } from '../../../../core/roles.ts'
import type { RaisedAlert } from '../../contract.ts'
import type { Alert } from '../alert.ts'
import { checkLadder, Rung } from './targets.ts'
import { deliveryTexts } from './texts.ts'

const closed = { additionalProperties: false }
const short = (max = 200) => Type.String({ maxLength: max })
/** What a drill raised by hand goes by. */
const DRILL_RULE = 'drill'
export const PLAN_KEEPERS = ['JOC-CH', 'JOC-DO', 'JOC-IM', 'FHQ', 'SHQ', 'SOC'] as const

/** Who is told of which alerts, and who next while nobody says they saw it. */
export const AlertPlan = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    enabled: Type.Boolean(),
    /** This severity or worse, and every call for help. */
    severity: Type.Integer({ minimum: 1, maximum: 5 }),
    /** Only alerts of these rules: ids of rules, or words such as `sos`, `clock`, `cap`. */
    rules: Type.Optional(Type.Array(short(80), { maxItems: 200, uniqueItems: true })),
    /** Only alerts in these areas and below; what has no area is told by plans without any. */
    areas: Type.Optional(Type.Array(short(64), { maxItems: 200, uniqueItems: true })),
    ladder: Type.Array(Rung, { minItems: 1, maxItems: 10 }),
    note: Type.Optional(short(2000)),
  },
  closed,
)
export type AlertPlan = Static<typeof AlertPlan>

export const alertPlan = defineKind<AlertPlan>({
  name: 'alert-plan', version: 1, prefix: 'PLN', data: AlertPlan, fields: { note: { widget: 'multiline' } },
  approval: false, veracity: false,
  read: OPERATIONS, create: PLAN_KEEPERS,
  actions: standardActions<AlertPlan>({ edit: PLAN_KEEPERS, retract: PLAN_KEEPERS, handle: PLAN_KEEPERS }),
  facets: { enabled: 'one', areas: 'many' },
  project: (data) => ({
    title: data.name, text: [data.name, data.note ?? ''].join('\n'), names: [data.name], happened: null, reported: null, place: null, severity: data.severity,
    facets: { enabled: [String(data.enabled)], areas: data.areas ?? [] },
  }),
  handling: (owner) => ({ level: 'C', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  check: (data) => checkLadder(data.ladder, '/ladder'),
  texts: deliveryTexts,
})

/** Is an alert one of those a plan is about? */
export function fits(plan: AlertPlan, alert: Pick<Alert, 'sos' | 'severity' | 'rule'>, area: string | null, areas: Pick<AreaTree, 'within'>): boolean {
  return plan.enabled && (alert.sos === true || alert.severity >= plan.severity)
    && (!plan.rules?.length || plan.rules.includes(alert.rule))
    && (!plan.areas?.length || (area !== null && plan.areas.some((one) => areas.within(area, one))))
}

/** An alert that tries a plan as a drill: as bad as the plan asks and in its first area, with the plan's own ladder where it would else not be told by it. */
export function drillOf(id: string, plan: AlertPlan, handling: Handling, areas: Pick<AreaTree, 'within'>): Omit<RaisedAlert, 'episode' | 'at'> {
  const area = plan.areas?.[0] ?? null
  const severity = plan.severity as RaisedAlert['severity']
  const title = { en: `Drill: ${plan.name}`, fr: `Exercice : ${plan.name}`, es: `Simulacro: ${plan.name}`, ar: `تمرين: ${plan.name}` }
  const told = fits(plan, { rule: DRILL_RULE, severity }, area, areas)
  return { rule: DRILL_RULE, subject: id, severity, title, place: null, handling, area, record: id, drill: true, ...(told ? {} : { wake: plan.ladder }) }
}
