import { Fences } from '../../../../analysis/fences.ts'
import type { Proximity } from '../../../../analysis/proximity.ts'
import { isOn, type About } from './about.ts'
import type { Live } from './in-force.ts'
import type { Subject } from './motion.ts'
import { newSpell, step, type Spell } from './spells.ts'

/** An episode of a rule began or ended; `about` and `episode` name its alert. */
export type RuleEvent = {
  what: 'begin' | 'end'
  rule: string
  /** Keys of the subjects: one, two of an approach, none for what an area lacks. */
  keys: readonly string[]
  about: string
  episode: string
  at: number
  lon: number | null
  lat: number | null
  area: { id: string; name: string } | null
  values: { minutes?: number; kmh?: number; metres?: number }
}

/** What is known at the moment of everything that moves and of the rules it is held against; shared by all that watch. */
export class Standing {
  readonly about: (key: string) => About
  readonly zone: () => string
  readonly fences = new Fences()
  /** By fence: the rule it was laid for. */
  readonly owners = new Map<number, { live: Live; area: { id: string; name: string } | null }>()
  readonly lives = new Map<string, Live>()
  /** By technology: the fence around where it may work, null for everywhere. */
  readonly permits = new Map<string, number | null>()
  /** Number of each subject by its key, and the numbers that are free again. */
  readonly index = new Map<string, number>()
  readonly subjects: (Subject | undefined)[] = []
  readonly free: number[] = []
  /** Only while a rule asks who comes near to whom. */
  near: Proximity | null = null

  constructor(about: (key: string) => About, zone: () => string) {
    this.about = about
    this.zone = zone
  }

  /** Step a condition of one subject or of an area. */
  settle(live: Live, ref: string, holds: boolean, at: number, indexes: number[], out: RuleEvent[], values: RuleEvent['values'] = {}, area: RuleEvent['area'] = null, beginS = live.beginS): void {
    const known = live.spells.get(ref)
    if (!known && !holds) {
      return
    }
    const one = this.subjects[indexes[0] ?? -1]
    const spell = known ?? newSpell(one?.subject ?? `area:${ref.slice(1)}`)
    const done = step(spell, holds, at, beginS, live.rule.condition === 'stale' ? 0 : live.endS, isOn(live.rule.hours, at, this.zone()))
    if (done === 'begin') {
      spell.area = area?.id ?? ''
    }
    if (done === 'begin' || done === 'end') {
      out.push(this.event(done, live, indexes, spell, at, one, done === 'end' ? this.areaOf(live, spell) : area, values))
    }
    if (done === 'free' || done === 'end') {
      live.spells.delete(ref)
    } else {
      live.spells.set(ref, spell)
    }
  }

  /** The area of its rule a spell is in; null for the rule's own shape. */
  areaOf(live: Live, spell: Spell): { id: string; name: string } | null {
    return live.fences.find(({ area }) => area !== null && area.id === spell.area)?.area ?? null
  }

  /** Say that an episode begins or ends, of the subjects with these numbers. */
  event(what: RuleEvent['what'], live: Live, indexes: number[], spell: Spell, at: number, where: { lon: number; lat: number } | undefined, area: RuleEvent['area'], values: RuleEvent['values']): RuleEvent {
    const keys = indexes.map((i) => this.subjects[i]?.key).filter((key) => key !== undefined)
    return { what, rule: live.id, keys, about: spell.about, episode: String(spell.episode), at, lon: where?.lon ?? null, lat: where?.lat ?? null, area, values }
  }
}
