import type { Draft } from './draft.ts'
import { compareLex, type Lex } from './lex.ts'
import type { Model } from './model.ts'
import { Search, type Confines } from './search.ts'
import type { Sortie } from './sorties.ts'

/** A part of the space of plans, by what single assets must and must not do. */
type Part = { only: ReadonlyMap<number, Sortie | null>; not: ReadonlyMap<number, readonly (Sortie | null)[]> }

/**
 * The next best plans in which at least one asset flies another sortie (other stops, another facility, or stays). The space without
 * a plan is cut into parts, one an asset: those before it do as in the plan, it does not (Lawler 1972); the best of the parts is the
 * next best plan. What is found when the time is over is answered, the best first.
 */
export function* alternativesTo(model: Model, sorties: readonly (readonly Sortie[])[], plan: Draft, most: number, floor: Lex, over: () => boolean): Generator<void, Draft[]> {
  const found: { draft: Draft; part: Part }[] = []
  let around: { draft: Draft; part: Part } = { draft: plan, part: { only: new Map(), not: new Map() } }
  for (let n = 0; n < most; n += 1) {
    for (const part of partsAround(model, sorties, around.draft, around.part)) {
      if (over()) {
        return found.slice(0, most).map(({ draft }) => draft)
      }
      const cutoff: Draft = { taken: [], cost: found[most - 1]?.draft.cost ?? { k: Infinity, minutes: Infinity, km: Infinity } }
      const search = new Search(model, sorties, part, cutoff, floor)
      for (const _ of search.run()) {
        if (over()) {
          break
        }
        yield
      }
      if (search.best !== cutoff) {
        found.push({ draft: search.best, part })
        found.sort((a, b) => compareLex(a.draft.cost, b.draft.cost))
      }
    }
    const next = found[n]
    if (next === undefined) {
      break
    }
    around = next
  }
  return found.slice(0, most).map(({ draft }) => draft)
}

function partsAround(model: Model, sorties: readonly (readonly Sortie[])[], plan: Draft, within: Part): (Part & Confines)[] {
  const parts: Part[] = []
  const only = new Map(within.only)
  // Those who fly in the plan first: an idle asset made to fly is seldom the next best.
  const flown = new Map(plan.taken.map(({ sortie }) => [sortie.asset, sortie]))
  const assets = [...flown.keys(), ...[...model.assets.keys()].filter((a) => !flown.has(a) && sorties[a]!.length > 0)]
  for (const asset of assets) {
    if (within.only.has(asset)) {
      continue
    }
    const done = flown.get(asset) ?? null
    parts.push({ only: new Map(only), not: new Map([...within.not, [asset, [...(within.not.get(asset) ?? []), done]]]) })
    only.set(asset, done)
  }
  return parts
}
