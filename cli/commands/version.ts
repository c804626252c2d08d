import { VERSION } from '../../server/config.ts'
import type { Command } from '../command.ts'

export const versionCommand: Command = {
  name: 'version', summary: 'Print the version of Vigie and of its runtime', positionals: [], options: {}, about: '',
  async run(_given, terminal) {
    terminal.out(`vigie ${VERSION} (node ${process.version})\n`)
    return 0
  },
}
