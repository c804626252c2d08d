import { useState } from 'react'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { ROWS } from './analysis.texts.ts'

/** A bar: `low` and `value` differ where a figure is a range. `value` null is withheld. */
export type Bar = { key: string; label: string; value: number | null; low?: number }

const FEW = 12

/** Bars from the largest down; each opens its records. A range shows its certain part full and the rest light. */
export function Bars({ bars, onOpen }: { bars: readonly Bar[]; onOpen(bar: Bar): void }) {
  const { number } = useWords()
  const tt = useTexts(ROWS)
  const [all, setAll] = useState(false)
  const most = Math.max(1, ...bars.map((bar) => bar.value ?? 0))
  const shown = all ? bars : bars.slice(0, FEW)
  const words = (bar: Bar) => (bar.value === null ? tt('figure.withheld') : bar.low !== undefined && bar.low !== bar.value ? `${number(bar.low)}–${number(bar.value)}` : number(bar.value))
  return (
    <div className="sortbars">
      {shown.map((bar) => (
        <button key={bar.key} type="button" className="sortbar" onClick={() => onOpen(bar)} title={bar.label}>
          <span className="sortbarlabel cut" dir="auto">{bar.label}<span className="sr">: </span></span>
          <span className="sortbartrack">
            <span className="sortbarfill" data-light={bar.low !== undefined && bar.low !== bar.value ? '' : undefined} style={{ inlineSize: `${((bar.value ?? 0) / most) * 100}%` }} />
            {bar.low !== undefined && bar.low !== bar.value && <span className="sortbarfill low" style={{ inlineSize: `${(bar.low / most) * 100}%` }} />}
          </span>
          <span className="sortbarvalue">{words(bar)}</span>
        </button>
      ))}
      {bars.length > FEW && <button type="button" className="btn small plain noprint" onClick={() => setAll(!all)}>{all ? tt('bars.fewer') : tt('bars.all', { n: number(bars.length) })}</button>}
      {bars.length > FEW && !all && <span className="small quiet">{tt('bars.shown', { n: number(FEW), of: number(bars.length) })}</span>}
    </div>
  )
}
