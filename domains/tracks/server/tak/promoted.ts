import { derivedId } from '../../../../core/digest.ts'
import { isSensitive } from '../../../../core/handling.ts'
import { Problem } from '../../../../core/problem.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import { systemFor, type App, type Service } from '../../../../server/face.ts'
import type { FieldReport } from '../../shared/field-report.ts'
import { NOBODY } from './keeper.ts'

/** Reports one incident may follow from. */
const MOST_LINKS = 20

/** Marks being written, for tests and for the end. */
export type Promoting = Service & { settled(): Promise<void> }

const started = new WeakMap<App, Promoting>()

/** The marking of a node that was started; undefined before. */
export function promotingOf(app: App): Promoting | undefined {
  return started.get(app)
}

/**
 * An incident that follows from a field report marks the report as made into a record, as a drawing does. Of a draft, and of what is
 * strictly confidential or compartmented, nothing is said there: the report has more readers.
 */
export async function startPromoting(app: App): Promise<Promoting> {
  let turn: Promise<void> = Promise.resolve()
  const stop = app.store.onCommit((batch) => {
    for (const { action, record } of batch.changes) {
      if (record.kind === 'incident' && ['approved', 'submitted'].includes(record.workflow) && !isSensitive(record.handling)) {
        for (const report of followed(record)) {
          turn = turn.then(() => mark(report, record.id, action.actor)).catch((err: unknown) => app.log.error({ err }, 'a field report could not be marked as made into a record'))
        }
      }
    }
  })
  const mark = async (id: string, made: string, user: string): Promise<void> => {
    const report = (await app.store.get(systemFor(NOBODY), id))?.record
    if (report?.kind !== 'field-report' || (report.data as unknown as FieldReport).promoted?.includes(made)) {
      return
    }
    try {
      await app.store.commit(systemFor({ ...NOBODY, user }), [{ id: derivedId(id, 'promote', made), record: id, kind: report.kind, type: 'promote', at: new Date(app.clock()).toISOString(), basedOn: null, patch: { record: made } }])
    } catch (error) {
      // Retracted since, or marked meanwhile.
      if (!(error instanceof Problem)) {
        throw error
      }
    }
  }
  const promoting: Promoting = {
    settled: () => turn,
    async close() {
      stop()
      await turn
    },
  }
  started.set(app, promoting)
  return promoting
}

/** Records an incident says it follows from. */
function followed({ data }: VigieRecord): string[] {
  const links = Array.isArray(data['links']) ? (data['links'] as { type?: unknown; record?: unknown }[]) : []
  return links.flatMap(({ type, record }) => (type === 'FOLLOWS' && typeof record === 'string' ? [record] : [])).slice(0, MOST_LINKS)
}
