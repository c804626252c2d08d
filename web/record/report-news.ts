import { useQuery } from '@tanstack/react-query'
import { api } from '../api/http.ts'

const REFRESH_MS = 120_000

/** How much was said back to one's own reports since one last looked, on any device. */
export function useReportNews(): number {
  return useQuery({ queryKey: ['report-news'], queryFn: ({ signal }) => api<{ fresh: number }>('/api/me/reports/news', { signal }).then((answer) => answer.fresh), refetchInterval: REFRESH_MS, staleTime: 30_000, retry: false }).data ?? 0
}
