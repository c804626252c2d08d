import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useMemo, useState } from 'react'
import type { Query } from '../../core/query.ts'
import { instantOfLocal, localParts } from '../../core/time-local.ts'
import { api, queryString } from '../api/http.ts'
import { conditions, queryParams } from '../api/query.ts'
import type { Facets } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { fullTime, shortDay, clockLocal } from '../time/format.ts'
import { useNow } from '../time/now.ts'
import { PRESETS, formatRange, monthBins, monthSpan, rangeSpan, shiftRange, timeBins } from '../time/range.ts'
import type { Bin, TimeRange } from '../time/range.ts'

const DAY = 86_400_000
/** Up to this span the bars are cut from the instants themselves; beyond it they are months. */
const FINE = 45 * DAY
/** How many instants are asked for; with more of them the bars are months. */
const MOST = 10_000

type Points = { total: number; columns: { at: number[] } }

function useBins(query: Query, range: TimeRange, now: number): Bin[] {
  const span = rangeSpan(range, now)
  const fine = span !== null && span.to - span.from <= FINE
  const params = queryParams(conditions(query)).toString()
  const found = useQuery({
    queryKey: ['histogram', params, fine],
    staleTime: 30_000,
    queryFn: async ({ signal }) => {
      if (fine) {
        const points = await api<Points>(`/api/points?${params}&${queryString({ limit: MOST })}`, { signal })
        if (points.total <= MOST) {
          return { at: points.columns.at, months: null }
        }
      }
      const facets = await api<Facets>(`/api/facets?${params}&facets=month`, { signal })
      return { at: null, months: facets['month'] ?? [] }
    },
    placeholderData: (old) => old,
  })
  const data = found.data
  const [from, to] = [span?.from ?? null, span?.to ?? null]
  return useMemo(() => {
    if (!data) {
      return []
    }
    const whole = from === null || to === null ? monthSpan(data.months ?? []) : { from, to }
    if (!whole) {
      return []
    }
    const bars = whole.to - whole.from <= DAY ? 48 : whole.to - whole.from <= 8 * DAY ? 56 : 60
    return data.at ? timeBins(data.at, whole, bars) : monthBins(data.months ?? [], whole)
  }, [data, from, to])
}

/** The window of time everything on screen is about; bars show how much there is. */
export function TimeBar({ query, range, setRange }: { query: Query; range: TimeRange; setRange(range: TimeRange): void }) {
  const { t, locale } = useWords()
  const { mission } = useSession()
  const now = useNow(60_000)
  const bins = useBins(query, range, now)
  const span = rangeSpan(range, now)
  const [drag, setDrag] = useState<{ a: number; b: number } | null>(null)
  const top = Math.max(1, ...bins.map((b) => b.count))
  const isPreset = range.kind === 'last' && (PRESETS as readonly number[]).includes(range.hours)
  const choose = (a: number, b: number) => {
    const [from, to] = [bins[Math.min(a, b)]?.from, bins[Math.max(a, b)]?.to]
    if (from !== undefined && to !== undefined) {
      setRange({ kind: 'fixed', from, to })
    }
  }
  return (
    <div className="timebar">
      <div className="row presets" role="group" aria-label={t('time.window')}>
        {PRESETS.map((hours) => (
          <button key={hours} type="button" className="btn small plain" aria-pressed={range.kind === 'last' && range.hours === hours} onClick={() => setRange({ kind: 'last', hours })}>{t(`time.last${hours}`)}</button>
        ))}
        <CustomRange range={range} setRange={setRange} pressed={!isPreset} />
      </div>
      <button type="button" className="btn icon small plain" aria-label={t('time.earlier')} title={t('time.earlier')} onClick={() => setRange(shiftRange(range, -1, now))}><ChevronLeft size={16} className="flip" /></button>
      <div className="bars" role="img" aria-label={t('time.bars', { n: bins.reduce((s, b) => s + b.count, 0) })}>
        {bins.map((bin, i) => (
          <button
            key={bin.from} type="button" tabIndex={-1} className={`bar${drag && i >= Math.min(drag.a, drag.b) && i <= Math.max(drag.a, drag.b) ? ' in' : ''}`}
            title={`${fullTime(bin.from, mission.zone, locale)} → ${fullTime(bin.to, mission.zone, locale)} · ${bin.count}`} aria-label={`${bin.count}`}
            onPointerDown={(e) => { e.currentTarget.releasePointerCapture(e.pointerId); setDrag({ a: i, b: i }) }}
            onPointerEnter={() => { if (drag) { setDrag({ ...drag, b: i }) } }}
            onPointerUp={() => { if (drag) { choose(drag.a, i) } setDrag(null) }}
          >
            <span style={{ blockSize: bin.count === 0 ? '1px' : `${Math.max(8, (bin.count / top) * 100)}%` }} className={bin.count === 0 ? 'zero' : ''} />
          </button>
        ))}
      </div>
      <button type="button" className="btn icon small plain" aria-label={t('time.later')} title={t('time.later')} disabled={range.kind !== 'fixed'} onClick={() => setRange(shiftRange(range, 1, now))}><ChevronRight size={16} className="flip" /></button>
      <span className="span small" title={span ? `${fullTime(span.from, mission.zone, locale)} → ${fullTime(span.to, mission.zone, locale)}` : ''}>
        {span ? <><span>{shortDay(span.from, mission.zone, locale, now)} <span className="mono ltr">{clockLocal(span.from, mission.zone)}</span></span> <span className="quiet">→</span> {range.kind === 'fixed' ? <span>{shortDay(span.to, mission.zone, locale, now)} <span className="mono ltr">{clockLocal(span.to, mission.zone)}</span></span> : <strong>{t('time.now')}</strong>}</> : <strong>{t('time.all')}</strong>}
      </span>
    </div>
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
            <div className="field"><label htmlFor="range-from">{t('time.from')} ({t('time.local')})</label><input id="range-from" className="input" type="datetime-local" value={from} onChange={(e) => setFrom(e.target.value)} /></div>
            <div className="field"><label htmlFor="range-to">{t('time.to')} ({t('time.local')})</label><input id="range-to" className="input" type="datetime-local" value={to} onChange={(e) => setTo(e.target.value)} /></div>
            {wrong && <p className="wrong small" role="alert">{t('time.order')}</p>}
            <div className="row"><button type="submit" className="btn primary small">{t('time.show')}</button><button type="button" className="btn small" onClick={() => { setRange({ kind: 'all' }); setOpen(false) }}>{t('time.all')}</button></div>
          </form>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

const two = (n: number) => String(n).padStart(2, '0')

function localInput(ms: number, zone: string): string {
  const p = localParts(ms, zone)
  return `${p.year}-${two(p.month)}-${two(p.day)}T${two(p.hour)}:${two(p.minute)}`
}

function readInput(text: string, zone: string): number | null {
  const m = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text)
  return m ? instantOfLocal({ year: Number(m[1]), month: Number(m[2]), day: Number(m[3]), hour: Number(m[4]), minute: Number(m[5]), second: 0 }, zone) : null
}
