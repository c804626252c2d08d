import type { Kind } from '../../core/kind.ts'
import type { Reader } from '../../core/policy.ts'
import type { VigieRecord } from '../../core/record.ts'
import type { App } from '../http/app-context.ts'
import { presentRecord } from '../http/present.ts'
import type { Seen } from '../store/face.ts'

/** Views as JSON text, made once a flush for all clients that see the same. */
export type ViewCache = Map<string, Promise<string>>

/** Readers with one key see the same of every record and may do the same to it. */
export function keyOf(reader: Reader): string {
  const { name: _name, ...rest } = reader
  return JSON.stringify(rest)
}

/** Does a record hold a field that is kept sealed? */
export function holdsSealed(kind: Kind, record: VigieRecord): boolean {
  return Object.entries(kind.fields).some(([field, rule]) => rule.sealed && record.data[field] !== undefined)
}

/**
 * What goes out to a reader, as JSON, written down as read. `key` is the reader's (`keyOf`), `sealed` names the records with sealed
 * fields; `lost` those of them that cannot be shown any more.
 */
export async function viewsOf(app: App, reader: Reader, key: string, upsert: readonly Seen[], sealed: ReadonlySet<string>, views: ViewCache): Promise<{ items: string[]; lost: string[] }> {
  const [items, lost]: [string[], string[]] = [[], []]
  await app.readAudit.note(reader, upsert)
  for (const seen of upsert) {
    const { id } = seen.record
    // Sealed fields need keys from the store: read whole, as a list would.
    const whole = sealed.has(id) ? await app.store.get(reader, id) : seen
    if (whole) {
      items.push(await remembered(views, `${key}\0${id}\0${whole.record.version}`, async () => JSON.stringify(await presentRecord(app, whole))))
    } else {
      lost.push(id)
    }
  }
  return { items, lost }
}

function remembered(views: ViewCache, key: string, make: () => Promise<string>): Promise<string> {
  let view = views.get(key)
  if (!view) {
    view = make()
    views.set(key, view)
  }
  return view
}
