import v8 from 'node:v8'
import { Problem } from '../core/problem.ts'
import { CommandError, readArgs } from './args.ts'
import type { Command, Terminal } from './command.ts'
import { commandHelp, overview } from './help.ts'
import { nearest } from './nearest.ts'
import { COMMANDS } from './commands/index.ts'

/** Run one command line. Answers the exit code; never throws for what a person can mend. */
export async function main(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(words, terminal)
  } catch (error) {
    if (error instanceof CommandError) {
      terminal.err(`vigie: ${error.message}\n${error.code === 2 ? 'See vigie --help.\n' : ''}`)
      return error.code
    }
    if (error instanceof Problem) {
      terminal.err(`vigie: ${error.message}\n`)
      return 1
    }
    const complaint = systemComplaint(error)
    if (complaint !== null) {
      terminal.err(`vigie: ${complaint}\n`)
      return 1
    }
    throw error
  }
}

const COMPLAINTS: Record<string, string> = {
  ENOENT: 'there is no such file or folder', ENOTDIR: 'a part of this path is not a folder', EEXIST: 'a file stands where a folder is needed', EISDIR: 'it is a folder, not a file',
  EACCES: 'this account may not read or write it', EPERM: 'this account may not read or write it', EROFS: 'the disk can only be read', ENOSPC: 'the disk is full', EMFILE: 'too many files are open',
}

/** What the system said about a file, in words; null for any other error, which is ours. */
function systemComplaint(error: unknown): string | null {
  const { code, path } = (error ?? {}) as { code?: string; path?: string }
  const words = COMPLAINTS[code ?? '']
  return words === undefined ? null : path === undefined ? words : `${path}: ${words}`
}

async function dispatch(words: readonly string[], terminal: Terminal): Promise<number> {
  const [first = '--help', second = ''] = words
  if (first === '--help' || first === '-h' || (first === 'help' && second === '')) {
    terminal.out(overview(COMMANDS))
    return 0
  }
  if (first === '--version' || first === '-v') {
    return dispatch(['version'], terminal)
  }
  if (first === 'help') {
    return dispatch([...words.slice(1), '--help'], terminal)
  }
  const command = find(words)
  if (!command) {
    const group = COMMANDS.filter((one) => one.name.startsWith(`${first} `))
    if (group.length > 0) {
      if (second === '' || second === '--help') {
        terminal.out(group.map(commandHelp).join('\n'))
        return second === '' ? 2 : 0
      }
      throw new CommandError(`${first} has no "${second}"; it has ${group.map((one) => one.name.split(' ')[1]).join(', ')}`, 2)
    }
    const near = nearest(first, COMMANDS.map((one) => one.name.split(' ')[0] as string))
    throw new CommandError(`there is no command "${first}"${near === null ? '' : `; did you mean ${near}?`}`, 2)
  }
  const rest = words.slice(command.name.split(' ').length)
  const given = readArgs(rest.map((word) => (word === '-h' ? '--help' : word)), command.options, command.positionals, terminal.env)
  if (given.has('help')) {
    terminal.out(commandHelp(command))
    return 0
  }
  return command.run(given, terminal)
}

function find(words: readonly string[]): Command | undefined {
  return COMMANDS.find((one) => one.name === words.slice(0, 2).join(' ')) ?? COMMANDS.find((one) => one.name === words[0])
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) {
    parts.push(part)
  }
  return Buffer.concat(parts)
}

if (import.meta.main) {
  // Batches live across several young collections; with the usual 16 MB a quarter of an import went into copying them.
  v8.setFlagsFromString('--max-semi-space-size=64')
  // Pages the collector has emptied are given back after a second, not after eight: with much coming in they are up to 280 MB. Older runtimes do not know it.
  if (Number.parseInt(process.versions.node, 10) >= 26) {
    v8.setFlagsFromString('--memory-pool-timeout=1')
  }
  const asked = Promise.withResolvers<void>()
  const stop = (): void => asked.resolve()
  // Whoever reads has seen enough, as `| head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
  process.exitCode = await main(process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    outBytes: (bytes) => void process.stdout.write(bytes),
    stdin: async () => (await readAll(process.stdin)).toString('utf8'),
    input: () => readAll(process.stdin),
    env: process.env,
    stopAsked() {
      process.once('SIGTERM', stop).once('SIGINT', stop)
      return asked.promise
    },
  })
}
