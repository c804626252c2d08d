import type { Affiliation, TrackSort } from '../../core/fix.ts'

/**
 * CoT types of things (`a-f-G-U-C`) and MIL-STD-2525D symbol codes (20 digits), both ways. What has no counterpart becomes
 * the nearest that is true of it: its parent, in the end only its dimension.
 */

const AFFILIATION_OF: { [letter: string]: Affiliation | undefined } = { f: 'friend', h: 'hostile', n: 'neutral', u: 'unknown', p: 'pending', s: 'suspect', a: 'assumed-friend', j: 'suspect', k: 'hostile', o: 'unknown', x: 'unknown' }
const LETTER_OF: Record<Affiliation, string> = { friend: 'f', hostile: 'h', neutral: 'n', unknown: 'u', pending: 'p', suspect: 's', 'assumed-friend': 'a' }
const DIGIT_OF: Record<Affiliation, string> = { pending: '0', unknown: '1', 'assumed-friend': '2', friend: '3', neutral: '4', suspect: '5', hostile: '6' }
const BY_DIGIT = Object.fromEntries(Object.entries(DIGIT_OF).map(([affiliation, digit]) => [digit, affiliation as Affiliation]))

/** Function of a CoT type without affiliation, symbol set and entity (8 digits), and our word for it. */
type Row = readonly [fn: string, code: string, sort: TrackSort]

// In each entity the first row is what the code is written back as.
const ROWS: readonly Row[] = [
  ['A', '01000000', 'aircraft'],
  ['A-M', '01110000', 'aircraft'], ['A-M-F', '01110100', 'aircraft'], ['A-M-F-O', '01110101', 'aircraft'], ['A-M-F-A', '01110102', 'aircraft'], ['A-M-F-B', '01110103', 'aircraft'],
  ['A-M-F-F', '01110104', 'aircraft'], ['A-M-F-C', '01110107', 'aircraft'], ['A-M-F-J', '01110108', 'aircraft'], ['A-M-F-K', '01110109', 'aircraft'], ['A-M-F-P', '01110110', 'aircraft'],
  ['A-M-F-R', '01110111', 'aircraft'], ['A-M-F-T', '01110112', 'aircraft'], ['A-M-F-U', '01110113', 'aircraft'], ['A-M-F-L', '01110114', 'aircraft'], ['A-M-F-D', '01110115', 'aircraft'],
  ['A-M-F-R-W', '01110116', 'aircraft'], ['A-M-F-S', '01110118', 'aircraft'], ['A-M-F-Y', '01110119', 'aircraft'], ['A-M-F-H', '01110120', 'aircraft'],
  ['A-M-H', '01110200', 'helicopter'], ['A-M-F-Q', '01110300', 'uas'], ['A-M-H-Q', '01110400', 'uas'], ['A-M-L', '01110500', 'aircraft'],
  ['A-C', '01120000', 'aircraft'], ['A-C-F', '01120100', 'aircraft'], ['A-C-H', '01120200', 'helicopter'], ['A-C-F-q', '01120300', 'uas'], ['A-C-L', '01120400', 'aircraft'],
  ['A-W', '01130000', 'unknown'], ['A-W-M', '02110000', 'unknown'],
  ['P', '05000000', 'unknown'], ['P-S', '05110700', 'unknown'],
  ['G-U', '10000000', 'team'], ['G', '10000000', 'unknown'],
  ['G-U-C', '10120900', 'team'], ['G-U-C-I', '10121100', 'team'], ['G-U-C-I-Z', '10121102', 'team'], ['G-U-C-I-M', '10121104', 'team'], ['G-U-C-I-I', '10121105', 'team'],
  ['G-U-C-A', '10120500', 'armoured'], ['G-U-C-V', '10120600', 'team'], ['G-U-C-R', '10121300', 'team'], ['G-U-C-D', '10130100', 'team'], ['G-U-C-F', '10130300', 'team'], ['G-U-C-M', '10130700', 'team'],
  ['G-U-C-E', '10140700', 'team'], ['G-U-C-S', '10141700', 'team'],
  ['G-U-U', '10140200', 'team'], ['G-U-U-A', '10140100', 'team'], ['G-U-U-E', '10140800', 'team'], ['G-U-U-L-M', '10141200', 'team'], ['G-U-U-L-F', '10141900', 'team'], ['G-U-U-L', '10200000', 'team'], ['G-U-U-L-C', '10200700', 'team'],
  ['G-U-U-M', '10151000', 'team'], ['G-U-U-S', '10111000', 'team'],
  ['G-U-S', '10160600', 'team'], ['G-U-S-A', '10160100', 'team'], ['G-U-S-X', '10161100', 'team'], ['G-U-S-M', '10161300', 'team'], ['G-U-S-S', '10163400', 'team'], ['G-U-S-T', '10163600', 'convoy'],
  ['F', '10121800', 'team'],
  ['G-E', '15000000', 'unknown'], ['G-E-W', '15110000', 'unknown'], ['G-E-W-R', '15110100', 'unknown'], ['G-E-W-Z', '15110300', 'unknown'], ['G-E-W-A', '15110500', 'unknown'], ['G-E-W-G', '15110600', 'unknown'],
  ['G-E-W-D', '15110700', 'unknown'], ['G-E-W-H', '15110900', 'unknown'], ['G-E-W-M', '15111000', 'unknown'], ['G-E-W-O', '15111400', 'unknown'], ['G-E-W-S', '15111500', 'unknown'], ['G-E-W-X', '15111600', 'unknown'], ['G-E-W-T', '15111700', 'unknown'],
  ['G-E-V', '15120000', 'vehicle'], ['G-E-V-A', '15120100', 'armoured'], ['G-E-V-A-A', '15120103', 'armoured'], ['G-E-V-A-C', '15120102', 'armoured'], ['G-E-V-A-I', '15120101', 'armoured'], ['G-E-V-A-L', '15120110', 'armoured'], ['G-E-V-A-S', '15120109', 'armoured'],
  ['G-E-V-A-T', '15120200', 'armoured'], ['G-E-V-A-T-L', '15120201', 'armoured'], ['G-E-V-A-T-M', '15120202', 'armoured'], ['G-E-V-A-T-H', '15120203', 'armoured'],
  ['G-E-V-E', '15130000', 'vehicle'], ['G-E-V-U', '15140100', 'vehicle'], ['G-E-V-m', '15140200', 'vehicle'], ['G-E-V-U-B', '15140500', 'vehicle'], ['G-E-V-U-S', '15140600', 'truck'], ['G-E-V-U-L', '15140700', 'truck'], ['G-E-V-U-X', '15140800', 'truck'],
  ['G-E-V-T', '15150100', 'vehicle'], ['G-E-V-C', '15160000', 'vehicle'], ['G-E-V-M', '15180000', 'animal'],
  ['G-E-X-M', '15210100', 'unknown'], ['G-E-X-I', '15210400', 'unknown'], ['G-E-X-N', '15200400', 'unknown'], ['G-E-S', '15220100', 'unknown'], ['G-E-S-E', '15220200', 'unknown'], ['G-E-S-R', '15220300', 'unknown'],
  ['G-I', '20000000', 'base'], ['G-I-B', '20120802', 'base'], ['G-I-B-A', '20121301', 'base'], ['G-I-B-N', '20121309', 'base'], ['G-I-T', '20121300', 'base'], ['G-I-G', '20110900', 'base'], ['G-I-X', '20120701', 'base'], ['G-I-X-H', '20120702', 'base'],
  ['G-I-i-l', '20112100', 'base'], ['G-I-i-l-lp', '20112107', 'base'], ['G-I-c-sch', '20120402', 'base'], ['G-I-U-P', '20121410', 'base'], ['G-I-U-E', '20120500', 'base'],
  ['S', '30000000', 'vessel'], ['S-C', '30120000', 'vessel'], ['S-C-L', '30120200', 'vessel'], ['S-C-L-C-V', '30120100', 'vessel'], ['S-C-L-C-C', '30120202', 'vessel'], ['S-C-L-D-D', '30120203', 'vessel'], ['S-C-L-F-F', '30120204', 'vessel'],
  ['S-C-A', '30120300', 'vessel'], ['S-C-M', '30120400', 'vessel'], ['S-C-P', '30120500', 'vessel'],
  ['S-X', '30140000', 'vessel'], ['S-X-M', '30140100', 'vessel'], ['S-X-M-C', '30140101', 'vessel'], ['S-X-M-R', '30140104', 'vessel'], ['S-X-M-F', '30140105', 'vessel'], ['S-X-M-O', '30140109', 'vessel'], ['S-X-M-P', '30140110', 'vessel'], ['S-X-M-H', '30140113', 'vessel'],
  ['S-X-F', '30140200', 'vessel'], ['S-X-F-D-F', '30140201', 'vessel'], ['S-X-F-T-R', '30140202', 'vessel'], ['S-X-L', '30140300', 'vessel'], ['S-X-R', '30140400', 'vessel'], ['S-N-M', '30140116', 'vessel'],
  ['U', '35000000', 'vessel'],
  // A vehicle of water on land's equipment list is a boat all the same.
  ['G-E-V-U-R', '30000000', 'vessel'],
]

const BY_FUNCTION = new Map(ROWS.map((row) => [row[0], row]))
const BY_CODE = new Map(ROWS.toReversed().map((row) => [row[1], row]))

function rowOf(type: string): Row | null {
  const parts = type.split('-').slice(2)
  for (let n = Math.min(parts.length, 10); n > 0; n -= 1) {
    const row = BY_FUNCTION.get(parts.slice(0, n).join('-'))
    if (row !== undefined) {
      return row
    }
  }
  return null
}

/** How the thing of an `a-…` type stands to the sender's side; null for other types. */
export function affiliationOf(type: string): Affiliation | null {
  if (!type.startsWith('a-')) {
    return null
  }
  return (Object.hasOwn(AFFILIATION_OF, type[2] ?? '') && type[3] === '-' ? AFFILIATION_OF[type[2]!] : undefined) ?? 'unknown'
}

/** Our word for what an `a-…` type is; `unknown` where the type says no more than land. */
export function sortOf(type: string): TrackSort {
  return (type.startsWith('a-') ? rowOf(type)?.[2] : undefined) ?? 'unknown'
}

/** 20 digits of MIL-STD-2525D for an `a-…` type, null for other types. The nearest parent where the function is not known. */
export function sidcOf(type: string): string | null {
  const affiliation = affiliationOf(type)
  if (affiliation === null) {
    return null
  }
  const code = rowOf(type)?.[1] ?? '00000000'
  // Version 10, reality (1 = exercise for joker and faker), identity, set, present, no HQ, no echelon, entity, no modifiers.
  const context = type[2] === 'j' || type[2] === 'k' ? '1' : '0'
  return `10${context}${DIGIT_OF[affiliation]}${code.slice(0, 2)}0000${code.slice(2)}0000`
}

/** CoT type of a 20-digit (or 30-digit) symbol code; null when it is none or its symbol set stands for no thing. */
export function cotTypeOfSidc(sidc: string): string | null {
  if (!/^\d{20}(?:\d{10})?$/u.test(sidc)) {
    return null
  }
  const letter = LETTER_OF[BY_DIGIT[sidc[3]!] ?? 'unknown']
  const set = sidc.slice(4, 6)
  const entity = sidc.slice(10, 16)
  for (const code of [entity, `${entity.slice(0, 4)}00`, `${entity.slice(0, 2)}0000`, '000000']) {
    const row = BY_CODE.get(set + code)
    if (row !== undefined) {
      return `a-${letter}-${row[0]}`
    }
  }
  // Civilians on land have a set of their own.
  return set === '11' ? `a-${letter}-G` : null
}

const SORT_TYPES: Record<TrackSort, string> = {
  person: 'G-U-C', vehicle: 'G-E-V', armoured: 'G-E-V-A', truck: 'G-E-V-U-L', motorcycle: 'G-E-V', aircraft: 'A', helicopter: 'A-C-H', uas: 'A-C-F-q', vessel: 'S', animal: 'G-E-V-M', base: 'G-I', team: 'G-U', convoy: 'G-U-S-T', unknown: 'G',
}

/** CoT type for what we know of a thing that has none. */
export function cotTypeFor(affiliation: Affiliation, sort: TrackSort): string {
  return `a-${LETTER_OF[affiliation]}-${SORT_TYPES[sort]}`
}
