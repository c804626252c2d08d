import type { Aggregate, AggregateSpec } from '../../core/aggregate.ts'
import type { Attachment, Kept } from '../../core/attachment.ts'
import type { AreaTree } from '../../core/area.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Kind } from '../../core/kind.ts'
import type { Reader } from '../../core/policy.ts'
import type { Query } from '../../core/query.ts'
import type { Action, NewAction, VigieRecord } from '../../core/record.ts'
import type { BackupParts, Manifest } from './backup.ts'
import type { SignedHead, Vouched } from './chain.ts'
import type { Facts } from './facts.ts'
import type { Claim } from './claim.ts'
import type { Extent } from './columns/columns.ts'
import type { Cut, Veil, VeilHandle } from './veil.ts'
import type { WriteGuard } from './write-guard.ts'

export { ANYBODY, cutWords, OPEN, veiledRecord, type Cut, type Veil, type VeilHandle } from './veil.ts'
export type { WriteGuard } from './write-guard.ts'

/**
 * The store's public face: the only door to records. Every read takes a reader and returns only what
 * that reader may see; there is no way to read without one. The same face stands before SQLite and
 * PostgreSQL.
 */
export type Store = {
  readonly dialect: 'sqlite' | 'postgres'
  /** This node's id: names its hash chain. */
  readonly node: string
  kinds(): Kinds
  areas(): AreaTree

  /**
   * Accept actions: policy, parse, reduce, check, chain, write; all or none, durable when it resolves.
   * An action id seen before is not done twice: its first outcome is returned (`again`). Throws Problem.
   */
  commit(reader: Reader, actions: readonly NewAction[], options?: CommitOptions): Promise<Committed[]>

  /** One record, redacted for the reader; null when it does not exist or may not be seen (no difference). */
  get(reader: Reader, id: string): Promise<Seen | null>
  /** By reference, e.g. INC-2026-004217. */
  getByRef(reader: Reader, ref: string): Promise<Seen | null>
  /** A page: items, exact total the reader may see, cursor of the next page or null. */
  list(reader: Reader, query: Query): Promise<Page>
  /**
   * The rows from position `offset` (0 is the first) of the whole ordered result, at most the query's limit, and the
   * exact total: what a list with a true scroll bar reads. A position is good for the moment it was asked.
   */
  window(reader: Reader, query: Query, offset: number): Promise<Omit<Page, 'next'>>
  /** How many records a query holds for, and of what classes, without reading one; null while that is not in memory. */
  extent(reader: Reader, query: Query): Promise<Extent | null>
  /** How many of a query's records were made or changed after an instant (epoch ms). */
  changedSince(reader: Reader, query: Query, since: number): Promise<number>
  count(reader: Reader, query: Query): Promise<number>
  /**
   * Counts per value of the facets asked for, under the query without that facet's own condition. Besides the kind's own:
   * area, places, workflow, veracity, severity, month, day (in `zone`, default UTC), hour (within at most 62 days).
   */
  facets(reader: Reader, query: Query, facets: readonly string[], zone?: string): Promise<Facets>
  /** Records counted by one or two dimensions (core/aggregate.ts); exact, from memory. */
  aggregate(reader: Reader, query: Query, spec: AggregateSpec): Promise<Aggregate>
  /** A page of the records in one cell of `aggregate`, '' for those without a value, '*' for any; its total is the cell's count. */
  cell(reader: Reader, query: Query, spec: AggregateSpec, keys: readonly string[]): Promise<Page>
  /** Points for maps: ids, places, kind-neutral attributes; the fast path, from memory. */
  points(reader: Reader, query: Query, limit: number): Promise<Points>
  /** A Mapbox vector tile (uncompressed bytes) of what the reader may see; layer name = kind. */
  tile(reader: Reader, query: Query, z: number, x: number, y: number): Promise<Uint8Array>
  /** All records of a query, in pages, for export. Constant memory. */
  stream(reader: Reader, query: Query): AsyncIterable<Seen>
  /** The actions of a record, oldest first, redacted alike; who else read or exported it only for those who audit (else without actor); what was done while it was closed to the reader is marked `withheld`. Empty when the record may not be seen. */
  history(reader: Reader, id: string): Promise<SeenAction[]>
  /** Records somebody made, last changed first, with how many there are. `to-count`: nothing of them is shown, so no reading is recorded. */
  authored(reader: Reader, user: string, limit: number, only?: 'to-count'): Promise<{ items: Seen[]; total: number }>
  /** The record as it stood when the node knew only what had arrived by `at` (ISO UTC). */
  asOf(reader: Reader, id: string, at: string): Promise<Seen | null>
  /** The record as it stood before `from` (epoch ms) and at each change since, oldest first, as far as the reader may see it: its history is read once. */
  versions(reader: Reader, id: string, from: number): Promise<Seen[]>
  /** What was known at a moment. */
  readonly known: Known
  /** What a live subscription needs to decide on a committed record: does it match, may it be seen. */
  present(reader: Reader, record: VigieRecord, query?: Query): Seen | null
  /**
   * Need-to-know for what is no record but hangs on one, such as positions: may the reader read records with these attributes?
   * Decided once per access class and remembered until areas or kinds change; holds for the reader as given.
   */
  sight(reader: Reader): (record: Pick<VigieRecord, 'kind' | 'handling' | 'area' | 'workflow'>) => boolean
  matches(query: Query, record: VigieRecord): boolean

  /** The node's own signature of bytes for a use of theirs, to be checked where there is no link. */
  vouch(use: string, bytes: Uint8Array): Vouched
  /** Ask this of everything that is written by this process from now on, before it is decided; answers how to stop it. */
  guard(guard: WriteGuard): () => void
  /** Cut words out of every answer of this process from now on, for the readers the veil names; what is stored stays as it is. */
  veil(veil: Veil): VeilHandle
  /** How words of a record, and of what hangs on it, are cut for a reader; null where they stand. `holdsFiles`: and whether files of it that nobody can look into are kept back. */
  veiled(reader: Reader, record: Pick<VigieRecord, 'id' | 'kind' | 'handling'>): { cut: Cut; holdsFiles: boolean } | null
  /** How words are cut where nobody knows who reads them, such as a public feed, a message to a telephone or a device that keeps what it was sent; null where all stand. */
  openly(): Cut | null
  /** Called when a veil hides something else than before. */
  onVeil(listener: () => void): () => void
  /** Called after each durable commit, in commit order, with unredacted records: only server rooms use it. */
  onCommit(listener: (batch: CommitBatch) => void): () => void
  /** Commit counter of this process's view; live subscriptions resume from it. */
  position(): number
  /** Batches after a position, oldest first, or null when too old to resume (take a snapshot). */
  since(position: number): CommitBatch[] | null

  /** Destroy the key of a record's sealed fields. The erase action is committed by it. */
  erase(reader: Reader, id: string, reason: string): Promise<void>
  /** Record that something sensitive was read or left the building. */
  audit(reader: Reader, ids: readonly string[], type: 'read' | 'export', detail: { format?: string; attachment?: string; count?: number; of?: string }): Promise<void>

  /** Files that belong to records. */
  readonly files: AttachmentFiles

  /** Accounts' secrets, sessions, tokens, idempotency and settings: small tables beside the records. */
  readonly side: SideTables
  close(): Promise<void>
}

/**
 * The reading door into the past: records as the node knew them at `at` (ISO 8601 with zone), late arrivals absent, numbers
 * corrected later as they stood. Exact; a reader who may not read a record now, or might not have read it as it stood, is
 * not shown it. Areas and rights are those of now. Throws Problem `invalid-query` for no instant, and when more than
 * 5,000 records were changed since (`MOST_MOVED`). `can` of its records is empty: nothing is done in the past.
 */
export type Known = {
  list(reader: Reader, query: Query, at: string): Promise<Page>
  /** Rows from a position on. */
  window(reader: Reader, query: Query, offset: number, at: string): Promise<Omit<Page, 'next'>>
  facets(reader: Reader, query: Query, names: readonly string[], at: string, zone?: string): Promise<Facets>
  points(reader: Reader, query: Query, limit: number, at: string): Promise<Points>
}

/**
 * The kinds in force: those shipped, those the mission defined (records of kind `own-kind`, compiled by
 * core/own-kind.ts `kindFromData`), and shipped ones with mission fields (`extendKind`). Refreshed on commit.
 */
export type Kinds = {
  get(name: string): Kind | undefined
  /** Throws Problem `invalid-input` naming the kinds there are. */
  need(name: string): Kind
  all(): readonly Kind[]
}

export type CommitOptions = {
  /** Server time to stamp, for loading history; only with a system reader. */
  receivedAt?: (action: NewAction) => string
  /** Role to record; default the first grant of the reader that fits. */
  role?: string
  /** Loading in bulk: skip the per-record permission check after it was done for the batch. System reader only. */
  bulk?: boolean
}

export type Committed = { action: Action; record: VigieRecord; again: boolean }

/** The bytes of attachments; their action is committed after `keep` has put them on the disk. */
export type AttachmentFiles = {
  /** Encrypt and write, durable when it resolves; answers what the `attach` action carries. */
  keep(parts: { copy: Uint8Array; thumb?: Uint8Array; original?: Uint8Array }): Promise<{ copy: Kept; thumb?: Kept; original?: Kept; key: string }>
  /** A file that stands, with its record; null when there is none or the record may not be seen (no difference). */
  find(reader: Reader, id: string): Promise<{ seen: Seen; attachment: Attachment } | null>
  /** Bytes of an attachment that `find` answered. Throws Problem `not-found`, `erased` or `unavailable`. */
  read(attachment: Attachment, part: 'copy' | 'thumb' | 'original'): Promise<Buffer>
}

/** A record as one reader sees it. `withheld` counts protected items left out, by field. */
export type Seen = { record: VigieRecord; withheld: { [field: string]: number }; can: string[] }

/** An action as one reader sees it; `withheld`: the record was closed to them then, so what it carried is left out. */
export type SeenAction = Action & { withheld?: true }

export type Page = { items: Seen[]; total: number; next: string | null }

export type Facets = { [facet: string]: { value: string; count: number }[] }

export type Points = {
  total: number
  /** Parallel arrays; `lon`/`lat` degrees, `radiusM` metres, `at` epoch ms of happened (or logged). */
  ids: string[]
  refs: string[]
  lon: number[]
  lat: number[]
  radiusM: number[]
  severity: number[]
  category: string[]
  workflow: string[]
  veracity: (string | null)[]
  at: number[]
}

export type CommitBatch = { position: number; at: string; changes: readonly Change[] }

/** `restated`: only state, version and times differ from the version before; data, handling and areas are the same. */
export type Change = { action: Action; record: VigieRecord; restated?: boolean }

/** What is not a record: secrets and short-lived state. Values are JSON; times epoch ms. */
export type SideTables = {
  secret(user: string): Promise<UserSecret | null>
  setSecret(user: string, secret: UserSecret): Promise<void>
  /** How each account signs in and whether it is here now; by account. */
  signIns(): Promise<Map<string, SignInFacts>>
  session(id: string): Promise<Session | null>
  putSession(session: Session): Promise<void>
  dropSession(id: string): Promise<void>
  sessionsOf(user: string): Promise<Session[]>
  token(hash: string): Promise<Token | null>
  putToken(token: Token): Promise<void>
  tokensOf(user: string): Promise<Token[]>
  dropToken(id: string): Promise<void>
  /** Called after a session or token was dropped by this process; `id` is the one of the session or token. */
  onDropped(listener: (what: 'session' | 'token', id: string) => void): () => void
  /** First answer given to an idempotency key; keys live 72 h. */
  remembered(user: string, key: string): Promise<{ request: string; status: number; body: string } | null>
  remember(user: string, key: string, answer: { request: string; status: number; body: string }): Promise<void>
  setting(name: string): Promise<string | null>
  /** Settings whose name begins so, by name. */
  settings(prefix: string): Promise<{ name: string; value: string }[]>
  setSetting(name: string, value: string): Promise<void>
  /** A setting that lies encrypted under the master key of the node, such as the key of an authority; null when there is none. */
  secretSetting(name: string): Promise<string | null>
  setSecretSetting(name: string, value: string): Promise<void>
}

/** `totpPending` was offered and is not in force until its first code, by `until`. Both shared secrets lie encrypted. */
export type UserSecret = {
  password: string | null
  totp: string | null
  totpUsed?: number | null
  totpPending?: { secret: string; until: number } | null
  passkeys?: Passkey[]
  /** The password was given by somebody else: its owner chooses another before anything else. */
  mustChange?: boolean
}
/** A credential of WebAuthn: `id` and `publicKey` in base64url; `counter` is the last one its authenticator showed. */
export type Passkey = { id: string; publicKey: string; counter: number; transports: string[]; name: string; createdAt: number; usedAt: number | null }
/**
 * `id` is a SHA-256 of the cookie value; the value itself is never stored. With `must` nothing can be done but what it
 * names: choosing another password, adding a second factor.
 */
export type Session = { id: string; user: string; createdAt: number; seenAt: number; expiresAt: number; agent: string; address: string; csrf: string; must?: ('password' | 'factor')[] }
/** How accounts sign in, without any secret, for those who look after them. Times epoch ms. */
export type SignInFacts = { password: boolean; totp: boolean; passkeys: number; mustChange: boolean; sessions: number; seenAt: number | null }
export type Token = { id: string; hash: string; user: string; name: string; createdAt: number; expiresAt: number | null; lastUsedAt: number | null; /** Restricted to reading by addresses given to other programs. */ scope?: 'links' }

/** What to look for in the trail of actions; every condition given must hold. */
export type ActionSearch = {
  actors?: readonly string[]
  /** Id or reference. */
  record?: string
  kind?: string
  types?: readonly string[]
  /** ISO 8601 in UTC, by server time; `to` is not included. */
  from?: string
  to?: string
  /** In the purpose or the reason. */
  words?: string
  id?: string
  /** Only positions before this one: `next` of the page before. */
  before?: number
  limit: number
}
/** That something was done. With `withheld` the reader may not read the record: then that is all. */
export type TrailItem = {
  pos: number; id: string; node: string; seq: number; hash: string; kind: string; type: string; actor: string; role: string; at: string; receivedAt: string
  record: string | null; ref: string | null; reason: string | null; purpose: string | null; fields: string[]; detail: JsonObject; withheld: boolean
}
export type Trail = {
  /**
   * A page, newest first; `back` is the server time down to which it looked, `next` where to go on, null at the beginning of
   * everything. Throws Problem `not-allowed` but for auditors and data-protection officers of the whole mission.
   */
  search(reader: Reader, search: ActionSearch): Promise<{ items: TrailItem[]; next: number | null; back: string | null }>
}

/** What keeping a store in good order takes; nothing here shows a record. */
export type Upkeep = {
  /** Sign the present head of the chain; called at start, daily and at close. */
  signHead(): Promise<void>
  /** The newest signed heads, newest first. */
  signedHeads(limit: number): Promise<SignedHead[]>
  /** Copy the store, in use, into a new folder. */
  backup(target: string, parts?: BackupParts): Promise<Manifest>
  /** Prove chains, records and columns; `replay` folds every action again. */
  verify(options?: VerifyOptions): Promise<Verification>
  /** Bytes of the database. */
  size(): Promise<number>
  /** How far devices' clocks run ahead of the node, in ms: the largest among the newest 500 actions; 0 when none does. */
  ahead(): Promise<number>
}
export type VerifyOptions = { replay?: boolean; signal?: AbortSignal; progress?: (done: number, total: number) => void }
/** What only one of several processes on a store does at a time; `who` is what the others are told. */
export type Claims = { claim(name: string, who: string): Promise<Claim> }
/** A store as a node uses it. */
export type NodeStore = Store & Upkeep & Claims & { readonly trail: Trail; readonly facts: Facts }

/** Result of `vigie verify`. `broken` names the first thing that does not hold. */
export type Verification = {
  ok: boolean
  chains: { node: string; actions: number; head: string; signedHeads: number }[]
  records: number
  replayed: boolean
  broken: { what: 'action' | 'chain' | 'head' | 'record' | 'column' | 'missing' | 'file'; id: string; ref?: string; detail: string } | null
}

/** Opening a store: a folder for the embedded one, or a PostgreSQL URL. Implemented by `server/store/open.ts`. */
export type OpenStore = (options: { dataDir: string; databaseUrl?: string | null; kinds: readonly Kind[]; clock?: () => number }) => Promise<Store>

export type { Query, Reader }
