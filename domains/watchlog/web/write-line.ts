import type { JsonObject } from '../../../core/json.ts'
import { api, ApiProblem, serverNow, uuid7, writeOrKeep, type RecordView } from '../../../web/face.ts'
import { entryOf, readLine, refsIn } from '../shared/line.ts'
import type { WatchShift } from '../shared/shift.ts'
import { again } from './read.ts'

/** A reference nobody here may see, or that is none. */
export class UnknownRef extends Error {
  readonly ref: string

  constructor(ref: string) {
    super(ref)
    this.ref = ref
  }
}

/** Nobody keeps a watch: there is no log to write into. */
export class NoWatch extends Error {}

/** Ids of the records a line names. Throws UnknownRef; without a link the words keep what was named. */
async function linked(text: string): Promise<string[]> {
  const ids: string[] = []
  for (const ref of refsIn(text)) {
    try {
      ids.push((await api<RecordView>(`/api/records/${ref}`)).id)
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status === 404) {
        throw error instanceof ApiProblem ? new UnknownRef(ref) : error
      }
      if (error.status !== 0) {
        throw error
      }
    }
  }
  return ids
}

/** Write a typed line into a log, linked to the records it names and to `records`. Null: kept on this device until there is a link. */
export async function writeLine(typed: string, { log, desk, zone, records = [] }: { log: string; desk: string; zone: string; records?: readonly string[] }): Promise<RecordView | null> {
  const data = entryOf(readLine(typed, { now: serverNow(), zone, desk }), log, [...new Set([...records, ...(await linked(typed))])])
  const key = uuid7()
  const made = await writeOrKeep<RecordView>({ key, path: '/api/records', label: data.text, body: { id: key, kind: 'log-entry', data: data as unknown as JsonObject, at: new Date().toISOString() } })
  await again('log-entry')
  return made
}

/** The watch that runs: of several desks the one this person keeps, else the newest. Throws NoWatch. */
export async function ownWatch(user: string): Promise<{ log: string; desk: string }> {
  const { items } = await api<{ items: RecordView[] }>('/api/records?kind=watch-shift&where.state=open,signed-out&sort=-logged&limit=20')
  const running = items.find((one) => (one.data as unknown as WatchShift).officers.some((officer) => officer.user === user)) ?? items[0]
  if (!running) {
    throw new NoWatch()
  }
  return { log: running.id, desk: (running.data as unknown as WatchShift).desk }
}
