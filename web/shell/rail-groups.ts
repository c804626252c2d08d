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
  { roles: ['CMO', 'CHRO', 'CASEVAC-CC', 'MOVCON'], group: 'respond' },
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
 * How many places of each section a rail of `height` pixels shows beside the sign that opens the whole section: all of them
 * where there is room, else the first of every section before the second of any, twice as many of the section one works in.
 * A section of one place, and the room, are always whole. `byHand` are folded to their sign in any case.
 */
export function placesShown(sections: readonly { id: RailGroup; size: number }[], height: number, byHand: readonly string[]): ReadonlyMap<RailGroup, number> {
  const folds = (s: { id: RailGroup; size: number }) => s.id !== 'room' && s.size > 1
  const shown = new Map(sections.map((s) => [s.id, folds(s) ? 0 : s.size]))
  // The sign of a section takes the room of its last place: with all but one shown, all are.
  const taken = (s: { id: RailGroup; size: number }) => Math.min(s.size, (shown.get(s.id) ?? 0) + 1)
  let left = Math.floor((height - Math.max(0, sections.length - 1) * LINE_PX) / PLACE_PX) - sections.reduce((sum, s) => sum + taken(s), 0)
  const open = sections.filter((s) => folds(s) && !byHand.includes(s.id))
  const turns = [...open.slice(0, 1), ...open]
  for (let given = true; given && left > 0;) {
    given = false
    for (const section of turns) {
      if (left > 0 && taken(section) < section.size) {
        shown.set(section.id, (shown.get(section.id) ?? 0) + 1)
        left -= 1
        given = true
      }
    }
  }
  return new Map(sections.map((s) => [s.id, folds(s) && taken(s) === s.size && !byHand.includes(s.id) ? s.size : shown.get(s.id) ?? 0]))
}

/** Places a phone keeps in its bar: all of the room's, then the first of every section, `most` in all. */
export function barPlaces<P>(sections: readonly { id: RailGroup; places: readonly P[] }[], most: number): P[] {
  return sections.flatMap((s) => (s.id === 'room' ? s.places : s.places.slice(0, 1))).slice(0, most)
}
