import type { AreaNode } from '../../../core/area.ts'
import { api, ApiProblem } from '../../api/http.ts'
import type { Job } from '../../api/types.ts'

/** What boundaries mean for records; `done` and `refused` where they were placed anew. */
export type Restamped = { looked: number; moved: number; places: number; between: { from: string | null; to: string | null; n: number }[]; pairs: number; done: number; refused: number }

/** Count, or do it with a reason. `progress` is told how many were looked at. Throws ApiProblem. */
export async function restamp(order: { dryRun: true; changes?: AreaNode[] } | { dryRun: false; reason: string }, progress: (looked: number) => void): Promise<Restamped> {
  const { job } = await api<{ job: string }>('/api/areas/restamp', { method: 'POST', body: order })
  for (;;) {
    const now = await api<Job>(`/api/jobs/${encodeURIComponent(job)}`)
    if (now.state === 'done') {
      return now.result as unknown as Restamped
    }
    if (now.state !== 'running') {
      throw new ApiProblem(500, now.problem ?? { detail: now.state })
    }
    progress(now.progress.total)
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
}
