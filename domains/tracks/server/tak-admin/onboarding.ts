import { zipSync, type Zippable } from 'fflate'
import { Problem } from '../../../../core/problem.ts'
import { enrolUrl, itakText, MANIFEST_PATH, serverPreferences, writeManifest, writePreferences, type Preferences } from '../../../../formats/cot/package.ts'
import type { App } from '../../../../server/face.ts'
import { P12_PASSWORD, type TakAuthority } from './authority.ts'
import { ENROL_PORT, MARTI_CODEC, MARTI_PORT, portOption, streamPortOf } from './ports.ts'

/** Where devices reach the services, and what they trust. */
export type Onboard = { authority: TakAuthority; ports: { stream: number; marti: number; enrol: number } }

/** Device sides differ in where they look: ATAK and WinTAK in folders with a manifest, iTAK at the top of the archive. */
export type For = 'atak' | 'itak'

/** Where devices come in now. */
export function onboardOf(app: App, authority: TakAuthority): Onboard {
  const [feed] = app.feeds.running(MARTI_CODEC)
  return { authority, ports: { stream: streamPortOf(app), marti: feed?.config.port ?? MARTI_PORT, enrol: feed ? portOption(feed, 'enrolPort', ENROL_PORT) : ENROL_PORT } }
}

/** Texts for QR codes: ATAK enrols by itself from the first, iTAK reads the server from the second. */
export function onboardingTexts({ ports }: Onboard, host: string, login: string, code: string): { atak: string; itak: string } {
  return { atak: enrolUrl(ports.enrol === ENROL_PORT ? host : `${host}:${ports.enrol}`, login, code), itak: itakText(`Vigie ${host}`, host, ports.stream, true) }
}

/**
 * The package that makes a device trust this node and offers the connection; the device then asks for a login and an enrolment
 * code. Its trust store carries the name of the host, because WinTAK keeps those of all servers in one folder.
 */
export function connectionPackage(onboard: Onboard, side: For): { name: string; bytes: Uint8Array } {
  const { authority, ports } = onboard
  const host = authority.host()
  const trust = authority.trustStore()
  if (host === null || trust === null) {
    throw new Problem('wrong-state', trust === null ? 'switch the services for TAK devices on first: the package carries the certificate made then' : 'say first by which name or address devices reach this node: the package carries it')
  }
  const name = `vigie-${host.replace(/[^a-z0-9.-]/g, '-')}`
  const trustFile = `truststore-${name}.p12`
  const written = serverPreferences([{ description: `Vigie ${host}`, host: host.includes(':') ? `[${host}]` : host, port: ports.stream, secure: true, trustStore: `cert/${trustFile}`, trustPassword: P12_PASSWORD, enrol: true }])
  const preferences = writePreferences({ cot_streams: { ...written['cot_streams'], cacheCreds0: 'Cache credentials' }, [APP]: { ...written[APP], ...portPreferences(ports) } })
  const bytes = side === 'itak' ? zip({ 'config.pref': preferences, [trustFile]: trust }) : zip({ [MANIFEST_PATH]: manifest(name, ['certs/config.pref', `certs/${trustFile}`]), 'certs/config.pref': preferences, [`certs/${trustFile}`]: trust })
  return { name: `${name}${side === 'itak' ? '-itak' : ''}.zip`, bytes }
}

/** What a device gets after it has enrolled; null while there is nothing to give. */
export function profilePackage({ authority, ports }: Onboard): Buffer | null {
  const trust = authority.trustStore()
  const preferences = writePreferences({ [APP]: { displayServerConnectionWidget: true, ...portPreferences(ports) } })
  return trust && Buffer.from(zip({ [MANIFEST_PATH]: manifest('vigie-enrollment', ['preference.pref', 'truststore.p12']), 'preference.pref': preferences, 'truststore.p12': trust }))
}

const APP = 'com.atakmap.app_preferences'

/** Only what differs from what devices assume is said. Ports are texts to them. */
function portPreferences(ports: Onboard['ports']): Preferences[string] {
  return { ...(ports.marti === MARTI_PORT ? {} : { apiSecureServerPort: String(ports.marti) }), ...(ports.enrol === ENROL_PORT ? {} : { apiCertEnrollmentPort: String(ports.enrol) }) }
}

function manifest(name: string, entries: readonly string[]): string {
  return writeManifest({ uid: crypto.randomUUID(), name: `${name}.zip`, parameters: { onReceiveDelete: 'true' }, contents: entries.map((zipEntry) => ({ zipEntry, ignore: false, parameters: {} })) })
}

function zip(files: { [name: string]: string | Uint8Array }): Uint8Array {
  const entries: Zippable = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, typeof content === 'string' ? Buffer.from(content) : content]))
  return zipSync(entries, { level: 6 })
}
