import { complete, costOf, type Draft } from './draft.ts'
import { compareLex, ZERO, type Lex } from './lex.ts'
import { Master, type Column, type Slack } from './master.ts'
import type { Model } from './model.ts'
import { Picker, type Prices } from './pricing.ts'
import type { Sortie } from './sorties.ts'

/** What a search is confined to, beyond the model: what one asset must or must not do, who goes with whom. */
export type Confines = {
  /** Asset → the only sortie it may fly (null: stays). */
  only?: ReadonlyMap<number, Sortie | null>
  /** Asset → sorties it may not fly (null among them: it may not stay). */
  not?: ReadonlyMap<number, readonly (Sortie | null)[]>
  /** Casualty → asset and facility it must go with. */
  keep?: ReadonlyMap<number, { asset: number; facility: number }>
}

/** One part of the space that is still open. */
type Node = {
  bound: Lex
  /** Casualty × asset. */
  may: Uint8Array
  /** Casualty: may not be left. */
  must: Uint8Array
  /** Asset × facility. */
  goes: Uint8Array
  /** Asset × site: free, forbidden or asked for. */
  stops: Uint8Array
  /** Asset: may not stay. */
  flies: Uint8Array
}

const EPS_SHARE = 1e-6
const FORBIDDEN = 1
const ASKED = 2

/**
 * Branch and price over the sorties listed (Barnhart et al. 1998): the relaxation of the set packing is bounded by column
 * generation, fractional answers are split by who goes with which asset, then by which asset goes to which facility. The search
 * is a generator that pauses every few milliseconds, so whoever drives it may stop or do other work; `best` and `bound` hold at
 * any pause.
 */
export class Search {
  best: Draft
  /** No plan within the confines is better. */
  bound: Lex
  proven = false

  readonly #model: Model
  readonly #confines: Confines
  #master: Master
  readonly #picker: Picker
  readonly #index = new Map<Sortie, number>()
  readonly #floor: Lex
  #countsDone = false
  /** The relaxation has the row of counts: being late may then earn minutes, and a way with fewer stops need not be better. */
  #floored = false
  readonly #seen = new Set<string>()
  /** Sorties in the order columns were first made of them. */
  readonly #flat: Sortie[] = []
  /** Sorties that may still be part of a better plan, by asset. */
  #alive: Sortie[][]
  /** Reduced cost of the best column of each sortie at the root. */
  #root: { value: Lex; reduced: Map<Sortie, Lex> } | null = null

  /** `start` is a plan within the confines, or null. */
  constructor(model: Model, sorties: readonly (readonly Sortie[])[], confines: Confines, start: Draft | null, floor: Lex) {
    this.#model = model
    this.#confines = confines
    this.#picker = new Picker(model)
    this.#master = masterOf(model, null)
    this.#alive = sorties.map((list, a) => list.filter((sortie) => this.#confined(a, sortie)))
    this.best = start ?? { taken: [], cost: { k: Infinity, minutes: Infinity, km: Infinity } }
    this.bound = floor
    this.#floor = floor
  }

  #confined(asset: number, sortie: Sortie): boolean {
    const only = this.#confines.only?.get(asset)
    return (only === undefined || only === sortie) && this.#confines.not?.get(asset)?.includes(sortie) !== true
  }

  /** True when a plan within the confines has been found. */
  get found(): boolean {
    return this.best.cost.k < Infinity
  }

  /**
   * First that no plan has fewer unserved or late, then that none of those with as few takes less time: in the second part the
   * counts are a row of the relaxation, so that its minutes are those of plans that can be.
   */
  * run(): Generator<void, void> {
    const all = this.#alive
    yield* this.#tree()
    this.#countsDone = true
    const { k } = this.best.cost
    if (k === Infinity) {
      this.proven = true
      return
    }
    this.bound = { k, minutes: this.#floor.minutes, km: 0 }
    const { columns } = this.#master
    this.#alive = all
    if (this.#root !== null && this.#root.value.k < k - 1e-3) {
      this.#master = masterOf(this.#model, k)
      this.#floored = true
      columns.forEach((column) => this.#master.add(columnOf(this.#model, this.#sortieOf(column), column.sortie, column.casualties)))
    }
    this.#root = null
    yield* this.#tree()
    this.bound = this.best.cost
    this.proven = true
  }

  * #tree(): Generator<void, void> {
    const open: Node[] = [this.#rootNode()]
    let dive = true
    while (open.length > 0) {
      const node = dive ? open.pop()! : takeLeast(open)
      dive = false
      if (this.#pruned(node.bound)) {
        continue
      }
      const result = yield* this.#bounded(node, open)
      if (result === null) {
        continue
      }
      this.#round(node)
      if (this.#pruned(result)) {
        continue
      }
      const parts = this.#split(node, result)
      open.push(...parts)
      dive = parts.length > 0
      this.#restate(open)
    }
  }

  #rootNode(): Node {
    const { casualties, assets, facilities, sites, carried } = this.#model
    const node: Node = {
      bound: this.bound, may: carried.slice(), must: new Uint8Array(casualties.length),
      goes: new Uint8Array(assets.length * facilities.length).fill(1), stops: new Uint8Array(assets.length * sites.length), flies: new Uint8Array(assets.length),
    }
    this.#confines.keep?.forEach(({ asset, facility }, c) => {
      this.#bind(node, c, asset)
      this.#send(node, asset, facility)
    })
    this.#confines.not?.forEach((list, asset) => (node.flies[asset] = list.includes(null) ? 1 : 0))
    this.#confines.only?.forEach((sortie, asset) => (node.flies[asset] = sortie === null ? 0 : 1))
    return node
  }

  #bind(node: Node, casualty: number, asset: number): void {
    const { length } = this.#model.assets
    node.must[casualty] = 1
    for (let a = 0; a < length; a += 1) {
      if (a !== asset) {
        node.may[casualty * length + a] = 0
      }
    }
  }

  #send(node: Node, asset: number, facility: number): void {
    const { length } = this.#model.facilities
    node.flies[asset] = 1
    for (let f = 0; f < length; f += 1) {
      if (f !== facility) {
        node.goes[asset * length + f] = 0
      }
    }
  }

  /** True when nothing under this bound can be better than the best plan. */
  #pruned(bound: Lex): boolean {
    const { cost } = this.best
    const k = Math.ceil(bound.k - 1e-3)
    return k > cost.k + 0.5 || (!this.#countsDone && k > cost.k - 0.5) || (bound.k > cost.k - 1e-3 && compareLex(bound, cost) >= 0)
  }

  #enter(node: Node): void {
    const master = this.#master
    const { casualties, assets } = this.#model
    master.columns.forEach((column, j) => {
      master.blocked[j] = !this.#within(node, this.#sortieOf(column)) || column.casualties.some((c) => node.may[c * assets.length + column.asset] === 0)
    })
    node.must.forEach((must, c) => (master.slackBlocked[c] = must))
    node.flies.forEach((flies, a) => (master.slackBlocked[casualties.length + a] = flies))
  }

  #within(node: Node, { asset, facility, stops }: Sortie): boolean {
    const { facilities, sites } = this.#model
    if (node.goes[asset * facilities.length + facility] === 0) {
      return false
    }
    const from = asset * sites.length
    for (let i = 0; i < sites.length; i += 1) {
      const rule = node.stops[from + i]!
      if (rule !== 0 && (rule === ASKED) !== stops.includes(i)) {
        return false
      }
    }
    return true
  }

  /** True where an asset may not simply leave out a stop that gains nothing, or stay. */
  #strict(node: Node, asset: number): boolean {
    const from = asset * this.#model.sites.length
    return this.#floored || node.flies[asset] === 1 || this.#confines.only?.has(asset) === true || this.#confines.not?.has(asset) === true || node.stops.subarray(from, from + this.#model.sites.length).includes(ASKED)
  }

  #sortieOf(column: Column): Sortie {
    return this.#flat[column.sortie]!
  }

  /** Bound of a node by column generation; null when it is pruned on the way. */
  * #bounded(node: Node, open: readonly Node[]): Generator<void, Lex | null> {
    this.#enter(node)
    for (;;) {
      yield
      this.#master.solve()
      const value = this.#master.objective()
      const { added, least, reduced } = this.#price(node)
      const bound = { k: value.k + least.k, minutes: value.minutes + least.minutes, km: value.km + least.km }
      if (compareLex(bound, node.bound) > 0) {
        node.bound = bound
        if (open.length === 0 && bound.k < this.#master.big / 2) {
          this.#restate([node])
        }
      }
      if (this.#pruned(node.bound)) {
        return null
      }
      if (added === 0) {
        if (value.k > this.#master.big / 2) {
          return null
        }
        if (this.#root === null) {
          this.#root = { value, reduced }
          this.#thin()
        }
        return bound
      }
    }
  }

  /**
   * The bound over all parts still open; it only rises. In the first part of the search, parts that cannot have better counts are
   * put aside whatever their minutes, so only the counts of the others bound anything.
   */
  #restate(open: readonly Node[]): void {
    let least: Lex | null = null
    for (const { bound } of open) {
      if (least === null || compareLex(bound, least) < 0) {
        least = bound
      }
    }
    if (least !== null && !this.#countsDone) {
      least = { k: Math.min(least.k, this.best.cost.k), minutes: this.#floor.minutes, km: 0 }
    }
    if (least !== null && compareLex(least, this.bound) > 0) {
      this.bound = compareLex(least, this.best.cost) < 0 ? least : this.best.cost
    }
  }

  /** Drop the sorties that no plan better than the best can hold: their reduced cost at the root says so. */
  #thin(): void {
    const root = this.#root
    if (root === null || !this.found) {
      return
    }
    this.#alive = this.#alive.map((list) => list.filter((sortie) => {
      const reduced = root.reduced.get(sortie)
      if (reduced === undefined) {
        return true
      }
      return !this.#pruned({ k: root.value.k + reduced.k, minutes: root.value.minutes + reduced.minutes, km: root.value.km + reduced.km })
    }))
  }

  #prices(): Prices {
    const { casualties, facilities, uses } = this.#model
    const base = casualties.length + this.#model.assets.length
    const { dualK, dualM, dualD } = this.#master
    const size = casualties.length * facilities.length
    const prices: Prices = { k: new Float64Array(size), minutes: new Float64Array(size), km: new Float64Array(size), late: this.#master.floorPrice() }
    for (let c = 0; c < casualties.length; c += 1) {
      for (let f = 0; f < facilities.length; f += 1) {
        const at = c * facilities.length + f
        prices.k[at] = dualK[c]!
        prices.minutes[at] = dualM[c]!
        prices.km[at] = dualD[c]!
        for (const r of uses[at]!) {
          prices.k[at]! += dualK[base + r]!
          prices.minutes[at]! += dualM[base + r]!
          prices.km[at]! += dualD[base + r]!
        }
      }
    }
    return prices
  }

  /** Columns that would improve the relaxation, at most one an asset and facility; the sum of the least reduced cost of each asset. */
  #price(node: Node): { added: number; least: Lex; reduced: Map<Sortie, Lex> } {
    const { assets, facilities, casualties, resources } = this.#model
    const { dualK, dualM, dualD } = this.#master
    const prices = this.#prices()
    const beds = new Float64Array(facilities.length).fill(Infinity)
    resources.forEach(({ facility, capability, limit }) => {
      if (capability === null) {
        beds[facility] = limit
      }
    })
    const reduced = new Map<Sortie, Lex>()
    const keep = this.#root === null
    const least = { k: 0, minutes: 0, km: 0 }
    let added = 0
    for (let a = 0; a < assets.length; a += 1) {
      const row = casualties.length + a
      const strict = this.#strict(node, a)
      const best: ({ lex: Lex; sortie: Sortie; casualties: number[] } | undefined)[] = []
      let leastHere: Lex = ZERO
      for (const sortie of this.#alive[a]!) {
        if (!this.#within(node, sortie)) {
          continue
        }
        if (!this.#picker.pick(sortie, prices, node.may, beds[sortie.facility]!, strict)) {
          continue
        }
        const { gain } = this.#picker
        const before = best[sortie.facility]
        const k = gain.k - dualK[row]!
        if (!keep && k > (before?.lex.k ?? 0) + 1e-4) {
          continue
        }
        const lex = { k, minutes: gain.minutes - dualM[row]!, km: gain.km + sortie.km - dualD[row]! }
        if (keep) {
          reduced.set(sortie, lex)
        }
        if (before === undefined || compareLex(lex, before.lex, 1e-4) < 0) {
          best[sortie.facility] = { lex, sortie, casualties: this.#picker.casualties.slice() }
        }
      }
      for (const one of best) {
        if (one !== undefined && compareLex(one.lex, ZERO, 1e-4) < 0) {
          if (compareLex(one.lex, leastHere, 1e-4) < 0) {
            leastHere = one.lex
          }
          added += this.#addColumn(one.sortie, one.casualties)
        }
      }
      least.k += leastHere.k
      least.minutes += leastHere.minutes
      least.km += leastHere.km
    }
    return { added, least, reduced }
  }

  #addColumn(sortie: Sortie, list: readonly number[]): number {
    const chosen = list.toSorted((x, y) => x - y)
    let index = this.#index.get(sortie)
    if (index === undefined) {
      index = this.#flat.length
      this.#flat.push(sortie)
      this.#index.set(sortie, index)
    }
    const key = `${index}:${chosen.join(',')}`
    if (this.#seen.has(key)) {
      return 0
    }
    this.#seen.add(key)
    this.#master.add(columnOf(this.#model, sortie, index, chosen))
    return 1
  }

  /** Make a plan of the relaxation's answer: the largest shares first, then what can still be added. */
  #round(node: Node): void {
    const taken = this.#master.taken().toSorted((a, b) => b.share - a.share || a.column.sortie - b.column.sortie)
    const draft = complete(this.#model, this.#alive, this.#picker, taken.map(({ column }) => ({ sortie: this.#sortieOf(column), casualties: column.casualties })), node.may, (sortie) => this.#within(node, sortie))
    const inside = [...node.must.keys()].every((c) => node.must[c] === 0 || draft.taken.some(({ casualties }) => casualties.includes(c)))
      && [...node.flies.keys()].every((a) => node.flies[a] === 0 || draft.taken.some(({ sortie }) => sortie.asset === a))
    if (inside && compareLex(draft.cost, this.best.cost) < 0) {
      this.best = draft
      this.#thin()
    }
  }

  /**
   * Two parts that leave the fractional answer out; the one that follows it is searched first. None when it is whole. Where an
   * asset goes is split before who goes with it: once every asset's way is fixed the rest is nearly a flow, and flows are whole.
   */
  #split(node: Node, bound: Lex): Node[] {
    const { assets, facilities, sites } = this.#model
    const rides = new Map<number, number>()
    const sends = new Map<number, number>()
    const visits = new Map<number, number>()
    const add = (shares: Map<number, number>, at: number, share: number): void => void shares.set(at, (shares.get(at) ?? 0) + share)
    for (const { column, share } of this.#master.taken()) {
      const { asset, facility, stops } = this.#sortieOf(column)
      add(sends, asset * facilities.length + facility, share)
      stops.forEach((stop) => add(visits, asset * sites.length + stop, share))
      column.casualties.forEach((c) => add(rides, c * assets.length + asset, share))
    }
    const child = (): Node => ({ bound, may: node.may.slice(), must: node.must.slice(), goes: node.goes.slice(), stops: node.stops.slice(), flies: node.flies.slice() })
    const without = child()
    const within = child()
    const send = mostSplit(sends)
    const visit = mostSplit(visits)
    const ride = mostSplit(rides)
    if (send !== null && (visit === null || send.off <= visit.off)) {
      without.goes[send.at] = 0
      this.#send(within, Math.floor(send.at / facilities.length), send.at % facilities.length)
    } else if (visit !== null) {
      without.stops[visit.at] = FORBIDDEN
      within.stops[visit.at] = ASKED
      within.flies[Math.floor(visit.at / sites.length)] = 1
    } else if (ride !== null) {
      without.may[ride.at] = 0
      this.#bind(within, Math.floor(ride.at / assets.length), ride.at % assets.length)
    } else {
      return []
    }
    return [without, within]
  }
}

/** The empty relaxation of a model. */
function masterOf({ casualties, assets, resources }: Model, floorK: number | null): Master {
  const none: Slack = { cost: ZERO, k: 0 }
  const big = 4 * casualties.reduce((sum, { unservedK }) => sum + unservedK, 1)
  return new Master(
    [...casualties.map(() => 1), ...assets.map(() => 1), ...resources.map(({ limit }) => limit)],
    [...casualties.map(({ unservedK, unservedMinutes }): Slack => ({ cost: { k: unservedK, minutes: unservedMinutes, km: 0 }, k: unservedK })), ...assets.map(() => none), ...resources.map(() => none)],
    big, floorK,
  )
}

function columnOf(model: Model, sortie: Sortie, index: number, chosen: readonly number[]): Column {
  const { casualties, assets, facilities, uses } = model
  const rows = new Map<number, number>(chosen.map((c) => [c, 1]))
  rows.set(casualties.length + sortie.asset, 1)
  for (const c of chosen) {
    for (const r of uses[c * facilities.length + sortie.facility]!) {
      const row = casualties.length + assets.length + r
      rows.set(row, (rows.get(row) ?? 0) + 1)
    }
  }
  return { sortie: index, asset: sortie.asset, casualties: chosen, cost: costOf(model, sortie, chosen), rows: Int32Array.from(rows.keys()), uses: Float64Array.from(rows.values()) }
}

/** Take the node out whose bound is least: only in it can the bound of all rise. */
function takeLeast(open: Node[]): Node {
  let at = open.length - 1
  for (let i = at - 1; i >= 0; i -= 1) {
    if (compareLex(open[i]!.bound, open[at]!.bound) < 0) {
      at = i
    }
  }
  return open.splice(at, 1)[0]!
}

/** The share nearest to a half; null when all are whole. */
function mostSplit(shares: ReadonlyMap<number, number>): { at: number; off: number } | null {
  let found: { at: number; off: number } | null = null
  for (const [at, share] of shares) {
    const off = Math.abs(share - 0.5)
    if (off < 0.5 - EPS_SHARE && (found === null || off < found.off - 1e-9 || (off < found.off + 1e-9 && at < found.at))) {
      found = { at, off }
    }
  }
  return found
}
