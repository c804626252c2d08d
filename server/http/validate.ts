import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'
import { Problem, type FieldProblem } from '../../core/problem.ts'

const MAX_FIELDS = 20
const body = new Ajv({ allErrors: true, strict: false, removeAdditional: false, useDefaults: false, coerceTypes: false })
const text = new Ajv({ allErrors: true, strict: false, removeAdditional: false, useDefaults: false, coerceTypes: true })

/** Schemas whose parameters the handler reads itself: they only document. */
export const DOCUMENTED_ONLY = new WeakSet<object>()

/** Validators are compiled when a route is first used, so that they cost nothing at start. */
export const compileValidator: FastifySchemaCompiler<object> = ({ schema, httpPart }) => {
  if (DOCUMENTED_ONLY.has(schema)) {
    return () => true
  }
  let validate: ValidateFunction | null = null
  return (data: unknown) => {
    validate ??= (httpPart === 'body' ? body : text).compile(schema)
    if (validate(data)) {
      return { value: data }
    }
    const errors = validate.errors ?? []
    return { error: problemOf(errors, httpPart === 'querystring' ? 'invalid-query' : 'invalid-input') }
  }
}

function problemOf(errors: readonly ErrorObject[], id: 'invalid-query' | 'invalid-input'): Problem {
  const fields = errors.slice(0, MAX_FIELDS).map(fieldOf)
  const first = fields[0] as FieldProblem
  return new Problem(id, `${first.path || 'body'}: ${first.problem}${first.fix ? `. ${first.fix}` : ''}`, { fields })
}

/** What one schema error means, in words that name the field and the fix. */
export function fieldOf(error: ErrorObject): FieldProblem {
  const { instancePath: path, keyword, params } = error as { instancePath: string; keyword: string; params: Record<string, unknown> }
  switch (keyword) {
    case 'required':
      return { path: `${path}/${String(params['missingProperty'])}`, problem: 'is missing', fix: 'Add it' }
    case 'additionalProperties':
      return { path: `${path}/${String(params['additionalProperty'])}`, problem: 'is not known here', fix: 'Leave it out' }
    case 'enum':
      return { path, problem: 'is not one of the values', fix: `Use ${(params['allowedValues'] as unknown[]).map(String).join(', ')}` }
    case 'type':
      return { path, problem: `is not ${String(params['type'])}` }
    default:
      return { path, problem: error.message ?? 'is not valid' }
  }
}
