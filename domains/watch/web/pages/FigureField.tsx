import { useId } from 'react'
import { useTexts, useWords } from '../../../../web/face.ts'
import type { AlertRule } from '../../shared/rules/rule.ts'
import { ROWS } from './pages.texts.ts'

type Figure = NonNullable<AlertRule['figure']>

/** A figure of the records a rule looks at, and from where or down to where it is told. */
export function FigureField({ of, figures, figure, onChange }: { of: string; figures: readonly string[]; figure: Figure | undefined; onChange(next: Figure | undefined): void }) {
  const tt = useTexts(ROWS)
  const { label } = useWords()
  const id = useId()
  const side = figure?.most === undefined ? 'least' : 'most'
  const value = figure?.[side] ?? 1
  const change = (name: string, next: 'least' | 'most', to: number): void => onChange(name === '' ? undefined : { of: name, [next]: to })
  return (
    <div className="field">
      <label htmlFor={id}>{tt('figure')}</label>
      <span className="row wrap alertfigure">
        <select id={id} className="input" value={figure?.of ?? ''} onChange={(event) => change(event.target.value, side, value)}><option value="">{tt('figure.none')}</option>{figures.map((one) => <option key={one} value={one}>{label(`figure.${of}.${one}`, one)}</option>)}</select>
        {figure && (
          <>
            <select className="input" aria-label={tt('figure.side')} value={side} onChange={(event) => change(figure.of, event.target.value as 'least', value)}>{(['least', 'most'] as const).map((one) => <option key={one} value={one}>{tt(`figure.${one}`)}</option>)}</select>
            <input className="input alertshort" type="number" step="any" required aria-label={tt(`figure.${side}`)} value={value} onChange={(event) => change(figure.of, side, Number(event.target.value))} />
          </>
        )}
      </span>
    </div>
  )
}
