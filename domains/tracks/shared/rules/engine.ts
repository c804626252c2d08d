import type { FenceEvent } from '../../../../analysis/fences.ts'
import { Proximity } from '../../../../analysis/proximity.ts'
import type { MultiPolygon } from '../../../../core/area.ts'
import type { About } from './about.ts'
import { forget, FRESH_MS, lacks, silent } from './by-clock.ts'
import { fenced, lay, stayed, unlay } from './by-fence.ts'
import { meet, reachOf } from './by-pair.ts'
import { hold } from './by-position.ts'
import { signOf, type Live, type RuleInForce } from './in-force.ts'
import { restore, save, type RuleState } from './kept.ts'
import { speedBetween, type RulePosition, type Subject } from './motion.ts'
import { MEASURED, type TrackRule } from './rule.ts'
import type { Spell } from './spells.ts'
import { Standing, type RuleEvent } from './standing.ts'

const FORGET_EVERY_MS = 600_000
const PER_POSITION: readonly TrackRule['condition'][] = [...MEASURED, 'stopped', 'off-corridor', 'no-consent']

/**
 * Holds everything that moves against the rules: pure but for what it remembers. One event when an episode begins and one when it
 * ends; a fix that is not newer than the last of its subject changes nothing.
 */
export class RuleEngine {
  readonly #now: Standing
  readonly #most: number
  #each: Live[] = []
  #approach: Live[] = []
  #stale: Live[] = []
  #lacking: Live[] = []
  readonly #events: FenceEvent[] = []
  #forgot = -Infinity

  /** `about` answers for any key ever given; `zone` is the mission's. Holds at most `most` subjects: those longest silent go. */
  constructor(about: (key: string) => About, zone: () => string, most = 250_000) {
    this.#now = new Standing(about, zone)
    this.#most = most
  }

  get idle(): boolean {
    return this.#now.lives.size === 0
  }

  get subjects(): number {
    return this.#now.index.size
  }

  /** The rules in force from now on. What a rule that did not change knows stays; episodes of one that changed go on. */
  rules(inForce: readonly RuleInForce[]): RuleEvent[] {
    const out: RuleEvent[] = []
    const wanted = new Map(inForce.filter(({ rule }) => rule.enabled).map((one) => [one.id, one]))
    for (const live of this.#now.lives.values().toArray()) {
      const one = wanted.get(live.id)
      if (!one) {
        this.#endAll(live, out)
      }
      if (!one || signOf(one) !== live.sign) {
        unlay(this.#now, live)
        this.#now.lives.delete(live.id)
        if (one) {
          const laid = lay(this.#now, one, one.rule.condition === live.rule.condition ? live.spells : this.#endAll(live, out))
          this.#now.lives.set(one.id, laid)
          stayed(this.#now, laid, out)
        }
      }
    }
    for (const one of wanted.values()) {
      if (!this.#now.lives.has(one.id)) {
        this.#now.lives.set(one.id, lay(this.#now, one, new Map()))
      }
    }
    const lives = [...this.#now.lives.values()]
    this.#each = lives.filter(({ rule }) => PER_POSITION.includes(rule.condition))
    this.#approach = lives.filter(({ rule }) => rule.condition === 'approach')
    this.#stale = lives.filter(({ rule }) => rule.condition === 'stale')
    this.#lacking = lives.filter(({ rule }) => rule.condition === 'inside-without')
    const reach = reachOf(this.#approach)
    this.#now.near = reach > 0 ? new Proximity(reach) : null
    if (this.#now.near) {
      this.#now.subjects.forEach((one, i) => one && this.#now.near?.put(i, one.lon, one.lat))
    }
    return out
  }

  /** Where each technology may work: outlines, or null for everywhere. What is not named has no permit to hold it against. */
  permits(places: ReadonlyMap<string, MultiPolygon | null>): void {
    for (const fence of this.#now.permits.values()) {
      if (fence !== null) {
        this.#now.fences.remove(fence)
      }
    }
    this.#now.permits.clear()
    for (const [technology, polygons] of places) {
      this.#now.permits.set(technology, polygons && this.#now.fences.add({ polygons }))
    }
  }

  /** Something is somewhere. */
  position(p: RulePosition): RuleEvent[] {
    const out: RuleEvent[] = []
    let i = this.#now.index.get(p.key) ?? -1
    const before = i < 0 ? undefined : this.#now.subjects[i]
    if (before && p.at <= before.at) {
      return out
    }
    if (i < 0) {
      i = this.#now.free.pop() ?? this.#now.subjects.length
      this.#now.index.set(p.key, i)
    }
    const now: Subject & RulePosition = { ...p, speedMs: p.speedMs ?? speedBetween(before, p), pairs: before?.pairs ?? new Set() }
    this.#now.subjects[i] = now
    this.#events.length = 0
    this.#now.fences.update(i, p.lon, p.lat, p.at, this.#events)
    for (const event of this.#events) {
      fenced(this.#now, event, now, out)
    }
    if (this.#each.length > 0) {
      const about = this.#now.about(p.key)
      for (const live of this.#each) {
        hold(this.#now, live, i, now, about, out)
      }
    }
    for (const live of this.#stale) {
      this.#now.settle(live, String(i), false, p.at, [i], out)
    }
    if (this.#now.near) {
      this.#now.near.put(i, p.lon, p.lat)
      meet(this.#now, i, now, before, this.#approach, out)
    }
    return out
  }

  /** Time goes on: what is told by the clock, and forgetting. Call every few seconds. */
  tick(now: number): RuleEvent[] {
    const out: RuleEvent[] = []
    this.#events.length = 0
    this.#now.fences.tick(now, FRESH_MS / 1000, this.#events)
    for (const event of this.#events) {
      fenced(this.#now, event, this.#now.subjects[event.subject], out)
    }
    silent(this.#now, this.#stale, now, out)
    for (const live of this.#lacking) {
      lacks(this.#now, live, now, out)
    }
    if (this.#now.index.size > this.#most || now - this.#forgot >= FORGET_EVERY_MS) {
      this.#forgot = now
      forget(this.#now, now, this.#most, out)
    }
    return out
  }

  /** A subject is told apart or has become a track: it goes by another key and nothing of it is new. */
  rename(from: string, to: string): void {
    const i = this.#now.index.get(from)
    if (i === undefined || this.#now.index.has(to)) {
      return
    }
    this.#now.index.delete(from)
    this.#now.index.set(to, i)
    const one = this.#now.subjects[i]
    if (one) {
      one.key = to
    }
  }

  has(key: string): boolean {
    return this.#now.index.has(key)
  }

  /** What has to be kept over a restart. Subjects no rule has anything to do with are left out. */
  save(): RuleState {
    return save(this.#now)
  }

  /** Put back what was kept; the rules must be in force already. Fires nothing. */
  restore(state: RuleState): void {
    restore(this.#now, state)
  }

  #endAll(live: Live, out: RuleEvent[]): Map<string, Spell> {
    for (const [ref, spell] of live.spells) {
      if (spell.episode !== null) {
        const indexes = ref.split(':').map(Number).filter(Number.isInteger)
        out.push(this.#now.event('end', live, indexes, spell, spell.over ?? this.#now.subjects[indexes[0] ?? -1]?.at ?? spell.episode, this.#now.subjects[indexes[0] ?? -1], this.#now.areaOf(live, spell), {}))
      }
    }
    return new Map()
  }
}
