import { Suspense, lazy, useEffect, useState } from 'react'
import { matchPath, navigate, useLocation } from '../router.ts'
import { slot } from '../registry.ts'
import type { PageEntry } from '../registry.ts'
import { useSession } from '../session.tsx'
import { useWords } from '../i18n/i18n.tsx'
import { Room } from '../room/Room.tsx'
import { RecordPage } from '../record/RecordPage.tsx'
import { KindPage } from '../list/KindPage.tsx'
import { OfflineStrip } from '../offline/OfflineStrip.tsx'
import { Empty } from './parts.tsx'
import { HelpDialog } from './HelpDialog.tsx'
import { Palette } from './Palette.tsx'
import { Rail } from './Rail.tsx'
import { TopBar } from './TopBar.tsx'
import { isTyping, onCommand, send, sendWhenShown } from './commands.ts'
import { undoNewest } from './toasts.tsx'

const OWN_PAGES: PageEntry[] = [
  { path: '/', Page: Room },
  { path: '/records/:ref', Page: ({ params }) => <RecordPage reference={params['ref'] ?? ''} /> },
  { path: '/k/:kind', Page: ({ params }) => <KindPage key={params['kind']} kind={params['kind'] ?? ''} /> },
  { path: '/import', Page: lazy(() => import('../pages/ImportPage.tsx').then((m) => ({ default: m.ImportPage }))) },
  { path: '/device', Page: lazy(() => import('../offline/DevicePage.tsx').then((m) => ({ default: m.DevicePage }))) },
  { path: '/me', Page: lazy(() => import('../pages/MePage.tsx').then((m) => ({ default: m.MePage }))) },
]

/** The frame around everything a signed-in person sees. */
export function Shell() {
  const { path } = useLocation()
  const { mission } = useSession()
  const { t } = useWords()
  const [palette, setPalette] = useState(false)
  const [help, setHelp] = useState(false)
  useEffect(() => onCommand('palette', () => setPalette(true)), [])
  useEffect(() => onCommand('help', () => setHelp(true)), [])
  useEffect(() => onCommand('undo', undoNewest), [])
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  const found = pageAt(path)
  return (
    <div className="frame" data-exercise={mission.exercise || undefined}>
      <a className="skip" href="#main">{t('shell.skip')}</a>
      {mission.exercise && <div className="exercise" role="note"><span>{t('shell.exercise')}</span></div>}
      <TopBar />
      <OfflineStrip />
      <div className="below">
        <Rail />
        <main id="main" tabIndex={-1}>
          {found ? <Suspense fallback={<div className="page" role="status" aria-label={t('common.loading')} />}><found.page.Page params={found.params} /></Suspense> : <div className="page"><Empty title={t('shell.no-page')}><a href="/">{t('nav.room')}</a></Empty></div>}
        </main>
      </div>
      <Palette open={palette} onOpenChange={setPalette} />
      <HelpDialog open={help} onOpenChange={setHelp} />
    </div>
  )
}

/** The page an address means, with its parameters. */
function pageAt(path: string): { page: PageEntry; params: Record<string, string> } | null {
  for (const page of [...OWN_PAGES, ...slot('pages')]) {
    const params = matchPath(page.path, path)
    if (params) {
      return { page, params }
    }
  }
  return null
}

let chord = ''

/** Keys that work everywhere outside of fields. `g` starts a two-key jump. */
function onKey(event: KeyboardEvent): void {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault()
    send('palette')
    return
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('[role="dialog"]')) {
    return
  }
  const jump = chord === 'g' ? JUMPS[event.key] : undefined
  chord = event.key === 'g' ? 'g' : ''
  if (jump) {
    event.preventDefault()
    navigate(jump)
    return
  }
  const command = KEYS[event.key]
  if (command) {
    event.preventDefault()
    if (command === 'focus-quicklog' && window.location.pathname !== '/') {
      navigate('/')
      sendWhenShown(command)
      return
    }
    send(command)
  }
}

const KEYS: Record<string, Parameters<typeof send>[0]> = { '/': 'focus-quicklog', 'f': 'focus-search', '?': 'help', '[': 'toggle-log', ']': 'toggle-side', 'u': 'undo', 'n': 'new-record' }
const JUMPS: Record<string, string> = { r: '/', i: '/import', m: '/me', a: '/k/actor', t: '/technologies' }
