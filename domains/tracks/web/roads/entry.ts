import { Waypoints } from 'lucide-react'
import { lazy } from 'react'
import type { Texts } from '../../../../core/i18n.ts'
import { late, navigate, type CommandEntry, type PageEntry, type RailEntry } from '../../../../web/face.ts'
import { roadTexts } from '../../shared/roads/texts.ts'

const RoadsPage = lazy(late(() => import('./RoadsPage.tsx').then((m) => ({ default: m.RoadsPage }))))

/** Road networks and the speeds on them; the page is loaded when it is opened. */
export const roadPages: PageEntry[] = [{ path: '/roads', Page: RoadsPage, kind: 'road-network' }]
export const roadRail: RailEntry[] = [{ id: 'roads', group: 'setup', order: 40, icon: Waypoints, label: 'kinds.road-network', to: '/roads', kind: 'road-network' }]
export const roadCommands: CommandEntry[] = [{ id: 'roads', label: 'cmd.roads', where: 'everywhere', kind: 'road-network', run: () => navigate('/roads') }]
export const roadWords: Texts = {
  ...roadTexts,
  'cmd.roads': { en: 'Roads: networks, and speeds on them', fr: 'Routes : réseaux et vitesses', es: 'Carreteras: redes y velocidades', ar: 'الطرق: الشبكات والسرعات عليها' },
}
