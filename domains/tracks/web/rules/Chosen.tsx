import { useId, useState } from 'react'
import { useTexts, useWords } from '../../../../web/face.ts'
import { ROWS } from './rules.texts.ts'

export type Choice = { value: string; label: string }

/** A few values to be switched on and off. */
export function Chips({ label, choices, chosen, onChange }: { label: string; choices: readonly Choice[]; chosen: readonly string[]; onChange(next: string[]): void }) {
  return (
    <fieldset className="rulechips">
      <legend>{label}</legend>
      <div className="row wrap">{choices.map(({ value, label: words }) => (
        <button key={value} type="button" className="btn small" aria-pressed={chosen.includes(value)} onClick={() => onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])}>{words}</button>
      ))}
      </div>
    </fieldset>
  )
}

/** Many values to choose of, found by their words; what is chosen stands first. */
export function Picker({ label, choices, chosen, onChange }: { label: string; choices: readonly Choice[]; chosen: readonly string[]; onChange(next: string[]): void }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const id = useId()
  const [find, setFind] = useState('')
  const words = find.trim().toLocaleLowerCase()
  const shown = choices.filter((one) => chosen.includes(one.value) || words === '' || one.label.toLocaleLowerCase().includes(words)).sort((a, b) => Number(chosen.includes(b.value)) - Number(chosen.includes(a.value)))
  return (
    <fieldset className="rulepicker">
      <legend>{label} <span className="quiet small">{tt('chosen', { n: number(chosen.length) })}</span></legend>
      {choices.length > 8 && <><label className="sr" htmlFor={id}>{tt('find')}</label><input id={id} className="input" type="search" dir="auto" placeholder={tt('find')} value={find} onChange={(event) => setFind(event.target.value)} /></>}
      <div className="rulechoices" role="group" aria-label={label} tabIndex={-1}>{shown.slice(0, 200).map(({ value, label: text }) => (
        <label key={value} className="row"><input type="checkbox" checked={chosen.includes(value)} onChange={(event) => onChange(event.target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))} /><bdi>{text}</bdi></label>
      ))}
      </div>
      {shown.length > 200 && <p className="quiet small">{tt('shown', { n: number(200), all: number(shown.length) })}</p>}
    </fieldset>
  )
}
