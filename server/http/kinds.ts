import { Type } from 'typebox'
import type { Texts } from '../../core/i18n.ts'
import { figuresOf, type Kind } from '../../core/kind.ts'
import { scopeOf } from '../../core/policy.ts'
import { endpoint, ok, type Endpoint } from './endpoint.ts'
import { anyObject, closed } from './schemas.ts'
import { toldTexts } from './told.ts'

const KindView = Type.Object(
  {
    name: Type.String(), prefix: Type.String(), version: Type.Integer(), schema: anyObject, fields: anyObject, facets: anyObject, measures: Type.Array(Type.String()), figures: Type.Array(Type.String(), { description: 'figures a rule may ask for' }), standing: Type.Optional(Type.Literal(true, { description: 'its records tell of no moment but stand and change' })),
    approval: Type.Boolean(), veracity: Type.Boolean(), clocks: Type.Optional(Type.Literal(true, { description: 'its records run under deadlines, see /api/clocks' })),
    actions: Type.Array(Type.Object({ type: Type.String(), reason: Type.Boolean(), patchSchema: Type.Optional(anyObject) }, closed)),
    canCreate: Type.Boolean(), texts: anyObject,
  },
  closed,
)

/** What the page has itself is not sent to it: two thirds of the answer, over a thin link a second and a half. */
const Asked = Type.Object({ for: Type.Optional(Type.Literal('page', { description: 'Leave out what the page brings along: texts of shipped kinds and the schemas of patches' })) }, closed)

/** The texts of a kind that the shipped kind of its name does not have. */
function missionTexts(kind: Kind, shipped: Kind | undefined): Texts {
  return shipped ? Object.fromEntries(Object.entries(kind.texts).filter(([key, text]) => shipped.texts[key] !== text)) : kind.texts
}

const kinds = endpoint({
  method: 'GET', path: '/api/kinds', tag: 'kinds', summary: 'The kinds of record you may read, with their schemas and actions', access: 'signed-in',
  query: Asked,
  answers: { 200: Type.Array(KindView) },
  async handle(call) {
    const { grants } = call.reader
    const lean = call.query.for === 'page'
    const shipped = new Map(call.app.domains.flatMap(({ domain }) => domain.kinds).map((kind) => [kind.name, kind]))
    const holds = (who: Parameters<typeof scopeOf>[1]): boolean => {
      const scope = scopeOf(grants, who)
      return scope.everywhere || scope.areas.length > 0
    }
    return ok(call.app.store.kinds().all().filter((kind) => holds(kind.read)).map((kind) => ({
      name: kind.name, prefix: kind.prefix, version: kind.version, schema: kind.data, fields: kind.fields, facets: kind.facets, measures: [...(kind.measures ?? [])], figures: figuresOf(kind), ...(kind.standing ? { standing: true } : {}),
      approval: kind.approval, veracity: kind.veracity, ...(kind.clocks && kind.clocks.length > 0 ? { clocks: true } : {}),
      actions: Object.entries(kind.actions).filter(([, rule]) => !rule.audit).map(([type, rule]) => ({ type, reason: rule.reason === true, ...(lean ? {} : { patchSchema: rule.patch }) })),
      canCreate: holds(kind.create), texts: toldTexts(call, kind.name, lean ? missionTexts(kind, shipped.get(kind.name)) : kind.texts),
    })))
  },
})

export const kindRoutes: readonly Endpoint[] = [kinds]
