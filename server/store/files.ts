import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'

/** Folder readable by the owner alone. */
export function secretDir(dir: string): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  return dir
}

/** Write a file that only the owner may read, whole or not at all, on the disk when it returns. */
export function writeSecret(file: string, content: string | Uint8Array): void {
  const draft = `${file}.${process.pid}.new`
  const fd = openSync(draft, 'w', 0o600)
  try {
    writeSync(fd, typeof content === 'string' ? Buffer.from(content) : content)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
  renameSync(draft, file)
  syncDir(path.dirname(file))
}

/** Add lines to a file that only the owner may read; on the disk when it returns. */
export function appendSecret(file: string, lines: string): void {
  const fd = openSync(file, 'a', 0o600)
  try {
    writeSync(fd, lines)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Make a rename or a new file in a folder durable. Windows cannot open folders and does it by itself. */
export function syncDir(dir: string): void {
  if (process.platform === 'win32') {
    return
  }
  const fd = openSync(dir, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** The same, while others go on: a folder may take long when the disk is busy. */
export async function syncedDir(dir: string): Promise<void> {
  if (process.platform === 'win32') {
    return
  }
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
