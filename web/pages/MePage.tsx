import { useState } from 'react'
import type { ReactNode } from 'react'
import { inLocale } from '../../core/i18n.ts'
import { ROLES } from '../../core/roles.ts'
import { queryClient } from '../api/client.ts'
import { api } from '../api/http.ts'
import { useAreas, useOwnSessions, useTokens } from '../api/queries.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { LANGUAGES } from '../i18n/languages.ts'
import { setPrefs, usePrefs } from '../prefs.ts'
import { useSession } from '../session.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Age, Card, FullTime } from '../shell/parts.tsx'
import { setLanguage } from '../shell/TopBar.tsx'
import { toast } from '../shell/toasts.tsx'
import { ROWS } from './me.texts.ts'
import { Passkeys } from './Passkeys.tsx'

/** One's own account: what one may do, language and theme, password, second factor, sessions, tokens. */
export function MePage() {
  const { me } = useSession()
  const { colon, t, locale } = useWords()
  const prefs = usePrefs()
  const areas = useAreas()
  const [demo, setDemo] = useState(() => sampleAccount())
  return (
    <div className="page narrowpage stack">
      <header><h1>{me.name}</h1><p className="quiet"><bdi>{me.login}</bdi> · <bdi>{me.org}</bdi></p></header>
      {demo && <div className="notice"><div className="grow">{t('first.demo', { user: demo.user })} <code className="mono ltr">{demo.password}</code></div><button type="button" className="btn small" onClick={() => { sessionStorage.removeItem('vigie.sample'); setDemo(null) }}>{t('common.close')}</button></div>}
      <Card title={t('me.may')} id="may">
        <ul className="stack tight">{me.grants.map((g, i) => <li key={i}><strong>{inLocale(ROLES[g.role as keyof typeof ROLES]?.text ?? { en: g.role, fr: g.role }, locale)}</strong> <span className="quiet">({g.role}) · {g.area === null ? t('me.whole') : (areas.data?.find((a) => a.id === g.area)?.name ?? g.area)}</span></li>)}</ul>
        <p className="quiet small">{t('me.clearance')}{colon}{t(`level.${me.clearance}`)}{me.compartments.length > 0 ? ` · ${me.compartments.join(' ')}` : ''}</p>
      </Card>
      <Card title={t('me.look')} id="look"><div className="stack">
        <div className="field"><span className="label">{t('language.title')}</span><div className="row wrap">{LANGUAGES.map(([code, name]) => <button key={code} type="button" className="btn small" lang={code} aria-pressed={locale === code} onClick={() => setLanguage(code, true)}>{name}</button>)}</div></div>
        <div className="field"><span className="label">{t('theme.title')}</span><div className="row wrap">{(['auto', 'light', 'dark', 'night'] as const).map((v) => <button key={v} type="button" className="btn small" aria-pressed={prefs.theme === v} onClick={() => setPrefs({ theme: v })}>{t(`theme.${v}`)}</button>)}</div></div>
      </div></Card>
      <Password />
      <Passkeys />
      <SecondFactor />
      <Sessions />
      <Tokens />
    </div>
  )
}

function sampleAccount(): { user: string; password: string } | null {
  try {
    return JSON.parse(sessionStorage.getItem('vigie.sample') ?? 'null') as { user: string; password: string } | null
  } catch {
    return null
  }
}

/** Choose another password. */
export function Password() {
  const { t } = useWords()
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [error, setError] = useState<unknown>(null)
  async function save() {
    setError(null)
    try {
      await api('/api/me', { method: 'PATCH', body: { password: { old, new: fresh } } })
      setOld('')
      setFresh('')
      await queryClient.invalidateQueries({ queryKey: ['session'] })
      toast(t('me.password.done'))
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Card title={t('signin.password')} id="pw">
      <form className="stack" onSubmit={(e) => { e.preventDefault(); void save() }}>
        <div className="field"><label htmlFor="pw-old">{t('me.password.old')}</label><input id="pw-old" type="password" className="input" autoComplete="current-password" required value={old} onChange={(e) => setOld(e.target.value)} /></div>
        <div className="field"><label htmlFor="pw-new">{t('me.password.new')}</label><input id="pw-new" type="password" className="input" autoComplete="new-password" required minLength={12} value={fresh} onChange={(e) => setFresh(e.target.value)} /><span className="hint">{t('setup.password.hint')}</span></div>
        {error !== null && <ProblemNotice error={error} />}
        <button type="submit" className="btn self-start">{t('action.save')}</button>
      </form>
    </Card>
  )
}

/** The authenticator: begin, confirm, remove. */
export function SecondFactor() {
  const { me } = useSession()
  const { t } = useWords()
  const [offer, setOffer] = useState<{ secret: string; qr: string } | null>(null)
  const [code, setCode] = useState('')
  const [error, setError] = useState<unknown>(null)
  const run = async (work: () => Promise<void>) => {
    setError(null)
    try {
      await work()
    } catch (problem) {
      setError(problem)
    }
  }
  const done = async () => {
    setOffer(null)
    setCode('')
    await queryClient.invalidateQueries({ queryKey: ['session'] })
  }
  const codeField: ReactNode = <div className="field"><label htmlFor="totp">{t('signin.code')}</label><input id="totp" className="input mono" dir="ltr" inputMode="numeric" autoComplete="one-time-code" required value={code} onChange={(e) => setCode(e.target.value)} /></div>
  return (
    <Card title={t('me.totp')} id="totp-card" side={<span className={`tag ${me.totp ? 'ok' : ''}`}>{me.totp ? t('me.totp.on') : t('me.totp.off')}</span>}>
      <div className="stack">
        {!me.totp && !offer && <><p className="quiet">{t('me.totp.why')}</p><button type="button" className="btn self-start" onClick={() => void run(async () => setOffer(await api('/api/me/totp', { method: 'POST' })))}>{t('me.totp.begin')}</button></>}
        {offer && (
          <form className="stack" onSubmit={(e) => { e.preventDefault(); void run(async () => { await api('/api/me/totp/confirm', { method: 'POST', body: { code: code.replace(/\s/g, '') } }); await done() }) }}>
            <p>{t('me.totp.scan')}</p>
            <img className="qr" alt={t('me.totp.qr')} src={`data:image/svg+xml;utf8,${encodeURIComponent(offer.qr)}`} />
            <p className="small quiet">{t('me.totp.secret')} <code className="mono ltr">{offer.secret}</code></p>
            {codeField}
            <button type="submit" className="btn primary self-start">{t('me.totp.confirm')}</button>
          </form>
        )}
        {me.totp && <form className="stack" onSubmit={(e) => { e.preventDefault(); void run(async () => { await api('/api/me/totp', { method: 'DELETE', body: { code: code.replace(/\s/g, '') } }); await done() }) }}>{codeField}<button type="submit" className="btn danger self-start">{t('me.totp.remove')}</button></form>}
        {error !== null && <ProblemNotice error={error} />}
      </div>
    </Card>
  )
}

function Sessions() {
  const { t } = useWords()
  const tt = useTexts(ROWS)
  const sessions = useOwnSessions()
  return (
    <Card title={t('me.sessions')} id="sessions" side={(sessions.data?.length ?? 0) > 1 ? <button type="button" className="btn small" onClick={() => void api('/api/sessions', { method: 'DELETE' }).then(() => sessions.refetch())}>{tt('end-others')}</button> : undefined}>
      <ul className="plainlist">{sessions.data?.map((s) => (
        <li key={s.id} className="row"><span className="grow cut" dir="ltr" title={s.agent}>{browserWords(s.agent) ?? s.agent ?? s.id}{s.address && <span className="quiet"> · {s.address}</span>}</span><span className="quiet small">{s.seenAt ? <Age at={s.seenAt} /> : <FullTime at={s.createdAt} />}</span>{s.current ? <span className="tag accent">{t('me.sessions.this')}</span> : <button type="button" className="btn small" onClick={() => void api(`/api/sessions/${encodeURIComponent(s.id)}`, { method: 'DELETE' }).then(() => sessions.refetch())}>{t('me.sessions.end')}</button>}</li>
      ))}</ul>
      {sessions.error && <ProblemNotice error={sessions.error} />}
    </Card>
  )
}

function Tokens() {
  const { t } = useWords()
  const tokens = useTokens()
  const [name, setName] = useState('')
  const [made, setMade] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  async function make() {
    setError(null)
    try {
      setMade((await api<{ token: string }>('/api/tokens', { method: 'POST', body: { name: name.trim(), days: 365 } })).token)
      setName('')
      void tokens.refetch()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Card title={t('me.tokens')} id="tokens">
      <div className="stack">
        <p className="quiet small">{t('me.tokens.why')} <code className="mono ltr">{window.location.origin}/ogc</code></p>
        <ul className="plainlist">{tokens.data?.map((one) => <li key={one.id} className="row"><strong className="grow" dir="auto">{one.name}</strong><span className="quiet small">{one.expiresAt ? <>→ <FullTime at={one.expiresAt} /></> : null}</span><button type="button" className="btn small" onClick={() => void api(`/api/tokens/${encodeURIComponent(one.id)}`, { method: 'DELETE' }).then(() => tokens.refetch())}>{t('me.tokens.drop')}</button></li>)}</ul>
        {made && <div className="notice ok"><div><strong>{t('me.tokens.once')}</strong><p><code className="mono ltr break">{made}</code></p></div></div>}
        {error !== null && <ProblemNotice error={error} />}
        <form className="row" onSubmit={(e) => { e.preventDefault(); void make() }}><input className="input" dir="auto" required maxLength={80} placeholder={t('me.tokens.name')} aria-label={t('me.tokens.name')} value={name} onChange={(e) => setName(e.target.value)} /><button type="submit" className="btn">{t('me.tokens.make')}</button></form>
      </div>
    </Card>
  )
}

/** `Firefox · Windows` out of what a browser says of itself; null when it says neither. */
function browserWords(agent: string | undefined): string | null {
  const first = (names: readonly [RegExp, string][]) => names.find(([pattern]) => pattern.test(agent ?? ''))?.[1]
  const browser = first([[/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/Chrom(e|ium)\//, 'Chrome'], [/Safari\//, 'Safari']])
  const system = first([[/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux']])
  return browser || system ? [browser, system].filter(Boolean).join(' · ') : null
}
