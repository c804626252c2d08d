import { X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useWords } from '../i18n/i18n.tsx'

export type Toast = { id: number; text: string; tone: 'plain' | 'critical'; action?: { label: string; do(): void }; until: number }

const listeners = new Set<() => void>()
let toasts: readonly Toast[] = []
let count = 0

/** Say something in passing, with at most one thing to do about it. `ms` is how long it stays. */
export function toast(text: string, more: { tone?: Toast['tone']; action?: Toast['action']; ms?: number } = {}): void {
  count += 1
  const id = count
  toasts = [...toasts.slice(-2), { id, text, tone: more.tone ?? 'plain', ...(more.action ? { action: more.action } : {}), until: Date.now() + (more.ms ?? 6000) }]
  listeners.forEach((tell) => tell())
  setTimeout(() => dismiss(id), more.ms ?? 6000)
}

function dismiss(id: number): void {
  toasts = toasts.filter((t) => t.id !== id)
  listeners.forEach((tell) => tell())
}

/** The newest toast's action, for the undo key. */
export function undoNewest(): void {
  const newest = toasts.findLast((t) => t.action)
  if (newest) {
    newest.action?.do()
    dismiss(newest.id)
  }
}

/** Does a toast on screen offer something to do? */
export function hasOffer(): boolean {
  return toasts.some((t) => t.action)
}

/** Where toasts appear. */
export function Toasts() {
  const { t } = useWords()
  const list = useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => toasts,
  )
  return (
    <div className="toasts" role="status" aria-live="polite">
      {list.map((toast) => (
        <div key={toast.id} className={`toast ${toast.tone}`}>
          <span className="grow">{toast.text}</span>
          {toast.action && (
            <button type="button" className="btn small" onClick={() => { toast.action?.do(); dismiss(toast.id) }}>{toast.action.label}</button>
          )}
          <button type="button" className="btn plain icon small" aria-label={t('common.close')} onClick={() => dismiss(toast.id)}><X size={14} /></button>
        </div>
      ))}
    </div>
  )
}
