import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'

/** What goes with a backup: counts, changes of state and what a source was last asked for; what could not be read. Recordings do not. */
const KEPT = ['ledger.json', 'quarantine.jsonl']

/**
 * Copy what the feeds of one data folder remember into another, also while it is written: the one file is always put in place whole,
 * of the other a torn last line is left out when it is read. Recordings stay: they may be many gigabytes.
 */
export async function copyFeeds(fromDataDir: string, toDataDir: string): Promise<void> {
  const [from, to] = [path.join(fromDataDir, 'feeds'), path.join(toDataDir, 'feeds')]
  if (!existsSync(from)) {
    return
  }
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const files = entry.isDirectory() ? KEPT.filter((name) => existsSync(path.join(from, entry.name, name))) : []
    if (files.length > 0) {
      await mkdir(path.join(to, entry.name), { recursive: true, mode: 0o700 })
    }
    for (const name of files) {
      await copyFile(path.join(from, entry.name, name), path.join(to, entry.name, name))
    }
  }
}
