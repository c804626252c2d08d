import { readFile } from 'node:fs/promises'
import { cotOfJson } from '../../formats/cot/json.ts'
import { TAK_MAGIC } from '../../formats/cot/stream.ts'
import { writeTakMessage } from '../../formats/cot/proto-write.ts'
import { varint } from '../../formats/cot/varint.ts'
import { writeCotText } from '../../formats/cot/xml.ts'
import { decoded, DECODED_FORMATS, type DecodedFormat } from '../../formats/decoded.ts'
import { CommandError, type Given } from '../args.ts'
import type { Command, Terminal } from '../command.ts'

const ENCODED_FORMATS = ['cot', 'tak'] as const
/** Lines are handed to the terminal so many at a time. */
const BATCH = 500

const decodeCommand: Command = {
  name: 'decode',
  summary: 'Read messages of a format and print one JSON object for each',
  positionals: ['FILE'],
  options: {
    format: { value: 'FORMAT', help: DECODED_FORMATS.join(', ') },
    now: { value: 'TIME', help: 'the time of receipt (ISO 8601), for sources that leave out the date; else the time of this machine' },
  },
  about: 'FILE - reads standard input. A line is {"ok":true,...} with the members of docs/formats, or {"ok":false,"error":...,"offset":n} with\nthe byte at which it stands. The exit code is 0 when the input was read to its end, whatever was in it.',
  async run(given, terminal) {
    const format = formatOf<DecodedFormat>(given, DECODED_FORMATS)
    const now = given.get('now') === undefined ? Date.now() : Date.parse(given.get('now') as string)
    if (Number.isNaN(now)) {
      throw new CommandError(`--now ${given.get('now')} is not a time; write 2026-03-01T10:00:00Z`, 2)
    }
    let lines: string[] = []
    for (const message of decoded(format, await inputOf(given, terminal), now)) {
      lines.push(`${JSON.stringify(message)}\n`)
      if (lines.length >= BATCH) {
        terminal.out(lines.join(''))
        lines = []
      }
    }
    terminal.out(lines.join(''))
    return 0
  },
}

const encodeCommand: Command = {
  name: 'encode',
  summary: 'Write events that decode printed back as Cursor on Target or TAK protocol',
  positionals: ['FILE'],
  options: { format: { value: 'FORMAT', help: `${ENCODED_FORMATS.join(', ')} (tak: version 1 with stream framing)` } },
  about: 'FILE - reads standard input: one JSON object a line, as decode --format cot or tak prints them. Goes to standard output. Lines that are no\nevent are told on standard error and left out; then the exit code is 1.',
  async run(given, terminal) {
    const format = formatOf(given, ENCODED_FORMATS)
    let left = 0
    for (const [i, line] of new TextDecoder().decode(await inputOf(given, terminal)).split('\n').entries()) {
      if (line.trim() === '') {
        continue
      }
      const read = eventOf(line)
      if ('error' in read) {
        left += 1
        terminal.err(`line ${i + 1}: ${read.error}\n`)
      } else if (format === 'cot') {
        terminal.out(`${writeCotText(read.event)}\n`)
      } else {
        const bytes = writeTakMessage({ control: null, event: read.event })
        terminal.outBytes(Uint8Array.of(TAK_MAGIC, ...varint(bytes.length)))
        terminal.outBytes(bytes)
      }
    }
    return left > 0 ? 1 : 0
  },
}

export const messageCommands: readonly Command[] = [decodeCommand, encodeCommand]

function eventOf(line: string): ReturnType<typeof cotOfJson> {
  try {
    return cotOfJson(JSON.parse(line))
  } catch (error) {
    return { error: (error as Error).message }
  }
}

function formatOf<F extends string>(given: Given, known: readonly F[]): F {
  const format = given.get('format')
  const found = known.find((one) => one === format)
  if (found === undefined) {
    throw new CommandError(`--format ${format ?? 'FORMAT is missing'}${format === undefined ? '' : ' is not known'}; use ${known.join(', ')}`, 2)
  }
  return found
}

function inputOf(given: Given, terminal: Terminal): Promise<Uint8Array> {
  const file = given.positionals[0] as string
  return file === '-' ? terminal.input() : readFile(file)
}
