import type { FeedConfig } from '../../core/feed-config.ts'
import type { ServerTls } from '../tls-files.ts'
import type { Heard } from '../../core/feed.ts'

/** How a source is told to wait. Absent where it cannot wait, as with datagrams: what is too much is then refused. */
export type Flow = { pause(): void; resume(): void }

/** Who is at the other end of one connection, file or subscription. */
export type Peer = {
  /** For people: an address, a file, a topic. */
  from: string
  flow: Flow | null
  /** Sends back over the same connection; null where nothing can be sent back. */
  send: ((bytes: Uint8Array) => void) | null
  /** Each push is a whole message or body, never cut nor joined. */
  whole?: boolean
}

/** Where the bytes of one peer go. Never throws. */
export type Line = {
  push(chunk: Uint8Array, topic?: string): void
  /** The peer has gone: what it left unfinished is told. */
  end(): void
}

/** What a transport may use of the feed it works for. */
export type Host = {
  readonly config: FeedConfig
  readonly ref: string
  /** Folders that files and devices may be read from. */
  readonly folders: readonly string[]
  /** Of a codec that reads whole messages. */
  readonly messages: boolean
  now(): number
  line(peer: Peer): Line
  /** Milliseconds until there is room for one more message. */
  wait(): number
  /** Heard without bytes, as a simulator does. Answers whether there is room for more this second. */
  deliver(heard: readonly Heard[]): boolean
  /** It is open: listening, connected, reading. Said again when the words change. */
  up(detail: string): void
  /** It is not, and why; `nextTry` epoch ms, null when it will not try by itself. */
  down(because: string, nextTry: number | null): void
  /** Something was not taken before it was decoded. */
  refuse(because: string): void
  connections(count: number): void
  /** Password or key kept apart from the record; null when there is none. */
  secret(): Promise<string | null>
  /** Key and certificate of a listener of the node over TLS. Throws Error saying why there are none. */
  tls(): Promise<ServerTls>
  /** What the transport keeps from one run to the next, as a place in a file. */
  memory: { get(name: string): string | number | undefined; set(name: string, value: string | number): void }
}

/** A transport that was opened; it opens in the background and says so by `up` and `down`. After `close` nothing more is pushed. */
export type Carrier = { close(): Promise<void> }
export type OpenTransport = (host: Host) => Carrier

/** Number out of the options of a feed, within limits. */
export function numberOption(config: FeedConfig, name: string, standard: number, least: number, most: number): number {
  const value = Number(config.options?.[name] ?? standard)
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : standard
}

export function textOption(config: FeedConfig, name: string): string | null {
  const value = config.options?.[name]
  return value === undefined || value === '' ? null : String(value)
}
