import { canonical } from '../../core/json.ts'
import type { Kind } from '../../core/kind.ts'
import { extendKind, kindFromData, type OwnKind } from '../../core/own-kind.ts'
import { Problem } from '../../core/problem.ts'
import type { VigieRecord } from '../../core/record.ts'
import { sha256 } from './chain.ts'
import type { Db } from './db.ts'
import type { Kinds } from './face.ts'

/** The kind whose records define further kinds and fields. */
export const DEFINING = 'own-kind'

/** Edition of how words and columns are derived; a store written with another derives them again when it is opened. */
const DERIVATION = 3

/**
 * The kinds of this node: those shipped, and what the mission defined itself as records of kind `own-kind` –
 * kinds of its own, and fields added to shipped ones. A withdrawn definition stays known as long as the
 * node runs on it: its records must still be read.
 */
export class Registry implements Kinds {
  readonly #shipped: ReadonlyMap<string, Kind>
  readonly #kinds = new Map<string, Kind>()
  readonly #definitions = new Map<string, OwnKind>()
  /** Records that govern the invariants of shipped kinds: kind → id → record. */
  readonly #governing = new Map<string, Map<string, VigieRecord>>()
  #all: readonly Kind[] = []

  constructor(kinds: readonly Kind[]) {
    this.#shipped = new Map(kinds.map((kind) => [kind.name, kind]))
    for (const { governed } of kinds) {
      if (governed && !this.#governing.has(governed.by)) {
        this.#governing.set(governed.by, new Map())
      }
    }
    kinds.forEach((kind) => this.#kinds.set(kind.name, this.#governed(kind)))
    this.#all = [...this.#kinds.values()]
  }

  /** Kinds whose records govern the invariants of others. */
  get governing(): readonly string[] {
    return [...this.#governing.keys()]
  }

  /** Take in a record that may govern the invariants of other kinds. */
  govern(record: VigieRecord): void {
    const standing = this.#governing.get(record.kind)
    if (!standing) {
      return
    }
    standing.set(record.id, record)
    for (const [name, { governed }] of this.#shipped) {
      const kind = governed?.by === record.kind ? this.#build(name) : null
      if (kind) {
        this.#kinds.set(name, kind)
      }
    }
    this.#all = [...this.#kinds.values()]
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

  /** Take in a definition, new or changed; returns the kind that follows from it. */
  define(record: VigieRecord): Kind | null {
    const definition = record.data as unknown as OwnKind
    this.#definitions.set(record.id, definition)
    const kind = this.#build(definition.extends ?? definition.name)
    if (kind) {
      this.#kinds.set(kind.name, kind)
      this.#all = [...this.#kinds.values()]
    }
    return kind
  }

  /** Changes when what is derived from records of the kind may change: how words are derived, its version and the mission's definitions. */
  signature(name: string): string {
    const definitions = [...this.#definitions].filter(([, d]) => (d.extends ?? d.name) === name).sort(([a], [b]) => (a < b ? -1 : 1))
    return `${DERIVATION}:${this.#shipped.get(name)?.version ?? 0}:${sha256(canonical(definitions)).slice(0, 16)}`
  }

  /** Refuse a definition whose name or reference prefix another kind has already. `id` is its own record. */
  refuseTwin(id: string, definition: OwnKind): void {
    if (definition.extends !== undefined) {
      const target = this.#shipped.get(definition.extends)
      if (!target || !('own' in target.data.properties)) {
        const fix = `Use one of ${[...this.#shipped.values()].filter((kind) => 'own' in kind.data.properties).map((kind) => kind.name).join(', ')}`
        throw new Problem('invalid-input', `/data/extends: "${definition.extends}" takes no fields of the mission. ${fix}`, { fields: [{ path: '/data/extends', problem: 'takes no fields of the mission', fix }] })
      }
      const taken = new Set([...this.#definitions].filter(([own, d]) => own !== id && d.extends === definition.extends).flatMap(([, d]) => d.fields.map((field) => field.key)))
      const at = definition.fields.findIndex((field) => taken.has(field.key))
      if (at >= 0) {
        const fix = 'Choose another key, or change that definition'
        throw new Problem('duplicate', `/data/fields/${at}/key: "${definition.fields[at]?.key}" is a field of another definition. ${fix}`, { fields: [{ path: `/data/fields/${at}/key`, problem: 'is a field of another definition', fix }] })
      }
      return
    }
    const others = [...[...this.#shipped.values()].map((k) => ({ id: '', ...k })), ...[...this.#definitions].filter(([, d]) => d.extends === undefined).map(([own, d]) => ({ id: own, name: d.name, prefix: d.prefix }))]
    for (const field of ['name', 'prefix'] as const) {
      if (others.some((other) => other.id !== id && other[field] === definition[field])) {
        const fix = `Choose another ${field}`
        throw new Problem('duplicate', `/data/${field}: "${definition[field]}" belongs to another kind. ${fix}`, { fields: [{ path: `/data/${field}`, problem: 'belongs to another kind', fix }] })
      }
    }
  }

  #governed(kind: Kind): Kind {
    if (!kind.governed) {
      return kind
    }
    const standing = [...(this.#governing.get(kind.governed.by)?.values() ?? [])].filter((record) => record.workflow !== 'retracted')
    return { ...kind, check: kind.governed.check(standing) }
  }

  #build(name: string): Kind | null {
    const shipped = this.#shipped.get(name)
    if (shipped) {
      return this.#governed(extendKind(shipped, [...this.#definitions.values()].filter((d) => d.extends === name)))
    }
    const definition = [...this.#definitions.values()].find((d) => d.name === name && d.extends === undefined)
    // Always version 1: what a record was written with must not change when its definition does, or replay would differ.
    return definition ? kindFromData(definition, 1) : null
  }
}

/** The kinds shipped together with what the mission of this store defined. */
export async function loadKinds(db: Db, shipped: readonly Kind[]): Promise<Registry> {
  const registry = new Registry(shipped)
  for (const row of await db.all<{ snapshot: string }>('select snapshot from records where kind = ? order by num', [DEFINING])) {
    registry.define(JSON.parse(row.snapshot) as VigieRecord)
  }
  for (const kind of registry.governing) {
    for (const row of await db.all<{ snapshot: string }>('select snapshot from records where kind = ? order by num', [kind])) {
      registry.govern(JSON.parse(row.snapshot) as VigieRecord)
    }
  }
  return registry
}
