import { ChevronDown, ChevronRight, X } from 'lucide-react'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { useTexts } from '../i18n/i18n.tsx'
import { ROWS } from './lists.texts.ts'

/** A part that opens and closes, with what is set in it and how to clear it. */
export function FacetBox({ title, set, onClear, children }: { title: string; set: number; onClear(): void; children: ReactNode }) {
  const tt = useTexts(ROWS)
  const [open, setOpen] = useState(true)
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <div className="facethead">
        <h3 id={id} className="grow"><button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? <ChevronDown size={13} aria-hidden="true" /> : <ChevronRight size={13} className="flip" aria-hidden="true" />}{title}</button></h3>
        {set > 0 && <button type="button" className="btn plain small icon" aria-label={`${title}: ${tt('clear', { n: set })}`} title={tt('clear', { n: set })} onClick={onClear}><X size={13} /></button>}
      </div>
      {open && children}
    </section>
  )
}
