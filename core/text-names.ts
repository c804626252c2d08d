/** Likeness of names across spellings and scripts: transliteration, consonant skeletons, trigrams, edit distance. */
import { fold, tokens } from './text-fold.ts'

const ARABIC: Readonly<Record<string, string>> = {
  ا: 'a', ب: 'b', ت: 't', ث: 'th', ج: 'j', ح: 'h', خ: 'kh', د: 'd', ذ: 'dh', ر: 'r', ز: 'z', س: 's', ش: 'sh', ص: 's',
  ض: 'd', ط: 't', ظ: 'dh', ع: 'a', غ: 'gh', ف: 'f', ق: 'q', ك: 'k', ل: 'l', م: 'm', ن: 'n', ه: 'h',
  پ: 'p', چ: 'ch', ژ: 'zh', گ: 'g', ڤ: 'v', ڨ: 'g', ڭ: 'g', ٹ: 't', ڈ: 'd', ڑ: 'r', ں: 'n', ڥ: 'v',
}
const ARABIC_LETTER = /[\u0620-\u06d3]/

/** Rough Latin reading of Arabic script (short vowels are not written and stay out); other characters pass through folded. */
export function transliterateArabic(text: string): string {
  const plain = fold(text)
  if (!ARABIC_LETTER.test(plain)) {
    return plain
  }
  let out = ''
  for (let i = 0; i < plain.length; i++) {
    const letter = plain[i] ?? ''
    const next = plain[i + 1] ?? ''
    const initial = i === 0 || !ARABIC_LETTER.test(plain[i - 1] ?? '')
    const final = !ARABIC_LETTER.test(next)
    if (letter === 'و') {
      out += initial || next === 'ا' ? 'w' : 'u'
    } else if (letter === 'ي') {
      out += initial || (!final && next === 'ا') ? 'y' : 'i'
    } else if (letter === 'ه' && final && !initial) {
      // After folding, ta marbuta and ha look the same; at the end of a name it is nearly always the former.
      out += 'a'
    } else {
      out += ARABIC[letter] ?? letter
    }
  }
  return out
}

const ARTICLES = /^(?:al|el)$/

/**
 * Key under which spellings of one name meet: the consonants in the order heard, across French, English and Arabic
 * habits (`Ménaka`, `Menaka`, `مينكا` → `mnk`; `Tombouctou`, `Timbuktu`, `تمبكتو` → `tmbkt`). Names with fewer than two
 * consonants keep their vowels in three classes, so that short names do not all meet. A key is a reason to compare, not an identity.
 */
export function skeleton(text: string): string {
  const words = tokens(text).map(transliterateArabic).filter((word, _, all) => !(ARTICLES.test(word) && all.length > 1))
  const sound = words.join('')
    .replace(/tch|sch|sh|ch/g, 'x')
    .replace(/dj|zh/g, 'j')
    .replace(/kh|ck|q/g, 'k')
    .replace(/gh|gu(?=[ei])/g, 'g')
    .replace(/dh/g, 'd')
    .replace(/th/g, 't')
    .replace(/ph|v/g, 'f')
    .replace(/p/g, 'b')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/c/g, 'k')
    .replace(/ou/g, 'u')
    .replace(/^u(?=[aeio])/, 'w')
    .replace(/(.)\1+/g, '$1')
  if (sound === '') {
    return ''
  }
  const head = sound[0] ?? ''
  const tail = sound.slice(1).replace(/[aeiouwyh]/g, '')
  const consonants = (/[aeiou]/.test(head) ? 'a' : head) + tail
  if (consonants.replace(/^a/, '').length >= 2) {
    return consonants
  }
  return (sound
    .replace(/(?<=.)h/g, '')
    .replace(/[eiy]/g, 'i')
    .replace(/[ouw]/g, 'u'))
    .replace(/(.)\1+/g, '$1')
}

/** Signs no text holds: a sound heard in an Arabic name, in a Latin one, and its end. */
const [HEARD_ARABIC, HEARD_LATIN, HEARD_END] = ['\ue000', '\ue001', '\ue002']
const IN_ARABIC = /[\u0620-\u064a]/

/** A word of a name as an index keeps its sound, marked by its script; empty where it says too little. */
function soundKey(word: string, arabic: string, latin: string): string {
  const sound = skeleton(word)
  return sound.length < 2 ? '' : `${IN_ARABIC.test(word) ? arabic : latin}${sound}${HEARD_END}`
}

/** Keys under which the words of a name are found from the other script, each once. */
export function soundsOf(name: string): string[] {
  return [...new Set(tokens(name).map((word) => soundKey(word, HEARD_ARABIC, HEARD_LATIN)).filter((key) => key !== ''))]
}

/**
 * Beginnings any of which answers a search word: the word itself and, for a word that can be a name, its sound in the
 * other script. Words of a search shorter than four letters (three in Arabic) are no names.
 */
export function beginningsOf(word: string): string[] {
  const key = word.length < (IN_ARABIC.test(word) ? 3 : 4) ? '' : soundKey(word, HEARD_LATIN, HEARD_ARABIC)
  return key === '' ? [word] : [word, key]
}

/** Three-letter pieces of each folded word, padded so that beginnings weigh more (`  m`, ` me`, `men` …). */
export function trigrams(text: string): Set<string> {
  const pieces = new Set<string>()
  for (const word of tokens(text)) {
    const padded = `  ${word} `
    for (let i = 0; i + 3 <= padded.length; i++) {
      pieces.add(padded.slice(i, i + 3))
    }
  }
  return pieces
}

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  for (const piece of small) {
    if (large.has(piece)) {
      count++
    }
  }
  return count
}

/** Sørensen–Dice likeness of two sets, 0–1; two empty sets are alike (1). */
export function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return a.size + b.size === 0 ? 1 : (2 * shared(a, b)) / (a.size + b.size)
}

/** Jaccard likeness of two sets, 0–1; two empty sets are alike (1). */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = shared(a, b)
  return a.size + b.size === 0 ? 1 : both / (a.size + b.size - both)
}

/**
 * Damerau–Levenshtein distance (optimal string alignment: swapped neighbours count one, no piece edited twice),
 * or undefined as soon as it must exceed `max`. Compares UTF-16 units as given: fold first.
 */
export function editDistance(a: string, b: string, max: number): number | undefined {
  if (Math.abs(a.length - b.length) > max) {
    return undefined
  }
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let best = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      }
      row.push(cost)
      best = Math.min(best, cost)
    }
    // A swap can reach two rows back, so only two rows beyond the limit end the search.
    if (best > max && Math.min(...last) > max) {
      return undefined
    }
    beforeLast = last
    last = row
  }
  const distance = last[b.length] ?? 0
  return distance <= max ? distance : undefined
}
