/** Names of symbols in the atlas, made and read in one place. Pure. */

export type SymbolSet = 'humanitarian' | 'military'
/** u unverified, s stale, e estimate, d drill. */
export type SymbolMark = 'u' | 's' | 'e' | 'd'
/** What a domain says of a category: a sign of ours, and its code in the military standard (20 figures). */
export type SymbolCode = { icon: string; sidc: string }

export type SymbolKey = { set: SymbolSet; category: string; severity: number; marks: readonly SymbolMark[] }

/** `sym|h|AC.03|4|u` */
export function symbolName({ set, category, severity, marks }: SymbolKey): string {
  return `sym|${set === 'military' ? 'm' : 'h'}|${category}|${severity}|${[...marks].sort().join('')}`
}

/** The inverse; null for a name that is not of a symbol. */
export function readSymbolName(name: string): SymbolKey | null {
  const [head, set, category = '', severity = '', marks = ''] = name.split('|')
  const level = Number(severity)
  if (head !== 'sym' || (set !== 'm' && set !== 'h') || !Number.isInteger(level) || level < 0 || level > 5) {
    return null
  }
  return { set: set === 'm' ? 'military' : 'humanitarian', category, severity: level, marks: [...marks].filter((m): m is SymbolMark => 'used'.includes(m)) }
}

/** The style expression that names the symbol of a feature with category, severity and veracity. */
export function symbolExpression(set: SymbolSet, believed: unknown): unknown {
  const severity = ['min', 5, ['max', 0, ['coalesce', ['to-number', ['get', 'severity']], 0]]]
  return ['concat', `sym|${set === 'military' ? 'm' : 'h'}|`, ['coalesce', ['get', 'category'], ''], '|', ['to-string', severity], '|', ['case', believed, '', 'u']]
}
