import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { queryClient } from '../api/client.ts'
import { api } from '../api/http.ts'
import type { RecordView } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Empty, FullTime, Skeleton } from '../shell/parts.tsx'
import { ROWS } from './record.texts.ts'

type Said = { id: string; text: string; at: string; byName: string | null; fresh: boolean }
type Report = { id: string; ref: string; kind: string; title: string; workflow: RecordView['workflow']; createdAt: string; updatedAt: string; returned: { reason: string; at: string; byName: string | null; fresh: boolean } | null; feedback: Said[] }

/** Own reports: what became of each, why one came back, and what others said back. What was seen, on any device, is marked no more. */
export function ReportsPage() {
  const tt = useTexts(ROWS)
  const { t, label, dir } = useWords()
  const found = useQuery({ queryKey: ['reports'], queryFn: ({ signal }) => api<{ total: number; items: Report[]; latest: string | null }>('/api/me/reports', { signal }), staleTime: 0, refetchOnWindowFocus: false })
  const items = found.data?.items
  const latest = found.data?.latest ?? null
  useEffect(() => {
    if (latest !== null) {
      // Offline it is said the next time; what was seen stays marked until then.
      api('/api/me/reports', { method: 'POST', body: { until: latest } }).then(() => queryClient.invalidateQueries({ queryKey: ['report-news'] }), () => undefined)
    }
  }, [latest])
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
              {one.returned && <p className="notice warning small"><span dir="auto">{tt('reports.returned', { reason: one.returned.reason })}{one.returned.byName && ` — ${one.returned.byName}`}</span> {one.returned.fresh && <span className="tag accent">{tt('reports.new')}</span>}</p>}
              {one.feedback.map((said) => (
                <p key={said.id} className="said feedback small"><span dir="auto">“{said.text}”</span> <span className="quiet">{said.byName} · <FullTime at={said.at} /></span> {said.fresh && <span className="tag accent">{tt('reports.new')}</span>}</p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </div>
  )
}
