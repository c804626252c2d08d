/** Powers of ten that a double holds exactly. */
const TENS = Array.from({ length: 23 }, (_, i) => 10 ** i)

/** Where the number read last ended. */
export let decimalEnd = 0

/**
 * The decimal number that the ASCII codes from `from` to `to` write, the same as Number() gives, NaN where it has an exponent, more digits
 * than a double holds exactly, or is none: then the text has to be asked.
 */
export function decimalAt(codes: Uint8Array, from: number, to: number): number {
  const value = decimalFrom(codes, from)
  return decimalEnd === to ? value : Number.NaN
}

/**
 * The number that begins at `from`, as far as it goes, to `decimalEnd`. An exact whole number divided by an exact power of ten is
 * rounded once, as the text would be (Clinger, How to read floating point numbers accurately, 1990).
 */
export function decimalFrom(codes: Uint8Array, from: number): number {
  const { length } = codes
  const sign = codes[from]
  const first = sign === 45 || sign === 43 ? from + 1 : from
  let at = first
  let value = 0
  let point = -1
  for (; at < length; at += 1) {
    const digit = codes[at]! - 48
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
    } else if (digit === -2 && point < 0) {
      point = at
    } else {
      break
    }
  }
  decimalEnd = at
  const digits = point < 0 ? at - first : at - first - 1
  if (digits === 0 || digits > 22 || value > Number.MAX_SAFE_INTEGER) {
    return Number.NaN
  }
  if (point >= 0) {
    value /= TENS[at - point - 1]!
  }
  return sign === 45 ? -value : value
}
