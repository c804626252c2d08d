import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, Link, ProblemNotice, queryClient, useTexts } from '../../../web/face.ts'
import { ROWS } from './held.texts.ts'

const KEY = ['sms-gateway']

/** The address an SMS gateway hands in at: made here, shown once. */
export function GatewayPage() {
  const tt = useTexts(ROWS)
  const [address, setAddress] = useState<string | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const state = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api<{ set: boolean }>('/api/movements/sms-gateway', { signal }) })
  const make = async (): Promise<void> => {
    try {
      setProblem(null)
      const { path } = await api<{ path: string }>('/api/movements/sms-gateway', { method: 'POST' })
      setAddress(`${window.location.origin}${path}`)
      await queryClient.invalidateQueries({ queryKey: KEY })
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <div className="page narrowpage stack">
      <h1>{tt('gateway')}</h1>
      <p className="quiet">{tt('gateway.lead')}</p>
      {state.error && <ProblemNotice error={state.error} />}
      {state.data && <p>{tt(state.data.set ? 'gateway.set' : 'gateway.none')}</p>}
      {address !== null && <div className="notice ok"><div><p>{tt('gateway.address')}</p><p><code className="mono ltr gatewayaddress">{address}</code></p></div></div>}
      {problem !== null && <ProblemNotice error={problem} />}
      {state.data && <div className="row wrap"><button type="button" className={`btn ${state.data.set ? '' : 'primary'}`} onClick={() => void make()}>{tt(state.data.set ? 'gateway.new' : 'gateway.make')}</button><Link to="/k/held-message" className="btn plain">{tt('title')}</Link></div>}
    </div>
  )
}
