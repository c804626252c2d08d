import { derivedId } from '../../../core/digest.ts'
import { levelRank, type Handling } from '../../../core/handling.ts'
import type { JsonObject } from '../../../core/json.ts'
import { Problem } from '../../../core/problem.ts'
import type { NewAction, VigieRecord } from '../../../core/record.ts'
import { SYSTEM, type App, type CommitBatch, type Service } from '../../../server/face.ts'
import { FRESH_MS, queryOf, type CallList, type Cir } from '../shared/cir.ts'

/** What was committed longer ago is a history being brought in. */
const LATE_MS = 3_600_000
/** Records looked at again for one requirement when the node starts. */
const MOST_AGAIN = 500

type CirRecord = VigieRecord<Cir>

/**
 * Holds every record that comes or changes against the requirements: the first time one meets another, the call list of the
 * two is made. Its id follows from both, so that nobody is woken twice, by whichever process, also after a restart.
 */
export async function startRequirements(app: App): Promise<Service> {
  const cirs = new Map<string, CirRecord>()
  let working: Promise<void> = Promise.resolve()
  const take = (record: VigieRecord): void => {
    if (record.workflow === 'approved' && (record.data as unknown as Cir).enabled) {
      cirs.set(record.id, record as unknown as CirRecord)
    } else {
      cirs.delete(record.id)
    }
  }
  const raise = async (cir: CirRecord, record: VigieRecord): Promise<void> => {
    try {
      await app.store.commit(SYSTEM, [callListOf(cir, record, app.clock())])
    } catch (error) {
      if (!(error instanceof Problem && (error.id === 'duplicate' || error.id === 'idempotency-mismatch'))) {
        app.log.error({ err: error, cir: cir.ref, record: record.ref }, 'a call list could not be made')
      }
    }
  }
  const meets = (cir: CirRecord, record: VigieRecord): boolean => {
    try {
      return record.kind === cir.data.condition.kind && app.store.matches(queryOf(cir.data.condition), record)
    } catch (error) {
      app.log.warn({ err: error, cir: cir.ref }, 'a requirement asks for what its kind does not have')
      return false
    }
  }
  const look = async ({ changes }: CommitBatch): Promise<void> => {
    for (const { action, record } of changes) {
      if (record.kind === 'cir') {
        take(record)
      }
      if (cirs.size === 0 || app.loading !== null || app.clock() - Date.parse(action.receivedAt) > LATE_MS || !isFresh(app, record, app.clock())) {
        continue
      }
      for (const cir of cirs.values()) {
        if (meets(cir, record)) {
          await raise(cir, record)
        }
      }
    }
  }
  for await (const { record } of app.store.stream(SYSTEM, { kind: 'cir' })) {
    take(record)
  }
  const stop = app.store.onCommit((batch) => {
    working = working.then(() => look(batch)).catch((error: unknown) => app.log.error({ err: error }, 'requirements were not looked at'))
  })
  return {
    // What came while no process listened: the node ended between a record and its call list.
    async start() {
      const from = new Date(app.clock() - LATE_MS).toISOString()
      for (const cir of cirs.values()) {
        try {
          const { items } = await app.store.list(SYSTEM, { ...queryOf(cir.data.condition), time: { axis: 'logged', from: Date.parse(cir.createdAt) > Date.parse(from) ? cir.createdAt : from }, limit: MOST_AGAIN })
          for (const { record } of items.filter((one) => isFresh(app, one.record, app.clock()))) {
            await raise(cir, record)
          }
        } catch (error) {
          app.log.warn({ err: error, cir: cir.ref }, 'a requirement could not be asked')
        }
      }
    },
    async close() {
      stop()
      await working
    },
  }
}

/** Did it happen within a day of `by` (epoch ms)? What has no such time counts from when it was logged. */
export function isFresh(app: Pick<App, 'store'>, record: VigieRecord, by: number): boolean {
  const happened = app.store.kinds().get(record.kind)?.project(record.data).happened
  return by - (happened?.[1] ?? Date.parse(record.createdAt)) <= FRESH_MS
}

/** The call list of a requirement and a record; read by those who may read both. */
function callListOf(cir: CirRecord, record: VigieRecord, now: number): NewAction {
  const { code, text, wake, within } = cir.data
  const at = new Date(now).toISOString()
  const id = derivedId('call-list', cir.id, record.id)
  const data: CallList = { cir: cir.id, code, text, record: record.id, ref: record.ref, at, wake, within }
  const handling: Handling = { ...record.handling, level: levelRank(cir.handling.level) > levelRank(record.handling.level) ? cir.handling.level : record.handling.level, compartments: [...new Set([...record.handling.compartments, ...cir.handling.compartments])] }
  return { id: derivedId(id, 'create'), record: id, kind: 'call-list', type: 'create', at, basedOn: null, patch: { data: data as unknown as JsonObject, handling: handling as unknown as JsonObject, area: record.area } }
}
