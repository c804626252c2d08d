import type { JsonObject } from '../../core/json.ts'
import { queryClient } from '../api/client.ts'
import { uuid7 } from '../api/http.ts'
import type { RecordView } from '../api/types.ts'
import { writeOrKeep } from '../outbox/sender.ts'
import { putRecord } from './actions.ts'
import { purposeOf } from './purpose.ts'

/**
 * Do something to a record through the outbox: answers the record as it then stands, or null when the node cannot be
 * reached and the write waits on the device.
 * @throws ApiProblem when refused
 */
export async function saveAction(record: Pick<RecordView, 'id' | 'ref' | 'version'>, type: string, patch: JsonObject, label: string, reason?: string): Promise<RecordView | null> {
  const id = uuid7()
  const after = await writeOrKeep<RecordView | undefined>({
    key: id, path: `/api/records/${encodeURIComponent(record.id)}/actions`, label, ...purposeOf(record.id),
    body: { id, type, basedOn: record.version, patch, at: new Date().toISOString(), ...(reason ? { reason } : {}) },
  })
  if (after) {
    putRecord(after)
    for (const key of [after.id, after.ref]) {
      void queryClient.invalidateQueries({ queryKey: ['thread', key] })
    }
  }
  return after ?? null
}
