import { Suspense, lazy, useEffect, useState } from 'react'
import { late } from '../late.ts'
import { matchPath, usePath } from '../router.ts'
import { slot } from '../registry.ts'
import type { PageEntry } from '../registry.ts'
import { useSession } from '../session.tsx'
import { useWords } from '../i18n/i18n.tsx'
import { PastBar } from '../room/PastBar.tsx'
import { Room } from '../room/Room.tsx'
import { goToMoment, useMoment } from '../time/moment.ts'
import { OfflineStrip } from '../offline/OfflineStrip.tsx'
import { Empty, Skeleton } from './parts.tsx'
import { HelpDialog } from './HelpDialog.tsx'
import { PageMarks } from './PageMarks.tsx'
import { Palette } from './Palette.tsx'
import { Rail } from './Rail.tsx'
import { Lazily, Shield } from './Shield.tsx'
import { TopBar } from './TopBar.tsx'
import { useCommands } from './commands.ts'
import { Stands, useStands } from './stands.tsx'
import { nextTheme } from './theme.ts'
import { undoLast } from './undo-stack.ts'
import { useKeys } from './use-keys.ts'

const RecordPage = lazy(late(() => import('../record/RecordPage.tsx').then((m) => ({ default: m.RecordPage }))))
const GlossaryDialog = lazy(late(() => import('../help/GlossaryDialog.tsx').then((m) => ({ default: m.GlossaryDialog }))))
const TipStrip = lazy(late(() => import('../help/TipStrip.tsx').then((m) => ({ default: m.TipStrip }))))
const KindPage = lazy(late(() => import('../list/KindPage.tsx').then((m) => ({ default: m.KindPage }))))

const AdminFrame = lazy(late(() => import('../admin/AdminFrame.tsx').then((m) => ({ default: m.AdminFrame }))))

const OWN_PAGES: PageEntry[] = [
  { path: '/', Page: Room, past: 'own' },
  { path: '/records/:ref', Page: ({ params }) => <RecordPage reference={params['ref'] ?? ''} />, past: true },
  { path: '/wall', Page: lazy(late(() => import('../room/Wall.tsx').then((m) => ({ default: m.Wall })))), past: 'own' },
  { path: '/k/:kind', Page: ({ params }) => <KindPage key={params['kind']} kind={params['kind'] ?? ''} />, past: true },
  { path: '/searches', Page: lazy(late(() => import('../list/SearchesPage.tsx').then((m) => ({ default: m.SearchesPage })))) },
  { path: '/import', Page: lazy(late(() => import('../import/ImportPage.tsx').then((m) => ({ default: m.ImportPage })))) },
  { path: '/device', Page: lazy(late(() => import('../offline/DevicePage.tsx').then((m) => ({ default: m.DevicePage })))) },
  { path: '/admin/areas', Page: lazy(late(() => import('../admin/areas/AreasPage.tsx').then((m) => ({ default: m.AreasPage })))) },
  { path: '/admin', Page: lazy(late(() => import('../admin/AdminFrame.tsx').then((m) => ({ default: m.AdminHome })))) },
  { path: '/admin/users', Page: lazy(late(() => import('../admin/people/UsersPage.tsx').then((m) => ({ default: m.UsersPage })))) },
  { path: '/admin/roles', Page: lazy(late(() => import('../admin/roles/RolesPage.tsx').then((m) => ({ default: m.RolesPage })))) },
  { path: '/admin/audit', Page: lazy(late(() => import('../admin/node/AuditPage.tsx').then((m) => ({ default: m.AuditPage })))) },
  { path: '/admin/backup', Page: lazy(late(() => import('../admin/node/BackupPage.tsx').then((m) => ({ default: m.BackupPage })))) },
  { path: '/admin/health', Page: lazy(late(() => import('../admin/node/HealthPage.tsx').then((m) => ({ default: m.HealthPage })))) },
  { path: '/admin/kinds', Page: lazy(late(() => import('../admin/kinds/KindsPage.tsx').then((m) => ({ default: m.KindsPage })))) },
  { path: '/admin/maps', Page: lazy(late(() => import('../admin/sources/MapsPage.tsx').then((m) => ({ default: m.MapsPage })))) },
  { path: '/print/map', Page: lazy(late(() => import('../map/PrintPage.tsx').then((m) => ({ default: m.PrintPage })))), past: 'own' },
  { path: '/analysis', Page: lazy(late(() => import('../analysis/AnalysisPage.tsx').then((m) => ({ default: m.AnalysisPage })))) },
  { path: '/quality', Page: lazy(late(() => import('../analysis/QualityPage.tsx').then((m) => ({ default: m.QualityPage })))) },
  { path: '/clocks', Page: lazy(late(() => import('../clocks/ClocksPage.tsx').then((m) => ({ default: m.ClocksPage })))), past: true },
  { path: '/reports', Page: lazy(late(() => import('../record/ReportsPage.tsx').then((m) => ({ default: m.ReportsPage })))) },
  { path: '/connect', Page: lazy(late(() => import('../connect/ConnectPage.tsx').then((m) => ({ default: m.ConnectPage })))) },
  { path: '/me', Page: lazy(late(() => import('../pages/MePage.tsx').then((m) => ({ default: m.MePage })))) },
]

/** The frame around everything a signed-in person sees. */
export function Shell() {
  const path = usePath()
  const { mission, kinds } = useSession()
  const { t } = useWords()
  const [palette, setPalette] = useState(false)
  const [help, setHelp] = useState(false)
  const [glossary, setGlossary] = useState(false)
  useCommands({ 'palette': () => setPalette(true), 'help': () => setHelp(true), 'glossary': () => setGlossary(true), 'undo': () => void undoLast(t), 'theme': nextTheme })
  useKeys()
  const found = pageAt(path)
  const stands = useStands()
  const moment = useMoment()
  const past = found?.page.past
  useEffect(() => {
    // What shows only what is now must not look like the past.
    if (moment !== null && past === undefined) {
      goToMoment(null, { replace: true })
    }
  }, [moment, past])
  return (
    <div className="frame" data-exercise={mission.exercise || undefined}>
      <a className="skip" href="#main">{t('shell.skip')}</a>
      {mission.exercise && <div className="exercise" role="note"><span>{t('shell.exercise')}</span></div>}
      <TopBar />
      <OfflineStrip />
      {stands && <Lazily>{slot('everywhere').filter((part) => kinds.some((kind) => kind.name === part.kind)).map(({ id, Part }) => <Part key={id} />)}</Lazily>}
      {stands && <Lazily><TipStrip /></Lazily>}
      {!path.startsWith('/print/') && <PageMarks />}
      <div className="below">
        <Rail />
        <main id="main" tabIndex={-1}>
          {moment !== null && past === true && <PastBar at={moment} />}
          {found ? <Shield key={path}><Suspense fallback={<div className="page stack pagecoming"><div className="skeleton title" /><Skeleton lines={6} /></div>}>{path === '/admin' || path.startsWith('/admin/') ? <AdminFrame><found.page.Page params={found.params} /></AdminFrame> : <found.page.Page params={found.params} />}<Stands /></Suspense></Shield> : <div className="page"><Empty title={t('shell.no-page')}><a href="/">{t('nav.room')}</a></Empty><Stands /></div>}
        </main>
      </div>
      <Palette open={palette} onOpenChange={setPalette} />
      <HelpDialog open={help} onOpenChange={setHelp} />
      {glossary && <Lazily><GlossaryDialog onClose={() => setGlossary(false)} /></Lazily>}
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
