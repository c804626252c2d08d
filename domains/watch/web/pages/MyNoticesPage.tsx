import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ProblemNotice, queryClient, useTexts } from '../../../../web/face.ts'
import { ROWS } from './pages.texts.ts'
import './pages.css'

type Mine = { on: boolean; publicKey: string; items: { id: string; name: string; at: string }[] }
const KEY = ['my-push']

/** Notices in this browser, taken and given up by the person who sits before it. */
export function MyNoticesPage() {
  const tt = useTexts(ROWS)
  const mine = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api<Mine>('/api/me/push', { signal }) })
  const [problem, setProblem] = useState<unknown>(null)
  const can = window.isSecureContext && 'serviceWorker' in navigator && 'PushManager' in window
  const tried = async (work: () => Promise<unknown>) => {
    setProblem(null)
    try {
      await work()
      await queryClient.invalidateQueries({ queryKey: KEY })
    } catch (error) {
      setProblem(error)
    }
  }
  const take = (publicKey: string) => tried(async () => {
    const worker = await navigator.serviceWorker.ready
    const subscription = (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })).toJSON()
    const name = /\(([^)]{1,60})\)/.exec(navigator.userAgent)?.[1] ?? navigator.userAgent.slice(0, 60)
    await api('/api/me/push', { method: 'POST', body: { name, subscription: { endpoint: subscription.endpoint, keys: subscription.keys } } })
  })
  return (
    <div className="page stack alertspage">
      <h1>{tt('mine')}</h1>
      <p className="quiet">{tt('mine.lead')}</p>
      {mine.error && <ProblemNotice error={mine.error} retry={() => void mine.refetch()} />}
      {mine.data && !mine.data.on && <p className="notice">{tt('mine.off')}</p>}
      {mine.data?.on === true && (can ? <p><button type="button" className="btn primary" onClick={() => void take(mine.data?.publicKey ?? '')}>{tt('mine.take')}</button></p> : <p className="notice">{tt('mine.cannot')}</p>)}
      <ul className="plainlist receiptlist">{mine.data?.items.map((one) => (
        <li key={one.id}><bdi className="grow">{one.name}</bdi><button type="button" className="btn small" onClick={() => void tried(() => api(`/api/me/push/${one.id}`, { method: 'DELETE' }))}>{tt('mine.drop', { name: one.name })}</button></li>
      ))}
      </ul>
      {problem !== null && <ProblemNotice error={problem} />}
    </div>
  )
}
