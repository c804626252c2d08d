import { attr, attrBoolean, attrNumber, element, part, parts, type AttrValue } from './detail.ts'
import type { CotElement, CotEvent } from './event.ts'

/** The nine lines of a CASEVAC request (`b-r-f-h-c`, `<_medevac_>`), every attribute both ways. */

/** What each attribute holds. */
export const MEDEVAC_FIELDS = {
  title: 'text', casevac: 'flag', freq: 'number', callsign: 'text', medline_remarks: 'text',
  precedence: 'text', urgent: 'number', urgent_surgical: 'number', priority: 'number', routine: 'number', convenience: 'number',
  equipment_none: 'flag', none: 'flag', hoist: 'flag', extraction_equipment: 'flag', ventilator: 'flag', blood: 'flag', equipment_other: 'flag', equipment_detail: 'text',
  litter: 'number', ambulatory: 'number',
  security: 'text', hlz_marking: 'text', hlz_other: 'text',
  us_military: 'number', us_civilian: 'number', nonus_military: 'number', nonus_civilian: 'number', non_us_military: 'number', non_us_civilian: 'number', epw: 'number', child: 'number',
  terrain_none: 'flag', terrain_slope: 'flag', terrain_slope_dir: 'text', terrain_rough: 'flag', terrain_loose: 'flag', terrain_trees: 'flag', terrain_wires: 'flag', terrain_other: 'flag', terrain_other_detail: 'text',
  zone_protected_coord: 'text', zone_prot_marker: 'text', zone_prot_selection: 'text', marked_by: 'text', obstacles: 'text', winds_are_from: 'text', friendlies: 'text', enemy: 'text', hlz_remarks: 'text',
} as const

type Fields = typeof MEDEVAC_FIELDS
const ZMIST: readonly string[] = ['title', 'z', 'm', 'i', 's', 't']
type ValueOf<T> = T extends 'flag' ? boolean : T extends 'number' ? number : string

/** One casualty: zap number, mechanism, injury, signs, treatment. `other` are attributes that are not known. */
export type Zmist = { title: string; z: string; m: string; i: string; s: string; t: string; other?: { [name: string]: string } }

/** A request. Attributes that are not known, or not of their sort, stay as text in `other`, elements in `rest`; so nothing is lost. */
export type Medevac = { fields: { [K in keyof Fields]?: ValueOf<Fields[K]> }; other: { [name: string]: string }; casualties: Zmist[]; rest?: (CotElement | string)[] }

/** The request an event carries, null when it has none. */
export function medevacOf(event: CotEvent): Medevac | null {
  const found = part(event.detail, '_medevac_')
  if (found === null) {
    return null
  }
  const medevac: Medevac = { fields: {}, other: {}, casualties: [] }
  const fields: { [name: string]: string | number | boolean } = medevac.fields
  for (let i = 0; i < found.attrs.length; i += 2) {
    const name = found.attrs[i]!
    const text = found.attrs[i + 1]!
    const sort = Object.hasOwn(MEDEVAC_FIELDS, name) ? MEDEVAC_FIELDS[name as keyof Fields] : null
    const value = sort === 'text' ? text : sort === 'number' ? attrNumber(found, name) : sort === 'flag' && /^(?:true|false)$/u.test(text) ? attrBoolean(found, name) : null
    if (value === null) {
      Object.defineProperty(medevac.other, name, { value: text, enumerable: true, configurable: true, writable: true })
    } else {
      fields[name] = value
    }
  }
  medevac.casualties = parts(found.nodes, 'zMistsMap').flatMap((map) => parts(map.nodes, 'zMist')).map((one) => {
    const text = (name: string): string => attr(one, name) ?? ''
    const other = Object.fromEntries(one.attrs.flatMap((name, i) => (i % 2 === 1 || ZMIST.includes(name) ? [] : [[name, one.attrs[i + 1] ?? '']])))
    return { title: text('title'), z: text('z'), m: text('m'), i: text('i'), s: text('s'), t: text('t'), ...(Object.keys(other).length > 0 ? { other } : {}) }
  })
  const rest = found.nodes.filter((node) => typeof node === 'string' || node.name !== 'zMistsMap')
  return rest.length > 0 ? { ...medevac, rest } : medevac
}

/** `<_medevac_>` for a request. */
export function medevacElement(medevac: Medevac): CotElement {
  const attributes: { [name: string]: AttrValue } = { ...medevac.fields, ...medevac.other }
  const casualties = medevac.casualties.map(({ other, ...one }) => element('zMist', { ...one, ...other }))
  return element('_medevac_', attributes, [...(casualties.length === 0 ? [] : [element('zMistsMap', {}, casualties)]), ...(medevac.rest ?? [])])
}

/** How many are to be carried, lying and sitting; null when it says neither. */
export function casualtyCount(medevac: Medevac): number | null {
  const { litter, ambulatory } = medevac.fields
  return litter === undefined && ambulatory === undefined ? (medevac.casualties.length || null) : (litter ?? 0) + (ambulatory ?? 0)
}
