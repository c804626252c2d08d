import type { Lex } from './lex.ts'
import { isLate, type Model } from './model.ts'
import type { Sortie } from './sorties.ts'

/**
 * What is taken off for serving a casualty at a facility (its dual and those of what it uses there), by tier, casualty × facility;
 * and what each unit of lateness in the first tier costs on top.
 */
export type Prices = { k: Float64Array; minutes: Float64Array; km: Float64Array; late: Lex }

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
  /** 1 for who lies on a litter. */
  readonly #lies: Uint8Array
  readonly #litters: number[] = []
  readonly #seats: number[] = []

  constructor(model: Model) {
    this.#model = model
    this.#lies = Uint8Array.from(model.casualties, ({ casualty }) => (casualty.litter ? 1 : 0))
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
   * gains, or when a stop would be made for nobody: the sortie without that stop is then at least as good. Where that other sortie
   * may not be open, `strict` asks for the best choice with somebody at every stop, even if that costs. The answer lies in `gain`
   * and `casualties` until the next call.
   */
  pick(sortie: Sortie, prices: Prices, may: Uint8Array, beds: number, strict = false): boolean {
    const litters = this.#litters
    const seats = this.#seats
    litters.length = 0
    seats.length = 0
    const { candidates } = sortie
    for (let i = 0; i < candidates.length; i += 1) {
      const c = candidates[i]!
      if (this.#worth(sortie, prices, may, c) && this.#gains(c)) {
        ;(this.#lies[c] === 1 ? litters : seats).push(c)
      }
    }
    this.#cut(sortie, beds)
    return this.#sum(sortie) || (strict && this.#everyStop(sortie, prices, may, beds))
  }

  /** What taking a casualty costs, into the fields; false when it may not be taken. */
  #worth(sortie: Sortie, prices: Prices, may: Uint8Array, c: number): boolean {
    const { casualties, facilities, assets, careFrom, marginMin } = this.#model
    if (may[c * assets.length + sortie.asset] === 0) {
      return false
    }
    const one = casualties[c]!
    const at = c * facilities.length + sortie.facility
    const elapsed = Math.max(sortie.arriveMin, careFrom[at]!) + one.agoMin
    const lateK = isLate(elapsed, one.deadlineMin) ? one.lateK : 0
    this.#k[c] = lateK * (1 + prices.late.k) - prices.k[at]!
    this.#m[c] = one.weight * (elapsed + marginMin[sortie.facility]!) + lateK * prices.late.minutes - prices.minutes[at]!
    this.#d[c] = lateK * prices.late.km - prices.km[at]!
    return true
  }

  #gains(c: number): boolean {
    const k = this.#k[c]!
    const m = this.#m[c]!
    return k < -EPS || (k <= EPS && (m < -EPS_MINUTES || (m <= EPS_MINUTES && this.#d[c]! < 0)))
  }

  /** Leave of those chosen the best there is room for; all of them lie in `litters` then. */
  #cut({ asset }: Sortie, beds: number): void {
    const vehicle = this.#model.assets[asset]!
    const litters = this.#litters
    const seats = this.#seats
    this.#best(litters, vehicle.litters)
    this.#best(seats, vehicle.seats)
    for (let i = 0; i < seats.length; i += 1) {
      litters.push(seats[i]!)
    }
    this.#best(litters, beds)
  }

  #best(list: number[], most: number): void {
    if (list.length > most) {
      list.sort((a, b) => this.#order(a, b))
      list.length = Math.max(0, Math.floor(most))
    }
  }

  #order(a: number, b: number): number {
    return order(this.#k[a]!, this.#m[a]!, this.#d[a]!, this.#k[b]!, this.#m[b]!, this.#d[b]!) || a - b
  }

  #sum({ stops }: Sortie): boolean {
    const list = this.#litters
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

  /**
   * The best choice with somebody at every stop. It holds the best lying or the best sitting casualty of each stop (a worse one of
   * the same kind could be exchanged for it), so these are tried in all combinations, and room that is left goes to who gains.
   */
  #everyStop(sortie: Sortie, prices: Prices, may: Uint8Array, beds: number): boolean {
    const { casualties, assets } = this.#model
    const vehicle = assets[sortie.asset]!
    const open = sortie.candidates.filter((c) => this.#worth(sortie, prices, may, c)).toSorted((a, b) => this.#order(a, b))
    let chosen: number[][] = [[]]
    for (const stop of sortie.stops) {
      const here = open.filter((c) => casualties[c]!.site === stop)
      const firsts = [here.find((c) => this.#lies[c] === 1), here.find((c) => this.#lies[c] === 0)].filter((c) => c !== undefined)
      chosen = chosen.flatMap((list) => firsts.map((c) => [...list, c]))
    }
    let best: number[] | null = null
    const held: Lex = { k: 0, minutes: 0, km: 0 }
    for (const firsts of chosen) {
      const list = firsts.slice()
      let lying = list.filter((c) => this.#lies[c] === 1).length
      if (lying > vehicle.litters || list.length - lying > vehicle.seats || list.length > beds) {
        continue
      }
      for (const c of open) {
        const lies = this.#lies[c] === 1
        if (list.length < Math.floor(beds) && this.#gains(c) && !firsts.includes(c) && (lies ? lying + 1 <= vehicle.litters : list.length - lying + 1 <= vehicle.seats)) {
          list.push(c)
          lying += lies ? 1 : 0
        }
      }
      this.#litters.splice(0, this.#litters.length, ...list)
      const { gain } = this
      if (this.#sum(sortie) && (best === null || order(gain.k, gain.minutes, gain.km, held.k, held.minutes, held.km) < 0)) {
        best = list
        Object.assign(held, gain)
      }
    }
    if (best === null) {
      return false
    }
    this.#litters.splice(0, this.#litters.length, ...best)
    return this.#sum(sortie)
  }
}
