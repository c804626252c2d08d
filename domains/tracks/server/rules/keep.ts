import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { RuleState } from '../../shared/rules/kept.ts'

const VERSION = 1

/** What the rules remember, on the disk: written beside and moved into place, so that a stop in the middle leaves the one before. */
export async function keepState(dataDir: string, state: RuleState): Promise<void> {
  const file = fileOf(dataDir)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(`${file}.new`, JSON.stringify({ version: VERSION, state }), { mode: 0o600 })
  await rename(`${file}.new`, file)
}

/** What was kept; null when there is none or it cannot be read. Alerts have ids of their own, so that nothing is raised twice without it either. */
export async function keptState(dataDir: string): Promise<RuleState | null> {
  try {
    const { version, state } = JSON.parse(await readFile(fileOf(dataDir), 'utf8')) as { version: number; state: RuleState }
    return version === VERSION ? state : null
  } catch {
    return null
  }
}

function fileOf(dataDir: string): string {
  return path.join(dataDir, 'tracks', 'rules.json')
}
