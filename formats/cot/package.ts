import type { CotRead } from './event.ts'
import { attr, element, part, parts, textOf } from './detail.ts'
import { writeElement } from './xml.ts'
import { readXml } from './xml-tree.ts'

/**
 * Data packages of TAK clients: their manifest (`MANIFEST/manifest.xml`, version 2), preferences, and the texts of codes
 * that are scanned. The archive itself is a plain zip.
 */

export const MANIFEST_PATH = 'MANIFEST/manifest.xml'

/** One file of a package; parameters of CoT files name their event (`uid`, `name`, `isCoT`). */
export type PackageContent = { zipEntry: string; ignore: boolean; parameters: { [name: string]: string } }

/** `parameters` are those beyond uid and name (`onReceiveImport`, `onReceiveDelete`, `remarks`). */
export type PackageManifest = { uid: string; name: string; parameters: { [name: string]: string }; contents: PackageContent[] }

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MOST_CONTENTS = 10_000

function parametersOf(nodes: Parameters<typeof parts>[0]): { [name: string]: string } {
  return Object.fromEntries(parts(nodes, 'Parameter').map((one) => [attr(one, 'name') ?? '', attr(one, 'value') ?? textOf(one)]).filter(([name]) => name !== ''))
}

/** A path within an archive that stays within it. */
export function isSafeEntry(path: string): boolean {
  return path !== '' && path.length <= 1000 && !path.startsWith('/') && !/[\\:\u0000]/u.test(path) && !path.split('/').includes('..')
}

/** Reads a manifest: never throws. Entries that lead out of the archive refuse the whole package. */
export function readManifest(bytes: Uint8Array): CotRead<PackageManifest> {
  const read = readXml(bytes)
  if (!read.ok) {
    return read
  }
  const root = read.value
  if (root.name !== 'MissionPackageManifest') {
    return { ok: false, reason: 'the element is not a <MissionPackageManifest>', offset: 0 }
  }
  const { uid = '', name = '', ...parameters } = parametersOf(part(root.nodes, 'Configuration')?.nodes ?? [])
  const contents = parts(part(root.nodes, 'Contents')?.nodes ?? [], 'Content').map((content) => ({ zipEntry: attr(content, 'zipEntry') ?? '', ignore: attr(content, 'ignore') === 'true', parameters: parametersOf(content.nodes) }))
  const unsafe = contents.find(({ zipEntry }) => !isSafeEntry(zipEntry))
  if (unsafe !== undefined || contents.length > MOST_CONTENTS) {
    return { ok: false, reason: unsafe === undefined ? `more than ${MOST_CONTENTS} files` : 'a file of the package lies outside it', offset: 0 }
  }
  return { ok: true, value: { uid, name, parameters, contents } }
}

/** A manifest as XML. */
export function writeManifest(manifest: PackageManifest): string {
  const parameters = (values: { [name: string]: string }) => Object.entries(values).map(([name, value]) => element('Parameter', { name, value }))
  return DECLARATION + writeElement(element('MissionPackageManifest', { version: 2 }, [
    element('Configuration', {}, parameters({ uid: manifest.uid, name: manifest.name, ...manifest.parameters })),
    element('Contents', {}, manifest.contents.map((content) => element('Content', { ignore: content.ignore, zipEntry: content.zipEntry }, parameters(content.parameters)))),
  ]))
}

/** Preferences by their group; whole numbers are integers to the client unless their name says otherwise. */
export type Preferences = { [group: string]: { [key: string]: string | boolean | number } }

function javaClass(value: string | boolean | number): string {
  return `class java.lang.${typeof value === 'string' ? 'String' : typeof value === 'boolean' ? 'Boolean' : Number.isInteger(value) ? 'Integer' : 'Float'}`
}

/** `preference.pref` as Android clients read it. */
export function writePreferences(preferences: Preferences): string {
  const groups = Object.entries(preferences).map(([name, entries]) => element('preference', { version: 1, name }, Object.entries(entries).map(([key, value]) => element('entry', { key, class: javaClass(value) }, [String(value)]))))
  return `<?xml version="1.0" standalone="yes"?>\n${writeElement(element('preferences', {}, groups))}`
}

/** What a client needs to connect. Paths are those within the package, as the client keeps them (`cert/truststore.p12`). */
export type ServerEntry = { description: string; host: string; port: number; /** Mutual TLS, or plain TCP. */ secure: boolean; trustStore?: string; trustPassword?: string; clientCertificate?: string; clientPassword?: string; /** Ask the server for a certificate with name and password. */ enrol?: boolean }

/** Preferences that add servers to a client, the first chosen. */
export function serverPreferences(servers: readonly ServerEntry[], own: { callsign?: string; team?: string; role?: string } = {}): Preferences {
  const streams: { [key: string]: string | boolean | number } = { count: servers.length }
  servers.forEach((server, i) => {
    streams[`description${i}`] = server.description
    streams[`enabled${i}`] = true
    streams[`connectString${i}`] = `${server.host}:${server.port}:${server.secure ? 'ssl' : 'tcp'}`
    const optional = { caLocation: server.trustStore, caPassword: server.trustPassword, certificateLocation: server.clientCertificate, clientPassword: server.clientPassword, useAuth: server.enrol, enrollForCertificateWithTrust: server.enrol }
    for (const [key, value] of Object.entries(optional)) {
      if (value !== undefined) {
        streams[`${key}${i}`] = value
      }
    }
  })
  const app: { [key: string]: string | boolean | number } = { displayServerConnectionWidget: true }
  const [first] = servers
  for (const [key, value] of Object.entries({ caLocation: first?.trustStore, caPassword: first?.trustPassword, certificateLocation: first?.clientCertificate, clientPassword: first?.clientPassword, locationCallsign: own.callsign, locationTeam: own.team, atakRoleType: own.role })) {
    if (value !== undefined) {
      app[key] = value
    }
  }
  return { cot_streams: streams, 'com.atakmap.app_preferences': app }
}

/** Text of the code an Android client scans to enrol. */
export function enrolUrl(host: string, username: string, token: string): string {
  return `tak://com.atakmap.app/enroll?host=${encodeURIComponent(host)}&username=${encodeURIComponent(username)}&token=${encodeURIComponent(token)}`
}

/** Text of the code an Android client scans to fetch a package. */
export function importUrl(url: string): string {
  return `tak://com.atakmap.app/import?url=${encodeURIComponent(url)}`
}

/** Text of the code an iPhone client scans: name, host, port and protocol between commas, which none may hold. */
export function itakText(name: string, host: string, port: number, secure: boolean): string {
  return [name, host, String(port), secure ? 'ssl' : 'tcp'].map((one) => one.replaceAll(',', ' ').trim()).join(',')
}
