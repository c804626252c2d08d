import { readFile } from 'node:fs/promises'
import { checkNineLine, formatNineLine, parseNineLine, voiceNineLine, type NineLineMessage, type NineLineProblem } from '../../formats/nineline.ts'
import { checkRadio, formatRadio, parseRadio, type RadioForm, type RadioMessage } from '../../formats/radio-forms.ts'
import { CommandError } from '../args.ts'
import type { Command, Terminal } from '../command.ts'

const FORMS: { readonly [form: string]: RadioForm | 'nine-line' } = { '9': 'nine-line', '4': 'four-line', 'methane': 'methane', 'mist': 'mist', 'at-mist': 'at-mist' }

const parse: Command = {
  name: 'nineline parse',
  summary: 'Read a nine-line evacuation request, four lines, METHANE, MIST or AT-MIST and print it as JSON',
  positionals: ['[FILE]'],
  options: { launch: { value: null, help: 'lines 1 to 5 of nine are enough' }, form: { value: 'FORM', help: `${Object.keys(FORMS).join(', ')}; by its heading when not given, 9 where there is none` } },
  about: 'FILE - or none reads standard input. Prints { "ok": true, "message": … } with exit code 0, or { "ok": false, "problems": [{ line, field,\nproblem, fix }], "message": … } with exit code 1. Figures and letters of nine lines may be spelled as by voice (THREE ZERO PAPA). The other forms begin with 4-LINE,\nMETHANE, MIST or AT-MIST (or say --form) and print their "form" too.',
  async run(given, terminal) {
    const text = await textOf(given.positionals[0], terminal)
    const wanted = given.get('form')
    const form = wanted === undefined ? null : FORMS[wanted.toLowerCase()]
    if (form === undefined) {
      throw new CommandError(`--form: ${wanted} is none of ${Object.keys(FORMS).join(', ')}`)
    }
    const other = form === 'nine-line' || (form === null && !/^\s*(?:4-LINE|METHANE|MIST|AT-MIST)\b/i.test(text)) ? null : parseRadio(text, form)
    const read = other ?? parseNineLine(text, { launch: given.has('launch') })
    terminal.out(`${JSON.stringify(read, null, 2)}\n`)
    return read.ok ? 0 : 1
  },
}

const format: Command = {
  name: 'nineline format',
  summary: 'Write a nine-line evacuation request, four lines, METHANE, MIST or AT-MIST given as JSON as text',
  positionals: ['[FILE]'],
  options: { voice: { value: null, help: 'as it is read out, letters and figures spelled' } },
  about: 'FILE - or none reads standard input: the message as `nineline parse` prints it, with or without what is around it.\nWhat cannot be written is named by line and field; the exit code is then 1.',
  async run(given, terminal) {
    const value = jsonOf(await textOf(given.positionals[0], terminal))
    if (typeof value === 'object' && value !== null && 'form' in value && value.form !== 'nine-line') {
      const problems = checkRadio(value)
      terminal.err(problems.map(({ line, field, problem, fix }) => `vigie: line ${line}, ${field}: ${problem}. ${fix}\n`).join(''))
      if (problems.length === 0) {
        terminal.out(formatRadio(value as RadioMessage))
      }
      return problems.length === 0 ? 0 : 1
    }
    const message = typeof value === 'object' && value !== null && 'message' in value ? value.message : value
    const problems = checkNineLine(message)
    if (problems.length > 0) {
      terminal.err(problems.map(({ line, field, problem, fix }: NineLineProblem) => `vigie: line ${line}, ${field}: ${problem}. ${fix}\n`).join(''))
      return 1
    }
    terminal.out(given.has('voice') ? voiceNineLine(message as NineLineMessage) : formatNineLine(message as NineLineMessage))
    return 0
  },
}

async function textOf(file: string | undefined, terminal: Terminal): Promise<string> {
  return file === undefined || file === '-' ? terminal.stdin() : readFile(file, 'utf8')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new CommandError(`it cannot be read as JSON: ${(error as Error).message}`)
  }
}

export const nineLineCommands: readonly Command[] = [parse, format]
