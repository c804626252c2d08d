import { Type } from 'typebox'
import { reduceAttach, reduceCaption, reduceDetach } from './attachment.ts'
import { AttachPatch, CaptionPatch, DetachPatch } from './attachment-schema.ts'
import { CommentPatch, reduceComment, reduceWithdraw, WithdrawPatch } from './comment.ts'
import { Handling } from './handling-schema.ts'
import type { JsonObject } from './json.ts'
import type { ActionRule, Who } from './kind.ts'
import { reduceEdit, reduceResolve } from './reduce.ts'
import type { Action, Veracity, VigieRecord, Workflow } from './record.ts'
import { OPERATIONS } from './roles.ts'

const nothing = Type.Object({}, { additionalProperties: false })
const areaStamp = { area: Type.Optional(Type.Union([Type.String(), Type.Null()])), places: Type.Optional(Type.Array(Type.String())) }

/** Who may do the ordinary things to a kind; the standard actions are built from it. */
export type Standard = {
  edit: Who
  submit?: Who
  approve?: Who
  verify?: Who
  /** Who alone decides on veracity of some records. */
  verifyOnly?(record: VigieRecord): Who | undefined
  retract: Who
  handle: Who
  /** Who may erase the sealed fields by destroying their key. */
  erase?: Who
  export?: Who
  /** Who adds files; default those who edit. */
  attach?: Who
  /** Who says something about it; default everyone inside the mission who reads it. */
  comment?: Who
}

/**
 * The actions every kind shares: edit and resolve, the approval path when the kind has one, verification
 * when it has veracity, retraction and its undo, change of handling, erasure, files, comments, and the audit marks.
 */
export function standardActions<D extends JsonObject = JsonObject>(who: Standard): { [type: string]: ActionRule<D> } {
  const actions: { [type: string]: ActionRule } = {
    edit: {
      who: who.edit,
      patch: Type.Object({ fields: Type.Record(Type.String(), Type.Any()), ...areaStamp }, { additionalProperties: false }),
      reduce: reduceEdit,
    },
    resolve: {
      who: who.edit,
      patch: Type.Object(
        { action: Type.String(), field: Type.String(), take: Type.Enum(['theirs', 'standing', 'value']), value: Type.Optional(Type.Any()) },
        { additionalProperties: false },
      ),
      reduce: reduceResolve,
    },
    ...(who.submit && who.approve ? approvalActions(who.submit, who.approve) : {}),
    ...(who.verify ? verificationActions(who.verify, who.verifyOnly) : {}),
    retract: { who: who.retract, when: ['draft', 'submitted', 'returned', 'approved'], patch: nothing, reason: true, reduce: to('retracted') },
    reinstate: { who: who.retract, when: ['retracted'], patch: nothing, reason: true, reduce: to('submitted') },
    handle: {
      who: who.handle,
      originator: true,
      patch: Type.Object({ handling: Handling }, { additionalProperties: false }),
      reason: true,
      reduce: (record, action) => ({ ...record, handling: action.patch['handling'] as unknown as Handling }),
    },
    ...(who.erase
      ? { erase: { who: who.erase, when: ['draft', 'submitted', 'returned', 'approved', 'merged', 'retracted'], patch: nothing, reason: true, reduce: (record: VigieRecord) => ({ ...record, erased: true }) } satisfies ActionRule }
      : {}),
    // The boundaries changed, not the record: only the node itself says where it lies now.
    restamp: {
      who: [], paired: true, when: ['draft', 'submitted', 'returned', 'approved', 'merged', 'retracted'], reason: true,
      patch: Type.Object({ area: Type.Union([Type.String(), Type.Null()]), places: Type.Array(Type.String()) }, { additionalProperties: false }),
      reduce: (record, action) => ({ ...record, area: action.patch['area'] as string | null, places: action.patch['places'] as string[] }),
    },
    // Only with its bytes, by a route of its own.
    attach: { who: who.attach ?? who.edit, paired: true, patch: AttachPatch, reduce: reduceAttach },
    caption: { who: who.attach ?? who.edit, patch: CaptionPatch, reduce: reduceCaption },
    detach: { who: who.attach ?? who.edit, patch: DetachPatch, reason: true, reduce: reduceDetach },
    comment: { who: who.comment ?? OPERATIONS, patch: CommentPatch, reduce: reduceComment },
    'withdraw-comment': { who: who.comment ?? OPERATIONS, patch: WithdrawPatch, reduce: reduceWithdraw },
    read: { who: '*', audit: true, patch: nothing, reduce: same },
    export: { who: who.export ?? OPERATIONS, audit: true, patch: Type.Object({ format: Type.String(), attachment: Type.Optional(Type.String()) }), reduce: same },
  }
  return actions as unknown as { [type: string]: ActionRule<D> }
}

function approvalActions(submit: Who, approve: Who): { [type: string]: ActionRule } {
  return {
    submit: { who: submit, when: ['draft', 'returned'], patch: nothing, reduce: to('submitted') },
    return: { who: approve, when: ['submitted', 'approved'], patch: nothing, reason: true, reduce: to('returned') },
    approve: { who: approve, when: ['submitted'], patch: nothing, reduce: to('approved') },
  }
}

function verificationActions(verify: Who, only: Standard['verifyOnly']): { [type: string]: ActionRule } {
  const may = { who: verify, ...(only ? { narrow: only } : {}) }
  const set = (veracity: Veracity): ActionRule['reduce'] => (record) => ({ ...record, veracity })
  return {
    'start-verification': { ...may, patch: nothing, reduce: set('under-verification') },
    corroborate: { ...may, patch: nothing, reduce: set('corroborated') },
    verify: { ...may, patch: nothing, reduce: set('verified') },
    refute: { ...may, patch: nothing, reason: true, reduce: set('refuted') },
    'mark-unverifiable': { ...may, patch: nothing, reason: true, reduce: set('unverifiable') },
  }
}

function to(workflow: Workflow): ActionRule['reduce'] {
  return (record: VigieRecord<JsonObject>) => ({ ...record, workflow })
}

function same(record: VigieRecord, _action: Action): VigieRecord {
  return record
}
