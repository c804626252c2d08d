import { QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './http.ts'

/** Server state of the whole screen. A refusal is final; only a broken link is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 3 && error instanceof ApiProblem && (error.status === 0 || error.status >= 502),
      retryDelay: (attempt) => Math.min(8000, 700 * 2 ** attempt),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
