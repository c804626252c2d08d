import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Who runs on a data folder: process id and when it started (where the system tells). */
export type Holder = { pid: number; started: string | null }

/**
 * Take the lock of a data folder. Returns null when it is ours now, else the living process that holds it.
 * A lock left by a process that has died is taken over.
 */
export function takeLock(dataDir: string): Holder | null {
  const file = path.join(dataDir, 'vigie.lock')
  for (let tries = 0; tries < 3; tries++) {
    try {
      writeFileSync(file, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { flag: 'wx', mode: 0o600 })
      return null
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') {
        throw error
      }
    }
    const holder = lockHolder(dataDir)
    if (holder) {
      return holder
    }
    rmSync(file, { force: true })
  }
  return lockHolder(dataDir)
}

/** The living process that holds the lock of a data folder, or null. */
export function lockHolder(dataDir: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(path.join(dataDir, 'vigie.lock'), 'utf8')) as Holder
    return alive(holder) ? holder : null
  } catch {
    return null
  }
}

/** Give the lock back if it is ours. */
export function dropLock(dataDir: string): void {
  if (lockHolder(dataDir)?.pid === process.pid) {
    rmSync(path.join(dataDir, 'vigie.lock'), { force: true })
  }
}

function alive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as { code?: string }).code === 'ESRCH') {
      return false
    }
  }
  // The number may have gone to another process since.
  const started = startOf(holder.pid)
  return holder.started === null || started === null || holder.started === started
}

function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
