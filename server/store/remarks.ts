import type { Attachment } from '../../core/attachment.ts'
import type { Comment } from '../../core/comment.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import { actionRule, type Kind } from '../../core/kind.ts'
import type { VigieRecord } from '../../core/record.ts'
import { isSealed, unseal } from './keys.ts'

type KeyOf = (subject: string) => Buffer | undefined

/** What actions carry besides facts, in people's own words: it may name a person as well as any field. */
const REMARKS: { readonly [type: string]: readonly string[] } = { comment: ['text'], attach: ['name', 'caption'], caption: ['caption'] }
/** Said of a file or a comment whose words went with the key of their subject. */
const ERASED = { erased: true } as const

/** Fields of an action's patch that are closed under the subject's key: those of kinds whose personal data can be erased. */
export function remarkFields(kind: Kind, type: string): readonly string[] {
  return actionRule(kind, 'erase') ? (REMARKS[type] ?? []) : []
}

/** Name under which a remark is closed; the same for the action and for what it led to. */
export function remarkName(field: string): string {
  return `remark:${field}`
}

/** The record with the words of its comments and files open; `erased` stands where their key is gone. */
export function openRemarks(record: VigieRecord, keyOf: KeyOf): VigieRecord {
  const { comments, attachments } = record
  if (!comments && !attachments) {
    return record
  }
  return {
    ...record,
    ...(comments ? { comments: comments.map((one) => opened(one, ['text'], keyOf) as Comment) } : {}),
    ...(attachments ? { attachments: attachments.map((one) => opened(one, ['name', 'caption'], keyOf) as Attachment) } : {}),
  }
}

/** The patch of an action with its remarks open. */
export function openSaid(type: string, patch: JsonObject, keyOf: KeyOf): JsonObject {
  return REMARKS[type] ? opened(patch, REMARKS[type], keyOf) : patch
}

function opened<T extends object>(holder: T, fields: readonly string[], keyOf: KeyOf): T {
  let out = holder
  for (const field of fields) {
    const value = (out as JsonObject)[field]
    if (!isSealed(value)) {
      continue
    }
    const key = keyOf(value.subject)
    const words: Json = key ? unseal(key, remarkName(field), value) : null
    out = { ...out, ...(words === null ? ERASED : {}), [field]: words ?? '' }
  }
  return out
}
