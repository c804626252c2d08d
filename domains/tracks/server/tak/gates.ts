import { isSensitive } from '../../../../core/handling.ts'
import type { App } from '../../../../server/face.ts'
import type { TakAccess } from './face.ts'

/** Everything that exactly the same people may see; numbered, so that an answer is looked up and not worked out. */
export type Gate = { readonly n: number; readonly access: TakAccess; /** Every reading of it is written down: no device is ever sent it. */ readonly sensitive: boolean }

/** Gates there may be before those nobody uses are forgotten with their answers. */
const MOST = 20_000

/** The gates of a node, each made once. Need-to-know itself is `store.sight`: this only remembers. */
export class Gates {
  readonly #store: App['store']
  #gates = new Map<string, Gate>()
  #next = 0
  /** Counts up when areas or kinds change: every remembered answer is void. */
  epoch = 0

  constructor(store: App['store']) {
    this.#store = store
  }

  of(access: TakAccess): Gate {
    const { kind, handling: h, area, workflow } = access
    const key = JSON.stringify([kind, h.level, h.compartments, h.owner, h.releasableTo, h.caveats, h.named ?? [], area, workflow === 'approved'])
    const known = this.#gates.get(key)
    if (known) {
      return known
    }
    if (this.#gates.size >= MOST) {
      this.#gates = new Map()
      this.forget()
    }
    const gate: Gate = { n: this.#next, access: { kind, handling: h, area, workflow }, sensitive: isSensitive(h) }
    this.#next += 1
    this.#gates.set(key, gate)
    return gate
  }

  forget(): void {
    this.epoch += 1
  }

  /** A reader's eyes. */
  eyes(reader: Parameters<App['store']['sight']>[0]): Eyes {
    return new Eyes(this, this.#store.sight(reader))
  }
}

/**
 * What one reader may see on a device, remembered by gate. Nothing strictly confidential and nothing of a compartment: a device
 * keeps what it was sent, and nobody writes down who read it there.
 */
export class Eyes {
  readonly #gates: Gates
  readonly #sight: (access: TakAccess) => boolean
  readonly #known: (boolean | undefined)[] = []
  #epoch: number

  constructor(gates: Gates, sight: (access: TakAccess) => boolean) {
    this.#gates = gates
    this.#sight = sight
    this.#epoch = gates.epoch
  }

  /** What was answered last, also when areas or kinds have changed since; undefined when it was never asked. */
  remembered(gate: Gate): boolean | undefined {
    return this.#known[gate.n]
  }

  sees(gate: Gate): boolean {
    if (this.#epoch !== this.#gates.epoch) {
      this.#known.length = 0
      this.#epoch = this.#gates.epoch
    }
    return (this.#known[gate.n] ??= !gate.sensitive && this.#sight(gate.access))
  }
}
