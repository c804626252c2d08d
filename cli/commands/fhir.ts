import { readFile } from 'node:fs/promises'
import { checkFhir } from '../../formats/fhir/check.ts'
import { CommandError } from '../args.ts'
import type { Command } from '../command.ts'

/** Resources of a file: one, a list, one a line, or cases that say beforehand whether they conform. */
type Told = { name: string; resource: unknown; conformant?: boolean }

const check: Command = {
  name: 'fhir check',
  summary: 'Hold FHIR R4 resources against the definitions: cardinality, types, formats, choices, required value sets',
  positionals: ['FILE'],
  options: {},
  about: `FILE - reads standard input: a resource, a list of them, one a line, or {"cases":[{"name","resource","conformant"}]}. Prints a line for each,
{"name","conformant","problems"}; ends with 1 where one does not conform, or is judged otherwise than its case says.`,
  async run(given, terminal) {
    const file = given.positionals[0] as string
    const text = file === '-' ? await terminal.stdin() : await readFile(file, 'utf8').catch(() => { throw new CommandError(`${file} cannot be read`) })
    let wrong = 0
    for (const { name, resource, conformant } of toldIn(text)) {
      const problems = checkFhir(resource)
      terminal.out(`${JSON.stringify({ name, conformant: problems.length === 0, problems })}\n`)
      wrong += (conformant ?? true) === (problems.length === 0) ? 0 : 1
    }
    return wrong === 0 ? 0 : 1
  },
}

function toldIn(text: string): Told[] {
  const values = parsed(text)
  return values.flatMap((value, i): Told[] => {
    const { cases } = (value ?? {}) as { cases?: Told[] }
    return Array.isArray(cases) ? cases : [{ name: nameOf(value) ?? String(i + 1), resource: value }]
  })
}

function parsed(text: string): unknown[] {
  try {
    const whole: unknown = JSON.parse(text)
    return Array.isArray(whole) ? whole : [whole]
  } catch {
    return text.split('\n').filter((line) => line.trim() !== '').map((line, i) => {
      try {
        return JSON.parse(line) as unknown
      } catch {
        throw new CommandError(`line ${i + 1} is not JSON`)
      }
    })
  }
}

function nameOf(value: unknown): string | undefined {
  const { resourceType, id } = (value ?? {}) as { resourceType?: unknown; id?: unknown }
  return typeof resourceType === 'string' ? `${resourceType}${typeof id === 'string' ? `/${id}` : ''}` : undefined
}

export const fhirCommands: readonly Command[] = [check]
