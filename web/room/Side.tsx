import { lazy, memo } from 'react'
import type { Query } from '../../core/query.ts'
import { useRecords } from '../api/queries.ts'
import { useWords } from '../i18n/i18n.tsx'
import { late } from '../late.ts'
import { Link } from '../link.tsx'
import { slot } from '../registry.ts'
import type { RoomSource } from '../registry.ts'
import { useSession } from '../session.tsx'
import { Age, Severity } from '../shell/parts.tsx'
import { Lazily } from '../shell/Shield.tsx'
import { useShowing } from '../shell/shown-handling.ts'
import { useStands } from '../shell/stands.tsx'
import { selectRecord } from './state.ts'

const ClocksPanel = lazy(late(() => import('../clocks/ClocksPanel.tsx').then((m) => ({ default: m.ClocksPanel }))))

/** Contested records named at once. */
const MOST_CONTESTED = 20

/** Panels of a lower order stand above the room's own queues. */
const FIRST = 10

/** What waits for somebody: own queues now, domains' panels, clocks and calls. */
export const Side = memo(function Side({ source }: { source: RoomSource }) {
  const { t } = useWords()
  const { kinds } = useSession()
  const kind = kinds.find((k) => k.name === source.kind)
  const latest = { by: 'severity', dir: 'desc' } as const
  const panels = slot('panels').sort((a, b) => a.order - b.order)
  if (!useStands()) {
    return null
  }
  return (
    <Lazily>
      {panels.filter((one) => one.order < FIRST).map(({ id, Panel }) => <Panel key={id} />)}
      <ClocksPanel />
      {kind?.approval && <Queue title={t('side.approval')} empty={t('side.approval.empty')} query={{ kind: source.kind, workflow: ['submitted'], sort: latest }} kind={source.kind} />}
      {kind?.veracity && <Queue title={t('side.verification')} empty={t('side.verification.empty')} query={{ kind: source.kind, veracity: ['under-verification'], sort: latest }} kind={source.kind} />}
      <Contested kind={source.kind} />
      {panels.filter((one) => one.order >= FIRST).map(({ id, Panel }) => <Panel key={id} />)}
    </Lazily>
  )
})

function Queue({ title, empty, query, kind }: { title: string; empty: string; query: Query; kind: string }) {
  const { number, t } = useWords()
  const records = useRecords(query, 6)
  const items = records.data?.pages[0]?.items ?? []
  const total = records.data?.pages[0]?.total ?? 0
  useShowing(`side ${query.workflow ? 'approval' : 'verification'}`, items)
  const filter = query.workflow ? `workflow=${query.workflow.join(',')}` : `veracity=${query.veracity?.join(',') ?? ''}`
  return (
    <section className="sidepart">
      <h2>{title}{records.data && <Link className="count" to={`/?t=all&${filter}`} title={t('side.open-all')}>{number(total)}</Link>}</h2>
      {records.data && total === 0 && <p className="quiet small">{empty}</p>}
      <ul>
        {items.slice(0, 6).map((r) => (
          <li key={r.id}>
            <button type="button" className="siderow" onClick={() => selectRecord(r.ref)} data-kind={kind}>
              <Severity value={r.severity} size={16} />
              <span className="grow cut" dir="auto">{r.title}</span>
              <span className="quiet small"><Age at={r.updatedAt} /></span>
            </button>
          </li>
        ))}
      </ul>
      {total > 6 && <p className="quiet small">{t('room.shown', { n: 6, of: number(total) })}</p>}
    </section>
  )
}

/** Edits that came second and wait for a decision. */
function Contested({ kind }: { kind: string }) {
  const { t, number } = useWords()
  const records = useRecords({ kind, contested: true, sort: { by: 'updated', dir: 'desc' } }, MOST_CONTESTED)
  const page = records.data?.pages[0]
  const items = page?.items ?? []
  useShowing('side contested', items)
  return (
    <section className="sidepart">
      <h2>{t('side.contested')}{page && <span className="count">{number(page.total)}</span>}</h2>
      {page && page.total === 0 && <p className="quiet small">{t('side.contested.empty')}</p>}
      <ul>
        {items.map((r) => (
          <li key={r.id}><button type="button" className="siderow" onClick={() => selectRecord(r.ref)}><Severity value={r.severity} size={16} /><span className="grow cut" dir="auto">{r.title}</span><span className="tag warning">{r.contested.length}</span></button></li>
        ))}
      </ul>
      {page && page.total > items.length && <p className="quiet small">{t('room.shown', { n: number(items.length), of: number(page.total) })}</p>}
    </section>
  )
}
