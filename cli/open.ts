import path from 'node:path'
import { DOMAINS } from '../domains/index.ts'
import { readConfig, type Config } from '../server/config.ts'
import { openStore, type OpenedStore } from '../server/store/open.ts'
import { CommandError, type Given } from './args.ts'
import type { Terminal } from './command.ts'

/** Absolute path of the data folder asked for. */
export function dataDirOf(given: Given): string {
  return path.resolve(given.get('data') ?? 'data')
}

/** Configuration out of the environment, or a CommandError that names the variable. */
export function configOf(terminal: Terminal, webDir: string | null = null): Config {
  try {
    return readConfig(terminal.env, webDir)
  } catch (error) {
    throw new CommandError((error as Error).message)
  }
}

/** The kinds of every shipped line of work. */
export function shippedKinds(): NonNullable<Parameters<typeof openStore>[0]['kinds']> {
  return DOMAINS.flatMap((domain) => domain.kinds)
}

/** Open the store of the data folder beside whatever runs on it, do the work, close it. */
export async function withStore<T>(given: Given, terminal: Terminal, work: (store: OpenedStore) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDir: dataDirOf(given), databaseUrl: configOf(terminal).databaseUrl, kinds: shippedKinds() })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
