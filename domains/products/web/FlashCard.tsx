import { Zap } from 'lucide-react'
import { useState } from 'react'
import type { ProductType } from '../../../core/product.ts'
import { Card, Link, navigate, ProblemNotice, useKinds, useRecords, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { productOf, tell } from './model.ts'
import { States } from './ProductsPage.tsx'
import { ROWS } from './products.texts.ts'
import './products.css'

/** On the page of an incident: what was sent about it, and the first of the three clicks of a FLASH. */
export function FlashCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const may = useKinds().data?.some((kind) => kind.name === 'product' && kind.canCreate)
  const found = useRecords({ kind: 'product', where: { about: [record.id] }, sort: { by: 'logged', dir: 'desc' } }, 20)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const sent = (found.data?.pages[0]?.items ?? []).map(productOf)
  const first = sent.find((one) => one.data.type === 'FLASH' && one.data.released && !one.data.tearOf)
  const draft = async (type: ProductType) => {
    setBusy(true)
    setProblem(null)
    try {
      const made = await tell<RecordView>('/api/products', { type, about: record.id, language: locale, ...(type === 'FLASH-UPD' && first ? { updates: first.id } : {}) })
      navigate(`/products/${made.ref}`)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  if (!may && sent.length === 0) {
    return null
  }
  return (
    <Card title={tt('flash')} id="flash-card">
      {may && <p className="quiet small">{tt('flash.lead')}</p>}
      <ul className="plainlist flashlist">{sent.map((one) => <li key={one.id}><Link to={`/products/${one.ref}`}><bdi>{one.data.title}</bdi></Link> <States product={one} /></li>)}</ul>
      {may && <div className="row wrap noprint">
        <button type="button" className={first ? 'btn' : 'btn primary'} disabled={busy} onClick={() => void draft(first ? 'FLASH-UPD' : 'FLASH')}><Zap size={15} aria-hidden="true" />{tt(first ? 'flash.update' : 'flash.draft')}</button>
        <button type="button" className="btn" disabled={busy} onClick={() => void draft('SINCREP')}>{tt('flash.sincrep')}</button>
      </div>}
      {problem !== null && <ProblemNotice error={problem} />}
    </Card>
  )
}

/** On the record page of a product: the way to where it is read and made. */
export function StudioCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  return <Card title={tt('title')} id="studio-card"><Link className="btn primary" to={`/products/${record.ref}`}>{tt('studio')}</Link></Card>
}
