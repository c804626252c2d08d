import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { REPORTERS } from '../../../../core/roles.ts'
import { api, Empty, Link, navigate, ProblemNotice, queryClient, useLive, useLocation, useRecords, useSession, useShowing, useTexts, useWords } from '../../../../web/face.ts'
import { ALL_ROOMS, type Message } from '../../shared/message.ts'
import { Conversation } from './Conversation.tsx'
import { ROWS } from './messages.texts.ts'
import { noteSeen, useSeen } from './seen.ts'
import { directKey, threadsOf, unreadOf, type Thread } from './threads.ts'
import './messages.css'

const PAGE = 200
const QUERY = { kind: 'message', workflow: ['draft', 'submitted', 'approved', 'retracted'], sort: { by: 'logged', dir: 'desc' } } as const
const ASK_AGAIN_MS = 30_000
type TakNow = { listening: { feed: string; name: string; state: string }[]; clients: { feed: string; uid: string | null; callsign: string | null }[] }

/** Rooms and direct messages between TAK devices and operations rooms. */
export function MessagesPage() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const { me } = useSession()
  const found = useRecords(QUERY as never, PAGE)
  useLive({ kind: 'message' }, () => void queryClient.invalidateQueries({ queryKey: ['records'] }))
  const tak = useQuery({ queryKey: ['tak-now'], queryFn: () => api<TakNow>('/api/tracks/tak'), refetchInterval: ASK_AGAIN_MS, retry: false })
  const records = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data])
  const total = found.data?.pages[0]?.total ?? 0
  useShowing('messages', records)
  const seen = useSeen(me.user)
  const chosen = useLocation().search.get('thread')
  const said = useMemo(() => threadsOf(records.map((one) => ({ id: one.id, ref: one.ref, data: one.data as unknown as Message, withdrawn: one.workflow === 'retracted' })), me.user), [records, me.user])
  const feeds = useMemo(() => new Map((tak.data?.listening ?? []).map((one) => [one.feed, one.name])), [tak.data])
  // Everybody of each running feed can be written to before anybody has; so can whoever is connected.
  const threads = useMemo(() => [...said, ...[...feeds.keys()].filter((feed) => !said.some((one) => one.kind === 'all' && one.feed === feed)).map((feed): Thread => ({ key: `r ${feed} ${ALL_ROOMS}`, kind: 'all', feed, name: ALL_ROOMS, to: null, lines: [] }))], [said, feeds])
  const people = (tak.data?.clients ?? []).flatMap((one) => (one.uid === null ? [] : [{ feed: one.feed, uid: one.uid, name: one.callsign ?? one.uid }]))
  const asked = chosen === null ? undefined : (threads.find((one) => one.key === chosen) ?? people.map((one): Thread => ({ key: directKey(one.feed, one.uid, one.name), kind: 'direct', feed: one.feed, name: one.name, to: one, lines: [] })).find((one) => one.key === chosen))
  const newest = asked?.lines.at(-1)?.at
  useEffect(() => {
    if (chosen !== null && newest !== undefined) {
      noteSeen(me.user, chosen, newest)
    }
  }, [chosen, newest, me.user])
  const open = (key: string | null) => navigate(key === null ? '/messages' : `/messages?thread=${encodeURIComponent(key)}`)
  const writes = me.grants.some((grant) => REPORTERS.some((role) => role === grant.role))
  return (
    <div className="page stack messagespage" data-open={asked !== undefined}>
      <header className="row wrap"><div className="grow"><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></div><Link className="btn small" to="/k/message">{tt('list')}</Link></header>
      {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <div className="skeleton" />}
      {found.data && threads.length === 0 && <Empty title={tt('none')}>{tt('none.how')}</Empty>}
      {threads.length > 0 && (
        <div className="messagesgrid">
          <nav className="messagesnav" aria-label={tt('threads')}>
            {writes && people.length > 0 && (
              <label className="field"><span>{tt('new')}</span>
                <select className="select" value="" onChange={(event) => open(event.target.value)}>
                  <option value="">{tt('new.pick')}</option>
                  {people.map((one) => <option key={`${one.feed} ${one.uid}`} value={directKey(one.feed, one.uid, one.name)}>{one.name}</option>)}
                </select>
              </label>
            )}
            {Object.entries(Object.groupBy(threads, (one) => one.feed ?? '')).map(([feed, list]) => (
              <section key={feed}>
                {feeds.has(feed) && <h2 dir="auto">{feeds.get(feed)}</h2>}
                <ul className="plainlist">{list?.map((one) => <Entry key={one.key} thread={one} current={one.key === chosen} unread={unreadOf(one, seen[one.key] ?? 0)} onOpen={() => open(one.key)} />)}</ul>
              </section>
            ))}
            {total > records.length && <p className="quiet small">{tt('shown', { n: number(records.length), of: number(total) })} <button type="button" className="btn small" disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{tt('older')}</button></p>}
          </nav>
          {asked ? <Conversation key={asked.key} thread={asked} writes={writes} onBack={() => open(null)} /> : <p className="quiet messagesnone">{tt('choose')}</p>}
        </div>
      )}
    </div>
  )
}

function Entry({ thread, current, unread, onOpen }: { thread: Thread; current: boolean; unread: number; onOpen(): void }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const last = thread.lines.at(-1)
  return (
    <li><button type="button" className="messagesentry" aria-current={current ? 'true' : undefined} onClick={onOpen}>
      <span className="row"><strong className="grow cut" dir="auto">{thread.kind === 'all' ? tt('all') : thread.name}</strong>{unread > 0 && <span className="tag accent">{tt('unread', { n: number(unread) })}</span>}</span>
      <span className="quiet small cut" dir="auto">{last ? `${last.mine ? tt('you') : last.from}: ${last.withdrawn ? tt('withdrawn') : last.text}` : tt(thread.kind === 'direct' ? 'kind.direct' : 'kind.room')}</span>
    </button></li>
  )
}
