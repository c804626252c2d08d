import { Direction } from 'radix-ui'
import { Suspense, lazy, useEffect, useLayoutEffect } from 'react'
import { chooseLocale, directionOf } from '../../core/i18n.ts'
import { showAccount, useAccountLeft } from '../api/account.ts'
import { queryClient } from '../api/client.ts'
import { ApiProblem, api, setCsrf, whenSignedOut } from '../api/http.ts'
import { useKinds, useSessionQuery, useSetup } from '../api/queries.ts'
import type { Session } from '../api/types.ts'
import { WordsProvider, registerTexts, useWords } from '../i18n/i18n.tsx'
import { FIRST_LANGUAGE, rememberLanguage } from '../i18n/language.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { late } from '../late.ts'
import { live, useLiveState } from '../live/client.ts'
import { setFilesOwner } from '../outbox/files.ts'
import { setOutboxOwner } from '../outbox/sender.ts'
import { SignIn } from '../pages/SignIn.tsx'
import { usePrefs } from '../prefs.ts'
import { SessionContext } from '../session.tsx'
import { setServerOffset } from '../time/now.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { Prepared, usePrepared } from './prepared.tsx'
import { Shell } from './Shell.tsx'
import { Toasts } from './toasts.tsx'
import { useTheme } from './theme.ts'

const FirstPage = lazy(late(() => import('../pages/FirstPage.tsx').then((m) => ({ default: m.FirstPage }))))
const MustPage = lazy(late(() => import('../pages/MustPage.tsx').then((m) => ({ default: m.MustPage }))))

/** Writes of a session that is not finished need its token too. */
function Must({ session }: { session: Session }) {
  setCsrf(session.csrf)
  return <MustPage session={session} />
}

/** Which of the three faces is shown: first page, sign-in, or the signed-in shell; and in which language. */
export function App() {
  const prefs = usePrefs()
  const setup = useSetup()
  const ready = setup.data?.state === 'ready'
  const session = useSessionQuery(ready)
  useTheme()
  const signed = session.data
  // Before it is known who reads, the language this device showed last.
  const unknown = !signed && !session.error && !(setup.data && !ready)
  const locale = useLanguage(unknown ? FIRST_LANGUAGE : chooseLocale(signed?.me.locale ?? prefs.locale ?? navigator.languages.join(',')))
  useEffect(() => {
    document.documentElement.lang = locale
    document.documentElement.dir = directionOf(locale)
  }, [locale])
  useEffect(() => {
    // Of nobody who signed out anything is left here.
    if (signed) {
      rememberLanguage(locale)
    }
  }, [signed, locale])
  useEffect(() => whenSignedOut(() => { void queryClient.resetQueries({ queryKey: ['session'] }) }), [])
  return (
    <WordsProvider locale={locale}>
      <Direction.Provider dir={directionOf(locale)}>
        <Face setup={setup} ready={ready} session={session} signed={signed} />
        <Toasts />
      </Direction.Provider>
    </WordsProvider>
  )
}

/** What a page shows whose account is no longer the one of this browser: nothing of the work, and the way on. */
function Left() {
  const { t } = useWords()
  useEffect(() => queryClient.clear(), [])
  return <main className="lone"><div className="card stack" role="alert"><h1>{t('offline.account')}</h1><p>{t('offline.account.what')}</p><div className="row"><button type="button" className="btn primary" onClick={() => window.location.assign('/')}>{t('offline.reload')}</button></div></div></main>
}

function Face({ setup, ready, session, signed }: { setup: ReturnType<typeof useSetup>; ready: boolean; session: ReturnType<typeof useSessionQuery>; signed: Session | undefined }) {
  const left = useAccountLeft()
  const nobody = session.error instanceof ApiProblem && session.error.status === 401
  const [user, sure] = [signed?.me.user ?? (nobody ? '' : null), signed !== undefined && signed.csrf !== '']
  useLayoutEffect(() => {
    if (user !== null) {
      showAccount(user, sure)
    }
  }, [user, sure])
  if (left) {
    return <Left />
  }
  if (setup.error && !setup.data) {
    return <main className="lone"><ProblemNotice error={setup.error} retry={() => void setup.refetch()} /></main>
  }
  if (!setup.data) {
    return <Waiting />
  }
  if (!ready) {
    return <Suspense fallback={<Waiting />}><FirstPage setup={setup.data} /></Suspense>
  }
  if (signed?.must && signed.must.length > 0) {
    return <Suspense fallback={<Waiting />}><Must session={signed} /></Suspense>
  }
  if (signed) {
    return <SignedIn session={signed} />
  }
  if (session.error instanceof ApiProblem && session.error.status === 401) {
    return <SignIn setup={setup.data} />
  }
  if (session.error) {
    return <main className="lone"><ProblemNotice error={session.error} retry={() => void session.refetch()} /></main>
  }
  return <Waiting />
}

/** A live link that is refused does not say why. The node is asked who we are, so that an ended session leads to the sign-in page. */
function useSessionAsked(): void {
  const { link, attempts } = useLiveState()
  useEffect(() => {
    if (link === 'waiting') {
      api('/api/session').catch((error: unknown) => {
        if (error instanceof ApiProblem && error.status === 401) {
          void queryClient.resetQueries({ queryKey: ['session'] })
        }
      })
    }
  }, [link, attempts])
}

function SignedIn({ session }: { session: Session }) {
  useSessionAsked()
  const words = useWords()
  setCsrf(session.csrf)
  const kinds = useKinds()
  const prepared = usePrepared()
  useEffect(() => {
    setServerOffset(Date.parse(session.serverTime) - Date.now())
    setOutboxOwner(session.me.user)
    setFilesOwner(session.me.user)
    live.start()
    return () => {
      live.stop()
      setOutboxOwner('')
      setFilesOwner('')
    }
    // The server time of the first answer only: later the live link keeps it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [session.me.user])
  useEffect(() => {
    document.title = `${session.mission.exercise ? 'EXERCISE · ' : ''}${session.mission.name} · Vigie`
  }, [session.mission.name, session.mission.exercise])
  for (const kind of kinds.data ?? []) {
    registerTexts(kind.texts)
  }
  if (kinds.error && !kinds.data) {
    return <main className="lone"><ProblemNotice error={kinds.error} retry={() => void kinds.refetch()} /></main>
  }
  if (!kinds.data || !prepared.ready) {
    return <Waiting />
  }
  return (
    <WordsProvider locale={words.locale} revision={kinds.dataUpdatedAt + prepared.at}>
      <SessionContext value={{ ...session, kinds: kinds.data }}>
        <Prepared />
        <Shell />
      </SessionContext>
    </WordsProvider>
  )
}

/** The empty frame while the first answers come; nothing spins. */
function Waiting() {
  const { t } = useWords()
  return <div className="frame waiting" role="status" aria-label={t('common.loading')}><div className="topbar" /></div>
}
