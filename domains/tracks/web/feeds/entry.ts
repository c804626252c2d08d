import { Antenna } from 'lucide-react'
import { lazy } from 'react'
import type { Texts } from '../../../../core/i18n.ts'
import { late, navigate, type CommandEntry, type PageEntry, type RailEntry } from '../../../../web/face.ts'

const FeedsPage = lazy(late(() => import('./FeedsPage.tsx').then((m) => ({ default: m.FeedsPage }))))
const AddFeedPage = lazy(late(() => import('./AddFeedPage.tsx').then((m) => ({ default: m.AddFeedPage }))))
const FeedPage = lazy(late(() => import('./FeedPage.tsx').then((m) => ({ default: m.FeedPage }))))

/** Feeds and how they are; each page is loaded when it is opened. */
export const feedPages: PageEntry[] = [
  { path: '/feeds', Page: FeedsPage, kind: 'feed' },
  { path: '/feeds/add', Page: AddFeedPage, kind: 'feed' },
  { path: '/feeds/:id', Page: FeedPage, kind: 'feed' },
]
export const feedRail: RailEntry[] = [{ id: 'feeds', group: 'setup', order: 20, icon: Antenna, label: 'kinds.feed', to: '/feeds', kind: 'feed' }]
export const feedCommands: CommandEntry[] = [{ id: 'feeds', label: 'cmd.feeds', where: 'everywhere', kind: 'feed', run: () => navigate('/feeds') }]
export const feedTexts: Texts = {
  'cmd.feeds': { en: 'Feeds: what is connected, and how old its data is', fr: 'Flux : ce qui est connecté et l’âge de ses données', es: 'Fuentes: qué está conectado y qué antigüedad tienen sus datos', ar: 'التغذيات: ما هو متصل وعمر بياناته' },
}
