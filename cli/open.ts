import { stat } from 'node:fs/promises'
import path from 'node:path'
import { DOMAINS } from '../domains/index.ts'
import { readConfig, type Config } from '../server/config.ts'
import { databaseFile, openStore, type OpenedStore } from '../server/store/open.ts'
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
export async function withStore<T>(given: Given, terminal: Terminal, work: (store: OpenedStore) => Promise<T>, how: { lazy?: boolean } = {}): Promise<T> {
  const store = await openStore({ dataDir: dataDirOf(given), databaseUrl: configOf(terminal).databaseUrl, kinds: shippedKinds(), ...how })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** As `withStore`, where looking must not make an empty store: throws CommandError when there is none yet. */
export async function withHeldStore<T>(given: Given, terminal: Terminal, work: (store: OpenedStore) => Promise<T>, how: { lazy?: boolean } = {}): Promise<T> {
  await needStore(given, terminal)
  return withStore(given, terminal, work, how)
}

/** Throws CommandError when the data folder holds no store and no database is named. */
export async function needStore(given: Given, terminal: Terminal): Promise<void> {
  const dataDir = dataDirOf(given)
  if (configOf(terminal).databaseUrl === null && !(await stat(databaseFile(dataDir)).catch(() => null))) {
    throw new CommandError(`there is no store in ${dataDir}; name the data folder with --data DIR`)
  }
}
