import { api, queryClient, toast } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import type { LiveTrack } from '../shared/wire.ts'

/** Make a track of something that a feed alone reports; answers its reference, or null when the node refused, which is told. */
export async function keepTrack(track: LiveTrack): Promise<string | null> {
  try {
    const { items } = await api<{ items: RecordView[] }>('/api/tracks/keep', { method: 'POST', body: { items: [{ id: track.id }] } })
    void queryClient.invalidateQueries({ queryKey: ['records'] })
    return items[0]?.ref ?? null
  } catch (problem) {
    toast(problem instanceof Error ? problem.message : String(problem))
    return null
  }
}
