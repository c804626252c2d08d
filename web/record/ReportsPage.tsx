import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../api/http.ts'
import type { RecordView } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { useSession } from '../session.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Empty, FullTime, Skeleton } from '../shell/parts.tsx'
import { ROWS } from './record.texts.ts'

type Said = { id: string; text: string; at: string; byName: string | null }
type Report = { id: string; ref: string; kind: string; title: string; workflow: RecordView['workflow']; createdAt: string; updatedAt: string; returned: { reason: string; at: string; byName: string | null } | null; feedback: Said[] }

const SEEN = 'vigie.feedback-seen.'

/** Own reports: what became of each, why one came back, and what others said back. Feedback seen on this device is marked no more. */
export function ReportsPage() {
  const tt = useTexts(ROWS)
  const { t, label, dir } = useWords()
  const { me } = useSession()
  const [before] = useState(() => seenOf(me.user))
  const found = useQuery({ queryKey: ['reports'], queryFn: ({ signal }) => api<{ total: number; items: Report[] }>('/api/me/reports', { signal }), staleTime: 0 })
  const items = found.data?.items
  useEffect(() => {
    if (items) {
      keepSeen(me.user, items.flatMap((one) => one.feedback.map((said) => said.id)))
    }
  }, [items, me.user])
  return (
    <div className="page pad reports" dir={dir}>
      <h1>{tt('reports.title')}</h1>
      <p className="quiet">{tt('reports.lead')}</p>
      {found.error && !items && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {!items && !found.error && <Skeleton lines={6} />}
      {items?.length === 0 && <Empty title={tt('reports.none')} />}
      {items && items.length > 0 && <p className="small quiet">{tt('reports.showing', { n: items.length, all: found.data?.total ?? items.length })}</p>}
      <ul className="reportlist">
        {items?.map((one) => (
          <li key={one.id} className="card">
            <div className="body stack">
              <p className="row wrap"><span className="mono ltr ref">{one.ref}</span><span className={`tag ${one.workflow === 'approved' ? 'ok' : one.workflow === 'returned' ? 'warning' : ''}`}>{t(`workflow.${one.workflow}`)}</span><span className="quiet small">{label(`kind.${one.kind}`)} · <FullTime at={one.createdAt} /></span></p>
              <Link to={`/records/${encodeURIComponent(one.ref)}`} dir="auto"><strong>{one.title}</strong></Link>
              {one.returned && <p className="notice warning small"><span dir="auto">{tt('reports.returned', { reason: one.returned.reason })}{one.returned.byName && ` — ${one.returned.byName}`}</span></p>}
              {one.feedback.map((said) => (
                <p key={said.id} className="said feedback small"><span dir="auto">“{said.text}”</span> <span className="quiet">{said.byName} · <FullTime at={said.at} /></span> {!before.has(said.id) && <span className="tag accent">{tt('reports.new')}</span>}</p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}

function seenOf(user: string): ReadonlySet<string> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(SEEN + user) ?? '[]')
    return new Set(Array.isArray(stored) ? stored.map(String) : [])
  } catch {
    return new Set()
  }
}

function keepSeen(user: string, ids: readonly string[]): void {
  try {
    localStorage.setItem(SEEN + user, JSON.stringify(ids))
  } catch {
    // It will be marked as new once more.
  }
}
