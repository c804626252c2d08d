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
  /** Whose it is: another account on this device never sends it. */
  owner: string
}

export type Outbox = readonly Entry[]

/** Add a write; a key that is there already is left as it is. */
export function put(box: Outbox, entry: Pick<Entry, 'key' | 'path' | 'body' | 'at' | 'label' | 'owner'>): Outbox {
  if (box.some((e) => e.key === entry.key)) {
    return box
  }
  return [...box, { ...entry, state: 'waiting', tries: 0, notBefore: 0, problem: null }]
}

/** The entry to send now: the owner's oldest that waits and whose time has come. One at a time keeps their order. */
export function next(box: Outbox, owner: string, now: number): Entry | null {
  const mine = box.filter((e) => e.owner === owner)
  if (mine.some((e) => e.state === 'sending')) {
    return null
  }
  const first = mine.find((e) => e.state === 'waiting')
  return first && first.notBefore <= now ? first : null
}

/** Mark as on its way. */
export function sending(box: Outbox, key: string): Outbox {
  return change(box, key, (e) => ({ ...e, state: 'sending', tries: e.tries + 1 }))
}

/** The node has it: nothing more to keep. */
export function acknowledged(box: Outbox, key: string): Outbox {
  return box.filter((e) => e.key !== key)
}

/** Is this answer final, so that sending the same again cannot help? */
export function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429
}

/** It failed: refused for good, or to be tried again after a growing wait (1 s to 60 s). */
export function failed(box: Outbox, key: string, status: number, problem: Partial<ProblemBody>, now: number): Outbox {
  return change(box, key, (e) =>
    isFinal(status)
      ? { ...e, state: 'refused', problem }
      : { ...e, state: 'waiting', problem, notBefore: now + Math.min(60_000, 1000 * 2 ** Math.min(e.tries - 1, 10)) },
  )
}

/** Send again at once what waits, for instance because the link came back. */
export function hurry(box: Outbox): Outbox {
  return box.map((e) => (e.state === 'waiting' ? { ...e, notBefore: 0 } : e))
}

/** After a reload nothing is under way any more. Unreadable storage gives an empty box. */
export function restore(text: string | null): Outbox {
  try {
    const stored: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(stored) ? (stored as Entry[]).filter((e) => typeof e?.key === 'string' && typeof e.path === 'string').map((e) => (e.state === 'sending' ? { ...e, state: 'waiting' } : e)) : []
  } catch {
    return []
  }
}

function change(box: Outbox, key: string, how: (e: Entry) => Entry): Outbox {
  return box.map((e) => (e.key === key ? how(e) : e))
}
