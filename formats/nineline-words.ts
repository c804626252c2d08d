/** Spelling by voice: letters and figures as they are said on the radio, and back. */
const LETTERS = ['ALFA', 'BRAVO', 'CHARLIE', 'DELTA', 'ECHO', 'FOXTROT', 'GOLF', 'HOTEL', 'INDIA', 'JULIETT', 'KILO', 'LIMA', 'MIKE', 'NOVEMBER', 'OSCAR', 'PAPA', 'QUEBEC', 'ROMEO', 'SIERRA', 'TANGO', 'UNIFORM', 'VICTOR', 'WHISKEY', 'XRAY', 'YANKEE', 'ZULU'] as const
const FIGURES = ['ZERO', 'ONE', 'TWO', 'THREE', 'FOUR', 'FIVE', 'SIX', 'SEVEN', 'EIGHT', 'NINE'] as const
const ALSO: { [word: string]: string } = { 'ALPHA': 'A', 'JULIET': 'J', 'X-RAY': 'X', 'WHISKY': 'W', 'TREE': '3', 'FOWER': '4', 'FIFE': '5', 'AIT': '8', 'NINER': '9', 'DECIMAL': '.', 'POINT': '.', 'MINUS': '-', 'PLUS': '+' }
const SIGN_OF = new Map<string, string>([...LETTERS.map((word, i): [string, string] => [word, String.fromCharCode(65 + i)]), ...FIGURES.map((word, i): [string, string] => [word, String(i)]), ...Object.entries(ALSO)])

/** `30P VB 12` → `THREE ZERO PAPA, VICTOR BRAVO, ONE TWO`: groups keep their commas. */
export function spell(text: string): string {
  return text.trim().split(/\s+/).map((group) => [...group.toUpperCase()].map(sayOf).join(' ')).join(', ')
}

/** The other way: words of the alphabet become their signs, a run of them one group; every other word stays. */
export function unspell(text: string): string {
  return text
    .split(/,|\.(?=\s|$)/)
    .map((group) => {
      const out: string[] = []
      let run = ''
      for (const word of group.trim().split(/\s+/)) {
        const sign = SIGN_OF.get(word.toUpperCase())
        if (sign !== undefined) {
          run += sign
        } else {
          out.push(...(run === '' ? [] : [run]), word)
          run = ''
        }
      }
      return [...out, ...(run === '' ? [] : [run])].join(' ')
    })
    .filter((group) => group !== '')
    .join(' ')
}

function sayOf(sign: string): string {
  const letter = LETTERS[sign.charCodeAt(0) - 65]
  return /[A-Z]/.test(sign) && letter ? letter : /\d/.test(sign) ? (FIGURES[Number(sign)] ?? sign) : sign === '.' ? 'DECIMAL' : sign === '-' ? 'MINUS' : sign === '+' ? 'PLUS' : sign
}
