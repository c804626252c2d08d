import type { Affiliation, TrackSort } from '../../../core/fix.ts'

/** Standard identity of MIL-STD-2525D, table A-III (APP-6D alike). */
const IDENTITY: Record<Affiliation, string> = { pending: '0', unknown: '1', 'assumed-friend': '2', friend: '3', neutral: '4', suspect: '5', hostile: '6' }

/** Symbol set and entity of MIL-STD-2525D, appendices C to G, by what a thing is. */
const ENTITY: Record<TrackSort, string> = {
  person: '10110000', team: '10121100', convoy: '10163600', base: '20110000',
  vehicle: '15160100', truck: '15140200', motorcycle: '15160100', armoured: '15120100', animal: '15000000',
  aircraft: '01120100', helicopter: '01110200', uas: '01110300', vessel: '30140000', unknown: '00000000',
}

/** Second part of a CoT type or second letter of a 15-letter code: affiliation. */
const LETTER: Record<string, Affiliation> = { f: 'friend', n: 'neutral', h: 'hostile', s: 'suspect', u: 'unknown', p: 'pending', a: 'assumed-friend', j: 'suspect', k: 'hostile', o: 'unknown', x: 'unknown' }

/** The 20-digit symbol code of a thing known by affiliation and sort only. */
export function symbolOf(affiliation: Affiliation, sort: TrackSort): string {
  const [set, entity] = [ENTITY[sort].slice(0, 2), ENTITY[sort].slice(2)]
  return `100${IDENTITY[affiliation]}${set}0000${entity}0000`
}

export type TypeSays = { readonly affiliation: Affiliation; readonly sort: TrackSort }

/** Codes whose meaning is remembered: asked of every position, and there are few. */
const MOST_READ = 1000
const LONGEST_READ = 64
const read = new Map<string, TypeSays | null>()

/** What a CoT type (`a-f-G-U-C`) or a letter code (`SFGPUCI----`) says of affiliation and sort; null where it says nothing of such. */
export function readType(code: string): TypeSays | null {
  const known = read.get(code)
  if (known !== undefined || code.length > LONGEST_READ) {
    return known ?? readAnew(code)
  }
  if (read.size >= MOST_READ) {
    read.clear()
  }
  const says = readAnew(code)
  read.set(code, says)
  return says
}

function readAnew(code: string): TypeSays | null {
  const parts = code.startsWith('a-') ? code.split('-').slice(1) : /^S[A-Z*-]{9,14}$/.test(code) ? [code[1] as string, code[2] as string, ...code.slice(4, 10).replace(/[-*]/g, '')] : null
  const affiliation = LETTER[(parts?.[0] ?? '').toLowerCase()]
  return parts && affiliation ? { affiliation, sort: sortOf(parts.slice(1).join('-').toUpperCase()) } : null
}

/** Sort by battle dimension and function, as far as their letters say. */
function sortOf(path: string): TrackSort {
  const [dimension] = path
  if (dimension === 'A') {
    return /^A-[MC]-H/.test(path) ? 'helicopter' : /^A-[MC]-F-Q/.test(path) ? 'uas' : 'aircraft'
  }
  if (dimension === 'S' || dimension === 'U') {
    return 'vessel'
  }
  if (dimension === 'G') {
    return path.startsWith('G-E-V-A') ? 'armoured' : path.startsWith('G-E-V-U') ? 'truck' : path.startsWith('G-E-V') ? 'vehicle' : path.startsWith('G-I') ? 'base' : path.startsWith('G-U') ? 'team' : 'unknown'
  }
  return 'unknown'
}
