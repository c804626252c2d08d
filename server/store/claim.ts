/**
 * Something only one process at a time may do. Held until closed or until the process or its connection ends; then the next one
 * that waits has it. `holder` names who has it, null while nobody is known to.
 */
export type Claim = {
  readonly held: boolean
  readonly holder: string | null
  /** Called when it is got or lost. Answers how to stop listening. */
  onChange(listener: () => void): () => void
  close(): Promise<void>
}

/** On an embedded store: its lock lets one node in, and that one holds everything. */
export function ownClaim(who: string): Claim {
  return { held: true, holder: who, onChange: () => () => {}, close: async () => {} }
}
