import type { JsonObject } from '../../core/json.ts'
import { queryClient } from '../api/client.ts'
import { ApiProblem, uuid7 } from '../api/http.ts'
import type { RecordView } from '../api/types.ts'
import { noteDone, performBy } from '../shell/undo-stack.ts'
import { whileDoing } from '../shell/under-way.ts'
import { writeOrKeep } from '../outbox/sender.ts'
import { purposeOf } from './purpose.ts'

/**
 * Do something to a record, based on the version on screen.
 * @throws ApiProblem when refused
 */
export function act(record: RecordView, type: string, patch: JsonObject, reason?: string): Promise<RecordView> {
  return whileDoing(doIt(record, type, patch, reason))
}

async function doIt(record: RecordView, type: string, patch: JsonObject, reason?: string): Promise<RecordView> {
  const after = await perform(record, type, patch, reason)
  // Without a link it waits on the device: there is nothing to take back yet.
  if (after.version > record.version) {
    noteDone(type, patch, record, after)
  }
  return after
}

async function perform(record: Pick<RecordView, 'id' | 'ref' | 'version'>, type: string, patch: JsonObject, reason?: string): Promise<RecordView> {
  const id = uuid7()
  const path = `/api/records/${encodeURIComponent(record.id)}/actions`
  const body = { id, type, basedOn: record.version, patch, at: new Date().toISOString(), ...(reason ? { reason } : {}) }
  const after = (await writeOrKeep<RecordView>({ key: id, path, label: `${record.ref} · ${type}`, body, ...purposeOf(record.id) })) ?? expected(record.id, record.ref, type, patch)
  if (!after) {
    throw new ApiProblem(0, {})
  }
  putRecord(after)
  return after
}

performBy(perform)

/** The record as it will be once the node has what waits: without a link the screen shows what was typed, under the version it was based on. */
function expected(id: string, ref: string, type: string, patch: JsonObject): RecordView | null {
  const known = [...queryClient.getQueriesData<RecordView>({ queryKey: ['record', ref] }), ...queryClient.getQueriesData<RecordView>({ queryKey: ['record', id] })].map(([, data]) => data).find((data) => data !== undefined)
  const fields = patch['fields']
  return known ? { ...known, ...(type === 'edit' && fields && typeof fields === 'object' && !Array.isArray(fields) ? { data: { ...known.data, ...fields } } : {}) } : null
}

/** Put a newer version of a record wherever it is on screen, and ask again for what depends on it. */
export function putRecord(record: RecordView): void {
  for (const id of [record.id, record.ref]) {
    queryClient.setQueriesData<RecordView>({ queryKey: ['record', id] }, (old) => (old ? record : old))
    for (const name of ['history', 'duplicates', 'thread']) {
      void queryClient.invalidateQueries({ queryKey: [name, id] })
    }
  }
  void queryClient.invalidateQueries({ queryKey: ['records'] })
}

/** Standard actions a person presses a button for; edit and resolve have their own forms, merging its own card. */
export const BUTTONS = ['submit', 'approve', 'return', 'start-verification', 'corroborate', 'verify', 'mark-unverifiable', 'refute', 'retract', 'reinstate', 'erase'] as const
export type ButtonAction = (typeof BUTTONS)[number]

/** Which of them the reader may do now, in order. Verification steps that change nothing are left out. */
export function buttonsFor(record: Pick<RecordView, 'can' | 'veracity'>): ButtonAction[] {
  const reached: Partial<Record<ButtonAction, string>> = { 'start-verification': 'under-verification', corroborate: 'corroborated', verify: 'verified', 'mark-unverifiable': 'unverifiable', refute: 'refuted' }
  return BUTTONS.filter((type) => record.can.includes(type) && reached[type] !== record.veracity)
}
