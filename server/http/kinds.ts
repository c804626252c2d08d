import Type from 'typebox'
import { scopeOf } from '../../core/policy.ts'
import { endpoint, ok, type Endpoint } from './endpoint.ts'
import { anyObject, closed } from './schemas.ts'

const KindView = Type.Object(
  {
    name: Type.String(), prefix: Type.String(), version: Type.Integer(), schema: anyObject, fields: anyObject, facets: anyObject,
    approval: Type.Boolean(), veracity: Type.Boolean(),
    actions: Type.Array(Type.Object({ type: Type.String(), reason: Type.Boolean(), patchSchema: anyObject }, closed)),
    canCreate: Type.Boolean(), texts: anyObject,
  },
  closed,
)

const kinds = endpoint({
  method: 'GET', path: '/api/kinds', tag: 'kinds', summary: 'The kinds of record you may read, with their schemas and actions', access: 'signed-in',
  answers: { 200: Type.Array(KindView) },
  async handle(call) {
    const { grants } = call.reader
    const holds = (who: Parameters<typeof scopeOf>[1]): boolean => {
      const scope = scopeOf(grants, who)
      return scope.everywhere || scope.areas.length > 0
    }
    return ok(call.app.store.kinds().all().filter((kind) => holds(kind.read)).map((kind) => ({
      name: kind.name, prefix: kind.prefix, version: kind.version, schema: kind.data, fields: kind.fields, facets: kind.facets,
      approval: kind.approval, veracity: kind.veracity,
      actions: Object.entries(kind.actions).filter(([, rule]) => !rule.audit).map(([type, rule]) => ({ type, reason: rule.reason === true, patchSchema: rule.patch })),
      canCreate: holds(kind.create), texts: kind.texts,
    })))
  },
})

export const kindRoutes: readonly Endpoint[] = [kinds]
