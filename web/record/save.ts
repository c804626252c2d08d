import type { JsonObject } from '../../core/json.ts'
import { queryClient } from '../api/client.ts'
import { uuid7 } from '../api/http.ts'
import type { RecordView } from '../api/types.ts'
import { writeOrKeep } from '../outbox/sender.ts'
import { putRecord } from './actions.ts'
import { purposeOf } from './purpose.ts'

type Acted = Pick<RecordView, 'id' | 'ref' | 'version'>

const underWay = new Map<string, Promise<RecordView | null>>()

/**
 * Do something to a record through the outbox: answers the record as it then stands, or null when the node cannot be
 * reached and the write waits on the device. The same said of the same version while the first is under way – a second
 * press over a slow link – is the first.
 * @throws ApiProblem when refused
 */
export function saveAction(record: Acted, type: string, patch: JsonObject, label: string, reason?: string): Promise<RecordView | null> {
  const said = JSON.stringify([record.id, record.version, type, patch, reason ?? ''])
  const first = underWay.get(said)
  if (first) {
    return first
  }
  const going = send(record, type, patch, label, reason).finally(() => underWay.delete(said))
  underWay.set(said, going)
  return going
}

async function send(record: Acted, type: string, patch: JsonObject, label: string, reason: string | undefined): Promise<RecordView | null> {
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
