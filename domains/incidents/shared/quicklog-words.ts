/** Words with their place in the text, phrase lookup and quantities: what the quick-log readers share. */
import { fold } from '../../../core/text.ts'
import type { Range } from './model.ts'

/** One word: `key` is its folded form without Arabic article and conjunction; digits are words of their own. */
export type Word = { start: number; end: number; raw: string; key: string; number: number | undefined }

const WORD = /\p{Nd}+(?:[.,]\p{Nd}+)*|[\p{L}\p{M}][\p{L}\p{M}\p{Nd}]*/gu
const ARABIC_PREFIX = /^(?:[وفب]?ال|لل|و)(?=[\u0620-\u064a]{3})/

/** Arabic-Indic digits as ASCII, one for one, so that places in the text stay valid. */
export function plainDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15))
}

/** Words of a text in order. `2xPKM` gives `2`, `x`, `PKM`; `1inj` gives `1`, `inj`; apostrophes and hyphens part words. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = []
  const add = (start: number, raw: string): void => {
    const key = fold(raw).replace(ARABIC_PREFIX, '')
    words.push({ start, end: start + raw.length, raw, key, number: numberOf(key, raw) })
  }
  for (const match of text.matchAll(WORD)) {
    const [raw] = match
    const before = words.at(-1)
    const glued = before !== undefined && before.end === match.index && /^\d+$/.test(before.key)
    if (glued && raw.length > 1 && /^[xX]/.test(raw)) {
      add(match.index, raw.slice(0, 1))
      add(match.index + 1, raw.slice(1))
    } else {
      add(match.index, raw)
    }
  }
  return words
}

const UNITS: readonly [number, string][] = [
  [0, 'zero'], [1, 'one un une uno una واحد'], [2, 'two deux dos اثنان اثنين اثنان'], [3, 'three trois tres ثلاثه ثلاث'],
  [4, 'four quatre cuatro اربعه اربع'], [5, 'five cinq cinco خمسه خمس'], [6, 'six seis سته ست'], [7, 'seven sept siete سبعه سبع'],
  [8, 'eight huit ocho ثمانيه ثماني ثمان'], [9, 'nine neuf nueve تسعه تسع'], [10, 'ten dix diez عشره عشر'], [11, 'eleven onze once'],
  [12, 'twelve douze dozen douzaine doce docena'], [13, 'thirteen treize trece'], [14, 'fourteen quatorze catorce'], [15, 'fifteen quinze quinzaine quince'],
  [16, 'sixteen seize dieciséis'], [17, 'seventeen diecisiete'], [18, 'eighteen dieciocho'], [19, 'nineteen diecinueve'], [20, 'twenty vingt vingtaine veinte عشرون عشرين'],
  [30, 'thirty trente trentaine treinta ثلاثون ثلاثين'], [40, 'forty quarante quarantaine cuarenta'], [50, 'fifty cinquante cinquantaine cincuenta'],
  [60, 'sixty soixante sesenta'], [70, 'seventy setenta'], [80, 'eighty ochenta'], [90, 'ninety noventa'], [100, 'hundred cent centaine cien مائه مئه'],
]
const NUMBERS = new Map(UNITS.flatMap(([n, names]) => names.split(' ').map((name) => [fold(name), n] as const)))
const ROUND = new Set(['douzaine', 'quinzaine', 'vingtaine', 'trentaine', 'quarantaine', 'cinquantaine', 'centaine', 'dizaine', 'dozen'])
NUMBERS.set('dizaine', 10)

function numberOf(key: string, raw: string): number | undefined {
  if (/^\d/.test(key)) {
    const plain = /^\d{1,3}(?:[.,]\d{3})+$/.test(key) ? key.replace(/[.,]/g, '') : key.replace(',', '.')
    const n = Number(plain)
    return Number.isInteger(n) && n <= 1_000_000 ? n : undefined
  }
  // In capitals it is the organisation, not the French article.
  return raw === 'UN' ? undefined : NUMBERS.get(key)
}

/** Phrases → values, the longest match first; a last word ending in `*` matches by its beginning. */
export type Lexicon<T> = { match: (words: readonly Word[], at: number) => { value: T; length: number } | undefined }

/** Builds a lexicon from `[phrase, value]`; phrases are folded like the text. */
export function lexicon<T>(entries: Iterable<readonly [string, T]>): Lexicon<T> {
  type Phrase = { keys: string[]; prefix: boolean; value: T }
  const exact = new Map<string, Phrase[]>()
  const beginnings = new Map<string, Phrase[]>()
  for (const [text, value] of entries) {
    const prefix = text.endsWith('*')
    const keys = wordsOf(text).map((word) => word.key)
    const [first] = keys
    if (first === undefined) {
      continue
    }
    const store = prefix && keys.length === 1 ? beginnings : exact
    const bucket = store === beginnings ? first.slice(0, 3) : first
    store.set(bucket, [...(store.get(bucket) ?? []), { keys, prefix, value }])
  }
  for (const store of [exact, beginnings]) {
    for (const phrases of store.values()) {
      phrases.sort((a, b) => b.keys.length - a.keys.length || b.keys.join('').length - a.keys.join('').length)
    }
  }
  const fits = (phrase: Phrase, words: readonly Word[], at: number): boolean =>
    phrase.keys.every((key, i) => {
      const word = words[at + i]?.key
      return word !== undefined && (phrase.prefix && i === phrase.keys.length - 1 ? word.startsWith(key) : word === key)
    })
  return {
    match: (words, at) => {
      const first = words[at]?.key ?? ''
      const phrase = exact.get(first)?.find((one) => fits(one, words, at))
        ?? beginnings.get(first.slice(0, 3))?.find((one) => fits(one, words, at))
      return phrase && { value: phrase.value, length: phrase.keys.length }
    },
  }
}

/** A number as reported: words `from` to `to` (exclusive). */
export type Quantity = { from: number; to: number; range: Range; start: number; end: number }

type Bound = 'min' | 'above' | 'max' | 'about'
const BOUNDS = lexicon<Bound>([
  ...['at least', 'au moins', 'minimum', 'min', 'no less than', 'al menos', 'por lo menos', 'على الاقل', 'ما لا يقل عن'].map((p) => [p, 'min'] as const),
  ...['more than', 'over', 'plus de', 'mas de', 'اكثر من'].map((p) => [p, 'above'] as const),
  ...['up to', 'at most', 'max', "jusqu'à", 'au plus', 'no more than', 'hasta'].map((p) => [p, 'max'] as const),
  ...['about', 'around', 'approx', 'approximately', 'some', 'nearly', 'environ', 'env', 'quelque', 'près de', 'une', 'a', 'unos', 'حوالي', 'نحو', 'زهاء'].map((p) => [p, 'about'] as const),
])
const AGE = /^[ -]?(?:ans?|years?|yrs?|yo|y\/o)(?![\p{L}])/iu
const VAGUE = new Map<string, Range>([
  ['several', { min: 2 }], ['plusieurs', { min: 2 }], ['multiple', { min: 2 }], ['varios', { min: 2 }], ['dozens', { min: 24 }],
  ['dizaines', { min: 20 }], ['scores', { min: 40 }], ['couple', { est: 2 }], ['عده', { min: 2 }],
])

/** All quantities of the text: `4`, `four`, `3-5`, `3 to 5`, `entre 3 et 5`, `at least 4`, `~10`, `>5`, `4+`, `several`, each with a following `x`. */
export function quantitiesOf(text: string, words: readonly Word[], blocked: (i: number) => boolean): Quantity[] {
  const found: Quantity[] = []
  let i = 0
  while (i < words.length) {
    const one = blocked(i) ? undefined : quantityAt(text, words, i, blocked)
    if (one) {
      found.push(one)
    }
    i = one ? one.to : i + 1
  }
  return found
}

function quantityAt(text: string, words: readonly Word[], at: number, blocked: (i: number) => boolean): Quantity | undefined {
  const first = words[at]
  if (!first) {
    return undefined
  }
  const between = first.key === 'between' || first.key === 'entre'
  const bound = between ? undefined : BOUNDS.match(words, at)
  let i = at + (between ? 1 : bound?.length ?? 0)
  // `une` and `a` are bounds only before a round number: une dizaine, a dozen.
  if (bound?.value === 'about' && (first.key === 'une' || first.key === 'a') && !ROUND.has(words[i]?.key ?? '')) {
    i = at
  }
  const vague = VAGUE.get(words[i]?.key ?? '')
  const low = words[i]
  if (!low || blocked(i)) {
    return undefined
  }
  if (vague) {
    return { from: at, to: i + 1, range: vague, start: first.start, end: low.end }
  }
  const lowNumber = low.number
  if (lowNumber === undefined) {
    return undefined
  }
  let value = lowNumber
  let to = i + 1
  // twenty two, vingt-deux
  if (AGE.test(text.slice(low.end, low.end + 12)) || /(?:^|[^\p{L}])(?:aged?|âgée?s? de|agée?s? de)\s$/iu.test(text.slice(Math.max(0, low.start - 10), low.start))) {
    return undefined
  }
  const tail = words[to]
  if (/^\D/.test(low.key) && value >= 20 && value < 100 && tail?.number !== undefined && /^\D/.test(tail.key) && tail.number > 0 && tail.number < 10) {
    value += tail.number
    to += 1
  }
  let start = first.start
  let kind: Bound | undefined = i > at ? bound?.value : undefined
  if (ROUND.has(low.key)) {
    kind ??= 'about'
  }
  const sign = /([~≈><≥≤])\s*$/.exec(text.slice(Math.max(0, low.start - 3), low.start))
  if (sign && i === at) {
    kind = sign[1] === '>' ? 'above' : sign[1] === '≥' ? 'min' : sign[1] === '≤' || sign[1] === '<' ? 'max' : 'about'
    start = low.start - sign[0].length
  }
  let range: Range = kind === 'min' ? { min: value } : kind === 'above' ? { min: value + 1 } : kind === 'max' ? { max: value } : { est: value }
  let end = words[to - 1]?.end ?? low.end
  const upper = upperEnd(text, words, to, between, blocked)
  if (upper && upper.value > value) {
    range = { min: value, max: upper.value }
    to = upper.to
    end = words[to - 1]?.end ?? end
  } else if (/^\s?\+(?!\s?\d)/.test(text.slice(end, end + 3))) {
    range = { min: value }
    end = text.indexOf('+', end) + 1
  }
  const times = words[to]
  if (times && /^(?:x|fois)$/.test(times.key) && !blocked(to)) {
    end = times.end
    to += 1
  } else if (/^\s?×/.test(text.slice(end, end + 2))) {
    end = text.indexOf('×', end) + 1
  }
  return { from: at, to, range, start, end }
}

/** The second number of `3-5`, `3 to 5`, `3 à 5`, `between 3 and 5`. */
function upperEnd(
  text: string, words: readonly Word[], at: number, between: boolean, blocked: (i: number) => boolean,
): { value: number; to: number } | undefined {
  const next = words[at]
  const before = words[at - 1]
  if (!next || !before || blocked(at)) {
    return undefined
  }
  if (next.number !== undefined && /^\s?[-–/]\s?$/.test(text.slice(before.end, next.start))) {
    return { value: next.number, to: at + 1 }
  }
  const joins = between ? ['and', 'et', 'to', 'a', 'y'] : ['to', 'a', 'or', 'ou', 'الي']
  const after = words[at + 1]
  if (joins.includes(next.key) && after?.number !== undefined && !blocked(at + 1)) {
    return { value: after.number, to: at + 2 }
  }
  return undefined
}
