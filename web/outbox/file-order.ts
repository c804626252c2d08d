/** What decides when a file goes. `record`: id or reference; `auto`: over a thin link a smaller picture first. */
export type Queued = { id: string; record: string; state: 'waiting' | 'sending' | 'refused'; sentAs: string | null; notBefore: number; at: number; auto: boolean }

/**
 * The file to send now, or when to look again (epoch ms); both null when none can go. A file waits for the writes of
 * its record (`ahead`: ids of records with writes on the device), a full picture whose smaller one is there waits for a
 * better link, and what nothing was seen of yet goes before what was.
 */
export function nextFile(files: readonly Queued[], ahead: ReadonlySet<string>, thin: boolean, now: number): { id: string | null; lookAt: number | null } {
  const ready = files
    .filter((file) => file.state === 'waiting' && !ahead.has(file.record) && !(file.sentAs !== null && file.auto && thin))
    .sort((a, b) => Number(a.sentAs !== null) - Number(b.sentAs !== null) || a.at - b.at)
  const due = ready.find((file) => file.notBefore <= now)
  return due ? { id: due.id, lookAt: null } : { id: null, lookAt: ready.length === 0 ? null : Math.min(...ready.map((file) => file.notBefore)) }
}

/** Does the smaller picture go first? */
export function goesSmall(file: Pick<Queued, 'sentAs' | 'auto'>, hasSmaller: boolean, thin: boolean): boolean {
  return file.sentAs === null && file.auto && hasSmaller && thin
}
