import { derivedId } from '../../../core/digest.ts'
import { canonical, type JsonObject } from '../../../core/json.ts'
import { changedFacts, kindsCounted, recordsBehind } from '../../../core/product.ts'
import { SYSTEM, type App, type CommitBatch, type Service } from '../../../server/face.ts'
import { sectionsNow, type ProductRecord } from './make.ts'

/** Released products are held against their records for so long. */
const WATCHED_MS = 45 * 86_400_000
/** Edits come in bursts: one look for all of them. */
const PAUSE_MS = 500

type Watched = { id: string; records: ReadonlySet<string>; kinds: ReadonlySet<string>; cutOff: string | null }

/**
 * Holds what was released against the records behind it: when one of them changes, the product is made again with the same
 * eyes, and where a value differs it is marked stale, with what differs. What a stopped node missed is looked at when it starts.
 */
export async function watchProducts(app: App): Promise<Service> {
  const watched = new Map<string, Watched>()
  const waiting = new Set<string>()
  let timer: NodeJS.Timeout | null = null
  let looking: Promise<void> = Promise.resolve()
  let closed = false

  const note = (record: ProductRecord): void => {
    const { data } = record
    if (record.workflow !== 'approved' || !data.released || data.supersededBy !== undefined || Date.parse(data.released.at) < app.clock() - WATCHED_MS) {
      watched.delete(record.id)
      return
    }
    watched.set(record.id, { id: record.id, records: new Set(recordsBehind(data.sections).keys()), kinds: kindsCounted(data.sections), cutOff: data.period?.to ?? null })
  }
  const heard = ({ changes }: CommitBatch): void => {
    for (const { record } of changes) {
      if (record.kind === 'product') {
        note(record as unknown as ProductRecord)
        continue
      }
      for (const one of watched.values()) {
        if (one.records.has(record.id) || (one.kinds.has(record.kind) && (one.cutOff === null || record.createdAt < one.cutOff))) {
          waiting.add(one.id)
        }
      }
    }
    arm()
  }
  const arm = (): void => {
    if (waiting.size > 0 && timer === null && !closed) {
      timer = setTimeout(() => { timer = null; looking = looking.then(look) }, PAUSE_MS)
      timer.unref()
    }
  }
  const look = async (): Promise<void> => {
    const ids = [...waiting]
    waiting.clear()
    for (const id of ids) {
      if (closed) {
        return
      }
      await hold(app, id).catch((error: unknown) => app.log.error({ error: String(error), product: id }, 'a released product could not be held against its records'))
    }
    arm()
  }

  const since = new Date(app.clock() - WATCHED_MS).toISOString()
  for await (const { record } of app.store.stream(SYSTEM, { kind: 'product', workflow: ['approved'], where: { standing: ['current', 'stale'] }, time: { axis: 'logged', from: since } })) {
    note(record as unknown as ProductRecord)
  }
  const stop = app.store.onCommit(heard)
  return {
    async start() {
      watched.forEach((one) => waiting.add(one.id))
      arm()
    },
    async close() {
      closed = true
      stop()
      if (timer) {
        clearTimeout(timer)
      }
      await looking
    },
  }
}

/** Hold one product against its records now. */
export async function hold(app: App, id: string): Promise<void> {
  const seen = await app.store.get(SYSTEM, id)
  const record = seen?.record as unknown as ProductRecord | undefined
  if (!record || record.kind !== 'product' || record.workflow !== 'approved' || record.data.supersededBy !== undefined) {
    return
  }
  const found = changedFacts(record.data.sections, await sectionsNow(app, record, app.clock()))
  const changes = found.slice(0, 50)
  if (canonical(changes as unknown as JsonObject[]) === canonical((record.data.stale?.changes ?? []) as unknown as JsonObject[]) && found.length === (record.data.stale?.total ?? 0)) {
    return
  }
  const at = new Date(app.clock()).toISOString()
  await app.store.commit(SYSTEM, [{ id: derivedId(id, 'go-stale', String(record.version), canonical(changes as unknown as JsonObject[])), record: id, kind: 'product', type: 'go-stale', at, basedOn: null, patch: { total: found.length, changes } as unknown as JsonObject }])
}
