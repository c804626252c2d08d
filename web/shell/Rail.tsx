import { FileUp, Settings, LayoutPanelLeft, ListTree, MapPinned, Users, Boxes } from 'lucide-react'
import { ADMINISTERS, holdsAny } from '../admin/entries.ts'
import { SearchesIcon } from '../list/SearchesIcon.tsx'
import { useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { slot } from '../registry.ts'
import type { RailEntry } from '../registry.ts'
import { useLocation } from '../router.ts'
import { useSession } from '../session.tsx'

/** `writes`: only for those who may add a record of some kind beside searches of their own. */
const OWN: (RailEntry & { writes?: true; key: 'nav.room' | 'nav.searches' | 'nav.import' | 'nav.areas' | 'nav.units' | 'nav.users' | 'nav.admin' })[] = [
  { id: 'room', order: 0, icon: LayoutPanelLeft, label: '', key: 'nav.room', to: '/' },
  { id: 'searches', order: 12, icon: SearchesIcon, label: '', key: 'nav.searches', to: '/searches', kind: 'saved-search' },
  { id: 'area', order: 50, icon: MapPinned, label: '', key: 'nav.areas', to: '/k/area', kind: 'area' },
  { id: 'unit', order: 51, icon: ListTree, label: '', key: 'nav.units', to: '/k/unit', kind: 'unit' },
  { id: 'user', order: 60, icon: Users, label: '', key: 'nav.users', to: '/k/user', kind: 'user' },
  { id: 'admin', order: 95, icon: Settings, label: '', key: 'nav.admin', to: '/admin' },
  { id: 'import', order: 90, icon: FileUp, label: '', key: 'nav.import', to: '/import', writes: true },
]

/** Where one can go, for this reader. */
export function useNavigation(): { id: string; icon: RailEntry['icon']; text: string; to: string }[] {
  const { kinds, me } = useSession()
  const { t, label } = useWords()
  const readable = new Set(kinds.map((k) => k.name))
  const own = kinds.filter((k) => k.name.startsWith('own-') && k.name !== 'own-kind').map((k, i) => ({ id: k.name, order: 70 + i / 100, icon: Boxes, text: label(`kind.${k.name}`), to: `/k/${k.name}` }))
  return [
    ...OWN.filter((e) => (e.id !== 'admin' || holdsAny(me, ADMINISTERS)) && (!e.kind || readable.has(e.kind)) && (!e.writes || kinds.some((k) => k.canCreate && k.name !== 'saved-search'))).map((e) => ({ id: e.id, order: e.order, icon: e.icon, text: t(e.key), to: e.to })),
    ...slot('rail').filter((e) => !e.kind || readable.has(e.kind)).map((e) => ({ id: e.id, order: e.order, icon: e.icon, text: label(e.label), to: e.to })),
    ...own,
  ].sort((a, b) => a.order - b.order)
}

/** The rail of places. */
export function Rail() {
  const { path } = useLocation()
  const { t } = useWords()
  const entries = useNavigation()
  return (
    <nav className="rail" aria-label={t('nav.label')}>
      {entries.map(({ id, icon: Icon, text, to }) => (
        <Link key={id} to={to} className="railitem" aria-current={path === to ? 'page' : undefined} title={text}>
          <Icon size={20} aria-hidden="true" />
          <span className="railtext">{text}</span>
        </Link>
      ))}
    </nav>
  )
}
