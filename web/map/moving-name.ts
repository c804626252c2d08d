/** Names of pictures of what moves, made and read in one place. Pure. */

/** o old (its age shows), l last known only, m said by a person, s calls for help, c chosen. */
export type MovingMark = 'o' | 'l' | 'm' | 's' | 'c'
const MARKS = 'clmos'

/** `mil|10031000001211000000|mo`: a code of the military standard and marks in one order. */
export function movingName(sidc: string, marks: readonly MovingMark[]): string {
  return `mil|${sidc}|${[...new Set(marks)].sort().join('')}`
}

/** The inverse; null for a name that is not of something that moves. */
export function readMovingName(name: string): { sidc: string; marks: MovingMark[] } | null {
  const [head, sidc = '', marks = ''] = name.split('|')
  return head === 'mil' ? { sidc, marks: [...marks].filter((m): m is MovingMark => MARKS.includes(m)) } : null
}

/** Code of something unknown on the ground. */
export const UNKNOWN_SIDC = '10011000000000000000'

/**
 * What is drawn for a code the standard does not have: its frame when affiliation and symbol set can be read from it,
 * with nothing inside. A symbol that was guessed would say something nobody reported.
 */
export function frameOnly(sidc: string): string {
  return /^\d{3}[0-6]\d{2}\d{14}/.test(sidc) ? `${sidc.slice(0, 6)}${'0'.repeat(14)}` : UNKNOWN_SIDC
}
