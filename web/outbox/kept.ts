import { allKept, forget, keep } from '../offline/db.ts'
import type { Kept } from '../offline/db.ts'
import { canSeal, seal, unseal } from '../offline/seal.ts'
import type { Sealed } from '../offline/seal.ts'
import { restore, restored } from './outbox.ts'
import type { Entry, Outbox } from './outbox.ts'

/** A write as it lies on the device: sealed where the browser can, with its place in the order. */
type Row = Kept & { order: number; sealed: Sealed | null; plain: Entry | null }

const OLD_KEY = 'vigie.outbox'
let last = 0

/** Keep a write on the disk. Throws when there is no room or no store. */
export async function keepEntry(entry: Entry): Promise<void> {
  last = Math.max(last + 1, entry.at)
  await keep<Row>('outbox', [await rowOf(entry, last)])
}

/** Keep the changed state of a write that is there already, in its old place. */
export async function renewEntry(entry: Entry, order: number): Promise<void> {
  await keep<Row>('outbox', [await rowOf(entry, order)])
}

/** Forget a write. */
export function forgetEntry(owner: string, key: string): Promise<void> {
  return forget('outbox', owner, [key])
}

/** All writes of an account, in order, with their places; what an earlier edition left in the page's storage is moved here first. */
export async function loadEntries(owner: string): Promise<{ box: Outbox; orders: Map<string, number>; unreadable: number }> {
  await moveOld()
  const rows = (await allKept<Row>('outbox', owner)).sort((a, b) => a.order - b.order)
  const entries = await Promise.all(rows.map((row) => (row.plain ? Promise.resolve(row.plain) : row.sealed ? unseal<Entry>(owner, 'outbox', row.sealed) : null)))
  const box: Entry[] = []
  const orders = new Map<string, number>()
  rows.forEach((row, i) => {
    const [entry] = restored([entries[i]])
    if (entry) {
      box.push(entry)
      orders.set(entry.key, row.order)
      last = Math.max(last, row.order)
    }
  })
  return { box, orders, unreadable: rows.length - box.length }
}

async function rowOf(entry: Entry, order: number): Promise<Row> {
  const sealed = canSeal() ? await seal(entry.owner, 'outbox', entry) : null
  return { id: entry.key, owner: entry.owner, order, sealed, plain: sealed ? null : entry }
}

/** Only when every one is on the disk does the old copy go: nothing that waits may be lost by the move. */
async function moveOld(): Promise<void> {
  const text = localStorage.getItem(OLD_KEY)
  if (text === null) {
    return
  }
  for (const entry of restore(text)) {
    await keepEntry(entry)
  }
  localStorage.removeItem(OLD_KEY)
}
