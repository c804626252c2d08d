import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queryClient } from '../api/client.ts'
import { api } from '../api/http.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { Age, Card } from '../shell/parts.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { toast } from '../shell/toasts.tsx'
import { ROWS } from './me.texts.ts'
import { makePasskey, passkeysHere, wasStopped } from './passkey.ts'

type Passkey = { id: string; name: string; createdAt: string; usedAt: string | null }

/** One's own passkeys: add, see when used, remove. */
export function Passkeys() {
  const tt = useTexts(ROWS)
  const keys = useQuery({ queryKey: ['passkeys'], queryFn: () => api<{ items: Passkey[]; unavailable: string | null }>('/api/me/passkeys') })
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<unknown>(null)
  const run = async (work: () => Promise<void>) => {
    setError(null)
    try {
      await work()
    } catch (problem) {
      setError(wasStopped(problem) ? null : problem)
    }
    await Promise.all([queryClient.invalidateQueries({ queryKey: ['passkeys'] }), queryClient.invalidateQueries({ queryKey: ['session'] })])
  }
  const add = () => run(async () => {
    await makePasskey(name.trim(), password)
    setName('')
    setPassword('')
    toast(tt('added'))
  })
  const here = passkeysHere() && keys.data?.unavailable === null
  return (
    <Card title={tt('passkeys')} id="passkeys"><div className="stack">
      <p className="quiet">{tt('why')}</p>
      {keys.data?.items.length === 0 && <p className="quiet small">{tt('none')}</p>}
      <ul className="plainlist">{keys.data?.items.map((one) => <li key={one.id} className="row"><strong className="grow" dir="auto">{one.name}</strong><span className="quiet small">{one.usedAt ? <>{tt('used')} <Age at={one.usedAt} /></> : tt('unused')}</span><button type="button" className="btn small" onClick={() => void run(() => api(`/api/me/passkeys/${encodeURIComponent(one.id)}`, { method: 'DELETE' }))}>{tt('remove', { name: one.name })}</button></li>)}</ul>
      {keys.data && !here && <p className="notice">{tt('not-here')}</p>}
      {here && (
        <form className="stack" onSubmit={(e) => { e.preventDefault(); void add() }}>
          <div className="field"><label htmlFor="pk-name">{tt('name')}</label><input id="pk-name" className="input" dir="auto" required maxLength={80} placeholder={tt('name.example')} value={name} onChange={(e) => setName(e.target.value)} /></div>
          <div className="field"><label htmlFor="pk-password">{tt('password')}</label><input id="pk-password" type="password" className="input" autoComplete="current-password" value={password} onChange={(e) => setPassword(e.target.value)} /></div>
          <button type="submit" className="btn self-start">{tt('add')}</button>
        </form>
      )}
      {(error ?? keys.error) ? <ProblemNotice error={error ?? keys.error} /> : null}
    </div></Card>
  )
}
