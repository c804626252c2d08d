/**
 * What a rule has to do with one subject or pair: since when its condition holds, the episode it is in, since when it does not hold
 * any more. Epoch ms of fix time; null where not.
 */
export type Spell = {
  since: number | null
  episode: number | null
  over: number | null
  /** What the alert of the episode is known by. */
  about: string
  /** Id of the area it is in, '' for the rule's own shape. */
  area: string
  /** Where it stood still, or how far the other was last. */
  lon: number
  lat: number
}

export function newSpell(about: string): Spell {
  return { since: null, episode: null, over: null, about, area: '', lon: NaN, lat: NaN }
}

/**
 * A condition holds or not at a moment: begins an episode when it held for `beginS` seconds, ends it when it did not for `endS`. An
 * episode is named by when its condition began. `free` says that nothing is left to remember.
 */
export function step(spell: Spell, holds: boolean, at: number, beginS: number, endS: number, mayBegin: boolean): 'begin' | 'end' | 'free' | null {
  if (holds) {
    spell.over = null
    spell.since ??= at
    if (spell.episode === null && mayBegin && at - spell.since >= beginS * 1000) {
      spell.episode = spell.since
      return 'begin'
    }
    return null
  }
  spell.since = null
  if (spell.episode === null) {
    return 'free'
  }
  spell.over ??= at
  return at - spell.over >= endS * 1000 ? 'end' : null
}
