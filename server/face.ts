/**
 * What the server half of a domain may use of the server, and how it says what it adds: only what the
 * generic record API lacks.
 */
import type { Json, JsonObject } from '../core/json.ts'
import type { Domain } from '../core/kind.ts'
import type { App } from './http/app-context.ts'
import type { Endpoint } from './http/endpoint.ts'
import type { ChannelMaker } from './live/channel.ts'
import type { DomainSocket } from './live/sockets.ts'
import type { Importer } from './jobs/import-types.ts'
import type { PastHeard, PastReport } from './jobs/load-sample.ts'
import type { SectionSource } from './products/face.ts'
import type { Register } from './technology-gate.ts'

/** What a domain keeps running. `close` is called once, before the store is closed, and finishes what was accepted. */
export type Service = {
  /** Called when the node listens; what is opened here may be reached from outside. */
  start?(port: number): Promise<void>
  close(): Promise<void>
}

export type ServerDomain = {
  domain: Domain
  /** Made with the node, in the order of the domains; the feeds deliver from `start` on. */
  service?: (app: App) => Promise<Service>
  /** Takes what the feeds of a mission made up beforehand heard before it was loaded, and reports it released; kept when it resolves. */
  past?: (app: App, deliveries: Iterable<PastHeard>, reports: readonly PastReport[]) => Promise<void>
  /** Streams on the live WebSocket, by the name they are opened under. */
  channels?: { [name: string]: ChannelMaker }
  routes?: readonly Endpoint[]
  /** WebSockets of its own, for programs. */
  sockets?: readonly DomainSocket[]
  /** Warnings shown with a record, by kind; none of them blocks. */
  warnings?: { [kind: string]: (data: JsonObject) => { [key: string]: Json }[] }
  /** Tables it can read. */
  importers?: readonly Importer[]
  /** Sections of reports it can make. */
  products?: readonly SectionSource[]
  /** At most one domain keeps the technology register. */
  register?: Register
}

/** Join a domain's pure part with what it adds on the server. */
export function serveDomain(domain: Domain, more: Omit<ServerDomain, 'domain'> = {}): ServerDomain {
  return { domain, ...more }
}

export { enterProgram, programReader, type ProgramCaller } from './auth/programs.ts'
export { accountById, accountByLogin, noteCredential } from './auth/accounts.ts'
export { isActive, SYSTEM, systemFor, type AccountRecord } from './auth/reader.ts'
export { sameSecret, uuidV7 } from './auth/secret-values.ts'
export { needAdmin } from './http/admin-users.ts'
export { MISSION_ID, missionOf } from './http/mission.ts'
export { cutFor, told } from './http/told.ts'
export { holdBack, refuseWords } from './attachments/held.ts'
export { fileHeaders } from './attachments/receive.ts'
export { openSafeZip } from './files/zip.ts'
export type { Clocks, Crossed } from './clocks/face.ts'
export type { App } from './http/app-context.ts'
export type { DomainSocket } from './live/sockets.ts'
export { Written, type Channel, type ChannelMaker } from './live/channel.ts'
export type { Delivery, Feeds, FeedView } from './feeds/face.ts'
export { QUALITY, type Allow, type Kept, type Positions, type Quality, type Removed } from './positions/face.ts'
export { endpoint, ok, type Answer, type Call, type Endpoint } from './http/endpoint.ts'
export { asProblem } from './http/problems.ts'
export { VERSION } from './config.ts'
export { readLineFile } from './store/line-files.ts'
export { presentRecord, presentRecords } from './http/present.ts'
export { answerCommitted, findRecord } from './http/records.ts'
export { anyObject, closed, id, instant, nullable, RecordView } from './http/schemas.ts'
export type { Importer, ImportedRow, ImportRowError, ImportTable } from './jobs/import-types.ts'
export { cutWords, veiledRecord, type CommitBatch, type Committed, type Cut, type Seen, type Store, type VeilHandle } from './store/face.ts'
export type { PastHeard, PastReport } from './jobs/load-sample.ts'
export { audienceOf, buildSections, isOutside, readerOfAudience, sourcesOf, type Building, zuluAndLocal } from './products/build.ts'
export type { Binder, Read } from './products/binder.ts'
export { weave } from './products/weave.ts'
export { documentDocx, emptyTemplate, SECTION_PLACE, TEMPLATE_PLACES } from './products/write-docx.ts'
export { documentPdf } from './products/write-pdf.ts'
export type { SectionAsk, SectionSource } from './products/face.ts'
export { allAccounts } from './auth/accounts.ts'
export { readerOf } from './auth/reader.ts'
export type { Register } from './technology-gate.ts'
export { tlsOfFiles } from './tls-files.ts'
