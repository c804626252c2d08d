import { Plus } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { api, Empty, Link, ProblemNotice, useKinds, useShowing, useTexts, useWords } from '../../../../web/face.ts'
import { ROWS } from './feeds.texts.ts'
import { FreshAge, SinceAge } from './FreshAge.tsx'
import { Lamp } from './Lamp.tsx'
import { byNeed, LAMP, type FeedList, type FeedStanding } from './model.ts'
import { useWay, useWhy } from './why.ts'
import './feeds.css'

const ASK_AGAIN_MS = 5000

/** Every feed with how it is, those that need somebody first. */
export function FeedsPage() {
  const tt = useTexts(ROWS)
  const feeds = useQuery({ queryKey: ['feeds'], queryFn: () => api<FeedList>('/api/feeds'), refetchInterval: ASK_AGAIN_MS })
  const mayAdd = useKinds().data?.find((kind) => kind.name === 'feed')?.canCreate === true
  const items = feeds.data?.items.toSorted(byNeed) ?? []
  useShowing('feeds', items)
  const count = (lamps: readonly string[]) => items.filter((one) => lamps.includes(LAMP[one.state])).length
  return (
    <div className="page narrowpage stack feedspage">
      <header className="row wrap">
        <div className="grow"><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></div>
        {mayAdd && <Link className="btn primary" to="/feeds/add"><Plus size={15} aria-hidden="true" />{tt('add')}</Link>}
      </header>
      {feeds.error && <ProblemNotice error={feeds.error} retry={() => void feeds.refetch()} />}
      {feeds.data && !feeds.data.process.here && <p className="notice warning" role="status">{tt('process.away', { name: `\u2066${feeds.data.process.name ?? tt('process.unknown')}\u2069` })}</p>}
      {feeds.isPending && <div className="skeleton" />}
      {feeds.data && items.length === 0 && <Empty title={tt('empty')}>{mayAdd ? tt('empty.can') : tt('empty.ask')}</Empty>}
      {feeds.data && items.length > 0 && (
        <>
          <p className="small quiet" role="status">{tt('sum', { ok: count(['ok']), bad: count(['critical', 'warning']), off: count(['off']) })}{items.length < feeds.data.total && <> · {tt('shown', { n: items.length, total: feeds.data.total })}</>}</p>
          <ul className="feedlist">{items.map((feed) => <Entry key={feed.id} feed={feed} />)}</ul>
        </>
      )}
    </div>
  )
}

function Entry({ feed }: { feed: FeedStanding }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const why = useWhy()(feed)
  const way = useWay()
  return (
    <li className="card feedentry" data-state={feed.state}>
      <div className="feedhead">
        <Lamp state={feed.state} />
        <Link to={`/feeds/${encodeURIComponent(feed.id)}`}><strong dir="auto">{feed.name}</strong></Link>
        <span className="small quiet feedway">{way(feed)}</span>
      </div>
      <dl className="feedfacts">
        <div><dt>{tt('newest')}</dt><dd><FreshAge at={feed.newest} none={tt('newest.none')} /></dd></div>
        <div><dt>{tt('hour')}</dt><dd><span className="nowrap">{number(feed.hour.in)} {tt('in')}</span>{feed.hour.refused > 0 && <span className="nowrap feedwarn"> · {number(feed.hour.refused)} {tt('refused')}</span>}{feed.hour.bad > 0 && <span className="nowrap feedwarn"> · {number(feed.hour.bad)} {tt('bad')}</span>}</dd></div>
      </dl>
      {feed.transport === 'simulator' && <p className="small quiet">{tt('simulated')}</p>}
      {LAMP[feed.state] !== 'ok' && <p className="small">{why === null ? tt(`do.${feed.state}`) : why.said ? <bdi lang="en">{why.text}</bdi> : why.text} <span className="quiet">· <SinceAge at={feed.since} /></span></p>}
    </li>
  )
}
