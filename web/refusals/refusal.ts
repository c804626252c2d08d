import { isolate } from '../../core/i18n.ts'
import type { Locale } from '../../core/i18n.ts'
import type { Row } from '../i18n/rows.ts'

/** What is said instead of a sentence of the node, in a language; null when no row knows it. */
export type Refusals = (sentence: string, locale: Locale, named?: Named) => string | null
/** How a screen calls what a sentence names by its id – a kind, an action, a state, the path of a field; null when it is none. */
export type Named = (value: string, locale: Locale) => string | null

/** The language a sentence is said in, and how the screens call what it names. */
type To = { locale: Exclude<Locale, 'en'>; named: Named | undefined }

const COLUMN: Record<Exclude<Locale, 'en'>, 1 | 2 | 3> = { fr: 1, ar: 2, es: 3 }
/** A sentence quotes another at most so deep. */
const DEEPEST = 3
/** Where a text parts into sentences, and a sentence into halves. */
const ENDS = [/(?<=[^.\s])\. (?=\S)/u, /(?<=[^.\s]); (?=\S)/u] as const
/** A sentence ends and another begins. */
const BREAK = /[.;] \p{L}/u

/**
 * Sentences of the node in the reader's language. A row is the English sentence with holes `{1}`, `{2}` for what changes, and
 * the same in French, Arabic and Spanish. A sentence may be several, `field: problem. fix`, or quote another in a hole: each
 * part is said by its own row, and when one part is not known the whole stays as it came.
 */
export function refusalsOf(rows: readonly Row[]): Refusals {
  const exact = new Map(rows.filter(([en]) => !/\{\d\}/.test(en)).map((row) => [bare(row[0]), row]))
  // The most of fixed words first: "{1} is missing" must not take what "{1} bytes are missing" says better.
  const patterns = rows.filter(([en]) => /\{\d\}/.test(en)).map((row) => ({ row, fixed: row[0].replace(/\{\d\}/g, '').length, pattern: patternOf(bare(row[0])) })).sort((a, b) => b.fixed - a.fixed)

  /** A hole: a sentence of its own, a name the screens have, or what it is. */
  const hole = (value: string, to: To, depth: number): string => word(value, to, depth) ?? to.named?.(value, to.locale) ?? apart(value, to)
  const word = (value: string, to: To, depth: number): string | null => (depth < DEEPEST ? said(value, to, depth + 1) : null)

  /** By one row. `whole`: not where a hole would swallow a sentence of its own that is not known. */
  const one = (sentence: string, to: To, depth: number, whole: boolean): string | null => {
    const text = bare(sentence)
    const known = exact.get(text)
    if (known) {
      return known[COLUMN[to.locale]]
    }
    for (const { row, pattern } of patterns) {
      const groups = pattern.exec(text)?.groups
      if (groups && !(whole && Object.values(groups).some((value) => BREAK.test(value) && word(value, to, depth) === null))) {
        return row[COLUMN[to.locale]].replace(/\{(\d)\}/g, (_, n: string) => hole(groups[`h${n}`] ?? '', to, depth))
      }
    }
    return null
  }

  const said = (text: string, to: To, depth: number): string | null => one(text, to, depth, true) ?? inParts(text, to, depth) ?? one(text, to, depth, false)

  const inParts = (text: string, to: To, depth: number): string | null => {
    const headed = /^([/\w.-]{1,80}|[A-Z]{2,6}-[\w-]+): (.+)$/su.exec(text)
    if (headed?.[1] !== undefined && headed[2] !== undefined) {
      const rest = said(headed[2], to, depth)
      return rest === null ? null : `${to.named?.(headed[1], to.locale) ?? apart(headed[1], to)}: ${rest}`
    }
    for (const end of ENDS) {
      const parts = text.split(end)
      if (parts.length > 1) {
        const told = parts.map((part) => said(part, to, depth))
        return told.includes(null) ? null : told.join(end === ENDS[0] ? '. ' : to.locale === 'ar' ? '؛ ' : '; ')
      }
    }
    const added = /^(.+) \(([^()]+)\)$/su.exec(text)
    const before = added?.[1] === undefined ? null : said(added[1], to, depth)
    return before === null ? null : `${before} (${hole(added?.[2] ?? '', to, depth)})`
  }
  return (sentence, locale, named) => (locale === 'en' ? sentence : said(sentence.trim(), { locale, named }, 0))
}

/** Foreign names and figures keep their own direction in an Arabic sentence. */
function apart(value: string, { locale }: To): string {
  return locale === 'ar' ? isolate(value) : value
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
