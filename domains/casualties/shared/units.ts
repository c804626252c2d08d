import type { FieldProblem } from '../../../core/problem.ts'
import type { Vitals } from './casualty.ts'
import { pressuresSwapped, VITAL_LIMITS, vitalProblem, VITALS, type Slip } from './vitals.ts'

const MEANT: { [slip in Slip]: (value: number, unit: string) => string } = {
  zero: (value, unit) => `Write ${value}${unit}, with a nought less`,
  kpa: (value) => `Write mmHg: if this is kPa, ${value}`,
  cmhg: (value) => `Write mmHg: if this is centimetres of mercury, ${value}`,
  fahrenheit: (value) => `Write °C: if this is Fahrenheit, ${value}`,
  fraction: (value) => `Write percent: ${value}`,
  whole: (value, unit) => `Round it: ${value}${unit}`,
}

/** What of a reading cannot be, with what it probably was meant to be. `path` is that of the reading. */
export function checkVitals(reading: Omit<Vitals, 'id' | 'at'>, path: string): FieldProblem[] {
  const out = VITALS.flatMap((vital): FieldProblem[] => {
    const found = reading[vital] === undefined ? null : vitalProblem(vital, reading[vital])
    if (!found) {
      return []
    }
    const { what, min, max } = VITAL_LIMITS[vital]
    const unit = found.unit === '' ? '' : ` ${found.unit}`
    return [{ path: `${path}/${vital}`, problem: `${found.value}${unit} is no ${what} (${min} to ${max}${unit})`, fix: found.fix ? MEANT[found.fix.slip](found.fix.value, unit) : `Read it off again: ${min} to ${max}${unit}` }]
  })
  if (pressuresSwapped(reading.sbp, reading.dbp)) {
    out.push({ path: `${path}/dbp`, problem: 'the lower pressure is above the upper', fix: 'Swap the two' })
  }
  if (VITALS.every((vital) => reading[vital] === undefined) && reading.avpu === undefined) {
    out.push({ path, problem: 'holds no reading', fix: 'Give at least one value' })
  }
  return out
}
