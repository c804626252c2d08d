import type { ClockState } from '../../core/clock.ts'
import type { Locale, Text, Texts } from '../../core/i18n.ts'
import type { Reader } from '../../core/policy.ts'
import type { Block, ProductType } from '../../core/product.ts'
import type { Period } from '../../core/product-period.ts'
import type { StandingClock } from '../clocks/face.ts'
import type { Store } from '../store/face.ts'
import type { Binder } from './binder.ts'

/** What a source is asked for. It reads by `bind` alone, so that everything it says is bound and its handling counts. */
export type SectionAsk = {
  type: ProductType
  locale: Locale
  zone: string
  /** What is covered; `to` is the cut-off. */
  period: Period
  /** Mission-local day of the product, YYYY-MM-DD. */
  day: string
  /** Record an urgent product is about. */
  about: string | null
  /** Epoch ms. */
  now: number
  bind: Binder
  /** Made for readers outside the mission. */
  outside: boolean
  /** Open clocks of records the readers may see. */
  clocks(states: readonly ClockState[]): StandingClock[]
  areas: ReturnType<Store['areas']>
  say(texts: Texts, key: string, values?: Record<string, string | number>): string
  /** `181345Z AUG 21 (1445 local)`. */
  time(ms: number): string
  number(n: number): string
}

/** A section a domain can make: in which products it stands by default and at which place. */
export type SectionSource = {
  name: string
  title: Text
  /** Type of product → place in its order. */
  in: { readonly [type in ProductType]?: number }
  /** What it says is of the moment and not of the period: a later value is no correction. */
  moving?: true
  /** Blocks in reading order; none leaves the section out. */
  build(ask: SectionAsk): Promise<Block[]>
}

/** With whose eyes, over what, in which language. */
export type BuildAsk = { type: ProductType; reader: Reader; locale: Locale; zone: string; day: string; period: Period; about: string | null; now: number }
