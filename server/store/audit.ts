import type { JsonObject } from '../../core/json.ts'
import { Problem } from '../../core/problem.ts'
import type { Reader } from '../../core/policy.ts'
import type { NewAction, VigieRecord } from '../../core/record.ts'
import type { Committer } from './commit.ts'

/** Reads whose marks may wait while nothing can be written; beyond it sensitive records are not served. */
const WAITING = 10_000

/**
 * Reads and exports of sensitive records as actions. Marks of reads are written in the background, in the
 * next group, and tried again when writing fails, so that reading goes on with a full disk.
 */
export class Auditor {
  readonly #committer: Committer
  #waiting: { reader: Reader; actions: NewAction[] }[] = []
  #writing: Promise<void> | null = null

  constructor(committer: Committer) {
    this.#committer = committer
  }

  /**
   * Note reads without making the reader wait. The node itself leaves no marks. Throws Problem `unavailable`
   * when so many marks wait that no more can be kept: what cannot be recorded is not shown.
   */
  note(reader: Reader, records: readonly VigieRecord[], type: 'read' | 'export', detail: JsonObject): void {
    if (reader.system) {
      return
    }
    if (this.#waiting.length >= WAITING) {
      throw new Problem('unavailable', 'Sensitive records cannot be shown now: reading them must be recorded, and nothing can be written. Free space on the data disk')
    }
    this.#waiting.push({ reader, actions: marks(records, type, detail) })
    this.#writing ??= this.#flush().finally(() => {
      this.#writing = null
    })
  }

  /** Write marks now; durable when it resolves. Throws Problem when they cannot be written. */
  async write(reader: Reader, records: readonly VigieRecord[], type: 'read' | 'export', detail: JsonObject): Promise<void> {
    if (!reader.system && records.length > 0) {
      await this.#committer.submit(reader, marks(records, type, detail), {})
    }
  }

  /** Resolves when every mark noted so far was written or has failed once more. */
  async drain(): Promise<void> {
    await this.#writing
    await this.#flush()
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0)
      const outcomes = await Promise.allSettled(batch.map(({ reader, actions }) => this.#committer.submit(reader, actions, {})))
      const failed = batch.filter((_one, i) => {
        const outcome = outcomes[i]
        // A refusal (the record is gone meanwhile) is final; anything else is tried again.
        return outcome?.status === 'rejected' && !(outcome.reason instanceof Problem && outcome.reason.status < 500)
      })
      if (failed.length > 0) {
        this.#waiting.unshift(...failed)
        return
      }
    }
  }
}

function marks(records: readonly VigieRecord[], type: 'read' | 'export', detail: JsonObject): NewAction[] {
  const at = new Date().toISOString()
  return records.map((record) => ({ id: crypto.randomUUID(), record: record.id, kind: record.kind, type, at, basedOn: record.version, patch: detail }))
}
