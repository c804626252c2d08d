import { Phone } from 'lucide-react'
import { Link, useSession, useShowing, useTexts, useWords } from '../../../web/face.ts'
import { unreached } from '../shared/cir.ts'
import { WAITING } from './CallWatch.tsx'
import { ROWS } from './cirs.texts.ts'
import { listOf, useList } from './read.ts'

const MOST = 6

/** The right column of the room: who is still to be called, list by list, the oldest first; in the past as it stood. */
export function CallsPanel() {
  const tt = useTexts(ROWS)
  const { number, t } = useWords()
  const may = useSession().kinds.some((kind) => kind.name === 'call-list')
  const open = useList(WAITING, MOST)
  const items = open.items ?? []
  useShowing('calls', items)
  if (!may) {
    return null
  }
  return (
    <section className="sidepart" aria-label={t('side.watch')}>
      <h2>{t('side.watch')}{open.items && <Link className="count" to="/cirs">{number(open.total)}</Link>}</h2>
      {open.items && open.total === 0 && <p className="quiet small teachone"><Phone size={16} aria-hidden="true" /><span>{t('side.calls.empty')}</span></p>}
      <ul>
        {items.map((record) => {
          const list = listOf(record)
          const left = unreached(list).length
          return <li key={record.id}><Link className="siderow" to={`/records/${record.ref}`}><span className="grow"><strong>{list.code}</strong> <bdi>{list.text}</bdi></span> <span className="tag warning nowrap">{tt('reached')} {number(list.wake.length - left)}/{number(list.wake.length)}</span></Link></li>
        })}
      </ul>
      {open.items && open.total > items.length && <p className="quiet small">{t('room.shown', { n: number(items.length), of: number(open.total) })}</p>}
    </section>
  )
}
