/** Signs that are measured, in the order in which they are read out. */
export const VITALS = ['hr', 'rr', 'sbp', 'dbp', 'spo2', 'temp', 'gcs', 'pain'] as const
export type Vital = (typeof VITALS)[number]
export type VitalLimits = {
  /** What a person can have, and what devices show, in this unit; what lies outside is a slip of unit or of the hand. */
  min: number
  max: number
  unit: string
  /** As it is named to who sent it wrong. */
  what: string
  /** Decimal places that are kept. */
  places: number
  /** Adult at rest: what lies outside is marked, never refused. */
  usual: readonly [number, number]
}

/** Zero of pulse, breath and pressure is a finding; of temperature or saturation it is an empty field. */
export const VITAL_LIMITS: Readonly<Record<Vital, VitalLimits>> = {
  hr: { min: 0, max: 300, unit: '/min', what: 'heart rate', places: 0, usual: [50, 110] },
  rr: { min: 0, max: 80, unit: '/min', what: 'breathing rate', places: 0, usual: [10, 24] },
  sbp: { min: 0, max: 300, unit: 'mmHg', what: 'systolic pressure', places: 0, usual: [90, 160] },
  dbp: { min: 0, max: 200, unit: 'mmHg', what: 'diastolic pressure', places: 0, usual: [50, 100] },
  spo2: { min: 30, max: 100, unit: '%', what: 'oxygen saturation', places: 0, usual: [94, 100] },
  temp: { min: 14, max: 45, unit: '°C', what: 'temperature', places: 1, usual: [36, 38] },
  gcs: { min: 3, max: 15, unit: '', what: 'Glasgow coma score', places: 0, usual: [15, 15] },
  pain: { min: 0, max: 10, unit: '', what: 'pain score', places: 0, usual: [0, 3] },
}

/** What the slip most likely was: a digit too many, kilopascal or centimetres of mercury, Fahrenheit, a fraction of one. */
export type Slip = 'zero' | 'kpa' | 'cmhg' | 'fahrenheit' | 'fraction' | 'whole'
export type VitalProblem = { vital: Vital; value: number; min: number; max: number; unit: string; /** What was probably meant. */ fix: { value: number; slip: Slip } | null }

/**
 * Why a value cannot stand for this sign, with what was probably meant; null when it can. A pressure of 1 to 29 mmHg is no
 * measurement either: it is kPa (7 to 29, 1 kPa = 7.50062 mmHg) or cmHg (3 to 6).
 */
export function vitalProblem(vital: Vital, value: number): VitalProblem | null {
  const { min, max, unit } = VITAL_LIMITS[vital]
  return stands(vital, value) ? null : { vital, value, min, max, unit, fix: Number.isFinite(value) ? meant(vital, value) : null }
}

function stands(vital: Vital, value: number): boolean {
  const { min, max, places } = VITAL_LIMITS[vital]
  const whole = Math.abs(value * 10 ** places - Math.round(value * 10 ** places)) < 1e-9
  return value >= min && value <= max && whole && !tooSmall(vital, value)
}

function tooSmall(vital: Vital, value: number): boolean {
  return value > 0 && value < (vital === 'sbp' ? 30 : vital === 'dbp' ? 10 : 0)
}

function meant(vital: Vital, value: number): VitalProblem['fix'] {
  const { min, max, places } = VITAL_LIMITS[vital]
  const guesses: [Slip, number][] = []
  if (tooSmall(vital, value)) {
    guesses.push(...(value >= (vital === 'sbp' ? 7 : 4) && value < 26 ? [['kpa', value * 7.50062] as [Slip, number]] : []), ['cmhg', value * 10])
  }
  if (vital === 'temp' && value > max) {
    guesses.push(['fahrenheit', ((value - 32) * 5) / 9])
  }
  if (vital === 'spo2' && value > 0 && value <= 1) {
    guesses.push(['fraction', value * 100])
  }
  if (value > max) {
    guesses.push(['zero', value / 10])
  }
  if (value >= min && value <= max) {
    guesses.push(['whole', value])
  }
  return guesses.map(([slip, n]) => ({ slip, value: Math.round(n * 10 ** places) / 10 ** places })).find((one) => stands(vital, one.value)) ?? null
}

/** What the pair of pressures says: the lower one above the upper one is a slip of order. */
export function pressuresSwapped(sbp: number | undefined, dbp: number | undefined): boolean {
  return sbp !== undefined && dbp !== undefined && sbp > 0 && dbp > sbp
}

/** Outside what is usual for an adult at rest, and on which side. */
export function unusual(vital: Vital, value: number): 'low' | 'high' | null {
  const [low, high] = VITAL_LIMITS[vital].usual
  return value < low ? 'low' : value > high ? 'high' : null
}

/** Which way a sign moves: the last value against the one before, in steps that mean something. */
export function trendOf(vital: Vital, values: readonly number[]): 'up' | 'down' | 'level' | null {
  const [before, last] = values.slice(-2)
  if (before === undefined || last === undefined) {
    return null
  }
  const step = { hr: 10, rr: 4, sbp: 10, dbp: 10, spo2: 2, temp: 0.5, gcs: 1, pain: 1 }[vital]
  return last - before >= step ? 'up' : before - last >= step ? 'down' : 'level'
}

/** What a person typed as a number, in any digits and with a decimal comma; null when it is none. */
export function readVital(text: string): number | null {
  const plain = text.trim().replace(/[٠-٩]/g, (d) => String(d.charCodeAt(0) - 0x660)).replace(/[۰-۹]/g, (d) => String(d.charCodeAt(0) - 0x6f0)).replace(/[,٫]/, '.')
  return /^\d{1,5}(\.\d{1,2})?$/.test(plain) ? Number(plain) : null
}
