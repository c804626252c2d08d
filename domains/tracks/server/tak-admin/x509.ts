import { createHash, createPrivateKey, createPublicKey, generateKeyPair, randomBytes, sign, X509Certificate } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'
import { bits, der, integer, NULL, octets, oid, readWithin, sequence, SET, time, TRUE, utf8 } from './der.ts'

const { asn1, pki } = forge
const generate = promisify(generateKeyPair)

/** A certificate with its private key, both as PEM. */
export type KeyAndCertificate = { key: string; cert: string }

/** What a certificate is for. */
export type Use = 'authority' | 'server' | 'client'

const DAY_MS = 86_400_000
/** Clocks of devices run behind: a certificate is good from a little before it was made. */
const BEFORE_MS = 3_600_000
const SHA256_RSA = sequence(oid('1.2.840.113549.1.1.11'), NULL)
const [BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_USAGE, SUBJECT_KEY, AUTHORITY_KEY, OTHER_NAMES, LIST_NUMBER] = ['2.5.29.19', '2.5.29.15', '2.5.29.37', '2.5.29.14', '2.5.29.35', '2.5.29.17', '2.5.29.20'] as const
const [SERVER_AUTH, CLIENT_AUTH] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'] as const

/** A new RSA key, made off the main thread, as PKCS#8 PEM with its public half. */
export async function newKey(bits: number): Promise<{ key: string; publicKey: string }> {
  const pair = await generate('rsa', { modulusLength: bits, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } })
  return { key: pair.privateKey, publicKey: pair.publicKey }
}

/** 127 random bits as hex, positive whichever way it is read. */
export function newSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] as number) & 0x3f) | 0x40
  return bytes.toString('hex')
}

/**
 * Issue a certificate (X.509 v3, SHA-256 with RSA) for a public key, RSA or elliptic curve, given as PEM. Without `issuer` it
 * signs itself. `names` are the DNS names and IP addresses of a server. Good from an hour before `now` (epoch ms) for `days`.
 */
export function issue(asked: { use: Use; serial: string; publicKey: string; commonName: string; organisation: string; names?: readonly string[]; issuer: KeyAndCertificate | { key: string }; now: number; days: number }): string {
  const { use, issuer } = asked
  const publicKey = createPublicKey(asked.publicKey)
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const parent = 'cert' in issuer ? parentOf(issuer.cert) : null
  const subject = sequence(named('2.5.4.3', asked.commonName), named('2.5.4.10', asked.organisation))
  const until = asked.now + asked.days * DAY_MS
  // A key that only signs encrypts no other key (RFC 8813).
  const usage = use === 'authority' ? bits(Uint8Array.of(0x06), 1) : publicKey.asymmetricKeyType === 'ec' ? bits(Uint8Array.of(0x80), 7) : bits(Uint8Array.of(0xa0), 5)
  const extensions = sequence(
    extension(BASIC_CONSTRAINTS, use === 'authority' ? sequence(TRUE) : sequence(), true),
    extension(KEY_USAGE, usage, true),
    ...(use === 'authority' ? [] : [extension(EXTENDED_USAGE, sequence(oid(use === 'server' ? SERVER_AUTH : CLIENT_AUTH)))]),
    extension(SUBJECT_KEY, octets(keyIdOf(spki))),
    extension(AUTHORITY_KEY, sequence(der(0x80, parent?.keyId ?? keyIdOf(spki)))),
    ...(asked.names?.length ? [extension(OTHER_NAMES, sequence(...asked.names.map((name) => (isAddress(name) ? der(0x87, addressBytes(name)) : der(0x82, Buffer.from(name, 'latin1'))))))] : []),
  )
  const unsigned = sequence(
    der(0xa0, integer(2)), integer(asked.serial), SHA256_RSA, parent?.subject ?? subject,
    // Nothing outlives what vouches for it.
    sequence(time(asked.now - BEFORE_MS), time(parent ? Math.min(until, parent.until) : until)),
    subject, spki, der(0xa3, extensions),
  )
  return pemOf('CERTIFICATE', signed(issuer.key, unsigned))
}

/** Is it a number rather than a name? */
export function isAddress(name: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name) || name.includes(':')
}

/** Four bytes or sixteen. */
function addressBytes(address: string): Buffer {
  if (!address.includes(':')) {
    return Buffer.from(address.split('.').map(Number))
  }
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::')
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'))
  const [before, after] = [groups(head), groups(tail ?? '')]
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after]
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex')
}

/** The list of certificates that no longer count (RFC 5280), as PEM. */
export function revocationList(authority: KeyAndCertificate, revoked: readonly { serial: string; at: number }[], number: number, now: number, days: number): string {
  const parent = parentOf(authority.cert)
  const list = sequence(
    integer(1), SHA256_RSA, parent.subject, time(now), time(now + days * DAY_MS),
    // An empty list is left out altogether.
    ...(revoked.length === 0 ? [] : [sequence(...revoked.map((one) => sequence(integer(one.serial), time(one.at))))]),
    der(0xa0, sequence(extension(AUTHORITY_KEY, sequence(der(0x80, parent.keyId))), extension(LIST_NUMBER, integer(number)))),
  )
  return pemOf('X509 CRL', signed(authority.key, list))
}

/**
 * A PKCS#12 file with a key and its chain, or with certificates alone (`key` null). Three-key triple DES and a SHA-1 check
 * sum, because that is what the key stores of devices in the field open; what is in it is protected by how it is carried.
 */
export function pkcs12(key: string | null, chain: readonly string[], password: string, name: string): Buffer {
  const certs = chain.map((one) => pki.certificateFromPem(one))
  const made = forge.pkcs12.toPkcs12Asn1(key === null ? null : pki.privateKeyFromPem(key), certs, password, { algorithm: '3des', friendlyName: name, generateLocalKeyId: key !== null, count: 2048 })
  return Buffer.from(asn1.toDer(made).getBytes(), 'latin1')
}

/** When a certificate ends, epoch ms. */
export function endOf(cert: string): number {
  return Date.parse(new X509Certificate(cert).validTo)
}

/** SHA-256 of a certificate (PEM or DER), hex in small letters. */
export function fingerprintOf(cert: string | Uint8Array): string {
  return createHash('sha256').update(typeof cert === 'string' ? new X509Certificate(cert).raw : cert).digest('hex')
}

/** The base64 of a PEM without its first and last line: clients put those back themselves. */
export function bareBase64(pem: string): string {
  return pem.replace(/-----[^-]+-----/g, '').replace(/\r/g, '').trim()
}

/** Bytes as PEM. */
export function pemOf(label: string, der: Uint8Array): string {
  const text = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('base64').replace(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`
}

/** What was made, how it is signed, and the signature. */
function signed(key: string, what: Buffer): Buffer {
  return sequence(what, SHA256_RSA, bits(sign('sha256', what, createPrivateKey(key))))
}

/** What those it vouches for take over from a certificate: its name as it stands there, its key, its end (epoch ms). */
function parentOf(cert: string): { subject: Uint8Array; keyId: Buffer; until: number } {
  const { raw, publicKey } = new X509Certificate(cert)
  const [unsigned] = readWithin(raw)
  return { subject: readWithin(unsigned!.whole)[5]!.whole, keyId: keyIdOf(publicKey.export({ type: 'spki', format: 'der' })), until: endOf(cert) }
}

/** By what a key is known: SHA-1 of its bits (RFC 5280, 4.2.1.2). */
function keyIdOf(spki: Uint8Array): Buffer {
  const [, key] = readWithin(spki)
  return createHash('sha1').update(key!.content.subarray(1)).digest()
}

function named(attribute: string, value: string): Buffer {
  return der(SET, sequence(oid(attribute), utf8(value)))
}

function extension(which: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(which), ...(critical ? [TRUE] : []), octets(value))
}
