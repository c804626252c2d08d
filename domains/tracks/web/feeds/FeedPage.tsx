import { ChevronLeft } from 'lucide-react'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { api, ageText, Card, fullTime, Link, ProblemNotice, queryClient, saveAction, toast, Told, useNow, useSession, useTexts, useWords } from '../../../../web/face.ts'
import { ConnectCard } from './ConnectCard.tsx'
import { ROWS } from './feeds.texts.ts'
import { FreshAge, SinceAge } from './FreshAge.tsx'
import { Lamp } from './Lamp.tsx'
import type { FeedDetail, Reason } from './model.ts'
import { NotTakenCard } from './NotTakenCard.tsx'
import { QuarantineCard } from './QuarantineCard.tsx'
import { RecordingsCard } from './RecordingsCard.tsx'
import { useWay, useWhy } from './why.ts'
import './feeds.css'

const ASK_AGAIN_MS = 3000
const REASONS = 8
/** Transports that keep connections open. */
const COUNTED: readonly string[] = ['tcp-server', 'tcp-client', 'websocket', 'mqtt', 'serial']

/** One feed: how it is and what to do, how to connect to it, what could not be read, what was recorded. */
export function FeedPage({ params }: { params: Record<string, string> }) {
  const id = params['id'] ?? ''
  const tt = useTexts(ROWS)
  const feed = useQuery({ queryKey: ['feeds', id], queryFn: () => api<FeedDetail>(`/api/feeds/${encodeURIComponent(id)}`), refetchInterval: ASK_AGAIN_MS, retry: false })
  const { data } = feed
  return (
    <div className="page narrowpage stack feedspage">
      <p><Link className="row" to="/feeds"><ChevronLeft size={15} className="flipped" aria-hidden="true" />{tt('back')}</Link></p>
      {feed.error && <ProblemNotice error={feed.error} retry={() => void feed.refetch()} />}
      {feed.isPending && <div className="skeleton" />}
      {data && (
        <>
          <Head feed={data} />
          <Standing feed={data} />
          <ConnectCard feed={data} />
          <NotTakenCard feed={data} />
          <QuarantineCard feed={data} />
          <RecordingsCard feed={data} />
          <Changes feed={data} />
        </>
      )}
    </div>
  )
}

function Head({ feed }: { feed: FeedDetail }) {
  const tt = useTexts(ROWS)
  const way = useWay()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const turn = async () => {
    setError(null)
    setBusy(true)
    const enabled = !feed.enabled
    try {
      await saveAction({ id: feed.id, ref: feed.ref ?? feed.id, version: feed.version }, 'edit', { fields: { enabled } }, feed.name)
      toast(tt(enabled ? 'started' : 'stopped', { name: feed.name }))
      await queryClient.invalidateQueries({ queryKey: ['feeds'] })
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <header className="stack">
      <div className="row wrap">
        <div className="grow"><h1 dir="auto">{feed.name}</h1><p className="quiet small">{way(feed)}</p></div>
        {feed.ref !== null && <Link className="btn" to={`/records/${encodeURIComponent(feed.ref)}`}>{tt('record')}</Link>}
        {feed.mayEdit && <button type="button" className={feed.enabled ? 'btn' : 'btn primary'} disabled={busy} onClick={() => void turn()}>{tt(feed.enabled ? 'stop' : 'start')}</button>}
      </div>
      {feed.note !== null && <p className="small prewrap" dir="auto">{feed.note}</p>}
      {error !== null && <ProblemNotice error={error} />}
    </header>
  )
}

function Standing({ feed }: { feed: FeedDetail }) {
  const tt = useTexts(ROWS)
  const { number, locale } = useWords()
  const why = useWhy()(feed)
  const now = useNow(1000)
  return (
    <section className="card feedstanding" aria-label={tt(`state.${feed.state}`)}>
      <div className="body stack">
        <p className="row wrap"><Lamp state={feed.state} /><span className="quiet small"><SinceAge at={feed.since} /></span>{feed.transport === 'simulator' && <span className="tag">{tt('simulated')}</span>}</p>
        {why !== null && !why.said && <p>{why.text}</p>}
        <p>{tt(`do.${feed.state}`)}</p>
        {feed.state !== 'no-consent' && (feed.because ?? feed.detail ?? '') !== '' && <p className="small quiet"><Told text={feed.because ?? feed.detail ?? ''} className="feedsaid" /></p>}
        <dl className="feedfacts wide">
          <div><dt>{tt('newest')}</dt><dd className="feedbig"><FreshAge at={feed.newest} none={tt('newest.none')} /></dd></div>
          <div><dt>{tt('arrived')}</dt><dd><FreshAge at={feed.arrived} none={tt('newest.none')} /></dd></div>
          {COUNTED.includes(feed.transport) && <div><dt>{tt('connections')}</dt><dd>{number(feed.connections)}</dd></div>}
          {feed.nextTry !== null && <div><dt>{tt('next')}</dt><dd>{Date.parse(feed.nextTry) <= now ? tt('now') : ageText(Date.parse(feed.nextTry) - now, locale)}</dd></div>}
          <div><dt>{tt('new')}</dt><dd>{tt('new.words', { hour: number(feed.newcomers.hour), mostHour: number(feed.newcomers.mostHour), day: number(feed.newcomers.day), mostDay: number(feed.newcomers.mostDay) })}</dd></div>
          <div><dt>{tt('limits')}</dt><dd>{tt('limits.words', { n: number(feed.mostPerSecond), s: ageText(feed.silentAfterS * 1000, locale) })}</dd></div>
        </dl>
        <table className="feedcounts">
          <thead><tr><th scope="col" className="quiet">{tt('messages')}</th><th scope="col">{tt('in')}</th><th scope="col">{tt('refused')}</th><th scope="col">{tt('bad')}</th></tr></thead>
          <tbody>{(['hour', 'total'] as const).map((row) => <tr key={row}><th scope="row">{tt(row)}</th><td>{number(feed[row].in)}</td><td>{number(feed[row].refused)}</td><td>{number(feed[row].bad)}</td></tr>)}</tbody>
        </table>
        {feed.nothing > 0 && <p className="small quiet">{tt('nothing', { n: feed.nothing })}</p>}
        {feed.refusedBy.length > 0 && <Reasons title={tt('why.refused')} reasons={feed.refusedBy} />}
        {feed.badBy.length > 0 && <Reasons title={tt('why.bad')} reasons={feed.badBy} />}
      </div>
    </section>
  )
}

function Reasons({ title, reasons }: { title: string; reasons: readonly Reason[] }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  return (
    <section>
      <h3>{title}</h3>
      <ul className="feedreasons">{reasons.slice(0, REASONS).map((one) => <li key={one.reason}><span className="mono">{number(one.count)} ×</span> <Told text={one.reason} /></li>)}</ul>
      {reasons.length > REASONS && <p className="small quiet">{tt('why.more', { n: reasons.length - REASONS })}</p>}
    </section>
  )
}

function Changes({ feed }: { feed: FeedDetail }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  return (
    <Card title={tt('changes')} id="feed-changes">
      <ol className="feedchanges">{feed.changes.map((one, n) => <li key={`${one.at}-${n}`}><time className="small" dateTime={one.at}>{fullTime(Date.parse(one.at), mission.zone, locale)}</time><Lamp state={one.state} />{one.because !== null && <Told text={one.because} className="small quiet feedsaid" />}</li>)}</ol>
    </Card>
  )
}
