import { Boxes, FileUp, LayoutPanelLeft, ListTree, MapPinned, Settings, Timer, Users } from 'lucide-react'
import { useMemo } from 'react'
import { ADMINISTERS, holdsAny } from '../admin/entries.ts'
import { useWords } from '../i18n/i18n.tsx'
import type { TextKey } from '../i18n/texts.ts'
import { SearchesIcon } from '../list/SearchesIcon.tsx'
import { slot } from '../registry.ts'
import type { RailEntry, RailGroup } from '../registry.ts'
import { useSession } from '../session.tsx'
import { groupOrder } from './rail-groups.ts'

/** Somewhere one can go, in words. */
export type Place = { id: string; icon: RailEntry['icon']; text: string; to: string }
export type Section = { id: RailGroup; places: Place[] }

/** `writes`: only for those who may add a record of some kind beside searches of their own. */
const OWN: (Omit<RailEntry, 'label'> & { group: RailGroup; writes?: true; key: TextKey })[] = [
  { id: 'room', group: 'room', order: 0, icon: LayoutPanelLeft, key: 'nav.room', to: '/' },
  { id: 'searches', group: 'room', order: 10, icon: SearchesIcon, key: 'nav.searches', to: '/searches', kind: 'saved-search' },
  { id: 'clocks', group: 'watch', order: 15, icon: Timer, key: 'rail.clocks', to: '/clocks' },
  { id: 'area', group: 'knowledge', order: 50, icon: MapPinned, key: 'nav.areas', to: '/k/area', kind: 'area' },
  { id: 'unit', group: 'knowledge', order: 51, icon: ListTree, key: 'nav.units', to: '/k/unit', kind: 'unit' },
  { id: 'user', group: 'setup', order: 60, icon: Users, key: 'nav.users', to: '/k/user', kind: 'user' },
  { id: 'import', group: 'setup', order: 90, icon: FileUp, key: 'nav.import', to: '/import', writes: true },
  { id: 'admin', group: 'setup', order: 95, icon: Settings, key: 'nav.admin', to: '/admin' },
]

/** Where this reader can go, by sections; none is empty. */
export function useSections(): Section[] {
  const { kinds, me } = useSession()
  const { t, label } = useWords()
  return useMemo(() => {
    const readable = new Set(kinds.map((k) => k.name))
    const mayRead = (kind: string | undefined) => kind === undefined || readable.has(kind)
    const writes = kinds.some((k) => k.canCreate && k.name !== 'saved-search')
    const all = [
      ...OWN.filter((e) => (e.id !== 'admin' || holdsAny(me, ADMINISTERS)) && (!e.writes || writes) && mayRead(e.kind)).map((e) => ({ ...e, text: t(e.key) })),
      ...slot('rail').filter((e) => mayRead(e.kind)).map((e) => ({ ...e, group: e.group ?? 'knowledge', text: label(e.label) })),
      ...kinds.filter((k) => k.name.startsWith('own-') && k.name !== 'own-kind').map((k, i) => ({ id: k.name, group: 'knowledge' as const, order: 70 + i / 100, icon: Boxes, text: label(`kind.${k.name}`), to: `/k/${k.name}` })),
    ].sort((a, b) => a.order - b.order)
    return groupOrder(me.grants.map((g) => g.role))
      .map((id) => ({ id, places: all.filter((e) => e.group === id).map(({ id: place, icon, text, to }) => ({ id: place, icon, text, to })) }))
      .filter((section) => section.places.length > 0)
  }, [kinds, me, t, label])
}

/** Is this the place one is in? A page below it is inside. */
export function hereIn(path: string, to: string): 'page' | 'true' | undefined {
  return path === to ? 'page' : to !== '/' && path.startsWith(`${to}/`) ? 'true' : undefined
}
