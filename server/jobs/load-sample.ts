import type { Heard } from '../../core/feed.ts'
import type { Reader } from '../../core/policy.ts'
import type { Query } from '../../core/query.ts'
import type { NewAction } from '../../core/record.ts'
import { systemFor, type AccountData } from '../auth/reader.ts'
import type { Store } from '../store/face.ts'

/** An action of the past, when it was logged then (ISO 8601 UTC), and who did it where a rule asks for different people. */
export type PastAction = { action: NewAction; receivedAt: string; by?: { by: string; name: string } }

/** What a feed heard in the past, `receivedAt` in epoch ms. */
export type PastHeard = { feed: string; heard: Heard[]; receivedAt: number }

/**
 * A report released in the past; `at` and `releasedAt` in epoch ms. `day` is mission-local, `about` finds the record it is about (the
 * first of the query), `written` is what its author wrote, by section. `drafted` and `released` name who did it.
 */
export type PastReport = { id: string; type: string; at: number; releasedAt: number; day?: string; about?: Query; written?: { readonly [section: string]: string }; drafted: string; released: string }

/** A mission made up beforehand: what to write, in order of time, and what its gazetteer and map need. */
export type SampleSource = {
  /** Actions altogether, for showing progress. */
  total: number
  actions: AsyncIterable<PastAction>
  /** What its feeds heard in the hours before, oldest first; taken when everything else is there. */
  heard?: () => Iterable<PastHeard>
  /** Reports released in its last days, oldest first; made when everything else is there. */
  reports?: (zone: string) => readonly PastReport[]
  /** The account a visitor is signed in with; what it may is the mission's own saying. */
  visitor: AccountData
  /** Named layers of its geography, GeoJSON feature collections, in drawing order. */
  layers: () => { [layer: string]: unknown }
  /** Populated places for its gazetteer. */
  places: () => SamplePlace[]
}

export type SamplePlace = { id: string; name: string; alt: readonly string[]; type: string; lon: number; lat: number; pcode: string; population: number }

const BATCH = 2000
/** Batches on their way to the disk while the next is made. */
const UNDER_WAY = 2

/**
 * Write a sample mission in batches, in the order of its own time. Answers how many actions were written.
 * `progress` is called after each batch. Stops between batches when the signal is aborted.
 */
export async function loadSample(store: Store, source: Pick<SampleSource, 'total' | 'actions'>, progress: (done: number, total: number) => void, signal?: AbortSignal): Promise<number> {
  const by = (one: PastAction['by']): Reader => systemFor({ user: one?.by ?? 'sample', name: one?.name ?? 'Sample mission', org: 'system' })
  let done = 0
  let batch: PastAction[] = []
  const under: Promise<void>[] = []
  const write = async (some: readonly PastAction[]): Promise<void> => {
    const times = new Map(some.map((one) => [one.action.id, one.receivedAt]))
    await store.commit(by(some[0]?.by), some.map((one) => one.action), { bulk: true, receivedAt: (action) => times.get(action.id) as string, role: 'JOC-IM' })
    done += some.length
    progress(done, source.total)
  }
  // Batches are decided in order while earlier ones are still being written; few at once, so that memory stays small.
  const flush = async (wait: boolean): Promise<void> => {
    const writing = write(batch)
    writing.catch(() => undefined)
    under.push(writing)
    batch = []
    while (under.length > (wait ? 0 : UNDER_WAY)) {
      await under.shift()
    }
  }
  try {
    for await (const one of source.actions) {
      // A new kind begins a new batch, as records are checked against areas that are there; and so does another person.
      const turn = batch[0] !== undefined && (batch[0].action.kind !== one.action.kind || batch[0].by?.by !== one.by?.by)
      if (batch.length >= BATCH || turn) {
        signal?.throwIfAborted()
        await flush(turn)
      }
      batch.push(one)
    }
    await flush(true)
  } finally {
    // However it ends, nothing is still being written when it has.
    await Promise.allSettled(under)
  }
  return done
}
