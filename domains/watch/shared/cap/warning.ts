import { Type, type Static } from 'typebox'
import { SentInstant } from '../../../../core/instant.ts'
import { standardActions } from '../../../../core/actions.ts'
import { ALL_MISSION } from '../../../../core/handling.ts'
import { own } from '../../../../core/json.ts'
import { defineKind, type ActionRule } from '../../../../core/kind.ts'
import { Problem, type FieldProblem } from '../../../../core/problem.ts'
import { APPROVERS, OPERATIONS, OUTSIDE } from '../../../../core/roles.ts'
import { CAP_CATEGORY, CAP_CERTAINTY, CAP_RESPONSE, CAP_SEVERITY, CAP_URGENCY } from '../../../../formats/cap.ts'
import { capTexts } from './texts.ts'

const closed = { additionalProperties: false }
const words = (max: number) => Type.String({ minLength: 1, maxLength: max })
const time = SentInstant
const position = Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })])

/** What a warning says; each issue keeps it as it was. `ring` and `circle` in [lon, lat], radius in km. */
const content = {
  event: words(100), category: Type.Array(Type.Enum([...CAP_CATEGORY]), { minItems: 1, maxItems: 5, uniqueItems: true }),
  urgency: Type.Enum([...CAP_URGENCY]), severity: Type.Enum([...CAP_SEVERITY]), certainty: Type.Enum([...CAP_CERTAINTY]),
  response: Type.Optional(Type.Array(Type.Enum([...CAP_RESPONSE]), { maxItems: 5, uniqueItems: true })),
  texts: Type.Array(Type.Object({ language: Type.String({ pattern: '^[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})?$' }), headline: words(160), description: Type.Optional(words(4000)), instruction: Type.Optional(words(4000)) }, closed), { minItems: 1, maxItems: 6 }),
  areaDesc: words(400), ring: Type.Optional(Type.Array(position, { minItems: 4, maxItems: 500 })), circle: Type.Optional(Type.Object({ lon: Type.Number({ minimum: -180, maximum: 180 }), lat: Type.Number({ minimum: -90, maximum: 90 }), km: Type.Number({ minimum: 0, maximum: 1000 }) }, closed)),
  onset: Type.Optional(time), expires: time,
}
const Content = Type.Object(content, closed)
export type WarningContent = Static<typeof Content>

/** A warning to the public: written, then issued by another than its author, updated and called off as Common Alerting Protocol. */
export const Warning = Type.Object(
  {
    ...content,
    /** Id of the alert or record it came of. Never issued. */
    record: Type.Optional(Type.String({ maxLength: 64 })),
    issues: Type.Optional(Type.Array(Type.Object({ at: time, msgType: Type.Enum(['Alert', 'Update', 'Cancel']), exercise: Type.Boolean(), content: Content }, closed), { maxItems: 100 })),
  },
  closed,
)
export type Warning = Static<typeof Warning>
export const WARNING_WRITERS = ['JOC-CH', 'JOC-DO', 'JOC-IM', 'SOC', 'POC-ADV', 'STRATCOM', 'SHQ', 'FHQ'] as const

/** The words alone, without what became of them. */
export function contentOf({ record: _record, issues: _issues, ...said }: Warning): WarningContent {
  return said
}

const issueActions: { [type: string]: ActionRule<Warning> } = {
  // What goes out to the public: by a second person, and only what is unclassified.
  issue: {
    who: APPROVERS, notAuthor: true, patch: Type.Object({ exercise: Type.Optional(Type.Boolean()) }, closed),
    reduce(record, action) {
      const { handling, data } = record
      if (handling.level !== 'U' || handling.compartments.length > 0 || handling.caveats.length > 0) {
        throw new Problem('rule-broken', `${record.ref} is not unclassified; what goes to the public must be`)
      }
      if (Date.parse(data.expires) <= Date.parse(action.receivedAt)) {
        throw new Problem('rule-broken', `${record.ref} is over since ${data.expires}; give a later end first`)
      }
      const issues = data.issues ?? []
      return { ...record, data: { ...data, issues: [...issues, { at: action.receivedAt, msgType: issues.some((one) => one.msgType !== 'Cancel') && issues.at(-1)?.msgType !== 'Cancel' ? 'Update' as const : 'Alert' as const, exercise: action.patch['exercise'] === true, content: contentOf(data) }] } }
    },
  },
  'call-off': {
    who: APPROVERS, reason: true, patch: Type.Object({}, closed),
    reduce(record, action) {
      const last = record.data.issues?.at(-1)
      if (!last || last.msgType === 'Cancel') {
        throw new Problem('wrong-state', `${record.ref} is not out`)
      }
      return { ...record, data: { ...record.data, issues: [...(record.data.issues ?? []), { at: action.receivedAt, msgType: 'Cancel' as const, exercise: last.exercise, content: last.content }] } }
    },
  },
}

export const warning = defineKind<Warning>({
  name: 'warning', version: 1, prefix: 'WRN', data: Warning,
  fields: { ring: { widget: 'json' }, issues: { ownActions: true, widget: 'hidden' }, record: { widget: 'hidden' } },
  approval: false, veracity: false,
  read: [...OPERATIONS, ...OUTSIDE], create: WARNING_WRITERS,
  actions: { ...standardActions<Warning>({ edit: WARNING_WRITERS, retract: APPROVERS, handle: APPROVERS }), ...issueActions },
  facets: { state: 'one', category: 'many', urgency: 'one' },
  project: (data) => {
    const last = data.issues?.at(-1)?.msgType
    const center = data.circle ? { lon: data.circle.lon, lat: data.circle.lat, radiusM: data.circle.km * 1000, precision: 3 } : null
    return {
      title: data.texts[0]?.headline ?? data.event, text: [data.event, data.areaDesc, ...data.texts.flatMap((one) => [one.headline, one.description ?? '', one.instruction ?? ''])].join('\n'),
      happened: null, reported: null, place: center, severity: { Extreme: 5, Severe: 4, Moderate: 3, Minor: 2, Unknown: 1 }[data.severity],
      facets: { state: [last === undefined ? 'draft' : last === 'Cancel' ? 'called-off' : 'issued'], category: data.category, urgency: [data.urgency] },
    }
  },
  handling: (owner) => ({ level: 'U', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  check(data) {
    const problems: FieldProblem[] = []
    const [first, last] = [data.ring?.[0], data.ring?.at(-1)]
    if (data.ring && (first?.[0] !== last?.[0] || first?.[1] !== last?.[1])) {
      problems.push({ path: '/ring', problem: 'does not end where it begins' })
    }
    for (const name of ['onset', 'expires'] as const) {
      if (data[name] !== undefined && !Number.isFinite(Date.parse(data[name]))) {
        problems.push({ path: `/${name}`, problem: 'is not a time', fix: 'Write ISO 8601 in UTC' })
      }
    }
    return problems
  },
  texts: capTexts,
})

/** Where a warning that came in stands. */
export const RECEIVED_STATES = ['new', 'taken', 'dismissed', 'superseded'] as const

/** A warning of somebody else: kept as it came, graded, and nothing until a person takes it. */
export const ReceivedWarning = Type.Object(
  {
    identifier: Type.String({ maxLength: 300 }), sender: Type.String({ maxLength: 300 }), sent: Type.String({ maxLength: 40 }),
    status: Type.String({ maxLength: 20 }), msgType: Type.String({ maxLength: 20 }), references: Type.Optional(Type.String({ maxLength: 4000 })),
    event: Type.String({ maxLength: 300 }), headline: Type.String({ maxLength: 300 }), description: Type.Optional(Type.String({ maxLength: 4000 })), instruction: Type.Optional(Type.String({ maxLength: 4000 })),
    urgency: Type.String({ maxLength: 20 }), severity: Type.String({ maxLength: 20 }), certainty: Type.String({ maxLength: 20 }), areaDesc: Type.String({ maxLength: 1000 }), expires: Type.Optional(Type.String({ maxLength: 40 })),
    place: Type.Optional(Type.Object({ lon: Type.Number({ minimum: -180, maximum: 180 }), lat: Type.Number({ minimum: -90, maximum: 90 }), radiusM: Type.Number({ minimum: 0 }) }, closed)),
    /** Grade of the source: A to F and 1 to 6; nobody has judged it before somebody does. */
    reliability: Type.Enum(['A', 'B', 'C', 'D', 'E', 'F']), credibility: Type.Enum(['1', '2', '3', '4', '5', '6']),
    signed: Type.Boolean({ description: 'it carried a signature, which was not checked' }),
    xml: Type.String({ maxLength: 200_000 }),
    state: Type.Optional(Type.Enum([...RECEIVED_STATES])),
    by: Type.Optional(Type.String({ maxLength: 64 })),
  },
  closed,
)
export type ReceivedWarning = Static<typeof ReceivedWarning>
export const TAKERS = ['JOC-CH', 'JOC-DO', 'JOC-IM', 'SOC', 'SHQ', 'FHQ', 'POC-ADV'] as const

/** What strangers write may be the name of anything an object has. */
const SEVERITIES: { [name: string]: number } = { Extreme: 5, Severe: 4, Moderate: 3, Minor: 2 }

const put = (state: (typeof RECEIVED_STATES)[number], signed = true): ActionRule<ReceivedWarning>['reduce'] => (record, action) => {
  if (signed && record.data.state !== undefined && record.data.state !== 'new' && record.data.state !== 'superseded') {
    throw new Problem('wrong-state', `${record.ref} stands at ${record.data.state}; this is done to one that is not decided yet`)
  }
  return signed || record.data.state === undefined || record.data.state === 'new' ? { ...record, data: { ...record.data, state, ...(signed ? { by: action.actor } : {}) } } : record
}
const nothing = Type.Object({}, closed)
const written = { ownActions: true, widget: 'hidden' } as const

export const receivedWarning = defineKind<ReceivedWarning>({
  name: 'received-warning', version: 1, prefix: 'RCW', data: ReceivedWarning,
  fields: { xml: { widget: 'multiline' }, description: { widget: 'multiline' }, instruction: { widget: 'multiline' }, place: { widget: 'json' }, state: written, by: written },
  approval: false, veracity: false,
  read: OPERATIONS, create: TAKERS,
  actions: {
    ...standardActions<ReceivedWarning>({ edit: TAKERS, retract: ['JOC-CH', 'JOC-IM'], handle: ['JOC-CH', 'JOC-IM'] }),
    take: { who: TAKERS, patch: Type.Object({ severity: Type.Integer({ minimum: 1, maximum: 5 }) }, closed), reduce: put('taken') },
    dismiss: { who: TAKERS, patch: nothing, reason: true, reduce: put('dismissed') },
    supersede: { who: [], patch: nothing, reduce: put('superseded', false) },
  },
  facets: { state: 'one', sender: 'one' },
  project: (data) => ({
    title: data.headline || data.event, text: [data.event, data.headline, data.description ?? '', data.areaDesc, data.sender].join('\n'),
    happened: Number.isFinite(Date.parse(data.sent)) ? [Date.parse(data.sent), Date.parse(data.sent)] : null, reported: null, place: data.place ? { ...data.place, precision: 3 } : null,
    severity: own(SEVERITIES, data.severity) ?? 1, facets: { state: [data.state ?? 'new'], sender: [data.sender] },
  }),
  handling: (owner) => ({ level: 'U', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  texts: capTexts,
})
