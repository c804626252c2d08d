import type { ProblemBody } from '../../core/problem.ts'

/** One write that must not be lost: kept on the device until the node has acknowledged or refused it. */
export type Entry = {
  /** Idempotency key; sending twice is harmless. */
  key: string
  path: string
  body: unknown
  /** Device time of writing, epoch ms. */
  at: number
  state: 'waiting' | 'sending' | 'refused'
  tries: number
  /** Not before (epoch ms). */
  notBefore: number
  problem: Partial<ProblemBody> | null
  /** What the person sees meanwhile. */
  label: string
  /** Why it is done, where the record's compartments ask for it. */
  purpose?: string
  /** Whose it is: another account on this device never sends it. */
  owner: string
}

export type Outbox = readonly Entry[]

/** Writes one request to the node carries at most, and the bytes of JSON it should stay under. */
export const MOST_IN_BATCH = 50
const BATCH_BYTES = 256 * 1024
const LONGEST_WAIT = 60_000
const RECORD_PATH = /^\/api\/records(?:\/([^/]+)\/actions)?$/

/** Add a write; a key that is there already is left as it is. */
export function put(box: Outbox, entry: Pick<Entry, 'key' | 'path' | 'body' | 'at' | 'label' | 'owner' | 'purpose'>): Outbox {
  if (box.some((e) => e.key === entry.key)) {
    return box
  }
  return [...box, { ...entry, state: 'waiting', tries: 0, notBefore: 0, problem: null }]
}

/** The record a write is about; null for writes that are about none. */
export function recordOf(entry: Pick<Entry, 'path' | 'body'>): string | null {
  const found = RECORD_PATH.exec(entry.path)
  const id = found?.[1] ?? (found ? (entry.body as { id?: unknown } | null)?.id : null)
  return typeof id === 'string' ? id : null
}

/** Can it be sent together with others? A purpose is declared for one write, so that one goes alone. */
export function isRecordWrite(entry: Pick<Entry, 'path' | 'purpose'>): boolean {
  return RECORD_PATH.test(entry.path) && !entry.purpose
}

/**
 * What to send now, in the order in which it was written: one request's worth of the owner's writes that wait. While
 * some are on their way nothing else is sent. What depends on a refused write of the same record waits for a person.
 */
export function nextBatch(box: Outbox, owner: string, now: number): readonly Entry[] {
  const mine = box.filter((e) => e.owner === owner)
  if (mine.some((e) => e.state === 'sending')) {
    return []
  }
  const held = new Set(mine.filter((e) => e.state === 'refused').map(recordOf).filter((id) => id !== null))
  const ready = mine.filter((e) => e.state === 'waiting' && !held.has(recordOf(e) ?? ''))
  const [first] = ready
  if (!first || first.notBefore > now) {
    return []
  }
  if (!isRecordWrite(first)) {
    return [first]
  }
  const batch: Entry[] = []
  let bytes = 0
  for (const entry of ready) {
    bytes += JSON.stringify(entry.body).length
    if (!isRecordWrite(entry) || batch.length >= MOST_IN_BATCH || (batch.length > 0 && bytes > BATCH_BYTES)) {
      break
    }
    batch.push(entry)
  }
  return batch
}

/** When to look again (epoch ms); null when nothing waits that could be sent. */
export function dueAt(box: Outbox, owner: string): number | null {
  const waiting = box.filter((e) => e.owner === owner && e.state === 'waiting').map((e) => e.notBefore)
  return waiting.length === 0 || box.some((e) => e.owner === owner && e.state === 'sending') ? null : Math.min(...waiting)
}

/** Mark as on its way. */
export function sending(box: Outbox, keys: readonly string[]): Outbox {
  return change(box, keys, (e) => ({ ...e, state: 'sending', tries: e.tries + 1 }))
}

/** The node has it, or a person gave it up: nothing more to keep. */
export function acknowledged(box: Outbox, key: string): Outbox {
  return box.filter((e) => e.key !== key)
}

/** Is this answer final, so that sending the same again cannot help? */
export function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 424 && status !== 429
}

/** It failed: refused for good, or to be tried again after a growing wait (1 s to 60 s). */
export function failed(box: Outbox, key: string, status: number, problem: Partial<ProblemBody>, now: number): Outbox {
  return change(box, [key], (e) =>
    isFinal(status)
      ? { ...e, state: 'refused', problem }
      : { ...e, state: 'waiting', problem: status === 424 ? null : problem, notBefore: now + Math.min(LONGEST_WAIT, 1000 * 2 ** Math.min(e.tries - 1, 10)) },
  )
}

/** Send again at once what waits, for instance because the link came back. */
export function hurry(box: Outbox): Outbox {
  return box.map((e) => (e.state === 'waiting' ? { ...e, notBefore: 0 } : e))
}

/** Try a refused write once more, as it is or with another body (under a fresh key: it is another request). */
export function again(box: Outbox, key: string, changed?: { key: string; body: unknown }): Outbox {
  return change(box, [key], (e) => ({ ...e, ...changed, state: 'waiting', tries: 0, notBefore: 0, problem: null }))
}

/** Entries as they were stored; nothing is under way any more after a reload. Anything unreadable is left out. */
export function restored(stored: readonly unknown[]): Outbox {
  return stored.filter(isEntry).map((e): Entry => (e.state === 'sending' ? { ...e, state: 'waiting' } : e)).sort((a, b) => a.at - b.at)
}

/** What an earlier edition kept as text. */
export function restore(text: string | null): Outbox {
  try {
    const stored: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(stored) ? restored(stored as unknown[]) : []
  } catch {
    return []
  }
}

function isEntry(value: unknown): value is Entry {
  const e = value as Partial<Entry> | null
  return typeof e?.key === 'string' && typeof e.path === 'string' && typeof e.at === 'number'
}

function change(box: Outbox, keys: readonly string[], how: (e: Entry) => Entry): Outbox {
  return box.map((e) => (keys.includes(e.key) ? how(e) : e))
}
