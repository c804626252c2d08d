/** A message of AIS as the sixes of bits it is sent in (ITU-R M.1371, annex 8). */
export type Sixes = { sixes: Uint8Array; bits: number }

/** Characters of armoured payloads to six bits; null when one is none of them. */
export function unarmour(payload: string, fill: number): Sixes | null {
  const sixes = new Uint8Array(payload.length)
  for (let i = 0; i < payload.length; i += 1) {
    const code = payload.charCodeAt(i)
    if (code < 48 || code > 119 || (code > 87 && code < 96)) {
      return null
    }
    sixes[i] = code < 88 ? code - 48 : code - 56
  }
  return { sixes, bits: Math.max(0, sixes.length * 6 - fill) }
}

/** `length` (≤ 30) bits from `start` as a number without sign; what lies beyond the end is 0. */
export function unsigned({ sixes }: Sixes, start: number, length: number): number {
  let value = 0
  let at = start
  let left = length
  while (left > 0) {
    const inside = at % 6
    const take = Math.min(6 - inside, left)
    const six = sixes[(at - inside) / 6] ?? 0
    value = (value << take) | ((six >> (6 - inside - take)) & ((1 << take) - 1))
    at += take
    left -= take
  }
  return value >>> 0
}

/** The same as a number of two's complement. */
export function signed(message: Sixes, start: number, length: number): number {
  const value = unsigned(message, start, length)
  return value >= 2 ** (length - 1) ? value - 2 ** length : value
}

/** Six-bit characters up to the first `@`, without blanks at the ends. */
export function text(message: Sixes, start: number, characters: number): string {
  let out = ''
  for (let i = 0; i < characters && start + i * 6 + 6 <= message.bits; i += 1) {
    const code = unsigned(message, start + i * 6, 6)
    if (code === 0) {
      break
    }
    out += String.fromCharCode(code < 32 ? code + 64 : code)
  }
  return out.trim()
}
