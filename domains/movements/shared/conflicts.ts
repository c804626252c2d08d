import { fold } from '../../../core/text.ts'
import { departsAt, endsAt, stateOf, type Movement } from './movement.ts'

/** Two movements that need the same at the same time. */
export type Conflict = { id: string; ref: string; name: string; what: 'callsign' | 'vehicle' | 'track' | 'phone' | 'unit'; which: string }

type Other = { id: string; ref: string; data: Movement }

/** What a movement shares with others that are under way or planned while it is; a unit only as a remark, for units do several things. */
export function conflictsOf(movement: Movement, id: string | null, others: readonly Other[]): Conflict[] {
  const [from, to] = [departsAt(movement), endsAt(movement)]
  return others.flatMap((other) => {
    const state = stateOf(other.data)
    const over = other.id === id || state === 'called-off' || state === 'reported' || state === 'returned'
    if (over || !(departsAt(other.data) < to) || !(endsAt(other.data) > from)) {
      return []
    }
    const base = { id: other.id, ref: other.ref, name: other.data.name }
    const same = (a: readonly string[], b: readonly string[], what: Conflict['what']): Conflict[] => {
      const theirs = new Set(b.map((one) => fold(one)))
      return a.filter((one) => one !== '' && theirs.has(fold(one))).map((which) => ({ ...base, what, which }))
    }
    const list = (one: Movement) => ({ vehicles: one.vehicles?.map(({ name }) => name) ?? [], phones: one.phones?.map(({ number }) => number.replace(/\D/g, '')) ?? [] })
    return [
      ...same([movement.callsign], [other.data.callsign], 'callsign'), ...same(list(movement).vehicles, list(other.data).vehicles, 'vehicle'),
      ...same(movement.tracks ?? [], other.data.tracks ?? [], 'track'), ...same(list(movement).phones, list(other.data).phones, 'phone'), ...same(movement.unit ? [movement.unit] : [], other.data.unit ? [other.data.unit] : [], 'unit'),
    ]
  })
}
