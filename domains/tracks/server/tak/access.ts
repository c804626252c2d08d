import type { VigieRecord } from '../../../../core/record.ts'
import { systemFor, type App, type FeedView } from '../../../../server/face.ts'
import { covers } from '../live/covers.ts'
import type { TakAccess } from './face.ts'
import type { Gate, Gates } from './gates.ts'
import { NOBODY } from './keeper.ts'

const COT = 'cot:'
type Entry = { record: string; gate: Gate; feed: string | null }

/**
 * Who may see what a device sends: as the record of its track says – unless it came more strictly handled than that –, else as
 * its feed does. Follows the records.
 */
export class Access {
  readonly gates: Gates
  readonly #tracks = new Map<string, Entry>()
  readonly #byRecord = new Map<string, string[]>()
  readonly #feeds = new WeakMap<FeedView, Map<string, Gate>>()
  readonly #covered = new Map<string, boolean>()

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
    before.forEach((uid) => this.#tracks.delete(uid))
    const gone = record.workflow === 'merged' || record.workflow === 'retracted'
    const { subjects = [], feed = null } = record.data as { subjects?: string[]; feed?: string }
    const uids = (gone ? [] : subjects).filter((subject) => subject.startsWith(COT)).map((subject) => subject.slice(COT.length))
    const gate = this.gates.of(record)
    uids.forEach((uid) => this.#tracks.set(uid, { record: record.id, gate, feed }))
    if (uids.length > 0) {
      this.#byRecord.set(record.id, uids)
    } else {
      this.#byRecord.delete(record.id)
    }
    return [...new Set([...before, ...uids])]
  }

  /** Id of the track's record of a device. */
  trackOf(uid: string): string | null {
    return this.#tracks.get(uid)?.record ?? null
  }

  /** Of a device's own positions and calls for help. */
  ofTrack(uid: string, feed: FeedView): Gate {
    const source = this.ofFeed(feed, 'track')
    const entry = this.#tracks.get(uid)
    return entry && (entry.feed === feed.id || this.#covers(entry.gate, source)) ? entry.gate : source
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

  #covers(shown: Gate, source: Gate): boolean {
    if (shown === source) {
      return true
    }
    const key = `${shown.n} ${source.n}`
    let answer = this.#covered.get(key)
    if (answer === undefined) {
      answer = covers(shown.access, source.access)
      this.#covered.set(key, answer)
    }
    return answer
  }
}
