import { useQuery } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { api, ProblemNotice, useTexts, useWords } from '../../../web/face.ts'
import { likelyNames } from '../shared/names.ts'
import type { Plan, ProductView } from './model.ts'
import { ROWS } from './products.texts.ts'

/** The last look before it leaves the building: to whom it goes, and what each of them is given. */
export function ReleaseCard({ product, busy, release, cancel }: { product: ProductView; busy: boolean; release(): void; cancel(): void }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const asked = useQuery({ queryKey: ['products', 'plan', product.id, product.version], queryFn: ({ signal }) => api<Plan>(`/api/products/${product.id}/release`, { signal }), gcTime: 0, staleTime: 0 })
  const plan = asked.data
  const names = likelyNames(product.data.sections.flatMap((section) => (section.mode === 'text' ? [section.text ?? ''] : [])).join('\n'))
  const waits = (name: string) => plan?.versions.some((one) => one.waits && one.names.includes(name))
  return (
    <section className="card releasecard noprint" aria-labelledby="p-release">
      <header><h2 id="p-release" className="grow">{tt('release.title')}</h2></header>
      <div className="body stack">
        {asked.error && <ProblemNotice error={asked.error} retry={() => void asked.refetch()} />}
        {asked.isPending && <div className="skeleton" />}
        {plan && plan.distribution.length === 0 && <p>{tt('release.nobody')}</p>}
        {plan && plan.changes.length > 0 && <p className="notice warning" role="alert">{tt('release.changed', { n: number(plan.changes.length) })}</p>}
        {names.length > 0 && <p className="notice warning" role="alert">{tt('names.likely', { names: names.map((one) => `“${one}”`).join(', ') })}</p>}
        <ul className="plainlist recipients">
          {plan?.distribution.map((one) => <li key={one.user} data-gets={one.gets}><bdi className="grow">{one.name}</bdi><span className={`tag ${one.gets === 'none' ? 'critical' : one.gets === 'other' ? 'warning' : 'ok'}`}>{tt(`gets.${one.gets ?? 'none'}`)}</span>{waits(one.name) && <span className="tag">{tt('waits.cos')}</span>}</li>)}
        </ul>
        <div className="row wrap">
          <button type="button" className="btn primary" disabled={busy || !plan || plan.changes.length > 0} onClick={release}><Send size={15} aria-hidden="true" />{tt('release.now')}</button>
          <button type="button" className="btn" onClick={cancel}>{tt('cancel')}</button>
        </div>
      </div>
    </section>
  )
}
