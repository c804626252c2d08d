import { inLocale } from '../../../core/i18n.ts'
import { ROLES } from '../../../core/roles.ts'
import { Blocks, LandPlot, Map, PenTool } from 'lucide-react'
import { lazy } from 'react'
import { late, navigate, showDomain } from '../../../web/face.ts'
import { texts } from '../shared/texts.ts'
import { UI } from './texts.ts'

const OverlayLayer = lazy(late(() => import('./OverlayLayer.tsx').then((m) => ({ default: m.OverlayLayer }))))
const DrawTool = lazy(late(() => import('./DrawTool.tsx').then((m) => ({ default: m.DrawTool }))))

/** What the mission's skeleton shows: tables of areas, units, accounts and own kinds come from the shell. */
export default showDomain({
  name: 'mission',
  texts: { ...texts, ...UI },
  refusals: () => import('./refusals.ts').then((m) => m.REFUSALS),
  admin: [
    { id: 'areas', order: 40, icon: LandPlot, label: 'kinds.area', lead: 'admin.areas', to: '/admin/areas', kinds: ['area'] },
    { id: 'kinds', order: 50, icon: Blocks, label: 'kinds.own-kind', lead: 'admin.kinds', to: '/admin/kinds', kinds: ['own-kind'] },
    { id: 'maps', order: 60, icon: Map, label: 'kinds.map-source', lead: 'admin.maps', to: '/admin/maps', kinds: ['user'] },
  ],
  commands: [{ id: 'print-map', keys: 'g p', label: 'cmd.print-map', where: 'room', run: () => navigate(`/print/map${window.location.search}`) }],
  layers: [{ id: 'overlay', order: 10, role: 'overlays', label: 'kinds.overlay', kind: 'overlay', Layer: OverlayLayer, tool: 'overlay' }],
  mapTools: [{ id: 'overlay', order: 10, icon: PenTool, label: 'map.draw', kind: 'overlay', Tool: DrawTool }],
  value(_kind, field, value, locale) {
    if (field === 'role' && value in ROLES) {
      return inLocale(ROLES[value as keyof typeof ROLES].text, locale)
    }
    return undefined
  },
  columns: {
    area: ['#ref', '#title', 'code', 'type', 'parent', 'pcode', '#updated'],
    unit: ['#ref', '#title', 'code', 'component', 'org', 'callsigns', '#updated'],
    user: ['#ref', '#title', 'login', 'org', 'clearance', 'locale', '#updated'],
  },
})
