import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { request } from 'node:https'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { connect } from 'node:tls'
import { unzipSync, strFromU8, zipSync } from 'fflate'
import forge from 'node-forge'
import { SYSTEM, until } from '../../../../test/store.ts'
import { runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { takIdentity } from '../tak/face.ts'
import { TakAuthority } from './authority.ts'
import { enrolTls } from './enrol-tls.ts'
import { issue, newKey, newSerial } from './x509.ts'

type Said = { status: number; headers: Record<string, unknown>; bytes: Buffer; text: string }
type Send = { login?: string; secret?: string; key?: string; cert?: string; body?: string | Buffer; headers?: Record<string, string> }

let node: RunningNode
let chief: Person
let scout: Person
let ports: { stream: number; marti: number; enrol: number; clear: number }
let ca = ''
const dir = mkdtempSync(path.join(os.tmpdir(), 'vigie-tak-'))

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

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

/** One request for each name, where nothing depends on the key being another. */
const requests = new Map<string, Promise<{ key: string; pem: string }>>()

function usualRequest(commonName: string): Promise<{ key: string; pem: string }> {
  const made = requests.get(commonName) ?? request10(commonName)
  requests.set(commonName, made)
  return made
}

/** A key and a PKCS#10 request as a device makes them. */
async function request10(commonName: string, bits = 2048): Promise<{ key: string; pem: string }> {
  const { key, publicKey } = await newKey(bits)
  const csr = forge.pki.createCertificationRequest()
  csr.publicKey = forge.pki.publicKeyFromPem(publicKey)
  csr.setSubject([{ shortName: 'CN', value: commonName }, { shortName: 'O', value: 'whatever' }])
  csr.sign(forge.pki.privateKeyFromPem(key), forge.md.sha256.create())
  return { key, pem: forge.pki.certificationRequestToPem(csr) }
}

const bare = (pem: string): string => pem.replace(/-----[^-]+-----/g, '').replace(/\s/g, '')
const whole = (base64: string): string => `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`

async function code(user: Person): Promise<string> {
  const made = await node.call('POST', '/api/tak/codes', { as: chief, body: { user: user.account.id } })
  assert.equal(made.status, 201, made.body)
  return made.json.code as string
}

/** Enrol a device of a person. */
async function enrol(person: Person, device: string): Promise<{ key: string; cert: string; serial: string }> {
  const { login } = person.account.data
  const asked = await usualRequest(login)
  const answer = await ask(ports.enrol, 'POST', `/Marti/api/tls/signClient/v2?clientUid=${device}&version=3`, { login, secret: await code(person), body: asked.pem })
  assert.equal(answer.status, 200, answer.text)
  const cert = whole(JSON.parse(answer.text).signedCert)
  return { key: asked.key, cert, serial: new X509Certificate(cert).serialNumber.toLowerCase() }
}

function openssl(...args: string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

function file(name: string, content: string | Buffer): string {
  const target = path.join(dir, name)
  writeFileSync(target, content)
  return target
}

function upload(bytes: Buffer, query: string): Send & { url: string } {
  const boundary = 'device-boundary'
  const body = Buffer.concat([Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="assetfile"; filename="overlay.zip"\r\ncontent-type: application/x-zip-compressed\r\n\r\n`), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
  return { url: `/Marti/sync/missionupload?${query}`, body, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
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

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('devices of the team awareness kit', { timeout: 240_000 }, () => {
  before(async () => {
    node = await runningNode()
    chief = await node.person('chief', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
    scout = await node.person('scout.one', { clearance: 'C', grants: [{ role: 'TOC', area: null }] })
    ports = { stream: await freePort(), marti: await freePort(), enrol: await freePort(), clear: await freePort() }
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
    ca = (await node.call('GET', '/api/tak/authority', { as: chief })).body
  })
  after(async () => {
    await node?.close()
    rmSync(dir, { recursive: true, force: true })
  })

  test('the authority signs what OpenSSL proves: chain, names, list of withdrawn, purpose', async () => {
    const { cert } = await enrol(scout, 'ANDROID-chain')
    const caFile = file('ca.pem', ca)
    assert.match(openssl('verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', caFile, file('client.pem', cert)), /OK/)
    assert.throws(() => openssl('verify', '-purpose', 'sslserver', '-CAfile', caFile, file('client.pem', cert)))
    assert.match(openssl('x509', '-in', file('client.pem', cert), '-noout', '-subject'), /CN = scout\.one/)
    const crl = (await node.call('GET', '/api/tak/crl', { as: chief })).body
    assert.match(openssl('verify', '-crl_check', '-CAfile', caFile, '-CRLfile', file('crl.pem', crl), file('client.pem', cert)), /OK/)
  })

  test('tells what to ask for, to nobody who is nobody', async () => {
    assert.equal((await ask(ports.enrol, 'GET', '/Marti/api/tls/config')).status, 401)
    assert.equal((await ask(ports.enrol, 'GET', '/Marti/api/tls/config', { login: 'scout.one', secret: 'wrong' })).status, 401)
    const said = await ask(ports.enrol, 'GET', '/Marti/api/tls/config', { login: 'scout.one', secret: scout.token })
    assert.match(said.text, /<ns2:certificateConfig [^>]*validityDays="365"><nameEntries><nameEntry name="O" value="[^"]+"\/>/)
  })

  test('signs requests with and without PEM lines; answers JSON or XML as clients ask', async () => {
    const { pem } = await usualRequest('scout.one')
    for (const [body, accept] of [[pem, undefined], [bare(pem), '*/*'], [pem, 'text/plain'], [pem, 'application/json']] as const) {
      const said = await ask(ports.enrol, 'POST', '/Marti/api/tls/signClient/v2?clientUid=A&version=3', { login: 'scout.one', secret: scout.token, body, ...(accept ? { headers: { accept, 'content-type': 'application/x-www-form-urlencoded' } } : {}) })
      assert.equal(said.status, 200, said.text)
      const { signedCert, ca0 } = JSON.parse(said.text)
      assert.ok(new X509Certificate(whole(signedCert)).verify(new X509Certificate(whole(ca0)).publicKey))
    }
    const xml = await ask(ports.enrol, 'POST', '/Marti/api/tls/signClient/v2', { login: 'SCOUT.ONE', secret: scout.token, body: pem, headers: { accept: 'application/xml' } })
    assert.match(xml.text, /^<\?xml[^>]+>\n<enrollment><signedCert>[^<]+<\/signedCert><ca>[^<]+<\/ca><\/enrollment>/)
  })

  test('what cannot be signed is refused with what to change', async () => {
    const refused = async (body: string, says: RegExp, status: number): Promise<void> => {
      const said = await ask(ports.enrol, 'POST', '/Marti/api/tls/signClient/v2', { login: 'scout.one', secret: scout.token, body })
      assert.equal(said.status, status, said.text)
      assert.match(said.text, says)
    }
    const good = (await usualRequest('scout.one')).pem
    await refused((await usualRequest('chief')).pem, /CN=scout\.one/, 403)
    await refused((await request10('scout.one', 1024)).pem, /1024 bits/, 400)
    await refused('nonsense!', /not base64/, 400)
    await refused('AAAA', /not a PKCS#10/, 400)
    await refused(bare(good).slice(0, 400), /not a PKCS#10/, 400)
    const flipped = Buffer.from(bare(good), 'base64')
    flipped[flipped.length - 5]! ^= 1
    await refused(flipped.toString('base64'), /signature/, 400)
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', path.join(dir, 'ec.pem'))
    await refused(openssl('req', '-new', '-key', path.join(dir, 'ec.pem'), '-subj', '/CN=scout.one'), /not RSA/, 400)
    assert.equal((await ask(ports.enrol, 'POST', '/Marti/api/tls/signClient/v2', { login: 'scout.one', secret: scout.token })).status, 400)
  })

  test('a code is good for one device, and for that one again when the answer was lost', async () => {
    const secret = await code(scout)
    const asked = await usualRequest('scout.one')
    const sign = (body: string): Promise<Said> => ask(ports.enrol, 'POST', '/Marti/api/tls/signClient/v2?clientUid=B', { login: 'scout.one', secret, body })
    const first = await sign(asked.pem)
    assert.equal(first.status, 200)
    assert.equal(JSON.parse((await sign(asked.pem)).text).signedCert, JSON.parse(first.text).signedCert)
    const other = await sign((await request10('scout.one')).pem)
    assert.equal(other.status, 403)
    assert.match(other.text, /used already/)
    assert.equal((await ask(ports.enrol, 'GET', '/Marti/api/tls/config', { login: 'chief', secret })).status, 401, 'of somebody else it is nothing')
    const taken = await node.call('POST', '/api/tak/codes', { as: chief, body: { user: scout.account.id } })
    assert.equal((await node.call('DELETE', `/api/tak/codes/${taken.json.id}`, { as: chief })).status, 204)
    assert.equal((await ask(ports.enrol, 'GET', '/Marti/api/tls/config', { login: 'scout.one', secret: taken.json.code })).status, 401)
  })

  test('old clients get key and certificate in a file their key stores open', async () => {
    const said = await ask(ports.enrol, 'POST', '/Marti/api/tls/signClient?clientUid=OLD', { login: 'scout.one', secret: scout.token, body: '' })
    assert.equal(said.status, 200, said.text)
    const p12 = file('old.p12', said.bytes)
    assert.match(openssl('pkcs12', '-legacy', '-in', p12, '-passin', 'pass:atakatak', '-nodes'), /BEGIN PRIVATE KEY[\s\S]*|[\s\S]*BEGIN PRIVATE KEY/)
    assert.match(openssl('pkcs12', '-in', p12, '-passin', 'pass:atakatak', '-nokeys', '-clcerts'), /CN = scout\.one/)
  })

  test('the profile and the connection package carry what the device trusts and no secret', async () => {
    const said = await ask(ports.enrol, 'GET', '/Marti/api/tls/profile/enrollment?clientUid=A', { login: 'scout.one', secret: scout.token })
    const profile = unzipSync(said.bytes)
    assert.deepEqual(Object.keys(profile).sort(), ['MANIFEST/manifest.xml', 'preference.pref', 'truststore.p12'])
    assert.match(openssl('pkcs12', '-in', file('trust.p12', Buffer.from(profile['truststore.p12']!)), '-passin', 'pass:atakatak', '-nokeys'), /BEGIN CERTIFICATE/)
    assert.match(strFromU8(profile['preference.pref']!), new RegExp(`apiSecureServerPort[^>]*>${ports.marti}<`))
    for (const side of ['atak', 'itak']) {
      const pack = await node.node.fastify.inject({ method: 'GET', url: `/api/tak/package?for=${side}`, headers: { authorization: `Bearer ${chief.token}` } })
      const files = unzipSync(pack.rawPayload)
      const preferences = strFromU8(files[side === 'atak' ? 'certs/config.pref' : 'config.pref']!)
      assert.match(preferences, /connectString0[^>]*>tak\.example\.org:\d+:ssl</)
      assert.match(preferences, /caLocation0[^>]*>cert\/truststore-vigie-tak\.example\.org\.p12</)
      assert.equal('MANIFEST/manifest.xml' in files, side === 'atak')
      assert.doesNotMatch(openssl('pkcs12', '-in', file('t.p12', Buffer.from(files[Object.keys(files).find((name) => name.endsWith('.p12'))!]!)), '-passin', 'pass:atakatak', '-nodes'), /PRIVATE KEY/)
    }
  })

  test('with its certificate a device is its account; without, or with that of another authority, nobody', async () => {
    const device = await enrol(scout, 'ANDROID-1')
    const version = await ask(ports.marti, 'GET', '/Marti/api/version/config', device)
    assert.equal(version.status, 200, version.text)
    assert.equal(JSON.parse(version.text).version, '3')
    for (const url of ['/Marti/api/version', '/Marti/api/clientEndPoints', '/Marti/api/groups/all?useCache=true', '/Marti/api/groups/active?clientUid=A', '/Marti/sync/search?keywords=missionpackage&tool=public', '/Marti/vcm', '/Marti/api/video', '/Marti/api/contacts/all', '/Marti/api/tls/config']) {
      assert.equal((await ask(ports.marti, 'GET', url, device)).status, 200, url)
    }
    assert.equal((await ask(ports.marti, 'GET', '/Marti/api/device/profile/connection?syncSecago=1', device)).status, 204)
    assert.equal((await ask(ports.marti, 'GET', '/Marti/api/device/profile/tool/x', device)).status, 204)
    assert.equal((await ask(ports.marti, 'GET', '/Marti/api/cot/xml/nobody', device)).status, 404)
    for (const list of ['/Marti/api/missions?tool=public', '/Marti/api/missions/all/invitations?clientUid=ANDROID-1']) {
      assert.deepEqual(JSON.parse((await ask(ports.marti, 'GET', list, device)).text).data, [], 'there are no missions, which clients ask for whenever they connect')
    }
    assert.equal((await ask(ports.marti, 'GET', '/Marti/api/missions/Alpha', device)).status, 501)
    assert.equal((await ask(ports.marti, 'PUT', '/Marti/api/missions/Alpha?creatorUid=ANDROID-1', device)).status, 501)
    assert.equal((await ask(ports.marti, 'GET', '/elsewhere', device)).status, 404)
    await assert.rejects(ask(ports.marti, 'GET', '/Marti/api/version'))
    const { key, publicKey } = await newKey(2048)
    const foreign = issue({ use: 'authority', serial: newSerial(), publicKey, commonName: 'scout.one', organisation: 'x', issuer: { key }, now: Date.now(), days: 9 })
    await assert.rejects(ask(ports.marti, 'GET', '/Marti/api/version', { key, cert: foreign }))
  })

  test('who is there, in which groups, and the last event of each: as far as one may see', async () => {
    const device = await enrol(scout, 'ANDROID-20')
    const standing = await stand(device, 'THERE')
    const there = async (who: Send) => JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/clientEndPoints?secAgo=0', who)).text)
    await until(async () => (await there(device)).data.some((one: { uid: string }) => one.uid === 'UID-THERE'), 'it is there')
    const { version, type, nodeId, data } = await there(device)
    assert.deepEqual([version, type, nodeId, data[0].callsign, data[0].username, data[0].lastStatus], ['3', 'com.bbn.marti.remote.ClientEndpoint', node.store.node, 'THERE', 'scout.one', 'Connected'])
    assert.equal(JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/contacts/all', device)).text)[0].callsign, 'THERE')
    const groups = JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/groups/all?useCache=true', device)).text).data
    assert.deepEqual([...new Set(groups.map((one: { direction: string }) => one.direction))].sort(), ['IN', 'OUT'])
    assert.ok(groups.every((one: { active: boolean; bitpos: number }) => one.active && one.bitpos >= 2))
    const event = await ask(ports.marti, 'GET', '/Marti/api/cot/xml/UID-THERE', device)
    assert.match(event.text, /uid="UID-THERE"[\s\S]*callsign="THERE"/)
    const low = await enrol(await node.person('there.low', { clearance: 'U', grants: [{ role: 'MILOB', area: null }] }), 'ANDROID-21')
    assert.deepEqual((await there(low)).data, [])
    assert.equal((await ask(ports.marti, 'GET', '/Marti/api/contacts/all', low)).text, '[]')
    assert.equal((await ask(ports.marti, 'GET', '/Marti/api/cot/xml/UID-THERE', low)).status, 404)
    standing.end()
    await until(async () => (await there(device)).data.length === 0, 'it has left')
  })

  test('a data package goes up, is a record, comes down by its hash; private, foreign, damaged and hostile ones do not', async () => {
    const device = await enrol(scout, 'ANDROID-2')
    const bytes = Buffer.from(zipSync({ 'MANIFEST/manifest.xml': Buffer.from('<MissionPackageManifest version="2"/>'), 'a.txt': Buffer.from('route') }))
    const hash = sha256(bytes)
    assert.equal((await ask(ports.marti, 'GET', `/Marti/sync/missionquery?hash=${hash}`, device)).status, 404)
    const { url, ...send } = upload(bytes, `hash=${hash}&filename=overlay.zip&creatorUid=ANDROID-2`)
    const up = await ask(ports.marti, 'POST', url, { ...device, ...send })
    assert.equal(up.status, 200, up.text)
    assert.equal(up.text, `https://127.0.0.1:${ports.marti}/Marti/sync/content?hash=${hash}`)
    assert.equal((await ask(ports.marti, 'POST', url, { ...device, ...send })).text, up.text)
    assert.ok((await ask(ports.marti, 'GET', `/Marti/sync/content?hash=${hash.toUpperCase()}`, device)).bytes.equals(bytes))
    const listed = async (): Promise<string[]> => JSON.parse((await ask(ports.marti, 'GET', '/Marti/sync/search?keywords=missionpackage', device)).text).results.map((one: { Name: string }) => one.Name)
    assert.deepEqual(await listed(), ['overlay.zip'])
    const records = (await node.call('GET', '/api/records?kind=data-package', { as: chief })).json
    assert.equal(records.total, 1)
    assert.equal(records.items[0].handling.level, 'C')
    const changed = await node.call('POST', `/api/records/${records.items[0].id}/actions`, { as: chief, body: { type: 'edit', basedOn: records.items[0].version, patch: { fields: { sha256: '0'.repeat(64) } } } })
    assert.equal(changed.status, 422, 'the hash is the file’s')
    const history = (await node.call('GET', `/api/records/${records.items[0].id}/history`, { as: chief })).body
    assert.match(history, /"export"/)

    // Need-to-know: raised above the scout's clearance it is gone, with no difference from one that never was.
    const raised = await node.call('POST', `/api/records/${records.items[0].id}/actions`, { as: chief, body: { type: 'handle', basedOn: records.items[0].version, patch: { handling: { ...records.items[0].handling, level: 'SC' } }, reason: 'test' } })
    assert.equal(raised.status, 200, raised.body)
    assert.equal((await ask(ports.marti, 'GET', `/Marti/sync/content?hash=${hash}`, device)).status, 404)
    assert.deepEqual(await listed(), [])
    await node.call('POST', `/api/records/${records.items[0].id}/actions`, { as: chief, body: { type: 'handle', basedOn: raised.json.version, patch: { handling: records.items[0].handling }, reason: 'test' } })

    const other = await enrol(chief, 'ANDROID-3')
    assert.equal((await ask(ports.marti, 'PUT', `/Marti/api/sync/metadata/${hash}/tool`, { ...other, body: 'private' })).status, 403)
    assert.equal((await ask(ports.marti, 'PUT', `/Marti/api/sync/metadata/${hash}/tool`, { ...device, body: 'private', headers: { 'content-type': 'text/plain' } })).status, 200)
    assert.deepEqual(JSON.parse((await ask(ports.marti, 'GET', '/Marti/sync/search', other)).text).results, [])
    assert.equal((await ask(ports.marti, 'GET', `/Marti/sync/content?hash=${hash}`, other)).status, 200, 'who was told the hash fetches it')

    const wrong = upload(bytes, `hash=${'0'.repeat(64)}&filename=x.zip`)
    assert.match((await ask(ports.marti, 'POST', wrong.url, { ...device, ...wrong })).text, /damaged on the way/)
    const noZip = upload(Buffer.from('just text'), 'filename=x.zip')
    assert.equal((await ask(ports.marti, 'POST', noZip.url, { ...device, ...noZip })).status, 400)
    const bomb = upload(Buffer.from(zipSync({ 'zeros.bin': new Uint8Array(20_000_000) })), 'filename=bomb.zip')
    assert.equal((await ask(ports.marti, 'POST', bomb.url, { ...device, ...bomb })).status, 413)
    const slip = upload(Buffer.from(zipSync({ '../../etc/passwd': Buffer.from('x') })), 'filename=slip.zip')
    assert.equal((await ask(ports.marti, 'POST', slip.url, { ...device, ...slip })).status, 400)
    const large = upload(Buffer.alloc(50_000_001), 'filename=large.zip')
    assert.equal((await ask(ports.marti, 'POST', large.url, { ...device, ...large })).status, 413)
  })

  test('videos are those the account may see', async () => {
    const device = await enrol(scout, 'ANDROID-4')
    const made = await node.call('POST', '/api/records', { as: chief, body: { kind: 'video-source', data: { name: 'Gate <1>', url: 'rtsp://camera.example:554/live?x=1&y=2' } } })
    assert.equal(made.status, 201, made.body)
    assert.equal((await node.call('POST', '/api/records', { as: chief, body: { kind: 'video-source', data: { name: 'x', url: 'rtsp://u:p@camera.example/live' } } })).status, 422)
    assert.match((await ask(ports.marti, 'GET', '/Marti/vcm', device)).text, /<alias>Gate &lt;1&gt;<\/alias>.*<address>camera\.example<\/address><port>554<\/port>.*<path>\/live\?x=1&amp;y=2<\/path>/)
    assert.equal(JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/video', device)).text).videoConnections[0].feeds[0].url, 'rtsp://camera.example:554/live?x=1&y=2')
    await node.call('POST', `/api/records/${made.json.id}/actions`, { as: chief, body: { type: 'handle', basedOn: made.json.version, patch: { handling: { ...made.json.handling, level: 'SC' } }, reason: 'test' } })
    assert.deepEqual(JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/video', device)).text).videoConnections, [])
  })

  test('a video a device sends is a draft its sender alone is listed, until a person takes it over; never lost, never with a password', async () => {
    const [device, other] = [await enrol(scout, 'ANDROID-10'), await enrol(chief, 'ANDROID-11')]
    const xml = (url: string): string => `<videoConnections><feed><protocol>rtsp</protocol><alias>Drone &amp; 1</alias><uid>V-1</uid><address>${url}</address><port>8554</port><roverPort>-1</roverPort><path>live</path></feed></videoConnections>`
    assert.equal((await ask(ports.marti, 'POST', '/Marti/vcm', { ...device, body: xml('drone.example') })).status, 200)
    assert.equal((await ask(ports.marti, 'POST', '/Marti/vcm', { ...device, body: xml('drone.example') })).status, 200, 'the same again is the same')
    const listed = async (who: Send): Promise<string[]> => JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/video', who)).text).videoConnections.map((one: { uuid: string }) => one.uuid)
    assert.deepEqual(await listed(device), ['V-1'])
    assert.ok(!(await listed(other)).includes('V-1'))
    const drafts = async (): Promise<{ id: string; version: number; data: { [name: string]: unknown } }[]> => (await node.call('GET', '/api/records?kind=video-source&where.offered=true', { as: chief })).json.items
    const [draft] = await drafts()
    assert.deepEqual([(await drafts()).length, draft?.data['url'], draft?.data['name'], (draft!.data['offered'] as { uid: string }).uid], [1, 'rtsp://drone.example:8554/live', 'Drone & 1', 'V-1'])
    assert.equal((await node.call('POST', `/api/records/${draft!.id}/actions`, { as: scout, body: { type: 'take-over', basedOn: draft!.version, patch: {} } })).status, 403, 'who may not')
    const taken = await node.call('POST', `/api/records/${draft!.id}/actions`, { as: chief, body: { type: 'take-over', basedOn: draft!.version, patch: {} } })
    assert.equal(taken.status, 200, taken.body)
    assert.ok((await listed(other)).includes(draft!.id))
    // Another address under the same name does not change what was taken over: it is a draft of its own.
    const put = await ask(ports.marti, 'PUT', '/Marti/api/video/V-1', { ...device, body: JSON.stringify({ uuid: 'V-1', alias: 'Drone 1', feeds: [{ uuid: 'V-1', url: 'rtsp://user:secret@moved.example/live' }] }) })
    assert.deepEqual([put.status, JSON.parse(put.text).kept], [200, 1])
    assert.deepEqual((await drafts()).map((one) => [one.data['url'], String(one.data['note']).includes('secret')]), [['rtsp://moved.example/live', false]])
    assert.equal(JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/video/V-1', device)).text).feeds[0].url, 'rtsp://moved.example/live')
    assert.equal((await ask(ports.marti, 'GET', '/Marti/api/video/V-1', other)).status, 404)
    assert.equal((await ask(ports.marti, 'DELETE', `/Marti/api/video/${draft!.id}`, device)).status, 403, 'what was taken over is not its own any more')
    assert.equal((await ask(ports.marti, 'DELETE', '/Marti/vcm/V-1', device)).status, 200)
    assert.equal((await drafts()).length, 0)
    // What cannot be kept is told and stands in the quarantine.
    const mixed = await ask(ports.marti, 'POST', '/Marti/api/video', { ...device, body: JSON.stringify({ videoConnections: [{ uuid: 'A', alias: 'Good', feeds: [{ uuid: 'A', url: 'srt://a.example:9000' }] }, { uuid: 'B', alias: 'Bad', feeds: [{ uuid: 'B', url: 'file:///etc/passwd' }] }] }) })
    assert.deepEqual([mixed.status, JSON.parse(mixed.text).kept, JSON.parse(mixed.text).refused[0].name], [200, 1, 'Bad'])
    assert.equal((await ask(ports.marti, 'POST', '/Marti/vcm', { ...device, body: '<!DOCTYPE x [<!ENTITY e "e">]><videoConnections>&e;</videoConnections>' })).status, 400)
    const feeds = (await node.call('GET', '/api/records?kind=feed', { as: chief })).json.items as { id: string; data: { codec: string } }[]
    const web = feeds.find((one) => one.data.codec === 'tak-marti')!
    const kept = (await node.call('GET', `/api/feeds/${web.id}/quarantine`, { as: chief })).body
    assert.match(kept, /Bad its address is not an address of a stream/)
    assert.match(kept, /is not a list of/)
    const observer = await node.person('video.observer', { clearance: 'U', grants: [{ role: 'MILOB', area: null }] })
    assert.equal((await ask(ports.marti, 'POST', '/Marti/vcm', { ...(await enrol(observer, 'ANDROID-12')), body: xml('x.example') })).status, 403)
  })

  test('a camera named on the stream is a draft too, and its event is kept whole', async () => {
    const device = await enrol(scout, 'ANDROID-13')
    const socket = connect({ host: '127.0.0.1', port: ports.stream, ca, ...device })
    await once(socket, 'secureConnect')
    const at = new Date().toISOString()
    socket.write(`<event version="2.0" uid="CAM-1" type="b-m-p-s-p-loc" how="h-e" time="${at}" start="${at}" stale="${new Date(Date.now() + 3_600_000).toISOString()}"><point lat="4" lon="18" hae="0" ce="9" le="9"/><detail><contact callsign="Mast"/><__video url="rtsp://mast.example/1"/><surprise a="1"/></detail></event>`)
    await until(async () => (await node.call('GET', '/api/records?kind=video-source&where.offered=true', { as: chief })).json.items.some((one: { data: { url: string; name: string } }) => one.data.url === 'rtsp://mast.example/1' && one.data.name === 'Mast'), 'the draft')
    await until(async () => (await node.call('GET', '/api/records?kind=field-report', { as: chief })).json.items.some((one: { data: { cot: string } }) => one.data.cot.includes('<surprise a="1"/>')), 'the report')
    socket.destroy()
  })

  test('ExportMissionKML: where devices were, to who may see them; strictly confidential stays out; kml and kmz', async () => {
    const device = await enrol(scout, 'ANDROID-14')
    const standing = await stand(device, 'KML1')
    const span = `startTime=${new Date(Date.now() - 3_600_000).toISOString().replace('Z', '0Z')}&endTime=${new Date(Date.now() + 3_600_000).toISOString()}`
    const get = (query: string, who: Send = device): Promise<Said> => ask(ports.marti, 'GET', `/Marti/ExportMissionKML?${query}`, who)
    await until(async () => (await get(`${span}&uid=UID-KML1`)).text.includes('<gx:coord>18.1 4.1'), 'the position is in the history')
    standing.end()
    const one = await get(`${span}&uid=UID-KML1&multiTrackThreshold=10&extendedData=true&format=kml&optimizeExport=true`)
    assert.equal(one.headers['content-type'], 'application/vnd.google-earth.kml+xml')
    assert.match(one.text, /<name>[^<]*KML1<\/name>[\s\S]*<gx:Track>[\s\S]*<gx:coord>18\.1 4\.1/)
    assert.doesNotMatch((await get(`${span}&uid=UID-NOBODY`)).text, /gx:coord/)
    const all = await get(`interval=2&endTime=${new Date(Date.now() + 3_600_000).toISOString()}`)
    assert.match(all.text, /KML1/)
    const packed = await get(`${span}&uid=UID-KML1&format=kmz`)
    assert.match(strFromU8(unzipSync(packed.bytes)['doc.kml']!), /<gx:coord>18\.1 4\.1/)
    for (const [query, status] of [['', 400], ['interval=-1', 400], ['interval=99999', 400], [`startTime=yesterday&endTime=now`, 400], [`${span}&format=exe`, 400]] as const) {
      assert.equal((await get(query)).status, status, query)
    }
    const observer = await node.person('kml.observer', { clearance: 'U', grants: [{ role: 'MILOB', area: null }] })
    assert.doesNotMatch((await get(`${span}&uid=UID-KML1`, await enrol(observer, 'ANDROID-15'))).text, /gx:coord/)
    const feeds = (await node.call('GET', '/api/records?kind=feed', { as: chief })).json.items as { id: string; version: number; handling: object; data: { codec: string } }[]
    const stream = feeds.find((feed) => feed.data.codec === 'tak')!
    const level = async (to: string): Promise<void> => {
      const now = (await node.call('GET', `/api/records/${stream.id}`, { as: chief })).json
      assert.equal((await node.call('POST', `/api/records/${stream.id}/actions`, { as: chief, body: { type: 'handle', basedOn: now.version, patch: { handling: { ...now.handling, level: to } }, reason: 'test' } })).status, 200)
    }
    await level('SC')
    await until(async () => !(await get(`${span}&uid=UID-KML1`, await enrol(chief, 'ANDROID-16'))).text.includes('gx:coord'), 'also not for those cleared for it')
    await level('C')
  })

  test('a package from the screen is told to the devices of those who may see it, and to nobody else', async () => {
    const observer = await node.person('observer', { clearance: 'U', grants: [{ role: 'MILOB', area: null }] })
    const bytes = Buffer.from(zipSync({ 'a.txt': Buffer.from('from the operations room') }))
    const sent = await node.call('POST', '/api/tak/packages', { as: chief, raw: upload(bytes, '').body as Buffer, headers: upload(bytes, '').headers! })
    assert.equal(sent.status, 201, sent.body)
    assert.equal((await node.call('POST', '/api/tak/packages', { as: chief, raw: upload(bytes, '').body as Buffer, headers: upload(bytes, '').headers! })).status, 200, 'the same again is the same')
    const [may, mayNot] = [await stand(await enrol(scout, 'ANDROID-8'), 'SCOUT'), await stand(await enrol(observer, 'ANDROID-9'), 'OBS')]
    await until(async () => (await node.call('GET', '/api/tak', { as: chief })).json.clients.filter((one: { callsign: string | null }) => one.callsign !== null).length === 2, 'both are known')
    const offered = await node.call('POST', `/api/tak/packages/${sent.json.id}/offer`, { as: chief, body: {} })
    assert.deepEqual([offered.status, offered.json], [200, { devices: 1 }])
    await until(() => may.heard().includes('b-f-t-r'), 'the offer')
    assert.match(may.heard(), new RegExp(`senderUrl="https://tak\\.example\\.org:${ports.marti}/Marti/sync/content\\?hash=${sha256(bytes)}"`))
    assert.deepEqual((await node.call('POST', `/api/tak/packages/${sent.json.id}/offer`, { as: chief, body: { callsigns: ['OBS'] } })).json, { devices: 0 })
    assert.equal((await node.call('POST', `/api/tak/packages/${sent.json.id}/offer`, { as: observer, body: {} })).status, 404)
    assert.equal((await node.call('POST', '/api/tak/packages', { as: observer, raw: upload(bytes, '').body as Buffer, headers: upload(bytes, '').headers! })).status, 403)
    assert.doesNotMatch(mayNot.heard(), /b-f-t-r/)
    may.end()
    mayNot.end()
  })

  test('new names and the end of the year bring a new server certificate; no key lies open in the database', async () => {
    const shown = async (): Promise<X509Certificate> => {
      const socket = connect({ host: '127.0.0.1', port: ports.enrol, ca })
      await once(socket, 'secureConnect')
      const cert = new X509Certificate(socket.getPeerCertificate().raw)
      socket.destroy()
      return cert
    }
    const first = await shown()
    await node.call('POST', '/api/tak/names', { as: chief, body: { names: ['tak.example.org', '192.0.2.7'] } })
    const second = await shown()
    assert.notEqual(second.serialNumber, first.serialNumber)
    assert.ok(second.checkIP('192.0.2.7') && second.checkHost('tak.example.org'))
    assert.equal((await node.call('POST', '/api/tak/names', { as: chief, body: { names: ['https://x'] } })).status, 400)
    node.clock.now += 340 * 86_400_000
    const later = await TakAuthority.open(node.node.app)
    later.close()
    assert.ok(later.server()!.expiresAt > node.clock.now + 300 * 86_400_000)
    node.clock.now -= 340 * 86_400_000
    for (const { value } of await node.store.side.settings('tak:')) {
      assert.doesNotMatch(value, /PRIVATE KEY/)
    }
  })

  test('enrolment may show a certificate devices trust from the first, and says what is wrong with its files', async () => {
    const own = { key: 'own key', cert: 'own certificate', ca: [] }
    const { key, publicKey } = await newKey(2048)
    const cert = issue({ use: 'server', serial: newSerial(), publicKey, commonName: 'tak.example.org', organisation: 'Public', issuer: { key }, now: Date.now(), days: 9 })
    const files = { cert: file('public.pem', cert), key: file('public.key', key) }
    const of = (takEnrolTls: typeof files | null): ReturnType<typeof enrolTls> => enrolTls({ config: { ...node.node.app.config, takEnrolTls } }, own)
    assert.deepEqual(await of(null), own)
    assert.deepEqual(await of(files), { key, cert, ca: [] })
    await assert.rejects(of({ ...files, cert: path.join(dir, 'none.pem') }), /VIGIE_TAK_ENROL_CERT cannot be read \(ENOENT\)/)
    await assert.rejects(of({ ...files, key: files.cert }), /not a certificate and a key/)
    await assert.rejects(of({ ...files, key: file('other.key', (await newKey(2048)).key) }), /not that of the certificate/)
  })

  test('withdrawn, ended and disabled bind at once', async () => {
    const gone = await enrol(scout, 'ANDROID-5')
    const told: string[] = []
    const identity = takIdentity(node.node.app)!
    const stop = identity.onRevoked((fingerprint) => told.push(fingerprint))
    const shown = (cert: string): Parameters<typeof identity.accountOfCertificate>[0] => ({ fingerprint256: new X509Certificate(cert).fingerprint256, commonName: 'scout.one', serialNumber: new X509Certificate(cert).serialNumber })
    assert.equal(identity.accountOfCertificate(shown(gone.cert)), scout.account.id)
    assert.equal((await node.call('POST', `/api/tak/certificates/${gone.serial}/revoke`, { as: chief, body: { reason: 'phone was lost' } })).json.state, 'revoked')
    stop()
    assert.deepEqual(told, [new X509Certificate(gone.cert).fingerprint256])
    assert.equal(identity.accountOfCertificate(shown(gone.cert)), null)
    assert.equal((await ask(ports.marti, 'GET', '/Marti/api/version', gone)).status, 403)
    const crl = (await node.call('GET', '/api/tak/crl', { as: chief })).body
    assert.throws(() => openssl('verify', '-crl_check', '-CAfile', file('ca.pem', ca), '-CRLfile', file('crl.pem', crl), file('gone.pem', gone.cert)), /revoked/)
    const history = (await node.call('GET', `/api/records/${scout.account.id}/history`, { as: chief })).body
    assert.match(history, /"certificate-issued"/)
    assert.match(history, /"certificate-revoked"/)

    const late = await enrol(chief, 'ANDROID-6')
    node.clock.now += 366 * 86_400_000
    assert.equal(identity.accountOfCertificate(shown(late.cert)), null)
    assert.equal((await ask(ports.marti, 'GET', '/Marti/api/version', late)).status, 403)
    node.clock.now -= 366 * 86_400_000
    const off = await enrol(scout, 'ANDROID-7')
    const account = (await node.call('GET', `/api/records/${scout.account.id}`, { as: chief })).json
    const disable = async (disabled: boolean, version: number): Promise<number> => (await node.call('POST', `/api/records/${scout.account.id}/actions`, { as: chief, body: { type: 'edit', basedOn: version, patch: { fields: { disabled } } } })).json.version
    const after = await disable(true, account.version)
    assert.equal((await ask(ports.marti, 'GET', '/Marti/api/version', off)).status, 403)
    assert.equal((await ask(ports.enrol, 'GET', '/Marti/api/tls/config', { login: 'scout.one', secret: scout.token })).status, 401)
    await disable(false, after)
    assert.equal((await ask(ports.marti, 'GET', '/Marti/api/version', off)).status, 200)
  })

  test('who may not: everybody but administrators', async () => {
    for (const [method, url, body] of [['GET', '/api/tak'], ['POST', '/api/tak/switch', { on: false }], ['POST', '/api/tak/names', { names: [] }], ['POST', '/api/tak/codes', { user: scout.account.id }], ['DELETE', '/api/tak/codes/x'], ['POST', '/api/tak/certificates/x/revoke', { reason: 'because' }], ['GET', '/api/tak/package'], ['GET', '/api/tak/authority'], ['GET', '/api/tak/crl']] as const) {
      assert.equal((await node.call(method, url, { as: scout, ...(body ? { body } : {}) })).status, 403, url)
    }
  })

  test('wrong secrets are answered more and more slowly', async () => {
    const tries: number[] = []
    for (let i = 0; i < 7; i += 1) {
      tries.push((await ask(ports.enrol, 'GET', '/Marti/api/tls/config', { login: 'nobody', secret: `guess ${i}` })).status)
    }
    assert.deepEqual([tries[0], tries.at(-1)], [401, 429])
  })

  test('in clear only with login and secret, and no certificates are made there', async () => {
    const clear = (path_: string, headers: Record<string, string> = {}): Promise<Response> => fetch(`http://127.0.0.1:${ports.clear}${path_}`, { headers })
    assert.equal((await clear('/Marti/api/version')).status, 401)
    const signed = { authorization: `Basic ${Buffer.from(`chief:${chief.token}`).toString('base64')}` }
    assert.equal((await clear('/Marti/api/version', signed)).status, 200)
    assert.equal((await clear('/Marti/api/tls/config', signed)).status, 501)
  })

  test('closes with its consent', async () => {
    await node.store.commit(SYSTEM, [{ id: 'tech-2', record: 'tech', kind: 'technology', type: 'retract', at: '2026-01-02T00:00:00Z', basedOn: 1, patch: {}, reason: 'consent withdrawn' }])
    const open = async (): Promise<boolean> => ask(ports.enrol, 'GET', '/Marti/api/version', { login: 'chief', secret: chief.token }).then(() => true, () => false)
    while (await open()) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    assert.deepEqual((await node.call('GET', '/api/tak', { as: chief })).json.services, [])
  })
})

/** An entry of the register under which the services may run. */
const TECHNOLOGY = {
  name: 'TAK devices', code: 'tak', type: 'tracker', purpose: 'Positions of our own people',
  consent: { status: 'granted', by: 'Ministry', reference: 'NV-1', from: '2026-01-01' }, diligence: { status: 'cleared', by: 'DPO', reference: 'DD-1', on: '2026-01-01', reviewBy: '2030-01-01' },
}
