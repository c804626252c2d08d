import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useMemo, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import type { Locale } from '../../core/i18n.ts'
import type { Query } from '../../core/query.ts'
import type { useRecords } from '../api/queries.ts'
import type { RecordView } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import { live } from '../live/client.ts'
import { useOutbox } from '../outbox/sender.ts'
import { isOwnRef, ownRef, unsentOf } from '../outbox/unsent.ts'
import type { RoomSource } from '../registry.ts'
import { navigate } from '../router.ts'
import { useSession } from '../session.tsx'
import { useCommands } from '../shell/commands.ts'
import { localCommand } from '../shell/keymap.ts'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Age, Empty, Severity, Skeleton, TimeZ, Unverified } from '../shell/parts.tsx'
import { useShowing } from '../shell/shown-handling.ts'
import { clockLocal, fullTime, shortDay } from '../time/format.ts'
import { useMoment, withMoment } from '../time/moment.ts'
import { useNow } from '../time/now.ts'
import { selectRecord, useFresh, usePending } from './state.ts'

/** Rows shown above the log for what the node does not have yet. */
const MOST_PENDING = 6

/** The log: newest first, endless, in step with the map. */
export function Log({ source, records, open, chosen, onChoose, mayLog, rowHeight = 54 }: { /** Pixels a row is expected to take before it is measured. */ rowHeight?: number; /** Reference of the row that keys act on. */ chosen: string | null; onChoose(ref: string): void; source: RoomSource; mayLog: boolean; records: ReturnType<typeof useRecords>; query: Query; open: string | null }) {
  const { t, number } = useWords()
  const { mission } = useSession()
  const box = useRef<HTMLDivElement>(null)
  const items = useMemo(() => records.data?.pages.flatMap((p) => p.items) ?? [], [records.data])
  const total = records.data?.pages[0]?.total ?? 0
  const { me } = useSession()
  const moment = useMoment()
  const saving = usePending()
  const written = useOutbox()
  const unsent = useMemo(() => unsentOf(written, me.user, source.kind), [written, me.user, source.kind])
  // What waits since before this page was opened stands here too; nothing written here may look lost.
  const pending = moment !== null ? [] : [...saving.map((p) => ({ ...p, ref: ownRef(p.id), state: unsent.find((u) => u.id === p.id)?.state ?? 'sending' as const })), ...unsent.filter((u) => !saving.some((p) => p.id === u.id))].filter((p) => !items.some((r) => r.id === p.id))
  const fresh = useFresh()
  useShowing('log', items)
  const newest = useMemo(() => items.reduce((at, r) => Math.max(at, Date.parse(r.updatedAt)), 0), [items])
  useEffect(() => {
    // How old the data is says nothing where it is old on purpose.
    if (newest > 0 && moment === null) {
      live.noteData(newest)
    }
  }, [newest, moment])
  const virtual = useVirtualizer({ count: items.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan: 12, getItemKey: (i) => items[i]?.id ?? i })
  const rows = virtual.getVirtualItems()
  // What is in sight, not what is drawn beside it: over a thin link the page after the first comes when it is scrolled to.
  const last = virtual.range?.endIndex ?? 0
  const ahead = Math.floor((records.data?.pages[0]?.items.length ?? 0) / 4)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = records
  useEffect(() => {
    if (last >= items.length - 1 - ahead && hasNextPage && !isFetchingNextPage) {
      void fetchNextPage()
    }
  }, [last, ahead, items.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  const at = items.findIndex((r) => r.ref === (chosen ?? open))
  const { locale } = useWords()
  const today = useNow(3_600_000)
  const choose = (to: number) => {
    const next = items[Math.min(items.length - 1, Math.max(0, to))]
    if (next) {
      virtual.scrollToIndex(items.indexOf(next), { align: 'auto' })
      onChoose(next.ref)
    }
  }
  const enter = () => {
    const row = items[at]
    if (!row) {
      return
    }
    if (row.ref === open) {
      navigate(withMoment(`/records/${encodeURIComponent(row.ref)}`, new URLSearchParams(window.location.search).get('at')))
    } else {
      selectRecord(row.ref)
    }
  }
  useCommands({ 'focus-log': () => box.current?.focus(), 'log-next': () => choose(at < 0 ? 0 : at + 1), 'log-previous': () => choose(at < 0 ? 0 : at - 1), 'log-open': at >= 0 ? enter : undefined })

  function onKeyDown(e: KeyboardEvent) {
    const command = localCommand('log', e.nativeEvent)
    const moves: Record<string, number> = { ArrowDown: at < 0 ? 0 : at + 1, ArrowUp: at < 0 ? 0 : at - 1, PageDown: at + 10, PageUp: at - 10, Home: 0, End: items.length - 1 }
    const to = moves[e.key]
    if (command === 'log-move' && to !== undefined && items.length > 0) {
      e.preventDefault()
      choose(to)
    } else if (command === 'log-enter' && at >= 0) {
      e.preventDefault()
      enter()
    }
  }

  return (
    <>
      <div className="loghead">
        <h2>{t('room.log')}</h2>
        <span className="quiet small grow" aria-live="polite">{records.data ? t('room.shown', { n: number(items.length), of: number(total) }) : ''}</span>
      </div>
      {pending.slice(0, MOST_PENDING).map((p) => (
        <div key={p.id} className="logrow pending" role="status">
          <span className="when"><TimeZ at={p.at} /></span>
          <Severity value={p.severity} />
          <span className="what"><span className="title cut" dir="auto">{p.title}</span><span className="meta"><span className="ref mono ltr">{p.ref}</span><span className={`tag ${p.state === 'refused' ? 'critical' : 'accent'}`}>{t(p.state === 'refused' ? 'offline.waits.refused' : p.state === 'waiting' ? 'offline.waits' : 'room.saving')}</span></span></span>
        </div>
      ))}
      {pending.length > MOST_PENDING && <p className="quiet small pad">{t('offline.waits')}: {t('room.shown', { n: number(MOST_PENDING), of: number(pending.length) })}</p>}
      <div ref={box} className="logrows" role="listbox" aria-label={t('room.log')} tabIndex={0} onKeyDown={onKeyDown} aria-activedescendant={at >= 0 ? `log-${items[at]?.id}` : undefined}>
        {records.isPending && <div className="pad"><Skeleton lines={10} /></div>}
        {records.error && !records.data && <div className="pad"><ProblemNotice error={records.error} retry={() => void records.refetch()} /></div>}
        {records.data && items.length === 0 && pending.length === 0 && (
          <Empty title={t('room.log.empty')}>{mayLog ? <>{t('room.log.empty.do')} <kbd>/</kbd></> : t('room.log.empty.read')}</Empty>
        )}
        <div style={{ blockSize: virtual.getTotalSize(), position: 'relative' }}>
          {rows.map((row) => {
            const record = items[row.index]!
            return (
              <div key={row.key} data-index={row.index} ref={virtual.measureElement} style={{ position: 'absolute', insetInline: 0, insetBlockStart: 0, transform: `translateY(${row.start}px)` }}>
                <LogRow record={record} source={source} selected={record.ref === (chosen ?? open)} opened={record.ref === open} zone={mission.zone} locale={locale} today={today} fresh={fresh.has(record.id)} before={items[row.index - 1]} />
              </div>
            )
          })}
        </div>
      </div>
    </>
  )
}

/** One row; drawn again only when something of it changes, so that a busy log and a moving selection cost little. */
const LogRow = memo(function LogRow({ record, source, selected, opened, fresh, before, zone, locale, today }: { record: RecordView; source: RoomSource; selected: boolean; opened: boolean; fresh: boolean; before: RecordView | undefined; zone: string; locale: Locale; today: number }) {
  const { t } = useWords()
  const words = source.row(record, locale)
  const when = Date.parse(record.happened?.from ?? record.createdAt)
  const previous = before ? Date.parse(before.happened?.from ?? before.createdAt) : Number.NaN
  const day = shortDay(when, zone, locale, today)
  const newDay = !before || shortDay(previous, zone, locale, today) !== day
  return (
    <>
      {newDay && <div className="logday" role="presentation">{day}</div>}
      <div
        id={`log-${record.id}`} role="option" aria-selected={selected} tabIndex={-1} className={`logrow${selected ? ' selected' : ''}${opened ? ' opened' : ''}${fresh ? ' fresh' : ''}${record.severity >= 4 ? ' severe' : ''}`}
        onClick={() => selectRecord(record.ref)} onKeyDown={undefined} onDoubleClick={() => navigate(`/records/${encodeURIComponent(record.ref)}`)} title={record.happened ? `${fullTime(when, zone, locale)}` : t('time.unknown')}
      >
        <span className="when">{record.happened ? <TimeZ at={when} /> : <span className="quiet">—</span>}<span className="quiet small ltr mono">{record.happened ? clockLocal(when, zone) : ''}</span></span>
        <Severity value={record.severity} />
        <span className="what">
          <span className="line1"><span className="title cut" dir="auto">{record.title}</span><span className="age quiet small"><Age at={record.updatedAt} /></span></span>
          <span className="meta">
            <span className="ref mono ltr">{record.ref}</span>
            <span className="cut quiet" dir="auto">{[words.category, words.place].filter(Boolean).join(' · ')}</span>
            <span className="grow" />
            {record.contested.length > 0 && <span className="tag warning">{t('record.contested.short')}</span>}
            {isOwnRef(record.ref) ? <span className="tag accent">{t('offline.waits')}</span> : <Unverified record={record} />}
            {words.grade && <span className="grade mono ltr" title={t('record.grade')}>{words.grade}</span>}
          </span>
        </span>
      </div>
    </>
  )
})
