import type { Locale, Text } from '../../../core/i18n.ts'
import { fold } from '../../../core/text-fold.ts'

/** A word for how likely something is, and the chances in per cent it stands for: seven steps, as analysts' yardsticks have them. */
export type Step = { from: number; to: number; words: Text }

export const PROBABILITY: readonly Step[] = [
  { from: 1, to: 5, words: { en: 'almost no chance', fr: 'presque exclu', es: 'casi descartado', ar: 'شبه مستبعد' } },
  { from: 5, to: 20, words: { en: 'very unlikely', fr: 'très peu probable', es: 'muy improbable', ar: 'مستبعد جدا' } },
  { from: 20, to: 45, words: { en: 'unlikely', fr: 'peu probable', es: 'improbable', ar: 'غير مرجح' } },
  { from: 45, to: 55, words: { en: 'roughly even chance', fr: 'à peu près une chance sur deux', es: 'aproximadamente la mitad de probabilidades', ar: 'الاحتمالان متقاربان' } },
  { from: 55, to: 80, words: { en: 'likely', fr: 'probable', es: 'probable', ar: 'مرجح' } },
  { from: 80, to: 95, words: { en: 'very likely', fr: 'très probable', es: 'muy probable', ar: 'مرجح جدا' } },
  { from: 95, to: 99, words: { en: 'almost certain', fr: 'presque certain', es: 'casi seguro', ar: 'شبه مؤكد' } },
]

/** Judgements a page for the head of mission has. */
export const JUDGEMENTS = 3

/** How many paragraphs or lines of a list a text has, and how many of them say how likely with a word of the scale. */
export function judgementsIn(text: string, locale: Locale): { all: number; graded: number } {
  const lines = text.split(/\n+/).map((line) => line.replace(/^[-•\s]+/, '').trim()).filter((line) => line !== '')
  const words = PROBABILITY.map((step) => ` ${plain(step.words[locale] ?? step.words.en)} `)
  return { all: lines.length, graded: lines.filter((line) => words.some((word) => ` ${plain(line)} `.includes(word))).length }
}

function plain(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
}
