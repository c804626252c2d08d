import type { About } from './about.ts'
import { RuleEngine } from './engine.ts'
import type { RuleInForce } from './in-force.ts'
import type { RulePosition } from './motion.ts'
import type { RuleEvent } from './standing.ts'
import type { MultiPolygon } from '../../../../core/area.ts'

/** How often the clock is looked at between positions of the past, ms. */
const TICK_MS = 60_000

/** A draft of a rule over positions of the past, oldest first: what it would have told. Hand positions in by parts, then end. */
export class PastRun {
  readonly events: RuleEvent[] = []
  readonly #engine: RuleEngine
  #ticked = -Infinity

  constructor(rule: RuleInForce, permits: ReadonlyMap<string, MultiPolygon | null>, about: (key: string) => About, zone: string) {
    this.#engine = new RuleEngine(about, () => zone)
    this.#engine.permits(permits)
    this.#engine.rules([{ ...rule, rule: { ...rule.rule, enabled: true } }])
  }

  take(positions: readonly RulePosition[]): void {
    for (const position of positions) {
      this.#tickTo(position.at)
      this.events.push(...this.#engine.position(position))
    }
  }

  /** Until when the clock goes on after the last position, epoch ms. */
  end(at: number): readonly RuleEvent[] {
    this.#tickTo(at)
    return this.events
  }

  #tickTo(at: number): void {
    if (this.#ticked === -Infinity) {
      this.#ticked = at
    }
    while (at - this.#ticked >= TICK_MS) {
      this.#ticked += TICK_MS
      this.events.push(...this.#engine.tick(this.#ticked))
    }
  }
}
