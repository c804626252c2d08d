/** Failures allowed before a delay begins, then 2, 4, 8 … seconds up to a quarter of an hour. */
const FREE = 4
const MAX_DELAY_MS = 15 * 60_000
/** Failures one address may make over all accounts before it must wait as well. */
const FREE_PER_ADDRESS = 30
const FORGET_MS = 60 * 60_000
const MAX_ENTRIES = 20_000

type Entry = { failures: number; until: number; at: number }

/** Growing delay after wrong passwords, per account and address, and per address over all accounts. */
export class LoginLimits {
  readonly #entries = new Map<string, Entry>()

  /** Milliseconds to wait before another attempt is looked at; 0 when it may go on. */
  waitMs(login: string, address: string, now: number): number {
    return Math.max(0, ...[pairKey(login, address), address].map((key) => (this.#entries.get(key)?.until ?? 0) - now))
  }

  /** Count a wrong password or code. */
  failed(login: string, address: string, now: number): void {
    this.#count(pairKey(login, address), FREE, now)
    this.#count(address, FREE_PER_ADDRESS, now)
  }

  /** It was a right one after all: clears the account at this address, and does not count against the address. */
  succeeded(login: string, address: string): void {
    this.#entries.delete(pairKey(login, address))
    this.#takeBack(address)
  }

  /** Take one failure back: the password was right, and only the code is still to come. */
  undo(login: string, address: string): void {
    this.#takeBack(pairKey(login, address))
    this.#takeBack(address)
  }

  #takeBack(key: string): void {
    const entry = this.#entries.get(key)
    if (entry) {
      entry.failures -= 1
      // The delay was this attempt's own: while it lasts, no other is let in.
      entry.until = 0
    }
  }

  #count(key: string, free: number, now: number): void {
    const before = this.#entries.get(key)
    const failures = (before && now - before.at < FORGET_MS ? before.failures : 0) + 1
    const until = failures <= free ? 0 : now + Math.min(MAX_DELAY_MS, 1000 * 2 ** (failures - free))
    this.#entries.delete(key)
    this.#entries.set(key, { failures, until, at: now })
    if (this.#entries.size > MAX_ENTRIES) {
      const oldest = this.#entries.keys().next().value
      if (oldest !== undefined) {
        this.#entries.delete(oldest)
      }
    }
  }
}

function pairKey(login: string, address: string): string {
  return `${login.trim().toLowerCase().slice(0, 64)}\0${address}`
}
