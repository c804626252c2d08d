import { useQuery } from '@tanstack/react-query'
import type { ProductType } from '../../../core/product.ts'
import { api, Card, fullTime, Link, ProblemNotice, useMoment, useSession, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { ROWS } from './uses.texts.ts'

type Uses = { items: { id: string; ref: string; title: string; type: ProductType; releasedAt: string; version: number | null; stale: boolean; replaced: boolean }[]; shown: number; found: number }

/** On the page of a record: the released reports whose numbers were counted from it, newest first. */
export function UsesCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const then = useMoment()
  const found = useQuery({ queryKey: ['product-uses', record.id, record.version], queryFn: ({ signal }) => api<Uses>(`/api/product-uses/${encodeURIComponent(record.id)}`, { signal }), enabled: then === null })
  if (then !== null) {
    return null
  }
  const uses = found.data
  return (
    <Card title={tt('uses')} id="product-uses">
      {found.isPending && <div className="skeleton" />}
      {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {uses?.found === 0 && <p className="quiet small">{tt('none')}</p>}
      {uses && uses.items.length > 0 && (
        <ul className="plainlist small">
          {uses.items.map((one) => (
            <li key={one.id}>
              <Link to={`/products/${one.ref}`}><bdi>{one.title}</bdi></Link> <time dateTime={one.releasedAt}>{fullTime(Date.parse(one.releasedAt), mission.zone, locale)}</time>{' '}
              <span className="quiet">{one.version === null ? tt('about') : tt('version', { n: number(one.version) })}{one.replaced ? ` · ${tt('replaced')}` : one.stale ? ` · ${tt('stale')}` : ''}</span>
            </li>
          ))}
        </ul>
      )}
      {uses && uses.found > uses.shown && <p className="quiet small">{tt('shown', { n: number(uses.shown), all: number(uses.found) })}</p>}
    </Card>
  )
}
