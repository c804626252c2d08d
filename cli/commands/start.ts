import { existsSync } from 'node:fs'
import path from 'node:path'
import type { createApp } from '../../server/app.ts'
import { hasAccounts } from '../../server/auth/accounts.ts'
import { openStore } from '../../server/store/open.ts'
import { CommandError, type Given } from '../args.ts'
import { DATA_OPTION, type Command, type Terminal } from '../command.ts'
import { configOf, dataDirOf, shippedKinds } from '../open.ts'
import { loadSampleMission } from './sample.ts'

const TOLD_EACH = 5000
const DAY_MS = 86_400_000

export const startCommand: Command = {
  name: 'start',
  summary: 'Start a node and keep it running until it is told to stop',
  positionals: [],
  options: {
    ...DATA_OPTION,
    port: { value: 'N', help: 'port to listen on; 0 takes a free one', default: '8477', env: 'VIGIE_PORT' },
    host: { value: 'H', help: 'address to listen on; 0.0.0.0 for the whole network', default: '127.0.0.1', env: 'VIGIE_HOST' },
    sample: { value: null, help: 'load the sample mission when the data folder is empty' },
  },
  about: 'With VIGIE_DATABASE_URL it uses PostgreSQL instead of the embedded store. Behind a proxy set VIGIE_PUBLIC_URL\nand VIGIE_TRUST_PROXY=1. Ctrl-C or SIGTERM stops it cleanly.',
  run: start,
}

async function start(given: Given, terminal: Terminal): Promise<number> {
  const port = portOf(given.get('port') ?? '')
  const host = given.get('host') ?? '127.0.0.1'
  const dataDir = dataDirOf(given)
  const config = configOf(terminal, builtWeb())
  const stopAsked = terminal.stopAsked()
  const store = await openStore({ dataDir, databaseUrl: config.databaseUrl, kinds: shippedKinds(), onDerived: toldOften(terminal) })
  try {
    // What only a running node needs is loaded by this command alone: the others are done before it would be.
    const node = await (await import('../../server/app.ts')).createApp({ store, dataDir, config })
    try {
      if (given.has('sample') && !(await loadSampleMission(node, terminal))) {
        terminal.err('vigie: this data folder holds a mission already; --sample changes nothing\n')
      }
      let setupCode: string | null = null
      const taken = await listen(node, port, host, (shown) => { setupCode = shown })
      terminal.out(`Vigie is ready at http://${host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host}:${taken}\n`)
      if (!(await hasAccounts(store))) {
        terminal.out('No mission is set up yet: open this address in a browser, or run `vigie user add NAME --role ADMIN`.\n')
        if (setupCode !== null) {
          terminal.out(`Others can reach this node, so setting it up needs this code (good until the node stops): ${setupCode}\n`)
        }
      }
      const daily = setInterval(() => void store.signHead().catch((error: unknown) => node.app.log.error({ err: error }, 'the head was not signed')), DAY_MS)
      await stopAsked
      clearInterval(daily)
    } finally {
      await node.close()
    }
  } finally {
    await store.close()
  }
  return 0
}

async function listen(node: Awaited<ReturnType<typeof createApp>>, port: number, host: string, onSetupCode: (shown: string) => void): Promise<number> {
  try {
    return await node.listen({ port, host, onSetupCode })
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EADDRINUSE') {
      throw new CommandError(`port ${port} is taken by another program; stop it, or choose another: vigie start --port ${port + 1}`)
    }
    if (code === 'EACCES') {
      throw new CommandError(`port ${port} may not be opened by this account; choose one above 1023`)
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new CommandError(`${host} is not an address of this machine; use 127.0.0.1 or 0.0.0.0`)
    }
    throw error
  }
}

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new CommandError(`--port ${text} is not a port; use 0 to 65535`, 2)
  }
  return port
}

function builtWeb(): string | null {
  const folder = path.resolve(import.meta.dirname, '..', '..', 'dist', 'web')
  return existsSync(path.join(folder, 'index.html')) ? folder : null
}

/** Says what an update makes of the records, but not of a handful of them. */
function toldOften(terminal: Terminal): (kind: string, done: number) => void {
  return (kind, done) => {
    if (done % TOLD_EACH === 0) {
      terminal.err(`vigie: after the update ${kind} records are made ready for search: ${done} so far\n`)
    }
  }
}
