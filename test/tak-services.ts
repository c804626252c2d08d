import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import os from 'node:os'
import path from 'node:path'
import { connect } from 'node:tls'
import forge from 'node-forge'
import { newKey } from '../domains/tracks/server/tak-admin/x509.ts'
import { freePort } from './feeds.ts'
import { runningNode, type Person } from './running-node.ts'
import { SYSTEM, until } from './store.ts'

/** An answer of one of the TAK listeners. */
export type Said = { status: number; headers: Record<string, unknown>; bytes: Buffer; text: string }
/** What goes with a request, and who sends it. */
export type Send = { login?: string; secret?: string; key?: string; cert?: string; body?: string | Buffer; headers?: Record<string, string> }
/** A device that enrolled. */
export type Enrolled = { key: string; cert: string; serial: string }

/** One request for each name, where nothing depends on the key being another. */
const requests = new Map<string, Promise<{ key: string; pem: string }>>()

export function usualRequest(commonName: string): Promise<{ key: string; pem: string }> {
  const made = requests.get(commonName) ?? request10(commonName)
  requests.set(commonName, made)
  return made
}

/** A key and a PKCS#10 request as a device makes them. */
export async function request10(commonName: string, bits = 2048): Promise<{ key: string; pem: string }> {
  const { key, publicKey } = await newKey(bits)
  const csr = forge.pki.createCertificationRequest()
  csr.publicKey = forge.pki.publicKeyFromPem(publicKey)
  csr.setSubject([{ shortName: 'CN', value: commonName }, { shortName: 'O', value: 'whatever' }])
  csr.sign(forge.pki.privateKeyFromPem(key), forge.md.sha256.create())
  return { key, pem: forge.pki.certificationRequestToPem(csr) }
}

export const bare = (pem: string): string => pem.replace(/-----[^-]+-----/g, '').replace(/\s/g, '')
export const whole = (base64: string): string => `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export function openssl(...args: string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Files for programs that read nothing else. */
export function shelf(): { dir: string; file(name: string, content: string | Buffer): string; clear(): void } {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'vigie-tak-'))
  return {
    dir,
    file(name, content) {
      const target = path.join(dir, name)
      writeFileSync(target, content)
      return target
    },
    clear: () => rmSync(dir, { recursive: true, force: true }),
  }
}

/** A file as a device sends it up. */
export function upload(bytes: Buffer, query: string): Send & { url: string } {
  const boundary = 'device-boundary'
  const body = Buffer.concat([Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="assetfile"; filename="overlay.zip"\r\ncontent-type: application/x-zip-compressed\r\n\r\n`), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
  return { url: `/Marti/sync/missionupload?${query}`, body, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}

export type TakServices = Awaited<ReturnType<typeof takServices>>

/** A node with every service for TAK devices switched on, a chief who administers it and a scout. */
export async function takServices() {
  const node = await runningNode()
  const chief = await node.person('chief', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
  const scout = await node.person('scout.one', { clearance: 'C', grants: [{ role: 'TOC', area: null }] })
  const ports = { stream: await freePort(), marti: await freePort(), enrol: await freePort(), clear: await freePort() }
  assert.equal((await node.call('POST', '/api/tak/names', { as: chief, body: { names: ['tak.example.org'] } })).json.host, 'tak.example.org')
  await node.store.commit(SYSTEM, [{ id: 'tech-1', record: 'tech', kind: 'technology', type: 'create', at: '2026-01-01T00:00:00Z', basedOn: null, patch: { data: TECHNOLOGY } }])
  const feed = { name: 'web', technology: 'tak', codec: 'tak-marti', transport: 'tcp-server', address: '127.0.0.1', port: ports.marti, options: { enrolPort: ports.enrol, clearPort: ports.clear }, enabled: true, registers: false }
  const stream = { name: 'stream', technology: 'tak', codec: 'tak', transport: 'tcp-server', address: '127.0.0.1', port: ports.stream, options: { tls: true }, enabled: true, registers: false }
  for (const data of [feed, stream]) {
    assert.equal((await node.call('POST', '/api/records', { as: chief, body: { kind: 'feed', data } })).status, 201)
  }
  await node.node.listen({ port: 0, host: '127.0.0.1' })
  const services = async (): Promise<{ name: string; open: boolean; problem: string | null }[]> => (await node.call('GET', '/api/tak', { as: chief })).json.services
  await until(async () => (await services()).length === 3, 'three services')
  assert.deepEqual((await services()).map((one) => [one.name, one.open, one.problem]), [['marti', true, null], ['enrolment', true, null], ['marti-clear', true, null]])
  const ca = (await node.call('GET', '/api/tak/authority', { as: chief })).body

  /** Ask one of the TAK listeners as a device does: trusting the authority alone. */
  function ask(port: number, method: string, url: string, send: Send = {}): Promise<Said> {
    return new Promise((resolve, reject) => {
      const asked = request({
        host: '127.0.0.1', port, path: url, method, ca, agent: false, ...(send.key === undefined ? {} : { key: send.key }), ...(send.cert === undefined ? {} : { cert: send.cert }),
        headers: { ...(send.login === undefined ? {} : { authorization: `Basic ${Buffer.from(`${send.login}:${send.secret}`).toString('base64')}` }), ...send.headers },
      }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(parts), text: Buffer.concat(parts).toString('utf8') }))
        answer.on('error', reject)
      })
      asked.on('error', reject)
      asked.end(send.body)
    })
  }

  async function code(user: Person): Promise<string> {
    const made = await node.call('POST', '/api/tak/codes', { as: chief, body: { user: user.account.id } })
    assert.equal(made.status, 201, made.body)
    return made.json.code as string
  }

  /** Enrol a device of a person, with a key and request of its own where given. */
  async function enrol(person: Person, device: string, own?: { key: string; pem: string }): Promise<Enrolled> {
    const { login } = person.account.data
    const asked = own ?? (await usualRequest(login))
    const answer = await ask(ports.enrol, 'POST', `/Marti/api/tls/signClient/v2?clientUid=${device}&version=3`, { login, secret: await code(person), body: asked.pem })
    assert.equal(answer.status, 200, answer.text)
    const cert = whole(JSON.parse(answer.text).signedCert)
    return { key: asked.key, cert, serial: new X509Certificate(cert).serialNumber.toLowerCase() }
  }

  /** Connect to the stream as a device and say who it is. */
  async function stand(device: { key: string; cert: string }, callsign: string): Promise<{ heard(): string; end(): void }> {
    const socket = connect({ host: '127.0.0.1', port: ports.stream, ca, ...device })
    await once(socket, 'secureConnect')
    let heard = ''
    socket.on('data', (bytes: Buffer) => { heard += bytes.toString('utf8') })
    const iso = (at: number): string => new Date(at).toISOString()
    const now = Date.now()
    socket.write(`<event version="2.0" uid="UID-${callsign}" type="a-f-G-U-C" how="m-g" time="${iso(now)}" start="${iso(now)}" stale="${iso(now + 300_000)}"><point lat="4.1" lon="18.1" hae="300" ce="9" le="9"/><detail><contact callsign="${callsign}" endpoint="*:-1:stcp"/></detail></event>`)
    return { heard: () => heard, end: () => socket.destroy() }
  }

  return { node, chief, scout, ports, ca, ask, code, enrol, stand }
}

/** An entry of the register under which the services may run. */
const TECHNOLOGY = {
  name: 'TAK devices', code: 'tak', type: 'tracker', purpose: 'Positions of our own people',
  consent: { status: 'granted', by: 'Ministry', reference: 'NV-1', from: '2026-01-01' }, diligence: { status: 'cleared', by: 'DPO', reference: 'DD-1', on: '2026-01-01', reviewBy: '2030-01-01' },
}
