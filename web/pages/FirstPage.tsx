import { Compass, Flag } from 'lucide-react'
import { useEffect, useState } from 'react'
import { queryClient } from '../api/client.ts'
import { api } from '../api/http.ts'
import type { Setup } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { LoneFrame } from './LoneFrame.tsx'
import { MissionSteps } from './MissionSteps.tsx'

/** No mission yet: two doors. */
export function FirstPage({ setup }: { setup: Setup }) {
  const { t, number } = useWords()
  const [making, setMaking] = useState(false)
  const [started, setStarted] = useState<{ user: string; password: string } | null>(null)
  const [setupCode, setSetupCode] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    if (started) {
      sessionStorage.setItem('vigie.sample', JSON.stringify(started))
    }
  }, [started])
  async function explore() {
    setBusy(true)
    setError(null)
    try {
      setStarted(await api<{ user: string; password: string }>('/api/setup/sample', { method: 'POST', body: setup.codeNeeded ? { setupCode } : {} }))
      await queryClient.invalidateQueries({ queryKey: ['setup'] })
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  if (making && setup.state === 'empty') {
    return <MissionSteps onBack={() => setMaking(false)} {...(setup.codeNeeded ? { setupCode } : {})} />
  }
  const progress = setup.progress
  const loading = setup.state === 'loading' || (busy && error === null)
  return (
    <LoneFrame wide>
      <div className="welcome">
        <h1>{t('first.title')}</h1>
        {!loading && <p className="lead">{t('first.lead')}</p>}
        {loading ? (
          <section className="card door loading" aria-live="polite">
            <div className="body stack">
              <h2>{t('first.loading')}</h2>
              <progress max={progress?.total ?? 1} {...(progress ? { value: progress.done } : {})} aria-label={t('first.loading')} />
              <p className="quiet">{progress ? t('first.progress', { n: number(progress.done), of: number(progress.total) }) : t('common.loading')}</p>
              {started && <p className="small">{t('first.demo', { user: started.user })} <code className="mono ltr">{started.password}</code></p>}
            </div>
          </section>
        ) : (<>
          {setup.codeNeeded && <div className="field"><label htmlFor="first-code">{t('first.code')}</label><input id="first-code" className="input mono" dir="ltr" autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={64} value={setupCode} onChange={(e) => setSetupCode(e.target.value)} /><span className="hint">{t('first.code.hint')}</span></div>}
          <div className="doors">
            <button type="button" className="card door" onClick={() => void explore()}>
              <Compass size={28} aria-hidden="true" /><h2>{t('first.sample')}</h2><p>{t('first.sample.what')}</p><span className="btn primary">{t('first.sample.do')}</span>
            </button>
            <button type="button" className="card door" onClick={() => setMaking(true)}>
              <Flag size={28} aria-hidden="true" /><h2>{t('first.own')}</h2><p>{t('first.own.what')}</p><span className="btn">{t('first.own.do')}</span>
            </button>
          </div>
        </>)}
        {error !== null && <ProblemNotice error={error} retry={() => void explore()} />}
      </div>
    </LoneFrame>
  )
}
