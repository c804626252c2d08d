import type { Reader } from '../../../../core/policy.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import type { Store } from '../../../../server/face.ts'

/**
 * A record as it was at `from` (epoch ms) and at each change since, oldest first, as far as the reader may see: what it stood at
 * before decides whether it came to be so, or was so all along.
 */
export async function versionsOf(store: Store, reader: Reader, record: VigieRecord, from: number): Promise<VigieRecord[]> {
  if (Date.parse(record.updatedAt) < from || record.version === 1) {
    return [record]
  }
  return (await store.versions(reader, record.id, from)).map((seen) => seen.record)
}
