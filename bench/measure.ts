import { cpus } from 'node:os'

/** Times of one path in milliseconds. */
export type Times = { median: number; p95: number; runs: number }

/** Run `work(i)` for i = 0, 1 … until `seconds` are over or `most` runs are done, after `warm` runs that do not count. */
export async function measure(work: (i: number) => unknown, options: { seconds?: number; most?: number; warm?: number } = {}): Promise<Times> {
  const { seconds = 5, most = 2000, warm = 20 } = options
  for (let i = 0; i < warm; i += 1) {
    await work(i)
  }
  const times: number[] = []
  const end = performance.now() + seconds * 1000
  for (let i = warm; times.length < most && (times.length < 5 || performance.now() < end); i += 1) {
    const before = performance.now()
    const answer = work(i)
    if (answer instanceof Promise) {
      await answer
    }
    times.push(performance.now() - before)
  }
  times.sort((a, b) => a - b)
  return { median: times[Math.floor(times.length / 2)]!, p95: times[Math.floor(times.length * 0.95)]!, runs: times.length }
}

/** Print rows under headings, as Markdown that can be pasted into docs/benchmarks.md. */
export function printTable(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const cells = [headings, headings.map(() => '---'), ...rows.map((row) => row.map(String))]
  const widths = headings.map((_, k) => Math.max(...cells.map((row) => row[k]!.length)))
  for (const row of cells) {
    console.log(`| ${row.map((cell, k) => (cell === '---' ? '-'.repeat(widths[k]!) : cell.padEnd(widths[k]!))).join(' | ')} |`)
  }
}

/** Three significant digits. */
export function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

/** One line on the machine, without its name. */
export function machine(): string {
  return `${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, Node ${process.version}`
}
