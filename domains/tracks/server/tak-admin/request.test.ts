import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '../../../../core/problem.ts'
import { openssl, shelf } from '../../../../test/tak-services.ts'
import { der, oid, oidOf, readDer, readWithin } from './der.ts'
import { readRequest } from './request.ts'
import { issue, newKey, newSerial } from './x509.ts'

const { file, clear } = shelf()
after(clear)

/** One key of each sort is enough, and RSA takes its time. */
const keys = new Map<string, string>()

/** A request OpenSSL makes: sort of key, more words, subject. */
function made(key: readonly string[], more: readonly string[] = [], subject = '/CN=scout.one/O=Somebody'): { key: string; pem: string } {
  const pem = keys.get(key.join()) ?? openssl('genpkey', ...key)
  keys.set(key.join(), pem)
  return { key: pem, pem: openssl('req', '-new', '-key', file('key.pem', pem), '-subj', subject, ...more) }
}

const RSA = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048']
const curve = (name: string): string[] => ['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${name}`]
const bytesOf = (pem: string): Buffer => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
const refused = (body: string, says: RegExp): void => assert.throws(() => readRequest(body), (error) => error instanceof Problem && says.test(error.message))

describe('requests for certificates', () => {
  test('of every sort of key and digest that is taken, as OpenSSL writes them', () => {
    for (const digest of ['-sha1', '-sha256', '-sha384', '-sha512']) {
      for (const key of [RSA, curve('P-256'), curve('P-384'), curve('P-521')]) {
        const { pem, key: own } = made(key, [digest])
        const asked = readRequest(pem)
        assert.equal(asked.commonName, 'scout.one')
        assert.equal(asked.publicKey.trim(), openssl('pkey', '-in', file('own.pem', own), '-pubout').trim())
        assert.deepEqual(readRequest(bytesOf(pem).toString('base64')), asked, 'without its first and last line')
      }
    }
  })

  test('names in every script and sort of text, wherever they stand in the subject', () => {
    assert.equal(readRequest(made(curve('P-256'), ['-utf8'], '/O=Mission/OU=Équipe/CN=éclaireur.un').pem).commonName, 'éclaireur.un')
    assert.equal(readRequest(made(curve('P-256'), ['-nameopt', 'utf8'], '/CN= scout.one ').pem).commonName, 'scout.one')
    refused(made(curve('P-256'), [], '/O=Mission').pem, /no common name/)
  })

  test('other keys, other curves, changed contents and rubbish are refused with what to change', () => {
    refused(made(['-algorithm', 'ED25519']).pem, /ed25519.*RSA key of 2048 bits or more/)
    refused(made(curve('secp256k1')).pem, /secp256k1/)
    refused(made(['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024']).pem, /1024 bits/)
    const { pem } = made(curve('P-256'))
    const changed = bytesOf(pem)
    changed[changed.indexOf('scout.one')] = 0x78
    refused(changed.toString('base64'), /signature does not belong/)
    const [info, algorithm, signature] = readWithin(bytesOf(pem))
    const rsa = readWithin(bytesOf(made(RSA).pem))
    refused(der(0x30, info!.whole, rsa[1]!.whole, signature!.whole).toString('base64'), /signed in a way/)
    refused(der(0x30, info!.whole, algorithm!.whole, rsa[2]!.whole).toString('base64'), /signature does not belong/)
    refused(der(0x30, info!.whole, algorithm!.whole).toString('base64'), /not a PKCS#10/)
    refused(Buffer.alloc(12_000, Buffer.from([0x30, 0x80])).toString('base64'), /not a PKCS#10/)
    const whole = bytesOf(pem)
    for (let cut = 1; cut < whole.length; cut += 7) {
      refused(whole.subarray(0, cut).toString('base64'), /cannot be used/)
    }
    const unused = whole.length - readWithin(whole)[2]!.content.length
    fc.assert(fc.property(fc.oneof(fc.nat(whole.length - 1), fc.constant(unused)), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const bad = Buffer.from(whole)
      bad[at]! ^= flip
      refused(bad.toString('base64'), /cannot be used/)
    }))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => refused(Buffer.from(bytes).toString('base64') || 'A', /cannot be used/)))
  })

  test('what a certificate of a curve may be used for, as RFC 8813 has it; names and addresses of a server stand in it', async () => {
    const { key, publicKey } = await newKey(2048)
    const now = Date.now()
    const authority = { key, cert: issue({ use: 'authority', serial: newSerial(), publicKey, commonName: 'Autorité', organisation: 'Mission', issuer: { key }, now, days: 9 }) }
    const of = (use: 'client' | 'server', asked: string, names: string[] = []): string => openssl('x509', '-noout', '-text', '-in', file('one.pem', issue({ use, serial: newSerial(), publicKey: asked, commonName: 'scout.one', organisation: 'Mission', names, issuer: authority, now, days: 99 })))
    const small = of('client', readRequest(made(curve('P-384')).pem).publicKey)
    assert.match(small, /Key Usage: critical\s+Digital Signature\s+X509v3 Extended Key Usage:\s+TLS Web Client Authentication/)
    assert.match(of('client', publicKey), /Key Usage: critical\s+Digital Signature, Key Encipherment/)
    assert.match(of('server', publicKey, ['tak.example.org', '192.0.2.7', '2001:db8::7', '::1']), /DNS:tak\.example\.org, IP Address:192\.0\.2\.7, IP Address:2001:DB8:0:0:0:0:0:7, IP Address:0:0:0:0:0:0:0:1/)
    const client = new X509Certificate(issue({ use: 'client', serial: newSerial(), publicKey, commonName: 'x', organisation: 'y', issuer: authority, now, days: 99 }))
    assert.equal(client.validTo, new X509Certificate(authority.cert).validTo, 'nothing outlives what vouches for it')
    assert.match(openssl('verify', '-x509_strict', '-CAfile', file('ca.pem', authority.cert), file('client.pem', client.toString())), /OK/)
  })

  test('DER is read to its end or not at all; identifiers come back as they were', () => {
    for (const bad of ['30', '3080', '3005020101', '1f0100', '308400000001', '0482ffff00']) {
      assert.throws(() => readDer(Buffer.from(bad, 'hex')), RangeError, bad)
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 70_000 }), (bytes) => assert.deepEqual(Buffer.from(readDer(der(4, bytes))[0]!.content), Buffer.from(bytes))), { numRuns: 20 })
    fc.assert(fc.property(fc.constantFrom(0, 1, 2), fc.nat(39), fc.array(fc.nat(0x7fffffff), { maxLength: 8 }), (a, b, rest) => {
      const text = [a, b, ...rest].join('.')
      assert.equal(oidOf(readDer(oid(text))[0]!.content), text)
    }))
  })
})
