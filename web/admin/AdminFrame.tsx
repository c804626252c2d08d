import { Activity, DatabaseBackup, KeyRound, ListTree, ScrollText, Settings, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { slot, type AdminEntry } from '../registry.ts'
import { useLocation } from '../router.ts'
import { useSession } from '../session.tsx'
import { Empty } from '../shell/parts.tsx'
import { ROWS } from './admin.texts.ts'
import './admin.css'
import { holdsAny, OWN_ADMIN, type OwnAdmin } from './entries.ts'
import { useStates, type PageState } from './states.ts'

const ICONS: Record<OwnAdmin, AdminEntry['icon']> = { users: Users, roles: KeyRound, units: ListTree, audit: ScrollText, backup: DatabaseBackup, health: Activity }

type Entry = { id: string; order: number; icon: AdminEntry['icon']; label: string; lead: string; to: string }

/** The pages this reader may look after, the shell's own and those of domains, in order. */
function useEntries(): Entry[] {
  const tt = useTexts(ROWS)
  const { label } = useWords()
  const { me, kinds } = useSession()
  const own = OWN_ADMIN.filter((one) => holdsAny(me, one.roles)).map((one): Entry => ({ id: one.id, order: one.order, icon: ICONS[one.id], label: tt(`page.${one.id}`), lead: tt(`lead.${one.id}`), to: one.to }))
  const more = slot('admin').filter((one) => !one.kinds || one.kinds.some((kind) => kinds.some((known) => known.name === kind))).map((one): Entry => ({ ...one, label: label(one.label), lead: label(one.lead) }))
  return [...own, ...more].sort((a, b) => a.order - b.order)
}

/** The side list of the administration around one of its pages. */
export function AdminFrame({ children }: { children: ReactNode }) {
  const tt = useTexts(ROWS)
  const { path } = useLocation()
  const entries = useEntries()
  return (
    <div className="adminframe">
      <nav className="adminside" aria-label={tt('pages')}>
        <Link to="/admin" className="adminitem" aria-current={path === '/admin' ? 'page' : undefined}><Settings size={16} aria-hidden="true" /><span className="cut">{tt('title')}</span></Link>
        {entries.map(({ id, icon: Icon, label, to }) => <Link key={id} to={to} className="adminitem" aria-current={path === to ? 'page' : undefined}><Icon size={16} aria-hidden="true" /><span className="cut">{label}</span></Link>)}
      </nav>
      <div className="adminbody" tabIndex={0}>{children}</div>
    </div>
  )
}

/** The first page: what there is to look after, in a sentence each, with how it stands. */
export function AdminHome() {
  const tt = useTexts(ROWS)
  const entries = useEntries()
  const states = useStates()
  return (
    <div className="page narrowpage stack">
      <header><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></header>
      {entries.length === 0 && <Empty title={tt('none')}>{tt('none.next')}</Empty>}
      <ul className="admincards">
        {entries.map(({ id, icon: Icon, label, lead, to }) => (
          <li key={id}><Link to={to} className="card admincard"><Icon size={20} aria-hidden="true" /><span className="grow"><strong>{label}</strong><span className="quiet">{lead}</span><State state={states[id]} /></span></Link></li>
        ))}
      </ul>
    </div>
  )
}

function State({ state }: { state: PageState | undefined }) {
  return state ? <span className={`tag ${state.tone}`}>{state.text}</span> : null
}
