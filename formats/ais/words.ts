/** Codes of AIS in words, after the tables of ITU-R M.1371-5. */

const STATUS = ['under way', 'at anchor', 'not under command', 'restricted in manoeuvring', 'constrained by draught', 'moored', 'aground', 'fishing', 'under sail', 'reserved (high-speed craft)', 'reserved (wing in ground)', 'towing astern', 'pushing ahead', 'reserved', 'distress beacon active']

/** Navigational status; null for 15, not stated. */
export function statusWords(code: number): string | null {
  return STATUS[code] ?? null
}

const TENS: { [ten: number]: string } = { 2: 'wing in ground', 4: 'high-speed craft', 6: 'passenger ship', 7: 'cargo ship', 8: 'tanker', 9: 'other ship' }
const ONES: { [code: number]: string } = {
  30: 'fishing boat', 31: 'tow', 32: 'long tow', 33: 'dredger', 34: 'diving', 35: 'military', 36: 'sailing boat', 37: 'pleasure craft',
  50: 'pilot boat', 51: 'search and rescue', 52: 'tug', 53: 'port tender', 54: 'pollution control', 55: 'law enforcement', 56: 'local vessel', 57: 'local vessel', 58: 'medical transport', 59: 'ship of a neutral state',
}
const DANGER = ['', ', dangerous cargo A', ', dangerous cargo B', ', dangerous cargo C', ', dangerous cargo D']

/** Type of ship and cargo; null for 0, not stated, and for reserved codes. */
export function shipWords(code: number): string | null {
  const ten = TENS[Math.floor(code / 10)]
  return ONES[code] ?? (ten === undefined || code > 99 ? null : `${ten}${DANGER[code % 10] ?? ''}`)
}

const AIDS = [
  'aid to navigation', 'reference point', 'RACON', 'fixed structure off shore', 'emergency wreck mark', 'light without sectors', 'light with sectors', 'leading light front', 'leading light rear',
  'beacon, cardinal north', 'beacon, cardinal east', 'beacon, cardinal south', 'beacon, cardinal west', 'beacon, port hand', 'beacon, starboard hand', 'beacon, preferred channel port', 'beacon, preferred channel starboard', 'beacon, isolated danger', 'beacon, safe water', 'beacon, special mark',
  'cardinal mark north', 'cardinal mark east', 'cardinal mark south', 'cardinal mark west', 'port hand mark', 'starboard hand mark', 'preferred channel port', 'preferred channel starboard', 'isolated danger', 'safe water', 'special mark', 'light vessel or platform',
]

export function aidWords(code: number): string {
  return AIDS[code] ?? 'aid to navigation'
}
