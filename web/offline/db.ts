/**
 * What the device keeps, in one IndexedDB. Only this file opens it; nothing here knows what the values mean.
 * Stores: `keys` non-extractable keys by name; `outbox` writes and `blobs` files that wait to be sent;
 * `records` and `answers` the picture that is read without a link; `meta` small facts about the device.
 */
export type StoreName = 'keys' | 'outbox' | 'blobs' | 'records' | 'answers' | 'meta'

const NAME = 'vigie'
const VERSION = 1
const STORES: readonly StoreName[] = ['keys', 'outbox', 'blobs', 'records', 'answers', 'meta']

/** Values of every store but `keys` and `meta` belong to an account. */
export type Kept = { id: string; owner: string }

let opened: Promise<IDBDatabase> | null = null

/** Is there a store on this device at all? Private windows of some browsers have none. */
export function hasDb(): boolean {
  return typeof indexedDB !== 'undefined'
}

function open(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    if (!hasDb()) {
      reject(new Error('this browser keeps nothing'))
      return
    }
    const request = indexedDB.open(NAME, VERSION)
    request.onupgradeneeded = () => {
      for (const store of STORES) {
        if (store === 'keys' || store === 'meta') {
          request.result.createObjectStore(store)
        } else {
          request.result.createObjectStore(store, { keyPath: ['owner', 'id'] }).createIndex('owner', 'owner')
        }
      }
    }
    request.onsuccess = () => {
      const db = request.result
      // Another page removes or renews the store: let go, and open again when asked.
      db.onversionchange = () => {
        db.close()
        opened = null
      }
      db.onclose = () => { opened = null }
      resolve(db)
    }
    request.onerror = () => reject(request.error ?? new Error('the device store does not open'))
  }).catch((error: unknown) => {
    opened = null
    throw error
  })
  return opened
}

async function run<T>(stores: readonly StoreName[], mode: IDBTransactionMode, work: (of: (store: StoreName) => IDBObjectStore) => IDBRequest<T> | null): Promise<T | undefined> {
  const db = await open()
  return new Promise<T | undefined>((resolve, reject) => {
    const transaction = db.transaction([...stores], mode, { durability: 'strict' })
    const request = work((store) => transaction.objectStore(store))
    transaction.oncomplete = () => resolve(request?.result)
    transaction.onabort = () => reject(transaction.error ?? new Error('the device store refused'))
  })
}

/** Keep values, replacing those of the same owner and id; resolves when they are on the disk. Throws when there is no room. */
export async function keep<T extends Kept>(store: Exclude<StoreName, 'keys' | 'meta'>, values: readonly T[]): Promise<void> {
  await run([store], 'readwrite', (of) => {
    values.forEach((value) => of(store).put(value))
    return null
  })
}

/** One value of an account; undefined when there is none. */
export function kept<T extends Kept>(store: Exclude<StoreName, 'keys' | 'meta'>, owner: string, id: string): Promise<T | undefined> {
  return run<T>([store], 'readonly', (of) => of(store).get([owner, id]) as IDBRequest<T>)
}

/** Every value of an account, or of all accounts (null). */
export async function allKept<T extends Kept>(store: Exclude<StoreName, 'keys' | 'meta'>, owner: string | null): Promise<T[]> {
  return (await run<T[]>([store], 'readonly', (of) => (owner === null ? of(store).getAll() : of(store).index('owner').getAll(owner)) as IDBRequest<T[]>)) ?? []
}

/** Forget values by id. */
export async function forget(store: Exclude<StoreName, 'keys' | 'meta'>, owner: string, ids: readonly string[]): Promise<void> {
  await run([store], 'readwrite', (of) => {
    ids.forEach((id) => of(store).delete([owner, id]))
    return null
  })
}

/** Forget everything an account keeps in a store. */
export async function forgetAll(store: Exclude<StoreName, 'keys' | 'meta'>, owner: string): Promise<void> {
  await run([store], 'readwrite', (of) => of(store).delete(IDBKeyRange.bound([owner], [owner, []])))
}

/** A fact or key by name. */
export function fact<T>(store: 'keys' | 'meta', name: string): Promise<T | undefined> {
  return run<T>([store], 'readonly', (of) => of(store).get(name) as IDBRequest<T>)
}

/** Keep a fact or key; undefined forgets it. */
export async function keepFact(store: 'keys' | 'meta', name: string, value: unknown): Promise<void> {
  await run([store], 'readwrite', (of) => (value === undefined ? of(store).delete(name) : (of(store).put(value, name) as unknown as IDBRequest<undefined>)))
}

/** Keep a key unless there is one: two pages that start at once must end with the same. Answers the one that stands. */
export async function keepFirst<T>(name: string, value: T): Promise<T> {
  await run([('keys')], 'readwrite', (of) => {
    const store = of('keys')
    const standing = store.get(name)
    standing.onsuccess = () => {
      if (standing.result === undefined) {
        store.put(value, name)
      }
    }
    return null
  })
  return (await fact<T>('keys', name)) ?? value
}

/** Remove the store whole, with its keys. Other pages let go of it by themselves. */
export async function removeDb(): Promise<void> {
  const db = await opened?.catch(() => null)
  db?.close()
  opened = null
  if (hasDb()) {
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(NAME)
      request.onsuccess = () => resolve()
      request.onerror = () => reject(request.error ?? new Error('the device store does not go'))
    })
  }
}
