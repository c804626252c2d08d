import { formatLocale } from '../time/format.ts'
import { startOfKey } from './series.ts'
import type { Step } from './series.ts'
import { dateFormat, numberFormat } from '../../core/formatters.ts'

/** Figures as words of a language. */
export type FigureWords = { times(factor: number): string; ratio(value: number): string; percent(share: number): string }

/** `×1.8`, `1.80`, `38 %` in the reader's way; infinite ratios as ∞. */
export function figureWords(locale: string): FigureWords {
  const one = numberFormat(formatLocale(locale), { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const two = numberFormat(formatLocale(locale), { maximumFractionDigits: 2 })
  const percents = numberFormat(formatLocale(locale), { style: 'percent', maximumFractionDigits: 0 })
  const ratio = (value: number): string => (Number.isFinite(value) ? (value < 1 ? two : one).format(value) : '∞')
  return { ratio, times: (factor) => `×${ratio(factor)}`, percent: (share) => percents.format(share) }
}

/** A bucket in words: the long one for reading, the short one for an axis. */
export function bucketWords(key: string, step: Step, zone: string, locale: string): { long: string; short: string } {
  const from = startOfKey(key, zone)
  if (from === undefined) {
    return { long: key, short: key }
  }
  const tag = formatLocale(locale)
  const day = (style: Intl.DateTimeFormatOptions): string => dateFormat(tag, { timeZone: zone, ...style }).format(from)
  switch (step) {
    case 'day':
      return { long: day({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }), short: day({ day: 'numeric', month: 'short' }) }
    case 'week':
      return { long: `${key} (${day({ day: 'numeric', month: 'short', year: 'numeric' })})`, short: day({ day: 'numeric', month: 'short', year: '2-digit' }) }
    case 'month':
      return { long: day({ month: 'long', year: 'numeric' }), short: day({ month: 'short', year: '2-digit' }) }
  }
}
