import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ClockState } from '../../core/clock.ts'
import type { Handling } from '../../core/handling.ts'
import { inLocale, type Locale, type Text } from '../../core/i18n.ts'
import { queryClient } from '../api/client.ts'
import { api, queryString } from '../api/http.ts'
import { useLive } from '../live/client.ts'
import { settle } from '../live/settle.ts'
import { WORKFLOWS } from '../../core/record.ts'
import { asOfText, useMoment } from '../time/moment.ts'

/** A clock as the node answers it. */
export type ClockRow = {
  id: string; kind: string; name: string; label: Text; state: ClockState
  startedAt: string | null; dueAt: string | null; warnAt: string | null; metAt: string | null; pausedAt: string | null
  record: { id: string; ref: string; title: string; titles: Text | null; severity: number; handling: Handling }
}
type Answer = { items: ClockRow[]; total: number; counts: { [state: string]: number }; kinds: string[]; now: string }

/** Clocks the reader may see, read again when one of their kinds changes and now and then; in the past as they stood at the moment on screen. */
export function useClocks(asked: { state?: string; kind?: string; record?: string; limit?: number }) {
  const asOf = asOfText(useMoment())
  const read = (signal: AbortSignal) => api<Answer>(`/api/clocks?${queryString({ ...asked, asOf })}`, { signal })
  return useQuery({
    queryKey: asOf === undefined ? ['clocks', asked] : ['clocks-then', asked, asOf], queryFn: ({ signal }) => read(signal),
    ...(asOf === undefined ? { refetchInterval: 60_000, staleTime: 2_000 } : { staleTime: Number.POSITIVE_INFINITY, placeholderData: keepPreviousData }),
  })
}

/** Keeps clocks true while records of a kind change; shows nothing. */
export function Follow({ kind }: { kind: string }): null {
  // Many kinds are followed at once, and all say at the beginning where they stand.
  useLive({ kind, workflow: [...WORKFLOWS], limit: 0 }, () => settle('clocks', () => void queryClient.invalidateQueries({ queryKey: ['clocks'] })))
  return null
}

/** What its record is called, in the reader's language where it has words for it. */
export function titleOf({ record }: ClockRow, locale: Locale): string {
  return record.titles ? inLocale(record.titles, locale) : record.title
}
