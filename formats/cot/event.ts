/**
 * A Cursor on Target event, the same whether it came as XML or as a TAK protocol message. Nothing of it is lost: what is
 * not understood stays in `detail` (and, rarely, `extra`) and is sent on as it came.
 */
export type CotEvent = {
  uid: string
  /** `a-f-G-U-C`, `b-t-f`, `t-x-c-t`… */
  type: string
  /** How the position came about: `m-g` from GNSS, `h-e` by hand…; empty when not said. */
  how: string
  /** Epoch ms. `time` when it was made, `start` and `stale` between when it holds. */
  time: number
  start: number
  stale: number
  point: CotPoint
  /** Empty when absent. */
  access: string
  qos: string
  opex: string
  /** The children of `<detail>`, in order. */
  detail: CotElement[]
  /** What the event had beyond the standard; null as a rule. */
  extra: CotExtra | null
}

/** WGS 84 degrees and metres; null where the event says 9999999 (unknown). */
export type CotPoint = {
  lat: number
  lon: number
  /** Height above the ellipsoid. */
  hae: number | null
  /** Circular and linear error, one sigma as the standard has it. */
  ce: number | null
  le: number | null
}

/** An element as written, with its prefix. Never changed once it was made: reports that say the same share it. */
export type CotElement = {
  readonly name: string
  /** Names and values in turn, in their order: `['callsign', 'ALFA', 'endpoint', '*:-1:stcp']`. */
  readonly attrs: readonly string[]
  /** Elements and text in their order. White space between elements is left out. */
  readonly nodes: readonly (CotElement | string)[]
}

/** Only XML can carry these; a TAK protocol message leaves them out, but for `caveat`, `releaseableTo` and the text. */
export type CotExtra = {
  /** Other attributes of `<event>` (`caveat`, `releaseableTo`, a version other than 2.0) and of `<point>`: names and values in turn. */
  eventAttrs: string[]
  pointAttrs: string[]
  /** Children of `<event>` other than `<point>` and `<detail>`, and attributes of `<detail>` itself. */
  children: CotElement[]
  detailAttrs: string[]
  /** Text standing directly in `<detail>`. */
  detailText: string
}

/** What a reader answers: the value, or why there is none (plain English) and where. */
export type CotRead<T> = { ok: true; value: T } | { ok: false; reason: string; /** In characters or bytes from the start. */ offset: number }

/** What stands for `unknown` in hae, ce and le. */
export const COT_UNKNOWN = 9_999_999

/** Bounds of one event. What exceeds them is refused with the reason. */
export const COT_LIMITS = {
  /** Bytes of one message. */
  bytes: 1_048_576,
  /** Elements within each other. */
  depth: 32,
  /** Elements of one event. */
  elements: 20_000,
  /** Attributes of one element. */
  attributes: 64,
  /** Characters of one attribute. */
  attribute: 65_536,
} as const

/** The messages of a TAK protocol stream or datagram: an event, what the sender supports, or both. */
export type TakMessage = { control: TakControl | null; event: CotEvent | null }

/** Lowest and highest version of the protocol a sender reads; 0 stands for 1. */
export type TakControl = { minProtoVersion: number; maxProtoVersion: number; contactUid: string }

/** A piece cut out of a stream, not yet read. */
export type CotFrame =
  /** `<event>…</event>` */
  | { what: 'xml'; readonly bytes: Uint8Array; /** Where it was read already. */ readonly event?: CotEvent }
  /** `<auth>…</auth>`, which may come first. */
  | { what: 'auth'; bytes: Uint8Array }
  /** A TakMessage without its framing. */
  | { what: 'proto'; bytes: Uint8Array }
  /** `bytes` is the beginning of it, at most 1,024. */
  | { what: 'bad'; bytes: Uint8Array; reason: string }
