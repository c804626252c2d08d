import type { Command } from './command.ts'

/** Every command in a line each. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((one) => one.name.length)) + 2
  const lines = commands.map((one) => `  ${one.name.padEnd(width)}${one.summary}`)
  return `Vigie: situational awareness and early warning for field missions.\n\nUsage: vigie COMMAND [words] [options]\n\n${lines.join('\n')}\n\nvigie COMMAND --help explains one command.\n`
}

/** One command: usage, options, what it does. */
export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(([name, spec]): [string, string] => {
    const notes = [spec.multiple === true ? 'may be given several times' : '', spec.env === undefined ? '' : `also ${spec.env}`, spec.default === undefined ? '' : `default ${spec.default}`].filter((note) => note !== '')
    return [`--${name}${spec.value === null ? '' : ` ${spec.value}`}`, `${spec.help}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`]
  })
  const width = Math.max(0, ...options.map(([left]) => left.length)) + 2
  const words = [...command.positionals, ...(options.length > 0 ? ['[options]'] : [])]
  const list = options.map(([left, right]) => `  ${left.padEnd(width)}${right}`).join('\n')
  return `Usage: vigie ${[command.name, ...words].join(' ')}\n\n${command.summary}.\n${command.about === '' ? '' : `\n${command.about}\n`}${list === '' ? '' : `\n${list}\n`}`
}
