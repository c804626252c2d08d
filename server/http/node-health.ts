import { statfs } from 'node:fs/promises'
import os from 'node:os'
import { Type } from 'typebox'
import { allAccounts } from '../auth/accounts.ts'
import { grantsAt, isActive } from '../auth/reader.ts'
import { VERSION } from '../config.ts'
import type { App } from './app-context.ts'
import { needAdmin } from './admin-users.ts'
import { lastVerified } from './audit-explorer.ts'
import { endpoint, ok, type Call, type Endpoint } from './endpoint.ts'
import { anyObject, closed } from './schemas.ts'
import { isHttps } from './security.ts'

const GB = 1e9
const HOUR_MS = 3_600_000
/** A backup a day, and two hours for it to be late. */
export const BACKUP_LATE_MS = 26 * HOUR_MS
const VERIFY_LATE_MS = 31 * 24 * HOUR_MS
const LOOP_SLOW_MS = 200
const AHEAD_MS = 2 * 60_000

type State = 'ok' | 'warning' | 'critical'
/** One thing looked at: what it is, how it stands, and the figures a sentence about it needs. */
export type HealthCheck = { id: string; state: State; values: { [name: string]: string | number } }

/** What an administrator should know of the node, worst first; no secrets. */
export async function nodeHealth(app: App, https: boolean): Promise<{ checks: HealthCheck[]; facts: { [name: string]: string | number } }> {
  const { store, dataDir } = app
  const now = app.clock()
  const [disk, backupDisk, size, ahead, backups, failure, verified, accounts, signIns] = await Promise.all([
    statfs(dataDir), statfs(app.backups.folder).catch(() => null), store.size(), store.ahead(), app.backups.list(), app.backups.failure(), lastVerified({ app }), allAccounts(store), store.side.signIns(),
  ])
  const free = disk.bavail * disk.bsize
  const share = disk.blocks === 0 ? 1 : disk.bavail / disk.blocks
  const [newest] = backups.items
  const backupAge = newest ? now - Date.parse(newest.createdAt) : null
  const refused = app.gate.permits().filter((permit) => !permit.valid).length
  const bare = accounts.filter((one) => isActive(one) && grantsAt(one.data.grants, now).some((grant) => grant.role === 'ADMIN') && !signIns.get(one.id)?.totp && !signIns.get(one.id)?.passkeys).length
  const rss = process.memoryUsage().rss
  const sameDisk = backupDisk !== null && backupDisk.blocks === disk.blocks && backupDisk.bfree === disk.bfree
  const checks: HealthCheck[] = [
    { id: 'disk', state: free < 0.5 * GB || share < 0.02 ? 'critical' : free < 5 * GB || share < 0.1 ? 'warning' : 'ok', values: { gb: round(free / GB), percent: Math.round(share * 100) } },
    { id: 'backup', state: failure ? 'critical' : backupAge === null || backupAge > BACKUP_LATE_MS ? 'warning' : 'ok', values: { hours: backupAge === null ? -1 : Math.floor(backupAge / HOUR_MS), detail: failure?.detail ?? '' } },
    { id: 'backup-disk', state: newest && sameDisk ? 'warning' : 'ok', values: { folder: app.backups.folder } },
    { id: 'chain', state: verified?.ok === false ? 'critical' : verified === null || now - Date.parse(verified.at) > VERIFY_LATE_MS ? 'warning' : 'ok', values: { days: verified ? Math.floor((now - Date.parse(verified.at)) / (24 * HOUR_MS)) : -1, detail: verified?.detail ?? '' } },
    { id: 'https', state: https || app.loopbackOnly ? 'ok' : 'critical', values: { https: https ? 1 : 0 } },
    { id: 'loop', state: app.pulse.p99Ms > LOOP_SLOW_MS ? 'warning' : 'ok', values: { ms: app.pulse.p99Ms } },
    { id: 'memory', state: os.freemem() / os.totalmem() < 0.05 ? 'warning' : 'ok', values: { mb: Math.round(rss / 1e6), free: Math.round((os.freemem() / os.totalmem()) * 100) } },
    { id: 'clock', state: ahead > AHEAD_MS ? 'warning' : 'ok', values: { minutes: Math.round(ahead / 60_000) } },
    { id: 'factor', state: bare > 0 ? 'warning' : 'ok', values: { n: bare } },
    { id: 'technology', state: 'ok', values: { n: refused } },
  ]
  const worst: readonly State[] = ['critical', 'warning', 'ok']
  return {
    checks: checks.sort((a, b) => worst.indexOf(a.state) - worst.indexOf(b.state)),
    facts: {
      version: VERSION, runtime: process.version, platform: `${os.type()} ${os.arch()}`, dialect: store.dialect, node: store.node, uptimeS: Math.floor((now - app.startedAt) / 1000), storeBytes: size,
      dataDir, screens: app.screens(), accounts: accounts.length, position: store.position(), load: round(os.loadavg()[0] ?? 0), cores: os.availableParallelism(),
    },
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

const health = endpoint({
  method: 'GET', path: '/api/admin/health', tag: 'admin', summary: 'How the node is: what is wrong first, then figures (administrators)', access: 'signed-in',
  answers: {
    200: Type.Object({
      checks: Type.Array(Type.Object({ id: Type.String(), state: Type.Enum(['ok', 'warning', 'critical']), values: anyObject }, closed)),
      facts: anyObject,
    }, closed),
  },
  async handle(call: Call) {
    needAdmin(call)
    return ok(await nodeHealth(call.app, isHttps(call.request, call.app.config)))
  },
})

export const nodeHealthRoutes: readonly Endpoint[] = [health]
