import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent, PointerEvent, RefObject } from 'react'
import type { Query, Sort } from '../../core/query.ts'
import type { RecordView } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { titleFor } from '../record/title.ts'
import { DayTime, Severity, Unverified } from '../shell/parts.tsx'
import { Cell, Marked, type CellWords } from './Cell.tsx'
import { ROWS } from './lists.texts.ts'
import { isChosen, type Selection } from './selection.ts'
import { widthsOf, widthWithin, WIDTHS, type Column } from './table.ts'

/** Rows drawn above and below what is seen, so that a fast hand does not see white. */
const OVERSCAN = 12
const HEIGHTS = { dense: 34, roomy: 46, card: 84 } as const

export type RowsProps = {
  name: string
  kind: string
  total: number
  row(index: number): RecordView | undefined
  columns: readonly Column[]
  widths: Readonly<Record<string, number>>
  setWidth(id: string, width: number): void
  sort: NonNullable<Query['sort']>
  setSort(sort: NonNullable<Query['sort']>): void
  density: 'dense' | 'roomy'
  cards: boolean
  words: readonly string[]
  context: CellWords
  selection: Selection
  /** Position of the row the keyboard stands on, and how it is moved there. */
  cursor: number
  onCursor(index: number): void
  /** A row was chosen: alone or together with those from the last one to it. */
  onChoose(index: number, range: boolean): void
  onChooseAll(): void
  onLetGo(): void
  onCopy(): void
  /** The row is looked at: on the map, or opened when it is there already. */
  onLook(index: number): void
  onOpen(index: number): void
  open: string | null
  onSeen(first: number, last: number): void
  scroller: RefObject<ScrollTo | null>
}
/** How the page moves the list. */
export type ScrollTo = { to(index: number, align?: 'nearest' | 'start'): void }

/** The table: any number of rows, of which only those in sight are drawn. The scroll bar is true. */
export function Rows(props: RowsProps) {
  const { total, columns, widths, cards, density, cursor, scroller, onSeen, selection, row } = props
  const { t, number } = useWords()
  const tt = useTexts(ROWS)
  const box = useRef<HTMLDivElement>(null)
  const head = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState({ top: 0, height: 600 })
  const size = cards ? HEIGHTS.card : HEIGHTS[density]
  const headHeight = cards ? 0 : 33
  const first = Math.max(0, Math.floor(seen.top / size) - OVERSCAN)
  const last = Math.min(total - 1, Math.ceil((seen.top + seen.height) / size) + OVERSCAN)
  const { template, least } = widthsOf(columns, widths)
  const shape = `32px ${template}`

  useLayoutEffect(() => {
    const element = box.current
    if (!element) {
      return undefined
    }
    let frame = 0
    const look = () => {
      frame = 0
      // Never more than a screen, however the page lays the box out: every row drawn costs.
      const height = Math.min(element.clientHeight, window.innerHeight)
      setSeen((was) => (was.top === element.scrollTop && was.height === height ? was : { top: element.scrollTop, height }))
    }
    const onScroll = () => { frame ||= requestAnimationFrame(look) }
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
      cancelAnimationFrame(frame)
    }
  }, [])
  useEffect(() => onSeen(Math.max(0, first), Math.max(0, last)), [first, last, onSeen])
  const scrollTo = (index: number, align: 'nearest' | 'start' = 'nearest') => {
    const element = box.current
    if (!element) {
      return
    }
    const from = index * size
    const space = element.clientHeight - headHeight
    if (align === 'start' || from < element.scrollTop) {
      element.scrollTop = from
    } else if (from + size > element.scrollTop + space) {
      element.scrollTop = from + size - space
    }
  }
  useImperativeHandle(scroller, () => ({ to: scrollTo }))

  const move = (to: number, range: boolean) => {
    const index = Math.max(0, Math.min(total - 1, to))
    props.onCursor(index)
    scrollTo(index)
    if (range) {
      props.onChoose(index, true)
    }
  }
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== box.current || total === 0) {
      return
    }
    const page = Math.max(1, Math.floor((seen.height - headHeight) / size) - 1)
    const steps: Record<string, number> = { ArrowDown: cursor + 1, ArrowUp: cursor - 1, PageDown: cursor + page, PageUp: cursor - page, Home: 0, End: total - 1 }
    const step = steps[event.key]
    const command = event.ctrlKey || event.metaKey
    if (step !== undefined && !event.altKey) {
      event.preventDefault()
      move(step, event.shiftKey)
    } else if (command && event.key.toLowerCase() === 'a') {
      event.preventDefault()
      props.onChooseAll()
    } else if (command && event.key.toLowerCase() === 'c' && window.getSelection()?.isCollapsed !== false) {
      event.preventDefault()
      props.onCopy()
    } else if (event.key === ' ' && !command) {
      event.preventDefault()
      props.onChoose(cursor, event.shiftKey)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      props.onOpen(cursor)
    } else if (event.key === 'Escape' && (selection.all || selection.records.size > 0)) {
      event.preventDefault()
      props.onLetGo()
    }
  }

  /** One listener for every row: which one it was stands on the row. */
  const rowAt = (target: EventTarget): number | null => {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
    return element ? Number(element.dataset['index']) : null
  }
  const onClick = (event: MouseEvent) => {
    const index = rowAt(event.target)
    if (index === null) {
      return
    }
    if ((event.target as Element).closest('.rowbox') !== null) {
      // The label hands its click on to the box inside; only that one counts.
      if (event.target instanceof HTMLInputElement) {
        props.onChoose(index, event.shiftKey)
      }
    } else if (event.ctrlKey || event.metaKey || event.shiftKey) {
      event.preventDefault()
      props.onChoose(index, event.shiftKey)
    } else if (window.getSelection()?.isCollapsed !== false) {
      props.onLook(index)
    }
  }
  const drawn: number[] = []
  for (let index = first; index <= last; index += 1) {
    drawn.push(index)
  }
  return (
    <>
    <div
      className="tablebox" data-cards={cards || undefined} ref={box} tabIndex={0} role="grid" aria-label={props.name} aria-rowcount={total + 1} aria-colcount={columns.length + 1} aria-multiselectable="true"
      aria-activedescendant={total > 0 && cursor >= first && cursor <= last ? `row-${cursor}` : undefined} style={{ ['--table-min' as string]: `${least + 32}px` }} onKeyDown={onKey} onClick={onClick}
      onMouseDown={(event) => { if (event.shiftKey && rowAt(event.target) !== null) { event.preventDefault(); box.current?.focus() } }}
      onDoubleClick={(event) => { const index = rowAt(event.target); if (index !== null && !(event.target as Element).closest('.rowbox')) { props.onOpen(index) } }}
    >
      {!cards && (
        <div className="thead" role="row" aria-rowindex={1} ref={head} style={{ gridTemplateColumns: shape }}>
          <div role="columnheader"><span className="sr">{tt('chosen', { n: '' })}</span></div>
          {columns.map((column) => <Head key={column.id} column={column} sort={props.sort} setSort={props.setSort} width={widths[column.id]} setWidth={props.setWidth} resizeLabel={tt('width', { what: column.label })} />)}
        </div>
      )}
      <div className="tbody" role="presentation" style={{ blockSize: total * size }}>
        {drawn.map((index) => {
          const record = row(index)
          return (
            <Row
              key={record?.id ?? `#${index}`} index={index} record={record} size={size} shape={shape} kind={props.kind} columns={columns} words={props.words} context={props.context} cards={cards}
              chosen={record !== undefined && isChosen(selection, record.id)} current={index === cursor} looked={record !== undefined && record.ref === props.open}
              chooseLabel={record ? tt('choose', { ref: record.ref }) : ''}
            />
          )
        })}
      </div>
    </div>
    <span className="sr" aria-live="polite">{total > 0 ? tt('row', { n: number(cursor + 1), of: number(total) }) : t('list.empty')}</span>
    </>
  )
}

function Head({ column, sort, setSort, width, setWidth, resizeLabel }: { column: Column; sort: NonNullable<Query['sort']>; setSort(sort: NonNullable<Query['sort']>): void; width: number | undefined; setWidth(id: string, width: number): void; resizeLabel: string }) {
  const by: Sort | undefined = column.sort
  const on = by !== undefined && sort.by === by
  const cell = useRef<HTMLDivElement>(null)
  const now = () => width ?? cell.current?.offsetWidth ?? column.min
  const rtl = () => getComputedStyle(cell.current ?? document.body).direction === 'rtl'
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault()
      setWidth(column.id, widthWithin(now() + ((event.key === 'ArrowRight') === !rtl() ? WIDTHS.step : -WIDTHS.step)))
    }
  }
  const drag = (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault()
    const [start, from, sign] = [event.clientX, now(), rtl() ? -1 : 1]
    const grip = event.currentTarget
    grip.setPointerCapture(event.pointerId)
    const onMove = (moved: globalThis.PointerEvent) => setWidth(column.id, widthWithin(from + sign * (moved.clientX - start)))
    grip.addEventListener('pointermove', onMove)
    grip.addEventListener('pointerup', () => grip.removeEventListener('pointermove', onMove), { once: true })
  }
  return (
    <div role="columnheader" ref={cell} aria-sort={on ? (sort.dir === 'asc' ? 'ascending' : 'descending') : undefined}>
      {by ? <button type="button" className="cut" onClick={() => setSort({ by, dir: on && sort.dir === 'desc' ? 'asc' : 'desc' })}><span className="cut">{column.label}</span>{on && (sort.dir === 'asc' ? <ArrowUp size={12} aria-hidden="true" /> : <ArrowDown size={12} aria-hidden="true" />)}</button> : <span className="cut">{column.label}</span>}
      <span className="grip" role="separator" tabIndex={0} aria-orientation="vertical" aria-label={resizeLabel} aria-valuenow={width ?? column.min} aria-valuemin={WIDTHS.least} aria-valuemax={WIDTHS.most} title={resizeLabel} onPointerDown={drag} onKeyDown={onKey} />
    </div>
  )
}

type RowProps = {
  index: number; record: RecordView | undefined; size: number; shape: string; kind: string; columns: readonly Column[]; words: readonly string[]; context: CellWords; cards: boolean
  chosen: boolean; current: boolean; looked: boolean; chooseLabel: string
}

/** Each row stands at its own height, so that scrolling lays out only those that come into sight. */
const Row = memo(function Row({ index, record, size, shape, kind, columns, words, context, cards, chosen, current, looked, chooseLabel }: RowProps) {
  const common = { 'id': `row-${index}`, 'role': 'row', 'aria-rowindex': index + 2, 'data-index': index, 'aria-selected': chosen, 'data-current': current || undefined, 'data-looked': looked || undefined }
  if (!record) {
    return <div {...common} className="tr" style={{ insetBlockStart: index * size, blockSize: size, gridTemplateColumns: shape }}><div /><div><div className="skeleton" /></div></div>
  }
  const box = <label className="rowbox"><input type="checkbox" tabIndex={-1} aria-label={chooseLabel} checked={chosen} readOnly /></label>
  if (cards) {
    return (
      <div {...common} className="tr tcard" style={{ insetBlockStart: index * size, blockSize: size }}>
        <div role="gridcell" className="row"><Severity value={record.severity} /><strong className="grow cut" dir="auto"><Marked text={titleFor(record, context.locale)} words={words} /></strong>{box}</div>
        <div role="gridcell" className="row small quiet"><span className="mono ltr">{record.ref}</span><span className="grow" />{record.happened && <DayTime at={record.happened.from} />}</div>
        <div role="gridcell" className="row small"><Unverified record={record} /><span className="cut quiet" dir="auto">{columns.filter((c) => !c.id.startsWith('#')).slice(0, 2).map((c) => <span key={c.id}><Cell kind={kind} record={record} id={c.id} words={words} context={context} /> </span>)}</span></div>
      </div>
    )
  }
  return (
    <div {...common} className="tr" style={{ insetBlockStart: index * size, blockSize: size, gridTemplateColumns: shape }}>
      <div role="gridcell" className="rowboxcell">{box}</div>
      {columns.map((column) => <div key={column.id} role="gridcell" className="cut"><Cell kind={kind} record={record} id={column.id} words={words} context={context} /></div>)}
    </div>
  )
})
