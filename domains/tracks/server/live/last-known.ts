import type { Subjects } from '../../shared/pipeline/subjects.ts'
import type { Belonging } from './belonging.ts'
import type { Book } from './book.ts'
import type { LastKnown } from './heads-file.ts'
import type { Sight } from './sight.ts'
import type { Things } from './things.ts'

/** What of the picture is kept over a restart, and what decides about it. */
type Held = { subjects: Subjects; things: Things; book: Book; sight: Sight }

/** Every last known place, for keeping over a restart. */
export function* lastKnownOf({ subjects, things }: Pick<Held, 'subjects' | 'things'>): Generator<LastKnown> {
  for (const [subject, slot] of subjects.all()) {
    const thing = subjects.thing[slot] as number
    if (thing < 0 || !subjects.isPlaced(slot)) {
      continue
    }
    yield {
      subject, feed: things.feeds.get(thing)?.id ?? null, at: subjects.at[slot] as number, receivedAt: subjects.receivedAt[slot] as number, lon: subjects.lon[slot] as number, lat: subjects.lat[slot] as number,
      altM: known(subjects.altM[slot]), speedMs: known(subjects.speedMs[slot]), courseDeg: known(subjects.courseDeg[slot]), accuracyM: known(subjects.accuracyM[slot]),
      source: subjects.sourceOf(slot), sos: things.sos[thing] === 1, facts: things.facts.get(thing) ?? null,
    }
  }
}

/** Take a last known place back in, unless something newer is known. What its feed or track no longer allows is left out. */
export function restoreInto({ subjects, things, book, sight }: Held, belonging: Belonging, row: Omit<LastKnown, 'sos' | 'facts'> & Partial<Pick<LastKnown, 'sos' | 'facts'>>): void {
  const feed = row.feed === null ? null : (book.feeds.get(row.feed) ?? null)
  const owner = book.ownerOf(row.subject)
  if (row.feed !== null && feed === null && owner && !sight.isOf(owner, row.feed)) {
    // Its feed was retracted, and what it brought is handled more strictly than the track.
    return
  }
  const slot = belonging.identify(row.subject, feed, true)
  if (subjects.isPlaced(slot) && (subjects.at[slot] as number) >= row.at) {
    return
  }
  subjects.set(slot, row)
  if ((subjects.thing[slot] as number) >= 0) {
    things.moved(subjects.thing[slot] as number, slot)
  } else {
    belonging.place(slot, feed)
  }
  const thing = subjects.thing[slot] as number
  if (thing < 0) {
    // Nobody answers for it any more.
    subjects.drop(slot)
    return
  }
  if (row.facts) {
    things.facts.set(thing, row.facts)
  }
  if (row.sos) {
    things.sos[thing] = 1
  }
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}
