import { useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { api, Card, fullTime, ProblemNotice, queryClient, queryString, toast, useSession, useTexts, useWords } from '../../../../web/face.ts'
import { ROWS } from './feeds.texts.ts'
import { hexRows, type FeedDetail, type Reason, type Unreadable } from './model.ts'

type Page = { items: Unreadable[]; total: number; reasons: Reason[] }

/** What could not be read, with its bytes, why, and what can be done about it. */
export function QuarantineCard({ feed }: { feed: FeedDetail }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const address = `/api/feeds/${encodeURIComponent(feed.id)}/quarantine`
  // Asked anew when their number changes, and never while somebody reads.
  const list = useInfiniteQuery({
    queryKey: ['feed-quarantine', feed.id, reason, feed.quarantined === 0],
    queryFn: ({ pageParam }) => api<Page>(`${address}${queryString({ ...(reason === '' ? {} : { reason }), ...(pageParam === 0 ? {} : { before: String(pageParam) }) })}`),
    initialPageParam: 0,
    getNextPageParam: (last: Page, all) => (all.reduce((n, page) => n + page.items.length, 0) < last.total ? last.items.at(-1)?.id : undefined),
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const last = list.data?.pages.at(-1)
  const done = async (work: () => Promise<string>) => {
    setError(null)
    try {
      toast(await work())
      await queryClient.invalidateQueries({ queryKey: ['feeds', feed.id] })
      await queryClient.invalidateQueries({ queryKey: ['feed-quarantine', feed.id] })
    } catch (problem) {
      setError(problem)
    }
  }
  const retry = (ids?: number[]) => done(async () => tt('quarantine.retried', await api<{ read: number; still: number; cut: number }>(`${address}/retry`, { method: 'POST', body: ids ? { ids } : {} })))
  const drop = (ids?: number[]) => done(async () => tt('quarantine.dropped', { n: (await api<{ dropped: number }>(`${address}/drop`, { method: 'POST', body: ids ? { ids } : {} })).dropped }))
  return (
    <Card title={tt('quarantine')} id="feed-quarantine" side={<span className="tag">{number(feed.quarantined)}</span>}>
      <div className="stack">
        {feed.quarantined === 0
          ? <p className="quiet">{tt('quarantine.none')}</p>
          : (
              <>
                <p className="small quiet">{tt('quarantine.lead')}</p>
                <div className="row wrap feedtools">
                  <div className="field"><label htmlFor="feed-reason">{tt('quarantine.reason')}</label><select id="feed-reason" className="select" value={reason} onChange={(e) => setReason(e.target.value)}><option value="">{tt('quarantine.all')}</option>{last?.reasons.map((one) => <option key={one.reason} value={one.reason}>{one.reason} ({number(one.count)})</option>)}</select></div>
                  {feed.mayEdit && <><button type="button" className="btn" onClick={() => void retry()}>{tt('quarantine.retry')}</button><button type="button" className="btn danger" onClick={() => void drop()}>{tt('quarantine.dropAll')}</button></>}
                </div>
              </>
            )}
        {(error ?? list.error) ? <ProblemNotice error={error ?? list.error} /> : null}
        {items.length > 0 && <ul className="feedbad">{items.map((one) => <Entry key={one.id} entry={one} mayEdit={feed.mayEdit} retry={() => void retry([one.id])} drop={() => void drop([one.id])} />)}</ul>}
        {last && items.length > 0 && <p className="row wrap small quiet"><span>{tt('quarantine.shown', { n: number(items.length), total: number(last.total) })}</span>{list.hasNextPage && <button type="button" className="btn small" onClick={() => void list.fetchNextPage()}>{tt('quarantine.more')}</button>}</p>}
      </div>
    </Card>
  )
}

function Entry({ entry, mayEdit, retry, drop }: { entry: Unreadable; mayEdit: boolean; retry(): void; drop(): void }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const kept = entry.hex.length / 2
  return (
    <li>
      <details>
        <summary><bdi lang="en">{entry.reason}</bdi><span className="small quiet"> · <time dateTime={entry.at}>{fullTime(Date.parse(entry.at), mission.zone, locale)}</time> · {tt('quarantine.from')} <bdi className="mono ltr">{entry.from}{entry.topic === null ? '' : ` ${entry.topic}`}</bdi> · {kept < entry.size ? tt('bytes.cut', { n: number(kept), size: number(entry.size) }) : tt('bytes', { n: number(kept) })}</span></summary>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what overflows must be reached by the keyboard */}
        <pre className="feedhex ltr" tabIndex={0} aria-label={entry.reason}>{hexRows(entry.hex)}</pre>
        {mayEdit && <div className="row wrap"><button type="button" className="btn small" onClick={retry}>{tt('quarantine.retry')}</button><button type="button" className="btn small danger" onClick={drop}>{tt('quarantine.drop')}</button></div>}
      </details>
    </li>
  )
}
