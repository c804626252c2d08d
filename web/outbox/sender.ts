import { useSyncExternalStore } from 'react'
import { ApiProblem, api } from '../api/http.ts'
import { live } from '../live/client.ts'
import { forgetEntry, keepEntry, loadEntries, renewEntry } from './kept.ts'
import { acknowledged, again, dueAt, failed, hurry, isFinal, nextBatch, put, recordOf, sending } from './outbox.ts'
import type { Entry, Outbox } from './outbox.ts'
import type { ProblemBody } from '../../core/problem.ts'

/** What pages of one browser tell each other: something on the disk changed, or an answer came for a write. */
type Told = { what: 'changed' } | { what: 'answer'; key: string; status: number; body: unknown }
type Waiter = { done(answer: unknown): void; refused(problem: ApiProblem): void; kept?(): void }
/** A write as it is begun. */
export type NewWrite = Pick<Entry, 'key' | 'path' | 'body' | 'label' | 'purpose'>
type Result = { key: string; status: number; body?: unknown; problem?: Partial<ProblemBody> }

/** Without an answer for so long the person is told that the write is kept, and may go on. */
const PATIENCE_MS = 10_000

const watchers = new Set<() => void>()
const takenWatchers = new Set<(body: unknown) => void>()
const waiters = new Map<string, Waiter>()
const pages = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('vigie.outbox')
let box: Outbox = []
let orders = new Map<string, number>()
let owner = ''
/** Whose writes were read in from the disk. */
let loadedFor = ''
/** Records of writes that are being put on the disk. */
const begun = new Map<string, string>()
/** Entries no disk took: they live in this page alone. */
let unkept: ReadonlySet<string> = new Set()
let leading = false
let handOver: (() => void) | null = null
let timer: ReturnType<typeof setTimeout> | null = null
let batches = true
let linkWas = ''

pages?.addEventListener('message', (message: MessageEvent<Told>) => {
  if (message.data.what === 'changed') {
    void reload()
  } else {
    settle(message.data.key, message.data.status, message.data.body)
  }
})

function show(changed: Outbox): void {
  box = changed
  watchers.forEach((tell) => tell())
}

/** Whose writes are sent from now on; '' for nobody. One page of the browser sends for all. */
export function setOutboxOwner(user: string): void {
  if (user === owner) {
    return
  }
  owner = user
  handOver?.()
  handOver = null
  leading = false
  if (user === '') {
    return
  }
  void reload().then(() => lead(user))
}

function lead(user: string): void {
  const begin = (): void => {
    if (owner === user) {
      leading = true
      pump()
    }
  }
  // Locks, like all that keeps pages apart, are given to https and to this machine itself; elsewhere each page sends its own, under keys that make sending twice harmless.
  if (navigator.locks === undefined) {
    begin()
    return
  }
  void navigator.locks.request(`vigie.outbox:${user}`, () => new Promise<void>((release) => {
    handOver = release
    if (owner !== user) {
      release()
      return
    }
    void reload().then(begin)
  }))
}

async function reload(): Promise<void> {
  const whose = owner
  if (whose === '') {
    return
  }
  try {
    const stored = await loadEntries(whose)
    if (owner !== whose) {
      return
    }
    orders = stored.orders
    const known = new Map(box.map((e) => [e.key, e]))
    loadedFor = whose
    const kept = stored.box.map((e) => (known.get(e.key)?.state === 'sending' ? (known.get(e.key) as Entry) : e))
    show([...kept, ...box.filter((e) => unkept.has(e.key))])
    pump()
  } catch {
    // No store on this device: what is written lives in this page until it is sent.
    if (owner === whose) {
      loadedFor = whose
      watchers.forEach((tell) => tell())
    }
  }
}

/** Try everything that waits at once. */
export function hurryOutbox(): void {
  show(hurry(box))
  pump()
}

/** Forget an entry after the person has dealt with it. */
export function dropEntry(key: string): void {
  show(acknowledged(box, key))
  waiters.delete(key)
  void forgetEntry(owner, key).catch(() => undefined).then(() => pages?.postMessage({ what: 'changed' } satisfies Told))
  pump()
}

/** Send a refused entry again, as it is or with a changed body, then under a fresh key. */
export async function sendAgain(key: string, changed?: { key: string; body: unknown }): Promise<void> {
  const order = orders.get(key)
  show(again(box, key, changed))
  const entry = box.find((e) => e.key === (changed?.key ?? key))
  if (entry) {
    await (order === undefined ? keepEntry(entry) : renewEntry(entry, order))
    if (changed) {
      await forgetEntry(owner, key)
      orders.set(changed.key, order ?? entry.at)
    }
    pages?.postMessage({ what: 'changed' } satisfies Told)
  }
  pump()
}

/** How many writes of this account wait or were refused. */
export function outboxSize(): number {
  return box.filter((e) => e.owner === owner).length
}

/** Forget what this page holds in memory, after the store was removed. */
export function emptyOutbox(): void {
  waiters.clear()
  show([])
}

/**
 * Write through the outbox: kept on the device first, then sent, and again until acknowledged.
 * Resolves with the node's answer; rejects only when the node refuses for good.
 */
export function write<T>(entry: NewWrite): Promise<T> {
  return new Promise<T>((resolve, reject) => start(entry, { done: (answer) => resolve(answer as T), refused: reject }))
}

/**
 * As `write`, but answers null as soon as it is clear that the node cannot be reached now: the write is kept and goes
 * by itself when there is a link. Rejects when the node refuses at once.
 */
export function writeOrKeep<T>(entry: NewWrite): Promise<T | null> {
  return new Promise<T | null>((resolve, reject) => {
    // Once the person was told that it is kept, it stays where they find it, also when the node refuses it later.
    let told = false
    const keep = (): void => {
      told = true
      clearTimeout(late)
      resolve(null)
    }
    const late = setTimeout(keep, PATIENCE_MS)
    start(entry, {
      done: (answer) => { clearTimeout(late); resolve(answer as T) },
      refused: (problem) => {
        clearTimeout(late)
        if (!told) {
          dropEntry(entry.key)
        }
        reject(problem)
      },
      kept: keep,
    })
  })
}

function start(entry: NewWrite, waiter: Waiter): void {
  waiters.set(entry.key, waiter)
  const [made] = put([], { ...entry, at: Date.now(), owner })
  if (!made) {
    return
  }
  begun.set(made.key, recordOf(made) ?? '')
  const shown = (): void => {
    begun.delete(made.key)
    show(put(box, made))
    pump()
    // What was written before it could not be sent a moment ago: it waits with that, and nobody waits for it.
    if (box.some((e) => e.owner === owner && e.state === 'waiting' && e.notBefore > Date.now())) {
      waiter.kept?.()
    }
  }
  // It is called waiting only when it is on the disk: a page closed a moment later must not have promised too much.
  void keepEntry(made).then(() => {
    pages?.postMessage({ what: 'changed' } satisfies Told)
  }, () => {
    unkept = new Set([...unkept, made.key])
  }).then(shown)
}

function pump(): void {
  if (timer) {
    clearTimeout(timer)
    timer = null
  }
  // What no disk took is known to this page alone, so this page sends it even when another leads.
  if (owner === '' || (!leading && ![...unkept].some((key) => box.some((e) => e.key === key)))) {
    return
  }
  const batch = nextBatch(leading ? box : box.filter((e) => unkept.has(e.key)), owner, Date.now())
  if (batch.length > 0) {
    void send(batches ? batch : batch.slice(0, 1))
    return
  }
  const due = dueAt(box, owner)
  if (due !== null) {
    timer = setTimeout(pump, Math.max(200, due - Date.now()))
  }
}

async function send(batch: readonly Entry[]): Promise<void> {
  const [first] = batch
  show(sending(box, batch.map((e) => e.key)))
  let results: Result[]
  try {
    if (batch.length === 1 && first) {
      results = [{ key: first.key, status: 200, body: await api<unknown>(first.path, { method: 'POST', body: first.body, key: first.key, ...(first.purpose ? { purpose: first.purpose } : {}) }) }]
    } else {
      const items = batch.map(({ key, path, body }) => ({ key, path, body }))
      results = (await api<{ items: Result[] }>('/api/sync', { method: 'POST', body: { items } })).items
    }
  } catch (error) {
    const problem = error instanceof ApiProblem ? error : new ApiProblem(0, {})
    if (batch.length > 1 && isFinal(problem.status)) {
      // Not one of them was looked at: a node that does not take several at once gets them one by one.
      batches = false
      results = batch.map((e) => ({ key: e.key, status: 0 }))
    } else {
      results = batch.map((e) => ({ key: e.key, status: problem.status, problem: problem.body }))
    }
  }
  const answered = new Map(results.map((r) => [r.key, r]))
  for (const { key } of batch) {
    await take(answered.get(key) ?? { key, status: 0 })
  }
  pump()
}

async function take({ key, status, body, problem }: Result): Promise<void> {
  if (status >= 200 && status < 300) {
    await forgetEntry(owner, key).catch(() => undefined)
    show(acknowledged(box, key))
    settle(key, status, body)
    pages?.postMessage({ what: 'answer', key, status, body } satisfies Told)
    pages?.postMessage({ what: 'changed' } satisfies Told)
    return
  }
  show(failed(box, key, status, problem ?? {}, Date.now()))
  const entry = box.find((e) => e.key === key)
  if (entry?.state === 'refused') {
    await renewEntry(entry, orders.get(key) ?? entry.at).catch(() => undefined)
    settle(key, status, problem ?? {})
    pages?.postMessage({ what: 'answer', key, status, body: problem ?? {} } satisfies Told)
  } else {
    waiters.get(key)?.kept?.()
  }
}

function settle(key: string, status: number, body: unknown): void {
  const waiter = waiters.get(key)
  waiters.delete(key)
  if (status >= 200 && status < 300) {
    takenWatchers.forEach((tell) => tell(body))
    waiter?.done(body)
  } else {
    waiter?.refused(new ApiProblem(status, (body ?? {}) as Partial<ProblemBody>))
  }
}

live.watch(() => {
  const { link } = live.state
  if (link === 'open' && linkWas !== 'open') {
    hurryOutbox()
  }
  linkWas = link
})

/** What is waiting, on its way or refused, now. */
export function outboxNow(): Outbox {
  return box
}

/** Were the writes that wait on the device read in? */
export function outboxLoaded(): boolean {
  return owner !== '' && loadedFor === owner
}

/** Records the node does not have every write of yet. */
export function recordsAhead(): ReadonlySet<string> {
  return new Set([...box.filter((e) => e.owner === owner).flatMap((e) => recordOf(e) ?? []), ...begun.values()])
}

/** Be told when that changes; answers how to stop. */
export function watchOutbox(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** What is waiting, on its way or refused; re-renders on change. */
export function useOutbox(): Outbox {
  return useSyncExternalStore(watchOutbox, outboxNow)
}

/** Be told what the node answered to each write it took, whichever page sent it. */
export function whenTaken(tell: (body: unknown) => void): void {
  takenWatchers.add(tell)
}
