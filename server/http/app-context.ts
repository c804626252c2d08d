import type { FastifyBaseLogger } from 'fastify'
import type { LoginLimits } from '../auth/login-limits.ts'
import type { OidcClient } from '../auth/oidc.ts'
import type { SetupCode } from '../auth/setup-code.ts'
import type { Clocks } from '../clocks/face.ts'
import type { Config } from '../config.ts'
import type { ServerDomain } from '../face.ts'
import type { FeedSupervisor } from '../feeds/supervisor.ts'
import type { Lanes } from '../lanes.ts'
import type { Lead } from '../lead.ts'
import type { Backups } from '../jobs/backups.ts'
import type { JobRunner } from '../jobs/runner.ts'
import type { Maps } from '../maps/maps.ts'
import type { Positions } from '../positions/face.ts'
import type { NodeStore } from '../store/face.ts'
import type { TechnologyGate } from '../technology-gate.ts'
import type { Basemap } from './basemap.ts'
import type { Gazetteer } from './gazetteer.ts'
import type { NameBook } from './names.ts'
import type { Pulse } from './pulse.ts'
import type { RateLimit } from './rate-limit.ts'
import type { ReadAudit } from './read-audit.ts'
import type { SampleSource } from '../jobs/load-sample.ts'

/** Everything a handler may reach; made once by `createApp`. */
export type App = {
  store: NodeStore
  dataDir: string
  config: Config
  log: FastifyBaseLogger
  clock: () => number
  /** Deadlines of records. */
  clocks: Clocks
  domains: readonly ServerDomain[]
  gate: TechnologyGate
  feeds: FeedSupervisor
  jobs: JobRunner
  backups: Backups
  /** Where everything that moves was. */
  positions: Positions
  pulse: Pulse
  /** Live screens open now. */
  screens: () => number
  names: NameBook
  /** For what is shown without asking the store again, as live deltas are: the store writes down its own reads. */
  readAudit: ReadAudit
  gazetteer: Gazetteer
  /** Whether this process keeps the live picture. */
  lead: Lead
  basemap: Basemap
  maps: Maps
  loginLimits: LoginLimits
  rateLimit: RateLimit
  lanes: Lanes
  oidc: OidcClient | null
  /** The sample mission, moved in time so that it ends at `now` (epoch ms). */
  sample: (now: number) => Promise<SampleSource>
  /** Listens to this machine alone; set by `listen`. */
  loopbackOnly: boolean
  /** What the first visitor must know, where others can reach the node before it is set up; set by `listen`. */
  setupCode: SetupCode | null
  startedAt: number
  /** Accounts or the sample are being loaded; set-up shows it. */
  loading: { done: number; total: number } | null
}
