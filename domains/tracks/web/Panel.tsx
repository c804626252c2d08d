import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { useTexts } from '../../../web/face.ts'
import { ROWS } from './panels.texts.ts'

/** A panel over the map; Escape closes it. `focus`: it was asked for by a key or press and takes the keys. */
export function Panel({ title, name, side, focus = false, onClose, children }: { title: ReactNode; /** What it is called where the title is more than text. */ name?: string; side?: ReactNode; focus?: boolean; onClose(): void; children: ReactNode }) {
  const tt = useTexts(ROWS)
  const box = useRef<HTMLElement>(null)
  const latest = useRef(onClose)
  useEffect(() => {
    latest.current = onClose
  })
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.key === 'Escape' && !e.defaultPrevented && !document.querySelector('[role="dialog"],[role="menu"]')) {
        e.preventDefault()
        latest.current()
      }
    }
    window.addEventListener('keydown', key, true)
    return () => window.removeEventListener('keydown', key, true)
  }, [])
  useEffect(() => {
    if (focus) {
      (box.current?.querySelector<HTMLElement>('[data-first]') ?? box.current)?.focus()
    }
  }, [focus])
  return (
    <section ref={box} className="trackover" tabIndex={-1} aria-label={name ?? (typeof title === 'string' ? title : undefined)}>
      <header><strong className="grow cut" dir="auto">{title}</strong>{side}<button type="button" className="btn icon ghost" aria-label={tt('close')} onClick={onClose}><X size={16} /></button></header>
      <div className="trackbody">{children}</div>
    </section>
  )
}
