import { Type } from 'typebox'
import { Problem } from './problem.ts'
import type { Action, VigieRecord } from './record.ts'

/** Comments one record holds at most; withdrawn ones count. */
export const COMMENTS_MAX = 1000

/** Something said about a record, by whoever may read it. Not part of its facts: nothing is derived from it. */
export type Comment = {
  /** Id of the action that made it. */
  id: string
  by: string
  role: string
  at: string
  receivedAt: string
  /** Empty once withdrawn. It lies sealed in records whose personal data can be erased; readers get the words, or `erased`. */
  text: string
  erased?: true
  replyTo?: string
  /** Meant for the author of the record: what became of the report. */
  feedback?: true
  withdrawnAt?: string
}

export const CommentPatch = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S' }), replyTo: Type.Optional(Type.String({ maxLength: 64 })), feedback: Type.Optional(Type.Literal(true)) },
  { additionalProperties: false },
)
export const WithdrawPatch = Type.Object({ comment: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false })

/** Fold `comment`. Throws Problem `rule-broken` for an answer to nothing, or when the thread is full. */
export function reduceComment(record: VigieRecord, action: Action): VigieRecord {
  const { text, replyTo, feedback } = action.patch as { text: string; replyTo?: string; feedback?: true }
  const known = record.comments ?? []
  if (known.length >= COMMENTS_MAX) {
    throw new Problem('rule-broken', `${record.ref} has ${COMMENTS_MAX} comments, as many as a record may`)
  }
  if (replyTo !== undefined && !known.some((one) => one.id === replyTo)) {
    throw new Problem('rule-broken', `${record.ref}: the comment that is answered is not there`)
  }
  const said: Comment = { id: action.id, by: action.actor, role: action.role, at: action.at, receivedAt: action.receivedAt, text, ...(replyTo === undefined ? {} : { replyTo }), ...(feedback ? { feedback } : {}) }
  return { ...record, comments: [...known, said] }
}

/** Fold `withdraw-comment`: one's own; that something was said stays, what was said is shown no more. */
export function reduceWithdraw(record: VigieRecord, action: Action): VigieRecord {
  const found = (record.comments ?? []).find((one) => one.id === action.patch['comment'] && one.withdrawnAt === undefined)
  if (found?.by !== action.actor) {
    throw new Problem('rule-broken', `${record.ref}: only a comment of one's own that still stands can be withdrawn`)
  }
  return { ...record, comments: (record.comments ?? []).map((one) => (one === found ? { ...one, text: '', withdrawnAt: action.receivedAt } : one)) }
}
