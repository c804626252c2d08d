import type { Choice } from '../../../../web/face.ts'

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
