import type { TSchema } from 'typebox'
import { Check } from 'typebox/value'

type Loose = TSchema & { type?: string; enum?: unknown[]; const?: unknown; pattern?: string; minLength?: number; maxLength?: number; minimum?: number; maximum?: number; exclusiveMinimum?: number; items?: Loose | Loose[]; minItems?: number; uniqueItems?: boolean; properties?: Record<string, Loose>; required?: string[]; anyOf?: Loose[]; patternProperties?: Record<string, Loose> }

/** What fits where a text is not free. */
const FORMS = ['a', 'A1', 'AC.01', 'NOR', 'no', 'own-a', '2026-08', '2026-08-18', '2026-08-18T13:45:00Z', '12:00', '+22370000000', '#aabbcc', 'https://place.example/', 'udp://place.example:1', '18.5', '1', '01890000-0000-7000-8000-00000000ca5e', 'a@place.example', 'QUJD', '33PZZ1234512345', 'a'.repeat(64)]
/** Names of fields that hold a moment, though their schema says only “a string”. */
const MOMENT = /^(?:at|sent|effective|onset|expires|since|until|began|ended|due|start|end|.+At)$/
const AT = '2026-08-18T13:45:00Z'
const NOTHING = Symbol('nothing fits')

/** A value of a JSON schema with every field in it and `said` in every text that is free, as keys too; of several forms the first that can be made. */
export function filled(schema: TSchema, said: string): unknown {
  const value = fill(schema as Loose, said)
  return value === NOTHING ? {} : value
}

function fill(s: Loose, said: string): unknown {
  if (s.const !== undefined || s.enum) {
    return s.const ?? s.enum![0]
  }
  if (s.anyOf) {
    const all = s.anyOf.map((one) => fill(one, said)).filter((one) => one !== NOTHING)
    return all.find((one) => JSON.stringify(one)?.includes(said)) ?? all[0] ?? NOTHING
  }
  switch (s.type) {
    case 'string':
      return text(s, said)
    case 'integer':
    case 'number':
      return Math.min(Math.max(s.minimum ?? (s.exclusiveMinimum === undefined ? 1 : s.exclusiveMinimum + 1), 1), s.maximum ?? 1)
    case 'boolean':
      return false
    case 'null':
      return null
    case 'array':
      return list(s, said)
    case 'object':
      return object(s, said)
    default:
      return said
  }
}

function text(s: Loose, said: string): unknown {
  const words = said.split(' ')
  return [said, words.slice(0, -1).join(' '), words.at(-2), ...FORMS].find((one) => Check(s, one)) ?? NOTHING
}

function list(s: Loose, said: string): unknown {
  const items = Array.isArray(s.items) ? s.items : Array.from({ length: Math.max(1, s.minItems ?? 1) }, () => s.items as Loose)
  const all = items.map((one) => fill(one, said))
  return all.includes(NOTHING) ? (s.minItems ? NOTHING : []) : all
}

function object(s: Loose, said: string): unknown {
  const out: Record<string, unknown> = {}
  for (const [name, one] of Object.entries(s.properties ?? {})) {
    const value = MOMENT.test(name) && one.type === 'string' && !one.enum && Check(one, AT) ? AT : fill(one, said)
    if (value !== NOTHING) {
      out[name] = value
    } else if (s.required?.includes(name)) {
      return NOTHING
    }
  }
  for (const [pattern, one] of Object.entries(s.patternProperties ?? {})) {
    const key = [said, ...FORMS].find((name) => new RegExp(pattern, 'u').test(name))
    const value = fill(one, said)
    if (key !== undefined && value !== NOTHING) {
      out[key] = value
    }
  }
  return out
}
