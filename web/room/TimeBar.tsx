import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, History } from 'lucide-react'
import { Popover } from 'radix-ui'
import { memo, useMemo, useRef, useState } from 'react'
import type { Query } from '../../core/query.ts'
import { api, queryString } from '../api/http.ts'
import { conditions, queryParams } from '../api/query.ts'
import type { Facets } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { useCommands } from '../shell/commands.ts'
import { MomentInput } from '../form/WhenInput.tsx'
import { fullTime, shortDay, clockLocal } from '../time/format.ts'
import { localInput, readInput } from '../time/local-input.ts'
import { asOfText, goToMoment, useMoment } from '../time/moment.ts'
import { serverNow, useNow } from '../time/now.ts'
import { HOURLY_MS, PRESETS, barsOf, dayEdges, formatRange, hourEdges, instantOfCount, rangeSpan, shiftRange } from '../time/range.ts'
import type { Bin, TimeRange } from '../time/range.ts'

const DAY = 86_400_000
/** Where the past begins when nothing else is said: an hour ago. */
const FIRST_STEP = 3_600_000

/** How many there are over time, counted by the node: hours of a short window, mission-local days of a long one. */
function useBins(query: Query, span: { from: number; to: number } | null): Bin[] {
  const { mission } = useSession()
  const asOf = asOfText(useMoment())
  const hourly = span !== null && span.to - span.from <= HOURLY_MS
  const facet = hourly ? 'hour' : 'day'
  const asked = hourly ? { ...query, time: { axis: 'happened' as const, from: new Date(span.from).toISOString(), to: new Date(span.to).toISOString() } } : query
  const params = queryParams(conditions(asked)).toString()
  const found = useQuery({
    queryKey: ['histogram', params, facet, asOf],
    staleTime: 30_000,
    queryFn: ({ signal }) => api<Facets>(`/api/facets?${params}&${queryString({ facets: [facet], asOf })}`, { signal }).then((facets) => ({ facet, counts: facets[facet] ?? [] })),
    placeholderData: (old) => old,
  })
  const data = found.data
  const [from, to] = [span?.from ?? null, span?.to ?? null]
  return useMemo(() => {
    const counts = (data?.counts ?? []).map(({ value, count }) => ({ at: instantOfCount(value, mission.zone), count })).filter((c) => Number.isFinite(c.at))
    const all = counts.map((c) => c.at)
    const whole = from !== null && to !== null ? { from, to } : all.length > 0 ? { from: all.reduce((a, b) => Math.min(a, b)), to: all.reduce((a, b) => Math.max(a, b)) + DAY } : null
    return whole ? barsOf(counts, hourly ? hourEdges(whole) : dayEdges(whole, mission.zone)) : []
  }, [data, from, to, hourly, mission.zone])
}

/** The window of time everything on screen is about; bars show how much there is, and the moment where it is the past. */
export const TimeBar = memo(function TimeBar({ query, range, setRange }: { query: Query; range: TimeRange; setRange(range: TimeRange): void }) {
  const { t, locale, dir } = useWords()
  const { mission } = useSession()
  const clock = useNow(60_000)
  const moment = useMoment()
  const now = moment ?? clock
  const span = useMemo(() => rangeSpan(range, now), [range, now])
  const bins = useBins(query, span)
  const [drag, setDrag] = useState<{ a: number; b: number } | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const words = useMemo(() => bins.map((bin) => `${fullTime(bin.from, mission.zone, locale)} → ${fullTime(bin.to, mission.zone, locale)} · ${bin.count}`), [bins, mission.zone, locale])
  const top = Math.max(1, ...bins.map((b) => b.count))
  const isPreset = range.kind === 'last' && (PRESETS as readonly number[]).includes(range.hours)
  const [first, last] = [bins[0]?.from, bins.at(-1)?.to]
  const choose = (a: number, b: number) => {
    const [from, to] = [bins[Math.min(a, b)]?.from, bins[Math.max(a, b)]?.to]
    if (from !== undefined && to !== undefined) {
      setRange({ kind: 'fixed', from, to })
    }
  }
  const last24 = (hours: number) => () => setRange({ kind: 'last', hours })
  const enter = () => goToMoment(serverNow() - FIRST_STEP)
  useCommands({
    'time-24': last24(24), 'time-168': last24(168), 'time-720': last24(720), 'time-all': () => setRange({ kind: 'all' }),
    'time-earlier': () => setRange(shiftRange(range, -1, now)), 'time-later': range.kind === 'fixed' ? () => setRange(shiftRange(range, 1, now)) : undefined,
    ...(moment === null ? { 'past': enter } : {}),
  })
  const step = bins[0] ? bins[0].to - bins[0].from : 0
  const edge = (which: 'from' | 'to', at: number) => {
    if (span) {
      const next = which === 'from' ? { from: Math.min(at, span.to - step), to: span.to } : { from: span.from, to: Math.max(at, span.from + step) }
      setRange({ kind: 'fixed', ...next })
    }
  }
  const handle = (which: 'from' | 'to') => span && (
    <Handle key={which} which={which} at={span[which]} step={step} words={fullTime(span[which], mission.zone, locale)} dir={dir} perPixel={() => (span.to - span.from) / Math.max(1, box.current?.clientWidth ?? 1)} onMove={(at) => edge(which, at)} />
  )
  const place = moment !== null && first !== undefined && last !== undefined && moment >= first && moment <= last ? (moment - first) / (last - first) : null
  return (
    <div className="timebar">
      <div className="row presets" role="group" aria-label={t('time.window')}>
        {PRESETS.map((hours) => (
          <button key={hours} type="button" className="btn small plain" aria-pressed={range.kind === 'last' && range.hours === hours} onClick={() => setRange({ kind: 'last', hours })}>{t(`time.last${hours}`)}</button>
        ))}
        <CustomRange range={range} setRange={setRange} pressed={!isPreset} />
      </div>
      <button type="button" className="btn icon small plain" aria-label={t('time.earlier')} title={t('time.earlier')} onClick={() => setRange(shiftRange(range, -1, now))}><ChevronLeft size={16} className="flip" /></button>
      <div className="barsbox" ref={box}>
        {handle('from')}
        <div className="bars" role="group" aria-label={t('time.bars', { n: bins.reduce((s, b) => s + b.count, 0) })}>
          {bins.map((bin, i) => (
            <button
              key={bin.from} type="button" tabIndex={-1} className={`bar${drag && i >= Math.min(drag.a, drag.b) && i <= Math.max(drag.a, drag.b) ? ' in' : ''}`}
              title={words[i]} aria-label={`${bin.count}`}
              onPointerDown={(e) => { e.currentTarget.releasePointerCapture(e.pointerId); setDrag({ a: i, b: i }) }}
              onPointerEnter={() => { if (drag) { setDrag({ ...drag, b: i }) } }}
              onPointerUp={() => { if (drag) { choose(drag.a, i) } setDrag(null) }}
            >
              <span style={{ blockSize: bin.count === 0 ? '1px' : `${Math.max(8, (bin.count / top) * 100)}%` }} className={bin.count === 0 ? 'zero' : ''} />
            </button>
          ))}
        </div>
        {place !== null && <span className="barmoment" style={{ insetInlineStart: `${place * 100}%` }} aria-hidden="true" />}
        {handle('to')}
      </div>
      <button type="button" className="btn icon small plain" aria-label={t('time.later')} title={t('time.later')} disabled={range.kind !== 'fixed'} onClick={() => setRange(shiftRange(range, 1, now))}><ChevronRight size={16} className="flip" /></button>
      <span className="span small" title={span ? `${fullTime(span.from, mission.zone, locale)} → ${fullTime(span.to, mission.zone, locale)}` : ''}>
        {span ? <><span>{shortDay(span.from, mission.zone, locale, now)} <span className="mono ltr">{clockLocal(span.from, mission.zone)}</span></span> <span className="quiet">→</span> {range.kind === 'fixed' || moment !== null ? <span>{shortDay(span.to, mission.zone, locale, now)} <span className="mono ltr">{clockLocal(span.to, mission.zone)}</span></span> : <strong>{t('time.now')}</strong>}</> : <strong>{t('time.all')}</strong>}
      </span>
      {moment === null && <button type="button" className="btn icon small plain" aria-label={t('past.enter')} title={`${t('past.enter')} p`} onClick={enter}><History size={16} /></button>}
    </div>
  )
})

/** One end of the window: dragged, also beyond the bars, or moved by arrow keys a bar at a time. */
function Handle({ which, at, step, words, dir, perPixel, onMove }: { which: 'from' | 'to'; at: number; step: number; words: string; dir: 'ltr' | 'rtl'; perPixel(): number; onMove(at: number): void }) {
  const { t } = useWords()
  const held = useRef<{ x: number; at: number; scale: number } | null>(null)
  const [moved, setMoved] = useState<number | null>(null)
  const sign = dir === 'rtl' ? -1 : 1
  return (
    <div
      className={`barhandle ${which}`} role="slider" tabIndex={0} aria-label={t(which === 'from' ? 'time.handle-from' : 'time.handle-to')} aria-valuenow={Math.round(at / 60_000)} aria-valuetext={words} title={words}
      style={moved === null ? undefined : { transform: `translateX(${moved}px)` }}
      onPointerDown={(e) => { held.current = { x: e.clientX, at, scale: perPixel() }; e.currentTarget.setPointerCapture(e.pointerId) }}
      onPointerMove={(e) => { if (held.current) { setMoved(e.clientX - held.current.x) } }}
      onPointerUp={(e) => {
        const from = held.current
        held.current = null
        setMoved(null)
        if (from && Math.abs(e.clientX - from.x) > 2) {
          onMove(from.at + sign * (e.clientX - from.x) * from.scale)
        }
      }}
      onKeyDown={(e) => {
        const by = e.key === 'ArrowRight' ? sign : e.key === 'ArrowLeft' ? -sign : 0
        if (by !== 0 && step > 0) {
          e.preventDefault()
          e.stopPropagation()
          onMove(at + by * step)
        }
      }}
    />
  )
}

function CustomRange({ range, setRange, pressed }: { range: TimeRange; setRange(range: TimeRange): void; pressed: boolean }) {
  const { t } = useWords()
  const { mission } = useSession()
  const now = useNow(60_000)
  const span = rangeSpan(range, now) ?? { from: now - 30 * DAY, to: now }
  const [open, setOpen] = useState(false)
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [wrong, setWrong] = useState(false)
  return (
    <Popover.Root open={open} onOpenChange={(o) => { setOpen(o); setWrong(false); setFrom(localInput(span.from, mission.zone)); setTo(localInput(span.to, mission.zone)) }}>
      <Popover.Trigger className="btn small plain" aria-pressed={pressed} data-range={formatRange(range)}>{t('time.custom')}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu" align="start" side="top" sideOffset={6}>
          <form className="stack pad" onSubmit={(e) => {
            e.preventDefault()
            const [a, b] = [readInput(from, mission.zone), readInput(to, mission.zone)]
            if (a === null || b === null || a >= b) {
              setWrong(true)
              return
            }
            setRange({ kind: 'fixed', from: a, to: b })
            setOpen(false)
          }}>
            <div className="field"><label htmlFor="range-from">{t('time.from')} ({t('time.local')})</label><MomentInput id="range-from" value={from} onChange={setFrom} /></div>
            <div className="field"><label htmlFor="range-to">{t('time.to')} ({t('time.local')})</label><MomentInput id="range-to" value={to} onChange={setTo} /></div>
            {wrong && <p className="wrong small" role="alert">{t('time.order')}</p>}
            <div className="row"><button type="submit" className="btn primary small">{t('time.show')}</button><button type="button" className="btn small" onClick={() => { setRange({ kind: 'all' }); setOpen(false) }}>{t('time.all')}</button></div>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
