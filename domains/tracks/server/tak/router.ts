import { deleteEvent } from '../../../../formats/cot/control.ts'
import type { CotDest } from '../../../../formats/cot/facts.ts'
import { GATHER_MS, type TakClient } from './client.ts'
import type { Gate } from './gates.ts'
import { Parcel } from './parcel.ts'

/** Things whose latest position is kept for those who come later. */
export const MOST_LATEST = 100_000
export const MOST_LATEST_BYTES = 256 * 1024 * 1024
/** A position longer than this is sent on and not kept: a few of them would be all memory. */
const MOST_KEPT_BYTES = 16_384
/** Kept so long after it went stale, and never longer than a day after it was made, whatever its device says. */
const AFTER_STALE_MS = 15 * 60_000
const LONGEST_MS = 24 * 3_600_000
/** A clock so far ahead is not believed when it says that a position is the newer one. */
const AHEAD_MS = 5 * 60_000
/** A client whose outbox is not empty is looked at so often. */
const SLOW_MS = 20

type Latest = { parcel: Parcel; from: TakClient | null; until: number }

/** Who gets what. Knows the connections and the latest position of everything; what anybody may see is asked of them. */
export class Router {
  readonly #now: () => number
  readonly #latest = new Map<string, Latest>()
  #latestBytes = 0
  readonly #dirty = new Set<TakClient>()
  #timer: NodeJS.Timeout | null = null
  readonly clients = new Set<TakClient>()
  /** Events that named addressees of whom none is here or may see them; positions older than the one that stands. */
  undelivered = 0
  late = 0

  constructor(now: () => number) {
    this.#now = now
  }

  get latestCount(): number {
    return this.#latest.size
  }

  latest(uid: string): Parcel | null {
    return this.#latest.get(uid)?.parcel ?? null
  }

  /** Takes part from now on: first what is known, oldest first. */
  admit(client: TakClient): void {
    this.clients.add(client)
    for (const { parcel, from } of this.#latest.values()) {
      if (from !== client) {
        client.offer(parcel)
      }
    }
  }

  remove(client: TakClient): void {
    this.clients.delete(client)
    this.#dirty.delete(client)
    for (const latest of this.#latest.values()) {
      if (latest.from === client) {
        latest.from = null
      }
    }
  }

  /** A position: to everybody who may see it but its sender. One older than the standing one goes to nobody. */
  position(parcel: Parcel, from: TakClient | null): void {
    const { uid, time, stale } = parcel.event
    if (parcel.size > MOST_KEPT_BYTES) {
      this.broadcast(parcel, from)
      return
    }
    const standing = this.#latest.get(uid)
    const now = this.#now()
    const until = Math.min(stale + AFTER_STALE_MS, now + LONGEST_MS)
    if (standing) {
      const before = standing.parcel.event.time
      if (time < before && before < now + AHEAD_MS) {
        this.late += 1
        return
      }
      this.#latestBytes += parcel.size - standing.parcel.size
      standing.parcel = parcel
      standing.from = from
      standing.until = until
      this.#fit()
    } else {
      this.#keep(uid, { parcel, from, until })
    }
    this.broadcast(parcel, from)
  }

  /** Something the node itself shows until a moment, however often it is told anew. */
  stand(parcel: Parcel, until: number): void {
    this.#keep(parcel.event.uid, { parcel, from: null, until })
    this.broadcast(parcel, null)
  }

  #keep(uid: string, latest: Latest): void {
    this.#latestBytes += latest.parcel.size - (this.#latest.get(uid)?.parcel.size ?? 0)
    this.#latest.set(uid, latest)
    this.#fit()
  }

  /** What has been there longest makes room. */
  #fit(): void {
    while (this.#latest.size > MOST_LATEST || this.#latestBytes > MOST_LATEST_BYTES) {
      this.#drop(this.#latest.keys().next().value!)
    }
  }

  #drop(uid: string): void {
    this.#latestBytes -= this.#latest.get(uid)?.parcel.size ?? 0
    this.#latest.delete(uid)
  }

  /** To everybody who may see it. */
  broadcast(parcel: Parcel, from: TakClient | null): void {
    for (const client of this.clients) {
      if (client !== from) {
        client.offer(parcel)
      }
    }
  }

  /** Only to those named, and of them only who may see it. Answers to whom it went. */
  direct(parcel: Parcel, dests: readonly CotDest[], from: TakClient | null): TakClient[] {
    const reached: TakClient[] = []
    for (const client of this.clients) {
      if (client !== from && dests.some((dest) => isFor(dest, client)) && client.identity?.sees(parcel)) {
        client.offer(parcel)
        reached.push(client)
      }
    }
    if (reached.length === 0) {
      this.undelivered += 1
    }
    return reached
  }

  /** It is no longer there: whoever could see it is told. */
  gone(uid: string, gate: Gate, from: TakClient | null, feed: string | null): void {
    const standing = this.#latest.get(uid)
    this.#drop(uid)
    const parcel = this.#farewell(uid, standing?.parcel.event.type ?? 'a-u-G', gate, feed)
    for (const client of this.clients) {
      client.outbox.forget(uid)
      if (client !== from) {
        client.offer(parcel)
      }
    }
  }

  /** Another gate stands before a thing now: who lost sight of it is told that it is gone, who gained it is told where it is. */
  regate(uid: string, gate: Gate): void {
    const standing = this.#latest.get(uid)
    if (!standing || standing.parcel.gate === gate) {
      return
    }
    const before = standing.parcel
    standing.parcel = before.through(gate)
    this.move(before, standing.parcel)
  }

  /** What stood as `before` stands as `after` now. */
  move(before: Parcel, after: Parcel): void {
    const { uid, type } = before.event
    const farewell = this.#farewell(uid, type, before.gate, before.feed)
    for (const client of this.clients) {
      const now = client.identity?.sees(after) ?? false
      const then = client.identity?.sees(before) ?? false
      if (then && !now) {
        client.outbox.forget(uid)
        client.offer(farewell)
      } else if (now && !then) {
        client.offer(after)
      }
    }
  }

  /** Words are told otherwise from now on: what stands is told anew where it says one of them. */
  reword(change: (text: string) => string): void {
    this.#rewordWaiting(change)
    for (const latest of this.#latest.values()) {
      const parcel = latest.parcel.reworded(change)
      if (parcel !== latest.parcel) {
        latest.parcel = parcel
        this.broadcast(parcel, latest.from)
      }
    }
  }

  /** What waits for a slow connection; the same for all it waits for. */
  #rewordWaiting(change: (text: string) => string): void {
    const told = new Map<Parcel, Parcel>()
    for (const client of this.clients) {
      if (client.outbox.size > 0) {
        client.outbox.reword((parcel) => {
          const known = told.get(parcel) ?? parcel.reworded(change)
          told.set(parcel, known)
          return known
        })
      }
    }
  }

  /** All things standing, with the feed they came by. */
  *standing(): Iterable<Parcel> {
    for (const { parcel } of this.#latest.values()) {
      yield parcel
    }
  }

  /** What a client may see has changed: what it saw and may not see any more is taken from its map, what it may see now is sent. */
  resight(client: TakClient, saw: (gate: Gate) => boolean): void {
    client.outbox.keep((parcel) => client.identity?.sees(parcel) ?? false)
    for (const [uid, { parcel, from }] of this.#latest) {
      if (from === client) {
        continue
      }
      const before = saw(parcel.gate)
      const now = client.identity?.sees(parcel) ?? false
      if (before && !now) {
        client.say(this.#farewell(uid, parcel.event.type, parcel.gate, parcel.feed).bytes(client.protocol))
      } else if (now && !before) {
        client.offer(parcel)
      }
    }
  }

  /** Forget what went stale. */
  sweep(): void {
    const now = this.#now()
    for (const [uid, { until }] of this.#latest) {
      if (until < now) {
        this.#drop(uid)
      }
    }
  }

  wake(client: TakClient): void {
    this.#dirty.add(client)
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS)
  }

  close(): void {
    clearTimeout(this.#timer ?? undefined)
    this.#timer = null
    this.#dirty.clear()
  }

  #flush(): void {
    this.#timer = null
    for (const client of this.#dirty) {
      client.flush()
      if (client.closed || client.outbox.size === 0) {
        this.#dirty.delete(client)
      }
    }
    if (this.#dirty.size > 0) {
      this.#timer ??= setTimeout(() => this.#flush(), SLOW_MS)
    }
  }

  #farewell(uid: string, type: string, gate: Gate, feed: string | null): Parcel {
    return new Parcel(deleteEvent({ uid: `vigie-gone-${uid}`, target: uid, type }, this.#now()), gate, { feed, replaces: null })
  }
}

function isFor(dest: CotDest, client: TakClient): boolean {
  if ('uid' in dest) {
    return client.uid === dest.uid || client.uids.has(dest.uid)
  }
  if ('callsign' in dest) {
    return client.callsign !== null && client.callsign === dest.callsign
  }
  // The team is a colour a device gives itself: it may narrow who gets something, never widen it.
  return 'group' in dest && client.team !== null && client.team === dest.group
}
