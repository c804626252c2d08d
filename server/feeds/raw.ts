import { SYSTEM } from '../auth/reader.ts'
import type { Reader, Store } from '../store/face.ts'
import type { FeedRun } from './run.ts'

/**
 * Bytes as they came hold positions of all a feed reports: they are for those who may see every track it may be about, those made of
 * it and those made by hand that claim identities. For anybody else there are none: an answer of its own would tell that a track is
 * hidden from them. One of these serves one request: what concerns every feed is looked at once.
 */
export class RawEyes {
  readonly #store: Store
  readonly #reader: Reader
  #byHand: Promise<boolean> | null = null

  constructor(store: Store, reader: Reader) {
    this.#store = store
    this.#reader = reader
  }

  /** Are the bytes of this feed there for the reader? */
  async see(run: FeedRun): Promise<boolean> {
    const store = this.#store
    if (!store.kinds().get('track')) {
      return true
    }
    const ofIt = { kind: 'track', where: { feed: [run.view.id] }, workflow: [...STANDINGS] }
    if ((await store.count(this.#reader, ofIt)) < (await store.count(SYSTEM, ofIt))) {
      return false
    }
    this.#byHand ??= this.#seesThoseByHand()
    return this.#byHand
  }

  async #seesThoseByHand(): Promise<boolean> {
    const sees = this.#store.sight(this.#reader)
    for await (const { record } of this.#store.stream(SYSTEM, { kind: 'track', where: { feed: [''] }, workflow: [...STANDINGS] })) {
      if ((record.data['subjects'] as string[]).length > 0 && !sees(record)) {
        return false
      }
    }
    return true
  }
}

const STANDINGS = ['approved', 'retracted', 'merged'] as const
