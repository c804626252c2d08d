import { ClipboardCopy, Columns3, Filter, Map as MapIcon, PanelsTopLeft, PenLine, Plus, Printer, Rows3, TriangleAlert, X } from 'lucide-react'
import { Popover } from 'radix-ui'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { combineHandling } from '../../core/handling.ts'
import type { Query } from '../../core/query.ts'
import { SEARCH_VIEWS } from '../../core/saved-search.ts'
import { useKind, useRecord } from '../api/queries.ts'
import type { KindInfo, RecordView } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { late } from '../late.ts'
import { setPrefs, usePrefs } from '../prefs.ts'
import { titleFor } from '../record/title.ts'
import { slot, startColumns } from '../registry.ts'
import { navigate, useLocation } from '../router.ts'
import { useSession } from '../session.tsx'
import { onCommand } from '../shell/commands.ts'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Empty, Skeleton, useMarking } from '../shell/parts.tsx'
import { Lazily } from '../shell/Shield.tsx'
import { useShowing } from '../shell/shown-handling.ts'
import { toast } from '../shell/toasts.tsx'
import { usePhone } from '../shell/use-phone.ts'
import { dayTime } from '../time/format.ts'
import { useMoment, withMoment } from '../time/moment.ts'
import { serverNow, useNow } from '../time/now.ts'
import { askedAt, countConditions, readAddress, withCondition, writeAddress, type ListAddress } from './address.ts'
import { cellWords, useCellWords } from './Cell.tsx'
import { htmlOf, tsvOf, type CopyTable } from './copy.ts'
import { ExportMenu } from './ExportMenu.tsx'
import { Facets } from './Facets.tsx'
import { ROWS } from './lists.texts.ts'
import { searchedWords } from './marks.ts'
import { NewRecord } from './NewRecord.tsx'
import { PrintTable } from './PrintTable.tsx'
import { Rows, type ScrollTo } from './Rows.tsx'
import { SavedMenu } from './SavedMenu.tsx'
import { chosenCount, MOST_CHOSEN, NONE, rangeOf, toggled, withRange, type Selection } from './selection.ts'
import { columnsOf, defaultColumns, type Column } from './table.ts'
import { gather, MOST_POSITIONS, useWindow } from './use-window.ts'
import './lists.css'

const ListMap = lazy(late(() => import('./ListMap.tsx').then((m) => ({ default: m.ListMap }))))
const BulkDialog = lazy(late(() => import('./BulkDialog.tsx').then((m) => ({ default: m.BulkDialog }))))

const MOST_PRINTED = 2000

/** All records of one kind: search, facets, table and map in step, saved searches, changes to many. */
export function KindPage({ kind: name }: { kind: string }) {
  const kind = useKind(name)
  const { t } = useWords()
  return kind ? <List kind={kind} /> : <div className="page"><Empty title={t('list.no-kind')}>{t('list.no-kind.do')}</Empty></div>
}

function List({ kind }: { kind: KindInfo }) {
  const words = useWords()
  const { t, label, number, locale, dir } = words
  const tt = useTexts(ROWS)
  const prefs = usePrefs()
  const { mission } = useSession()
  const { search } = useLocation()
  const phone = usePhone()
  const minute = useNow(60_000)
  const addressText = search.toString()
  const { address, unread } = useMemo(() => readAddress(kind.name, kind.facets, new URLSearchParams(addressText)), [kind, addressText])
  const go = useCallback((change: Partial<ListAddress>, replace = false) => {
    const now = readAddress(kind.name, kind.facets, new URLSearchParams(window.location.search)).address
    navigate(writeAddress({ ...now, ...change }), { replace })
  }, [kind])

  const all = useMemo(() => columnsOf(kind, words, slot('tableColumns').filter((c) => c.kind === kind.name)), [kind, words])
  const timed = all.some((c) => c.id === '#happened')
  const placed = useMemo(() => hasPlace(kind), [kind])
  const chosenColumns = prefs.columns[kind.name] ?? defaultColumns(all, startColumns(kind.name))
  const columns = useMemo(() => all.filter((c) => chosenColumns.includes(c.id)), [all, chosenColumns])
  const sort = useMemo(() => address.query.sort ?? ({ by: timed ? 'happened' : 'updated', dir: 'desc' } as const), [address.query.sort, timed])
  const moment = useMoment()
  const query = useMemo<Query>(() => ({ ...askedAt(address, moment ?? Math.max(minute, serverNow())), sort }), [address, minute, moment, sort])
  const view = placed ? (phone && address.view === 'split' ? 'table' : address.view) : 'table'

  const [seen, setSeen] = useState({ first: 0, last: 60 })
  const onSeen = useCallback((first: number, last: number) => setSeen((was) => (was.first === first && was.last === last ? was : { first, last })), [])
  const list = useWindow(query, seen.first, seen.last)
  const total = list.total ?? 0
  const reach = Math.min(total, MOST_POSITIONS)
  useShowing('list', list.loaded)

  const [selection, setSelection] = useState<Selection>(NONE)
  const [cursor, setCursor] = useState(0)
  const scroller = useRef<ScrollTo | null>(null)
  const question = JSON.stringify({ ...query, bbox: undefined })
  const [asked, setAsked] = useState(question)
  if (asked !== question) {
    // Another question: what was chosen under the old one is let go, and the list begins at its top.
    setAsked(question)
    setSelection(NONE)
    setCursor(0)
  }
  useEffect(() => scroller.current?.to(0, 'start'), [question])

  // Another page may have prepared a draft and ask for its form.
  const mayMake = kind.canCreate && moment === null
  const [making, setMaking] = useState(() => mayMake && window.location.hash === '#new')
  const [changing, setChanging] = useState(false)
  const [facetsOpen, setFacetsOpen] = useState(false)
  const [printed, setPrinted] = useState<RecordView[] | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  useEffect(() => onCommand('new-record', () => setMaking(mayMake)), [mayMake])

  const context = useCellWords(mission.zone)
  const looked = useRecord(view === 'table' ? null : address.open).data ?? null
  const marks = useMemo(() => searchedWords(query.text), [query.text])
  const plural = label(`kinds.${kind.name}`, label(`kind.${kind.name}`))
  const live = useRef({ list, selection, cursor, query, total, view, open: address.open })
  useEffect(() => {
    live.current = { list, selection, cursor, query, total, view, open: address.open }
  })

  const openRow = useCallback((index: number) => {
    const record = live.current.list.row(index)
    if (record) {
      navigate(withMoment(`/records/${encodeURIComponent(record.ref)}`, new URLSearchParams(window.location.search).get('at')))
    }
  }, [])
  const look = useCallback((index: number) => {
    const record = live.current.list.row(index)
    setCursor(index)
    if (record && live.current.view !== 'table' && live.current.open !== record.ref) {
      go({ open: record.ref }, true)
    } else {
      openRow(index)
    }
  }, [go, openRow])
  const choose = useCallback((index: number, range: boolean) => {
    const { list: now, selection: chosen, query: asking } = live.current
    setCursor(index)
    if (!range || chosen.anchor === null) {
      const record = now.row(index)
      if (record) {
        setSelection((s) => toggled(s, record, index))
      }
      return
    }
    const { from, count } = rangeOf(chosen.anchor, index)
    void gather(asking, from, Math.min(count, MOST_CHOSEN)).then((rows) => setSelection((s) => withRange(s, rows)), setProblem)
  }, [])
  const chooseAll = useCallback(() => setSelection({ ...NONE, all: true }), [])
  const letGo = useCallback(() => setSelection(NONE), [])

  const chosen = chosenCount(selection, total)
  const rowsMeant = async (most: number): Promise<RecordView[]> => (chosen > 0 && !selection.all ? [...selection.records.values()] : gather(query, 0, Math.min(total, most)))
  const copy = async () => {
    setProblem(null)
    const from = rowsMeant(MOST_CHOSEN).then((rows) => ({ rows, table: copyTable(rows) }))
    try {
      // The clipboard is asked at once, while the key press still counts, and filled when the rows are there.
      await navigator.clipboard.write([new ClipboardItem({
        'text/plain': from.then(({ table }) => new Blob([tsvOf(table)], { type: 'text/plain' })),
        'text/html': from.then(({ table }) => new Blob([htmlOf(table)], { type: 'text/html' })),
      })])
      const { rows } = await from
      const wanted = chosen > 0 ? chosen : total
      toast(rows.length < wanted ? tt('copied.cut', { n: number(rows.length), of: number(wanted) }) : tt('copied', { n: number(rows.length) }))
    } catch {
      toast(tt('copy.failed'), { tone: 'critical' })
    }
  }
  const marking = useMarking()
  const copyTable = (rows: readonly RecordView[]): CopyTable => ({
    heads: columns.map((c) => c.label), rows: rows.map((record) => columns.map((c) => cellWords(kind.name, record, c.id, context))),
    marking: rows.length === 0 ? '' : marking(combineHandling(rows.map((r) => r.handling), '')),
    note: `${mission.name} · ${plural} · ${tt('shown', { n: number(rows.length), of: number(total) })} · ${dayTime(moment ?? serverNow(), mission.zone, locale)}${query.text ? ` · “${query.text}”` : ''}`,
    dir, lang: locale,
  })
  const print = async () => {
    setProblem(null)
    try {
      setPrinted(await rowsMeant(MOST_PRINTED))
    } catch (error) {
      setProblem(error)
    }
  }
  const printing = useRef(print)
  useEffect(() => {
    printing.current = print
  })
  useEffect(() => {
    // The browser's own key prints the list too, not only the rows that happen to be drawn.
    const key = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'p') {
        event.preventDefault()
        void printing.current()
      }
    }
    window.addEventListener('keydown', key)
    return () => window.removeEventListener('keydown', key)
  }, [])
  const conditions = countConditions(address)
  const clear = () => go({ query: { kind: kind.name, ...(address.query.sort ? { sort: address.query.sort } : {}) }, hours: null, inView: false })
  const facets = <Facets kind={kind} query={query} hours={address.hours} timed={timed} onQuery={(next) => go({ query: keepWindow(next, address) })} onHours={(hours, next) => go({ hours, query: keepWindow(next, { ...address, hours }) })} />
  return (
    <div className="listpage">
      <header className="listhead">
        <h1>{plural}</h1>
        <span className="quiet small listcount" aria-live="polite">{list.total === undefined ? '' : tt('shown', { n: number(Math.min(total, reach)), of: number(total) })}{total > reach && <> · {tt('limit', { n: number(MOST_POSITIONS) })}</>}</span>
        <span className="grow" />
        <SearchField text={address.query.text ?? ''} onText={(text) => go({ query: withCondition(address.query, 'text', text || undefined) }, true)} />
        {phone && <button type="button" className="btn" aria-pressed={facetsOpen} onClick={() => setFacetsOpen(!facetsOpen)}><Filter size={15} aria-hidden="true" />{tt('filters')}{conditions > 0 && ` · ${number(conditions)}`}</button>}
        {placed && <ViewPick view={view} phone={phone} onView={(next) => go({ view: next })} />}
        <SavedMenu kind={kind.name} address={address} columns={prefs.columns[kind.name]} onOpen={(next, saved) => { if (saved) { setPrefs({ columns: { ...prefs.columns, [kind.name]: saved } }) } navigate(writeAddress(next)) }} />
        <ColumnChooser all={all} chosen={chosenColumns} roomy={prefs.density === 'roomy'} onRoomy={(roomy) => setPrefs({ density: roomy ? 'roomy' : 'dense' })} onChange={(ids) => setPrefs({ columns: { ...prefs.columns, [kind.name]: ids } })} onReset={() => { const { [kind.name]: _c, ...otherColumns } = prefs.columns; const { [kind.name]: _w, ...otherWidths } = prefs.widths; setPrefs({ columns: otherColumns, widths: otherWidths }) }} />
        <button type="button" className="btn icon" aria-label={tt('print')} title={tt('print')} onClick={() => void print()}><Printer size={15} /></button>
        {/* Nothing is done in the past, and what leaves the building is of now. */}
        {moment === null && <ExportMenu query={query} total={total} />}
        {mayMake && <button type="button" className="btn primary" onClick={() => setMaking(true)}><Plus size={15} aria-hidden="true" />{t('list.new', { kind: label(`kind.${kind.name}`) })}</button>}
      </header>
      {(unread.broken || unread.vanished.length > 0) && (
        <div className="notice warning listnotice" role="status"><TriangleAlert size={16} aria-hidden="true" /><p>{unread.broken ? tt('unread.broken') : tt('unread.vanished', { names: unread.vanished.map((name) => label(`facet.${name}`, name)).join(', ') })}</p></div>
      )}
      {problem !== null && <div className="listnotice"><ProblemNotice error={problem} /></div>}
      {chosen > 0 && (
        <div className="chosenbar" role="region" aria-label={tt('chosen', { n: number(chosen) })}>
          <strong aria-live="polite">{selection.all ? tt('chosen.all', { n: number(total) }) : tt('chosen', { n: number(chosen) })}</strong>
          {!selection.all && total > chosen && <button type="button" className="btn plain small" onClick={chooseAll}>{tt('choose-all', { n: number(total) })}</button>}
          <span className="grow" />
          {moment === null && <button type="button" className="btn small" onClick={() => setChanging(true)}><PenLine size={14} aria-hidden="true" />{tt('bulk')}</button>}
          <button type="button" className="btn small" onClick={() => void copy()}><ClipboardCopy size={14} aria-hidden="true" />{tt('copy')}</button>
          <button type="button" className="btn small" onClick={() => void print()}><Printer size={14} aria-hidden="true" />{tt('print')}</button>
          <button type="button" className="btn plain small" onClick={letGo}><X size={14} aria-hidden="true" />{tt('let-go')}</button>
        </div>
      )}
      <div className="listcols" data-view={view}>
        {(!phone || facetsOpen) && (
          <aside className="facets noprint" aria-label={t('list.facets')}>
            {conditions > 0 && <button type="button" className="btn small" onClick={clear}><X size={13} aria-hidden="true" />{tt('clear-all', { n: number(conditions) })}</button>}
            {facets}
          </aside>
        )}
        {view !== 'map' && (
          <div className="listmain" data-stale={list.stale || undefined}>
            {list.total === undefined && !list.error && <div className="pad"><Skeleton lines={8} /></div>}
            {list.error && list.total === undefined && <div className="pad"><ProblemNotice error={list.error} retry={list.retry} /></div>}
            {list.total === 0 && (conditions > 0 ? <Empty title={tt('empty.filtered')}>{tt('empty.filtered.do')} <button type="button" className="btn small" onClick={clear}>{tt('clear-all', { n: number(conditions) })}</button></Empty> : <Empty title={t('list.empty')}>{label(`kind.${kind.name}.empty`, '')} {mayMake ? <button type="button" className="btn" onClick={() => setMaking(true)}>{t('list.new', { kind: label(`kind.${kind.name}`) })}</button> : null}</Empty>)}
            {total > 0 && (
              <Rows
                name={plural} kind={kind.name} total={reach} row={list.row} columns={columns} widths={prefs.widths[kind.name] ?? EMPTY} sort={sort} density={prefs.density} cards={phone} words={marks} context={context}
                setWidth={(id, width) => setPrefs({ widths: { ...prefs.widths, [kind.name]: { ...prefs.widths[kind.name], [id]: width } } })}
                setSort={(next) => go({ query: { ...address.query, sort: next } })} selection={selection} cursor={Math.min(cursor, reach - 1)} onCursor={setCursor} onChoose={choose} onChooseAll={chooseAll} onLetGo={letGo}
                onCopy={() => void copy()} onLook={look} onOpen={openRow} open={view === 'table' ? null : address.open} onSeen={onSeen} scroller={scroller}
              />
            )}
            {reach > 500 && <JumpTo total={reach} onJump={(index) => { setCursor(index); scroller.current?.to(index, 'start') }} />}
          </div>
        )}
        {view !== 'table' && (
          <div className="listmapbox">
            <Suspense fallback={<div className="pad"><Skeleton lines={3} /></div>}>
              <ListMap
                query={query} chosen={looked} inView={address.inView} version={total}
                onPick={(ref) => { go({ open: ref }, true); const at = list.loaded.findIndex((r) => r.ref === ref); if (at >= 0 && at < 100) { setCursor(at); scroller.current?.to(at) } }}
                onView={(bounds) => { if (readAddress(kind.name, kind.facets, new URLSearchParams(window.location.search)).address.inView) { go({ query: { ...withCondition(address.query, 'bbox', undefined), bbox: bounds } }, true) } }}
                onInView={(on) => go({ inView: on, query: withCondition(address.query, 'bbox', undefined) }, true)}
              />
            </Suspense>
            {looked && <div className="listlooked"><strong className="grow cut" dir="auto">{titleFor(looked, locale)}</strong><span className="mono ltr small">{looked.ref}</span><button type="button" className="btn small" onClick={() => navigate(`/records/${encodeURIComponent(looked.ref)}`)}>{tt('open')}</button><button type="button" className="btn plain icon small" aria-label={t('common.close')} onClick={() => go({ open: null }, true)}><X size={14} /></button></div>}
          </div>
        )}
      </div>
      <NewRecord kind={kind} open={making} onClose={() => setMaking(false)} />
      {changing && <Lazily><BulkDialog kind={kind} query={query} ids={selection.all ? null : [...selection.records.keys()]} count={chosen} context={context} onClose={() => setChanging(false)} onDone={letGo} /></Lazily>}
      {printed && <PrintTable table={copyTable(printed)} cut={printed.length < (chosen > 0 ? chosen : total) ? tt('print.cut', { n: number(printed.length), of: number(chosen > 0 ? chosen : total) }) : null} onDone={() => setPrinted(null)} />}
    </div>
  )
}

const EMPTY: Readonly<Record<string, number>> = {}

/** A facet gives the query as it is asked; a moving window is kept apart and not as the instants it stands for. */
function keepWindow(query: Query, address: ListAddress): Query {
  return address.hours === null ? query : withCondition(query, 'time', undefined)
}

function hasPlace(kind: KindInfo): boolean {
  return Object.entries(kind.schema.properties ?? {}).some(([key]) => kind.fields[key]?.widget === 'place' || key === 'place' || key === 'point')
}

function SearchField({ text, onText }: { text: string; onText(text: string): void }) {
  const tt = useTexts(ROWS)
  const [typed, setTyped] = useState(text)
  const [known, setKnown] = useState(text)
  const input = useRef<HTMLInputElement>(null)
  if (text !== known) {
    setKnown(text)
    setTyped(text)
  }
  useEffect(() => onCommand('focus-search', () => input.current?.focus()), [])
  useEffect(() => {
    if (typed.trim() === text) {
      return undefined
    }
    const timer = setTimeout(() => onText(typed.trim()), 250)
    return () => clearTimeout(timer)
    // onText is new on every render; only the typing counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [typed, text])
  return <input ref={input} className="input search" type="search" dir={typed === '' ? undefined : 'auto'} value={typed} placeholder={tt('search')} aria-label={tt('search')} title={tt('search.help')} onChange={(e) => setTyped(e.target.value)} />
}

const VIEW_ICONS = { table: Rows3, split: PanelsTopLeft, map: MapIcon } as const

function ViewPick({ view, phone, onView }: { view: ListAddress['view']; phone: boolean; onView(view: ListAddress['view']): void }) {
  const tt = useTexts(ROWS)
  return (
    <div className="row viewpick" role="group" aria-label={tt('view')}>
      {SEARCH_VIEWS.filter((one) => !phone || one !== 'split').map((one) => {
        const Icon = VIEW_ICONS[one]
        return <button key={one} type="button" className="btn icon" aria-pressed={view === one} aria-label={tt(`view.${one}`)} title={tt(`view.${one}`)} onClick={() => onView(one)}><Icon size={15} /></button>
      })}
    </div>
  )
}

function JumpTo({ total, onJump }: { total: number; onJump(index: number): void }) {
  const { number } = useWords()
  const tt = useTexts(ROWS)
  return (
    <form className="row jumpto noprint" onSubmit={(e) => {
      e.preventDefault()
      const row = Number(new FormData(e.currentTarget).get('row'))
      if (Number.isInteger(row) && row >= 1) {
        onJump(Math.min(total, row) - 1)
      }
    }}>
      <label className="row small quiet">{tt('jump')}<input className="input" name="row" type="number" min={1} max={total} placeholder={`1–${number(total)}`} /></label>
    </form>
  )
}

function ColumnChooser({ all, chosen, roomy, onRoomy, onChange, onReset }: { all: readonly Column[]; chosen: readonly string[]; roomy: boolean; onRoomy(on: boolean): void; onChange(ids: string[]): void; onReset(): void }) {
  const { t } = useWords()
  const tt = useTexts(ROWS)
  return (
    <Popover.Root>
      <Popover.Trigger className="btn icon" aria-label={t('list.columns')} title={t('list.columns')}><Columns3 size={15} /></Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu" align="end" sideOffset={4} aria-label={t('list.columns')}>
          <label className="item"><input type="checkbox" checked={roomy} onChange={(e) => onRoomy(e.target.checked)} />{tt('density')}</label>
          <div className="line" />
          {all.map((c) => (
            <label key={c.id} className="item">
              <input type="checkbox" checked={chosen.includes(c.id)} disabled={chosen.length === 1 && chosen.includes(c.id)} onChange={(e) => onChange(e.target.checked ? all.filter((x) => chosen.includes(x.id) || x.id === c.id).map((x) => x.id) : chosen.filter((id) => id !== c.id))} />
              {c.label}
            </label>
          ))}
          <div className="line" />
          <button type="button" className="item" onClick={onReset}>{tt('columns.reset')}</button>
          <p className="head">{tt('columns.help')}</p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
