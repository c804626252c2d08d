import { createHash, X509Certificate } from 'node:crypto'
import { Problem } from '../../../../core/problem.ts'
import type { Reader } from '../../../../core/policy.ts'
import { missionOf, noteCredential, systemFor, type AccountRecord, type App } from '../../../../server/face.ts'
import type { ShownCertificate, TakIdentity, TakTls } from '../tak/face.ts'
import { endOf, fingerprintOf, isAddress, issue, newKey, newSerial, pkcs12, revocationList, type KeyAndCertificate } from './x509.ts'

const DAY_MS = 86_400_000
const AUTHORITY_DAYS = 3650
const SERVER_DAYS = 365
export const CLIENT_DAYS = 365
/** A server certificate is made anew when so much of it is left. */
const RENEW_BEFORE_MS = 30 * DAY_MS
const LIST_DAYS = 7
const LOOK_MS = 3_600_000
const AUTHORITY_BITS = 3072
const KEY_BITS = 2048
/** Most certificates one account holds that still count; the oldest must be withdrawn before there are more. */
const MOST_EACH = 20

const CA = 'tak:authority'
const SERVER = 'tak:server'
const NAMES = 'tak:names'
const CERT = 'tak:cert:'

/** What TAK clients expect files with keys and trusted certificates to be closed with. It protects nothing by itself. */
export const P12_PASSWORD = 'atakatak'

/** A client certificate that was issued. Times epoch ms, `fingerprint` SHA-256 in small hex. */
export type Issued = {
  serial: string
  fingerprint: string
  user: string
  login: string
  /** What the device called itself when it enrolled. */
  device: string | null
  issuedAt: number
  expiresAt: number
  by: string
  cert: string
  revoked: { at: number; by: string; reason: string } | null
}

/** The node's own certificate authority for TAK: made when it is first needed, kept encrypted, never leaves the node. */
export class TakAuthority implements TakIdentity {
  readonly #app: App
  #authority: KeyAndCertificate | null = null
  #server: (KeyAndCertificate & { names: string[] }) | null = null
  #names: string[] = []
  readonly #issued = new Map<string, Issued>()
  readonly #revokedListeners = new Set<(fingerprint256: string) => void>()
  readonly #renewedListeners = new Set<() => void>()
  readonly #timer: NodeJS.Timeout
  readonly #stop: () => void

  private constructor(app: App) {
    this.#app = app
    this.#timer = setInterval(() => void this.#renew().catch((error: unknown) => app.log.error({ err: error }, 'the TAK server certificate could not be renewed')), LOOK_MS)
    this.#timer.unref()
    // Another process on the same database issues and withdraws as well; it says so in the history of the account.
    this.#stop = app.store.onCommit(({ changes }) => {
      if (changes.some(({ action }) => action.type === 'credentials' && String(action.patch['did']).startsWith('certificate-'))) {
        void this.#loadIssued().catch((error: unknown) => app.log.error({ err: error }, 'TAK certificates could not be read'))
      }
    })
  }

  /** Read what is kept; makes nothing yet. */
  static async open(app: App): Promise<TakAuthority> {
    const made = new TakAuthority(app)
    await made.#load()
    if (made.#authority) {
      await made.#renew()
    }
    return made
  }

  /** Read again what is kept: another process may have changed it. */
  async reload(): Promise<void> {
    await this.#load()
    this.#renewedListeners.forEach((tell) => tell())
  }

  async #load(): Promise<void> {
    const { side } = this.#app.store
    const [authority, names, server] = await Promise.all([side.secretSetting(CA), side.setting(NAMES), side.secretSetting(SERVER)])
    this.#authority = authority === null ? null : (JSON.parse(authority) as KeyAndCertificate)
    this.#names = names === null ? [] : (JSON.parse(names) as string[])
    this.#server = server === null ? null : (JSON.parse(server) as KeyAndCertificate & { names: string[] })
    await this.#loadIssued()
  }

  /** Make the authority and its server certificate where there is none yet. Takes a second or two of another thread. */
  async ensure(): Promise<void> {
    await this.#app.lanes.run('tak:authority', async () => {
      if (!this.#authority) {
        // Another process may have made it meanwhile: a second one would make strangers of every device.
        await this.#load()
      }
      if (this.#authority) {
        return
      }
      const { key, publicKey } = await newKey(AUTHORITY_BITS)
      const organisation = await this.#organisation()
      const now = this.#app.clock()
      const cert = issue({ use: 'authority', serial: newSerial(), publicKey, commonName: `${organisation} TAK ${new Date(now).getUTCFullYear()}`.slice(0, 64), organisation, issuer: { key }, now, days: AUTHORITY_DAYS })
      await this.#app.store.side.setSecretSetting(CA, JSON.stringify({ key, cert }))
      this.#authority = { key, cert }
    })
    if (!this.#server) {
      await this.#renew()
    }
  }

  /** The certificate of the authority (PEM) and when it ends; null while there is none. */
  authority(): { cert: string; fingerprint: string; expiresAt: number } | null {
    return this.#authority && { cert: this.#authority.cert, fingerprint: fingerprintOf(this.#authority.cert), expiresAt: endOf(this.#authority.cert) }
  }

  /** When the server certificate ends, and for which names it is good. */
  server(): { names: string[]; expiresAt: number } | null {
    return this.#server && { names: this.#server.names, expiresAt: endOf(this.#server.cert) }
  }

  /** Names an administrator typed; the first is what clients are told. */
  names(): readonly string[] {
    return this.#names
  }

  /** The name clients reach the node by: typed, of `VIGIE_TAK_HOST`, or of the public address; null when nobody has said. */
  host(): string | null {
    return this.#wanted()[0] ?? null
  }

  /** Names clients may use; the server certificate is made anew for them and connections opened from now on get it. */
  async setNames(names: readonly string[]): Promise<void> {
    this.#names = [...new Set(names.map(cleanName))]
    await this.#app.store.side.setSetting(NAMES, JSON.stringify(this.#names))
    if (this.#authority) {
      await this.#renew()
    }
  }

  /** Everything that was issued, newest first. */
  list(): Issued[] {
    return [...this.#issued.values()].sort((a, b) => b.issuedAt - a.issuedAt)
  }

  /** Issue a certificate to an account for a key it has shown. `by` does it; the history of the account says so. */
  async issueTo(account: AccountRecord, asked: { publicKey: string; device: string | null }, by: Reader): Promise<Issued> {
    await this.ensure()
    const authority = this.#authority as KeyAndCertificate
    const now = this.#app.clock()
    if (this.list().filter((one) => one.user === account.id && this.#counts(one)).length >= MOST_EACH) {
      throw new Problem('rule-broken', `${account.data.login} has ${MOST_EACH} certificates already. Withdraw those no device uses any more, then enrol again`)
    }
    const serial = newSerial()
    const cert = issue({ use: 'client', serial, publicKey: asked.publicKey, commonName: account.data.login, organisation: await this.#organisation(), issuer: authority, now, days: CLIENT_DAYS })
    const issued: Issued = { serial, fingerprint: fingerprintOf(cert), user: account.id, login: account.data.login, device: asked.device, issuedAt: now, expiresAt: endOf(cert), by: by.user, cert, revoked: null }
    await this.#app.store.side.setSetting(CERT + serial, JSON.stringify(issued))
    this.#issued.set(serial, issued)
    await noteCredential(this.#app.store, systemFor(by), account, 'certificate-issued', now, { name: nameOf(issued) })
    return issued
  }

  /** A key made here, for clients that cannot make one: its file opens with `P12_PASSWORD`. The key is not kept. */
  async issueWithKey(account: AccountRecord, device: string | null, by: Reader): Promise<{ issued: Issued; file: Buffer }> {
    const { key, publicKey } = await newKey(KEY_BITS)
    const issued = await this.issueTo(account, { publicKey, device }, by)
    return { issued, file: pkcs12(key, [issued.cert, (this.#authority as KeyAndCertificate).cert], P12_PASSWORD, account.data.login) }
  }

  /** Withdraw a certificate: it counts no more from this moment and its connections are cut. Throws Problem `not-found`. */
  async revoke(serial: string, account: AccountRecord | null, by: Reader, reason: string): Promise<Issued> {
    const known = this.#issued.get(serial)
    if (!known) {
      throw new Problem('not-found', 'no such certificate was issued here')
    }
    if (known.revoked) {
      return known
    }
    const now = this.#app.clock()
    const issued: Issued = { ...known, revoked: { at: now, by: by.user, reason } }
    await this.#app.store.side.setSetting(CERT + serial, JSON.stringify(issued))
    this.#issued.set(serial, issued)
    this.#revokedListeners.forEach((tell) => tell(asNodeWrites(issued.fingerprint)))
    this.#renewedListeners.forEach((tell) => tell())
    if (account) {
      await noteCredential(this.#app.store, systemFor(by), account, 'certificate-revoked', now, { name: nameOf(issued) })
    }
    return issued
  }

  /** The list of withdrawn certificates as PEM, good for a week; null while there is no authority. */
  revocationList(): string | null {
    const revoked = this.list().flatMap((one) => (one.revoked ? [{ serial: one.serial, at: one.revoked.at }] : []))
    const now = this.#app.clock()
    return this.#authority && revocationList(this.#authority, revoked, Math.floor(now / 1000), now, LIST_DAYS)
  }

  /** What clients trust, as PKCS#12 that opens with `P12_PASSWORD`. */
  trustStore(): Buffer | null {
    return this.#authority && pkcs12(null, [this.#authority.cert], P12_PASSWORD, 'vigie-tak')
  }

  /** The certificate a client showed, if it was issued here and still counts. Matched by its whole content, not by its name. */
  find(fingerprint: string): Issued | null {
    const wanted = fingerprint.replaceAll(':', '').toLowerCase()
    const found = [...this.#issued.values()].find((one) => one.fingerprint === wanted)
    return found && this.#counts(found) ? found : null
  }

  tlsOptions(): TakTls | null {
    // The chain goes along: clients that keep only the authority in their store still see who signed.
    return this.#authority && this.#server && { key: this.#server.key, cert: `${this.#server.cert}${this.#authority.cert}`, ca: [this.#authority.cert] }
  }

  accountOfCertificate(shown: ShownCertificate): string | null {
    return this.find(shown.fingerprint256)?.user ?? null
  }

  onRevoked(listener: (fingerprint256: string) => void): () => void {
    this.#revokedListeners.add(listener)
    return () => void this.#revokedListeners.delete(listener)
  }

  onRenewed(listener: () => void): () => void {
    this.#renewedListeners.add(listener)
    return () => void this.#renewedListeners.delete(listener)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#stop()
    this.#revokedListeners.clear()
    this.#renewedListeners.clear()
  }

  #counts(one: Issued): boolean {
    return one.revoked === null && one.expiresAt > this.#app.clock()
  }

  async #loadIssued(): Promise<void> {
    for (const { value } of await this.#app.store.side.settings(CERT)) {
      const one = JSON.parse(value) as Issued
      const before = this.#issued.get(one.serial)
      this.#issued.set(one.serial, before?.revoked ? before : one)
      if (before && !before.revoked && one.revoked) {
        this.#revokedListeners.forEach((tell) => tell(asNodeWrites(one.fingerprint)))
      }
    }
  }

  /** Make the server certificate where there is none, it ends soon, or its names are no longer those wanted. */
  async #renew(): Promise<void> {
    await this.#app.lanes.run('tak:server', async () => {
      const authority = this.#authority
      const names = [...new Set([...this.#wanted(), 'localhost', '127.0.0.1', '::1'])]
      const now = this.#app.clock()
      const standing = this.#server
      if (!authority || (standing && endOf(standing.cert) - now > RENEW_BEFORE_MS && names.join() === standing.names.join() && signedBy(standing.cert, authority.cert))) {
        return
      }
      const { key, publicKey } = await newKey(KEY_BITS)
      const cert = issue({ use: 'server', serial: newSerial(), publicKey, commonName: names[0] as string, organisation: await this.#organisation(), names, issuer: authority, now, days: SERVER_DAYS })
      this.#server = { key, cert, names }
      await this.#app.store.side.setSecretSetting(SERVER, JSON.stringify(this.#server))
      this.#renewedListeners.forEach((tell) => tell())
    })
  }

  #wanted(): string[] {
    const { publicUrl, takHosts } = this.#app.config
    const published = publicUrl === null ? null : (URL.parse(publicUrl)?.hostname ?? null)
    return [...new Set([...this.#names, ...takHosts, ...(published === null ? [] : [published.replace(/^\[|\]$/g, '')])])]
  }

  async #organisation(): Promise<string> {
    return ((await missionOf(this.#app.store))?.name ?? 'Vigie').slice(0, 64)
  }
}

/** A host name or address as a certificate carries it. Throws Problem at `/names`. */
export function cleanName(name: string): string {
  const clean = name.trim().toLowerCase().replace(/^\[|\]$/g, '')
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
  if (clean.length > 253 || !(isAddress(clean) ? URL.canParse(clean.includes(':') ? `http://[${clean}]/` : `http://${clean}/`) : new RegExp(`^${label}(?:\\.${label})*$`).test(clean))) {
    throw new Problem('invalid-input', `"${name.slice(0, 80)}" is neither a host name nor an address`, { fields: [{ path: '/names', problem: 'is neither a host name nor an address', fix: 'Write it without https:// and without a port, e.g. tak.example.org' }] })
  }
  return clean
}

/** SHA-256 of a public key (PEM), to know the same key again. */
export function keyPrint(publicKey: string): string {
  return createHash('sha256').update(publicKey.replace(/\s/g, '')).digest('hex')
}

function signedBy(cert: string, authority: string): boolean {
  return new X509Certificate(cert).verify(new X509Certificate(authority).publicKey)
}

function nameOf(issued: Issued): string {
  return `${issued.device ?? 'TAK'} ${issued.serial.slice(0, 12)}`.slice(-80)
}

function asNodeWrites(fingerprint: string): string {
  return fingerprint.toUpperCase().replace(/..(?=.)/g, '$&:')
}
