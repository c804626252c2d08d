import { formatLocale } from './format.ts'
import { numberFormat } from '../../core/formatters.ts'

/** Bytes as people say them, in units of their language: `340 kB`, `1,2 Mo`. */
export function size(bytes: number, locale: string): string {
  const [value, unit] = bytes < 1e6 ? [Math.max(1, Math.round(bytes / 1e3)), 'kilobyte'] : bytes < 1e9 ? [Math.round(bytes / 1e5) / 10, 'megabyte'] : [Math.round(bytes / 1e8) / 10, 'gigabyte']
  return numberFormat(formatLocale(locale), { style: 'unit', unit, unitDisplay: 'short' }).format(value)
}
