import { useLayoutEffect, useRef, useState } from 'react'
import type { Trend } from '../../analysis/trend.ts'
import { useWords } from '../i18n/i18n.tsx'
import { useRoving } from '../form/roving.ts'

export type Point = { key: string; label: string; short: string; count: number; whole: boolean }

const HEIGHT = 240
const TOP = 12
const BOTTOM = 26
const SIDE = 36

/** Counts over time with the fitted line and its interval; every point opens its records. Time runs with the reading direction. */
export function TrendChart({ points, trend, average, unit, onOpen }: { points: readonly Point[]; trend: Trend | null; average: readonly (number | null)[]; unit: string; onOpen(point: Point): void }) {
  const { dir, number } = useWords()
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(720)
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => { if (entry) { setWidth(Math.max(240, entry.contentRect.width)) } })
    if (box.current) {
      observer.observe(box.current)
    }
    return () => observer.disconnect()
  }, [])
  const roving = useRoving(points.length)
  const most = niceTop(Math.max(1, ...points.map((p) => p.count)))
  const inner = width - SIDE - 8
  const gap = inner / Math.max(1, points.length)
  const x = (i: number) => { const at = SIDE + (i + 0.5) * gap; return dir === 'rtl' ? width - at : at }
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - Math.min(value, most) / most)
  const line = (values: readonly (number | null)[]) => values.reduce((path, value, i) => (value === null ? path : `${path}${path === '' || values[i - 1] === null ? 'M' : 'L'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`), '')
  const band = trend ? `M${trend.fitted.map((f, i) => `${x(i).toFixed(1)} ${y(f.high).toFixed(1)}`).join('L')}L${[...trend.fitted].reverse().map((f) => `${x(f.at).toFixed(1)} ${y(f.low).toFixed(1)}`).join('L')}Z` : ''
  const every = Math.max(1, Math.ceil((points.length * 64) / inner))
  const edge = dir === 'rtl' ? width - SIDE + 6 : SIDE - 6
  return (
    <div ref={box} className="trend">
      <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="group" aria-label={unit} data-roving="">
        {[0, most / 2, most].map((value) => (
          <g key={value}>
            <line x1={dir === 'rtl' ? 8 : SIDE} x2={dir === 'rtl' ? width - SIDE : width - 8} y1={y(value)} y2={y(value)} className={value === 0 ? 'axis' : 'gridline'} />
            <text x={edge} y={y(value) + 4} textAnchor={dir === 'rtl' ? 'start' : 'end'} className="tick" style={{ direction: 'ltr' }}>{number(value)}</text>
          </g>
        ))}
        {band && <path d={band} className="band" />}
        {points.map((p, i) => (
          <g
            key={p.key} role="button" tabIndex={roving.tabIndex(i)} data-at={i} className="point" data-part={p.whole ? undefined : ''} aria-label={`${p.label}: ${number(p.count)}`}
            onFocus={() => roving.onFocus(i)} onClick={() => onOpen(p)} onKeyDown={(e) => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); onOpen(p) } else { roving.onKeyDown(e) } }}
          >
            <title>{`${p.label}: ${number(p.count)}`}</title>
            <rect x={x(i) - gap / 2} y={TOP} width={gap} height={HEIGHT - TOP - BOTTOM} className="hit" />
            <rect x={x(i) - Math.max(0.5, gap * 0.36)} y={y(p.count)} width={Math.max(1, gap * 0.72)} height={Math.max(0, y(0) - y(p.count))} className="column" />
          </g>
        ))}
        <path d={line(average)} className="average" />
        {trend && <path d={line(trend.fitted.map((f) => f.value))} className="fit" />}
        {points.map((p, i) => (i % every === 0 && x(i) > 26 && x(i) < width - 26 ? <text key={p.key} x={x(i)} y={HEIGHT - 8} textAnchor="middle" className="tick">{p.short}</text> : null))}
      </svg>
    </div>
  )
}

/** A round figure at or above a value, even, so that half of it is whole. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 4, 6, 8, 10].find((n) => n * power >= value) ?? 10
  return Math.max(2, step * power)
}
