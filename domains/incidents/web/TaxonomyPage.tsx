import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ApiProblem, Card, Link, ProblemNotice, queryClient, useKinds, useRecords, useTexts, useWords } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import { bookOf, type Edition } from '../shared/taxonomy-editions.ts'
import type { CodeUse } from './code-use.ts'
import { EditionEditor } from './EditionEditor.tsx'
import { Remap } from './Remap.tsx'
import { ROWS } from './TaxonomyPage.texts.ts'
import './taxonomy.css'

/** Editions of the taxonomy: what is in force, drafts, and old records to re-map. */
export function TaxonomyPage() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const kinds = useKinds()
  const records = useRecords({ kind: 'taxonomy' }, 200)
  const use = useQuery({ queryKey: ['taxonomy-use'], queryFn: () => api<CodeUse>('/api/taxonomy/use'), retry: false })
  const [open, setOpen] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const mayMake = kinds.data?.find((k) => k.name === 'taxonomy')?.canCreate === true
  const all = (records.data?.pages.flatMap((p) => p.items) ?? []).map((record) => ({ record, edition: record.data as unknown as Edition })).sort((a, b) => b.edition.edition - a.edition.edition)
  const book = bookOf(all.map((one) => one.edition))
  const { inForce } = book
  const renew = async () => { await Promise.all([queryClient.invalidateQueries({ queryKey: ['records'] }), queryClient.invalidateQueries({ queryKey: ['taxonomy-use'] }), queryClient.invalidateQueries({ queryKey: ['prepared'] })]) }
  const make = async () => {
    setError(null)
    try {
      const data: Edition = { edition: Math.max(1, ...all.map((one) => one.edition.edition)) + 1, base: inForce.version, entries: [] }
      const made = await api<RecordView>('/api/records', { method: 'POST', body: { kind: 'taxonomy', data } })
      await renew()
      setOpen(made.id)
    } catch (problem) {
      setError(problem)
    }
  }
  const chosen = all.find((one) => one.record.id === open)
  if (chosen) {
    const base = book.byVersion.get(chosen.edition.base) ?? inForce
    return <EditionEditor key={`${chosen.record.id}-${chosen.record.version}`} record={chosen.record} base={base} others={all.filter((one) => one !== chosen).map((one) => one.edition)} use={use.data} onDone={renew} onClose={() => setOpen(null)} />
  }
  return (
    <div className="page narrowpage stack taxonomypage">
      <header><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></header>
      {(error ?? records.error ?? (use.error instanceof ApiProblem && use.error.status !== 403 ? use.error : null)) ? <ProblemNotice error={error ?? records.error ?? use.error} /> : null}
      <Card title={tt('editions')} id="editions" side={mayMake ? <button type="button" className="btn small primary" onClick={() => void make()}>{tt('new', { n: inForce.version })}</button> : undefined}>
        <ul className="editionlist">
          {all.map(({ record, edition }) => (
            <li key={record.id}>
              <strong className="grow">{tt('edition', { n: edition.edition })} <span className="tag">{tt(edition.edition === inForce.version ? 'in-force' : edition.activated ? 'earlier' : 'draft')}</span> <span className="quiet small">{tt('changes', { n: edition.entries.length })}</span>{edition.note && <span className="quiet small cut" dir="auto"> {edition.note}</span>}</strong>
              <button type="button" className="btn small" aria-label={`${tt('open')} · ${tt('edition', { n: edition.edition })}`} onClick={() => setOpen(record.id)}>{tt('open')}</button>
              <Link className="btn small" to={`/records/${record.ref}`}>{tt('history')}</Link>
            </li>
          ))}
          <li><strong className="grow">{tt('edition', { n: 1 })} <span className="tag">{tt(inForce.version === 1 ? 'in-force' : 'earlier')}</span> <span className="quiet small">{tt('shipped')} · {number(bookOf([]).inForce.entries.length)}</span></strong></li>
        </ul>
        {!mayMake && kinds.data && <p className="notice">{tt('readonly')}</p>}
      </Card>
      <Remap book={book} use={use.data} onDone={renew} />
    </div>
  )
}
