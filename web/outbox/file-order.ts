/** What decides when a file goes. `record`: id or reference; `auto`: over a thin link a smaller picture first; `sentAt`: when the smaller one was there, epoch ms. */
export type Queued = { id: string; record: string; state: 'waiting' | 'sending' | 'refused'; sentAs: string | null; sentAt: number; notBefore: number; at: number; auto: boolean }

/** How good the link is; `unmeasured` where no round trip was told (yet, or never: something between lets no live link through). */
export type LinkQuality = 'good' | 'thin' | 'unmeasured'

/** A link nobody measured for so long after the smaller picture, ms, carries the whole one all the same. */
export const UNMEASURED_MS = 60_000

/**
 * The file to send now, or when to look again (epoch ms); both null when none can go. A file waits for the writes of
 * its record (`ahead`: ids of records with writes on the device), a full picture whose smaller one is there waits for a
 * better link, and what nothing was seen of yet goes before what was.
 */
export function nextFile(files: readonly Queued[], ahead: ReadonlySet<string>, link: LinkQuality, now: number): { id: string | null; lookAt: number | null } {
  const held = (file: Queued): boolean => file.sentAs !== null && file.auto
  const dueAt = (file: Queued): number => (held(file) && link === 'unmeasured' ? Math.max(file.notBefore, file.sentAt + UNMEASURED_MS) : file.notBefore)
  const ready = files
    .filter((file) => file.state === 'waiting' && !ahead.has(file.record) && !(held(file) && link === 'thin'))
    .sort((a, b) => Number(a.sentAs !== null) - Number(b.sentAs !== null) || a.at - b.at)
  const due = ready.find((file) => dueAt(file) <= now)
  return due ? { id: due.id, lookAt: null } : { id: null, lookAt: ready.length === 0 ? null : Math.min(...ready.map(dueAt)) }
}

/** Does the smaller picture go first? A link that was not measured is not taken for a good one. */
export function goesSmall(file: Pick<Queued, 'sentAs' | 'auto'>, hasSmaller: boolean, link: LinkQuality): boolean {
  return file.sentAs === null && file.auto && hasSmaller && link !== 'good'
}
