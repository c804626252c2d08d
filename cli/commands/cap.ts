import { readFile } from 'node:fs/promises'
import { capsOf, readCap } from '../../formats/cap.ts'
import type { Command } from '../command.ts'

const validate: Command = {
  name: 'cap validate',
  summary: 'Check a CAP 1.2 message: valid, or every error with its line',
  positionals: ['FILE'],
  options: { feed: { value: null, help: 'FILE is an Atom feed: check every message in it' } },
  about: 'FILE - reads standard input. Prints `FILE: valid` or a line `FILE:LINE: problem` for each error. The exit code is 0 when it is valid and 1\nwhen it is not or cannot be read. A signature is not checked.',
  async run(given, terminal) {
    const file = given.positionals[0] ?? '-'
    const bytes = file === '-' ? await terminal.input() : await readFile(file)
    const read = given.has('feed') ? capsOf(bytes) : [readCap(bytes)]
    const errors = read.flatMap((one) => (one.ok ? one.notes : one.errors))
    errors.forEach(({ line, problem }) => terminal.out(`${file}:${line}: ${problem}\n`))
    if (errors.length === 0) {
      terminal.out(given.has('feed') ? `${file}: valid (messages: ${read.length})\n` : `${file}: valid\n`)
    }
    return errors.length === 0 ? 0 : 1
  },
}

export const capCommands: readonly Command[] = [validate]
