import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { FeedState } from './health.ts'
import type { TallyState } from './tally.ts'

/** Changes of state kept. */
const KEPT_CHANGES = 200

export type StateChange = { state: FeedState; at: number; because: string | null }
/** What a feed remembers from one run of the node to the next. */
export type Ledger = {
  tally: TallyState | null
  newest: number | null
  arrived: number | null
  changes: StateChange[]
  memory: { [name: string]: string | number }
}

export async function readLedger(folder: string): Promise<Ledger> {
  const text = await readFile(path.join(folder, 'ledger.json'), 'utf8').catch(() => null)
  const empty: Ledger = { tally: null, newest: null, arrived: null, changes: [], memory: {} }
  if (text === null) {
    return empty
  }
  try {
    return { ...empty, ...(JSON.parse(text) as Partial<Ledger>) }
  } catch {
    return empty
  }
}

/** Written whole and put in place at once, so that a power cut leaves the one before. */
export async function writeLedger(folder: string, ledger: Ledger): Promise<void> {
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, 'ledger.json')
  await writeFile(`${file}.new`, JSON.stringify({ ...ledger, changes: ledger.changes.slice(-KEPT_CHANGES) }))
  await rename(`${file}.new`, file)
}
