import type { JsonObject } from '../../core/json.ts'
import { api } from '../api/http.ts'
import { ApiProblem } from '../api/http.ts'
import type { RecordView } from '../api/types.ts'
import { purposeOf } from '../record/purpose.ts'
import type { TextKey } from '../i18n/texts.ts'
import { hasOffer, toast, undoNewest } from './toasts.tsx'
import type { Toast } from './toasts.tsx'
import { inverse } from './undo.ts'
import { doneDoing } from './under-way.ts'

type T = (key: TextKey, values?: Record<string, string | number>) => string
/** Something that can be taken back. `undo` answers whether it was, or that somebody changed it since. */
export type Undoable = { label: string; undo(reason: string): Promise<'done' | 'changed'> }

/** Kept for the last actions of this person on this screen. */
const MOST = 20
let stack: readonly Undoable[] = []
/** Set by web/record/actions.ts: how an action is done, so that this file needs not know. */
let perform: ((record: RecordView, type: string, patch: JsonObject, reason?: string) => Promise<RecordView>) | null = null

/** How correcting actions are written. */
export function performBy(how: NonNullable<typeof perform>): void {
  perform = how
}

/** Remember something that can be taken back; the twentieth before it is forgotten. */
export function noteUndoable(entry: Undoable): Undoable {
  stack = [...stack, entry].slice(-MOST)
  return entry
}

/** Remember an action on a record, if it has an inverse; undefined when not. */
export function noteDone(type: string, patch: JsonObject, before: RecordView | null, after: RecordView): Undoable | undefined {
  const steps = inverse({ type, patch, before, after })
  const first = steps?.[0]
  if (!steps || !first || !after.can.includes(first.type)) {
    return undefined
  }
  return noteUndoable({
    label: after.ref,
    async undo(reason) {
      let record = await api<RecordView>(`/api/records/${encodeURIComponent(after.id)}`, purposeOf(after.id))
      if (record.version !== after.version) {
        return 'changed'
      }
      for (const step of steps) {
        record = (await perform?.(record, step.type, step.patch, step.reason ? reason : undefined)) ?? record
      }
      return 'done'
    },
  })
}

/** The newest thing done, offered for undoing in a toast; nothing when it cannot be. */
export function undoOffer(t: T, entry: Undoable | undefined = stack.at(-1)): { action?: Toast['action']; ms?: number } {
  return entry ? { action: { label: t('undo.undo'), do: () => void take(entry, t) }, ms: 12_000 } : {}
}

/** The undo key: what is being done as soon as it is done, else what the newest toast offers, else the newest thing done. */
export async function undoLast(t: T): Promise<void> {
  await doneDoing()
  if (hasOffer()) {
    undoNewest()
    return
  }
  const entry = stack.at(-1)
  if (entry) {
    void take(entry, t)
  } else {
    toast(t('undo.none'))
  }
}

async function take(entry: Undoable, t: T): Promise<void> {
  if (!stack.includes(entry)) {
    return
  }
  stack = stack.filter((one) => one !== entry)
  try {
    const how = await entry.undo(t('undo.reason'))
    toast(t(how === 'done' ? 'undo.done' : 'undo.changed', { ref: entry.label }), how === 'done' ? {} : { tone: 'critical', ms: 12_000 })
  } catch (error) {
    if (error instanceof ApiProblem && (error.status === 0 || error.status >= 500)) {
      // Not reached: it can be tried again.
      noteUndoable(entry)
    }
    toast(t('undo.refused', { ref: entry.label, why: error instanceof Error ? error.message : '' }), { tone: 'critical', ms: 12_000 })
  }
}
