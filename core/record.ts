import type { Attachment } from './attachment.ts'
import type { Comment } from './comment.ts'
import type { Handling } from './handling.ts'
import type { Json, JsonObject } from './json.ts'

/** Axis 1: approval gates products and sharing, never awareness. */
export const WORKFLOWS = ['draft', 'submitted', 'returned', 'approved', 'merged', 'retracted'] as const
export type Workflow = (typeof WORKFLOWS)[number]

/** Axis 2: how far it is believed; independent of approval. */
export const VERACITIES = ['reported', 'under-verification', 'corroborated', 'verified', 'unverifiable', 'refuted'] as const
export type Veracity = (typeof VERACITIES)[number]

/** Not counted, not listed unless asked for: merged into another record, or withdrawn. */
export const GONE: readonly Workflow[] = ['merged', 'retracted']

/**
 * A value that came second: somebody else had changed the field since `basedOn`. It is kept beside the
 * standing value until a person decides; it never wins silently and is never lost.
 */
export type Contest = {
  field: string
  /** The proposed value; null proposes to clear the field. */
  value: Json
  action: string
  by: string
  role: string
  at: string
  basedOn: number
}

/**
 * A snapshot of a thing people report, decide on or account for. Always derivable from its actions.
 * Times are ISO 8601 UTC. The third time axis, "logged", is `createdAt` (server clock).
 */
export type VigieRecord<D extends JsonObject = JsonObject> = {
  id: string
  kind: string
  /** Version of the kind's schema the data was last written with. */
  schema: number
  /** Human reference, e.g. `INC-2026-004217`. */
  ref: string
  /** Number of actions folded in (audit actions do not count). */
  version: number
  workflow: Workflow
  veracity: Veracity | null
  handling: Handling
  /** Id of the smallest area with jurisdiction, or null when unknown. */
  area: string | null
  /** Leaf areas of other hierarchies (administrative, protection site…). */
  places: string[]
  data: D
  createdAt: string
  createdBy: string
  createdRole: string
  /** Device clock at creation; shown beside `createdAt` when they differ. */
  deviceAt: string
  updatedAt: string
  updatedBy: string
  /** Field → version that last changed it; what conflict detection reads. */
  touched: { [field: string]: number }
  contested: Contest[]
  /** Set while workflow is `merged`. */
  mergedInto: string | null
  /** Subjects whose sealed fields were erased by destroying their key. */
  erased: boolean
  /** Files, in the order they came; absent when it never had one. */
  attachments?: Attachment[]
  /** What was said about it, in order; absent when nothing was. */
  comments?: Comment[]
}

/**
 * Append-only; the only way a record changes. `at` is the device's clock, `receivedAt` the server's.
 * `node` and `seq` place it in its writing node's hash chain.
 */
export type Action = {
  id: string
  node: string
  seq: number
  record: string
  kind: string
  type: string
  actor: string
  role: string
  at: string
  receivedAt: string
  /** Version of the record the actor had seen; null when creating. */
  basedOn: number | null
  patch: JsonObject
  reason: string | null
  /** Declared purpose, where reading or exporting needs one. */
  purpose: string | null
}

/** What a caller hands in; the server adds place in the chain, server time and derived facts. */
export type NewAction = {
  id: string
  record: string
  kind: string
  type: string
  at: string
  basedOn: number | null
  patch: JsonObject
  reason?: string | null
}

/** What the create action carries; `ref`, `area` and `places` are stamped by the server. */
export type CreatePatch = {
  data: JsonObject
  handling?: Handling
  workflow?: 'draft' | 'submitted'
  ref?: string
  area?: string | null
  places?: string[]
}

/** What the edit action carries: fields to replace (null clears), and places stamped by the server. */
export type EditPatch = { fields: JsonObject; area?: string | null; places?: string[] }
