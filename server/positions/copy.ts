import { existsSync } from 'node:fs'
import { copyFile, link, mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { LOG_DIR, LOG_FILE, positionsDir } from './folders.ts'

/** A file that went away while it was about to be copied was merged into another meanwhile: then it is looked for again. */
const TRIES = 20

/**
 * Copy the history of positions of one data folder into another, also while it is written. Sealed files never change, so they are
 * linked where the disk can and copied where not. First the logs, then the segments: what is sealed in between is in both, and
 * met once. What is in the log is copied up to the moment it is looked at.
 */
export async function copyPositions(fromDataDir: string, toDataDir: string): Promise<void> {
  const [from, to] = [positionsDir(fromDataDir), positionsDir(toDataDir)]
  if (!existsSync(from)) {
    return
  }
  await mkdir(path.join(to, LOG_DIR), { recursive: true, mode: 0o700 })
  for (let tries = 1; ; tries += 1) {
    try {
      await copyOnce(from, to)
      return
    } catch (error) {
      if ((error as { code?: string }).code !== 'ENOENT' || tries === TRIES) {
        throw error
      }
      // A log that was written to and sealed meanwhile would stand for its segments with what it held before: all are copied anew.
      await rm(path.join(to, LOG_DIR), { recursive: true })
      await mkdir(path.join(to, LOG_DIR), { mode: 0o700 })
    }
  }
}

async function copyOnce(from: string, to: string): Promise<void> {
  for (const name of await readdir(path.join(from, LOG_DIR)).catch(() => [])) {
    if (LOG_FILE.test(name)) {
      await copyFile(path.join(from, LOG_DIR, name), path.join(to, LOG_DIR, name))
    }
  }
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.isDirectory() && entry.name !== LOG_DIR) {
      await mkdir(path.join(to, entry.name), { recursive: true, mode: 0o700 })
      for (const name of await readdir(path.join(from, entry.name))) {
        if (name.endsWith('.seg') && !existsSync(path.join(to, entry.name, name))) {
          await linkOrCopy(path.join(from, entry.name, name), path.join(to, entry.name, name))
        }
      }
    } else if (entry.name.endsWith('.ndjson')) {
      await copyFile(path.join(from, entry.name), path.join(to, entry.name))
    }
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') {
      throw error
    }
    // Another disk, or one that knows no links.
    await copyFile(from, to)
  }
}
