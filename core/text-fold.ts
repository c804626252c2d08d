/** Folding and words. Index and query must fold alike, so everything here is deterministic and free of locale. */

const ASCII = /^[\x00-\x7f]*$/
const MARKS = /\p{M}+/gu
// Signs that NFKD would break apart (a spacing acute is blank + mark) or that stand for the same key on another keyboard.
const APOSTROPHES = /[\u0060\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u2018\u2019\u201b\u2032\ua78b\ua78c\uff07]/g
const HYPHENS = /[\u00ad\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]/g
const LETTERS: Readonly<Record<string, string>> = {
  œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ħ: 'h', ŧ: 't', ĸ: 'k', ς: 's', σ: 's',
  // Letters of West and Central African orthographies, which reports usually write without.
  ŋ: 'ng', ɲ: 'ny', ɓ: 'b', ɗ: 'd', ƙ: 'k', ƴ: 'y', ɛ: 'e', ɔ: 'o', ɣ: 'g', ʋ: 'v', ə: 'e', ɩ: 'i', ʊ: 'u', ɖ: 'd', ƒ: 'f', ƭ: 't', ƥ: 'p',
  // Arabic: alef with wasla, alef maqsura, ta marbuta, Persian and Urdu forms of kaf, ya and ha; tatweel and bare hamza vanish.
  ٱ: 'ا', ى: 'ي', ة: 'ه', ک: 'ك', ی: 'ي', ې: 'ي', ہ: 'ه', ە: 'ه', ھ: 'ه', ـ: '', ء: '',
}
const SPECIAL = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g')
const DIGITS = /[٠-٩۰-۹]/g

/**
 * Search form of a text: lower case, no marks, ligatures and special letters opened, Arabic letter forms joined,
 * Arabic-Indic digits as ASCII, one apostrophe, one hyphen. fold(fold(x)) = fold(x). The length may change.
 */
export function fold(text: string): string {
  if (ASCII.test(text)) {
    return text.toLowerCase().replaceAll('`', "'")
  }
  return text
    .replace(APOSTROPHES, "'")
    .replace(HYPHENS, '-')
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(SPECIAL, (letter) => LETTERS[letter] ?? letter)
    .replace(DIGITS, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(APOSTROPHES, "'")
    .replace(HYPHENS, '-')
}

const WORD = /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu
/** The same for a folded text that is ASCII, without the tables of all scripts. */
const ASCII_WORD = /[a-z0-9]+(?:'[a-z0-9]+)*/g
// French elisions; the list leaves out m, n and t, which begin names (M'Bera, N'Djamena, T'Chad).
const ELISION = /^(?:l|d|s|c|qu|jusqu|lorsqu|puisqu)'/
const ARABIC_ARTICLE = /^[وبفك]?ال(?=[\u0620-\u064a]{3})/

/**
 * Words of a text in folded form, in order: letters and digits; hyphens part words, apostrophes inside names do not
 * (`N'Djamena` → `ndjamena`), French elisions, the English genitive and the Arabic article fall away.
 * `unique` keeps the first of each.
 */
export function tokens(text: string, options: { unique?: boolean } = {}): string[] {
  const folded = fold(text)
  const words = folded.match(ASCII.test(folded) ? ASCII_WORD : WORD) ?? []
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    if (word.includes("'")) {
      words[i] = word.replace(ELISION, '').replace(/'s$/, '').replaceAll("'", '')
    } else if (word.charCodeAt(0) > 0x600) {
      words[i] = word.replace(ARABIC_ARTICLE, '')
    }
  }
  return options.unique ? [...new Set(words)] : words
}
