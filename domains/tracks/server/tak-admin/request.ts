import { createPublicKey } from 'node:crypto'
import forge from 'node-forge'
import { Problem } from '../../../../core/problem.ts'
import { pemOf } from './x509.ts'

/** What a device asks to have certified: the name it gives and its public key (PEM). */
export type Asked = { commonName: string; publicKey: string }

/** Longest request that is looked at, in characters. An RSA 4096 one has about 2,400. */
const MOST_CHARS = 20_000
const LEAST_BITS = 2048
const MOST_BITS = 8192
/** Digests whose signature over a request proves that its sender holds the key. */
const DIGESTS = new Set(['sha1WithRSAEncryption', 'sha256WithRSAEncryption', 'sha384WithRSAEncryption', 'sha512WithRSAEncryption'])

/**
 * Read a PKCS#10 request: PEM, PEM without its first and last line, or DER in base64 on one line. Throws Problem
 * `malformed-body` saying what to change; keys other than RSA are refused, since the certificates are RSA.
 */
export function readRequest(body: string): Asked {
  if (body.length > MOST_CHARS) {
    throw new Problem('too-large', `the certificate request is longer than ${MOST_CHARS} characters; send a PKCS#10 request in base64 and nothing else`)
  }
  const base64 = body.replace(/-----(?:BEGIN|END)[^-]*-----/g, '').replace(/\s+/g, '')
  if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    throw broken('it is not base64')
  }
  const csr = parse(base64)
  const name = csr.subject.getField('CN') as { value?: unknown } | null
  if (typeof name?.value !== 'string' || name.value.trim() === '') {
    throw broken('its subject has no common name (CN). Make the request with CN set to your login')
  }
  const publicKey = forge.pki.publicKeyToPem(csr.publicKey as forge.pki.rsa.PublicKey)
  const bits = createPublicKey(publicKey).asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < LEAST_BITS || bits > MOST_BITS) {
    throw broken(`its RSA key has ${bits} bits. Make one of ${LEAST_BITS} to ${MOST_BITS}`)
  }
  return { commonName: name.value.trim(), publicKey }
}

function parse(base64: string): forge.pki.CertificateSigningRequest {
  let csr: forge.pki.CertificateSigningRequest
  try {
    csr = forge.pki.certificationRequestFromPem(pemOf('CERTIFICATE REQUEST', Buffer.from(base64, 'base64')), true)
  } catch (error) {
    throw /OID is not RSA/.test(String(error)) ? broken('its key is not RSA. Elliptic-curve keys are not taken: make an RSA key of 2048 bits or more') : broken('it is not a PKCS#10 request, or it was cut short')
  }
  if (!DIGESTS.has(forge.pki.oids[csr.signatureOid ?? ''] ?? '')) {
    throw broken('it is signed in a way that is not taken. Sign it with RSA and SHA-256')
  }
  let proven = false
  try {
    proven = csr.verify()
  } catch {
    // A signature of the wrong length throws; it proves as little as a wrong one.
  }
  if (!proven) {
    throw broken('its signature does not belong to its key. Make the request anew')
  }
  return csr
}

function broken(what: string): Problem {
  return new Problem('malformed-body', `The certificate request cannot be used: ${what}`)
}
