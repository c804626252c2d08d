import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Damage } from './face.ts'
import { DAY_DIR, LOG_DIR, LOG_FILE, positionsDir, SEGMENT_FILE } from './folders.ts'
import { Page } from './page.ts'
import { Segment } from './segment.ts'
import { replay } from './wal.ts'

/** What a look through the history of positions found. `tornBytes`: what a stop in the middle of writing left; none of it was acknowledged. */
export type PositionsVerified = { files: number; positions: number; tornBytes: number; damaged: Damage[] }

/** Read every page and log of a data folder, also while it is written, and compare each with its checksum. */
export async function verifyPositions(dataDir: string): Promise<PositionsVerified> {
  const folder = positionsDir(dataDir)
  const out: PositionsVerified = { files: 0, positions: 0, tornBytes: 0, damaged: [] }
  if (!existsSync(folder)) {
    return out
  }
  for (const name of (await readdir(path.join(folder, LOG_DIR)).catch(() => [])).filter((one) => LOG_FILE.test(one)).sort()) {
    const found = await replay(path.join(folder, LOG_DIR, name)).catch(orGone)
    if (found !== null) {
      out.files += 1
      out.positions += found.records.reduce((sum, one) => sum + one.rows.length / 10, 0)
      out.tornBytes += found.tornBytes
      out.damaged.push(...found.damaged.map((one) => ({ ...one, file: path.relative(folder, one.file) })))
    }
  }
  for (const day of (await readdir(folder)).filter((one) => DAY_DIR.test(one)).sort()) {
    for (const name of (await readdir(path.join(folder, day))).filter((one) => SEGMENT_FILE.test(one)).sort()) {
      await verifySegment(path.join(folder, day, name), `${day}/${name}`, out)
    }
  }
  return out
}

async function verifySegment(file: string, shown: string, out: PositionsVerified): Promise<void> {
  try {
    const segment = await Segment.open(file)
    try {
      out.files += 1
      for (const [page, entry] of (await segment.index()).pages.entries()) {
        try {
          out.positions += new Page(await segment.read(entry.offset, entry.bytes)).rows
        } catch (error) {
          out.damaged.push({ file: shown, page, detail: (error as Error).message })
        }
      }
    } finally {
      await segment.retire()
    }
  } catch (error) {
    // What was merged into another meanwhile is no damage.
    if (existsSync(file)) {
      out.damaged.push({ file: shown, page: -1, detail: (error as Error).message })
    }
  }
}

/** Sealed meanwhile. Throws what else was wrong. */
function orGone(error: Error): null {
  if ((error as { code?: string }).code !== 'ENOENT') {
    throw error
  }
  return null
}
