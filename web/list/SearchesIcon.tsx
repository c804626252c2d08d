import { Bookmark } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Query } from '../../core/query.ts'
import { queryClient } from '../api/client.ts'
import { useWords } from '../i18n/i18n.tsx'
import { useLive } from '../live/client.ts'
import { getPrefs } from '../prefs.ts'
import { navigate } from '../router.ts'
import { toast } from '../shell/toasts.tsx'
import { chime } from './chime.ts'
import { useFollowed, type Followed } from './followed.ts'
import './searches-icon.css'

/** Searches watched over the live link at once; the others are counted anew every minute. */
const MOST_WATCHED = 8
const SETTLE_MS = 1500

/** The rail's sign for searches, with how much is new in those one follows. Watches them while it is on screen. */
export function SearchesIcon({ size = 20 }: { size?: number }) {
  const { t, number } = useWords()
  const followed = useFollowed().data
  const news = (followed ?? []).reduce((sum, one) => sum + (one.changed ?? 0), 0)
  useNotice(followed)
  return (
    <span className="iconbadge">
      <Bookmark size={size} aria-hidden="true" />
      {news > 0 && <span className="badge"><span aria-hidden="true">{news > 99 ? '99+' : number(news)}</span><span className="sr">{t('searches.new', { n: number(news) })}</span></span>}
      {followed?.slice(0, MOST_WATCHED).map((one) => one.query && <Watch key={one.id} query={one.query} />)}
    </span>
  )
}

function Watch({ query }: { query: Query }) {
  const settle = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => () => {
    if (settle.current) {
      clearTimeout(settle.current)
    }
  }, [])
  const { sort: _sort, time, ...watched } = query
  // A moving window begins anew every minute; the watch need not: the count is asked of the node.
  const from = time?.from === undefined ? undefined : time.from.slice(0, 13)
  const steady: Query = { ...watched, ...(time ? { time: { ...time, ...(from === undefined ? {} : { from: `${from}:00:00.000Z` }) } } : {}), limit: 0 }
  useLive(steady, (frame) => {
    if (frame.op === 'delta') {
      settle.current ??= setTimeout(() => {
        settle.current = null
        void queryClient.invalidateQueries({ queryKey: ['searches'] })
      }, SETTLE_MS)
    }
  })
  return null
}

/** Says when there is more than there was, where the person asked for it. */
function useNotice(followed: readonly Followed[] | undefined): void {
  const { t, number } = useWords()
  const before = useRef<ReadonlyMap<string, number> | null>(null)
  useEffect(() => {
    if (!followed) {
      return
    }
    const now = new Map(followed.map((one) => [one.id, one.changed ?? 0]))
    const more = before.current === null ? [] : followed.filter((one) => (one.changed ?? 0) > (before.current?.get(one.id) ?? Infinity))
    before.current = now
    if (more.length > 0 && getPrefs().searchSound) {
      chime()
      toast(`${more.map((one) => one.name).join(', ')}: ${t('searches.new', { n: number(more.reduce((sum, one) => sum + (one.changed ?? 0), 0)) })}`, { action: { label: t('searches.look'), do: () => navigate('/searches') } })
    }
  }, [followed, t, number])
}
