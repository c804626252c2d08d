import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const ROOT = path.resolve(import.meta.dirname, '..')
const made: string[] = []
process.on('exit', () => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** An empty folder, removed when the process ends. */
export function benchFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-bench-'))
  made.push(folder)
  return folder
}

/**
 * A data folder with the sample mission (some 73,000 records), loaded by the command line. With
 * `VIGIE_BENCH_DATA` a copy of that folder, so that several runs need not load it again.
 */
export async function sampleFolder(): Promise<string> {
  const folder = path.join(benchFolder(), 'data')
  const given = process.env['VIGIE_BENCH_DATA']
  if (given !== undefined && given !== '') {
    cpSync(given, folder, { recursive: true })
    return folder
  }
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'cli', 'main.ts'), 'sample', '--data', folder], { maxBuffer: 1 << 24 })
  return folder
}

/** A value of a percentile, 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** `≤ 250 ms: yes` or how far it is missed. */
export function verdict(value: number, most: number): string {
  return value <= most ? 'held' : `missed by ${(value / most).toFixed(2)} ×`
}
