import { accountById } from '../auth/accounts.ts'
import type { AccountRecord } from '../auth/reader.ts'
import type { Store } from '../store/face.ts'

const MAX_NAMES = 10_000

/** Names of accounts, remembered, and corrected when an account changes. */
export class NameBook {
  readonly #store: Store
  readonly #names = new Map<string, string | null>()
  readonly #stop: () => void

  constructor(store: Store) {
    this.#store = store
    this.#stop = store.onCommit((batch) => {
      for (const { record } of batch.changes) {
        if (record.kind === 'user') {
          this.#names.set(record.id, (record as unknown as AccountRecord).data.name)
        }
      }
    })
  }

  /** Name of an account by id; null when there is none (work of the node itself, imports). */
  async of(id: string): Promise<string | null> {
    const known = this.#names.get(id)
    if (known !== undefined) {
      return known
    }
    const name = (await accountById(this.#store, id))?.data.name ?? null
    if (this.#names.size >= MAX_NAMES) {
      this.#names.clear()
    }
    this.#names.set(id, name)
    return name
  }

  close(): void {
    this.#stop()
  }
}
