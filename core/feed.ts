import type { Alarm, Fix, SubjectFacts } from './fix.ts'

/** A fix as a decoder reads it: the node adds when it had it. A source without a clock leaves `at` null. */
export type HeardFix = Omit<Fix, 'receivedAt' | 'at'> & { at: number | null }

/** What a decoder understood of its input, in order. */
export type Heard =
  | { what: 'position'; fix: HeardFix; facts?: SubjectFacts; /** As it came, kept where the feed records. */ raw?: string }
  /** Said of a subject without a position. */
  | { what: 'facts'; subject: string; facts: SubjectFacts }
  | { what: 'alarm'; subject: string; alarm: Alarm; at: number | null; text?: string; fix?: HeardFix }
  | { what: 'text'; subject: string; at: number | null; text: string }
  /** The subject is no longer there, by its own word. */
  | { what: 'gone'; subject: string; at: number | null }
  /** Understood, and nothing in it to keep (cells, settings, signs of life without a state): counted, so that nobody takes it for lost. */
  | { what: 'nothing' }
  /** To be sent back over the same connection (acknowledgements of trackers). */
  | { what: 'reply'; bytes: Uint8Array }
  /** Could not be read: kept in quarantine with the reason, in plain English. */
  | { what: 'bad'; bytes: Uint8Array; reason: string }

/**
 * Reads one connection, file or subscription. Pure but for what it remembers of its own input (an unfinished frame, parts
 * of a message). Never throws: what it cannot read is `bad`, and it finds its way back to the next frame by itself. Holds at
 * most the `maxFrameBytes` of its codec.
 */
export type Decoder = {
  /** `now` is epoch ms, for sources that leave out the date. `topic` is that of a message queue. */
  push(chunk: Uint8Array, now: number, topic?: string): Heard[]
  /** The input has ended: what is left unfinished is `bad`. */
  end(now: number): Heard[]
}

/** A way of writing positions down. */
export type Codec = {
  /** What feeds refer to: `nmea`, `ais`, `teltonika`… */
  name: string
  /** Longest frame it waits for; a longer one is `bad`. */
  maxFrameBytes: number
  /** Reads single datagrams or messages as whole frames: nothing is carried from one to the next. */
  datagrams: boolean
  make(options: { [name: string]: string | number | boolean }): Decoder
}

/** How bytes come in. */
export const TRANSPORTS = ['tcp-server', 'tcp-client', 'udp', 'multicast', 'serial', 'file', 'http-poll', 'http-push', 'websocket', 'mqtt', 'simulator'] as const
export type Transport = (typeof TRANSPORTS)[number]
