import type { CotEvent } from '../../../../formats/cot/event.ts'
import { writeTakMessage } from '../../../../formats/cot/proto-write.ts'
import { frameStream } from '../../../../formats/cot/stream.ts'
import { writeCotText } from '../../../../formats/cot/xml.ts'
import type { TakProtocol } from './face.ts'
import type { Gate } from './gates.ts'

const ENCODER = new TextEncoder()
const USUAL = 600

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
  /** Bytes it came with; a usual number for what the node made itself. */
  readonly size: number
  /** Before everything else. */
  readonly urgent: boolean
  #xml: Uint8Array | null
  #proto: Uint8Array | null

  constructor(event: CotEvent, gate: Gate, options: { feed: string | null; replaces: string | null; urgent?: boolean; xml?: Uint8Array | null; proto?: Uint8Array | null }) {
    this.event = event
    this.gate = gate
    this.feed = options.feed
    this.replaces = options.replaces
    this.urgent = options.urgent ?? false
    this.#xml = options.xml ?? null
    this.#proto = options.proto ? frameStream(options.proto) : null
    this.size = this.#xml?.length ?? this.#proto?.length ?? USUAL
  }

  /** The same for others to see. */
  through(gate: Gate): Parcel {
    const other = new Parcel(this.event, gate, { feed: this.feed, replaces: this.replaces, urgent: this.urgent, xml: this.#xml })
    other.#proto = this.#proto
    return other
  }

  /** As it goes on the wire. */
  bytes(protocol: TakProtocol): Uint8Array {
    if (protocol === 'xml') {
      return (this.#xml ??= ENCODER.encode(writeCotText(this.event, false)))
    }
    return (this.#proto ??= frameStream(writeTakMessage({ control: null, event: this.event })))
  }

  /** The whole event as text, as it came where it came as text. */
  text(): string {
    return this.#xml ? new TextDecoder().decode(this.#xml) : writeCotText(this.event, false)
  }
}
