/** Letters written as something else: character references of HTML and XML, escapes of JSON, words parted by tags. For looking through a text, not for showing it. */

const MARKS: { readonly [name: string]: string } = {
  acute: '\u0301', grave: '\u0300', circ: '\u0302', uml: '\u0308', tilde: '\u0303', cedil: '\u0327', ring: '\u030a', caron: '\u030c', breve: '\u0306', macr: '\u0304', ogon: '\u0328', dot: '\u0307', dblac: '\u030b',
}
const NAMED = new Map<string, string>(Object.entries({
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", lsquo: '‘', rsquo: '’', hyphen: '-', ndash: '–', mdash: '—', nbsp: ' ', ensp: ' ', emsp: ' ', thinsp: ' ', Tab: ' ', NewLine: '\n',
  AElig: 'Æ', aelig: 'æ', OElig: 'Œ', oelig: 'œ', szlig: 'ß', ETH: 'Ð', eth: 'ð', THORN: 'Þ', thorn: 'þ', inodot: 'ı', imath: 'ı', ENG: 'Ŋ', eng: 'ŋ',
  oslash: 'ø', Oslash: 'Ø', lstrok: 'ł', Lstrok: 'Ł', dstrok: 'đ', Dstrok: 'Đ', hstrok: 'ħ', Hstrok: 'Ħ', tstrok: 'ŧ', Tstrok: 'Ŧ',
  // Without width and without a letter: they stand within words.
  shy: '', zwj: '', zwnj: '', lrm: '', rlm: '',
}))
for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
  for (const [name, mark] of Object.entries(MARKS)) {
    NAMED.set(letter + name, (letter + mark).normalize('NFC'))
    NAMED.set(letter.toUpperCase() + name, (letter.toUpperCase() + mark).normalize('NFC'))
  }
}

/** Escapes of JSON within JSON. */
const WRAPPED = /\\{2,8}/g
/** A line end or tab within a string of JSON, and the word after it. */
const BREAK = /\\[nrtbf]([\p{L}\p{M}\p{N}]{0,64})/gu
// Whole words at once, for in Arabic every letter is one; not so many that a match outgrows the stack.
const UNITS = /(?:\\u[0-9a-fA-F]{4}){1,512}/g
// Browsers take numbers and the oldest names without their semicolon.
const NUMBERS = /(?:&#(?:\d{1,12}|[xX][0-9a-fA-F]{1,10});?){1,512}/g
const NAMES = /&(?:([a-zA-Z]{2,8});|([a-zA-Z](?:acute|grave|circ|uml|tilde|cedil|ring|slash)))/g

/**
 * A text with its references and escapes as the letters they stand for, also where they were written twice over; the same text where
 * there are none. What may be a path as well as a line end (`\north`) is told both ways.
 */
export function withoutEscapes(text: string): string {
  const once = text.includes('\\') ? lettersOf(text.replace(WRAPPED, '\\').replace(BREAK, '$& $1')) : lettersOf(text)
  return once === text ? text : lettersOf(once)
}

function lettersOf(text: string): string {
  const read = text.includes('\\u') ? text.replace(UNITS, (run) => JSON.parse(`"${run}"`) as string) : text
  return read.includes('&') ? read.replace(NUMBERS, numbered).replace(NAMES, (all, name?: string, old?: string) => NAMED.get(name ?? old ?? '') ?? all) : read
}

const windows1252 = new TextDecoder('windows-1252')

function numbered(run: string): string {
  let out = ''
  for (const one of run.split('&#').slice(1)) {
    const code = (one.startsWith('x') || one.startsWith('X')) ? Number.parseInt(one.slice(1), 16) : Number.parseInt(one, 10)
    // Numbers of Windows-1252 are taken as such by every browser.
    out += code >= 0x80 && code <= 0x9f ? windows1252.decode(Uint8Array.of(code)) : code <= 0x10ffff ? String.fromCodePoint(code) : ' '
  }
  return out
}

// A tag ends where the next begins: looked for anew from each of a million, its end would take hours.
const TAG = /<[/!?a-z][^<>]*>/gi
/** Tags that stand within words. */
const WITHIN = /^<(?:!--|\/?(?:a|abbr|b|bdi|bdo|big|cite|code|del|em|font|i|ins|mark|q|s|small|span|strike|strong|sub|sup|tspan|tt|u|var|wbr|text:span|w:(?:r|t|rpr|b|i))\b)/i

/**
 * A text apart from its tags, each of which is told once: what tags part is parted by a blank, letters that only look different stay together. The same text,
 * and no tags, where there are none.
 */
export function apartFromTags(text: string): { text: string; tags: string } {
  if (!text.includes('<')) {
    return { text, tags: '' }
  }
  const tags = new Map<string, '' | ' '>()
  const bare = text.replace(TAG, (tag) => {
    const known = tags.get(tag)
    if (known !== undefined) {
      return known
    }
    const parting = WITHIN.test(tag) ? '' : ' '
    tags.set(tag, parting)
    return parting
  })
  return { text: bare, tags: [...tags.keys()].join('\n') }
}
