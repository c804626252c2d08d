import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp, Columns3, Plus } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Query, Sort } from '../../core/query.ts'
import { useAreas, useFacets, useKind, useRecords } from '../api/queries.ts'
import type { KindInfo, RecordView } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import { setPrefs, usePrefs } from '../prefs.ts'
import { startColumns, valueWords } from '../registry.ts'
import { navigate } from '../router.ts'
import { onCommand } from '../shell/commands.ts'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Age, DayTime, Empty, Severity, Skeleton, Unverified } from '../shell/parts.tsx'
import { useShowing } from '../shell/shown-handling.ts'
import { ExportMenu } from './ExportMenu.tsx'
import { Facets } from './Facets.tsx'
import { NewRecord } from './NewRecord.tsx'
import { cellText, columnsOf, defaultColumns, fieldOf, widthsOf } from './table.ts'
import type { Column } from './table.ts'

/** All records of one kind: search, facets, table, export, new. */
export function KindPage({ kind: name }: { kind: string }) {
  const kind = useKind(name)
  const { t } = useWords()
  return kind ? <Table kind={kind} /> : <div className="page"><Empty title={t('list.no-kind')}>{t('list.no-kind.do')}</Empty></div>
}

function Table({ kind }: { kind: KindInfo }) {
  const words = useWords()
  const { t, label, number } = words
  const prefs = usePrefs()
  const [text, setText] = useState('')
  const [where, setWhere] = useState<Record<string, string[]>>({})
  const [sort, setSort] = useState<{ by: Sort; dir: 'asc' | 'desc' }>({ by: 'updated', dir: 'desc' })
  const [making, setMaking] = useState(false)
  useEffect(() => onCommand('new-record', () => setMaking(true)), [])
  const query = useMemo<Query>(() => ({ kind: kind.name, ...(text.trim() ? { text: text.trim() } : {}), ...(Object.keys(where).length > 0 ? { where } : {}), sort }), [kind.name, text, where, sort])
  const records = useRecords(query, 60)
  const facets = useFacets(query, Object.keys(kind.facets).filter((f) => f !== 'external' && f !== 'link'))
  const items = useMemo(() => records.data?.pages.flatMap((p) => p.items) ?? [], [records.data])
  const total = records.data?.pages[0]?.total ?? 0
  useShowing('list', items)
  const all = useMemo(() => columnsOf(kind, words), [kind, words])
  const chosen = prefs.columns[kind.name] ?? defaultColumns(all, startColumns(kind.name))
  const columns = all.filter((c) => chosen.includes(c.id))
  const plural = label(`kinds.${kind.name}`, label(`kind.${kind.name}`))
  return (
    <div className="listpage">
      <header className="listhead">
        <h1>{plural}</h1>
        <span className="quiet small" aria-live="polite">{records.data ? t('room.shown', { n: number(items.length), of: number(total) }) : ''}</span>
        <span className="grow" />
        <input className="input search" type="search" dir="auto" value={text} placeholder={t('list.search')} aria-label={t('list.search')} onChange={(e) => setText(e.target.value)} />
        <ColumnChooser all={all} chosen={chosen} onChange={(ids) => setPrefs({ columns: { ...prefs.columns, [kind.name]: ids } })} />
        <ExportMenu query={query} total={total} />
        {kind.canCreate && <button type="button" className="btn primary" onClick={() => setMaking(true)}><Plus size={15} aria-hidden="true" />{t('list.new', { kind: label(`kind.${kind.name}`) })}</button>}
      </header>
      <div className="listcols">
        <Facets kind={kind} counts={facets.data ?? {}} where={where} onChange={setWhere} />
        <Rows kind={kind} items={items} columns={columns} sort={sort} setSort={setSort} records={records} onNew={kind.canCreate ? () => setMaking(true) : undefined} />
      </div>
      <NewRecord kind={kind} open={making} onClose={() => setMaking(false)} />
    </div>
  )
}

function Rows({ kind, items, columns, sort, setSort, records, onNew }: { kind: KindInfo; items: RecordView[]; columns: readonly Column[]; sort: { by: Sort; dir: 'asc' | 'desc' }; setSort(sort: { by: Sort; dir: 'asc' | 'desc' }): void; records: ReturnType<typeof useRecords>; onNew: (() => void) | undefined }) {
  const { t, label } = useWords()
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count: items.length, getScrollElement: () => box.current, estimateSize: () => 36, overscan: 16 })
  const rows = virtual.getVirtualItems()
  const last = rows.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = records
  useEffect(() => {
    if (last >= items.length - 20 && hasNextPage && !isFetchingNextPage) {
      void fetchNextPage()
    }
  }, [last, items.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  const { template, least } = widthsOf(columns)
  return (
    <div className="tablebox" ref={box} tabIndex={0} role="table" aria-label={label(`kinds.${kind.name}`, label(`kind.${kind.name}`))} aria-rowcount={items.length} style={{ ['--table-min' as string]: `${least}px` }}>
      <div className="thead" role="row" style={{ gridTemplateColumns: template }}>
        {columns.map((c) => {
          const by = c.sort
          const on = by !== undefined && sort.by === by
          return (
            <div key={c.id} role="columnheader" aria-sort={on ? (sort.dir === 'asc' ? 'ascending' : 'descending') : undefined}>
              {by ? <button type="button" onClick={() => setSort({ by, dir: on && sort.dir === 'desc' ? 'asc' : 'desc' })}>{c.label}{on && (sort.dir === 'asc' ? <ArrowUp size={12} /> : <ArrowDown size={12} />)}</button> : c.label}
            </div>
          )
        })}
      </div>
      {records.isPending && <div className="pad"><Skeleton lines={8} /></div>}
      {records.error && !records.data && <div className="pad"><ProblemNotice error={records.error} retry={() => void records.refetch()} /></div>}
      {records.data && items.length === 0 && <Empty title={t('list.empty')}>{onNew ? <button type="button" className="btn" onClick={onNew}>{t('list.new', { kind: label(`kind.${kind.name}`) })}</button> : null}</Empty>}
      <div style={{ blockSize: virtual.getTotalSize(), position: 'relative' }}>
        {rows.map((row) => {
          const record = items[row.index]!
          return (
            <div
              key={record.id} role="row" tabIndex={0} className="tr" style={{ gridTemplateColumns: template, transform: `translateY(${row.start}px)` }}
              onClick={() => navigate(`/records/${encodeURIComponent(record.ref)}`)} onKeyDown={(e) => { if (e.key === 'Enter') { navigate(`/records/${encodeURIComponent(record.ref)}`) } }}
            >
              {columns.map((c) => <div key={c.id} role="cell" className="cut"><Cell kind={kind.name} record={record} id={c.id} /></div>)}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function Cell({ kind, record, id }: { kind: string; record: RecordView; id: string }) {
  const { t, locale, label } = useWords()
  const areas = useAreas().data
  switch (id) {
    case '#ref':
      return <span className="mono ltr">{record.ref}</span>
    case '#title':
      return <strong className="plainstrong" dir="auto">{record.title}</strong>
    case '#severity':
      return <Severity value={record.severity} />
    case '#happened':
      return record.happened ? <DayTime at={record.happened.from} /> : <span className="quiet">—</span>
    case '#workflow':
      return t(`workflow.${record.workflow}`)
    case '#veracity':
      return record.veracity ? <><Unverified record={record} /> {['reported', 'refuted'].includes(record.veracity) ? '' : t(`veracity.${record.veracity}`)}</> : null
    case '#area':
      return <span dir="auto">{areas?.find((a) => a.id === record.area)?.name ?? ''}</span>
    case '#updated':
      return <Age at={record.updatedAt} />
    default: {
      const value = fieldOf(record, id)
      if (typeof value === 'string') {
        const area = id === 'parent' || id === 'area' ? areas?.find((a) => a.id === value)?.name : undefined
        return <span dir="auto">{area ?? valueWords(kind, id, value, locale) ?? label(`value.${value}`, value)}</span>
      }
      return <span dir="auto">{Array.isArray(value) ? value.map((v) => (typeof v === 'string' ? (valueWords(kind, id, v, locale) ?? v) : cellText(v))).join(', ') : cellText(value)}</span>
    }
  }
}

function ColumnChooser({ all, chosen, onChange }: { all: readonly Column[]; chosen: readonly string[]; onChange(ids: string[]): void }) {
  const { t } = useWords()
  return (
    <Popover.Root>
      <Popover.Trigger className="btn"><Columns3 size={15} aria-hidden="true" />{t('list.columns')}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu" align="end" sideOffset={4} aria-label={t('list.columns')}>
          {all.map((c) => <label key={c.id} className="item"><input type="checkbox" checked={chosen.includes(c.id)} onChange={(e) => onChange(e.target.checked ? [...chosen, c.id] : chosen.filter((id) => id !== c.id))} />{c.label}</label>)}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
