import type { Locale } from '../core/i18n.ts'

/** A run of text; `bound`: a value that is bound to records. */
export type Run = { text: string; bound?: boolean }
/** `mark`: a word in front of it, such as UNVERIFIED. */
export type DocumentLine = { runs: Run[]; mark?: string | undefined }
export type DocumentBlock =
  | { type: 'text'; runs: Run[]; mark?: string | undefined }
  | { type: 'list'; lines: DocumentLine[]; more?: string | undefined }
  | { type: 'table'; head: string[]; rows: { cells: Run[][]; mark?: string | undefined }[]; more?: string | undefined }

/** A report as it is written down anywhere: words, no meaning. What stands on every page is `marking`, `watermark` and `footer`. */
export type ReportDocument = {
  language: Locale
  marking: string
  /** EXERCISE, across every page; null when it is real. */
  watermark: string | null
  mission: string
  title: string
  /** What text without Arabic letters says of having written Arabic in Latin ones, in words those who receive it can read. */
  latin: string[]
  facts: [label: string, value: string][]
  /** `id`: what a template places it by. */
  sections: { id: string; title: string; marking: string | null; blocks: DocumentBlock[] }[]
  /** Set closer, to keep a page that is read at a glance on one sheet. */
  dense?: boolean
  /** Number of the product and when it was made. */
  footer: string
  /** `page {n} of {all}`. */
  page: string
}
