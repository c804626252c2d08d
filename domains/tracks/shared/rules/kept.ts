import type { FencePair } from '../../../../analysis/fences.ts'
import type { Spell } from './spells.ts'
import type { Standing } from './standing.ts'

/** What is kept over a restart. */
export type RuleState = {
  subjects: (readonly [key: string, subject: string, lon: number, lat: number, at: number, speedMs: number | null, courseDeg: number | null])[]
  rules: { [rule: string]: { sign: string; spells: (readonly [a: string, b: string, spell: Spell])[]; pairs: (readonly [fence: number, key: string, pair: Omit<FencePair, 'subject' | 'fence'>])[] } }
}

/** Subjects no rule has anything to do with are left out: of them nothing need be remembered. */
export function save(s: Standing): RuleState {
  const state: RuleState = { subjects: [], rules: {} }
  const needed = new Set(s.fences.pairs().map((pair) => pair.subject))
  s.lives.forEach((live) => live.spells.keys().forEach((ref) => ref.split(':').forEach((part) => needed.add(Number(part)))))
  for (const [key, i] of s.index) {
    const one = s.subjects[i]
    if (one && ([...s.lives.values()].some(({ rule }) => rule.condition === 'stale') || needed.has(i))) {
      state.subjects.push([key, one.subject, one.lon, one.lat, one.at, one.speedMs, one.courseDeg])
    }
  }
  for (const live of s.lives.values()) {
    const spells = [...live.spells].map(([ref, spell]) => {
      const [a = '', b = ''] = ref.split(':').map((part) => nameOf(s, part))
      return [a, b, spell] as const
    })
    state.rules[live.id] = { sign: live.sign, spells, pairs: [] }
  }
  for (const { subject, fence, ...pair } of s.fences.pairs()) {
    const owner = s.owners.get(fence)
    const one = s.subjects[subject]
    if (owner && one) {
      state.rules[owner.live.id]?.pairs.push([owner.live.fences.findIndex((f) => f.fence === fence), one.key, pair])
    }
  }
  return state
}

/** Put back what was kept; the rules must be in force already. Fires nothing. */
export function restore(s: Standing, state: RuleState): void {
  const pairs = new Map<string, Omit<FencePair, 'subject'>[]>()
  for (const [id, kept] of Object.entries(state.rules)) {
    const live = s.lives.get(id)
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
    if (!s.index.has(key)) {
      const i = s.subjects.length
      s.index.set(key, i)
      s.subjects.push({ key, subject, lon, lat, at, speedMs, courseDeg, pairs: new Set() })
      s.fences.restore(i, { lon, lat, at }, pairs.get(key) ?? [])
      s.near?.put(i, lon, lat)
    }
  }
  for (const [id, kept] of Object.entries(state.rules)) {
    const live = s.lives.get(id)
    for (const [a, b, spell] of kept.spells) {
      const ref = b === '' ? refOf(s, a) : `${refOf(s, a)}:${refOf(s, b)}`
      if (live && !ref.includes('?')) {
        live.spells.set(ref, { ...spell, lon: spell.lon ?? NaN, lat: spell.lat ?? NaN })
        if (b !== '') {
          ref.split(':').forEach((part) => s.subjects[Number(part)]?.pairs.add(`${id} ${ref}`))
        }
      }
    }
  }
}

function nameOf(s: Standing, part: string): string {
  return part.startsWith('@') ? part : (s.subjects[Number(part)]?.key ?? '?')
}

function refOf(s: Standing, name: string): string {
  return name.startsWith('@') ? name : String(s.index.get(name) ?? '?')
}
