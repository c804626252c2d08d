import type { Reader } from '../../../../core/policy.ts'
import type { Store } from '../../../../server/face.ts'
import type { Book } from './book.ts'
import type { AccessClasses } from './classes.ts'
import { covers } from './covers.ts'
import type { TrackEntry } from './things.ts'

/** Who may see which positions: by the track they are of, by the feed they came by where that is stricter. */
export class Sight {
  readonly #store: Store
  readonly #classes: AccessClasses
  readonly #book: Book
  readonly #covered = new Map<number, boolean>()

  constructor(store: Store, classes: AccessClasses, book: Book) {
    this.#store = store
    this.#classes = classes
    this.#book = book
  }

  /** May what comes by this feed be shown under this class? */
  isCovered(shown: number, source: number): boolean {
    const key = shown * 65_536 + source
    let answer = this.#covered.get(key)
    if (answer === undefined) {
      answer = covers(this.#classes.protection(shown), this.#classes.protection(source))
      this.#covered.set(key, answer)
    }
    return answer
  }

  /**
   * Which positions a reader may see, by identity and the feed they came by ('' for none): those of a track by the track – unless they
   * came more strictly handled than it is – the others by their feed. Good for as long as it is used at once.
   */
  allow(reader: Reader): (subject: string, feed: string) => boolean {
    const visible = this.#classes.visible(this.#store.sight(reader))
    return (subject, feed) => {
      const owner = this.#book.ownerOf(subject)
      if (!owner || owner.withdrawn) {
        const source = this.#book.feeds.get(feed)
        return owner === undefined && source !== undefined && visible[source.klass] === 1
      }
      return visible[this.isOf(owner, feed) ? owner.klass : (this.#book.sources.get(feed) as number)] === 1
    }
  }

  /** Are positions that came by a feed ('' for none) those of the track that claims their identity, or apart because they came more strictly handled? */
  isOf(owner: TrackEntry, feed: string): boolean {
    const source = this.#book.sources.get(feed)
    return source === undefined || owner.data.feed === feed || this.isCovered(owner.klass, source)
  }
}
