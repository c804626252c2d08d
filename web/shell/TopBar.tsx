import { ClipboardList, CircleHelp, Command as CommandIcon, Inbox, Languages, LogOut, MonitorSmartphone, Moon, Sun, SunMoon, UserRound, Eye } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { CLOCK_SKEW_LIMIT_MS } from '../../core/time.ts'
import { zoneLetterAt } from '../../core/time-dtg.ts'
import { queryClient } from '../api/client.ts'
import { api } from '../api/http.ts'
import type { Session } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import { LANGUAGES } from '../i18n/languages.ts'
import { bars } from '../live/machine.ts'
import { useLiveState } from '../live/client.ts'
import { outboxSize, useOutbox } from '../outbox/sender.ts'
import { getDevice } from '../offline/device.ts'
import { wipeOnSignOut } from '../offline/wipe.ts'
import { setPrefs, usePrefs } from '../prefs.ts'
import { useReportNews } from '../record/report-news.ts'
import { navigate } from '../router.ts'
import { useSession } from '../session.tsx'
import { ageText, clockLocal, dtg, fullTime, skewText } from '../time/format.ts'
import { deviceSkew, useNow } from '../time/now.ts'
import { Marking } from './parts.tsx'
import { send } from './commands.ts'
import { useShownHandling } from './shown-handling.ts'

/** Mission, time, link and age of the data, handling of what is on screen, and the person. */
export function TopBar() {
  const { mission } = useSession()
  const { t, locale } = useWords()
  const now = useNow(1000)
  const handling = useShownHandling()
  const skew = deviceSkew()
  return (
    <header className="topbar">
      <strong className="cut mission" dir="auto" title={mission.name}>{mission.name}</strong>
      <span className="clock" title={fullTime(now, mission.zone, locale)}>
        <span className="mono ltr dtgz">{dtg(now)}</span>
        <span className="quiet local"><span className="mono ltr">{clockLocal(now, mission.zone)} {zoneLetterAt(now, mission.zone)}</span> <span className="localword">{t('time.local')}</span></span>
      </span>
      {Math.abs(skew) > CLOCK_SKEW_LIMIT_MS && <span className="tag warning" title={t('time.skew.long')}>{t('time.skew', { age: skewText(skew, locale) })}</span>}
      <span className="grow" />
      <OutboxMark />
      <LinkQuality />
      <span className="barmark"><Marking handling={handling} /></span>
      <button type="button" className="btn plain small palettebtn" onClick={() => send('palette')} aria-keyshortcuts="Control+K" title={t('palette.title')}>
        <CommandIcon size={14} aria-hidden="true" /><span className="sr">{t('palette.title')}</span><kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <UserMenu />
    </header>
  )
}

function LinkQuality() {
  const state = useLiveState()
  const { t, locale } = useWords()
  const now = useNow(1000)
  const level = bars(state)
  const age = state.dataAt === null ? null : now - state.dataAt
  const word = state.link === 'open' ? (state.rtt === null ? t('link.open') : `${state.rtt} ms`) : state.link === 'connecting' ? t('link.connecting') : t('link.lost')
  const ageWord = age === null ? '' : t('link.data-age', { age: ageText(age, locale) })
  return (
    <span className={`link level${level}`} role="status" title={`${t('link.title')}: ${word}${ageWord ? ` · ${ageWord}` : ''}${state.coalesced ? ` · ${t('link.coalesced', { n: state.coalesced })}` : ''}`}>
      <svg width="18" height="14" viewBox="0 0 18 14" aria-hidden="true">
        {[0, 1, 2, 3].map((i) => <rect key={i} x={i * 4.6} y={10 - i * 3} width="3.4" height={4 + i * 3} rx="1" className={i < level ? 'on' : 'off'} />)}
      </svg>
      <bdi className="linkword" dir={state.link === 'open' && state.rtt !== null ? 'ltr' : undefined}>{word}</bdi>
      {ageWord && <span className="quiet ageword">· {ageWord}</span>}
    </span>
  )
}

function OutboxMark() {
  const box = useOutbox()
  const { me } = useSession()
  const { t } = useWords()
  const mine = box.filter((e) => e.owner === me.user)
  if (mine.length === 0) {
    return null
  }
  const refused = mine.filter((e) => e.state === 'refused')
  return (
    <button type="button" className={`btn small ${refused.length > 0 ? 'danger' : ''}`} title={t('outbox.title')} onClick={() => navigate('/device')}>
      <Inbox size={14} aria-hidden="true" />{refused.length > 0 ? t('outbox.refused', { n: refused.length }) : t('outbox.waiting', { n: mine.length })}
    </button>
  )
}

const THEMES = [['auto', SunMoon, 'theme.auto'], ['light', Sun, 'theme.light'], ['dark', Moon, 'theme.dark'], ['night', Eye, 'theme.night']] as const

/** Change the language everywhere at once and for the next visits. */
export function setLanguage(locale: string, signedIn: boolean): void {
  setPrefs({ locale })
  if (signedIn) {
    void api('/api/me', { method: 'PATCH', body: { locale } }).then(() => queryClient.invalidateQueries({ queryKey: ['session'] }), () => undefined)
    queryClient.setQueryData(['session'], (old: unknown) => (old && typeof old === 'object' && 'me' in old ? { ...old, me: { ...(old.me as object), locale } } : old))
  }
}

/** Sign out and forget what this screen held. */
export async function signOut(t: ReturnType<typeof useWords>['t']): Promise<void> {
  const user = queryClient.getQueryData<Session>(['session'])?.me.user
  const waiting = outboxSize()
  const { shared } = getDevice()
  if (waiting > 0 && !window.confirm(t(shared ? 'offline.signout.waits' : 'offline.signout.own', { n: waiting }))) {
    return
  }
  await api('/api/session', { method: 'DELETE' }).catch(() => undefined)
  if (user !== undefined) {
    await wipeOnSignOut(user)
  }
  queryClient.clear()
  window.location.assign('/')
}

/** What was chosen is seen at once; the menu stays for the next choice. */
function stayOpen(event: Event): void {
  event.preventDefault()
}

function UserMenu() {
  const { me } = useSession()
  const { t, locale, number } = useWords()
  const prefs = usePrefs()
  const news = useReportNews()
  const said = news > 0 ? t('reports.fresh', { n: number(news) }) : undefined
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="btn plain small user" aria-label={[t('user.menu', { name: me.name }), said].filter(Boolean).join(', ')} title={said}>
        <span className="usersign"><UserRound size={16} aria-hidden="true" />{news > 0 && <span className="newsdot" aria-hidden="true" />}</span><span className="cut username">{me.name}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
          <DropdownMenu.Label className="head">{me.name} · {me.grants.map((g) => g.role).join(', ')}</DropdownMenu.Label>
          <DropdownMenu.Item className="item" onSelect={() => navigate('/me')}><UserRound size={15} aria-hidden="true" />{t('nav.me')}</DropdownMenu.Item>
          <DropdownMenu.Item className="item" onSelect={() => navigate('/reports')}><ClipboardList size={15} aria-hidden="true" /><span className="grow">{t('nav.reports')}</span>{said && <span className="tag accent">{said}</span>}</DropdownMenu.Item>
          <DropdownMenu.Item className="item" onSelect={() => navigate('/device')}><MonitorSmartphone size={15} aria-hidden="true" />{t('offline.device')}</DropdownMenu.Item>
          <DropdownMenu.Item className="item" onSelect={() => send('help')}><CircleHelp size={15} aria-hidden="true" /><span className="grow">{t('help.title')}</span><kbd>?</kbd></DropdownMenu.Item>
          <div className="line" />
          <DropdownMenu.Label className="head">{t('theme.title')}</DropdownMenu.Label>
          <DropdownMenu.RadioGroup className="segments" aria-label={t('theme.title')} value={prefs.theme} onValueChange={(theme) => setPrefs({ theme: theme as typeof prefs.theme })}>
            {THEMES.map(([value, Icon, key]) => <DropdownMenu.RadioItem key={value} value={value} asChild onSelect={stayOpen}><button type="button" className="btn small"><Icon size={14} aria-hidden="true" />{t(key)}</button></DropdownMenu.RadioItem>)}
          </DropdownMenu.RadioGroup>
          <DropdownMenu.Label className="head"><Languages size={13} aria-hidden="true" /> {t('language.title')}</DropdownMenu.Label>
          <DropdownMenu.RadioGroup className="segments" aria-label={t('language.title')} value={locale} onValueChange={(code) => setLanguage(code, true)}>
            {LANGUAGES.map(([code, name]) => <DropdownMenu.RadioItem key={code} value={code} asChild onSelect={stayOpen}><button type="button" className="btn small" lang={code}>{name}</button></DropdownMenu.RadioItem>)}
          </DropdownMenu.RadioGroup>
          <div className="line" />
          <DropdownMenu.Item className="item" onSelect={() => void signOut(t)}><LogOut size={15} aria-hidden="true" />{t('user.sign-out')}</DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
