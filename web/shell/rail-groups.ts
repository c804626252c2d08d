import { ChartNoAxesCombined, LayoutPanelLeft, Library, RadioTower, Siren, SlidersHorizontal, Truck } from 'lucide-react'
import type { RoleCode } from '../../core/roles.ts'
import type { TextKey } from '../i18n/texts.ts'
import type { RailEntry, RailGroup } from '../registry.ts'

/** Sections of the rail from the top, with the sign a section has when it is folded. */
export const GROUPS: readonly { id: RailGroup; icon: RailEntry['icon']; name: TextKey }[] = [
  { id: 'room', icon: LayoutPanelLeft, name: 'nav.room' },
  { id: 'watch', icon: Siren, name: 'rail.watch' },
  { id: 'live', icon: RadioTower, name: 'rail.live' },
  { id: 'respond', icon: Truck, name: 'rail.respond' },
  { id: 'knowledge', icon: Library, name: 'rail.knowledge' },
  { id: 'study', icon: ChartNoAxesCombined, name: 'rail.study' },
  { id: 'setup', icon: SlidersHorizontal, name: 'rail.setup' },
]

/** Who works in another section first than the watch floor does. */
const FIRST: readonly { roles: readonly RoleCode[]; group: RailGroup }[] = [
  { roles: ['JMAC-A', 'HRD', 'CPA', 'WPA', 'POC-ADV', 'STRATCOM', 'HQ', 'MS-RO'], group: 'study' },
  { roles: ['CMO', 'CASEVAC-CC', 'MOVCON'], group: 'respond' },
  { roles: ['ADMIN', 'DPO', 'AUDIT'], group: 'setup' },
]
/** Whoever holds one of these stands on the watch floor, whatever else is held. */
const WATCH: readonly RoleCode[] = ['JOC-CH', 'JOC-DO', 'JOC-IM', 'TOC', 'SHQ', 'FHQ', 'SOC', 'UNPOL']

/** Order of the sections for these roles: the room, then the section they work in most, then the others as they stand. */
export function groupOrder(roles: readonly string[]): RailGroup[] {
  const usual = GROUPS.map((g) => g.id)
  const first = roles.some((role) => WATCH.some((w) => w === role)) ? undefined : FIRST.find((f) => f.roles.some((role) => roles.includes(role)))?.group
  return first === undefined ? usual : ['room', first, ...usual.filter((id) => id !== 'room' && id !== first)]
}

/** Heights of the rail, CSS pixels: a place with its gap, and the line between two sections. */
export const PLACE_PX = 40
export const LINE_PX = 9

/**
 * Sections that fold into one sign each so that a rail of `height` pixels shows all of them, the last first; a section of
 * one place, and the room, stay as they are. `byHand` are folded in any case.
 */
export function foldedToFit(sections: readonly { id: RailGroup; size: number }[], height: number, byHand: readonly string[]): ReadonlySet<RailGroup> {
  const folds = (s: { id: RailGroup; size: number }) => s.id !== 'room' && s.size > 1
  const folded = new Set(sections.filter((s) => folds(s) && byHand.includes(s.id)).map((s) => s.id))
  const needed = () => sections.reduce((sum, s) => sum + (folded.has(s.id) ? 1 : s.size) * PLACE_PX, Math.max(0, sections.length - 1) * LINE_PX)
  for (const section of sections.toReversed()) {
    if (needed() <= height) {
      break
    }
    if (folds(section)) {
      folded.add(section.id)
    }
  }
  return folded
}

/** Places a phone keeps in its bar: all of the room's, then the first of every section, `most` in all. */
export function barPlaces<P>(sections: readonly { id: RailGroup; places: readonly P[] }[], most: number): P[] {
  return sections.flatMap((s) => (s.id === 'room' ? s.places : s.places.slice(0, 1))).slice(0, most)
}
