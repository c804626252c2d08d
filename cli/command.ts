import type { Given, Options } from './args.ts'

/** Where a command talks to; tests give their own. */
export type Terminal = {
  out(text: string): void
  err(text: string): void
  /** To standard output as it is. */
  outBytes(bytes: Uint8Array): void
  stdin(): Promise<string>
  /** Standard input as it is. */
  input(): Promise<Uint8Array>
  env: Readonly<Record<string, string | undefined>>
  /** Resolves when the person or the system asks the program to stop. */
  stopAsked(): Promise<void>
}

/** One command. Its name may have two words (`user add`). */
export type Command = {
  name: string
  summary: string
  /** Names of the words it takes; in brackets when they may be left out. */
  positionals: readonly string[]
  options: Options
  /** More for its own help page: what it does, examples. */
  about: string
  /** Answers the exit code. Throws CommandError or Problem. */
  run(given: Given, terminal: Terminal): Promise<number>
}

export const DATA_OPTION = { data: { value: 'DIR', help: 'data folder', default: 'data', env: 'VIGIE_DATA' } } satisfies Options
