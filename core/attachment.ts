import type { AttachPatch, Kept } from './attachment-schema.ts'
import { plainObject, type Json, type JsonObject } from './json.ts'
import { Problem } from './problem.ts'
import type { Action, VigieRecord } from './record.ts'

export type { AttachPatch, Kept } from './attachment-schema.ts'

/** Largest file a record takes, in bytes. */
export const ATTACHMENT_LIMIT = 20_000_000
/** Files one record holds at most; removed ones do not count. */
export const ATTACHMENTS_MAX = 100

/** A file that belongs to a record. `copy` is what readers get; `original` the sealed one, where the copy says less. */
export type Attachment = {
  /** Id of the action that attached it. */
  id: string
  /** Name and caption lie sealed in records whose personal data can be erased; readers get the words, or `erased`. */
  name: string
  media: string
  caption?: string
  erased?: true
  /** When and where it was taken, as far as the author chose to say. */
  takenAt?: string
  place?: { lon: number; lat: number }
  by: string
  role: string
  at: string
  receivedAt: string
  copy: Kept
  thumb?: Kept
  original?: Kept
  /** The content key, sealed. */
  key: Json
  /** A smaller version sent over a thin link; the full one replaces it later. */
  reduced?: boolean
  /** Taken off: by whom, when, why, or the file that took its place. */
  removed?: { by: string; at: string; reason?: string; replacedBy?: string }
}

/** Fold `attach`. Throws Problem `rule-broken` when the record holds as many as it may, or replaces what is not the author's. */
export function reduceAttach(record: VigieRecord, action: Action): VigieRecord {
  const { replaces, ...patch } = action.patch as unknown as AttachPatch
  const known = record.attachments ?? []
  const standing = known.filter((one) => !one.removed)
  if (standing.length >= ATTACHMENTS_MAX && replaces === undefined) {
    throw new Problem('rule-broken', `${record.ref} holds ${ATTACHMENTS_MAX} files, as many as a record may. Take one off or use another record`)
  }
  const old = replaces === undefined ? undefined : standing.find((one) => one.id === replaces)
  if (replaces !== undefined && old?.by !== action.actor) {
    throw new Problem('rule-broken', `${record.ref}: only a file of one's own that still stands can be replaced`)
  }
  const added: Attachment = {
    ...patch, key: patch.key as Json, id: action.id, by: action.actor, role: action.role, at: action.at, receivedAt: action.receivedAt,
    // What was written under the smaller version meanwhile stays.
    ...(old?.caption !== undefined && patch.caption === undefined ? { caption: old.caption } : {}),
  }
  const before = known.map((one) => (one === old ? { ...one, removed: { by: action.actor, at: action.receivedAt, replacedBy: action.id } } : one))
  return { ...record, attachments: [...before, added] }
}

/** Fold `detach`: the file is shown to nobody any more; that it was there stays. */
export function reduceDetach(record: VigieRecord, action: Action): VigieRecord {
  return changed(record, action, (one) => ({ ...one, removed: { by: action.actor, at: action.receivedAt, ...(action.reason ? { reason: action.reason } : {}) } }))
}

/** Fold `caption`. */
export function reduceCaption(record: VigieRecord, action: Action): VigieRecord {
  const { caption = '' } = action.patch as { caption?: string }
  return changed(record, action, ({ caption: _old, ...one }) => (caption === '' ? one : { ...one, caption }))
}

/** The files of a record that stand, oldest first. */
export function standingAttachments(record: Pick<VigieRecord, 'attachments'>): Attachment[] {
  return (record.attachments ?? []).filter((one) => !one.removed)
}

/** An attach action as readers see it: without what opens the files and where they lie. */
export function withoutKeys(patch: JsonObject): JsonObject {
  const { key: _key, ...rest } = patch
  return rest
}

function changed(record: VigieRecord, action: Action, how: (one: Attachment) => Attachment): VigieRecord {
  const id = action.patch['attachment']
  const found = standingAttachments(record).find((one) => one.id === id)
  if (!found) {
    throw new Problem('wrong-state', `${record.ref}: it has no such file, or it was taken off already`)
  }
  return { ...record, attachments: (record.attachments ?? []).map((one) => (one === found ? how(one) : one)) }
}

/** Members of a file that are bytes, and what opens them. */
const OF_FILES: ReadonlySet<string> = new Set(['key', 'copy', 'thumb', 'original'])

/** Is a member of a value no words for anybody to read: bytes of a file, its key, or who reads? A field that a mission calls so holds words like any other. */
export function isNoWords(name: string, of: JsonObject): boolean {
  return name === 'handling' ? plainObject(of[name])?.['level'] !== undefined : OF_FILES.has(name) && plainObject(of['copy'])?.['sha256'] !== undefined
}
