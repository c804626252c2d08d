import { dedupe, type Twins } from './dedupe.ts'
import { normalise } from './normalise.ts'
import { order } from './order.ts'
import { plausible } from './plausible.ts'
import type { Context, Report } from './report.ts'
import type { Subjects } from './subjects.ts'

/** What a batch of reports of one delivery is taken through with. The last six stages belong to the picture that calls. */
export type Run = Context & {
  subjects: Subjects
  twins: Twins
  associate(reports: readonly Report[]): Report[]
  geofence(reports: readonly Report[]): void
  persist(reports: readonly Report[]): void
  head(reports: readonly Report[]): void
  rules(reports: readonly Report[]): void
  publish(): void
}

export type Stage = { name: string; run(reports: Report[], run: Run): Report[] }

/** The way of every position, in order; nothing happens to one that is not a stage here. */
export const PIPELINE: readonly Stage[] = [
  { name: 'normalise', run: (reports, run) => normalise(reports, run) },
  { name: 'order', run: (reports) => order(reports) },
  { name: 'de-duplicate', run: (reports, run) => dedupe(reports, run.subjects, run.twins, run) },
  { name: 'plausibility', run: (reports, run) => plausible(reports, run.subjects, run) },
  { name: 'associate', run: (reports, run) => run.associate(reports) },
  { name: 'geofence', run: pass((reports, run) => run.geofence(reports)) },
  { name: 'persist', run: pass((reports, run) => run.persist(reports)) },
  { name: 'head', run: pass((reports, run) => run.head(reports)) },
  { name: 'rules', run: pass((reports, run) => run.rules(reports)) },
  { name: 'publish', run: pass((_reports, run) => run.publish()) },
]

/** Take a batch through every stage; ends early when nothing of it is left. */
export function runPipeline(reports: Report[], run: Run): Report[] {
  let batch = reports
  for (const stage of PIPELINE) {
    if (batch.length === 0) {
      break
    }
    batch = stage.run(batch, run)
  }
  return batch
}

function pass(look: (reports: readonly Report[], run: Run) => void): Stage['run'] {
  return (reports, run) => {
    look(reports, run)
    return reports
  }
}
