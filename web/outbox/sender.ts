import { useSyncExternalStore } from 'react'
import { ApiProblem, api } from '../api/http.ts'
import { acknowledged, failed, hurry, next, put, restore, sending } from './outbox.ts'
import type { Entry, Outbox } from './outbox.ts'

const KEY = 'vigie.outbox'
const watchers = new Set<() => void>()
const waiters = new Map<string, { done(answer: unknown): void; refused(problem: ApiProblem): void }>()
let box: Outbox = restore(typeof localStorage === 'undefined' ? null : localStorage.getItem(KEY))
let owner = ''
let timer: ReturnType<typeof setTimeout> | null = null

function keep(changed: Outbox): void {
  box = changed
  try {
    localStorage.setItem(KEY, JSON.stringify(box))
  } catch {
    // Storage full or forbidden: the entry lives in this page until sent; the bar shows it as waiting.
  }
  watchers.forEach((tell) => tell())
}

/** Whose writes are sent from now on; '' for nobody. */
export function setOutboxOwner(user: string): void {
  owner = user
  pump()
}

/** Try everything that waits at once. */
export function hurryOutbox(): void {
  keep(hurry(box))
  pump()
}

/** Forget a refused entry after the person has dealt with it. */
export function dropEntry(key: string): void {
  keep(acknowledged(box, key))
}

/**
 * Write through the outbox: kept on the device first, then sent, and again until acknowledged.
 * Resolves with the node's answer; rejects only when the node refuses for good.
 */
export function write<T>(entry: Pick<Entry, 'key' | 'path' | 'body' | 'label'>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    waiters.set(entry.key, { done: (answer) => resolve(answer as T), refused: reject })
    keep(put(box, { ...entry, at: Date.now(), owner }))
    pump()
  })
}

function pump(): void {
  if (timer) {
    clearTimeout(timer)
    timer = null
  }
  if (owner === '') {
    return
  }
  const entry = next(box, owner, Date.now())
  if (entry) {
    void send(entry)
    return
  }
  const waiting = box.find((e) => e.owner === owner && e.state === 'waiting')
  if (waiting && !box.some((e) => e.state === 'sending')) {
    timer = setTimeout(pump, Math.max(200, waiting.notBefore - Date.now()))
  }
}

async function send(entry: Entry): Promise<void> {
  keep(sending(box, entry.key))
  try {
    const answer = await api<unknown>(entry.path, { method: 'POST', body: entry.body, key: entry.key })
    keep(acknowledged(box, entry.key))
    waiters.get(entry.key)?.done(answer)
    waiters.delete(entry.key)
  } catch (error) {
    const problem = error instanceof ApiProblem ? error : new ApiProblem(0, {})
    keep(failed(box, entry.key, problem.status, problem.body, Date.now()))
    if (box.find((e) => e.key === entry.key)?.state === 'refused') {
      waiters.get(entry.key)?.refused(problem)
      waiters.delete(entry.key)
    }
  }
  pump()
}

/** What is waiting, on its way or refused; re-renders on change. */
export function useOutbox(): Outbox {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell)
      return () => watchers.delete(tell)
    },
    () => box,
  )
}
