import { FileText } from 'lucide-react'
import type { Product } from '../../../core/product.ts'
import { Age, Link, queryClient, useLive, useRecords, useSession, useTexts, useWords } from '../../../web/face.ts'
import { ROWS } from './waiting.texts.ts'
import './waiting.css'

const MOST = 2

/** On every page: what was sent to this person and they have not read, the newest first. */
export function WaitingStrip() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const { me } = useSession()
  const query = { kind: 'product', where: { unread: [me.user] }, sort: { by: 'logged' as const, dir: 'desc' as const } }
  const found = useRecords(query, MOST)
  useLive({ kind: 'product', limit: 0 }, () => void queryClient.invalidateQueries({ predicate: ({ queryKey: [name, params] }) => name === 'records' && typeof params === 'string' && params.includes('kind=product') }))
  const page = found.data?.pages[0]
  if (!page || page.total === 0) {
    return null
  }
  return (
    <section className="productwaiting noprint" aria-label={tt('waiting')}>
      {page.items.map((record) => {
        const data = record.data as unknown as Product
        const mine = data.distribution.find((one) => one.user === me.user)
        const first = data.distribution.find((one) => one.user === mine?.insteadOf)
        return (
          <p key={record.id} className="row wrap">
            <FileText size={16} aria-hidden="true" /><strong>{first ? tt('stead', { name: first.name }) : tt('must')}</strong>
            <Link to={`/products/${encodeURIComponent(record.ref)}`}><bdi>{data.title}</bdi></Link>
            {data.released && <span className="small nowrap"><Age at={data.released.at} /></span>}
          </p>
        )
      })}
      {page.total > page.items.length && <p className="small"><Link to="/products?unread=1">{tt('more', { n: number(page.total - page.items.length) })}</Link></p>}
    </section>
  )
}
