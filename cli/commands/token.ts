import { accountByLogin } from '../../server/auth/accounts.ts'
import { createToken } from '../../server/auth/api-tokens.ts'
import { isActive } from '../../server/auth/reader.ts'
import { CommandError } from '../args.ts'
import { DATA_OPTION, type Command } from '../command.ts'
import { withHeldStore } from '../open.ts'

const create: Command = {
  name: 'token create',
  summary: 'Make an API token for an account and print it',
  positionals: [],
  options: {
    ...DATA_OPTION,
    user: { value: 'NAME', help: 'login of the account it acts for' },
    name: { value: 'TEXT', help: 'what it is for', default: 'command line' },
    days: { value: 'N', help: 'days until it ends; it does not end when this is left out' },
  },
  about: 'Works on a stopped or running node. The token is printed this once; send it as Authorization: Bearer.',
  async run(given, terminal) {
    const login = given.get('user')
    if (login === undefined) {
      throw new CommandError('--user NAME is missing', 2)
    }
    const days = given.get('days')
    if (days !== undefined && !/^[1-9]\d{0,3}$/.test(days)) {
      throw new CommandError(`--days ${days} is not a number of days from 1 to 9999`, 2)
    }
    return withHeldStore(given, terminal, async (store) => {
      const account = await accountByLogin(store, login)
      if (!account || !isActive(account)) {
        throw new CommandError(`there is no account "${login}", or it is disabled; see vigie user list`)
      }
      const { value } = await createToken(store, account.id, given.get('name') ?? '', days === undefined ? null : Number(days), Date.now())
      terminal.out(`${value}\n`)
      return 0
    })
  },
}

export const tokenCommands: readonly Command[] = [create]
