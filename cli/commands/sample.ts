import type { createApp } from '../../server/app.ts'
import { hasAccounts } from '../../server/auth/accounts.ts'
import { randomPassword } from '../../server/auth/password.ts'
import { SYSTEM } from '../../server/auth/reader.ts'
import { CommandError } from '../args.ts'
import { DATA_OPTION, type Command, type Terminal } from '../command.ts'
import { configOf, dataDirOf, withStore } from '../open.ts'

export const sampleCommand: Command = {
  name: 'sample',
  summary: 'Load the sample mission into an empty data folder',
  positionals: [],
  options: DATA_OPTION,
  about: 'An invented island state with two years of records, marked EXERCISE everywhere. Prints the account to sign in with.',
  run: (given, terminal) => withStore(given, terminal, async (store) => {
    const node = await (await import('../../server/app.ts')).createApp({ store, dataDir: dataDirOf(given), config: configOf(terminal) })
    try {
      if (!(await loadSampleMission(node, terminal))) {
        throw new CommandError('this data folder holds a mission already; choose an empty one with --data DIR')
      }
      return 0
    } finally {
      await node.close()
    }
  }),
}

/** Load the sample mission and print its account. Answers false when the store is not empty. */
export async function loadSampleMission(node: Awaited<ReturnType<typeof createApp>>, terminal: Terminal): Promise<boolean> {
  const { app } = node
  if (app.loading || (await hasAccounts(app.store)) || (await app.store.count(SYSTEM, { kind: 'incident' })) > 0) {
    return false
  }
  const password = randomPassword()
  const { account, loaded } = await (await import('../../server/jobs/sample-job.ts')).beginSample(app, password)
  const actions = await loaded
  const records = await app.store.count(SYSTEM, { kind: 'incident' })
  terminal.out(`Sample mission loaded: ${records} records, ${actions} actions. Sign in as ${account.data.login} with password ${password} (shown this once).\n`)
  return true
}
