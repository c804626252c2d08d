import type { Report } from './report.ts'

/** Oldest first by when it was true, whatever the order in which it came; equal times stay as they came. */
export function order(reports: Report[]): Report[] {
  for (let i = 1; i < reports.length; i += 1) {
    if ((reports[i] as Report).at < (reports[i - 1] as Report).at) {
      return reports.toSorted((a, b) => a.at - b.at)
    }
  }
  return reports
}
