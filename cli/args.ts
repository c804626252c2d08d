import { parseArgs } from 'node:util'
import { nearest } from './nearest.ts'

/** One option of a command: a word after it, or a switch. */
export type OptionSpec = { value: string | null; help: string; multiple?: boolean; default?: string; env?: string }
export type Options = { [name: string]: OptionSpec }

/** A message for the person at the keyboard; `code` is the exit code: 2 for a command typed wrongly, 1 for what failed. */
export class CommandError extends Error {
  readonly code: number

  constructor(message: string, code = 1) {
    super(message)
    this.name = 'CommandError'
    this.code = code
  }
}

/** What was typed, as one command understands it. */
export type Given = {
  positionals: string[]
  /** Value of an option, its environment variable, or its default; undefined when none is given. */
  get(name: string): string | undefined
  all(name: string): string[]
  has(name: string): boolean
}

/**
 * Read the words after a command. Throws CommandError (2) for an option it does not have, naming the
 * nearest it has, for a missing value, and for words too many or too few.
 */
export function readArgs(words: readonly string[], options: Options, positionals: readonly string[], env: Readonly<Record<string, string | undefined>>): Given {
  const known = { ...options, help: { value: null, help: '' } }
  const config = Object.fromEntries(Object.entries(known).map(([name, spec]) => [name, { type: spec.value === null ? 'boolean' as const : 'string' as const, multiple: true }]))
  const { tokens } = parseArgs({ args: [...words], options: config, strict: false, allowPositionals: true, tokens: true })
  const values = new Map<string, string[]>()
  const found: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') {
      found.push(token.value)
    } else if (token.kind === 'option') {
      const spec = known[token.name as keyof typeof known] as OptionSpec | undefined
      if (!spec) {
        const near = nearest(token.name, Object.keys(options))
        throw new CommandError(`there is no option ${token.rawName}${near === null ? '' : `; did you mean --${near}?`}`, 2)
      }
      if (spec.value !== null && (token.value === undefined || (!token.inlineValue && token.value.startsWith('--')))) {
        throw new CommandError(`--${token.name} needs a value: --${token.name} ${spec.value}`, 2)
      }
      if (spec.value === null && token.value !== undefined) {
        throw new CommandError(`--${token.name} takes no value`, 2)
      }
      const before = values.get(token.name)
      if (before && spec.multiple !== true) {
        throw new CommandError(`--${token.name} is given twice`, 2)
      }
      values.set(token.name, [...(before ?? []), token.value ?? ''])
    }
  }
  if (!values.has('help')) {
    const least = positionals.filter((name) => !name.startsWith('[')).length
    if (found.length > positionals.length) {
      throw new CommandError(`"${found[positionals.length]}" is one word too many`, 2)
    }
    if (found.length < least) {
      throw new CommandError(`${positionals[found.length]} is missing`, 2)
    }
  }
  const get = (name: string): string | undefined => {
    const fromEnv = options[name]?.env === undefined ? undefined : env[options[name].env as string]
    return values.get(name)?.at(-1) ?? (fromEnv === '' ? undefined : fromEnv) ?? options[name]?.default
  }
  return { positionals: found, get, all: (name) => values.get(name) ?? [], has: (name) => values.has(name) }
}
