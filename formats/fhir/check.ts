import { CODES } from './codes.ts'
import { RESOURCES, TYPES, type Structure } from './structures.ts'

/** Something that does not conform: `path` is a FHIRPath-like place, e.g. `Observation.status`. */
export type FhirProblem = { path: string; problem: string }

const DATE = '(?:\\d{4})(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\\d|3[01]))?)?'
const CLOCK = '(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d+)?'
const ZONE = '(?:Z|[+-](?:(?:0\\d|1[0-3]):[0-5]\\d|14:00))'
const whole = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u')
const TEXTS: { readonly [type: string]: RegExp } = {
  string: /^[\s\S]*\S[\s\S]*$/u, markdown: /^[\s\S]*\S[\s\S]*$/u, code: /^[^\s]+(?:\s[^\s]+)*$/u, id: /^[A-Za-z0-9\-.]{1,64}$/u,
  uri: /^\S+$/u, url: /^\S+$/u, canonical: /^\S+$/u, oid: /^urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+$/u, uuid: /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u,
  base64Binary: /^(?:\s*[0-9a-zA-Z+/=]{4}\s*)+$/u, time: whole(CLOCK), date: whole(DATE),
  dateTime: whole(`${DATE}|\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])T${CLOCK}${ZONE}`), instant: whole(`\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])T${CLOCK}${ZONE}`),
}
const NUMBERS: { readonly [type: string]: (value: number) => boolean } = {
  decimal: Number.isFinite,
  integer: (value) => Number.isInteger(value) && Math.abs(value) <= 2_147_483_648,
  unsignedInt: (value) => Number.isInteger(value) && value >= 0 && value <= 2_147_483_647,
  positiveInt: (value) => Number.isInteger(value) && value >= 1 && value <= 2_147_483_647,
}

/**
 * Hold a resource against HL7 FHIR R4: its elements, how often they may be there, their types and formats, choices of one type,
 * and the required value sets. Profiles, invariants and terminology beyond those sets are not looked at. A resource this edition
 * does not know is a problem too. Empty: conformant.
 */
export function checkFhir(resource: unknown): FhirProblem[] {
  const problems: FhirProblem[] = []
  checkResource(resource, '', problems)
  return problems
}

function checkResource(value: unknown, at: string, problems: FhirProblem[]): void {
  if (!isObject(value)) {
    problems.push({ path: at || 'Resource', problem: 'is not an object' })
    return
  }
  const { resourceType, ...rest } = value
  if (typeof resourceType !== 'string' || !RESOURCES.includes(resourceType)) {
    problems.push({ path: at || 'Resource', problem: `resourceType "${String(resourceType)}" is not known` })
    return
  }
  checkObject(rest, TYPES[resourceType] as Structure, at === '' ? resourceType : `${at}(${resourceType})`, problems)
}

function checkObject(value: { [name: string]: unknown }, structure: Structure, path: string, problems: FhirProblem[]): void {
  if (Object.keys(value).length === 0) {
    problems.push({ path, problem: 'is empty' })
  }
  const known = new Set<string>()
  for (const [element, rule] of Object.entries(structure)) {
    const { min, max, types, set } = read(rule)
    const names = element.endsWith('[x]') ? types.map((type) => [`${element.slice(0, -3)}${type[0]?.toUpperCase() ?? ''}${type.slice(1)}`, type] as const) : [[element, types[0] ?? ''] as const]
    names.forEach(([name]) => known.add(name).add(`_${name}`))
    const present = names.filter(([name]) => value[name] !== undefined)
    if (present.length > 1) {
      problems.push({ path: `${path}.${element}`, problem: `has ${present.length} types, may have one: ${present.map(([name]) => name).join(', ')}` })
    }
    // What a primitive does not say itself it may say by an extension.
    const extended = names.some(([name]) => isObject(value[`_${name}`]) || Array.isArray(value[`_${name}`]))
    if (present.length === 0 && min > 0 && !extended) {
      problems.push({ path: `${path}.${element}`, problem: 'is missing' })
    }
    present.forEach(([name, type]) => checkElement(value[name], type, max, set, `${path}.${name}`, problems))
  }
  for (const name of Object.keys(value)) {
    if (!known.has(name)) {
      problems.push({ path: `${path}.${name}`, problem: 'is not an element of it' })
    }
  }
}

function checkElement(value: unknown, type: string, max: 'one' | 'many', set: string | null, path: string, problems: FhirProblem[]): void {
  if (max === 'one') {
    if (Array.isArray(value)) {
      problems.push({ path, problem: 'is a list and may be there once' })
      return
    }
    checkValue(value, type, set, path, problems)
    return
  }
  if (!Array.isArray(value)) {
    problems.push({ path, problem: 'is not a list' })
    return
  }
  if (value.length === 0) {
    problems.push({ path, problem: 'is an empty list' })
  }
  value.forEach((one, i) => checkValue(one, type, set, `${path}[${i}]`, problems))
}

function checkValue(value: unknown, type: string, set: string | null, path: string, problems: FhirProblem[]): void {
  const [text, number, structure] = [TEXTS[type], NUMBERS[type], TYPES[type]]
  if (type === 'Resource') {
    checkResource(value, path, problems)
  } else if (type === 'boolean') {
    expect(typeof value === 'boolean', 'is not true or false', path, problems)
  } else if (text) {
    expect(typeof value === 'string' && text.test(value) && isDayOfCalendar(type, value), `is not a ${type}`, path, problems)
    const codes = set === null ? undefined : CODES[set]
    if (codes && typeof value === 'string' && !codes.includes(value)) {
      problems.push({ path, problem: `"${value}" is not in the required value set ${set}` })
    }
  } else if (number) {
    expect(typeof value === 'number' && number(value), `is not of type ${type}`, path, problems)
  } else if (!isObject(value)) {
    problems.push({ path, problem: `is not a ${type}` })
  } else if (structure) {
    checkObject(value, structure, path, problems)
  }
}

function expect(holds: boolean, problem: string, path: string, problems: FhirProblem[]): void {
  if (!holds) {
    problems.push({ path, problem })
  }
}

/** 31 April has the form of a date and is none. */
function isDayOfCalendar(type: string, value: string): boolean {
  const [day = ''] = value.split('T')
  return (type !== 'date' && type !== 'dateTime' && type !== 'instant') || day.length < 10 || new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}

const rules = new Map<string, { min: number; max: 'one' | 'many'; types: string[]; set: string | null }>()

function read(rule: string): { min: number; max: 'one' | 'many'; types: string[]; set: string | null } {
  let found = rules.get(rule)
  if (!found) {
    const [count = '', rest = ''] = rule.split(' ')
    const [types = '', set] = rest.split('!')
    found = { min: Number(count[0]), max: count.endsWith('*') ? 'many' : 'one', types: types.split('|'), set: set ?? null }
    rules.set(rule, found)
  }
  return found
}

function isObject(value: unknown): value is { [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
