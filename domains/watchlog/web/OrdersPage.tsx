import { Plus } from 'lucide-react'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { clockLocal, clockZ, Link, navigate, ProblemNotice, useKinds, useNow, useSession, useShowing, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { crosses, ENDED, ORDER_STATES, orderState, type OrderState } from '../shared/order.ts'
import { ORDER_STATE_WORDS, ORDER_TYPE_WORDS } from '../shared/texts.ts'
import { ROWS } from './orders.texts.ts'
import { orderOf, OrderSteps } from './OrderSteps.tsx'
import { useList } from './read.ts'
import './watchlog.css'

const OPEN = ORDER_STATES.filter((state) => !ENDED.includes(state))
const MOST = 200
const MOST_ENDED = 30

/** Orders by where they stand; arrows move between them. */
export function OrdersPage() {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const board = useRef<HTMLDivElement>(null)
  const may = useKinds().data?.some((kind) => kind.name === 'order' && kind.canCreate) === true
  const open = useList({ kind: 'order', where: { state: [...OPEN] }, sort: { by: 'logged', dir: 'asc' } }, MOST)
  const ended = useList({ kind: 'order', where: { state: [...ENDED] }, sort: { by: 'updated', dir: 'desc' } }, MOST_ENDED)
  useShowing('orders', [...(open.items ?? []), ...(ended.items ?? [])])
  // A card that was moved on stands in another lane: the focus goes with it.
  const moved = useRef<{ ref: string; from: string } | null>(null)
  useEffect(() => {
    const card = moved.current && board.current?.querySelector<HTMLElement>(`.ordercard[data-ref='${moved.current.ref}']`)
    if (card && card.dataset['lane'] !== moved.current?.from) {
      moved.current = null
      card.focus()
    }
  }, [open.items, ended.items])
  const done = (ref: string, from: string) => { moved.current = { ref, from } }
  const move = (event: KeyboardEvent) => {
    const cards = [...(board.current?.querySelectorAll<HTMLElement>('.ordercard') ?? [])]
    const at = cards.findIndex((card) => card === document.activeElement)
    if (at < 0) {
      return
    }
    const lane = cards[at]!.dataset['lane']
    const beside = (step: number) => {
      const lanes = [...new Set(cards.map((card) => card.dataset['lane']))]
      const next = lanes[lanes.indexOf(lane) + step]
      return cards.find((card) => card.dataset['lane'] === next)
    }
    const flip = document.documentElement.dir === 'rtl' ? -1 : 1
    const next = event.key === 'ArrowDown' ? cards[at + 1] : event.key === 'ArrowUp' ? cards[at - 1] : event.key === 'ArrowRight' ? beside(flip) : event.key === 'ArrowLeft' ? beside(-flip) : undefined
    if (next) {
      event.preventDefault()
      next.focus()
    } else if (event.key === 'Enter') {
      navigate(`/records/${cards[at]!.dataset['ref'] ?? ''}`)
    }
  }
  const lane = (state: OrderState, items: readonly RecordView[]) => (
    <section key={state} className="orderlane" aria-labelledby={`lane-${state}`}>
      <h2 id={`lane-${state}`}>{inLocale(ORDER_STATE_WORDS[state], locale)} <span className="quiet">{number(items.length)}</span></h2>
      {items.length === 0 && <p className="quiet small">{tt('empty')}</p>}
      {items.map((record) => <OrderLine key={record.id} record={record} lane={state} onDone={done} />)}
    </section>
  )
  return (
    <div className="page orderspage">
      <header className="row wrap"><div className="grow"><h1>{tt('title')}</h1><p className="quiet small">{tt('lead')}</p></div>{may && <button type="button" className="btn primary" onClick={() => navigate('/orders/new')}><Plus size={15} aria-hidden="true" />{tt('new')}</button>}</header>
      {open.error && !open.items && <ProblemNotice error={open.error} retry={() => void open.refetch()} />}
      {open.isPending && <div className="skeleton" />}
      {open.items?.length === 0 && ended.items?.length === 0 && <p>{tt('none')}</p>}
      {open.items && (
        <>
          <p className="quiet small noprint">{tt('keys')}{open.total > open.items.length && <> · {tt('shown', { n: number(open.items.length), all: number(open.total) })}</>}</p>
          {/* Keys of the cards inside; each card has the focus itself. */}
          {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
          <div className="orderboard" ref={board} onKeyDown={(event) => { if (event.target instanceof HTMLElement && event.target.classList.contains('ordercard')) { move(event) } }}>
            {OPEN.map((state) => lane(state, open.items?.filter((record) => orderState(orderOf(record)) === state) ?? []))}
            <section className="orderlane ended" aria-labelledby="lane-ended">
              <h2 id="lane-ended">{tt('ended')} <span className="quiet">{number(ended.total)}</span></h2>
              {ended.items?.length === 0 && <p className="quiet small">{tt('empty')}</p>}
              {ended.items?.map((record) => <OrderLine key={record.id} record={record} lane="ended" onDone={done} />)}
              {ended.total > (ended.items?.length ?? 0) && <p className="quiet small">{tt('shown', { n: number(ended.items?.length ?? 0), all: number(ended.total) })}</p>}
            </section>
          </div>
        </>
      )}
    </div>
  )
}

function OrderLine({ record, lane, onDone }: { record: RecordView; lane: string; onDone(ref: string, from: string): void }) {
  const tt = useTexts(ROWS)
  const { locale, dir } = useWords()
  const order = orderOf(record)
  const state = orderState(order)
  return (
    <article className="ordercard" tabIndex={0} data-lane={lane} data-ref={record.ref} aria-label={order.title}>
      <p className="row wrap small"><span className="tag">{inLocale(ORDER_TYPE_WORDS[order.type], locale)}</span>{ENDED.includes(state) && <span className={`tag ${state === 'DONE' ? 'ok' : 'critical'}`}>{inLocale(ORDER_STATE_WORDS[state], locale)}</span>}<Link to={`/records/${record.ref}`} className="mono ltr">{record.ref}</Link></p>
      <p><strong dir="auto">{order.title}</strong></p>
      <p className="small"><bdi>{order.from}</bdi> {dir === 'rtl' ? '←' : '→'} <bdi>{order.to}</bdi></p>
      {crosses(order) && !order.accepted && !ENDED.includes(state) && <p className="tag warning wrap">{tt('waits', { who: order.to })}</p>}
      {!ENDED.includes(state) && <OrderTimes record={record} />}
      {order.effect && <p className="small" dir="auto">{order.effect}</p>}
      <OrderSteps record={record} onDone={() => onDone(record.ref, lane)} />
    </article>
  )
}

/** Until when it is acknowledged and carried out, or since when it is late. */
export function OrderTimes({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { mission } = useSession()
  const now = useNow(10_000)
  const order = orderOf(record)
  const time = (ms: number) => `${clockZ(ms)} · ${clockLocal(ms, mission.zone)}`
  const ack = orderState(order) === 'ISSUED' && order.ackMinutes !== undefined ? Date.parse(record.createdAt) + order.ackMinutes * 60_000 : null
  const due = order.due === undefined ? null : Date.parse(order.due)
  return (
    <p className="row wrap small">
      {ack !== null && <span className={`tag ${ack <= now ? 'critical' : 'warning'}`}>{tt(ack <= now ? 'ack.late' : 'ack.due', { time: time(ack) })}</span>}
      {due !== null && <span className={`tag ${due <= now ? 'critical' : ''}`}>{tt(due <= now ? 'late' : 'due', { time: time(due) })}</span>}
    </p>
  )
}
