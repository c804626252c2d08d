import type { Handling } from '../../../core/handling.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { SYSTEM, type App, type CommitBatch } from '../../../server/face.ts'
import { coversHandling } from '../shared/covers.ts'
import { stateOf, type Movement, type MovementState } from '../shared/movement.ts'

export type MovementRecord = VigieRecord<Movement>
/** What a track says of itself that a movement needs. */
type Tracked = { subjects: readonly string[]; handling: Handling; stands: boolean }

const OPEN: readonly MovementState[] = ['planned', 'cleared', 'departed', 'arrived']

/** Movements that are not over, as they stand, and the identities of their tracks. */
export class Book {
  readonly open = new Map<string, MovementRecord>()
  readonly #app: App
  readonly #tracks = new Map<string, Tracked>()

  constructor(app: App) {
    this.#app = app
  }

  async load(): Promise<void> {
    for await (const { record } of this.#app.store.stream(SYSTEM, { kind: 'movement', where: { state: [...OPEN] } })) {
      this.#put(record as MovementRecord)
    }
  }

  /** Take in what was committed; answers the movements it was about. */
  take({ changes }: CommitBatch): MovementRecord[] {
    const touched = new Map<string, MovementRecord>()
    for (const { record } of changes) {
      if (record.kind === 'movement') {
        this.#put(record as MovementRecord)
        touched.set(record.id, record as MovementRecord)
      } else if (record.kind === 'track') {
        this.#tracks.delete(record.id)
      }
    }
    return [...touched.values()]
  }

  underWay(): MovementRecord[] {
    return [...this.open.values()].filter((one) => stateOf(one.data) === 'departed')
  }

  /** Identities whose positions are the movement's: of its tracks that stand, as far as no wider circle learns of them by it. */
  async subjectsOf(record: MovementRecord): Promise<string[]> {
    const found = await Promise.all((record.data.tracks ?? []).map((id) => this.#track(id)))
    return found.flatMap((one) => (one?.stands && coversHandling(record.handling, one.handling) ? one.subjects : []))
  }

  #put(record: MovementRecord): void {
    if (record.workflow === 'approved' && OPEN.includes(stateOf(record.data))) {
      this.open.set(record.id, record)
    } else {
      this.open.delete(record.id)
    }
  }

  async #track(id: string): Promise<Tracked | null> {
    const known = this.#tracks.get(id)
    if (known) {
      return known
    }
    const seen = await this.#app.store.get(SYSTEM, id)
    if (seen?.record.kind !== 'track') {
      return null
    }
    const { data, handling, workflow } = seen.record
    const tracked = { subjects: (data['subjects'] as string[] | undefined) ?? [], handling, stands: workflow === 'approved' }
    this.#tracks.set(id, tracked)
    return tracked
  }
}
