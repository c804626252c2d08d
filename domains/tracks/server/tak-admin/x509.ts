import { createHash, createPrivateKey, generateKeyPair, randomBytes, sign, X509Certificate } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'

const { asn1, pki } = forge
const generate = promisify(generateKeyPair)

/** A certificate with its private key, both as PEM. */
export type KeyAndCertificate = { key: string; cert: string }

/** What a certificate is for. */
export type Use = 'authority' | 'server' | 'client'

const DAY_MS = 86_400_000
/** Clocks of devices run behind: a certificate is good from a little before it was made. */
const BEFORE_MS = 3_600_000
const SHA256_RSA = '1.2.840.113549.1.1.11'
const UTF8 = asn1.Type.UTF8 as unknown as forge.asn1.Class

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
 * Issue a certificate (X.509 v3, SHA-256 with RSA). Without `issuer` it signs itself. `names` are the DNS names and IP
 * addresses of a server. Good from an hour before `now` (epoch ms) for `days`.
 */
export function issue(asked: { use: Use; serial: string; publicKey: string; commonName: string; organisation: string; names?: readonly string[]; issuer: KeyAndCertificate | { key: string }; now: number; days: number }): string {
  const { use, issuer } = asked
  const parent = 'cert' in issuer ? pki.certificateFromPem(issuer.cert) : null
  const made = pki.createCertificate()
  made.serialNumber = asked.serial
  made.publicKey = pki.publicKeyFromPem(asked.publicKey)
  made.validity.notBefore = new Date(asked.now - BEFORE_MS)
  const until = asked.now + asked.days * DAY_MS
  // Nothing outlives what vouches for it.
  made.validity.notAfter = new Date(parent ? Math.min(until, parent.validity.notAfter.getTime()) : until)
  const subject = [{ shortName: 'CN', value: asked.commonName, valueTagClass: UTF8 }, { shortName: 'O', value: asked.organisation, valueTagClass: UTF8 }]
  made.setSubject(subject)
  // Read back its values are still UTF-8 bytes: written as they are they would be encoded twice.
  made.setIssuer(parent ? parent.subject.attributes.map((one) => ({ ...one, value: forge.util.decodeUtf8(String(one.value)), valueTagClass: UTF8 })) : subject)
  made.setExtensions([
    { name: 'basicConstraints', cA: use === 'authority', critical: true },
    use === 'authority' ? { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true } : { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
    ...(use === 'authority' ? [] : [{ name: 'extKeyUsage', serverAuth: use === 'server', clientAuth: use === 'client' }]),
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: (parent ?? made).generateSubjectKeyIdentifier().getBytes() },
    ...(asked.names?.length ? [{ name: 'subjectAltName', altNames: asked.names.map((name) => (isAddress(name) ? { type: 7, ip: name } : { type: 2, value: name })) }] : []),
  ])
  made.signatureOid = SHA256_RSA
  made.siginfo.algorithmOid = SHA256_RSA
  made.tbsCertificate = unsigned(made)
  made.signature = signed(issuer.key, made.tbsCertificate)
  return pki.certificateToPem(made)
}

/** Is it a number rather than a name? */
export function isAddress(name: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name) || name.includes(':')
}

/** The list of certificates that no longer count (RFC 5280), as PEM. */
export function revocationList(authority: KeyAndCertificate, revoked: readonly { serial: string; at: number }[], number: number, now: number, days: number): string {
  const parent = pki.certificateFromPem(authority.cert)
  const algorithm = (): forge.asn1.Asn1 => sequence(primitive(asn1.Type.OID, asn1.oidToDer(SHA256_RSA).getBytes()), primitive(asn1.Type.NULL, ''))
  const keyId = parent.generateSubjectKeyIdentifier().getBytes()
  const extension = (oid: string, value: forge.asn1.Asn1): forge.asn1.Asn1 => sequence(primitive(asn1.Type.OID, asn1.oidToDer(oid).getBytes()), primitive(asn1.Type.OCTETSTRING, asn1.toDer(value).getBytes()))
  const list = sequence(
    integer(1), algorithm(), subjectOf(parent), time(now), time(now + days * DAY_MS),
    // An empty list is left out altogether.
    ...(revoked.length === 0 ? [] : [sequence(...revoked.map((one) => sequence(primitive(asn1.Type.INTEGER, forge.util.hexToBytes(one.serial)), time(one.at))))]),
    asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0 as forge.asn1.Type, true, [sequence(
      extension('2.5.29.35', sequence(asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0 as forge.asn1.Type, false, keyId))),
      extension('2.5.29.20', integer(number)),
    )]),
  )
  const whole = sequence(list, algorithm(), primitive(asn1.Type.BITSTRING, `\0${signed(authority.key, list)}`))
  return pemOf('X509 CRL', Buffer.from(asn1.toDer(whole).getBytes(), 'latin1'))
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

/** Signed by OpenSSL rather than in script: the same bytes, hundreds of times sooner. */
function signed(key: string, what: forge.asn1.Asn1): string {
  return sign('sha256', Buffer.from(asn1.toDer(what).getBytes(), 'latin1'), createPrivateKey(key)).toString('latin1')
}

/** What is signed of a certificate. The published types leave the function out. */
function unsigned(cert: forge.pki.Certificate): forge.asn1.Asn1 {
  return (pki as unknown as { getTBSCertificate(cert: forge.pki.Certificate): forge.asn1.Asn1 }).getTBSCertificate(cert)
}

function subjectOf(cert: forge.pki.Certificate): forge.asn1.Asn1 {
  return (unsigned(cert).value as forge.asn1.Asn1[])[5] as forge.asn1.Asn1
}

function sequence(...parts: forge.asn1.Asn1[]): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, parts)
}

function primitive(type: forge.asn1.Type, bytes: string): forge.asn1.Asn1 {
  return asn1.create(asn1.Class.UNIVERSAL, type, false, bytes)
}

function integer(value: number): forge.asn1.Asn1 {
  return primitive(asn1.Type.INTEGER, asn1.integerToDer(value).getBytes())
}

function time(at: number): forge.asn1.Asn1 {
  return primitive(asn1.Type.UTCTIME, asn1.dateToUtcTime(new Date(at)))
}
