import { DEFAULT_SORT } from '../../core/match.ts'
import { Problem } from '../../core/problem.ts'
import type { Query } from '../../core/query.ts'

type Order = NonNullable<Query['sort']>

/** Where a page ended: sort key and id of its last record. The next page is what comes strictly after. */
export type Place = { key: number | string; id: string }

const VERSION = 1
const MAX_LENGTH = 512

/** The place as one opaque word, good for the same order only. */
export function writeCursor(order: Order, place: Place): string {
  return Buffer.from(JSON.stringify([VERSION, order.by, order.dir, place.key, place.id])).toString('base64url')
}

/**
 * The place a query goes on from, or null for the first page.
 * Throws Problem `invalid-query` for a word this node never wrote or one of another order. A cursor carries no rights:
 * a forged one only moves the place, every record on the page is still judged for its reader.
 */
export function readCursor(query: Pick<Query, 'cursor' | 'sort'>): Place | null {
  if (query.cursor === undefined) {
    return null
  }
  const order = query.sort ?? DEFAULT_SORT
  const parts = decode(query.cursor)
  if (!parts) {
    throw refuse('cannot be read')
  }
  const [version, by, dir, key, id] = parts
  if (version !== VERSION) {
    throw refuse('was written by another version')
  }
  if (by !== order.by || dir !== order.dir) {
    throw refuse(`belongs to the order ${String(by)} ${String(dir)}, not ${order.by} ${order.dir}`)
  }
  const fits = order.by === 'ref' ? typeof key === 'string' : typeof key === 'number' && Number.isFinite(key)
  if (!fits || typeof id !== 'string') {
    throw refuse('cannot be read')
  }
  return { key: key as number | string, id }
}

function decode(word: string): unknown[] | null {
  if (word.length > MAX_LENGTH || !/^[\w-]+$/.test(word)) {
    return null
  }
  try {
    const value: unknown = JSON.parse(Buffer.from(word, 'base64url').toString('utf8'))
    return Array.isArray(value) && value.length === 5 ? value : null
  } catch {
    return null
  }
}

function refuse(problem: string): Problem {
  const fix = 'Ask for the first page again, without cursor'
  return new Problem('invalid-query', `cursor: ${problem}. ${fix}`, { fields: [{ path: '/cursor', problem, fix }] })
}
