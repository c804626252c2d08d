import type { FieldProblem } from '../../../core/problem.ts'
import type { Vitals } from './casualty.ts'

type Measure = 'hr' | 'rr' | 'sbp' | 'dbp' | 'spo2' | 'temp' | 'gcs' | 'pain'
/** What a living body can show, in the unit it is written in. */
export const BOUNDS: { [measure in Measure]: { min: number; max: number; unit: string; whole: boolean; what: string } } = {
  hr: { min: 0, max: 300, unit: '/min', whole: true, what: 'heart rate' },
  rr: { min: 0, max: 80, unit: '/min', whole: true, what: 'breaths' },
  sbp: { min: 0, max: 300, unit: 'mmHg', whole: true, what: 'systolic pressure' },
  dbp: { min: 0, max: 200, unit: 'mmHg', whole: true, what: 'diastolic pressure' },
  spo2: { min: 0, max: 100, unit: '%', whole: true, what: 'oxygen saturation' },
  temp: { min: 15, max: 45, unit: '°C', whole: false, what: 'temperature' },
  gcs: { min: 3, max: 15, unit: '', whole: true, what: 'Glasgow coma score' },
  pain: { min: 0, max: 10, unit: '', whole: true, what: 'pain' },
}
export const MEASURES = Object.keys(BOUNDS) as Measure[]

/** What of a reading cannot be, with what it probably was meant to be. `path` is that of the reading. */
export function checkVitals(reading: Omit<Vitals, 'id' | 'at'>, path: string): FieldProblem[] {
  const out: FieldProblem[] = []
  for (const measure of MEASURES) {
    const value = reading[measure]
    const bound = BOUNDS[measure]
    if (value === undefined) {
      continue
    }
    if (value < bound.min || value > bound.max) {
      out.push({ path: `${path}/${measure}`, problem: `${value} ${bound.unit} is no ${bound.what} (${bound.min}–${bound.max}${bound.unit === '' ? '' : ` ${bound.unit}`})`.replace('  ', ' '), fix: meant(measure, value) })
    } else if (bound.whole && !Number.isInteger(value)) {
      out.push({ path: `${path}/${measure}`, problem: `${value} is not a whole number`, fix: measure === 'spo2' && value <= 1 ? `Write percent: ${Math.round(value * 100)}` : measure === 'sbp' || measure === 'dbp' ? `Write mmHg: if these are kPa, ${Math.round(value * 7.50062)}` : 'Round it' })
    }
  }
  if (reading.sbp !== undefined && reading.dbp !== undefined && reading.dbp > reading.sbp) {
    out.push({ path: `${path}/dbp`, problem: 'the lower pressure is above the upper', fix: 'Swap the two' })
  }
  if (MEASURES.every((measure) => reading[measure] === undefined) && reading.avpu === undefined) {
    out.push({ path, problem: 'holds no reading', fix: 'Give at least one value' })
  }
  return out
}

function meant(measure: Measure, value: number): string {
  const { min, max, unit } = BOUNDS[measure]
  const tenth = value / 10
  if (measure === 'temp' && value > 80 && value < 113) {
    return `Write °C: if this is Fahrenheit, ${(((value - 32) * 5) / 9).toFixed(1)}`
  }
  if (tenth >= min && tenth <= max && Number.isInteger(tenth)) {
    return `Write ${unit === '' ? 'the score' : unit}: perhaps ${tenth}, with a nought too many`
  }
  return `Read it off again; ${min} to ${max}${unit === '' ? '' : ` ${unit}`}`
}
