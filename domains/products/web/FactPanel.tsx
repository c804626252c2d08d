import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { api, fullTime, Link, ProblemNotice, queryString, Severity, useSession, useTexts, useWords } from '../../../web/face.ts'
import type { Opened } from './model.ts'
import { ROWS } from './products.texts.ts'

/** What one value was made of: its records, and which of them are not as they were. */
export function FactPanel({ product, section, fact, close }: { product: string; section: string; fact: string; close(): void }) {
  const tt = useTexts(ROWS)
  const { number, locale } = useWords()
  const { mission } = useSession()
  const box = useRef<HTMLElement>(null)
  const asked = useQuery({ queryKey: ['products', 'fact', product, section, fact], queryFn: ({ signal }) => api<Opened>(`/api/products/${encodeURIComponent(product)}/fact?${queryString({ section, fact })}`, { signal }) })
  const found = asked.data
  useEffect(() => box.current?.focus(), [section, fact])
  useEffect(() => {
    const leave = (event: KeyboardEvent) => { if (event.key === 'Escape') { close() } }
    window.addEventListener('keydown', leave)
    return () => window.removeEventListener('keydown', leave)
  }, [close])
  return (
    <aside className="card factpanel noprint" ref={box} tabIndex={-1} aria-label={tt('fact.open', { value: found?.value ?? '' })}>
      <header><h2 className="grow" dir="auto">{found ? tt('fact.open', { value: found.value }) : '…'}</h2><button type="button" className="btn plain icon small" onClick={close} aria-label={tt('close')}><X size={15} aria-hidden="true" /></button></header>
      <div className="body">
        {asked.error && <ProblemNotice error={asked.error} retry={() => void asked.refetch()} />}
        {asked.isPending && <div className="skeleton" />}
        {found && (
          <>
            <p className="quiet small">{tt('fact.total', { n: number(found.total) })} · {tt('fact.asof', { at: fullTime(Date.parse(found.asOf), mission.zone, locale) })}</p>
            {found.visible < found.looked && <p className="notice warning small">{tt('fact.visible', { v: number(found.visible), n: number(found.looked) })}</p>}
            {found.now !== found.total && <p className="quiet small">{tt('fact.now', { n: number(found.now) })}</p>}
            {found.looked < found.now && <p className="quiet small">{tt('fact.looked', { n: number(found.looked), all: number(found.now) })}</p>}
            {found.shown < found.visible && <p className="quiet small">{tt('shown', { n: number(found.shown), all: number(found.visible) })}</p>}
            {found.items.length === 0 && <p className="empty">{tt('facts.none')}</p>}
            <ul className="plainlist factrecords">
              {found.items.map((record) => (
                <li key={record.id}><Severity value={record.severity} size={14} /><Link to={`/records/${encodeURIComponent(record.ref)}`}><span className="mono ltr">{record.ref}</span> <bdi>{record.title}</bdi></Link>{found.changed.includes(record.id) && <span className="tag warning">{tt('fact.changed')}</span>}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </aside>
  )
}
