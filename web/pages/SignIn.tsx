import { useState } from 'react'
import { queryClient } from '../api/client.ts'
import { ApiProblem, api, setCsrf } from '../api/http.ts'
import type { Session, Setup } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import { keptReader } from '../offline/link.ts'
import { getDevice, setDevice } from '../offline/device.ts'
import { canSeal } from '../offline/seal.ts'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { LoneFrame } from './LoneFrame.tsx'

/** Name, password and, when the account has one, the second factor. */
export function SignIn({ setup }: { setup: Setup }) {
  const { t } = useWords()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [second, setSecond] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const canPasskey = window.isSecureContext && typeof window.PublicKeyCredential === 'function'
  const [shared, setShared] = useState(() => getDevice().shared)
  function enter(session: Session) {
    setCsrf(session.csrf)
    keptReader()?.note('/api/session', session)
    // What was read for somebody else is not shown to this person; who this is was just said, so it is not asked again.
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'setup' && queryKey[0] !== 'session' })
    queryClient.setQueryData(['session'], session)
  }
  async function byPasskey() {
    setBusy(true)
    setError(null)
    const { enterWithPasskey, wasStopped } = await import('./passkey.ts')
    try {
      enter(await enterWithPasskey())
    } catch (problem) {
      setError(wasStopped(problem) ? null : problem)
      setBusy(false)
    }
  }
  async function submit() {
    setBusy(true)
    setError(null)
    try {
      const session = await api<Session>('/api/session', { method: 'POST', body: { login: login.trim().toLowerCase(), password, ...(second ? { code: code.replace(/\s/g, '') } : {}) } })
      enter(session)
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.id === 'second-factor-needed' && !second) {
        setSecond(true)
      } else {
        setError(problem)
      }
      setBusy(false)
    }
  }
  return (
    <LoneFrame exercise={setup.mission?.exercise ?? false}>
      <form className="lonecard stack" onSubmit={(e) => { e.preventDefault(); void submit() }}>
        <div><h1>{setup.mission?.name ?? 'Vigie'}</h1><p className="quiet">{t('signin.title')}</p></div>
        <div className="field"><label htmlFor="login">{t('signin.login')}</label><input id="login" className="input" dir="ltr" autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus required value={login} onChange={(e) => setLogin(e.target.value)} /></div>
        <div className="field"><label htmlFor="password">{t('signin.password')}</label><input id="password" className="input" type="password" dir="ltr" autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.target.value)} /></div>
        {second && <div className="field"><label htmlFor="code">{t('signin.code')}</label><input id="code" className="input mono" dir="ltr" inputMode="numeric" autoComplete="one-time-code" autoFocus required pattern="[0-9 ]{6,7}" value={code} onChange={(e) => setCode(e.target.value)} /><span className="hint">{t('signin.code.hint')}</span></div>}
        {canSeal() && (
          <div className="stack tight">
            <div className="row"><input id="shared" type="checkbox" checked={shared} onChange={(e) => setShared(setDevice({ shared: e.target.checked }).shared)} /><label htmlFor="shared">{t('offline.shared')}</label></div>
            {shared && <p className="hint">{t('offline.shared.hint')}</p>}
          </div>
        )}
        {error !== null && <ProblemNotice error={error} />}
        <button type="submit" className="btn primary" disabled={busy}>{t('signin.do')}</button>
        {canPasskey && <button type="button" className="btn" disabled={busy} onClick={() => void byPasskey()}>{t('signin.passkey')}</button>}
        {setup.oidc && <a className="btn" href="/api/oidc/start">{t('signin.oidc')}</a>}
        <p className="small quiet">{t('signin.forgot')}</p>
      </form>
    </LoneFrame>
  )
}
