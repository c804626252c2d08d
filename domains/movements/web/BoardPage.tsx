import { ChevronLeft, ChevronRight, Plus, Printer, RadioTower } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { instantOfLocal, localDate, localParts, startOfDate } from '../../../core/time-local.ts'
import { clockLocal, clockZ, Empty, fullTime, Link, navigate, ProblemNotice, shortDay, useLocation, useMoment, useNow, useSession, useShowing, useTexts, useWords, zoneName } from '../../../web/face.ts'
import { stateOf } from '../shared/movement.ts'
import { Bar, ticksOf } from './Bar.tsx'
import { Words } from './BoardWords.tsx'
import { CheckInForm } from './CheckInForm.tsx'
import { Lamp } from './Lamp.tsx'
import { ROWS } from './movements.texts.ts'
import { countOf, heardNow, inOrder, useMovements, useMovementsLive, type Shown } from './read.ts'
import './movements.css'

const DAY_MS = 86_400_000
const NOTHING: [] = []
const SHOWS = ['all', 'out', 'late', 'ahead'] as const
type Show = (typeof SHOWS)[number]

/** Every movement of a day or week on one line each: planned and actual, check-ins as ticks, the worst on top. The address holds what is shown. */
export function BoardPage() {
  const tt = useTexts(ROWS)
  const { number, locale } = useWords()
  const { mission, kinds } = useSession()
  const search = new URLSearchParams(useLocation().search)
  const clock = useNow(10_000)
  const now = useMoment() ?? clock
  const range = search.get('range') === 'week' ? 'week' : 'day'
  const show = SHOWS.find((one) => one === search.get('show')) ?? 'all'
  const day = /^\d{4}-\d{2}-\d{2}$/.test(search.get('day') ?? '') ? search.get('day')! : localDate(now, mission.zone)
  const { from, to } = spanOf(day, range, mission.zone)
  useMovementsLive()
  const asked = useMovements({ from, to })
  const all = inOrder(asked.data?.items ?? [], now)
  useShowing('movements', asked.data?.items ?? NOTHING)
  const rows = all.filter(({ status, data }) => fits(show, status.lamp, stateOf(data)))
  const [checking, setChecking] = useState<Shown | null>(null)
  const may = kinds.some((kind) => kind.name === 'movement' && kind.canCreate)
  const set = (change: Record<string, string | null>): void => {
    const next = new URLSearchParams(search)
    Object.entries(change).forEach(([name, value]) => (value === null ? next.delete(name) : next.set(name, value)))
    navigate(`/movements${next.size === 0 ? '' : `?${next.toString()}`}`, { replace: true })
  }
  const step = (by: number) => set({ day: localDate(from + DAY_MS / 2 + by * (range === 'week' ? 7 : 1) * DAY_MS, mission.zone) })
  useEffect(() => {
    const key = (event: globalThis.KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, select, textarea, [role=dialog]') !== null
      if (event.key === 'n' && may && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault()
        event.stopPropagation()
        navigate('/movements/new')
      }
    }
    window.addEventListener('keydown', key, true)
    return () => window.removeEventListener('keydown', key, true)
  }, [may])
  const due = all.flatMap(({ status }) => (status.checkInDue === null ? [] : [status.checkInDue])).sort((a, b) => a - b).find((one) => one >= now)
  const says = (one: Shown) => ({ saved: tt('checkin.saved', { callsign: one.data.callsign }), kept: tt('checkin.kept', { callsign: one.data.callsign }) })
  return (
    <div className="page movepage">
      <header className="row wrap">
        <div className="grow"><h1>{tt('title')}</h1><p className="quiet small noprint">{tt('lead')}</p></div>
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button>
        {may && <Link to="/movements/new" className="btn primary noprint" aria-keyshortcuts="n"><Plus size={15} aria-hidden="true" />{tt('plan')}</Link>}
      </header>
      {asked.data ? <Counts all={all} due={due ?? null} zone={mission.zone} /> : asked.isPending && <div className="skeleton" />}
      <div className="row wrap movebar noprint">
        <div className="row" role="group" aria-label={tt('range')}>
          {(['day', 'week'] as const).map((one) => <button key={one} type="button" className="btn small" aria-pressed={range === one} onClick={() => set({ range: one === 'day' ? null : one })}>{tt(one)}</button>)}
        </div>
        <div className="row">
          <button type="button" className="btn small icon" aria-label={tt('earlier')} onClick={() => step(-1)}><ChevronLeft size={16} className="flip" aria-hidden="true" /></button>
          <button type="button" className="btn small" onClick={() => set({ day: null })}>{tt('today')}</button>
          <button type="button" className="btn small icon" aria-label={tt('later')} onClick={() => step(1)}><ChevronRight size={16} className="flip" aria-hidden="true" /></button>
        </div>
        <label className="row small">{tt('show')}
          <select className="select" value={show} onChange={(event) => set({ show: event.target.value === 'all' ? null : event.target.value })}>{SHOWS.map((one) => <option key={one} value={one}>{tt(`show.${one}`)}</option>)}</select>
        </label>
      </div>
      {asked.error && !asked.data && <ProblemNotice error={asked.error} retry={() => void asked.refetch()} />}
      {asked.data && rows.length === 0 && <Empty title={tt('none')}>{may ? tt('none.do') : null}</Empty>}
      {rows.length > 0 && <Board rows={rows} from={from} to={to} now={now} range={range} onCheckIn={(one, form) => (form ? setChecking(one) : void heardNow(one, says(one)))} />}
      {asked.data && <p className="quiet small">{tt('shown', { n: number(rows.length), all: number(asked.data.total) })} · {tt('zone', { zone: zoneName(mission.zone) })} · {fullTime(now, mission.zone, locale)}</p>}
      {checking && (
        <Dialog.Root open onOpenChange={(open) => { if (!open) { setChecking(null) } }}>
          <Dialog.Portal>
            <Dialog.Overlay className="scrim" />
            <Dialog.Content className="dialog" aria-describedby={undefined}>
              <Dialog.Title asChild><h2>{tt('checkin.of', { callsign: checking.data.callsign })}</h2></Dialog.Title>
              <CheckInForm shown={checking} onDone={() => setChecking(null)} />
            </Dialog.Content>
          </Dialog.Portal>
        </Dialog.Root>
      )}
    </div>
  )
}

/** Out now, the next check-in, and what is wrong: every figure shows what it counts. */
function Counts({ all, due, zone }: { all: readonly Shown[]; due: number | null; zone: string }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const out = all.filter(({ data }) => stateOf(data) === 'departed').length
  const [lost, overdue, trouble] = [countOf(all, 'lost'), countOf(all, 'overdue'), countOf(all, 'trouble')]
  return (
    <ul className="movecounts" aria-live="polite">
      <li><Link to="/movements?show=out">{tt('out', { n: number(out) })}</Link></li>
      <li>{due === null ? tt('next.none') : tt('next', { time: `${clockLocal(due, zone)} (${clockZ(due)})` })}</li>
      {trouble > 0 && <li className="tag critical"><Link to="/movements?show=late">{tt('trouble.n', { n: number(trouble) })}</Link></li>}
      {lost > 0 && <li className="tag critical"><Link to="/movements?show=late">{tt('lost.n', { n: number(lost) })}</Link></li>}
      {overdue > 0 && <li className="tag warning"><Link to="/movements?show=late">{tt('overdue.n', { n: number(overdue) })}</Link></li>}
    </ul>
  )
}

function Board({ rows, from, to, now, range, onCheckIn }: { rows: readonly Shown[]; from: number; to: number; now: number; range: 'day' | 'week'; onCheckIn(one: Shown, form: boolean): void }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const list = useRef<HTMLUListElement>(null)
  const [chosen, setChosen] = useState('')
  const current = rows.some(({ record }) => record.id === chosen) ? chosen : (rows[0]?.record.id ?? '')
  const move = (to: number): void => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, to))]
    if (next) {
      setChosen(next.record.id)
      list.current?.querySelector<HTMLElement>(`[data-row="${next.record.id}"]`)?.focus()
    }
  }
  const key = (event: KeyboardEvent, one: Shown, i: number): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) {
      return
    }
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(i + 1), ArrowUp: () => move(i - 1), Home: () => move(0), End: () => move(rows.length - 1), Enter: () => navigate(`/records/${one.record.ref}`),
      ...(one.record.can.includes('check-in') && stateOf(one.data) === 'departed' ? { c: () => onCheckIn(one, false), C: () => onCheckIn(one, true) } : {}),
    }
    const step = steps[event.key]
    if (step) {
      event.preventDefault()
      event.stopPropagation()
      step()
    }
  }
  const ticks = ticksOf(from, to, range)
  const share = (at: number) => `${((at - from) / (to - from)) * 100}%`
  return (
    <>
      <p className="quiet small noprint movekeys">{tt('keys')}</p>
      <div className="moveboard" data-range={range}>
        <div className="moveaxis" aria-hidden="true">
          <span />
          <div className="moveline">{ticks.map((at) => <span key={at} style={{ insetInlineStart: share(at) }} className={range === 'week' ? 'wide' : undefined}>{range === 'week' ? shortDay(at, mission.zone, locale, now) : clockLocal(at, mission.zone).slice(0, 2)}</span>)}</div>
        </div>
        <ul ref={list} aria-label={tt('title')}>
          {rows.map((one, i) => (
            <li key={one.record.id}>
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- the row answers keys: one stop for all of them */}
              <div className="moverow" role="group" tabIndex={one.record.id === current ? 0 : -1} data-row={one.record.id} data-lamp={one.status.lamp} aria-label={tt('row', { callsign: one.data.callsign, name: one.data.name, state: tt(`lamp.${one.status.lamp}`) })} onKeyDown={(event) => key(event, one, i)} onFocus={() => setChosen(one.record.id)}>
                <div className="movehead">
                  <Lamp lamp={one.status.lamp} />
                  <Link to={`/records/${one.record.ref}`} tabIndex={-1} className="grow cut"><strong className="mono"><bdi>{one.data.callsign}</bdi></strong> <bdi title={one.data.name}>{one.data.name}</bdi></Link>
                  {stateOf(one.data) === 'departed' && one.record.can.includes('check-in') && <button type="button" className="btn small icon noprint" tabIndex={-1} title={tt('checkin.now', { callsign: one.data.callsign })} aria-label={tt('checkin.now', { callsign: one.data.callsign })} onClick={() => onCheckIn(one, false)}><RadioTower size={14} aria-hidden="true" /></button>}
                </div>
                <p className="movewords small"><Words shown={one} /></p>
                <Bar shown={one} from={from} to={to} now={now} ticks={ticks} />
              </div>
            </li>
          ))}
        </ul>
      </div>
      <ul className="movelegend quiet small" aria-hidden="true">
        <li><i className="planned" />{tt('legend.planned')}</li><li><i className="actual" />{tt('legend.actual')}</li><li><i className="tick" />{tt('legend.tick')}</li><li><i className="due" />{tt('legend.due')}</li><li><i className="now" />{tt('legend.now')}</li>
      </ul>
    </>
  )
}

function fits(show: Show, lamp: Shown['status']['lamp'], state: ReturnType<typeof stateOf>): boolean {
  return show === 'all' || (show === 'out' ? state === 'departed' : show === 'late' ? ['trouble', 'lost', 'overdue', 'late', 'late-start'].includes(lamp) : state === 'planned' || state === 'cleared')
}

/** The local day, or the local week from Monday, epoch ms. */
function spanOf(day: string, range: 'day' | 'week', zone: string): { from: number; to: number } {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const noon = instantOfLocal({ year, month, day: date, hour: 12, minute: 0, second: 0 }, zone)
  const back = range === 'week' ? localParts(noon, zone).weekday - 1 : 0
  return { from: startOfDate(year, month, date - back, zone), to: startOfDate(year, month, date - back + (range === 'week' ? 7 : 1), zone) }
}
