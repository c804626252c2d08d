import assert from 'node:assert/strict'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:https'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { connect, type TLSSocket } from 'node:tls'
import forge from 'node-forge'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { ask } from '../support/people.ts'
import { signIn, untranslated } from '../support/screen.ts'

type Device = { key: string; cert: string; ca: string }

test(...journey('TAK devices: an administrator lets one in, it enrols and connects, is withdrawn and cut', async ({ open }) => {
  const { node, anna, dora } = await ownMission()
  const [stream, marti, enrol] = [await freePort(), await freePort(), await freePort()]
  await ask(node, dora, '/api/records', {
    kind: 'technology', at: new Date().toISOString(),
    data: {
      name: 'Phones of patrols', code: 'tak-phones', type: 'tracker', purpose: 'Positions of our own people.',
      consent: { status: 'granted', by: 'Ministry', reference: 'NV-31', from: '2026-01-01' }, diligence: { status: 'cleared', by: 'Data protection', reference: 'DD-9', on: '2026-01-02', reviewBy: '2999-01-01' },
    },
  })
  const feed = (data: Record<string, unknown>): Promise<unknown> => ask(node, anna, '/api/records', { kind: 'feed', at: new Date().toISOString(), data: { technology: 'tak-phones', transport: 'tcp-server', address: '127.0.0.1', enabled: true, registers: true, ...data } })
  await feed({ name: 'TAK', codec: 'tak', port: stream, options: { tls: true } })
  await feed({ name: 'TAK web', codec: 'tak-marti', port: marti, options: { enrolPort: enrol } })

  const page = await open(`${node.url}/admin/tak`)
  await signIn(page, 'anna')
  await until('the services are open', async () => { await page.goto(`${node.url}/admin/tak`); await page.locator('.takservices').waitFor(); return (await page.locator('.takservices .tag.ok').count()) === 3 })
  await page.getByLabel('Address devices use').fill('127.0.0.1')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Devices are told').waitFor()
  await page.getByLabel('Person').selectOption({ label: 'Ben Bakary · ben' })
  await page.getByRole('button', { name: 'Make a code' }).click()
  await page.getByAltText('Code to scan with ATAK').waitFor()
  const code = await page.locator('.takcode .secret').innerText()
  assert.deepEqual(await untranslated(page), [])

  const ca = await (await fetch(`${node.url}/api/tak/authority`, { headers: { authorization: `Bearer ${anna.token}` } })).text()
  const device = await enrolDevice(enrol, ca, 'ben', code)
  assert.equal(new X509Certificate(device.cert).subject.includes('CN=ben'), true)
  const socket = await stand(stream, device)
  const now = Date.now()
  const iso = (at: number): string => new Date(at).toISOString()
  socket.write(`<?xml version="1.0"?>\n<event version="2.0" uid="ANDROID-ben" type="a-f-G-U-C" how="m-g" time="${iso(now)}" start="${iso(now)}" stale="${iso(now + 300_000)}"><point lat="15.2" lon="-3.9" hae="300" ce="9" le="9"/><detail><contact callsign="BEN-1" endpoint="*:-1:stcp"/></detail></event>\n`)
  await until('the device is listed', async () => { await page.reload(); await page.locator('#clients-title').waitFor(); return (await page.locator('.takpage').innerText()).includes('BEN-1') })

  const ended = once(socket, 'close')
  await page.getByRole('button', { name: /^Withdraw the certificate of ben/ }).click()
  await page.getByLabel(/^Why\?/).fill('The phone was lost')
  await page.getByRole('button', { name: 'Withdraw and cut off' }).click()
  await ended
  await page.getByText('Withdrawn. The device is cut off').waitFor()
  assert.equal(await status(marti, device), 403, 'and nothing is answered it any more')
}, { noMap: true }))

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** What a phone does with the code: makes a key, asks for a certificate, keeps both. */
async function enrolDevice(port: number, ca: string, login: string, code: string): Promise<Device> {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } })
  const csr = forge.pki.createCertificationRequest()
  csr.publicKey = forge.pki.publicKeyFromPem(pair.publicKey)
  csr.setSubject([{ shortName: 'CN', value: login }])
  csr.sign(forge.pki.privateKeyFromPem(pair.privateKey), forge.md.sha256.create())
  const asked = request({ host: '127.0.0.1', port, ca, method: 'POST', path: '/Marti/api/tls/signClient/v2?clientUid=ANDROID-ben&version=3', headers: { authorization: `Basic ${Buffer.from(`${login}:${code}`).toString('base64')}` } })
  asked.end(forge.pki.certificationRequestToPem(csr))
  const [answer] = await once(asked, 'response')
  const text = (await answer.toArray()).join('')
  assert.equal(answer.statusCode, 200, text)
  return { key: pair.privateKey, cert: `-----BEGIN CERTIFICATE-----\n${JSON.parse(text).signedCert}\n-----END CERTIFICATE-----\n`, ca }
}

/** Connect to the stream and wait until it is open. */
async function stand(port: number, device: Device): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, ...device })
  await once(socket, 'secureConnect')
  socket.on('error', () => undefined)
  socket.resume()
  return socket
}

async function status(port: number, device: Device): Promise<number | undefined> {
  const asked = request({ host: '127.0.0.1', port, ...device, path: '/Marti/api/version', agent: false })
  asked.end()
  const [answer] = await once(asked, 'response')
  answer.resume()
  return answer.statusCode
}
