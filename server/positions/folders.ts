import path from 'node:path'

/** Of the write-ahead logs, within the folder of positions. */
export const LOG_DIR = 'log'
export const DAY_DIR = /^\d{4}-\d{2}-\d{2}$/
export const SEGMENT_FILE = /^(\d{10})\.(ephemeral|short|standard|held)\.seg$/
export const LOG_FILE = /^(\d{10})\.wal$/

/** The folder of the history of positions in a data folder. */
export function positionsDir(dataDir: string): string {
  return path.join(dataDir, 'positions')
}

/** Room for the next log, made ahead; holds nothing. */
export const SPARE_FILE = 'next.new'
