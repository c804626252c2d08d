import { readFileSync } from 'node:fs'

/** What the operator decides, read once from the environment and the command line. */
export type Config = {
  /** PostgreSQL to use instead of the embedded store. */
  databaseUrl: string | null
  /** Address people type, when a proxy stands in front, e.g. https://vigie.mission.example. */
  publicUrl: string | null
  /** Folder scheduled backups go to; null is `backups` in the data folder. */
  backupDir: string | null
  /** A proxy in front sets X-Forwarded-For and -Proto. */
  trustProxy: boolean
  /** Folder of the built web, or null to serve none. */
  webDir: string | null
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  /** Requests per minute of one session, token or (signed out) address. */
  requestsPerMinute: number
  oidc: OidcConfig | null
  /** Ports of the TAK stream, in the clear and over TLS, whatever its feeds say; null leaves it to them, 0 opens none. */
  takPort: number | null
  takTlsPort: number | null
  /** Folders besides `feeds-in` of the data folder that feeds may read files and devices from. */
  feedFolders: string[]
  /** Names and addresses TAK clients reach the node by, the one they are told first. */
  takHosts: string[]
  /** Files (PEM) of a certificate devices trust from the first, for enrolment; null uses the node's own. */
  takEnrolTls: { cert: string; key: string } | null
  /** Files (PEM) brokers over TLS show; null uses the node's own certificate. */
  mqttTls: { cert: string; key: string } | null
}

export type OidcConfig = { issuer: string; clientId: string; clientSecret: string; claim: string; label: string }

export const VERSION: string = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version

const LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const

/**
 * Configuration out of environment variables (`VIGIE_…`). Throws an Error naming the variable when one
 * cannot be used.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, webDir: string | null): Config {
  const value = (name: string): string | null => (env[name] === undefined || env[name] === '' ? null : (env[name] as string))
  const logLevel = value('VIGIE_LOG') ?? 'warn'
  if (!(LEVELS as readonly string[]).includes(logLevel)) {
    throw new Error(`VIGIE_LOG=${logLevel} is not a level; use ${LEVELS.join(', ')}`)
  }
  const publicUrl = value('VIGIE_PUBLIC_URL')
  if (publicUrl !== null && !/^https?:$/.test(URL.parse(publicUrl)?.protocol ?? '')) {
    throw new Error(`VIGIE_PUBLIC_URL=${publicUrl} is not an address; write e.g. https://vigie.example.org`)
  }
  const issuer = value('VIGIE_OIDC_ISSUER')
  const clientId = value('VIGIE_OIDC_CLIENT_ID')
  const clientSecret = value('VIGIE_OIDC_CLIENT_SECRET')
  if (issuer !== null && (clientId === null || clientSecret === null)) {
    throw new Error('VIGIE_OIDC_ISSUER needs VIGIE_OIDC_CLIENT_ID and VIGIE_OIDC_CLIENT_SECRET too')
  }
  const perMinute = Number(value('VIGIE_REQUESTS_PER_MINUTE') ?? 1200)
  if (!Number.isInteger(perMinute) || perMinute < 1) {
    throw new Error('VIGIE_REQUESTS_PER_MINUTE must be a whole number above 0')
  }
  const port = (name: string): number | null => {
    const said = value(name)
    if (said !== null && !(/^\d+$/.test(said) && Number(said) <= 65_535)) {
      throw new Error(`${name}=${said} is not a port; use 1 to 65535, or 0 for none`)
    }
    return said === null ? null : Number(said)
  }
  return {
    databaseUrl: value('VIGIE_DATABASE_URL'),
    publicUrl,
    backupDir: value('VIGIE_BACKUP_DIR'),
    trustProxy: value('VIGIE_TRUST_PROXY') === '1',
    webDir,
    logLevel: logLevel as Config['logLevel'],
    takPort: port('VIGIE_TAK_PORT'),
    takTlsPort: port('VIGIE_TAK_TLS_PORT'),
    requestsPerMinute: perMinute,
    feedFolders: (value('VIGIE_FEED_FOLDERS') ?? '').split(':').filter((folder) => folder !== ''),
    takEnrolTls: pairOf('VIGIE_TAK_ENROL_CERT', 'VIGIE_TAK_ENROL_KEY', value),
    mqttTls: pairOf('VIGIE_MQTT_CERT', 'VIGIE_MQTT_KEY', value),
    takHosts: (value('VIGIE_TAK_HOST') ?? '').toLowerCase().split(/[\s,]+/).filter((name) => name !== ''),
    oidc: issuer === null ? null : { issuer, clientId: clientId as string, clientSecret: clientSecret as string, claim: value('VIGIE_OIDC_CLAIM') ?? 'preferred_username', label: value('VIGIE_OIDC_LABEL') ?? 'Single sign-on' },
  }
}

/** Two files that are of use only together. */
function pairOf(certName: string, keyName: string, value: (name: string) => string | null): { cert: string; key: string } | null {
  const [cert, key] = [value(certName), value(keyName)]
  if ((cert === null) !== (key === null)) {
    throw new Error(`${certName} and ${keyName} go together: name both files or neither`)
  }
  return cert === null || key === null ? null : { cert, key }
}
