import { combineHandling, type Handling } from '../../core/handling.ts'

/**
 * Handling of what is made of parts that leaves the mission: highest level, every compartment and caveat, and for readers only
 * those every part names. A part open to the whole mission is not thereby open to an organisation outside it.
 */
export function handlingOfParts(parts: readonly Handling[], owner: string): Handling {
  const all = combineHandling(parts, owner)
  return { ...all, releasableTo: all.releasableTo.filter((org) => parts.every((part) => part.owner === org || part.releasableTo.includes(org))) }
}
