import { api, queryString } from '../../../../web/face.ts'
import type { RoadPace } from '../../shared/roads/speeds.ts'

/** What the node says of the roads it has. */
export type RoadState = { edges: number; pieces: number; biggest: number; km: number; pace: RoadPace; paceRecord: { id: string; version: number } | null; problem: string | null }
/** What a file of roads holds. */
export type RoadFacts = { roads: number; km: number; left: number; unclassed: number; pieces: number; biggest: number }

/** Have a file looked at, or brought in. Throws ApiProblem. */
export async function sendRoads(file: File, more: { name?: string; attribution?: string; dryRun?: 'true' }): Promise<RoadFacts> {
  const body = new FormData()
  body.append('file', file)
  const answer = await api<RoadFacts | { facts: RoadFacts }>(`/api/roads?${queryString(more)}`, { method: 'POST', body })
  return 'facts' in answer ? answer.facts : answer
}

/** Whole percent, never 100 where a part is missing. */
export function percent(part: number): number {
  return part >= 1 ? 100 : Math.min(99, Math.floor(part * 100))
}
