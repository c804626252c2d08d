import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { copyFile, link, mkdir, readdir, rm, stat, statfs, utimes } from 'node:fs/promises'
import path from 'node:path'

/** Disk that must stay free where the copy lies, bytes. */
const KEEP_FREE = 500_000_000

/** An earlier copy of the same folder and what each file of it was when it was written. */
export type EarlierMaps = { folder: string; files: readonly { name: string; size: number; sha256: string }[] }

/**
 * Copy the folder of maps of one data folder into another; uploads under way stay. A file that did not change since an earlier
 * copy, which still is as it was written, takes no further room: it is linked to that one.
 * Gives the names, relative to the data folder, that were left out because the disk has no room for them.
 */
export async function copyMaps(fromDataDir: string, toDataDir: string, earlier: EarlierMaps | null = null): Promise<string[]> {
  const leftOut: string[] = []
  for (const name of await mapFilesIn(fromDataDir)) {
    const [from, to] = [path.join(fromDataDir, name), path.join(toDataDir, name)]
    const found = await stat(from)
    await mkdir(path.dirname(to), { recursive: true, mode: 0o700 })
    if (await linked(name, found, to, earlier)) {
      continue
    }
    const { bavail, bsize } = await statfs(path.dirname(to))
    if (bavail * bsize < found.size + KEEP_FREE) {
      leftOut.push(name)
      continue
    }
    await copyFile(from, to, constants.COPYFILE_FICLONE)
    await utimes(to, found.atime, found.mtime)
  }
  return leftOut
}

/** Files of the folder of maps, relative to the data folder, in order. */
export async function mapFilesIn(dataDir: string): Promise<string[]> {
  const entries = await readdir(path.join(dataDir, 'maps'), { recursive: true, withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') {
      return []
    }
    throw error
  })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dataDir, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => !name.split('/').some((part) => part.startsWith('.')))
    .sort()
}

async function linked(name: string, found: { size: number; mtimeMs: number }, to: string, earlier: EarlierMaps | null): Promise<boolean> {
  const known = earlier?.files.find((file) => file.name === name)
  const was = earlier && known ? path.join(earlier.folder, name) : null
  const there = was === null ? null : await stat(was).catch(() => null)
  if (was === null || !known || !there || there.size !== found.size || known.size !== found.size || Math.abs(there.mtimeMs - found.mtimeMs) > 1) {
    return false
  }
  try {
    await link(was, to)
  } catch {
    // Another disk, or one that knows no links: it is copied.
    return false
  }
  if ((await hashOf(to)) === known.sha256) {
    return true
  }
  await rm(to)
  return false
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer)
  }
  return hash.digest('hex')
}
