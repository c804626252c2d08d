import { Type, type Static, type TSchema } from 'typebox'
import { Instant } from './instant.ts'
import { standardActions } from './actions.ts'
import { ALL_MISSION } from './handling.ts'
import type { JsonObject } from './json.ts'
import { defineKind, type FieldRule, type Kind } from './kind.ts'
import { OPERATIONS, OUTSIDE, REPORTERS, APPROVERS } from './roles.ts'
import type { Texts } from './i18n.ts'

const closed = { additionalProperties: false }
const Label = Type.Object({ en: Type.String({ minLength: 1, maxLength: 80 }), fr: Type.Optional(Type.String({ maxLength: 80 })), es: Type.Optional(Type.String({ maxLength: 80 })), ar: Type.Optional(Type.String({ maxLength: 80 })) }, closed)

export const OWN_FIELD_TYPES = ['text', 'multiline', 'number', 'integer', 'boolean', 'choice', 'choices', 'date', 'time', 'place'] as const

/** One field a mission defines. `unit`, `min` and `max` go with numbers, `choices` with choice and choices. */
export const OwnField = Type.Object(
  {
    key: Type.String({ pattern: '^[a-z][a-zA-Z0-9]{0,40}$' }),
    label: Label,
    type: Type.Enum(OWN_FIELD_TYPES as unknown as (typeof OWN_FIELD_TYPES)[number][]),
    choices: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 200, uniqueItems: true })),
    /** Words of choices; what is stored stays the choice itself. */
    choiceLabels: Type.Optional(Type.Record(Type.String({ maxLength: 80 }), Label)),
    required: Type.Optional(Type.Boolean()),
    facet: Type.Optional(Type.Boolean()),
    unit: Type.Optional(Type.String({ maxLength: 20 })),
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
    /** Not offered any more; what records hold under it stays. */
    retired: Type.Optional(Type.Boolean()),
  },
  closed,
)
export type OwnField = Static<typeof OwnField>

/** A kind of record, or more fields for a shipped one, that a mission defines as data. */
export const OwnKind = Type.Object(
  {
    name: Type.String({ pattern: '^own-[a-z][a-z0-9-]{0,40}$', description: 'own-… so that it never meets a shipped kind' }),
    prefix: Type.String({ pattern: '^[A-Z]{2,5}$' }),
    label: Label,
    fields: Type.Array(OwnField, { minItems: 1, maxItems: 100 }),
    /** Adds the fields to a shipped kind (under `own`) instead of making a new one. */
    extends: Type.Optional(Type.String({ maxLength: 64 })),
    approval: Type.Boolean(),
  },
  closed,
)
export type OwnKind = Static<typeof OwnKind>

const PlaceValue = Type.Object(
  {
    lon: Type.Number({ minimum: -180, maximum: 180 }),
    lat: Type.Number({ minimum: -90, maximum: 90 }),
    precision: Type.Integer({ minimum: 1, maximum: 7 }),
    radiusM: Type.Number({ minimum: 0, maximum: 2_000_000 }),
    name: Type.Optional(Type.String({ maxLength: 200 })),
  },
  closed,
)

/** Build a working kind out of its definition. `version` is that of the definition's record. */
export function kindFromData(definition: OwnKind, version: number): Kind {
  const properties: { [key: string]: TSchema } = { title: Type.String({ minLength: 1, maxLength: 200 }) }
  const fields: { [key: string]: FieldRule } = {}
  for (const field of definition.fields) {
    properties[field.key] = field.required && !field.retired ? schemaOf(field) : Type.Optional(schemaOf(field))
    const widget = field.retired ? 'hidden' : widgetOf(field)
    if (widget) {
      fields[field.key] = { widget }
    }
  }
  return defineKind<JsonObject>({
    name: definition.name,
    version,
    prefix: definition.prefix,
    data: Type.Object(properties, closed),
    fields,
    approval: definition.approval,
    veracity: false,
    read: [...OPERATIONS, ...OUTSIDE],
    create: REPORTERS,
    actions: standardActions({ edit: REPORTERS, ...(definition.approval ? { submit: REPORTERS, approve: APPROVERS } : {}), retract: APPROVERS, handle: APPROVERS }),
    facets: facetsOf(definition.fields, ''),
    figures: figuresIn(definition.fields, ''),
    ...(definition.fields.some((f) => isTime(f)) ? {} : { standing: true as const }),
    project: (data) => {
      const place = definition.fields.map((f) => (f.type === 'place' ? data[f.key] : undefined)).find((v) => v !== undefined && v !== null) as Static<typeof PlaceValue> | undefined
      const time = definition.fields.map((f) => (isTime(f) ? data[f.key] : undefined)).find((v) => typeof v === 'string')
      const at = typeof time === 'string' ? Date.parse(time) : NaN
      return {
        title: String(data['title'] ?? ''),
        text: [data['title'], ...definition.fields.map((f) => data[f.key])].filter((v) => typeof v === 'string').join('\n'),
        happened: Number.isFinite(at) ? [at, at] : null,
        reported: null,
        place: place ? { lon: place.lon, lat: place.lat, radiusM: place.radiusM, precision: place.precision } : null,
        severity: 0,
        facets: facetValues(definition.fields, data, ''),
        measures: figureValues(definition.fields, data, ''),
      }
    },
    handling: (owner) => ({ level: 'U', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
    texts: textsOf(definition),
  })
}

/** A shipped kind with the mission's own fields added under `own`. The kind must have an `own` field. */
export function extendKind(kind: Kind, definitions: readonly OwnKind[]): Kind {
  const own = definitions.flatMap((d) => d.fields)
  if (own.length === 0 || !('own' in kind.data.properties)) {
    return kind
  }
  const properties: { [key: string]: TSchema } = {}
  for (const field of own.filter((one) => !one.retired)) {
    // An old record does not have a field that was required later: never required here.
    properties[field.key] = Type.Optional(schemaOf(field))
  }
  return {
    ...kind,
    data: Type.Object({ ...kind.data.properties, own: Type.Optional(Type.Object(properties, { additionalProperties: true })) }, closed),
    facets: { ...kind.facets, ...facetsOf(own, 'own.') },
    figures: [...(kind.figures ?? []), ...figuresIn(own, 'own.')],
    project: (data) => {
      const base = kind.project(data)
      const values = (data['own'] ?? {}) as JsonObject
      const words = own.map((f) => values[f.key]).filter((v) => typeof v === 'string')
      return { ...base, text: [base.text, ...words].join('\n'), facets: { ...base.facets, ...facetValues(own, values, 'own.') }, measures: { ...base.measures, ...figureValues(own, values, 'own.') } }
    },
    texts: Object.assign({}, kind.texts, ...definitions.map(textsOf)) as Texts,
  }
}

/** Sentences for what is wrong with a definition beyond its schema. */
export function checkOwnKind(definition: OwnKind): { path: string; problem: string; fix?: string }[] {
  const problems: { path: string; problem: string; fix?: string }[] = []
  const seen = new Set<string>(['title'])
  definition.fields.forEach((field, i) => {
    if (seen.has(field.key)) {
      problems.push({ path: `/fields/${i}/key`, problem: `"${field.key}" is taken`, fix: 'Give each field a key of its own; "title" is always there' })
    }
    seen.add(field.key)
    const choosing = field.type === 'choice' || field.type === 'choices'
    const unknown = Object.keys(field.choiceLabels ?? {}).find((choice) => !field.choices?.includes(choice))
    if (unknown !== undefined) {
      problems.push({ path: `/fields/${i}/choiceLabels`, problem: `"${unknown}" is not one of the choices`, fix: 'Add it to the choices or remove its words' })
    }
    if (choosing !== (field.choices !== undefined && field.choices.length > 0)) {
      problems.push({ path: `/fields/${i}/choices`, problem: choosing ? 'a choice needs its choices' : `a ${field.type} field has no choices` })
    }
    if (field.min !== undefined && field.max !== undefined && field.min > field.max) {
      problems.push({ path: `/fields/${i}/min`, problem: 'the smallest value is larger than the largest', fix: 'Swap them' })
    }
  })
  return problems
}

function schemaOf(field: OwnField): TSchema {
  const bounds = { ...(field.min !== undefined ? { minimum: field.min } : {}), ...(field.max !== undefined ? { maximum: field.max } : {}), ...(field.unit ? { description: field.unit } : {}) }
  switch (field.type) {
    case 'text':
      return Type.String({ maxLength: 500 })
    case 'multiline':
      return Type.String({ maxLength: 20_000 })
    case 'number':
      return Type.Number(bounds)
    case 'integer':
      return Type.Integer(bounds)
    case 'boolean':
      return Type.Boolean()
    case 'choice':
      return Type.Enum(field.choices ?? [])
    case 'choices':
      return Type.Array(Type.Enum(field.choices ?? []), { uniqueItems: true, maxItems: 200 })
    case 'date':
      return Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'YYYY-MM-DD' })
    case 'time':
      return Instant
    case 'place':
      return PlaceValue
  }
}

function widgetOf(field: OwnField): FieldRule['widget'] {
  return field.type === 'multiline' || field.type === 'place' || field.type === 'time' ? field.type : undefined
}

function facetsOf(fields: readonly OwnField[], prefix: string): { [facet: string]: 'one' | 'many' } {
  const facets: { [facet: string]: 'one' | 'many' } = {}
  for (const field of fields) {
    if (field.facet && !field.retired) {
      facets[prefix + field.key] = field.type === 'choices' ? 'many' : 'one'
    }
  }
  return facets
}

function facetValues(fields: readonly OwnField[], data: JsonObject, prefix: string): { [facet: string]: string[] } {
  const values: { [facet: string]: string[] } = {}
  for (const field of fields) {
    if (field.facet && !field.retired) {
      const value = data[field.key]
      values[prefix + field.key] = Array.isArray(value) ? value.map(String) : [value === undefined || value === null ? '' : String(value)]
    }
  }
  return values
}

function isTime({ type }: OwnField): boolean {
  return type === 'time' || type === 'date'
}

function isFigure({ type, retired }: OwnField): boolean {
  return (type === 'number' || type === 'integer') && !retired
}

function figuresIn(fields: readonly OwnField[], prefix: string): string[] {
  return fields.filter(isFigure).map(({ key }) => prefix + key)
}

function figureValues(fields: readonly OwnField[], data: JsonObject, prefix: string): { [figure: string]: readonly [number, number] } {
  return Object.fromEntries(fields.filter(isFigure).flatMap(({ key }) => { const value = data[key]; return typeof value === 'number' ? [[prefix + key, [value, value] as const]] : [] }))
}

function textsOf(definition: OwnKind): Texts {
  const word = (label: Static<typeof Label>) => ({ en: label.en, fr: label.fr ?? label.en, ...(label.es ? { es: label.es } : {}), ...(label.ar ? { ar: label.ar } : {}) })
  const of = definition.extends ?? definition.name
  const prefix = definition.extends ? 'own.' : ''
  const texts: { [key: string]: ReturnType<typeof word> } = {}
  if (!definition.extends) {
    texts[`kind.${definition.name}`] = word(definition.label)
    texts[`kinds.${definition.name}`] = word(definition.label)
    texts[`field.${of}.title`] = { en: 'Title', fr: 'Titre', es: 'Título', ar: 'العنوان' }
  }
  for (const field of definition.fields) {
    texts[`field.${of}.${prefix}${field.key}`] = word(field.label)
    for (const [choice, label] of Object.entries(field.choiceLabels ?? {})) {
      texts[`choice.${of}.${field.key}.${choice}`] = word(label)
    }
    if (isFigure(field)) {
      texts[`figure.${of}.${prefix}${field.key}`] = word(field.label)
    }
    if (field.facet) {
      texts[`facet.${prefix}${field.key}`] = word(field.label)
    }
  }
  return texts
}
