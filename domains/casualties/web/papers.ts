import { formatNineLine, locationAt, voiceNineLine, type NineLineMessage } from '../../../formats/nineline.ts'
import { toldPatients, type CasevacRequest, type NineLine } from '../shared/request.ts'
import { placeOf } from './darkness.ts'

/** Words of line 8 for those we call so. */
export const STATUS = { 'un-military': 'UN-MIL', 'un-police': 'UN-POL', 'un-civilian': 'UN-CIV', 'non-un-civilian': 'NON-UN-CIV', 'host-forces': 'HOST', 'detainee': 'DETAINEE', 'unknown': 'UNKNOWN' } as const

/** Lines of the nine that nobody has told yet; the four lines answer 1 to 3 and 6 where they say it. */
export function missingOfNine(request: Pick<CasevacRequest, 'four' | 'nine'>): number[] {
  const { four, nine = {} } = request
  const told: { [line: number]: boolean } = {
    1: placeOf(request) !== null, 2: (nine.frequency ?? four.frequency) !== undefined, 3: toldPatients(request).total > 0, 4: nine.equipment !== undefined && nine.equipment.length > 0,
    5: nine.litter !== undefined && nine.ambulatory !== undefined, 6: true, 7: nine.marking !== undefined, 8: nine.status !== undefined && Object.values(nine.status).some((n) => (n ?? 0) > 0), 9: nine.terrain !== undefined || nine.cbrn !== undefined,
  }
  return [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((line) => !told[line])
}

/** The request as text and as it is read out; a line nobody has told says so in `unknown`. */
export function nineText(request: Pick<CasevacRequest, 'four' | 'nine'>, unknown: string): { text: string; voice: string } {
  const { four, nine = {} } = request
  const { A, B, C } = toldPatients(request)
  const place = placeOf(request)
  const name = (nine.place?.name ?? four.place.name)?.replaceAll(/[()\r\n]/g, ' ').trim().slice(0, 80)
  const message: NineLineMessage = {
    location: place ? locationAt(place, name) : { lat: 0, lon: 0 }, frequency: nine.frequency ?? four.frequency ?? '', callsign: nine.callsign ?? four.callsign, patients: { A, B, C },
    equipment: (nine.equipment ?? []).map((one) => one.toUpperCase() as NineLineMessage['equipment'][number]), litter: nine.litter ?? 0, ambulatory: nine.ambulatory ?? 0, escort: nine.escort ?? 0,
    security: nine.security ?? four.threat, marking: (nine.marking ?? 'none').toUpperCase() as NineLineMessage['marking'], ...(nine.markingNote ? { markingNote: nine.markingNote } : {}),
    status: Object.fromEntries(Object.entries(nine.status ?? {}).flatMap(([code, n]) => (n ? [[STATUS[code as keyof typeof STATUS], n]] : []))), ...(nine.nationality ? { nationality: nine.nationality } : {}),
    ...(nine.terrain ? { terrain: nine.terrain } : {}), ...(nine.cbrn ? { cbrn: nine.cbrn } : {}),
  }
  const missing = new Set(missingOfNine(request))
  const said = (text: string) => text.trimEnd().split('\n').map((line, i) => (missing.has(i + 1) ? `${line.slice(0, line.indexOf(':') + 1)} ${i === 0 && name ? name : unknown}` : line)).join('\n')
  return { text: said(formatNineLine(message)), voice: said(voiceNineLine(message)) }
}

/** Nine lines without what is empty; null when nothing is left. */
export function withoutEmpty(nine: NineLine): NineLine | null {
  const kept = Object.entries(nine).filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0) && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0))
  return kept.length === 0 ? null : (Object.fromEntries(kept) as NineLine)
}
