import { COMPARTMENTS, LEVELS, levelRank, type Compartment, type Level } from '../../core/handling.ts'
import { SIDES, type Grant, type Side } from '../../core/policy.ts'
import { ROLE_CODES, ROLES, type RoleCode } from '../../core/roles.ts'
import { accountByLogin, allAccounts, cleanLogin, createAccount, dropTotpOf, noteCredential, setPassword } from '../../server/auth/accounts.ts'
import { randomPassword } from '../../server/auth/password.ts'
import { isActive, SYSTEM, type AccountRecord } from '../../server/auth/reader.ts'
import { uuidV7 } from '../../server/auth/secret-values.ts'
import { missionOf } from '../../server/http/mission.ts'
import type { Store } from '../../server/store/face.ts'
import { CommandError, type Given } from '../args.ts'
import { DATA_OPTION, type Command, type Terminal } from '../command.ts'
import { nearest } from '../nearest.ts'
import { withHeldStore, withStore } from '../open.ts'

const SIDE_OF: Partial<Record<RoleCode, Side>> = { 'HQ': 'hq', 'MS-RO': 'member-state', 'HOST-LO': 'host', 'PARTNER': 'partner' }
const PASSWORD = { 'password-stdin': { value: null, help: 'read the password from standard input; otherwise one is made and printed once' } }

const add: Command = {
  name: 'user add',
  summary: 'Make an account',
  positionals: ['NAME'],
  options: {
    ...DATA_OPTION,
    'role': { value: 'ROLE', help: `what it may do: ${ROLE_CODES.slice(0, 8).join(', ')} …; commas between several`, multiple: true },
    'area': { value: 'CODE', help: 'area its roles are limited to; the whole mission when left out' },
    'org': { value: 'ORG', help: 'organisation or country; the mission\'s own when left out' },
    'side': { value: 'SIDE', help: `${SIDES.join(', ')}; follows from the role when left out` },
    'clearance': { value: 'LEVEL', help: `${LEVELS.join(', ')}; that of the role when left out` },
    'compartments': { value: 'A,B', help: `need-to-know compartments: ${COMPARTMENTS.join(', ')}` },
    'display-name': { value: 'TEXT', help: 'name others see; NAME when left out' },
    ...PASSWORD,
  },
  about: `Roles:\n${ROLE_CODES.map((role) => `  ${role.padEnd(12)}${ROLES[role].text.en}`).join('\n')}`,
  async run(given, terminal) {
    const login = cleanLogin(given.positionals[0] as string, 'NAME')
    const roles = given.all('role').flatMap((text) => text.split(',')).map((role) => one(role.trim().toUpperCase(), ROLE_CODES, '--role'))
    if (roles.length === 0) {
      throw new CommandError('--role ROLE is missing; vigie user add --help lists them', 2)
    }
    return withStore(given, terminal, (store) => addUser(store, login, roles, given, terminal))
  },
}

async function addUser(store: Store, login: string, roles: readonly RoleCode[], given: Given, terminal: Terminal): Promise<number> {
  const area = await areaOf(store, given.get('area'))
  const clearance = given.get('clearance') === undefined ? highest(roles) : one(given.get('clearance') as string, LEVELS, '--clearance')
  const compartments = (given.get('compartments') ?? '').split(',').filter((name) => name !== '').map((name): Compartment => one(name.trim().toUpperCase(), COMPARTMENTS, '--compartments'))
  const side = given.get('side') === undefined ? (SIDE_OF[roles[0] as RoleCode] ?? 'mission') : one(given.get('side') as string, SIDES, '--side')
  const org = given.get('org') ?? (await missionOf(store))?.org ?? 'mission'
  const grants: Grant[] = [...new Set(roles)].map((role) => ({ role, area }))
  const { password, made } = await passwordOf(given, terminal)
  await createAccount(store, SYSTEM, { login, name: given.get('display-name') ?? given.positionals[0] as string, org, side, clearance, compartments: [...new Set(compartments)], grants }, password)
  terminal.out(`Account ${login} made: ${roles.join(', ')}${area === null ? '' : ` in ${given.get('area')}`}, ${org}, clearance ${clearance}.\n${made ? `Password (shown this once): ${password}\n` : ''}`)
  return 0
}

const list: Command = {
  name: 'user list',
  summary: 'List the accounts',
  positionals: [],
  options: { ...DATA_OPTION, json: { value: null, help: 'print JSON' } },
  about: '',
  run: (given, terminal) => withHeldStore(given, terminal, async (store) => {
    const rows = (await allAccounts(store)).map(({ id, data, ...record }) => ({ id, login: data.login, name: data.name, org: data.org, side: data.side, clearance: data.clearance, compartments: data.compartments, grants: data.grants, active: isActive({ data, ...record }) }))
    if (given.has('json')) {
      terminal.out(`${JSON.stringify(rows, null, 2)}\n`)
      return 0
    }
    for (const row of rows) {
      terminal.out(`${row.login.padEnd(20)} ${row.active ? '        ' : 'disabled'} ${row.clearance.padEnd(2)} ${row.org.padEnd(12)} ${row.grants.map((grant) => grant.role + (grant.area === null ? '' : `@${grant.area}`)).join(', ')}\n`)
    }
    return 0
  }),
}

const disable: Command = {
  name: 'user disable',
  summary: 'Disable an account at once, with all its sessions and tokens; --undo enables it again',
  positionals: ['NAME'],
  options: { ...DATA_OPTION, undo: { value: null, help: 'enable it again' } },
  about: '',
  run: (given, terminal) => withHeldStore(given, terminal, async (store) => {
    const account = await need(store, given.positionals[0] as string)
    const disabled = !given.has('undo')
    await store.commit(SYSTEM, [{ id: uuidV7(Date.now()), record: account.id, kind: 'user', type: 'edit', at: new Date().toISOString(), basedOn: account.version, patch: { fields: { disabled } } }])
    if (disabled) {
      const sessions = await store.side.sessionsOf(account.id)
      await Promise.all(sessions.map((session) => store.side.dropSession(session.id)))
    }
    terminal.out(`Account ${account.data.login} is ${disabled ? 'disabled' : 'enabled'}.\n`)
    return 0
  }),
}

const password: Command = {
  name: 'user password',
  summary: 'Give an account a new password and end its sessions',
  positionals: ['NAME'],
  options: { ...DATA_OPTION, ...PASSWORD, 'drop-totp': { value: null, help: 'also forget its authenticator' } },
  about: '',
  run: (given, terminal) => withHeldStore(given, terminal, async (store) => {
    const account = await need(store, given.positionals[0] as string)
    const { password: value, made } = await passwordOf(given, terminal)
    await setPassword(store, account, value)
    await noteCredential(store, SYSTEM, account, 'password-reset', Date.now())
    if (given.has('drop-totp')) {
      await dropTotpOf(store, account)
      await noteCredential(store, SYSTEM, account, 'totp-removed', Date.now())
    }
    terminal.out(made ? `Password (shown this once): ${value}\n` : `Password of ${account.data.login} changed.\n`)
    return 0
  }),
}

export const userCommands: readonly Command[] = [add, list, disable, password]

async function need(store: Store, login: string): Promise<AccountRecord> {
  const account = await accountByLogin(store, login)
  if (!account) {
    throw new CommandError(`there is no account "${login}"; see vigie user list`)
  }
  return account
}

async function passwordOf(given: Given, terminal: Terminal): Promise<{ password: string; made: boolean }> {
  if (!given.has('password-stdin')) {
    return { password: randomPassword(), made: true }
  }
  const text = (await terminal.stdin()).replace(/\r?\n$/, '')
  if (text === '') {
    throw new CommandError('no password came on standard input')
  }
  return { password: text, made: false }
}

async function areaOf(store: Store, code: string | undefined): Promise<string | null> {
  if (code === undefined) {
    return null
  }
  const nodes = [...store.areas().nodes.values()]
  const found = nodes.find((node) => node.id === code) ?? nodes.find((node) => node.code.toLowerCase() === code.toLowerCase())
  if (!found) {
    throw new CommandError(`there is no area "${code}"; the mission has ${nodes.slice(0, 20).map((node) => node.code).join(', ') || 'none yet'}`)
  }
  return found.id
}

function one<T extends string>(text: string, of: readonly T[], option: string): T {
  if (!of.includes(text as T)) {
    const near = nearest(text, of)
    throw new CommandError(`${option} ${text} is not known${near === null ? '' : `; did you mean ${near}?`} Use ${of.join(', ')}`, 2)
  }
  return text as T
}

function highest(roles: readonly RoleCode[]): Level {
  return roles.map((role): Level => ROLES[role].level).reduce((a, b) => (levelRank(b) > levelRank(a) ? b : a))
}
