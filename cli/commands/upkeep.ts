import { stat } from 'node:fs/promises'
import path from 'node:path'
import { verifyPositions, type PositionsVerified } from '../../server/positions/verify.ts'
import type { Verification } from '../../server/store/face.ts'
import { migrateTo } from '../../server/store/migrate-to.ts'
import { databaseFile } from '../../server/store/open.ts'
import { restoreStore } from '../../server/store/restore.ts'
import { CommandError } from '../args.ts'
import { DATA_OPTION, type Command } from '../command.ts'
import { configOf, dataDirOf, needStore, shippedKinds, withHeldStore } from '../open.ts'

const verify: Command = {
  name: 'verify',
  summary: 'Prove that nothing was changed behind the application\'s back',
  positionals: [],
  options: { ...DATA_OPTION, replay: { value: null, help: 'also fold every action again and compare each record bit for bit' }, json: { value: null, help: 'print the result as JSON' } },
  about: 'Checks every chain of actions, signed heads, and that each record is what its actions led to; then every page of the\nhistory of positions. Exits with 1 and names what does not hold.',
  async run(given, terminal) {
    return withHeldStore(given, terminal, async (store) => {
      const found = await store.verify({ replay: given.has('replay') })
      const positions = await verifyPositions(dataDirOf(given))
      terminal.out(given.has('json') ? `${JSON.stringify({ ...found, positions })}\n` : asText(found) + positionsText(positions))
      return found.ok && positions.damaged.length === 0 ? 0 : 1
    })
  },
}

const backup: Command = {
  name: 'backup',
  summary: 'Copy the store and its keys into a new folder, while it runs',
  positionals: ['FOLDER'],
  options: { ...DATA_OPTION, 'without-maps': { value: null, help: 'leave out the maps the mission added' } },
  about: 'The folder appears whole or not at all. Keep its keys apart from its database: each is useless without the other.',
  async run(given, terminal) {
    return withHeldStore(given, terminal, async (store) => {
      const target = path.resolve(given.positionals[0] as string)
      const { files, mapsLeftOut = [] } = await store.backup(target, { maps: !given.has('without-maps') })
      terminal.out(`Backup of ${files.length} files written to ${target}\n${noRoom(mapsLeftOut)}`)
      return 0
    })
  },
}

/** Maps the disk had no room for, in a sentence. */
function noRoom(maps: readonly string[]): string {
  return maps.length === 0 ? '' : `No room on the disk for: ${maps.join(', ')}. Copy them by hand\n`
}

const restore: Command = {
  name: 'restore',
  summary: 'Put a backup in place of a data folder, after checking it',
  positionals: ['FOLDER'],
  options: { ...DATA_OPTION, force: { value: null, help: 'move a store that is there aside' } },
  about: 'The node must be stopped. Keys destroyed here since the backup are destroyed again.',
  async run(given, terminal) {
    const folder = path.resolve(given.positionals[0] as string)
    if (!(await stat(folder).catch(() => null))?.isDirectory()) {
      throw new CommandError(`there is no folder ${folder}`)
    }
    const done = await restoreStore(folder, { dataDir: dataDirOf(given), databaseUrl: configOf(terminal).databaseUrl, kinds: shippedKinds(), force: given.has('force') })
    terminal.out(`Restored ${done.verification.records} records into ${dataDirOf(given)}; ${asText(done.verification)}${noRoom(done.mapsLeftOut)}${done.movedAside === null ? '' : `What was there is in ${done.movedAside}\n`}`)
    return 0
  },
}

const migrate: Command = {
  name: 'migrate-to',
  summary: 'Move an embedded store into an empty PostgreSQL database and prove both equal',
  positionals: ['URL'],
  options: DATA_OPTION,
  about: 'The node must be stopped. The embedded store stays as it is; start with VIGIE_DATABASE_URL=URL and the same\ndata folder (it holds the keys) from then on.',
  async run(given, terminal) {
    const databaseUrl = given.positionals[0] as string
    if (!/^postgres(?:ql)?:\/\//.test(databaseUrl)) {
      throw new CommandError(`${databaseUrl} is not a PostgreSQL address; write postgres://user@host/database`, 2)
    }
    await needStore(given, terminal)
    const dataDir = dataDirOf(given)
    const done = await migrateTo({ dataDir, databaseFile: databaseFile(dataDir), databaseUrl, kinds: shippedKinds() })
    for (const [table, sum] of Object.entries(done.tables)) {
      terminal.out(`  ${table.padEnd(16)} ${String(sum.rows).padStart(9)} rows  sha256 ${sum.sha256.slice(0, 16)}  equal\n`)
    }
    terminal.out(asText(done.verification))
    return 0
  },
}

export const upkeepCommands: readonly Command[] = [verify, backup, restore, migrate]

function asText(found: Verification): string {
  const actions = found.chains.reduce((sum, chain) => sum + chain.actions, 0)
  const heads = found.chains.reduce((sum, chain) => sum + chain.signedHeads, 0)
  if (found.broken) {
    const { what, id, ref, detail } = found.broken
    return `BROKEN at ${what} ${ref ?? id}: ${detail}\n`
  }
  return `sound: ${actions} actions in ${found.chains.length} chain${found.chains.length === 1 ? '' : 's'}, ${found.records} records${found.replayed ? ', every one rebuilt' : ''}, ${heads} signed heads.\n`
}

/** Nothing where nothing was ever kept. */
function positionsText(found: PositionsVerified): string {
  if (found.files === 0 && found.damaged.length === 0) {
    return ''
  }
  const torn = found.tornBytes === 0 ? '' : `; ${found.tornBytes} bytes were being written when it stopped and were acknowledged to nobody`
  const damaged = found.damaged.map(({ file, page, detail }) => `DAMAGED positions/${file}${page < 0 ? '' : ` at ${page}`}: ${detail}\n`).join('')
  return `${damaged}${damaged === '' ? 'sound' : 'readable'}: ${found.positions} positions in ${found.files} files${torn}.\n`
}
