import type { Handling } from '../../core/handling.ts'
import { mergeFields, own, sameJson, type Json, type JsonObject } from '../../core/json.ts'
import { actionRule, type Kind } from '../../core/kind.ts'
import { mayAct, type Reader } from '../../core/policy.ts'
import { Problem, refuseField, type FieldProblem } from '../../core/problem.ts'
import type { Query } from '../../core/query.ts'
import { WORKFLOWS, type NewAction, type Veracity, type VigieRecord } from '../../core/record.ts'
import { replay } from '../../core/reduce.ts'
import { uuidOf } from '../auth/secret-values.ts'
import type { Seen, Store } from '../store/face.ts'
import { validate } from '../store/validate.ts'
import type { JobControl } from './runner.ts'

/** Records one change reaches at most. */
export const MOST_CHANGED = 5000
/** Actions that can be done to many records at once; others need a look at each. */
export const BULK_ACTIONS = ['edit', 'handle', 'submit', 'return', 'approve', 'retract', 'reinstate', 'start-verification', 'corroborate', 'verify', 'refute', 'mark-unverifiable'] as const
export type BulkAction = (typeof BULK_ACTIONS)[number]

/** What is to be done to each record: an edit carries `fields` (null clears), handle the parts of the handling to replace. */
export type BulkChange = { action: BulkAction; fields?: JsonObject; handling?: Partial<Handling>; reason: string | null }

/** Why a record cannot take a change. */
export type Refusal = 'policy' | 'state' | 'contested' | 'invalid' | 'changed' | 'no-way-back' | 'gone'
export type Judged = { verdict: 'change'; before: Json; after: Json } | { verdict: 'same' } | { verdict: 'refused'; why: Refusal; detail: string }
export type RefusedRow = { id: string; ref: string; why: Refusal; detail: string }
export type BulkResult = { done: number; same: number; contested: number; refused: RefusedRow[]; refusedLeftOut: number; undo: string | null }

/** What a bulk change was, so that it can be taken back. */
export type Journal = { owner: string; kind: string; change: BulkChange; at: number; records: string[] }

const READ_AT_ONCE = 1000
const WRITTEN_AT_ONCE = 50
/** Refused rows answered in the result; all are in the file. */
const ROWS_SHOWN = 200
const WORKFLOW_ACTIONS: ReadonlySet<BulkAction> = new Set(['retract', 'reinstate', 'approve', 'submit', 'return'])
const TO_VERACITY: { [veracity in Veracity]?: BulkAction } = { 'under-verification': 'start-verification', 'corroborated': 'corroborate', 'verified': 'verify', 'refuted': 'refute', 'unverifiable': 'mark-unverifiable' }

/** Refuse a change that this kind cannot take at all, or that is not for many records at once. Throws Problem `invalid-input`. */
export function checkChange(kind: Kind, change: BulkChange): void {
  const rule = actionRule(kind, change.action)
  if (!rule) {
    throw refuseField('/change/action', `${kind.name} has no action "${change.action}"`, `Use one of ${BULK_ACTIONS.filter((type) => actionRule(kind, type)).join(', ')}`)
  }
  if (rule.reason && !change.reason?.trim()) {
    throw refuseField('/change/reason', `"${change.action}" needs a reason`, 'Say why, in a sentence')
  }
  if (change.action === 'edit') {
    const fields = Object.keys(change.fields ?? {})
    if (fields.length === 0) {
      throw refuseField('/change/fields', 'names no field', 'Choose what to change')
    }
    for (const field of fields) {
      const guard = own(kind.fields, field)
      if (!Object.hasOwn(kind.data.properties, field)) {
        throw refuseField(`/change/fields/${field}`, `${kind.name} has no such field`, `Use one of ${Object.keys(kind.data.properties).join(', ')}`)
      }
      if (guard && (guard.sealed || guard.compartments || guard.protectItems || guard.ownActions)) {
        throw refuseField(`/change/fields/${field}`, 'is protected or kept by actions of its own', 'Change it record by record')
      }
    }
  }
  if (change.action === 'handle' && Object.keys(change.handling ?? {}).length === 0) {
    throw refuseField('/change/handling', 'names nothing to change', 'Choose a level, compartments, caveats or who it is released to')
  }
}

/** The records meant, as the reader sees them. Throws Problem `too-large` for more than can be changed at once. */
export async function recordsMeant(store: Store, reader: Reader, query: Query, ids: readonly string[] | undefined): Promise<Seen[]> {
  if (ids) {
    const found: Seen[] = []
    for (let i = 0; i < ids.length; i += READ_AT_ONCE) {
      found.push(...(await store.list(reader, { kind: query.kind, ids: ids.slice(i, i + READ_AT_ONCE), workflow: [...WORKFLOWS], limit: READ_AT_ONCE })).items)
    }
    return found
  }
  const { items, total } = await store.window(reader, { ...query, limit: MOST_CHANGED }, 0)
  if (total > MOST_CHANGED) {
    throw new Problem('too-large', `${total} records match; at most ${MOST_CHANGED} can be changed at once. Narrow the list down`)
  }
  return items
}

/** What would become of one record, without writing anything; the commit decides again. */
export function judge(store: Store, reader: Reader, kind: Kind, record: VigieRecord, change: BulkChange): Judged {
  const may = mayAct(reader, kind, change.action, record, store.areas())
  if (!may.allow) {
    return { verdict: 'refused', why: may.because.startsWith('not in state') ? 'state' : 'policy', detail: may.because }
  }
  if (change.action === 'handle') {
    const after = handlingAfter(record, change)
    return sameJson(record.handling, after) ? { verdict: 'same' } : { verdict: 'change', before: record.handling as unknown as Json, after: after as unknown as Json }
  }
  if (change.action === 'edit') {
    return judgeEdit(kind, record, change.fields ?? {})
  }
  const axis = kind.veracity && Object.values(TO_VERACITY).includes(change.action) ? 'veracity' : 'workflow'
  const after = axis === 'veracity' ? (Object.entries(TO_VERACITY).find(([, type]) => type === change.action)?.[0] ?? '') : (TO_WORKFLOW[change.action] ?? '')
  return record[axis] === after ? { verdict: 'same' } : { verdict: 'change', before: record[axis], after }
}

const TO_WORKFLOW: { [action in BulkAction]?: string } = { submit: 'submitted', return: 'returned', approve: 'approved', retract: 'retracted', reinstate: 'submitted' }

function judgeEdit(kind: Kind, record: VigieRecord, fields: JsonObject): Judged {
  const moved = Object.entries(fields).filter(([field, value]) => !sameJson(own(record.data, field) ?? null, value ?? null))
  if (moved.length === 0) {
    return { verdict: 'same' }
  }
  const waiting = record.contested.find((contest) => contest.field in fields)
  if (waiting) {
    return { verdict: 'refused', why: 'contested', detail: waiting.field }
  }
  const after = mergeFields(record.data, fields)
  // What a reader does not see is left out and may be missed by the schema: only what the change itself breaks counts.
  const known = new Set(problemsOf(kind, record, record.data).map((one) => one.path + one.problem))
  const broken = problemsOf(kind, record, after).find((one) => !known.has(one.path + one.problem))
  if (broken) {
    return { verdict: 'refused', why: 'invalid', detail: `${broken.path} ${broken.problem}${broken.fix ? `. ${broken.fix}` : ''}` }
  }
  return { verdict: 'change', before: Object.fromEntries(moved.map(([field]) => [field, own(record.data, field) ?? null])), after: Object.fromEntries(moved) }
}

function problemsOf(kind: Kind, record: VigieRecord, data: JsonObject): FieldProblem[] {
  try {
    validate(kind.data, data, kind.name, '')
  } catch (error) {
    if (error instanceof Problem) {
      return error.fields
    }
    throw error
  }
  return kind.check?.(data, { ...record, data }) ?? []
}

function handlingAfter(record: Pick<VigieRecord, 'handling'>, change: BulkChange): Handling {
  return { ...record.handling, ...change.handling }
}

/** The id of what a bulk change does to one record; doing it again does nothing. */
function actionId(bulk: string, record: string): string {
  return uuidOf(`bulk\0${bulk}\0${record}`)
}

/** The action of a change on one record, on the version its author was shown. */
export function actionOfChange(bulk: string, record: Pick<VigieRecord, 'id' | 'kind' | 'handling' | 'version'>, change: BulkChange, now: number): NewAction {
  const patch: JsonObject = change.action === 'edit' ? { fields: change.fields ?? {} } : change.action === 'handle' ? { handling: handlingAfter(record, change) as unknown as JsonObject } : {}
  return { id: actionId(bulk, record.id), record: record.id, kind: record.kind, type: change.action, at: new Date(now).toISOString(), basedOn: record.version, patch, reason: change.reason }
}

/** What takes a bulk change on one record back, or why nothing does. `history` is what the reader sees of it, oldest first. */
export async function actionOfUndo(store: Store, reader: Reader, bulk: string, id: string, journal: Journal, reason: string, now: number): Promise<NewAction | 'not-done' | { why: Refusal; detail: string }> {
  const seen = await store.get(reader, id)
  if (!seen) {
    return { why: 'gone', detail: '' }
  }
  const kind = store.kinds().need(journal.kind)
  const done = (await store.history(reader, id)).filter((action) => !actionRule(kind, action.type)?.audit)
  const at = done.findIndex((action) => action.id === actionId(bulk, id))
  if (at < 0) {
    return 'not-done'
  }
  if (at !== done.length - 1) {
    return { why: 'changed', detail: `${done.length - 1 - at}` }
  }
  if (done.some((action) => action.withheld)) {
    return { why: 'policy', detail: 'part of its history is closed to you' }
  }
  const before = replay(kind, done.slice(0, at))
  if (!before) {
    return { why: 'gone', detail: '' }
  }
  const base = { id: uuidOf(`undo\0${bulk}\0${id}`), record: id, kind: kind.name, at: new Date(now).toISOString(), basedOn: seen.record.version, reason }
  const { change } = journal
  switch (change.action) {
    case 'edit': {
      if (seen.record.contested.some((contest) => contest.action === actionId(bulk, id))) {
        return { why: 'contested', detail: Object.keys(change.fields ?? {}).join(', ') }
      }
      return { ...base, type: 'edit', patch: { fields: Object.fromEntries(Object.keys(change.fields ?? {}).map((field) => [field, own(before.data, field) ?? null])) } }
    }
    case 'handle':
      return { ...base, type: 'handle', patch: { handling: before.handling as unknown as JsonObject } }
    default: {
      const type = inverseOf(kind, change.action, before)
      return type ? { ...base, type, patch: {} } : { why: 'no-way-back', detail: (WORKFLOW_ACTIONS.has(change.action) ? before.workflow : before.veracity) ?? '' }
    }
  }
}

/** The action that takes one back, by the state of the record before it; undefined where none leads there. */
export function inverseOf(kind: Kind, action: BulkAction, before: Pick<VigieRecord, 'workflow' | 'veracity'>): BulkAction | undefined {
  const type = inverse(action, before)
  return type !== undefined && actionRule(kind, type) ? type : undefined
}

function inverse(action: BulkAction, { workflow, veracity }: Pick<VigieRecord, 'workflow' | 'veracity'>): BulkAction | undefined {
  switch (action) {
    case 'edit':
    case 'handle':
      return action
    case 'retract':
      return workflow === 'submitted' ? 'reinstate' : undefined
    case 'reinstate':
      return 'retract'
    case 'approve':
      return workflow === 'submitted' ? 'return' : undefined
    case 'submit':
      return workflow === 'returned' ? 'return' : undefined
    case 'return':
      return workflow === 'submitted' ? 'submit' : undefined
    default:
      return veracity === null ? undefined : TO_VERACITY[veracity]
  }
}

/** Do something to each record on its own, so that one that is refused stops no other. Stops between portions when asked to. */
export async function eachAlone<T>(rows: readonly T[], control: Pick<JobControl, 'signal' | 'progress'>, one: (row: T) => Promise<void>): Promise<void> {
  for (let i = 0; i < rows.length && !control.signal.aborted; i += WRITTEN_AT_ONCE) {
    const portion = rows.slice(i, i + WRITTEN_AT_ONCE)
    const ended = await Promise.allSettled(portion.map(one))
    const failed = ended.find((end) => end.status === 'rejected')
    if (failed) {
      throw failed.reason
    }
    control.progress(i + portion.length, rows.length)
  }
}

/** Gathers what became of the rows; what a domain or policy refuses is a row, what fails on our side ends the job. */
export class Tally {
  done = 0
  same = 0
  contested = 0
  readonly refused: RefusedRow[] = []

  refuse(id: string, ref: string, why: Refusal, detail: string): void {
    this.refused.push({ id, ref, why, detail })
  }

  /** Commit one action and count its outcome. */
  async commit(store: Store, reader: Reader, action: NewAction, ref: string): Promise<void> {
    try {
      const [committed] = await store.commit(reader, [action])
      if (committed?.record.contested.some((contest) => contest.action === action.id)) {
        this.contested += 1
      } else {
        this.done += 1
      }
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) {
        throw error
      }
      this.refuse(action.record, ref, error.id === 'wrong-state' ? 'state' : error.id === 'not-allowed' ? 'policy' : 'invalid', error.message)
    }
  }

  result(undo: string | null): BulkResult {
    return { done: this.done, same: this.same, contested: this.contested, refused: this.refused.slice(0, ROWS_SHOWN), refusedLeftOut: Math.max(0, this.refused.length - ROWS_SHOWN), undo }
  }
}
