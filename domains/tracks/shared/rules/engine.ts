import { Fences, type FenceEvent, type FencePair, type FenceShape } from '../../../../analysis/fences.ts'
import { metresBetween } from '../../../../analysis/fence-shapes.ts'
import { Proximity } from '../../../../analysis/proximity.ts'
import type { MultiPolygon } from '../../../../core/area.ts'
import { fits, isOn, type About } from './about.ts'
import { MEASURED, type TrackRule } from './rule.ts'
import { newSpell, step, type Spell } from './spells.ts'

/** Where something is, in the order in which it came. `subject` is its identity; `key` the track, or the identity again. */
export type RulePosition = { key: string; subject: string; lon: number; lat: number; at: number; speedMs: number | null; courseDeg: number | null; /** Metres above the ellipsoid, and the circle the position lies in. */ altM: number | null; accuracyM: number | null }
/** A rule with the outlines of its areas as they stand. */
export type RuleInForce = { id: string; rule: TrackRule; areas: readonly { id: string; name: string; polygons: MultiPolygon }[] }
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

/** What is kept over a restart. */
export type RuleState = {
  subjects: (readonly [key: string, subject: string, lon: number, lat: number, at: number, speedMs: number | null, courseDeg: number | null])[]
  rules: { [rule: string]: { sign: string; spells: (readonly [a: string, b: string, spell: Spell])[]; pairs: (readonly [fence: number, key: string, pair: Omit<FencePair, 'subject' | 'fence'>])[] } }
}

type Subject = Omit<RulePosition, 'altM' | 'accuracyM'> & { pairs: Set<string> }
type Live = { id: string; rule: TrackRule; sign: string; areas: RuleInForce['areas']; fences: { fence: number; area: { id: string; name: string } | null }[]; spells: Map<string, Spell>; beginS: number; endS: number }

/** Positions older than this say nothing of who is inside or near now. */
const FRESH_MS = 15 * 60_000
/** Two positions are held against each other when they are no further apart in time. */
const TOGETHER_MS = 120_000
const FORGOTTEN_MS = 7 * 86_400_000
const FORGET_EVERY_MS = 600_000
const STOPPED_M = 50
/** An approach ends when they are this much further apart again. */
const APART = 1.2
const CLOSING_MS = 0.1
const PER_POSITION: readonly TrackRule['condition'][] = [...MEASURED, 'stopped', 'off-corridor', 'no-consent']

/**
 * Holds everything that moves against the rules: pure but for what it remembers. One event when an episode begins and one when it
 * ends; a fix that is not newer than the last of its subject changes nothing.
 */
export class RuleEngine {
  readonly #about: (key: string) => About
  readonly #zone: () => string
  readonly #most: number
  #fences = new Fences()
  readonly #owners = new Map<number, { live: Live; area: { id: string; name: string } | null }>()
  readonly #lives = new Map<string, Live>()
  #each: Live[] = []
  #approach: Live[] = []
  #stale: Live[] = []
  #lacking: Live[] = []
  #near: Proximity | null = null
  readonly #permits = new Map<string, number | null>()
  readonly #index = new Map<string, number>()
  readonly #subjects: (Subject | undefined)[] = []
  readonly #free: number[] = []
  readonly #events: FenceEvent[] = []
  #forgot = -Infinity

  /** `about` answers for any key ever given; `zone` is the mission's. Holds at most `most` subjects: those longest silent go. */
  constructor(about: (key: string) => About, zone: () => string, most = 250_000) {
    this.#about = about
    this.#zone = zone
    this.#most = most
  }

  get idle(): boolean {
    return this.#lives.size === 0
  }

  get subjects(): number {
    return this.#index.size
  }

  /** The rules in force from now on. What a rule that did not change knows stays; episodes of one that changed go on. */
  rules(inForce: readonly RuleInForce[]): RuleEvent[] {
    const out: RuleEvent[] = []
    const wanted = new Map(inForce.filter(({ rule }) => rule.enabled).map((one) => [one.id, one]))
    for (const live of this.#lives.values().toArray()) {
      const one = wanted.get(live.id)
      if (!one) {
        this.#endAll(live, out)
      }
      if (!one || signOf(one) !== live.sign) {
        live.fences.forEach(({ fence }) => this.#unlay(fence))
        this.#lives.delete(live.id)
        if (one) {
          const laid = this.#lay(one, one.rule.condition === live.rule.condition ? live.spells : this.#endAll(live, out))
          this.#lives.set(one.id, laid)
          this.#stayed(laid, out)
        }
      }
    }
    for (const one of wanted.values()) {
      if (!this.#lives.has(one.id)) {
        this.#lives.set(one.id, this.#lay(one, new Map()))
      }
    }
    const lives = [...this.#lives.values()]
    this.#each = lives.filter(({ rule }) => PER_POSITION.includes(rule.condition))
    this.#approach = lives.filter(({ rule }) => rule.condition === 'approach')
    this.#stale = lives.filter(({ rule }) => rule.condition === 'stale')
    this.#lacking = lives.filter(({ rule }) => rule.condition === 'inside-without')
    const reach = Math.max(0, ...this.#approach.map(({ rule }) => (rule.metres ?? 0) * APART))
    this.#near = reach > 0 ? new Proximity(reach) : null
    if (this.#near) {
      this.#subjects.forEach((one, i) => one && this.#near?.put(i, one.lon, one.lat))
    }
    return out
  }

  /** Where each technology may work: outlines, or null for everywhere. What is not named has no permit to hold it against. */
  permits(places: ReadonlyMap<string, MultiPolygon | null>): void {
    for (const fence of this.#permits.values()) {
      if (fence !== null) {
        this.#fences.remove(fence)
      }
    }
    this.#permits.clear()
    for (const [technology, polygons] of places) {
      this.#permits.set(technology, polygons && this.#fences.add({ polygons }))
    }
  }

  /** Something is somewhere. */
  position(p: RulePosition): RuleEvent[] {
    const out: RuleEvent[] = []
    let i = this.#index.get(p.key) ?? -1
    const before = i < 0 ? undefined : this.#subjects[i]
    if (before && p.at <= before.at) {
      return out
    }
    if (i < 0) {
      i = this.#free.pop() ?? this.#subjects.length
      this.#index.set(p.key, i)
    }
    const now: Subject & RulePosition = { ...p, speedMs: p.speedMs ?? speedBetween(before, p), pairs: before?.pairs ?? new Set() }
    this.#subjects[i] = now
    this.#events.length = 0
    this.#fences.update(i, p.lon, p.lat, p.at, this.#events)
    for (const event of this.#events) {
      this.#fenced(event, now, out)
    }
    if (this.#each.length > 0) {
      const about = this.#about(p.key)
      for (const live of this.#each) {
        this.#hold(live, i, now, about, out)
      }
    }
    for (const live of this.#stale) {
      this.#settle(live, String(i), false, p.at, [i], out)
    }
    if (this.#near) {
      this.#near.put(i, p.lon, p.lat)
      this.#meet(i, now, before, out)
    }
    return out
  }

  /** Time goes on: what is told by the clock, and forgetting. Call every few seconds. */
  tick(now: number): RuleEvent[] {
    const out: RuleEvent[] = []
    this.#events.length = 0
    this.#fences.tick(now, FRESH_MS / 1000, this.#events)
    for (const event of this.#events) {
      this.#fenced(event, this.#subjects[event.subject], out)
    }
    for (const live of this.#stale) {
      const after = (live.rule.minutes ?? 0) * 60_000
      for (const [key, i] of this.#index) {
        const one = this.#subjects[i]
        if (one && now - one.at > after && !live.spells.has(String(i)) && fits(live.rule.who, this.#about(key)) && isOn(live.rule.hours, now, this.#zone())) {
          const spell = { ...newSpell(one.subject), since: one.at, episode: one.at }
          live.spells.set(String(i), spell)
          out.push(this.#event('begin', live, [i], spell, now, one, null, { minutes: Math.floor((now - one.at) / 60_000) }))
        }
      }
    }
    for (const live of this.#lacking) {
      this.#lacks(live, now, out)
    }
    this.#forgetOld(now, out)
    return out
  }

  /** A subject is told apart or has become a track: it goes by another key and nothing of it is new. */
  rename(from: string, to: string): void {
    const i = this.#index.get(from)
    if (i === undefined || this.#index.has(to)) {
      return
    }
    this.#index.delete(from)
    this.#index.set(to, i)
    const one = this.#subjects[i]
    if (one) {
      one.key = to
    }
  }

  has(key: string): boolean {
    return this.#index.has(key)
  }

  /** Subjects no rule has anything to do with are left out: of them nothing need be remembered. */
  save(): RuleState {
    const state: RuleState = { subjects: [], rules: {} }
    const needed = new Set(this.#fences.pairs().map((pair) => pair.subject))
    this.#lives.forEach((live) => live.spells.keys().forEach((ref) => ref.split(':').forEach((part) => needed.add(Number(part)))))
    for (const [key, i] of this.#index) {
      const one = this.#subjects[i]
      if (one && (this.#stale.length > 0 || needed.has(i))) {
        state.subjects.push([key, one.subject, one.lon, one.lat, one.at, one.speedMs, one.courseDeg])
      }
    }
    for (const live of this.#lives.values()) {
      const spells = [...live.spells].map(([ref, spell]) => {
        const [a = '', b = ''] = ref.split(':').map((part) => this.#nameOf(part))
        return [a, b, spell] as const
      })
      state.rules[live.id] = { sign: live.sign, spells, pairs: [] }
    }
    for (const { subject, fence, ...pair } of this.#fences.pairs()) {
      const owner = this.#owners.get(fence)
      const one = this.#subjects[subject]
      if (owner && one) {
        state.rules[owner.live.id]?.pairs.push([owner.live.fences.findIndex((f) => f.fence === fence), one.key, pair])
      }
    }
    return state
  }

  /** Put back what was kept; the rules must be in force already. Fires nothing. */
  restore(state: RuleState): void {
    const pairs = new Map<string, Omit<FencePair, 'subject'>[]>()
    for (const [id, kept] of Object.entries(state.rules)) {
      const live = this.#lives.get(id)
      if (live?.sign === kept.sign) {
        for (const [fence, key, pair] of kept.pairs) {
          const laid = live.fences[fence]
          if (laid) {
            pairs.set(key, [...(pairs.get(key) ?? []), { ...pair, fence: laid.fence }])
          }
        }
      }
    }
    for (const [key, subject, lon, lat, at, speedMs, courseDeg] of state.subjects) {
      if (!this.#index.has(key)) {
        const i = this.#subjects.length
        this.#index.set(key, i)
        this.#subjects.push({ key, subject, lon, lat, at, speedMs, courseDeg, pairs: new Set() })
        this.#fences.restore(i, { lon, lat, at }, pairs.get(key) ?? [])
        this.#near?.put(i, lon, lat)
      }
    }
    for (const [id, kept] of Object.entries(state.rules)) {
      const live = this.#lives.get(id)
      for (const [a, b, spell] of kept.spells) {
        const ref = b === '' ? this.#refOf(a) : `${this.#refOf(a)}:${this.#refOf(b)}`
        if (live && !ref.includes('?')) {
          live.spells.set(ref, { ...spell, lon: spell.lon ?? NaN, lat: spell.lat ?? NaN })
          if (b !== '') {
            ref.split(':').forEach((part) => this.#subjects[Number(part)]?.pairs.add(`${id} ${ref}`))
          }
        }
      }
    }
  }

  #nameOf(part: string): string {
    return part.startsWith('@') ? part : (this.#subjects[Number(part)]?.key ?? '?')
  }

  #refOf(name: string): string {
    return name.startsWith('@') ? name : String(this.#index.get(name) ?? '?')
  }

  #lay(one: RuleInForce, spells: Map<string, Spell>): Live {
    const { rule } = one
    const live: Live = { id: one.id, rule, sign: signOf(one), areas: one.areas, fences: [], spells, beginS: rule.beginS ?? (MEASURED.includes(rule.condition) ? 10 : 0), endS: rule.endS ?? 60 }
    const watched = ['enter', 'exit', 'cross', 'dwell', 'inside-without', 'no-consent', 'off-corridor'].includes(rule.condition)
    const shapes: [FenceShape, { id: string; name: string } | null][] = watched ? one.areas.map((area) => [{ polygons: area.polygons }, { id: area.id, name: area.name }]) : []
    const own = watched ? ownShape(rule) : null
    if (own) {
      shapes.push([own, null])
    }
    const { beginS, endS } = live
    const hold = { enterS: beginS, enterM: rule.beginM ?? 0, leaveS: endS, leaveM: rule.endM ?? 0, ...(rule.condition === 'dwell' ? { dwellS: (rule.minutes ?? 0) * 60 } : {}), cross: rule.condition === 'cross' }
    // Leaving is what an exit begins with: what holds to begin and to end changes places.
    const turned = rule.condition === 'exit' ? { enterS: endS, enterM: rule.endM ?? 0, leaveS: beginS, leaveM: rule.beginM ?? 0 } : hold
    for (const [shape, area] of shapes) {
      const fence = this.#fences.add(shape, turned)
      live.fences.push({ fence, area })
      this.#owners.set(fence, { live, area })
    }
    return live
  }

  #unlay(fence: number): void {
    this.#fences.remove(fence)
    this.#owners.delete(fence)
  }

  #endAll(live: Live, out: RuleEvent[]): Map<string, Spell> {
    for (const [ref, spell] of live.spells) {
      if (spell.episode !== null) {
        const indexes = ref.split(':').map(Number).filter(Number.isInteger)
        out.push(this.#event('end', live, indexes, spell, spell.over ?? this.#subjects[indexes[0] ?? -1]?.at ?? spell.episode, this.#subjects[indexes[0] ?? -1], this.#areaOf(live, spell), {}))
      }
    }
    return new Map()
  }

  /** An outline was redrawn: who was inside is so still, or their visit is over. */
  #stayed(live: Live, out: RuleEvent[]): void {
    for (const [ref, spell] of live.rule.condition === 'enter' || live.rule.condition === 'dwell' ? live.spells : []) {
      const i = Number(ref)
      const one = this.#subjects[i]
      const inside = one ? live.fences.filter(({ fence }) => this.#fences.holds(fence, one.lon, one.lat)) : []
      if (one && inside.length > 0) {
        const entered = spell.episode ?? one.at
        this.#fences.restore(i, one, inside.map(({ fence }) => ({ fence, state: 'inside', since: entered, entered, dwelt: true })))
      } else {
        live.spells.delete(ref)
        out.push(this.#event('end', live, [i], spell, one?.at ?? spell.since ?? 0, one, null, {}))
      }
    }
  }

  #fenced(event: FenceEvent, subject: Subject | undefined, out: RuleEvent[]): void {
    const owner = this.#owners.get(event.fence)
    if (!owner || !subject) {
      return
    }
    const { live, area } = owner
    const { condition } = live.rule
    const ref = String(event.subject)
    const begins = condition === event.what && (event.way === 0 || !live.rule.direction || live.rule.direction === 'any' || (event.way === 1) === (live.rule.direction === 'right'))
    const standing = live.spells.get(ref)
    if (begins) {
      if (!standing && fits(live.rule.who, this.#about(subject.key)) && isOn(live.rule.hours, event.at, this.#zone())) {
        const spell: Spell = { ...newSpell(subject.subject), since: event.since, episode: condition === 'cross' ? event.at : event.since, area: area?.id ?? '' }
        if (condition !== 'cross') {
          live.spells.set(ref, spell)
        }
        out.push(this.#event('begin', live, [event.subject], spell, event.at, event, area, condition === 'dwell' ? { minutes: live.rule.minutes ?? 0 } : {}))
      }
      return
    }
    const comesBack = condition === 'exit' && event.what === 'enter'
    const leaves = (condition === 'enter' || condition === 'dwell') && event.what === 'exit'
    if (!standing || !(comesBack || leaves)) {
      return
    }
    // Still inside another area of the same rule: the same visit.
    const elsewhere = leaves && live.fences.some(({ fence }) => fence !== event.fence && this.#fences.holds(fence, event.lon, event.lat))
    if (!elsewhere) {
      live.spells.delete(ref)
      out.push(this.#event('end', live, [event.subject], standing, event.at, event, area, {}))
    }
  }

  #hold(live: Live, i: number, now: Subject & RulePosition, about: About, out: RuleEvent[]): void {
    const { rule } = live
    const ref = String(i)
    if (!fits(rule.who, about)) {
      this.#settle(live, ref, false, now.at, [i], out)
      return
    }
    if (rule.condition === 'stopped') {
      this.#stop(live, i, now, out)
      return
    }
    let holds = false
    let values: RuleEvent['values'] = {}
    let area: RuleEvent['area'] = null
    if (rule.condition === 'off-corridor') {
      const inside = live.fences.some(({ fence }) => this.#fences.holds(fence, now.lon, now.lat))
      holds = !inside
      values = { metres: rule.metres ?? 0 }
    } else if (rule.condition === 'no-consent') {
      const entered = live.fences.find(({ fence }) => this.#fences.holds(fence, now.lon, now.lat))
      const permit = about.technology === null ? undefined : this.#permits.get(about.technology)
      area = entered?.area ?? null
      holds = entered !== undefined || (permit !== undefined && permit !== null && !this.#fences.holds(permit, now.lon, now.lat))
    } else {
      const measured = measuredBy(rule, now)
      if (!measured) {
        return
      }
      ({ holds, values } = measured)
    }
    this.#settle(live, ref, holds, now.at, [i], out, values, area)
  }

  #stop(live: Live, i: number, now: Subject, out: RuleEvent[]): void {
    const ref = String(i)
    const spell = live.spells.get(ref)
    const after = (live.rule.minutes ?? 0) * 60_000
    if (!spell || metresBetween(spell.lon, spell.lat, now.lon, now.lat) > (live.rule.metres ?? STOPPED_M)) {
      if (spell && spell.episode !== null) {
        out.push(this.#event('end', live, [i], spell, now.at, now, null, {}))
      }
      live.spells.set(ref, { ...newSpell(now.subject), since: now.at, lon: now.lon, lat: now.lat })
    } else if (spell.episode === null && spell.since !== null && now.at - spell.since >= after && isOn(live.rule.hours, now.at, this.#zone())) {
      spell.episode = spell.since
      out.push(this.#event('begin', live, [i], spell, now.at, now, null, { minutes: Math.floor((now.at - spell.since) / 60_000) }))
    }
  }

  /** Step a condition of one subject or of an area. */
  #settle(live: Live, ref: string, holds: boolean, at: number, indexes: number[], out: RuleEvent[], values: RuleEvent['values'] = {}, area: RuleEvent['area'] = null, beginS = live.beginS): void {
    const known = live.spells.get(ref)
    if (!known && !holds) {
      return
    }
    const one = this.#subjects[indexes[0] ?? -1]
    const spell = known ?? newSpell(one?.subject ?? `area:${ref.slice(1)}`)
    const done = step(spell, holds, at, beginS, live.rule.condition === 'stale' ? 0 : live.endS, isOn(live.rule.hours, at, this.#zone()))
    if (done === 'begin') {
      spell.area = area?.id ?? ''
    }
    if (done === 'begin' || done === 'end') {
      out.push(this.#event(done, live, indexes, spell, at, one, done === 'end' ? this.#areaOf(live, spell) : area, values))
    }
    if (done === 'free' || done === 'end') {
      live.spells.delete(ref)
    } else {
      live.spells.set(ref, spell)
    }
  }

  #lacks(live: Live, now: number, out: RuleEvent[]): void {
    for (const { fence, area } of live.fences) {
      const inside = this.#fences.members(fence).map((i) => this.#subjects[i]).filter((one): one is Subject => one !== undefined && now - one.at <= FRESH_MS)
      const abouts = inside.map((one) => this.#about(one.key))
      const asked = live.rule.who === undefined || abouts.some((about) => fits(live.rule.who, about))
      const lacks = asked && !abouts.some((about) => about.capabilities.includes(live.rule.capability ?? ''))
      this.#settle(live, `@${area?.id ?? live.id}`, lacks, now, [], out, { minutes: live.rule.minutes ?? 0 }, area, (live.rule.minutes ?? 0) * 60)
    }
  }

  /** Whom it comes near to, and from whom it has gone again. */
  #meet(i: number, now: Subject, before: Subject | undefined, out: RuleEvent[]): void {
    const near = this.#near?.near(now.lon, now.lat) ?? []
    const about = near.length > 1 ? this.#about(now.key) : null
    for (const live of this.#approach) {
      for (const { thing, metres } of near) {
        const other = this.#subjects[thing]
        if (thing === i || !other || !about || Math.abs(other.at - now.at) > TOGETHER_MS || metres > (live.rule.metres ?? 0)) {
          continue
        }
        const abouts = this.#about(other.key)
        if (!((fits(live.rule.who, about) && fits(live.rule.other, abouts)) || (fits(live.rule.who, abouts) && fits(live.rule.other, about)))) {
          continue
        }
        const ref = i < thing ? `${i}:${thing}` : `${thing}:${i}`
        const known = live.spells.get(ref)
        if ((known && known.episode !== null) || !isClosing(now, other, before, metres) || !isOn(live.rule.hours, now.at, this.#zone())) {
          continue
        }
        const spell: Spell = { ...newSpell([now.subject, other.subject].sort().join(' ')), since: now.at, episode: now.at }
        live.spells.set(ref, spell)
        now.pairs.add(`${live.id} ${ref}`)
        other.pairs.add(`${live.id} ${ref}`)
        out.push(this.#event('begin', live, [i, thing], spell, now.at, now, null, { metres: Math.round(metres) }))
      }
    }
    for (const pair of now.pairs) {
      const [id = '', ref = ''] = pair.split(' ')
      const [a = -1, b = -1] = ref.split(':').map(Number)
      const live = this.#lives.get(id)
      const [one, two] = [this.#subjects[a], this.#subjects[b]]
      const spell = live?.spells.get(ref)
      const apart = one && two ? metresBetween(one.lon, one.lat, two.lon, two.lat) : Infinity
      if (!live || !spell || apart > (live.rule.metres ?? 0) * APART) {
        one?.pairs.delete(pair)
        two?.pairs.delete(pair)
        if (live && spell) {
          live.spells.delete(ref)
          out.push(this.#event('end', live, [a, b], spell, now.at, now, null, {}))
        }
      }
    }
  }

  #forgetOld(now: number, out: RuleEvent[]): void {
    const crowded = this.#index.size > this.#most
    if (!crowded && now - this.#forgot < FORGET_EVERY_MS) {
      return
    }
    this.#forgot = now
    const limit = crowded ? [...this.#index.values()].map((i) => this.#subjects[i]?.at ?? 0).sort((a, b) => b - a)[this.#most] ?? 0 : -Infinity
    for (const [key, i] of this.#index) {
      const one = this.#subjects[i]
      if (one && (now - one.at > FORGOTTEN_MS || one.at <= limit)) {
        for (const live of this.#lives.values()) {
          for (const ref of [String(i), ...[...one.pairs].filter((pair) => pair.startsWith(`${live.id} `)).map((pair) => pair.slice(live.id.length + 1))]) {
            const spell = live.spells.get(ref)
            if (spell) {
              live.spells.delete(ref)
              if (spell.episode !== null && live.rule.condition !== 'stale') {
                out.push(this.#event('end', live, ref.split(':').map(Number), spell, now, one, this.#areaOf(live, spell), {}))
              }
            }
          }
        }
        this.#fences.forget(i)
        this.#near?.drop(i)
        this.#index.delete(key)
        this.#subjects[i] = undefined
        this.#free.push(i)
      }
    }
  }

  #areaOf(live: Live, spell: Spell): { id: string; name: string } | null {
    return live.fences.find(({ area }) => area !== null && area.id === spell.area)?.area ?? null
  }

  #event(what: RuleEvent['what'], live: Live, indexes: number[], spell: Spell, at: number, where: { lon: number; lat: number } | undefined, area: RuleEvent['area'], values: RuleEvent['values']): RuleEvent {
    const keys = indexes.map((i) => this.#subjects[i]?.key).filter((key) => key !== undefined)
    return { what, rule: live.id, keys, about: spell.about, episode: String(spell.episode), at, lon: where?.lon ?? null, lat: where?.lat ?? null, area, values }
  }
}

function signOf({ rule, areas }: RuleInForce): string {
  // Words and severity change nothing of what a rule remembers.
  const { name: _name, text: _text, note: _note, severity: _severity, enabled: _enabled, ...what } = rule
  return JSON.stringify([what, areas.map(({ id, polygons }) => [id, polygons])])
}

function ownShape({ shape, condition, metres }: TrackRule): FenceShape | null {
  const [middle] = shape?.corners ?? []
  if (!shape || !middle) {
    return null
  }
  if (shape.is === 'circle') {
    return { circle: middle, radiusM: shape.radiusM ?? 0 }
  }
  return shape.is === 'line' ? { line: shape.corners, widthM: condition === 'off-corridor' ? (metres ?? 0) : 0 } : { polygons: [[shape.corners]] }
}

/** From two positions of one subject, where the later one says nothing of its speed and they are near enough in time. */
/** Whether the figure of a position is beyond the rule's, with what an alert says of it; null where the position does not carry it. */
function measuredBy({ condition, kmh = NaN, metres = NaN }: TrackRule, now: RulePosition): { holds: boolean; values: RuleEvent['values'] } | null {
  const beyond = (figure: number | null, above: boolean, than: number, name: 'kmh' | 'metres') => (figure === null ? null : { holds: above ? figure > than : figure < than, values: { [name]: Math.round(figure) } })
  switch (condition) {
    case 'speed-above':
    case 'speed-below':
      return beyond(now.speedMs === null ? null : now.speedMs * 3.6, condition === 'speed-above', kmh, 'kmh')
    case 'height-above':
    case 'height-below':
      return beyond(now.altM, condition === 'height-above', metres, 'metres')
    default:
      return beyond(now.accuracyM, true, metres, 'metres')
  }
}

function speedBetween(before: Subject | undefined, now: RulePosition): number | null {
  const seconds = before ? (now.at - before.at) / 1000 : 0
  return before && seconds >= 2 && seconds <= 600 ? metresBetween(before.lon, before.lat, now.lon, now.lat) / seconds : null
}

/** Do two come nearer to each other: by their courses, else by where one was before. */
function isClosing(a: Subject, b: Subject, before: Subject | undefined, metres: number): boolean {
  const [va, vb] = [velocity(a), velocity(b)]
  if (va && vb) {
    const narrow = Math.cos((a.lat * Math.PI) / 180)
    const [dx, dy] = [(b.lon - a.lon) * narrow, b.lat - a.lat]
    const long = Math.hypot(dx, dy)
    return long > 0 && ((vb[0] - va[0]) * dx + (vb[1] - va[1]) * dy) / long < -CLOSING_MS
  }
  return before !== undefined && metres < metresBetween(before.lon, before.lat, b.lon, b.lat) - 1
}

function velocity({ speedMs, courseDeg }: Subject): [number, number] | null {
  if (speedMs === null || (courseDeg === null && speedMs > 0.5)) {
    return null
  }
  const course = ((courseDeg ?? 0) * Math.PI) / 180
  return [speedMs * Math.sin(course), speedMs * Math.cos(course)]
}
