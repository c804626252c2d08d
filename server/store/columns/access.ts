import type { AreaTree } from '../../../core/area.ts'
import { canonical } from '../../../core/json.ts'
import type { Kind } from '../../../core/kind.ts'
import { accessClassOf, mayRead, type AccessClass, type Reader } from '../../../core/policy.ts'
import type { VigieRecord, Workflow } from '../../../core/record.ts'

/** Everything that is alike for many records and decides who reads them or whether they count. */
export type StateClass = { access: AccessClass; workflow: Workflow }

/** Code of a slot whose record has moved on; no reader reads it and no query meets it. */
export const DEAD = 0
const MAX_READERS = 256

/** State classes of one kind, numbered from 1 in order of arrival. */
export class StateClasses {
  readonly list: (StateClass | null)[] = [null]
  /** Some class is for named persons only, so that two persons of equal rights may see different things. */
  named = false
  readonly #codes = new Map<string, number>()

  /** The code of a record's class. */
  code(record: VigieRecord): number {
    const { handling: h } = record
    const key = JSON.stringify([record.workflow, h.level, h.owner, record.area, h.compartments, h.caveats, h.releasableTo, h.named ?? null])
    let code = this.#codes.get(key)
    if (code === undefined) {
      code = this.list.length
      this.list.push({ access: accessClassOf(record), workflow: record.workflow })
      this.named ||= h.caveats.includes('EYES-NAMED')
      this.#codes.set(key, code)
    }
    return code
  }
}

/** Which state classes each reader may read: decided once per class and reader by core/policy. */
export class Readable {
  readonly #kind: Kind
  readonly #classes: StateClasses
  readonly #tables = new Map<string, { table: Uint8Array; decided: number }>()

  constructor(kind: Kind, classes: StateClasses) {
    this.#kind = kind
    this.#classes = classes
  }

  /** A table over class codes: 1 may be read. */
  table(reader: Reader, key: string, areas: AreaTree): Uint8Array {
    let entry = this.#tables.get(key)
    if (!entry) {
      if (this.#tables.size >= MAX_READERS) {
        this.#tables.delete(this.#tables.keys().next().value!)
      }
      entry = { table: new Uint8Array(0), decided: 0 }
      this.#tables.set(key, entry)
    }
    const { list } = this.#classes
    if (entry.decided < list.length) {
      const table = new Uint8Array(list.length)
      table.set(entry.table)
      for (let code = entry.decided; code < list.length; code += 1) {
        const state = list[code]
        table[code] = state && mayRead(reader, this.#kind, state.access, areas).allow ? 1 : 0
      }
      entry.table = table
      entry.decided = list.length
    }
    return entry.table
  }

  /** Areas changed: decide anew. */
  clear(): void {
    this.#tables.clear()
  }
}

/**
 * One key for readers who are the same to policy. Names do not matter to it, and who a person is only where a class is
 * for named persons (`named`); everything else of the reader counts.
 */
export function readerKey(reader: Reader, named: boolean): string {
  return canonical({ ...reader, name: '', user: named ? reader.user : '', compartments: [...reader.compartments].sort() })
}
