import type { Kind } from '../../core/kind.ts'
import { Problem } from '../../core/problem.ts'
import type { Kinds } from './face.ts'

/** The kinds of this node: those shipped, and those the mission defined itself, which may come and change. */
export class Registry implements Kinds {
  readonly #kinds = new Map<string, Kind>()
  #all: readonly Kind[] = []

  constructor(kinds: readonly Kind[]) {
    kinds.forEach((kind) => this.#kinds.set(kind.name, kind))
    this.#all = kinds
  }

  get(name: string): Kind | undefined {
    return this.#kinds.get(name)
  }

  need(name: string): Kind {
    const kind = this.#kinds.get(name)
    if (!kind) {
      const fix = `Use one of: ${[...this.#kinds.keys()].join(', ')}`
      throw new Problem('invalid-input', `kind: "${name}" is not known. ${fix}`, { fields: [{ path: '/kind', problem: 'is not known', fix }] })
    }
    return kind
  }

  all(): readonly Kind[] {
    return this.#all
  }

  /** Take in a kind, new or changed. */
  set(kind: Kind): void {
    this.#kinds.set(kind.name, kind)
    this.#all = [...this.#kinds.values()]
  }
}
