import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { INSTANT_PATTERN, SENT_INSTANT_PATTERN } from '../../core/instant-pattern.ts'
import { Problem, type FieldProblem } from '../../core/problem.ts'

const compiled = new WeakMap<TSchema, Validator>()

/**
 * Refuse a value that does not fit its schema with Problem `invalid-input`: every field by JSON pointer
 * (under `prefix`), what is wrong and what to do. `what` names the whole in the sentence.
 */
export function validate(schema: TSchema, value: unknown, what: string, prefix = ''): void {
  let validator = compiled.get(schema)
  if (!validator) {
    validator = Compile(schema) as unknown as Validator
    compiled.set(schema, validator)
  }
  if (validator.Check(value)) {
    return
  }
  const fields: FieldProblem[] = []
  for (const error of validator.Errors(value)) {
    for (const field of explain(error.keyword, error.instancePath, error.params as Params, error.message)) {
      const one = { ...field, path: prefix + field.path }
      if (!fields.some((f) => f.path === one.path && f.problem === one.problem)) {
        fields.push(one)
      }
    }
  }
  const first = fields[0] ?? { path: prefix, problem: 'does not fit' }
  throw new Problem('invalid-input', `${what}: ${first.path || 'input'}: ${first.problem}${first.fix ? `. ${first.fix}` : ''}`, { fields: fields.slice(0, 50) })
}

/** As the schemas' library writes patterns into its errors: a string, or an expression. */
const TIMES: ReadonlySet<string> = new Set([INSTANT_PATTERN, SENT_INSTANT_PATTERN].flatMap((pattern) => [pattern, String(new RegExp(pattern)), String(new RegExp(pattern, 'u'))]))

type Params = { requiredProperties?: string[]; additionalProperties?: string[]; allowedValues?: unknown[]; limit?: number; type?: string | string[]; pattern?: string | RegExp; comparison?: string }

function explain(keyword: string, path: string, params: Params, message: string): FieldProblem[] {
  switch (keyword) {
    case 'required':
      return (params.requiredProperties ?? []).map((name) => ({ path: `${path}/${pointer(name)}`, problem: 'is missing', fix: 'Give it a value' }))
    case 'additionalProperties':
      return (params.additionalProperties ?? []).map((name) => ({ path: `${path}/${pointer(name)}`, problem: 'is not a field here', fix: 'Remove it or correct its name' }))
    case 'boolean':
      return []
    case 'enum':
      return [{ path, problem: 'is not one of the known values', ...(params.allowedValues ? { fix: `Use one of: ${params.allowedValues.join(', ')}` } : {}) }]
    case 'type':
      return [{ path, problem: `must be ${[params.type ?? 'another type'].flat().join(' or ')}` }]
    case 'pattern':
      return [TIMES.has(String(params.pattern)) ? { path, problem: 'is not a time', fix: 'Write ISO 8601 in UTC' } : { path, problem: 'is not written as expected', fix: `It must match ${String(params.pattern ?? '')}` }]
    default:
      return [{ path, problem: message }]
  }
}

function pointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
