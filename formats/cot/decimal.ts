/** Powers of ten that a double holds exactly. */
const TENS = Array.from({ length: 23 }, (_, i) => 10 ** i)

/**
 * The decimal number that the ASCII codes from `from` to `to` write, the same as Number() gives, NaN where it has an exponent, more digits
 * than a double holds exactly, or is none: then the text has to be asked. An exact whole number divided by an exact power of ten is
 * rounded once, as the text would be (Clinger, How to read floating point numbers accurately, 1990).
 */
export function decimalAt(codes: Uint8Array, from: number, to: number): number {
  let at = from
  const sign = codes[at]
  if (sign === 45 || sign === 43) {
    at += 1
  }
  const first = at
  let value = 0
  let point = -1
  for (; at < to; at += 1) {
    const digit = codes[at]! - 48
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
    } else if (digit === -2 && point < 0) {
      point = at
    } else {
      return Number.NaN
    }
  }
  const digits = point < 0 ? to - first : to - first - 1
  if (digits === 0 || digits > 22 || value > Number.MAX_SAFE_INTEGER) {
    return Number.NaN
  }
  if (point >= 0) {
    value /= TENS[to - point - 1]!
  }
  return sign === 45 ? -value : value
}
