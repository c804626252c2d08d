import type { Lex } from './lex.ts'
import { isLate, type Model } from './model.ts'
import type { Sortie } from './sorties.ts'

/** What is taken off for serving a casualty at a facility (its dual and those of what it uses there), by tier, casualty × facility. */
export type Prices = { k: Float64Array; minutes: Float64Array; km: Float64Array }

const EPS = 1e-4
const EPS_MINUTES = 1e-7

/** Negative when the first is better. */
function order(ak: number, am: number, ad: number, bk: number, bm: number, bd: number): number {
  const k = ak - bk
  if (k > EPS || k < -EPS) {
    return k
  }
  const m = am - bm
  return m > EPS_MINUTES || m < -EPS_MINUTES ? m : ad - bd
}

/**
 * Makes choices of casualties for sorties: those whose service, less its price, gains; the best of them where litters, seats or
 * beds are short. Works in fields of its own: one at a time.
 */
export class Picker {
  /** What the last choice gains (negative is good), by tier. */
  readonly gain: Lex = { k: 0, minutes: 0, km: 0 }
  readonly #model: Model
  readonly #k: Float64Array
  readonly #m: Float64Array
  readonly #d: Float64Array
  readonly #litters: number[] = []
  readonly #seats: number[] = []

  constructor(model: Model) {
    this.#model = model
    this.#k = new Float64Array(model.casualties.length)
    this.#m = new Float64Array(model.casualties.length)
    this.#d = new Float64Array(model.casualties.length)
  }

  /** The last choice; a copy must be made before the next. */
  get casualties(): readonly number[] {
    return this.#litters
  }

  /**
   * The best casualties for a sortie with at most `beds` in all. `may` says which casualties the asset may take. False when none
   * gains, or when a stop would be made for nobody (the sortie without it is at least as good). The answer lies in `gain` and
   * `casualties` until the next call.
   */
  pick(sortie: Sortie, prices: Prices, may: Uint8Array, beds: number): boolean {
    const { casualties, facilities, assets, careFrom, marginMin } = this.#model
    const { facility, asset, candidates } = sortie
    const F = facilities.length
    const litters = this.#litters
    const seats = this.#seats
    litters.length = 0
    seats.length = 0
    for (let i = 0; i < candidates.length; i += 1) {
      const c = candidates[i]!
      if (may[c * assets.length + asset] === 0) {
        continue
      }
      const one = casualties[c]!
      const at = c * F + facility
      const elapsed = Math.max(sortie.arriveMin, careFrom[at]!) + one.agoMin
      const k = (isLate(elapsed, one.deadlineMin) ? one.lateK : 0) - prices.k[at]!
      if (k > EPS) {
        continue
      }
      const m = one.weight * (elapsed + marginMin[facility]!) - prices.minutes[at]!
      const d = -prices.km[at]!
      if (k >= -EPS && (m > EPS_MINUTES || (m >= -EPS_MINUTES && d >= 0))) {
        continue
      }
      this.#k[c] = k
      this.#m[c] = m
      this.#d[c] = d
      ;(one.casualty.litter ? litters : seats).push(c)
    }
    const vehicle = assets[asset]!
    this.#best(litters, vehicle.litters)
    this.#best(seats, vehicle.seats)
    for (let i = 0; i < seats.length; i += 1) {
      litters.push(seats[i]!)
    }
    this.#best(litters, beds)
    return this.#sum(sortie, litters)
  }

  #best(list: number[], most: number): void {
    if (list.length > most) {
      list.sort((a, b) => order(this.#k[a]!, this.#m[a]!, this.#d[a]!, this.#k[b]!, this.#m[b]!, this.#d[b]!) || a - b)
      list.length = Math.max(0, Math.floor(most))
    }
  }

  #sum({ stops }: Sortie, list: readonly number[]): boolean {
    if (list.length < stops.length) {
      return false
    }
    const { casualties } = this.#model
    if (stops.length > 1 && stops.some((stop) => !list.some((c) => casualties[c]!.site === stop))) {
      return false
    }
    const { gain } = this
    gain.k = 0
    gain.minutes = 0
    gain.km = 0
    for (let i = 0; i < list.length; i += 1) {
      const c = list[i]!
      gain.k += this.#k[c]!
      gain.minutes += this.#m[c]!
      gain.km += this.#d[c]!
    }
    return true
  }
}
