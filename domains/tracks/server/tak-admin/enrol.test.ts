import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { connect } from 'node:tls'
import { after, before, describe, test } from 'node:test'
import { unzipSync, strFromU8 } from 'fflate'
import { SYSTEM, until } from '../../../../test/store.ts'
import { bare, openssl, request10, shelf, takServices, usualRequest, whole, type Said, type TakServices } from '../../../../test/tak-services.ts'
import type { Person } from '../../../../test/running-node.ts'
import { takIdentity } from '../tak/face.ts'
import { TakAuthority } from './authority.ts'
import { enrolTls } from './enrol-tls.ts'
import { issue, newKey, newSerial } from './x509.ts'

let on: TakServices
let node: TakServices['node']
let chief: Person
let scout: Person
let ports: TakServices['ports']
let ca = ''
const { dir, file, clear } = shelf()
const ask: TakServices['ask'] = (...asked) => on.ask(...asked)
const code: TakServices['code'] = (user) => on.code(user)
const enrol: TakServices['enrol'] = (...asked) => on.enrol(...asked)

describe('certificates for TAK devices', { timeout: 240_000 }, () => {
  before(async () => {
    on = await takServices()
    ;({ node, chief, scout, ports, ca } = on)
  })
  after(async () => {
    await node?.close()
    clear()
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
    assert.equal((await ask(ports.enrol, 'POST', '/Marti/api/tls/signClient/v2', { login: 'scout.one', secret: scout.token })).status, 400)
  })

  test('keys of elliptic curves are taken: the device is its account on the stream and on the web services', async () => {
    for (const curve of ['prime256v1', 'secp384r1', 'secp521r1']) {
      const key = openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`)
      const pem = openssl('req', '-new', '-key', file('curve.pem', key), '-subj', '/CN=scout.one/O=whatever')
      const device = await enrol(scout, `EC-${curve}`, { key, pem })
      const caFile = file('ca.pem', ca)
      assert.match(openssl('verify', '-x509_strict', '-purpose', 'sslclient', '-CAfile', caFile, file('curve-cert.pem', device.cert)), /OK/)
      assert.throws(() => openssl('verify', '-purpose', 'sslserver', '-CAfile', caFile, file('curve-cert.pem', device.cert)))
      const version = await ask(ports.marti, 'GET', '/Marti/api/version', device)
      assert.deepEqual([version.status, version.text.startsWith('Vigie')], [200, true])
      const standing = await on.stand(device, curve)
      await until(async () => JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/contacts/all', device)).text).some((one: { callsign: string; notes: string }) => one.callsign === curve && one.notes === 'scout.one'), 'it stands on the stream')
      standing.end()
      assert.equal((await node.call('POST', `/api/tak/certificates/${device.serial}/revoke`, { as: chief, body: { reason: 'given back' } })).status, 200)
      assert.equal((await ask(ports.marti, 'GET', '/Marti/api/version', device)).status, 403)
    }
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

  test('closes with its consent', async () => {
    await node.store.commit(SYSTEM, [{ id: 'tech-2', record: 'tech', kind: 'technology', type: 'retract', at: '2026-01-02T00:00:00Z', basedOn: 1, patch: {}, reason: 'consent withdrawn' }])
    const open = async (): Promise<boolean> => ask(ports.enrol, 'GET', '/Marti/api/version', { login: 'chief', secret: chief.token }).then(() => true, () => false)
    while (await open()) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    assert.deepEqual((await node.call('GET', '/api/tak', { as: chief })).json.services, [])
  })
})
