import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'

type Part = string | number | Uint8Array | Map<string | number, Part>

/** An authenticator for WebAuthn in software: keys, counter and the answers browsers give as JSON. */
export class Authenticator {
  readonly id = randomBytes(16).toString('base64url')
  readonly #key: KeyObject
  readonly #cose: Uint8Array
  #counter = 0
  #user = ''

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x, y } = publicKey.export({ format: 'jwk' }) as { x: string; y: string }
    this.#key = privateKey
    this.#cose = cbor(new Map<number, Part>([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, 'base64url')], [-3, Buffer.from(y, 'base64url')]]))
  }

  /** Answer `navigator.credentials.create`; `verified` false leaves out that the person was recognised. */
  create(options: { challenge: string; user: { id: string }; rp: { id?: string } }, origin: string, verified = true): object {
    this.#user = options.user.id
    const client = clientData('webauthn.create', options.challenge, origin)
    const id = Buffer.from(this.id, 'base64url')
    const data = Buffer.concat([this.#data(options.rp.id ?? '', verified ? 0x45 : 0x41), Buffer.alloc(16), Buffer.from([0, id.length]), id, this.#cose])
    const attestation = cbor(new Map<string, Part>([['fmt', 'none'], ['attStmt', new Map()], ['authData', data]]))
    return this.#answer({ clientDataJSON: client.toString('base64url'), attestationObject: Buffer.from(attestation).toString('base64url'), transports: ['internal'] })
  }

  /** Answer `navigator.credentials.get`, as the account it was made for or as the one named. */
  get(options: { challenge: string; rpId?: string }, origin: string, more: { user?: string; verified?: boolean; counter?: number } = {}): { id: string; response: { userHandle: string; signature: string } } {
    this.#counter = more.counter ?? this.#counter + 1
    const client = clientData('webauthn.get', options.challenge, origin)
    const data = this.#data(options.rpId ?? '', more.verified === false ? 0x01 : 0x05)
    const signature = sign('sha256', Buffer.concat([data, createHash('sha256').update(client).digest()]), this.#key)
    return this.#answer({ clientDataJSON: client.toString('base64url'), authenticatorData: data.toString('base64url'), signature: signature.toString('base64url'), userHandle: more.user === undefined ? this.#user : Buffer.from(more.user).toString('base64url') })
  }

  #answer<R extends object>(response: R): { id: string; rawId: string; type: string; clientExtensionResults: object; response: R } {
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response }
  }

  #data(site: string, flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.#counter)
    return Buffer.concat([createHash('sha256').update(site).digest(), Buffer.from([flags]), counter])
  }
}

function clientData(type: string, challenge: string, origin: string): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
}

/** CBOR of the few shapes an answer is made of. */
function cbor(part: Part): Uint8Array {
  if (typeof part === 'number') {
    return part >= 0 ? head(0, part) : head(1, -1 - part)
  }
  if (typeof part === 'string') {
    const bytes = Buffer.from(part)
    return Buffer.concat([head(3, bytes.length), bytes])
  }
  if (part instanceof Map) {
    return Buffer.concat([head(5, part.size), ...[...part].flatMap(([key, value]) => [cbor(key), cbor(value)])])
  }
  return Buffer.concat([head(2, part.length), part])
}

function head(major: number, n: number): Uint8Array {
  return n < 24 ? Buffer.from([(major << 5) | n]) : n < 256 ? Buffer.from([(major << 5) | 24, n]) : Buffer.from([(major << 5) | 25, n >> 8, n & 255])
}
