import { queryClient, toast, writeOrKeep } from '../../../web/face.ts'
import type { LiveTrack } from '../shared/wire.ts'

/** Make a track of something that a feed alone reports, under a new id; answers the id, or null when the node refused or cannot be reached now. */
export async function keepTrack(track: LiveTrack, id: string): Promise<string | null> {
  const data = {
    name: track.name, subjects: [track.subject], sort: track.sort, affiliation: track.affiliation,
    ...(track.callsign === null ? {} : { callsign: track.callsign }), ...(track.feed === null ? {} : { feed: track.feed }), ...(track.capabilities.length > 0 ? { capabilities: track.capabilities } : {}),
  }
  try {
    const answer = await writeOrKeep({ key: `keep-${id}`, path: '/api/records', label: track.name, body: { id, kind: 'track', data, at: new Date().toISOString() } as never })
    void queryClient.invalidateQueries({ queryKey: ['records'] })
    return answer === null ? null : id
  } catch (problem) {
    toast(problem instanceof Error ? problem.message : String(problem))
    return null
  }
}
