import { Bell, BellOff, Check } from 'lucide-react'
import { useKinds } from '../api/queries.ts'
import { queryClient } from '../api/client.ts'
import { api } from '../api/http.ts'
import type { RecordView } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { setPrefs, usePrefs } from '../prefs.ts'
import { useSession } from '../session.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Card, Empty, Marking, Skeleton } from '../shell/parts.tsx'
import { toast } from '../shell/toasts.tsx'
import { fullTime } from '../time/format.ts'
import { withCondition, writeAddress } from './address.ts'
import { follow, useFollowed, type Followed } from './followed.ts'
import { ROWS } from './lists.texts.ts'
import { addressOf, searchOf, useSavedSearches } from './searches.ts'
import './lists.css'

/** New in your searches, and every search one may see. */
export function SearchesPage() {
  const { number, label } = useWords()
  const tt = useTexts(ROWS)
  const prefs = usePrefs()
  const kinds = useKinds().data ?? []
  const followed = useFollowed()
  const saved = useSavedSearches(null)
  const following = new Set((followed.data ?? []).map((one) => one.id))
  const withdraw = async (record: RecordView) => {
    try {
      await api(`/api/records/${record.id}/actions`, { method: 'POST', body: { type: 'retract', basedOn: record.version, patch: {}, reason: tt('saved.delete') } })
      toast(tt('saved.deleted', { name: record.title }))
      void queryClient.invalidateQueries({ queryKey: ['records', 'kind=saved-search'] })
      void queryClient.invalidateQueries({ queryKey: ['searches'] })
    } catch (error) {
      toast(error instanceof Error ? error.message : '', { tone: 'critical' })
    }
  }
  return (
    <div className="page narrowpage stack">
      <h1>{tt('saved.page')}</h1>
      <Card title={tt('saved.page.new')} side={(followed.data?.length ?? 0) > 0 && <button type="button" className="btn small" onClick={() => void Promise.all((followed.data ?? []).map((one) => follow(one.id, true)))}><Check size={14} aria-hidden="true" />{tt('saved.look')}</button>}>
        {followed.isPending && <Skeleton lines={3} />}
        {followed.error && !followed.data && <ProblemNotice error={followed.error} retry={() => void followed.refetch()} />}
        {followed.data?.length === 0 && <Empty title={tt('saved.page.none')}>{tt('saved.page.none.do')}</Empty>}
        <ul className="searchlist">{followed.data?.map((one) => <FollowedRow key={one.id} one={one} record={saved.data?.items.find((record) => record.id === one.id)} />)}</ul>
        <label className="check searchsound"><input type="checkbox" checked={prefs.searchSound} onChange={(e) => setPrefs({ searchSound: e.target.checked })} />{tt('saved.sound')}</label>
      </Card>
      <Card title={tt('saved.page.all')} side={saved.data && <span className="quiet small">{tt('shown', { n: number(saved.data.items.length), of: number(saved.data.total) })}</span>}>
        {saved.isPending && <Skeleton lines={4} />}
        {saved.error && !saved.data && <ProblemNotice error={saved.error} retry={() => void saved.refetch()} />}
        {saved.data?.items.length === 0 && <Empty title={tt('saved.none')} />}
        <ul className="searchlist">
          {saved.data?.items.map((record) => {
            const search = searchOf(record)
            const known = search !== null && kinds.some((kind) => kind.name === search.of)
            return (
              <li key={record.id} className="row wrap">
                {search && known ? <Link to={writeAddress(addressOf(record, search))} className="grow cut"><span dir="auto">{record.title}</span></Link> : <span className="grow cut" dir="auto">{record.title}</span>}
                <span className="tag">{search ? label(`kinds.${search.of}`, search.of) : record.ref}</span>
                {record.handling.caveats.includes('EYES-NAMED') ? <span className="tag">{tt('saved.share.me')}</span> : record.handling.level !== 'U' && <Marking handling={record.handling} />}
                <span className="quiet small" dir="auto">{record.createdByName ?? ''}</span>
                <button type="button" className="btn small" aria-pressed={following.has(record.id)} onClick={() => void follow(record.id, !following.has(record.id))}>{following.has(record.id) ? <Bell size={14} aria-hidden="true" /> : <BellOff size={14} aria-hidden="true" />}{following.has(record.id) ? tt('saved.following') : tt('saved.follow')}</button>
                <Link to={`/records/${encodeURIComponent(record.ref)}`} className="mono ltr small">{record.ref}</Link>
                {record.can.includes('retract') && <button type="button" className="btn plain small" onClick={() => void withdraw(record)}>{tt('saved.delete')}</button>}
                {(!search || !known) && <p className="quiet small whole">{tt('saved.cannot')}</p>}
              </li>
            )
          })}
        </ul>
      </Card>
      <p className="quiet small">{tt('saved.share.hint')}</p>
    </div>
  )
}

function FollowedRow({ one, record }: { one: Followed; record: RecordView | undefined }) {
  const { number, label, locale } = useWords()
  const tt = useTexts(ROWS)
  const { mission } = useSession()
  const search = record ? searchOf(record) : null
  const address = record && search ? addressOf(record, search) : null
  // Newest changes first: what is new stands at the top.
  const to = address ? writeAddress({ ...address, query: { ...withCondition(address.query, 'sort', undefined), sort: { by: 'updated', dir: 'desc' } } }) : null
  return (
    <li className="row wrap">
      {to && one.changed !== null ? <Link to={to} className="grow cut" onClick={() => void follow(one.id, true)}><strong dir="auto">{one.name}</strong></Link> : <strong className="grow cut" dir="auto">{one.name}</strong>}
      <span className="tag">{label(`kinds.${one.of}`, one.of)}</span>
      {one.changed === null ? null : one.changed > 0 ? <span className="tag accent">{tt('saved.new', { n: number(one.changed) })}</span> : <span className="quiet small">{tt('saved.seen')}</span>}
      {one.total !== null && <span className="quiet small">{tt('shown', { n: number(one.changed ?? 0), of: number(one.total) })}</span>}
      <span className="quiet small">{tt('saved.since', { at: fullTime(Date.parse(one.seenAt), mission.zone, locale) })}</span>
      <button type="button" className="btn plain small" onClick={() => void follow(one.id, false)}><BellOff size={14} aria-hidden="true" /><span className="sr">{tt('saved.following')}</span></button>
      {one.changed === null && <p className="quiet small whole">{tt('saved.cannot')}</p>}
      {one.vanished.length > 0 && <p className="quiet small whole">{tt('unread.vanished', { names: one.vanished.map((name) => label(`facet.${name}`, name)).join(', ') })}</p>}
    </li>
  )
}
