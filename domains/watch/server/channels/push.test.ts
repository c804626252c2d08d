import assert from 'node:assert/strict'
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, verify, type ECDH } from 'node:crypto'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import forge from 'node-forge'
import { ALL_MISSION } from '../../../../core/handling.ts'
import { runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { SYSTEM } from '../../../../test/store.ts'
import { alertId, raiseAlert, type Notice } from '../../contract.ts'
import type { App } from '../../../../server/face.ts'
import type { Directory } from '../delivery/directory.ts'
import { deliveryOf } from '../delivery/engine.ts'
import { Sender } from '../delivery/sender.ts'
import { Push } from './push.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url')

/** RFC 8291 with RFC 8188 as a browser opens it, by the primitives alone: shares nothing with what closed it. */
function opened(body: Buffer, browser: ECDH, auth: Buffer): string {
  const [salt, size, length] = [body.subarray(0, 16), body.readUInt32BE(16), body.readUInt8(20)]
  const sender = body.subarray(21, 21 + length)
  const sealed = body.subarray(21 + length)
  assert.ok(sealed.length <= size, 'one record')
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender])
  const secret = Buffer.from(hkdfSync('sha256', browser.computeSecret(sender), auth, info, 32))
  const key = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16))
  const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12))
  const cipher = createDecipheriv('aes-128-gcm', key, nonce)
  cipher.setAuthTag(sealed.subarray(-16))
  const plain = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()])
  // What follows the mark of the last record is filling.
  const end = plain.lastIndexOf(2)
  assert.ok(plain.subarray(end + 1).every((one) => one === 0))
  return plain.subarray(0, end).toString()
}

test('what opens a notice here opens the example of RFC 8291', () => {
  const browser = createECDH('prime256v1')
  browser.setPrivateKey(bytes('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94'))
  const body = bytes('DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN')
  assert.equal(opened(body, browser, bytes('BTBZMqHH6r4Tts7J_aSIgg')), 'When I grow up, I want to be a watermelon')
})

type Got = { path: string; headers: NodeJS.Dict<string | string[]>; body: Buffer }

/** A node of which only what is kept beside the records matters; `busy` refuses so many readings first. */
function keeping(busy: number): { app: App; kept: Map<string, string> } {
  const kept = new Map<string, string>()
  let left = busy
  const side = {
    secretSetting: async (name: string) => {
      left -= 1
      if (left >= 0) {
        throw new Error('busy')
      }
      const found = kept.get(name) ?? null
      await setImmediate()
      return found
    },
    setSecretSetting: async (name: string, value: string) => void kept.set(name, value),
  }
  return { app: { store: { side } } as unknown as App, kept }
}

test('a store that was busy once does not end notices in browsers until the next start', async () => {
  const { app, kept } = keeping(1)
  const push = new Push(app)
  await assert.rejects(push.keys(), /busy/)
  const { publicKey } = await push.keys()
  assert.ok(publicKey && [...kept.values()].some((one) => one.includes(publicKey)))
})

test('messages that go out at once, the first of all, carry the key that is kept', async () => {
  const { app } = keeping(0)
  const sender = new Sender(app, null as unknown as Directory)
  const made = await Promise.all([1, 2, 3].map(() => sender.reportKey('notice')))
  assert.deepEqual(new Set(made), new Set([await sender.reportKey('notice')]))
})

describe('web push, to a push service over HTTPS', () => {
  let run: RunningNode
  let chief: Person
  let service: Server
  let origin = ''
  let contact = ''
  const got: Got[] = []
  const answers = new Map<string, number>()
  const trusted = getCACertificates('default')
  before(async () => {
    const { key, cert } = certificate()
    setDefaultCACertificates([...trusted, cert])
    service = createServer({ key, cert }, (request, reply) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        got.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts) })
        reply.writeHead(answers.get(request.url ?? '') ?? 201).end()
      })
    })
    await new Promise<void>((resolve) => { service.listen(0, '127.0.0.1', resolve) })
    origin = `https://localhost:${(service.address() as AddressInfo).port}`
    run = await runningNode({ config: { publicUrl: 'https://vigie.example' } })
    chief = await run.person('chief', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
    const made = await run.call('POST', '/api/records', { as: chief, body: { kind: 'alert-channel', data: { name: 'Browsers', type: 'push', enabled: true, carries: 'C', push: { subject: 'mailto:joc@mission.example' } } } })
    assert.equal(made.status, 201, made.body)
    contact = (await run.call('POST', '/api/records', { as: chief, body: { kind: 'contact', data: { name: 'Chief', account: chief.account.id } } })).json.id
  })
  after(async () => {
    await run.close()
    service.closeAllConnections()
    await new Promise((resolve) => { service.close(resolve) })
    setDefaultCACertificates(trusted)
  })

  const subscribe = async (path: string): Promise<{ browser: ECDH; auth: Buffer }> => {
    const browser = createECDH('prime256v1')
    browser.generateKeys()
    const auth = Buffer.alloc(16, path.length)
    const answer = await run.call('POST', '/api/me/push', { as: chief, body: { name: path, subscription: { endpoint: `${origin}${path}`, keys: { p256dh: browser.getPublicKey('base64url'), auth: auth.toString('base64url') } } } })
    assert.equal(answer.status, 201, answer.body)
    return { browser, auth }
  }
  const raise = async (episode: string): Promise<Notice> => {
    got.length = 0
    const raised = { rule: 'push', subject: 's', episode, severity: 5 as const, title: { en: 'Shots at the gate', fr: 'Tirs au portail' }, place: null, at: run.clock.now, handling: { level: 'U' as const, compartments: [], owner: 'mission', releasableTo: [ALL_MISSION], caveats: [] }, area: null, wake: [{ afterMinutes: 0, to: [{ contact }], channels: ['push' as const] }] }
    run.clock.now = Math.max(run.clock.now, Date.now()) + 3_600_000
    await run.store.commit(SYSTEM, [raiseAlert({ ...raised, at: run.clock.now })], { receivedAt: () => new Date(run.clock.now).toISOString() })
    await deliveryOf(run.node.app).settled()
    const [notice] = (await run.store.list(SYSTEM, { kind: 'notice', where: { alert: [alertId(raised)] } })).items
    return notice?.record.data as unknown as Notice
  }
  const mine = async (): Promise<string[]> => (await run.call('GET', '/api/me/push', { as: chief })).json.items.map(({ name }: { name: string }) => name)

  test('the notice is closed for the browser alone, signed with the node’s key for that service, and says no words of the alert', async () => {
    const { browser, auth } = await subscribe('/one')
    assert.equal((await raise('1')).state, 'sent')
    const [one] = got
    assert.ok(one && got.length === 1)
    assert.deepEqual([one.headers['content-encoding'], one.headers['urgency'], Number(one.headers['ttl']) > 0], ['aes128gcm', 'high', true])
    const said = JSON.parse(opened(one.body, browser, auth)) as Record<string, unknown>
    assert.deepEqual([said['severity'], typeof said['ref'], Object.keys(said).sort()], [5, 'string', ['count', 'drill', 'id', 'ref', 'severity', 'sos']])
    assert.ok(!one.body.includes('Shots'))
    // Another browser opens nothing.
    const other = createECDH('prime256v1')
    other.generateKeys()
    assert.throws(() => opened(one.body, other, auth))
    // RFC 8292: a token of ES256 for this service alone, by the key the browser subscribed with.
    const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(\S+)$/.exec(String(one.headers['authorization'])) ?? []
    assert.equal(key, (await run.call('GET', '/api/me/push', { as: chief })).json.publicKey)
    const [head = '', claims = '', signature = ''] = token.split('.')
    const point = bytes(key)
    const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }
    const signedBy = (text: string): boolean => verify('sha256', Buffer.from(text), { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, bytes(signature))
    assert.deepEqual([signedBy(`${head}.${claims}`), signedBy(`${head}.${claims}x`)], [true, false])
    const { aud, exp, sub } = JSON.parse(bytes(claims).toString()) as { aud: string; exp: number; sub: string }
    assert.deepEqual([JSON.parse(bytes(head).toString()).alg, aud, sub, exp * 1000 > Date.now() && exp * 1000 <= Date.now() + 24 * 3_600_000], ['ES256', origin, 'mailto:joc@mission.example', true])
  })

  test('a browser that is gone is forgotten while the others are told; when none is left the receipt says so', async () => {
    await subscribe('/gone')
    answers.set('/gone', 410)
    assert.equal((await raise('2')).state, 'sent')
    assert.deepEqual([got.map(({ path }) => path).sort(), await mine()], [['/gone', '/one'], ['/one']])
    answers.set('/one', 503)
    const busy = await raise('3')
    assert.deepEqual([busy.state, /503/.test(busy.failure ?? ''), await mine()], ['queued', true, ['/one']], 'a service that is busy is asked again, and its browser kept')
    answers.set('/one', 404)
    const last = await raise('4')
    // The notice that waited is tried again with this one: whichever comes first finds the browser gone, the other finds none.
    assert.match(last.failure ?? '', /^(?:their browsers no longer take notices|no browser of theirs takes notices)$/)
    assert.deepEqual([last.state, await mine()], ['failed', []])
  })
})

/** A certificate for localhost that vouches for itself. */
function certificate(): { key: string; cert: string } {
  const keys = forge.pki.rsa.generateKeyPair(2048)
  const cert = forge.pki.createCertificate()
  cert.publicKey = keys.publicKey
  cert.serialNumber = '01'
  cert.validity.notBefore = new Date(Date.now() - 86_400_000)
  cert.validity.notAfter = new Date(Date.now() + 86_400_000)
  const name = [{ name: 'commonName', value: 'localhost' }]
  cert.setSubject(name)
  cert.setIssuer(name)
  cert.setExtensions([{ name: 'basicConstraints', cA: true }, { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }])
  cert.sign(keys.privateKey, forge.md.sha256.create())
  return { key: forge.pki.privateKeyToPem(keys.privateKey), cert: forge.pki.certificateToPem(cert) }
}
