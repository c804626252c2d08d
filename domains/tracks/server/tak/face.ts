import type { Reader } from '../../../../core/policy.ts'
import type { CotEvent } from '../../../../formats/cot/event.ts'
import type { App } from '../../../../server/face.ts'

/** PEM texts for mutual TLS; `ca` signs the certificates clients show, `crl` are lists of those withdrawn. */
export type TakTls = { key: string; cert: string; ca: string[]; crl?: string[] }

/** What a client showed at the handshake; the chain to `TakTls.ca` holds already. `fingerprint256` as Node writes it. */
export type ShownCertificate = { fingerprint256: string; commonName: string; serialNumber: string }

/** What the room of certificates gives the stream server. */
export type TakIdentity = {
  /** Null while there is no authority yet: then no TLS listener is opened. */
  tlsOptions(): TakTls | null
  /** Id of the account a certificate was issued to; null when it is unknown, withdrawn or expired. Asked at each connection. */
  accountOfCertificate(shown: ShownCertificate): string | null
  /** A certificate was withdrawn: its connections are cut at once. Answers how to stop listening. */
  onRevoked(listener: (fingerprint256: string) => void): () => void
  /** Key, certificate or list of withdrawn ones changed: the listener takes the new ones without a restart. */
  onRenewed(listener: () => void): () => void
}

export const TAK_PROTOCOLS = ['xml', 'protobuf-1'] as const
export type TakProtocol = (typeof TAK_PROTOCOLS)[number]
/** How somebody came in. `datagram` is a mesh (UDP) and has no account. */
export type TakTransport = 'tcp' | 'tls' | 'websocket' | 'datagram'

/** A connected client, for lists. Times epoch ms. Never shown to anybody but through a route that asks who may. */
export type TakClientView = {
  id: string
  feed: string
  transport: TakTransport
  protocol: TakProtocol
  /** Account it acts for; null for one that is admitted without sign-in. */
  account: string | null
  login: string | null
  /** What it says of itself, once it has. */
  uid: string | null
  callsign: string | null
  team: string | null
  role: string | null
  /** `takv`: device, platform, version. */
  device: string | null
  address: string
  fingerprint256: string | null
  since: number
  heardAt: number
  /** Events received, sent, positions replaced by newer ones before they were sent, waiting now, dropped at a bound, refused as too many. */
  received: number
  sent: number
  coalesced: number
  waiting: number
  dropped: number
  refused: number
  /** Bytes that wait to be taken by it. */
  waitingBytes: number
}

/** Whom an event goes to; absent members do not limit. Nobody is sent what they may not see. */
export type TakAddressees = { uids?: readonly string[]; callsigns?: readonly string[]; accounts?: readonly string[] }

/** What hangs on an event for need-to-know: attributes of the record it belongs to. */
export type TakAccess = Parameters<ReturnType<App['store']['sight']>>[0]

/** What the stream server offers others: client lists, pushing events and announcing packages. */
export type TakStream = {
  clients(): TakClientView[]
  /** Connected clients a reader may know of: those whose positions they may see. */
  clientsFor(reader: Reader): TakClientView[]
  /** The latest event of a uid that the reader may see, as CoT; null when there is none (no difference). */
  latest(reader: Reader, uid: string): CotEvent | null
  /**
   * Send an event to clients whose account may read records with these attributes. Lossless up to the bound of each queue.
   * Answers to how many it went.
   */
  deliver(event: CotEvent, access: TakAccess, to?: TakAddressees): number
  /** Tell clients that a file can be fetched (`b-f-t-r`). Answers to how many it went. */
  announcePackage(file: TakFile, access: TakAccess, to?: TakAddressees): number
  /** End the connections of an account or certificate. */
  cut(which: { account?: string; fingerprint256?: string; id?: string }, why: string): number
}

/** A data package clients are told of. `url` is where they fetch it, with the authority they know. */
export type TakFile = { name: string; filename: string; url: string; sha256: string; bytes: number; senderCallsign: string; senderUid: string }

const streams = new WeakMap<object, TakStream>()
const identities = new WeakMap<object, TakIdentity>()
const waiting = new WeakMap<object, Set<() => void>>()

/** The stream server of a node; null before the domain's services are made. */
export function takStream(app: App): TakStream | null {
  return streams.get(app) ?? null
}

/** Said once by the stream server. */
export function offerTakStream(app: App, stream: TakStream): void {
  streams.set(app, stream)
}

/** The certificates of a node; null while nobody offers any. */
export function takIdentity(app: App): TakIdentity | null {
  return identities.get(app) ?? null
}

/** Said once by the room of certificates, before or after the stream server is made. */
export function offerTakIdentity(app: App, identity: TakIdentity): void {
  identities.set(app, identity)
  waiting.get(app)?.forEach((tell) => tell())
}

/** Called when certificates are offered after the fact. */
export function onTakIdentity(app: App, tell: () => void): void {
  waiting.set(app, (waiting.get(app) ?? new Set()).add(tell))
}
