import { Type, type Static } from 'typebox'
import { standardActions } from '../../../../core/actions.ts'
import { ALL_MISSION } from '../../../../core/handling.ts'
import { defineKind, type Projection } from '../../../../core/kind.ts'
import { own } from '../../../../core/json.ts'
import type { FieldProblem } from '../../../../core/problem.ts'
import type { Query } from '../../../../core/query.ts'
import { VERACITIES, WORKFLOWS } from '../../../../core/record.ts'
import { OPERATIONS } from '../../../../core/roles.ts'
import { checkLadder, Rung } from '../delivery/targets.ts'
import { alertRuleTexts } from './texts.ts'

const closed = { additionalProperties: false }
const short = (max = 200) => Type.String({ maxLength: max })
export const ALERT_RULE_KEEPERS = ['JOC-CH', 'JOC-DO', 'JOC-IM', 'JMAC-A', 'FHQ', 'SHQ', 'SOC', 'POC-ADV'] as const

const Threshold = Type.Number({ minimum: -4_000_000_000, maximum: 4_000_000_000 })

/**
 * What the node watches for in records, as a watch officer says it: so many records of a kind that fit, within so many hours, within so
 * many kilometres of each other. One alert a record where one is enough; else one an episode, which goes on while more come. Of
 * records that stand and change (`Kind.standing`), one each time a record comes to fit.
 */
export const AlertRule = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    enabled: Type.Boolean(),
    /** Kind of record it looks at. */
    of: Type.String({ minLength: 1, maxLength: 64 }),
    /** Facet → values, any of which fits. */
    where: Type.Optional(Type.Record(Type.String({ minLength: 1, maxLength: 64 }), Type.Array(Type.String({ maxLength: 256 }), { minItems: 1, maxItems: 100 }))),
    areas: Type.Optional(Type.Array(short(64), { maxItems: 200, uniqueItems: true })),
    /** The record's severity, this or worse. */
    from: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
    /** A figure of the record: so many or more by the upper end of what was told of it, so many or fewer by the lower. */
    figure: Type.Optional(Type.Object({ of: Type.String({ minLength: 1, maxLength: 64 }), least: Type.Optional(Threshold), most: Type.Optional(Threshold) }, closed)),
    text: Type.Optional(short(200)),
    workflow: Type.Optional(Type.Array(Type.Enum([...WORKFLOWS]), { uniqueItems: true })),
    veracity: Type.Optional(Type.Array(Type.Enum([...VERACITIES]), { uniqueItems: true })),
    /** How many, within how long, and within which distance of the newest; one alone needs neither. */
    count: Type.Integer({ minimum: 1, maximum: 1000 }),
    hours: Type.Optional(Type.Number({ minimum: 0.1, maximum: 2160 })),
    nearKm: Type.Optional(Type.Number({ minimum: 0.1, maximum: 1000 })),
    severity: Type.Integer({ minimum: 1, maximum: 5 }),
    /** What the alert says instead of the usual words: `{rule}`, `{title}`, `{ref}`, `{count}`, `{hours}`. */
    says: Type.Optional(Type.Object({ en: Type.String({ minLength: 1, maxLength: 240 }), fr: Type.Optional(short(240)), es: Type.Optional(short(240)), ar: Type.Optional(short(240)) }, closed)),
    /** Who is woken, besides those the plans name. */
    wake: Type.Optional(Type.Array(Rung, { maxItems: 10 })),
    /** Its records are what people of a place tell of threats to themselves: the call back, the first movement and the answer to them are clocked, and the same from the same place is one alert. */
    community: Type.Optional(Type.Literal(true)),
    note: Type.Optional(short(2000)),
  },
  closed,
)
export type AlertRule = Static<typeof AlertRule>

/** The records a rule looks at. */
export function queryOf(rule: AlertRule): Query {
  const some = <T>(list: readonly T[] | undefined): list is readonly T[] => list !== undefined && list.length > 0
  return {
    kind: rule.of, ...(rule.where && Object.keys(rule.where).length > 0 ? { where: rule.where } : {}), ...(some(rule.areas) ? { area: [...rule.areas] } : {}), ...(rule.from === undefined ? {} : { severity: rule.from }),
    ...(rule.text ? { text: rule.text } : {}), ...(some(rule.workflow) ? { workflow: [...rule.workflow] } : {}), ...(some(rule.veracity) ? { veracity: [...rule.veracity] } : {}),
  }
}

/** Has a record the figure a rule asks for? One that is not known meets no threshold. */
export function reaches({ figure }: AlertRule, { measures }: Pick<Projection, 'measures'>): boolean {
  if (figure === undefined) {
    return true
  }
  const told = measures === undefined ? undefined : own(measures, figure.of)
  return told !== undefined && told[1] >= (figure.least ?? Number.NEGATIVE_INFINITY) && told[0] <= (figure.most ?? Number.POSITIVE_INFINITY)
}

/** Refuses what could never fire, in words that say what to do. */
export function checkAlertRule(rule: AlertRule): FieldProblem[] {
  return [
    ...(rule.count > 1 && rule.hours === undefined ? [{ path: '/hours', problem: 'several need a time within which they come', fix: 'Give hours' }] : []),
    ...(rule.figure && rule.figure.least === undefined && rule.figure.most === undefined ? [{ path: '/figure', problem: 'has no threshold', fix: 'Say so many or more, or so many or fewer' }] : []),
    ...(rule.figure?.least !== undefined && rule.figure.most !== undefined && rule.figure.least > rule.figure.most ? [{ path: '/figure', problem: 'no figure is both', fix: 'Swap the two' }] : []),
    ...(rule.of === 'alert' || rule.of === 'notice' ? [{ path: '/of', problem: 'a rule over alerts would raise itself', fix: 'Choose another kind of record' }] : []),
    ...checkLadder(rule.wake ?? [], '/wake'),
  ]
}

export const alertRule = defineKind<AlertRule>({
  name: 'alert-rule', version: 1, prefix: 'ARL', data: AlertRule,
  fields: { note: { widget: 'multiline' }, where: { widget: 'json' }, figure: { widget: 'json' } },
  approval: false, veracity: false,
  read: OPERATIONS, create: ALERT_RULE_KEEPERS,
  actions: standardActions<AlertRule>({ edit: ALERT_RULE_KEEPERS, retract: ALERT_RULE_KEEPERS, handle: ALERT_RULE_KEEPERS }),
  facets: { of: 'one', enabled: 'one', areas: 'many' },
  project: (data) => ({
    title: data.name, text: [data.name, data.note ?? '', ...Object.values(data.says ?? {})].join('\n'), names: [data.name], happened: null, reported: null, place: null, severity: data.severity,
    facets: { of: [data.of], enabled: [String(data.enabled)], areas: data.areas ?? [] },
  }),
  handling: (owner) => ({ level: 'C', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  check: (data) => checkAlertRule(data),
  texts: alertRuleTexts,
})
