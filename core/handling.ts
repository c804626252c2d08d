import type { Handling } from './handling-schema.ts'

export type { Handling } from './handling-schema.ts'

/** Handling levels, least to most sensitive (unclassified, confidential, strictly confidential). */
export const LEVELS = ['U', 'C', 'SC'] as const
export type Level = (typeof LEVELS)[number]

/** Need-to-know compartments. A reader must hold every compartment of what is read. */
export const COMPARTMENTS = ['HR', 'CRSV', 'CHILD', 'SOURCE', 'PKI', 'CIED', 'MED', 'MH', 'CONDUCT', 'JUSTICE', 'PERS'] as const
export type Compartment = (typeof COMPARTMENTS)[number]

/** ORCON blocks onward sharing; NO-HOST and NO-TCC shut those readers out; EYES-NAMED only those named. */
export const CAVEATS = ['ORCON', 'NO-HOST', 'NO-TCC', 'EYES-NAMED'] as const
export type Caveat = (typeof CAVEATS)[number]

/** Compartments that are read only with a declared purpose, and whose reading is itself recorded. */
export const PURPOSE_COMPARTMENTS: readonly Compartment[] = ['PERS', 'MED', 'MH', 'CONDUCT']

/** Everyone in the mission may read: the default of operational records. */
export const ALL_MISSION = '*'

/** Rank of a level: U 0, C 1, SC 2. */
export function levelRank(level: Level): number {
  return LEVELS.indexOf(level)
}

/** Bit mask of a set of compartments (bit i = COMPARTMENTS[i]). */
export function compartmentMask(compartments: readonly Compartment[]): number {
  let mask = 0
  for (const compartment of compartments) {
    mask |= 1 << COMPARTMENTS.indexOf(compartment)
  }
  return mask
}

/** Does reading need a declared purpose? */
export function needsPurpose(handling: Handling): boolean {
  return handling.compartments.some((c) => PURPOSE_COMPARTMENTS.includes(c))
}

/** Is every read of it recorded? True for strictly confidential and for compartmented records. */
export function isSensitive(handling: Handling): boolean {
  return handling.level === 'SC' || handling.compartments.length > 0
}

/**
 * Handling of something derived from several parts: highest level, union of compartments and caveats,
 * and only those organisations every part may be released to (field-guide 1.4).
 */
export function combineHandling(parts: readonly Handling[], owner: string): Handling {
  let level: Level = 'U'
  const compartments = new Set<Compartment>()
  const caveats = new Set<Caveat>()
  let releasable: Set<string> | null = null
  let named: Set<string> | null = null
  for (const part of parts) {
    if (levelRank(part.level) > levelRank(level)) {
      level = part.level
    }
    part.compartments.forEach((c) => compartments.add(c))
    part.caveats.forEach((c) => caveats.add(c))
    const readers = new Set([part.owner, ...part.releasableTo])
    // Open to the whole mission is not open to an organisation outside it: only what every part names remains.
    releasable = releasable === null ? readers : releasable.intersection(readers)
    if (part.caveats.includes('EYES-NAMED')) {
      const names = new Set(part.named ?? [])
      named = named === null ? names : named.intersection(names)
    }
  }
  return {
    level,
    compartments: COMPARTMENTS.filter((c) => compartments.has(c)),
    owner,
    releasableTo: [...(releasable ?? [])].sort(),
    caveats: CAVEATS.filter((c) => caveats.has(c)),
    ...(named ? { named: [...named].sort() } : {}),
  }
}

/** The marking line printed top and bottom, e.g. `CONFIDENTIAL // HR CRSV // ORCON`. */
export function marking(handling: Pick<Handling, 'level' | 'compartments' | 'caveats'>): string {
  const names: Record<Level, string> = { U: 'UNCLASSIFIED', C: 'CONFIDENTIAL', SC: 'STRICTLY CONFIDENTIAL' }
  return [names[handling.level], handling.compartments.join(' '), handling.caveats.join(' ')].filter((s) => s !== '').join(' // ')
}
