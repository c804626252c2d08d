import { WORKFLOWS } from '../../core/record.ts'
import { queryClient } from '../api/client.ts'
import type { RecordView } from '../api/types.ts'
import { useLive } from '../live/client.ts'

/** Keep an open record true while others change it, whatever the room's filters are; null watches nothing. */
export function useLiveRecord(record: Pick<RecordView, 'id' | 'ref' | 'kind'> | null): void {
  // Every workflow: a record that was retracted or merged meanwhile must say so too.
  useLive(record && { kind: record.kind, ids: [record.id], workflow: [...WORKFLOWS], limit: 1 }, (frame) => {
    if (frame.op === 'snapshot') {
      frame.items.forEach(refreshRecord)
    } else if (frame.op === 'delta') {
      frame.upsert.forEach(refreshRecord)
      if (record && frame.remove.includes(record.id)) {
        // It may no longer be seen: what was shown goes, and the node is asked what may be said instead.
        for (const name of [record.id, record.ref]) {
          void queryClient.resetQueries({ queryKey: ['record', name] })
          queryClient.removeQueries({ queryKey: ['history', name] })
        }
      }
    }
  })
}

/** An open record shows the new version at once; its history is asked for again. */
export function refreshRecord(record: RecordView): void {
  for (const id of [record.id, record.ref]) {
    const [known] = queryClient.getQueriesData<RecordView>({ queryKey: ['record', id] })
    if (known?.[1] && known[1].version >= record.version) {
      continue
    }
    queryClient.setQueriesData<RecordView>({ queryKey: ['record', id] }, (old) => (old ? record : old))
    void queryClient.invalidateQueries({ queryKey: ['history', id] })
  }
}
