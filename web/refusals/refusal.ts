import { isolate } from '../../core/i18n.ts'
import type { Locale } from '../../core/i18n.ts'
import type { Row } from '../i18n/rows.ts'

/** What is said instead of a sentence of the node, in a language; null when no row knows it. */
export type Refusals = (sentence: string, locale: Locale) => string | null

const COLUMN: Record<Exclude<Locale, 'en'>, 1 | 2 | 3> = { fr: 1, ar: 2, es: 3 }
/** A sentence quotes another at most so deep. */
const DEEPEST = 3

/**
 * Sentences of the node in the reader's language. A row is the English sentence with holes `{1}`, `{2}` for what changes, and
 * the same in French, Arabic and Spanish. A sentence may be several, `field: problem. fix`, or quote another in a hole: each
 * part is said by its own row, and when one part is not known the whole stays as it came.
 */
export function refusalsOf(rows: readonly Row[]): Refusals {
  const exact = new Map(rows.filter(([en]) => !/\{\d\}/.test(en)).map((row) => [bare(row[0]), row]))
  // The most of fixed words first: "{1} is missing" must not take what "{1} bytes are missing" says better.
  const patterns = rows.filter(([en]) => /\{\d\}/.test(en)).map((row) => ({ row, fixed: row[0].replace(/\{\d\}/g, '').length, pattern: patternOf(bare(row[0])) })).sort((a, b) => b.fixed - a.fixed)

  const one = (sentence: string, locale: Exclude<Locale, 'en'>, depth: number): string | null => {
    const text = bare(sentence)
    const known = exact.get(text)
    if (known) {
      return known[COLUMN[locale]]
    }
    for (const { row, pattern } of patterns) {
      const found = pattern.exec(text)
      if (found) {
        return row[COLUMN[locale]].replace(/\{(\d)\}/g, (_, n: string) => {
          const value = found.groups?.[`h${n}`] ?? ''
          return (depth < DEEPEST ? said(value, locale, depth + 1) : null) ?? (locale === 'ar' ? isolate(value) : value)
        })
      }
    }
    return null
  }

  const said = (text: string, locale: Exclude<Locale, 'en'>, depth: number): string | null => {
    const whole = one(text, locale, depth)
    if (whole !== null) {
      return whole
    }
    const headed = /^([/\w.-]{1,80}|[A-Z]{2,6}-[\w-]+): (.+)$/su.exec(text)
    if (headed?.[1] !== undefined && headed[2] !== undefined) {
      const rest = said(headed[2], locale, depth)
      return rest === null ? null : `${locale === 'ar' ? isolate(headed[1]) : headed[1]}: ${rest}`
    }
    const parts = text.split(/(?<=[^.\s])(\. |; )(?=\S)/u)
    if (parts.length < 3) {
      return null
    }
    const told = parts.map((part, i) => (i % 2 === 1 ? (locale === 'ar' && part === '; ' ? '؛ ' : part) : one(part, locale, depth)))
    return told.includes(null) ? null : told.join('')
  }
  return (sentence, locale) => (locale === 'en' ? sentence : said(sentence.trim(), locale, 0))
}

/** Without the full stop at its end and with a small letter to begin with: the same sentence stands in both forms. */
function bare(text: string): string {
  const plain = text.trim().replace(/\.$/, '')
  return /^[A-Z][a-z]/.test(plain) ? plain.charAt(0).toLowerCase() + plain.slice(1) : plain
}

function patternOf(en: string): RegExp {
  const seen = new Set<string>()
  const source = en.split(/(\{\d\})/).map((part) => {
    const hole = /^\{(\d)\}$/.exec(part)?.[1]
    if (hole === undefined) {
      return part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    }
    const again = seen.has(hole)
    seen.add(hole)
    return again ? `\\k<h${hole}>` : `(?<h${hole}>.+?)`
  })
  return new RegExp(`^${source.join('')}$`, 'su')
}
