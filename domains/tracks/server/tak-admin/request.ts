import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import { Problem } from '../../../../core/problem.ts'
import { BIT_STRING, INTEGER, OID, oidOf, readDer, readWithin, SEQUENCE, type DerValue } from './der.ts'

/** What a device asks to have certified: the name it gives and its public key (PEM). */
export type Asked = { commonName: string; publicKey: string }

/** Longest request that is looked at, in characters. An RSA 4096 one has about 2,400. */
const MOST_CHARS = 20_000
const LEAST_BITS = 2048
const MOST_BITS = 8192
/** Curves TLS clients and servers all know. */
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1']
/** How a request may be signed, by object identifier: with which sort of key, and over which digest. */
const SIGNATURES: { readonly [oid: string]: readonly ['rsa' | 'ec', string] } = {
  '1.2.840.113549.1.1.5': ['rsa', 'sha1'], '1.2.840.113549.1.1.11': ['rsa', 'sha256'], '1.2.840.113549.1.1.12': ['rsa', 'sha384'], '1.2.840.113549.1.1.13': ['rsa', 'sha512'],
  '1.2.840.10045.4.1': ['ec', 'sha1'], '1.2.840.10045.4.3.2': ['ec', 'sha256'], '1.2.840.10045.4.3.3': ['ec', 'sha384'], '1.2.840.10045.4.3.4': ['ec', 'sha512'],
}
const COMMON_NAME = '2.5.4.3'

/**
 * Read a PKCS#10 request (RFC 2986): PEM, PEM without its first and last line, or DER in base64 on one line; with an RSA key of
 * 2048 to 8192 bits or one of the curves P-256, P-384 and P-521. Throws Problem `malformed-body` saying what to change.
 */
export function readRequest(body: string): Asked {
  if (body.length > MOST_CHARS) {
    throw new Problem('too-large', `the certificate request is longer than ${MOST_CHARS} characters; send a PKCS#10 request in base64 and nothing else`)
  }
  const base64 = body.replace(/-----(?:BEGIN|END)[^-]*-----/g, '').replace(/\s+/g, '')
  if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    throw broken('it is not base64')
  }
  const { subject, key, info, algorithm, signature } = partsOf(Buffer.from(base64, 'base64'))
  const publicKey = keyOf(key)
  const [sort, digest] = SIGNATURES[algorithm] ?? []
  if (sort === undefined || sort !== publicKey.asymmetricKeyType) {
    throw broken('it is signed in a way that is not taken. Sign it with its own key and SHA-256')
  }
  if (!proves(digest!, info, publicKey, signature)) {
    throw broken('its signature does not belong to its key. Make the request anew')
  }
  const commonName = nameOf(subject)
  if (commonName === '') {
    throw broken('its subject has no common name (CN). Make the request with CN set to your login')
  }
  return { commonName, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() }
}

type Parts = { subject: Uint8Array; key: Uint8Array; info: Uint8Array; algorithm: string; signature: Uint8Array }

function partsOf(bytes: Uint8Array): Parts {
  try {
    const [info, algorithm, signature] = expect(readWithin(bytes), SEQUENCE, SEQUENCE, BIT_STRING)
    const [, subject, key] = expect(readDer(info!.content), INTEGER, SEQUENCE, SEQUENCE)
    const [identifier] = expect(readDer(algorithm!.content), OID)
    if (signature!.content[0] !== 0) {
      throw new RangeError('a signature is whole bytes')
    }
    return { subject: subject!.content, key: key!.whole, info: info!.whole, algorithm: oidOf(identifier!.content), signature: signature!.content.subarray(1) }
  } catch {
    throw broken('it is not a PKCS#10 request, or it was cut short')
  }
}

/** The values, that begin with these tags. Throws RangeError where they do not. */
function expect(values: readonly DerValue[], ...tags: readonly number[]): readonly DerValue[] {
  if (tags.some((tag, i) => values[i]?.tag !== tag)) {
    throw new RangeError('another value was expected')
  }
  return values
}

function keyOf(spki: Uint8Array): KeyObject {
  let key: KeyObject
  try {
    key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  } catch {
    throw broken('its key cannot be read. Make an RSA key of 2048 bits or more, or one of the curve P-256')
  }
  const { modulusLength = 0, namedCurve = 'without a name' } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'rsa') {
    if (modulusLength < LEAST_BITS || modulusLength > MOST_BITS) {
      throw broken(`its RSA key has ${modulusLength} bits. Make one of ${LEAST_BITS} to ${MOST_BITS}`)
    }
    return key
  }
  if (key.asymmetricKeyType !== 'ec' || !CURVES.includes(namedCurve)) {
    throw broken(`its key (${key.asymmetricKeyType === 'ec' ? `curve ${namedCurve}` : key.asymmetricKeyType}) is not taken. Make an RSA key of 2048 bits or more, or one of the curve P-256, P-384 or P-521`)
  }
  return key
}

function proves(digest: string, what: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  try {
    return verify(digest, what, key, signature)
  } catch {
    // A signature that cannot be one proves as little as a wrong one.
    return false
  }
}

/** The common name of a subject; empty where it has none that is text. */
function nameOf(subject: Uint8Array): string {
  try {
    for (const set of readDer(subject)) {
      for (const pair of readDer(set.content)) {
        const [attribute, value] = expect(readDer(pair.content), OID)
        if (value !== undefined && oidOf(attribute!.content) === COMMON_NAME) {
          return textOf(value).trim()
        }
      }
    }
  } catch {
    // Not written as a subject is.
  }
  return ''
}

function textOf({ tag, content }: DerValue): string {
  const bytes = Buffer.from(content)
  switch (tag) {
    case 0x0c: return bytes.toString('utf8')
    // Printable, teletex and IA5.
    case 0x13: case 0x14: case 0x16: return bytes.toString('latin1')
    case 0x1e: return bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le') : ''
    default: return ''
  }
}

function broken(what: string): Problem {
  return new Problem('malformed-body', `The certificate request cannot be used: ${what}`)
}
