import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api, Card, Empty, Link, ProblemNotice, queryClient, useRefusals, useTexts, useWords } from '../../../../web/face.ts'
import type { Channel } from '../../shared/delivery/targets.ts'
import { ROWS } from './pages.texts.ts'
import './pages.css'

type Row = { id: string; ref: string; name: string; type: Channel; enabled: boolean; carries: string; secret: boolean; technology: string | null; permit: { valid: boolean; because: string } | null; day: { sent: number; failed: number }; inbound: string | null }
type State = { items: Row[]; publicUrl: string | null }
const KEY = ['alert-channels']

/** The administration of ways out: whether each is set up, may run and works. */
export function ChannelsPage() {
  const tt = useTexts(ROWS)
  const found = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api<State>('/api/alerts/channels', { signal }), refetchInterval: 60_000 })
  return (
    <div className="page stack alertspage">
      <div className="row wrap"><h1 className="grow">{tt('channels')}</h1><Link className="btn primary" to="/k/alert-channel">{tt('channels.add')}</Link></div>
      <p className="quiet">{tt('channels.lead')}</p>
      {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <div className="skeleton" />}
      {found.data?.publicUrl === null && <p className="notice warning">{tt('channels.url')}</p>}
      {found.data?.items.length === 0 && <Empty title={tt('channels.none')} />}
      {found.data?.items.map((row) => <Line key={row.id} row={row} />)}
    </div>
  )
}

function Line({ row }: { row: Row }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const [secretId, toId] = [useId(), useId()]
  const [secret, setSecret] = useState('')
  const [to, setTo] = useState('')
  const [result, setResult] = useState<{ sent: boolean; because: string } | null>(null)
  const say = useRefusals(row.permit?.valid === false || result?.sent === false)
  const [problem, setProblem] = useState<unknown>(null)
  const tried = async (work: () => Promise<void>) => {
    setProblem(null)
    setResult(null)
    try {
      await work()
    } catch (error) {
      setProblem(error)
    }
  }
  const keep = () => tried(async () => {
    await api(`/api/alerts/channels/${row.id}/secret`, { method: 'POST', body: { secret } })
    setSecret('')
    await queryClient.invalidateQueries({ queryKey: KEY })
  })
  const test = () => tried(async () => {
    const { sent, because } = await api<{ sent: boolean; because: string | null }>(`/api/alerts/channels/${row.id}/test`, { method: 'POST', body: row.type === 'push' ? {} : { to: to.trim() } })
    setResult({ sent, because: because ?? '' })
  })
  return (
    <Card title={<><bdi>{row.name}</bdi> <span className="quiet small">{tt(`channel.${row.type}`)}</span></>} id={`channel-${row.id}`}>
      <div className="channelline">
        <p className="row wrap"><span className={`tag ${row.enabled ? 'ok' : ''}`}>{tt(row.enabled ? 'on' : 'off')}</span> <span className="small">{tt('channels.day', { sent: number(row.day.sent), failed: number(row.day.failed) })}</span> <Link to={`/records/${row.ref}`}>{tt('record')}</Link></p>
        {row.permit?.valid === false && <p className="notice warning" dir="auto">{tt('channels.stopped', { because: `${row.technology ?? ''}: ${say(row.permit.because).text}` })}</p>}
        {row.type !== 'push' && (
          <form className="row wrap" onSubmit={(event) => { event.preventDefault(); void keep() }}>
            <label htmlFor={secretId}>{tt('channels.secret')} {row.secret && <span className="tag ok">{tt('channels.secret.kept')}</span>}</label>
            <input id={secretId} className="input" type="password" autoComplete="off" dir="ltr" required value={secret} onChange={(event) => setSecret(event.target.value)} />
            <button type="submit" className="btn small">{tt('channels.secret.save')}</button>
          </form>
        )}
        <form className="row wrap" onSubmit={(event) => { event.preventDefault(); void test() }}>
          {row.type !== 'push' && <><label htmlFor={toId}>{tt('channels.test.to')}</label><input id={toId} className="input" dir="ltr" required value={to} onChange={(event) => setTo(event.target.value)} /></>}
          <button type="submit" className="btn small">{tt('channels.test')}</button>
        </form>
        <p role="status">{result && (result.sent ? tt('channels.test.sent') : tt('channels.test.failed', { because: say(result.because).text }))}</p>
        {row.inbound && <p className="small">{tt('channels.inbound')} <code className="ltr">{row.inbound}</code></p>}
        {problem !== null && <ProblemNotice error={problem} />}
      </div>
    </Card>
  )
}
