import type { TakProtocol } from './face.ts'
import type { Parcel } from './parcel.ts'

/**
 * What goes out to a connection in one go, as a chain of parcels from the last to the first. Connections that are sent the same share
 * the same chain, and its bytes are put together once for all of them; where one is not sent something its chain goes its own way.
 */
export class Wave {
  readonly #before: Wave | null
  readonly #parcel: Parcel | null
  #next: Wave | null = null
  #xml: Uint8Array | null = null
  #proto: Uint8Array | null = null
  /** Parcels, and about how many bytes. */
  readonly count: number
  readonly size: number

  constructor(before: Wave | null = null, parcel: Parcel | null = null) {
    this.#before = before
    this.#parcel = parcel
    this.count = before === null || parcel === null ? 0 : before.count + 1
    this.size = before === null || parcel === null ? 0 : before.size + parcel.size
  }

  /** This and one more; the same chain for everybody who is sent the same next. */
  with(parcel: Parcel): Wave {
    const next = this.#next
    return next !== null && next.#parcel === parcel ? next : (this.#next = new Wave(this, parcel))
  }

  /** First to last. */
  parcels(): Parcel[] {
    if (this.#parcel === null) {
      return []
    }
    const all = new Array<Parcel>(this.count)
    let at = this.count - 1
    all[at] = this.#parcel
    for (let wave = this.#before; wave !== null && wave.#parcel !== null; wave = wave.#before) {
      at -= 1
      all[at] = wave.#parcel
    }
    return all
  }

  /** All of it as it goes on the wire. */
  bytes(protocol: TakProtocol): Uint8Array {
    return protocol === 'xml' ? (this.#xml ??= joined(this.parcels(), protocol)) : (this.#proto ??= joined(this.parcels(), protocol))
  }
}

function joined(parcels: readonly Parcel[], protocol: TakProtocol): Uint8Array {
  let length = 0
  for (const parcel of parcels) {
    length += parcel.lengthIn(protocol)
  }
  const bytes = Buffer.allocUnsafe(length)
  let at = 0
  for (const parcel of parcels) {
    at = parcel.writeTo(bytes, at, protocol)
  }
  return bytes
}
