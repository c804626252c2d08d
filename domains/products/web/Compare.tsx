import { changedFacts, textOf, type Section } from '../../../core/product.ts'
import { Link, useRecords, useTexts } from '../../../web/face.ts'
import { productOf, type ProductView } from './model.ts'
import { ROWS } from './products.texts.ts'

const MOST = 60

/** What differs from the product of its type that was released before it. */
export function Compare({ product }: { product: ProductView }) {
  const tt = useTexts(ROWS)
  const found = useRecords({ kind: 'product', where: { 'product-type': [product.data.type], 'tearOf': [''] }, workflow: ['approved'], sort: { by: 'logged', dir: 'desc' } }, 50)
  if (found.isPending) {
    return <div className="skeleton" />
  }
  const before = (found.data?.pages[0]?.items ?? []).map(productOf).find((one) => one.id !== product.id && one.createdAt < product.createdAt && (one.data.day ?? '') !== (product.data.day ?? '-'))
  if (!before) {
    return <p className="empty">{tt('compare.none')}</p>
  }
  const changes = changedFacts(before.data.sections, product.data.sections).filter((one) => !/^[0-9a-z-]{20,}\./i.test(one.fact))
  return (
    <section className="card" aria-label={tt('compare')}>
      <header><h2 className="grow">{tt('compare')}</h2><Link to={`/products/${before.ref}`}><bdi>{before.data.title}</bdi></Link></header>
      {changes.length === 0 ? <p className="body quiet">{tt('compare.same')}</p> : (
        <div className="producttable" tabIndex={0} role="region" aria-label={tt('compare')}>
          <table>
            <thead><tr><th scope="col">{tt('what')}</th><th scope="col">{tt('was')}</th><th scope="col">{tt('is')}</th></tr></thead>
            <tbody>{changes.slice(0, MOST).map((one) => <tr key={`${one.section}/${one.fact}`}><th scope="row"><bdi>{labelOf(product.data.sections, one.section, one.fact)}</bdi></th><td>{one.was || '—'}</td><td>{one.now || '—'}</td></tr>)}</tbody>
          </table>
        </div>
      )}
      {changes.length > MOST && <p className="quiet small body">{tt('shown', { n: MOST, all: changes.length })}</p>}
    </section>
  )
}

/** Title of the section and the words that stand beside a value: the first cell of its row, or the sentence it is in. */
export function labelOf(sections: readonly Section[], id: string, fact: string): string {
  const section = sections.find((one) => one.id === id)
  for (const block of section?.blocks ?? []) {
    const row = block.lines?.find((line) => line.cells?.flat().some((piece) => typeof piece !== 'string' && piece.fact === fact))
    if (row) {
      const at = row.cells?.findIndex((cell) => cell.some((piece) => typeof piece !== 'string' && piece.fact === fact)) ?? -1
      return [section?.title, textOf(row.cells?.[0] ?? []), block.head?.[at]].filter(Boolean).join(' · ')
    }
    if (block.pieces?.some((piece) => typeof piece !== 'string' && piece.fact === fact)) {
      return [section?.title, textOf(block.pieces).slice(0, 90)].join(' · ')
    }
  }
  return section?.title ?? id
}
