import { useId, useState } from 'react'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { ROWS } from './rules.texts.ts'
import './rules.css'

/** A value that can be chosen, and its words. */
export type Choice = { value: string; label: string }
const MOST = 200

/** Many values to choose of, found by their words; what is chosen stands first. `none` is said where there is nothing to choose. */
export function Picker({ label, choices, chosen, none, onChange }: { label: string; choices: readonly Choice[]; chosen: readonly string[]; none?: string; onChange(next: string[]): void }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const id = useId()
  const [find, setFind] = useState('')
  const words = find.trim().toLocaleLowerCase()
  const all = [...choices, ...chosen.filter((one) => !choices.some(({ value }) => value === one)).map((value) => ({ value, label: value }))]
  const shown = all.filter((one) => chosen.includes(one.value) || words === '' || one.label.toLocaleLowerCase().includes(words)).sort((a, b) => Number(chosen.includes(b.value)) - Number(chosen.includes(a.value)))
  return (
    <fieldset className="rulepicker">
      <legend>{label} <span className="quiet small">({number(chosen.length)})</span></legend>
      {all.length > 8 && <><label className="sr" htmlFor={id}>{tt('find')}</label><input id={id} className="input" type="search" dir="auto" placeholder={tt('find')} value={find} onChange={(event) => setFind(event.target.value)} /></>}
      {all.length === 0 && none && <p className="quiet small">{none}</p>}
      <div className="rulechoices" role="group" aria-label={label} tabIndex={-1}>{shown.slice(0, MOST).map(({ value, label: text }) => (
        <label key={value} className="row"><input type="checkbox" checked={chosen.includes(value)} onChange={(event) => onChange(event.target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))} /><bdi>{text}</bdi></label>
      ))}
      </div>
      {shown.length > MOST && <p className="quiet small">{tt('shown', { n: number(MOST), all: number(shown.length) })}</p>}
    </fieldset>
  )
}
