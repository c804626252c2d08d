import QRCode from 'qrcode'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { api, Card, Link, ProblemNotice, queryClient, toast, useTexts } from '../../../../web/face.ts'
import { ROWS } from './feeds.texts.ts'
import type { FeedDetail } from './model.ts'

type Connect = { key: string | null; push: string | null }

/** What a person must type or scan on a device so that its positions arrive here. */
export function ConnectCard({ feed }: { feed: FeedDetail }) {
  const tt = useTexts(ROWS)
  const outside = feed.transport === 'http-poll' || feed.transport === 'websocket' || feed.transport === 'tcp-client' || (feed.address ?? '').includes('://')
  if (feed.transport === 'simulator') {
    return null
  }
  return (
    <Card title={tt('connect')} id="feed-connect">
      <div className="stack">
        {feed.elsewhere
          ? <p>{tt('connect.tak')} <Link to="/admin/tak">{tt('connect.tak.open')}</Link></p>
          : outside
            ? <Outside feed={feed} />
            : feed.transport === 'http-push' || feed.transport === 'mqtt'
              ? feed.mayEdit && <WithKey feed={feed} />
              : feed.transport === 'serial' || feed.transport === 'file'
                ? <p>{tt('connect.reads')} <bdi className="mono ltr">{feed.address}</bdi></p>
                : <Server feed={feed} />}
      </div>
    </Card>
  )
}

function Server({ feed }: { feed: FeedDetail }) {
  const tt = useTexts(ROWS)
  return (
    <>
      <p>{tt('connect.server')}</p>
      <dl className="factlist">
        <dt>{tt('connect.host')}</dt><dd><bdi className="mono ltr">{feed.transport === 'multicast' ? feed.address : window.location.hostname}</bdi></dd>
        <dt>{tt('connect.port')}</dt><dd><bdi className="mono ltr">{feed.port}</bdi></dd>
        <dt>{tt('connect.protocol')}</dt><dd><bdi className="mono ltr">{feed.transport === 'tcp-server' ? 'TCP' : 'UDP'} · {feed.codec}</bdi></dd>
      </dl>
    </>
  )
}

function WithKey({ feed }: { feed: FeedDetail }) {
  const tt = useTexts(ROWS)
  const [error, setError] = useState<unknown>(null)
  const address = `/api/feeds/${encodeURIComponent(feed.id)}`
  const connect = useQuery({ queryKey: ['feed-connect', feed.id], queryFn: () => api<Connect>(`${address}/connect`), staleTime: Infinity, gcTime: 0 })
  const renew = async () => {
    setError(null)
    try {
      const had = connect.data?.key !== null
      queryClient.setQueryData(['feed-connect', feed.id], await api<Connect>(`${address}/key`, { method: 'POST' }))
      if (had) {
        toast(tt('connect.key.renewed'))
      }
    } catch (problem) {
      setError(problem)
    }
  }
  const failed = error ?? connect.error
  const made = connect.data
  return (
    <>
      {made && made.key === null && <><p>{tt('connect.key.none')}</p><p><button type="button" className="btn primary" onClick={() => void renew()}>{tt('connect.key.make')}</button></p></>}
      {made && made.push !== null && <Push push={made.push} codec={feed.codec} />}
      {made && made.key !== null && feed.transport === 'mqtt' && <Broker feed={feed} secret={made.key} />}
      {made && made.key !== null && <p><button type="button" className="btn small" onClick={() => void renew()}>{tt('connect.key.renew')}</button></p>}
      {failed ? <ProblemNotice error={failed} /> : null}
    </>
  )
}

function Push({ push, codec }: { push: string; codec: string }) {
  const tt = useTexts(ROWS)
  const scanned = codec === 'owntracks' ? ownTracksLink(push) : push
  const svg = useQuery({ queryKey: ['qr', scanned], queryFn: () => QRCode.toString(scanned, { type: 'svg', margin: 2 }), staleTime: Infinity, gcTime: 0 })
  const host = URL.parse(push)?.hostname ?? ''
  return (
    <>
      <p>{tt('connect.push')}</p>
      {(host === 'localhost' || host === '127.0.0.1') && <p className="notice warning">{tt('connect.loopback')}</p>}
      <div className="feedpush">
        {svg.data ? <img className="feedqr" alt={tt('connect.qr')} src={`data:image/svg+xml;utf8,${encodeURIComponent(svg.data)}`} /> : <span className="feedqr" />}
        <div className="stack grow">
          <Copied text={push} />
          <ul className="feedsteps">{codec !== 'owntracks' && <li>{tt('connect.traccar')}</li>}{codec !== 'osmand' && <li>{tt('connect.owntracks')}</li>}{codec === 'json' && <li>{tt('connect.json')}</li>}</ul>
        </div>
      </div>
    </>
  )
}

/** What OwnTracks takes its settings from when it is scanned: mode 3 is HTTP. */
function ownTracksLink(url: string): string {
  return `owntracks:///config?inline=${encodeURIComponent(btoa(JSON.stringify({ _type: 'configuration', mode: 3, url })))}`
}

function Broker({ feed, secret }: { feed: FeedDetail; secret: string }) {
  const tt = useTexts(ROWS)
  const topics = feed.address ?? `vigie/${(feed.ref ?? '').toLowerCase()}/<${tt('connect.device')}>/position`
  return (
    <>
      <p>{tt('connect.mqtt')}</p>
      <dl className="factlist">
        <dt>{tt('connect.host')}</dt><dd><bdi className="mono ltr">{window.location.hostname}:{feed.port}</bdi></dd>
        <dt>{tt('connect.topic')}</dt><dd><bdi className="mono ltr">{topics}</bdi></dd>
        <dt>{tt('connect.secret')}</dt><dd><Copied text={secret} /></dd>
      </dl>
    </>
  )
}

function Outside({ feed }: { feed: FeedDetail }) {
  const tt = useTexts(ROWS)
  const [secret, setSecret] = useState('')
  const [error, setError] = useState<unknown>(null)
  const keep = async () => {
    setError(null)
    try {
      await api(`/api/feeds/${encodeURIComponent(feed.id)}/secret`, { method: 'POST', body: { secret } })
      setSecret('')
      toast(tt('connect.password.done'))
      await queryClient.invalidateQueries({ queryKey: ['feeds', feed.id] })
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <>
      <p>{tt('connect.client')} <bdi className="mono ltr feedsaid">{feed.address}{feed.port === null || (feed.address ?? '').includes('://') ? '' : `:${feed.port}`}</bdi></p>
      {feed.mayEdit && feed.transport !== 'tcp-client' && (
        <form className="feedsecret" onSubmit={(e) => { e.preventDefault(); void keep() }}>
          <div className="field grow"><label htmlFor="feed-secret">{tt('connect.password')}</label><input id="feed-secret" className="input" type="password" autoComplete="off" value={secret} onChange={(e) => setSecret(e.target.value)} aria-describedby="feed-secret-hint" /><span className="hint" id="feed-secret-hint">{tt(feed.hasSecret ? 'connect.password.kept' : 'connect.password.none')}</span></div>
          <button type="submit" className="btn" disabled={secret === ''}>{tt('connect.password.keep')}</button>
        </form>
      )}
      {error !== null && <ProblemNotice error={error} />}
    </>
  )
}

function Copied({ text }: { text: string }) {
  const tt = useTexts(ROWS)
  const copy = () => navigator.clipboard.writeText(text).then(() => toast(tt('connect.copied')), () => toast(tt('connect.copy.none')))
  return <p className="feedcopy"><bdi className="mono ltr">{text}</bdi><button type="button" className="btn small" onClick={() => void copy()}>{tt('connect.copy')}</button></p>
}
