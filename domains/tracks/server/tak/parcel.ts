import type { CotEvent } from '../../../../formats/cot/event.ts'
import { writeTakMessage } from '../../../../formats/cot/proto-write.ts'
import { frameStream } from '../../../../formats/cot/stream.ts'
import { withWords } from '../../../../formats/cot/words.ts'
import { writeCotText } from '../../../../formats/cot/xml.ts'
import type { TakProtocol } from './face.ts'
import type { Gate } from './gates.ts'

const ENCODER = new TextEncoder()
const USUAL = 600

export type ParcelOptions = { feed: string | null; replaces: string | null; urgent?: boolean; xml?: Uint8Array | null; proto?: Uint8Array | null; latin1?: string | null; size?: number }

/**
 * One event on its way, with who may have it. Its bytes in each protocol are made once, when somebody first needs them; in the
 * protocol it came in they are those that came.
 */
export class Parcel {
  readonly event: CotEvent
  readonly gate: Gate
  /** Feed it came by; null for the node's own. */
  readonly feed: string | null
  /** Uid under which a newer one replaces it, null where each is delivered. */
  readonly replaces: string | null
  /** Bytes it came with, also where its words or who may see it were changed since; a usual number for what the node made itself. */
  readonly size: number
  /** Before everything else. */
  readonly urgent: boolean
  #xml: Uint8Array | null
  #proto: Uint8Array | null
  /** Of a steady report: a character for each byte it came with. */
  readonly #latin1: string | null

  constructor(event: CotEvent, gate: Gate, options: ParcelOptions) {
    this.event = event
    this.gate = gate
    this.feed = options.feed
    this.replaces = options.replaces
    this.urgent = options.urgent ?? false
    this.#xml = options.xml ?? null
    this.#proto = options.proto ? frameStream(options.proto) : null
    this.#latin1 = options.latin1 ?? null
    this.size = options.size ?? this.#latin1?.length ?? this.#xml?.length ?? this.#proto?.length ?? USUAL
  }

  /** The same for others to see. */
  through(gate: Gate): Parcel {
    const other = new Parcel(this.event, gate, { feed: this.feed, replaces: this.replaces, urgent: this.urgent, xml: this.#xml, latin1: this.#latin1, size: this.size })
    other.#proto = this.#proto
    return other
  }

  /** The same with its words changed; itself where none is. */
  reworded(change: (text: string) => string): Parcel {
    const event = withWords(this.event, change)
    return event === this.event ? this : new Parcel(event, this.gate, { feed: this.feed, replaces: this.replaces, urgent: this.urgent, size: this.size })
  }

  /** As it goes on the wire. */
  bytes(protocol: TakProtocol): Uint8Array {
    if (protocol === 'xml') {
      if (this.#latin1 !== null) {
        return Buffer.from(this.#latin1, 'latin1')
      }
      return (this.#xml ??= ENCODER.encode(writeCotText(this.event, false)))
    }
    return (this.#proto ??= frameStream(writeTakMessage({ control: null, event: this.event })))
  }

  /** How many bytes it is on the wire. */
  lengthIn(protocol: TakProtocol): number {
    return protocol === 'xml' && this.#latin1 !== null ? this.#latin1.length : this.bytes(protocol).length
  }

  /** Writes its bytes into others at `at`; answers where they end. */
  writeTo(bytes: Buffer, at: number, protocol: TakProtocol): number {
    if (protocol === 'xml' && this.#latin1 !== null) {
      return at + bytes.write(this.#latin1, at, 'latin1')
    }
    const own = this.bytes(protocol)
    bytes.set(own, at)
    return at + own.length
  }

  /** The whole event as text, as it came where it came as text. */
  text(): string {
    if (this.#latin1 !== null) {
      return Buffer.from(this.#latin1, 'latin1').toString('utf8')
    }
    return this.#xml ? new TextDecoder().decode(this.#xml) : writeCotText(this.event, false)
  }
}
