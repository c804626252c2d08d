import type { VigieRecord } from '../../../../core/record.ts'
import { systemFor, type App, type FeedView } from '../../../../server/face.ts'
import type { TakAccess } from './face.ts'
import type { Gate, Gates } from './gates.ts'
import { NOBODY } from './keeper.ts'

const COT = 'cot:'

/** Who may see what a device sends: as the record of its track says, else as its feed does. Follows the records. */
export class Access {
  readonly gates: Gates
  readonly #tracks = new Map<string, Gate>()
  readonly #records = new Map<string, string>()
  readonly #byRecord = new Map<string, string[]>()
  readonly #feeds = new WeakMap<FeedView, Map<string, Gate>>()

  constructor(gates: Gates) {
    this.gates = gates
  }

  /** Read the tracks there are. */
  async load(store: App['store']): Promise<void> {
    for await (const { record } of store.stream(systemFor(NOBODY), { kind: 'track' })) {
      this.follow(record)
    }
  }

  /** A track's record was made or changed. Answers the uids it is about, now or before. */
  follow(record: VigieRecord): string[] {
    const before = this.#byRecord.get(record.id) ?? []
    for (const uid of before) {
      this.#tracks.delete(uid)
      this.#records.delete(uid)
    }
    const gone = record.workflow === 'merged' || record.workflow === 'retracted'
    const subjects = gone ? [] : (record.data as { subjects?: string[] }).subjects ?? []
    const uids = subjects.filter((subject) => subject.startsWith(COT)).map((subject) => subject.slice(COT.length))
    const gate = this.gates.of(record)
    for (const uid of uids) {
      this.#tracks.set(uid, gate)
      this.#records.set(uid, record.id)
    }
    if (uids.length > 0) {
      this.#byRecord.set(record.id, uids)
    } else {
      this.#byRecord.delete(record.id)
    }
    return [...new Set([...before, ...uids])]
  }

  /** Id of the track's record of a device. */
  trackOf(uid: string): string | null {
    return this.#records.get(uid) ?? null
  }

  /** Of a device's own positions and calls for help. */
  ofTrack(uid: string, feed: FeedView): Gate {
    return this.#tracks.get(uid) ?? this.ofFeed(feed, 'track')
  }

  /** Of what comes over a feed and has no record yet: its handling and area are those of the feed. */
  ofFeed(feed: FeedView, kind: 'track' | 'message' | 'field-report'): Gate {
    let kinds = this.#feeds.get(feed)
    if (!kinds) {
      kinds = new Map()
      this.#feeds.set(feed, kinds)
    }
    const known = kinds.get(kind)
    if (known) {
      return known
    }
    const gate = this.gates.of({ kind, handling: feed.handling, area: feed.area, workflow: 'approved' } satisfies TakAccess)
    kinds.set(kind, gate)
    return gate
  }
}
